/**
 * What a result says of queues in words: what became of their messages, what was lost, whether work piled up, which it also says of
 * events. Streams and events have sentences of their own beside it (stream-verdict.ts, event-verdict.ts), and so have FIFO queues
 * (fifo-verdict.ts).
 */
import type { Books, Result, SourceResult } from '../metrics/result.ts';
import { count, duration, percent, some, was } from './format.ts';
import { afterWarmUp, firstAfterWarmUp, keepsUp } from './limits.ts';
import { isStream, nounOf } from './streams.ts';

/** Of what came in, what was handled, over the whole run; and how fast. */
export function fates(name: string, source: SourceResult, result: Result): string[] {
  const { arrived, redrivenIn } = source.books.in;
  if (arrived + redrivenIn === 0 && !isRead(name, result)) return [];
  const entered = enteredOf(source.books);
  if (entered === 0) return [];
  const { waiting } = source.books.out;
  if (waiting > 0 && waiting === entered && !isRead(name, result))
    return [`${some(waiting, 'message')} ${waiting === 1 ? 'waits' : 'wait'} in ${name}, which no mapping reads.`];
  const { p50, p99, max } = source.latency;
  const speed =
    p50 === null
      ? ''
      : `: half within ${duration(p50)}, 99 % within ${duration(p99)}, the slowest after ${duration(max)}`;
  const isPlain = entered === arrived && source.books.out.filtered === 0;
  return [`${isPlain ? handled(name, source.books) : passages(name, source.books)}${speed}.`];
}

export function enteredOf(books: Books): number {
  return books.in.arrived + books.in.redrivenIn + books.in.deadLetteredIn;
}

function handled(name: string, { in: { arrived }, out: { succeeded } }: Books): string {
  if (arrived === 1) return `The only message sent to ${name} was ${succeeded === 1 ? '' : 'not '}handled`;
  const all = some(arrived, 'message');
  if (succeeded === 0) return `None of the ${all} sent to ${name} was handled`;
  if (succeeded === arrived) return `All ${all} of ${name} were handled`;
  const share = succeeded / arrived;
  // 99.999 % would read as all of them: near the end the rest is what counts.
  if (share > 0.999) return `All but ${count(arrived - succeeded)} of ${all} sent to ${name} were handled`;
  return `Of ${all} sent to ${name}, ${count(succeeded)} (${percent(share)}) ${was(succeeded)} handled`;
}

/**
 * Where messages come back or come from other queues, one may pass several times, and those that are filtered out are nobody's
 * to handle: what went in and out, and no share.
 */
function passages(name: string, { in: into, out }: Books): string {
  const { arrived, redrivenIn, deadLetteredIn } = into;
  const { succeeded, acknowledgedUnprocessed, deadLettered, redrivenOut, expired, filtered, waiting } = out;
  const came = told([
    [arrived, 'sent'],
    [redrivenIn, 'redriven'],
    [deadLetteredIn, deadLetteredIn === 1 ? 'dead letter' : 'dead letters'],
  ]);
  const went = told([
    [deadLettered, 'dead-lettered'],
    [acknowledgedUnprocessed, 'deleted unprocessed'],
    [expired, 'lost'],
    [filtered, 'filtered out'],
    [redrivenOut, 'redriven'],
    [waiting, 'left at the end'],
  ]);
  const rest = went === '' ? '' : ` (${went})`;
  const total = arrived + redrivenIn + deadLetteredIn;
  const again = redrivenIn > 0 ? ', each counted as often as it came' : '';
  return `Of ${some(total, 'message')} that came to ${name} (${came})${again}, ${count(succeeded)} ${was(succeeded)} handled${rest}`;
}

function told(parts: readonly (readonly [number, string])[]): string {
  const said = parts.filter(([n]) => n > 0).map(([n, what]) => `${count(n)} ${what}`);
  return said.join(', ');
}

/** What nobody will see again. */
export function losses(name: string, source: SourceResult, outages: Result['outages']): string[] {
  // What a stream loses, its mappings lose, each for itself; events have sentences of their own.
  if (isStream(source) || source.async !== null) return [];
  const { expired, acknowledged, duplicates } = source;
  const said: string[] = [];
  if (expired > 0) {
    const why = source.type === 'mq' ? 'expired' : 'outlived the retention period';
    said.push(`${some(expired, 'message')} of ${name} ${why} and ${was(expired)} lost.`);
  }
  if (acknowledged > 0) {
    const them = acknowledged === 1 ? 'it' : 'them';
    said.push(
      `${some(acknowledged, 'message')} of ${name} ${was(acknowledged)} deleted although the handler had not processed ${them}.`,
    );
  }
  if (duplicates > 0) {
    const wasOut = outages.some((outage) => outage.kind === 'source' && outage.name === name);
    const or = wasOut ? ', or could not be deleted while it was out' : '';
    said.push(
      `${some(duplicates, 'delivery', 'deliveries')} of messages of ${name} came after they were done: they became visible while still being worked on${or}.`,
    );
  }
  return said;
}

/** Whether work piled up, and whether it went away. */
export function backlog(name: string, source: SourceResult, result: Result): string[] {
  // How far the mappings of a stream are behind is told of each.
  if (isStream(source)) return [];
  const depth = afterWarmUp(result.series.sources[name]!.depth, result);
  const { period } = result.series;
  const start = firstAfterWarmUp(result) * period;
  const peak = Math.max(0, ...depth);
  if ((source.async === null && !isRead(name, result)) || peak < 10) return [];
  const noun = nounOf(source);
  const peakAt = start + (depth.indexOf(peak) + 1) * period;
  if (!keepsUp(name, result)) {
    const growth = growthOf(depth, period);
    const trend =
      growth > 0 ? `, ${count(growth)} a second more than were taken away in the last third of the run` : '';
    const { last } = source.depth;
    return [`${name} did not keep up: ${some(last, noun)} ${was(last)} waiting at the end${trend}.`];
  }
  const clear = depth.findIndex((waiting, i) => start + (i + 1) * period > peakAt && waiting <= peak / 100);
  const gone = clear < 0 ? '' : `, and was gone by ${duration(start + (clear + 1) * period)}`;
  return [`The backlog of ${name} was greatest around ${duration(peakAt)}, with ${some(peak, noun)} waiting${gone}.`];
}

function isRead(name: string, result: Result): boolean {
  return Object.values(result.mappings).some((mapping) => mapping.source === name);
}

/** Messages a second by which the backlog grew over the last third of the readings; 0 when it did not. */
function growthOf(depth: readonly number[], period: number): number {
  const from = Math.floor((depth.length * 2) / 3);
  const seconds = ((depth.length - 1 - from) * period) / 1e6;
  return seconds > 0 ? Math.max(0, (depth.at(-1)! - depth[from]!) / seconds) : 0;
}
