/**
 * The answer in words: what became of the messages, why some were lost, where work piled up, and which limit was in the way.
 * A pure function of the result. Each finding is one small function that says nothing when there is nothing to say.
 */
import type { Books, FunctionResult, Result, SourceResult } from '../metrics/result.ts';
import { accountSentences } from './account.ts';
import { alarmSentences } from './alarms.ts';
import { deadLetters } from './dead-letters.ts';
import { calls, isCaller } from './callers.ts';
import { sends } from './chains.ts';
import {
  dropped,
  eventFates,
  handOver,
  lostAcknowledgements,
  lostSuccesses,
  throttledEvents,
} from './event-verdict.ts';
import { downstreamSentences } from './downstreams.ts';
import { effectSentences } from './effects.ts';
import { provisioned, repeatedInits } from './environments.ts';
import { brokenOrder, heldSends, overQuota, repeatedSends } from './fifo-verdict.ts';
import { count, duration, percent, some, was } from './format.ts';
import { hotPartition, offsetLag, partitionsAsCeiling } from './kafka.ts';
import { groupSentences } from './groups.ts';
import { hotGroup } from './hot-group.ts';
import { afterWarmUp, backOff, ceiling, firstAfterWarmUp, keepsUp } from './limits.ts';
import { pollersHeld } from './pollers.ts';
import { outages, systemErrors } from './outages.ts';
import { blocked, givenUp, iteratorAge, parallelism, shardLimits, streamFates } from './stream-verdict.ts';
import { isStream, nounOf } from './streams.ts';
import { tierVerdict } from './tier-verdict.ts';

/** Sentences, most important first. */
export function verdict(result: Result): string[] {
  const [sources, mappings] = [Object.entries(result.sources), Object.entries(result.mappings)];
  return [
    ...tierVerdict(result),
    ...sources.flatMap(([name, source]) => became(name, source, result)),
    ...scope(result),
    ...sources.flatMap(([name, source]) => heldSends(name, source)),
    ...sources.flatMap(([name, source]) => deadLetters(name, source, result)),
    ...sources.flatMap(([name, source]) => losses(name, source, result.outages)),
    ...sources.flatMap(([name, source]) => dropped(name, source)),
    ...sources.flatMap(([name, source]) => handOver(name, source)),
    ...sources.flatMap(([name, source]) => lostSuccesses(name, source)),
    ...sources.flatMap(([name, source]) => lostAcknowledgements(name, source)),
    ...outages(result),
    ...alarmSentences(result),
    ...Object.entries(result.functions).flatMap(([name, fn]) => systemErrors(name, fn)),
    ...downstreamSentences(result),
    ...effectSentences(result),
    ...mappings.flatMap(([name, mapping]) => givenUp(name, mapping)),
    ...mappings.flatMap(([name, mapping]) => blocked(name, mapping)),
    ...sources.flatMap(([name, source]) => brokenOrder(name, source)),
    ...groupSentences(result),
    ...sources.flatMap(([name, source]) => backlog(name, source, result)),
    ...sources.flatMap(([name, source]) => hotGroup(name, source)),
    ...sources.flatMap(([name, source]) => throttledEvents(name, source)),
    ...mappings.flatMap(([name, mapping]) => iteratorAge(name, mapping, result)),
    ...mappings.flatMap(([name, mapping]) => offsetLag(name, mapping, result)),
    ...mappings.flatMap(([name, mapping]) => hotPartition(name, mapping, result)),
    ...mappings.flatMap(([name, mapping]) => partitionsAsCeiling(name, mapping, result)),
    ...sources.flatMap(([name, source]) => shardLimits(name, source, result)),
    ...sources.flatMap(([name, source]) => overQuota(name, source)),
    ...sources.flatMap(([name, source]) => repeatedSends(name, source)),
    ...mappings.flatMap(([name, mapping]) => parallelism(name, mapping)),
    ...Object.entries(result.functions).flatMap(([name, fn]) => sends(name, fn)),
    ...Object.entries(result.functions).flatMap(([name, fn]) => refusals(name, fn)),
    ...accountSentences(result),
    ...Object.entries(result.functions).flatMap(([name, fn]) => failures(name, fn)),
    ...mappings.flatMap(([name, mapping]) => ceiling(name, mapping, result)),
    ...mappings.flatMap(([name, mapping]) => pollersHeld(name, mapping, result)),
    ...mappings.flatMap(([name, mapping]) => backOff(name, mapping, result)),
    ...Object.entries(result.functions).flatMap(([name, fn]) => coldStarts(name, fn)),
    ...Object.entries(result.functions).flatMap(([name, fn]) => repeatedInits(name, fn)),
    ...Object.entries(result.functions).flatMap(([name, fn]) => provisioned(name, fn)),
  ];
}

function became(name: string, source: SourceResult, result: Result): string[] {
  if (isCaller(source)) return calls(name, source);
  if (source.async !== null) return eventFates(name, source);
  return isStream(source) ? streamFates(name, source, result) : fates(name, source, result);
}

/** What the figures cover; said only where they leave something out. */
function scope({ warmUp, sources }: Result): string[] {
  if (warmUp === 0 || Object.values(sources).every(({ books }) => enteredOf(books) === 0)) return [];
  return [
    `What became of the ${Object.values(sources).every(({ async }) => async !== null) ? 'events' : 'messages'} counts the whole run; times and all that follows leave out the warm-up of ${duration(warmUp)}.`,
  ];
}

function enteredOf(books: Books): number {
  return books.in.arrived + books.in.redrivenIn + books.in.deadLetteredIn;
}

/** Of what came in, what was handled, over the whole run; and how fast. */
function fates(name: string, source: SourceResult, result: Result): string[] {
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
function losses(name: string, source: SourceResult, outages: Result['outages']): string[] {
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
function backlog(name: string, source: SourceResult, result: Result): string[] {
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

function refusals(name: string, fn: FunctionResult): string[] {
  if (fn.throttles === 0) return [];
  const reasons = Object.entries(fn.throttlesBy)
    .filter(([, n]) => n > 0)
    .map(([reason, n]) => `${reason} ${count(n)}`);
  return [
    `${name} refused ${some(fn.throttles, 'invocation')} (${reasons.join(', ')}); at most ${count(fn.concurrency.max)}${reservedOf(fn)}.`,
  ];
}

/** Against what is reserved; where that changed, no one value holds for the greatest. */
function reservedOf({ reservedConcurrency: reserved, reservedConcurrencyChanges: changes }: FunctionResult): string {
  if (changes.length === 0) return reserved === null ? ' ran at once' : ` of ${count(reserved)} reserved ran at once`;
  const told = changes.slice(-3).map(({ at, to }) => `${to === null ? 'none' : count(to)} from ${duration(at)} on`);
  return ` ran at once (reserved: ${told.join(', ')})`;
}

function failures(name: string, fn: FunctionResult): string[] {
  // Those that ended, as those that failed: an invocation may begin in the warm-up and end after it.
  const ended = fn.duration.count;
  const said: string[] = [];
  if (fn.errors > 0) {
    const which = fn.timeouts === fn.errors ? '' : `${count(fn.timeouts)} of them `;
    const timeouts = fn.timeouts === 0 ? '' : `, ${which}by running into the timeout of ${duration(fn.timeout)}`;
    const ofThem = fn.outOfMemory === fn.errors ? '' : `${count(fn.outOfMemory)} of them `;
    const killed = fn.outOfMemory === 0 ? '' : `, ${ofThem}killed for want of memory`;
    said.push(
      `${some(fn.errors, 'invocation')} of ${name} failed (${percent(fn.errors / ended)})${timeouts}${killed}.`,
    );
  }
  if (fn.unusableAnswers > 0) {
    const share = percent(fn.unusableAnswers / ended);
    said.push(
      `${some(fn.unusableAnswers, 'invocation')} of ${name} (${share}) gave an answer that fails the whole batch.`,
    );
  }
  return said;
}

function coldStarts(name: string, fn: FunctionResult): string[] {
  const share = fn.coldStarts / fn.invocations;
  if (!(share > 0.01) || fn.coldStarts < 2) return [];
  return [
    `${percent(share)} of the invocations of ${name} were cold starts (${duration(fn.initDuration.p50)} at the median).`,
  ];
}
