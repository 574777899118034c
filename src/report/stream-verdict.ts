/**
 * What a result says of streams in words: what became of their records, mapping by mapping, how far each is behind, which record
 * blocked which shard and how that ended, what was lost, and what was in the way. Pure; says nothing where there is nothing to say.
 */
import type { MappingResult, Result, SourceResult } from '../metrics/result.ts';
import type { BlockedSpan, StreamMappingResult } from '../metrics/streams/result.ts';
import { count, duration, list, percent, some, was } from './format.ts';
import { blockedPartitions } from './kafka.ts';
import { afterWarmUp, firstAfterWarmUp } from './limits.ts';

/** What became of the records of a stream for each of its mappings, over the whole run; and how fast. */
export function streamFates(name: string, { books }: SourceResult, result: Result): string[] {
  if (books.in.arrived === 0) return [];
  return readersOf(name, result).map(([mapping, { latency, stream }]) => {
    const { out } = stream.books;
    const arrived = stream.books.in.arrived - out.beforeStart;
    const { p50, p99, max } = latency;
    const speed =
      p50 === null
        ? ''
        : `: half within ${duration(p50)}, 99 % within ${duration(p99)}, the slowest after ${duration(max)}`;
    const rest = told([
      [out.filtered, 'filtered out'],
      [out.acknowledgedUnprocessed, 'passed over unprocessed'],
      [out.toDestination, 'sent to its destination'],
      [out.skipped, 'skipped'],
      [out.expired, 'lost to expiry'],
      [out.waiting, 'not done with at the end'],
    ]);
    const before = out.beforeStart === 0 ? '' : ` after its start (${count(out.beforeStart)} lay before)`;
    if (out.succeeded === arrived && arrived > 0) {
      return `${mapping} handled all ${some(arrived, 'record')} of ${name}${before}${speed}.`;
    }
    const missing = arrived - out.succeeded;
    // 99.999 % would read as all of them.
    if (out.succeeded > arrived * 0.999)
      return `${mapping} handled all but ${count(missing)} of ${some(arrived, 'record')} of ${name}${before}${speed}; ${rest}.`;
    const share = out.succeeded > 0 && arrived > 0 ? ` (${percent(out.succeeded / arrived)})` : '';
    const others = rest === '' ? '' : `; ${rest}`;
    return `Of ${some(arrived, 'record')} of ${name}${before}, ${mapping} handled ${count(out.succeeded)}${share}${speed}${others}.`;
  });
}

/** How old what a mapping is given is: at worst, and at the end; and whether it falls behind. */
export function iteratorAge(name: string, mapping: MappingResult, result: Result): string[] {
  const series = result.series.mappings[name]!.stream;
  if (mapping.stream === null || series === undefined || mapping.stream.kafka !== undefined) return [];
  const { period } = result.series;
  const ages = afterWarmUp(series.iteratorAge, result);
  const peak = Math.max(0, ...ages.map((age) => age ?? 0));
  // An age within one reading is nothing to speak of.
  if (peak <= Math.max(period, 1_000_000)) return [];
  const at = (firstAfterWarmUp(result) + ages.findIndex((age) => age === peak) + 1) * period;
  const last = ages.findLast((age) => age !== null) ?? 0;
  const around = duration(Math.min(at, result.duration));
  const isDone = mapping.stream.books.out.waiting === 0;
  if (last === peak && isDone)
    return [`The iterator age of ${name} was greatest when it was given its last records, ${duration(peak)}.`];
  if (last === peak) {
    const growth = growthOf(ages, period);
    const rate = growth > 0 ? `: it grew by ${duration(growth * 1e6)} a second in the last third of the run` : '';
    return [`${name} fell behind: its iterator age was greatest at the end, ${duration(peak)}${rate}.`];
  }
  const when = isDone ? 'when it was given its last records' : 'at the end';
  return [
    `The iterator age of ${name} was ${duration(peak)} at worst, around ${around}, and ${duration(last)} ${when}.`,
  ];
}

/** Which record blocked it longest, and how that ended; how much more there was. */
export function blocked(name: string, { stream, source }: MappingResult): string[] {
  const longest = stream?.blockedSpans[0];
  // What succeeds when it is tried again soon blocks nobody for long.
  if (stream === null || longest === undefined || (longest.end === 'succeeded' && stream.blocked < 1_000_000))
    return [];
  const { lane, record, records, failures, from, until } = longest;
  const which =
    records === 1
      ? `Record ${record} of ${source}`
      : `Record ${record} of ${source}, the first of what failed of a batch of ${count(records)},`;
  const how = until === null ? `and still is at the end` : `until ${duration(until)}, when ${ENDS[longest.end!]}`;
  const more =
    stream.blockings > 1
      ? ` In all ${some(stream.blockings, 'time')}, ${duration(stream.blocked)} of its ${stream.kafka === undefined ? 'shards' : 'partitions'} together.`
      : '';
  return [
    `${which} blocked ${blockedPartitions(longest, source) ?? lane} for ${name} from ${duration(from)} on, after ${some(failures, 'failure')}, ${how}.${more}`,
  ];
}

const ENDS: Readonly<Record<NonNullable<BlockedSpan['end']>, string>> = {
  succeeded: 'it succeeded',
  toDestination: 'it was sent to the destination',
  skipped: 'it was skipped',
  expired: 'it was lost to expiry',
};

/** What nobody will see again, or only in a destination. */
export function givenUp(name: string, { stream, source }: MappingResult): string[] {
  if (stream === null) return [];
  const { expired, expiredBehindBlocked: behind, discarded, acknowledged } = stream;
  const said: string[] = [];
  if (expired > 0) {
    const why =
      behind === 0
        ? ''
        : `, ${behind === expired ? 'all' : count(behind)} of them behind a record that blocked their ${stream.kafka === undefined ? 'shard' : 'partition'}`;
    said.push(
      `Silent loss: ${some(expired, 'record')} of ${source} outlived the retention before ${name} was done with ${expired === 1 ? 'it' : 'them'}${why}; no destination is told.`,
    );
  }
  if (discarded > 0)
    said.push(`${name} skipped ${some(discarded, 'record')} of ${source}: given up, and sent nowhere.`);
  if (acknowledged > 0)
    said.push(`${name} passed over ${some(acknowledged, 'record')} of ${source} that the handler had not processed.`);
  return said;
}

/** Reads and puts that shards refused. */
export function shardLimits(name: string, source: SourceResult, result: Result): string[] {
  if (source.stream === null) return [];
  const { readsThrottled: refused, putDelay } = source.stream;
  const said: string[] = [];
  if (refused > 0) {
    const readers = readersOf(name, result).length;
    const share = percent(refused / (refused + source.receives + source.emptyReceives));
    const why = readers > 1 ? `: ${count(readers)} mappings share what a shard gives` : '';
    said.push(`${some(refused, 'read')} of ${name} (${share}) ${was(refused)} throttled${why}.`);
  }
  if (source.putsRefused > 0) {
    const late = putDelay.max === null ? '' : `; those that were tried again came up to ${duration(putDelay.max)} late`;
    const lost =
      source.putsDropped === 0 ? '' : `; ${some(source.putsDropped, 'record')} ${was(source.putsDropped)} dropped`;
    said.push(`Shards of ${name} refused ${some(source.putsRefused, 'put')}${late}${lost}.`);
  }
  return said;
}

/** Lanes that could work side by side, and how many ever did: keys make no more. */
export function parallelism(name: string, { stream, pollers }: MappingResult): string[] {
  if (stream === null || pollers === null || stream.kafka !== undefined) return [];
  const { lanesUsed, running, books } = stream;
  const lanes = pollers.max;
  if (lanes < 2 || lanesUsed > lanes * 0.75 || books.out.succeeded < 10 * lanes) return [];
  return [
    `${name} ran at most ${count(running.max)} at once of ${count(lanes)} possible: only ${some(lanesUsed, 'lane')} ever had records, for all records of a key go through one lane.`,
  ];
}

function readersOf(
  stream: string,
  { mappings }: Result,
): [string, MappingResult & { readonly stream: StreamMappingResult }][] {
  return Object.entries(mappings).filter(
    (entry): entry is [string, MappingResult & { readonly stream: StreamMappingResult }] =>
      entry[1].source === stream && entry[1].stream !== null,
  );
}

function told(parts: readonly (readonly [number, string])[]): string {
  return list(
    parts.filter(([n]) => n > 0).map(([n, what]) => `${count(n)} ${was(n)} ${what}`),
    'and',
  );
}

/** Seconds a second by which the age grew over the last third of the readings; 0 when it did not. */
function growthOf(ages: readonly (number | null)[], period: number): number {
  const from = Math.floor((ages.length * 2) / 3);
  const time = (ages.length - 1 - from) * period;
  return time > 0 ? Math.max(0, ((ages.at(-1) ?? 0) - (ages[from] ?? 0)) / time) : 0;
}
