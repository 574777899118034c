/**
 * What is explained: the records of a source, or of a stream for each mapping that reads it; and what befell them, in the two figures by
 * which re-runs are judged: the time they took, and those that were lost.
 */
import type { Result, Spread } from '../metrics/result.ts';
import type { PartName } from '../metrics/where-time-went/parts.ts';
import type { TimeOf, WhereTimeWent } from '../metrics/where-time-went/result.ts';
import { isOfRoom, type LimitName } from './limits.ts';

export interface Target {
  readonly kind: 'source' | 'mapping';
  readonly name: string;
  /** Its source; the same where it is one. */
  readonly source: string;
  /** Mappings that bring its records to functions; none of events and direct calls. */
  readonly mappings: readonly string[];
  readonly functions: readonly string[];
}

/** Counts leave the warm-up out; those of the books, what waits at the end, do not. */
export interface Harm {
  /** Mean microseconds of a record from its first sending: until success, or until now for half the age of the oldest. Null of no records. */
  readonly time: number | null;
  readonly p99: number | null;
  readonly succeeded: number;
  /** Given up, expired, refused for good. */
  readonly lost: number;
  /** Of those that are done with; 0 where none is. */
  readonly lostShare: number;
  readonly waiting: number;
  /** What the source took over the whole run. */
  readonly entered: number;
  /** The longest that a producer waited until one was taken; null where none had to. Microseconds. */
  readonly keptBack: number | null;
}

/** All whose records somebody works on. A function that the result knows nothing of is left out: results come from files. */
export function targetsOf(result: Result): Target[] {
  const known = (names: readonly string[]) =>
    [...new Set(names)].filter((name) => Object.hasOwn(result.functions, name));
  return Object.entries(result.sources).flatMap(([source, { stream, async, type }]): Target[] => {
    const readers = Object.entries(result.mappings).filter(([, mapping]) => mapping.source === source);
    const isTopic = readers.some(([, mapping]) => mapping.stream !== null);
    if (stream !== null || isTopic)
      return readers.map(([name, mapping]) => ({
        kind: 'mapping',
        name,
        source,
        mappings: [name],
        functions: known([mapping.function]),
      }));
    if (readers.length === 0 && async === null && type !== 'sync') return [];
    const called = async === null ? calledBy(source, result) : [async.function];
    const functions = known([...readers.map(([, mapping]) => mapping.function), ...called]);
    return [{ kind: 'source', name: source, source, mappings: readers.map(([name]) => name), functions }];
  });
}

/** The function that direct callers call: the result has it among what the scenario says. */
function calledBy(source: string, { inputs, functions }: Result): string[] {
  const written = inputs.find(({ path }) => path === `sources.${source}.function`)?.written;
  return written !== undefined && Object.hasOwn(functions, written) ? [written] : [];
}

export function harmTo({ kind, name, source }: Target, result: Result): Harm {
  return kind === 'mapping' ? ofMapping(name, source, result) : ofSource(source, result);
}

/** As far as this limit may be to blame: room costs direct calls no time, as nobody tries them again, and of their losses what was refused. */
export function harmBy(limit: LimitName, target: Target, result: Result): Harm {
  const harm = harmTo(target, result);
  const { type, refused } = result.sources[target.source]!;
  if (type !== 'sync' || !isOfRoom(limit)) return harm;
  return { ...harm, time: null, lost: refused, lostShare: refused / Math.max(1, harm.succeeded + harm.lost) };
}

function ofMapping(name: string, source: string, result: Result): Harm {
  const { latency, stream } = result.mappings[name]!;
  const { putsDropped, stream: shards, books } = result.sources[source]!;
  const given = stream === null ? 0 : stream.toDestination + stream.discarded + stream.expired;
  const [waiting, entered] = [stream?.books.out.waiting ?? 0, books.in.arrived];
  const before = shards?.putDelay ?? null;
  return harm({ latency, before, waiting, entered, age: ageFor(name, source, result), lost: given + putsDropped });
}

/** The oldest record of a stream is that of its slowest reader: another one is as far behind as its last invocation was, and since then. */
function ageFor(name: string, source: string, { series, sources, duration }: Result): number | null {
  const oldest = sources[source]!.ageOfOldest.last;
  const ages = series.mappings[name]!.stream?.iteratorAge ?? [];
  const at = ages.findLastIndex((age) => age !== null);
  if (at < 0 || oldest === null) return oldest;
  return Math.min(oldest, ages[at]! + Math.max(0, duration - (at + 1) * series.period));
}

function ofSource(name: string, result: Result): Harm {
  const { latency, fifo, async, ageOfOldest, books, ...counts } = result.sources[name]!;
  const { deadLettered, expired, failed, refused } = counts;
  const lost = async === null ? deadLettered + expired + failed + refused : async.dropped + async.upstream.dropped;
  return harm({
    latency,
    before: fifo?.sendDelay ?? null,
    waiting: books.out.waiting,
    entered: books.in.arrived,
    age: ageOfOldest.last,
    lost,
  });
}

interface Seen {
  readonly latency: Spread;
  /** What producers waited until their record was taken. */
  readonly before: Spread | null;
  readonly waiting: number;
  readonly entered: number;
  readonly age: number | null;
  readonly lost: number;
}

function harm({ latency, before, waiting, entered, age, lost }: Seen): Harm {
  const held = age === null ? 0 : waiting;
  const records = latency.count + held;
  const whole = sumOf(latency) + (before === null ? 0 : sumOf(before)) + (held * (age ?? 0)) / 2;
  const done = latency.count + lost;
  return {
    time: records === 0 ? null : whole / records,
    p99: latency.p99,
    succeeded: latency.count,
    lost,
    lostShare: done === 0 ? 0 : lost / done,
    waiting,
    entered,
    keptBack: before?.max ?? null,
  };
}

function sumOf({ mean, count }: Spread): number {
  return (mean ?? 0) * count;
}

export function whereTimeWentOf({ kind, name }: Target, result: Result): WhereTimeWent | null {
  return kind === 'mapping' ? result.mappings[name]!.whereTimeWent : result.sources[name]!.whereTimeWent;
}

const OWN: readonly PartName[] = ['delay', 'nextPoll', 'batch', 'delivery', 'running', 'downstream'];

/** Mean time that is no limit's: of records that succeeded. Null where nobody knows. Microseconds. */
export function ownTimeOf(target: Target, result: Result): number | null {
  const all = whereTimeWentOf(target, result)?.all;
  return all === undefined ? null : ownOf(all);
}

/** The same of the faster half of them, for under a backlog batches grow and take longer; and of it what is not the work. 0 where nobody knows. */
export function usualTimesOf(target: Target, result: Result): { readonly own: number; readonly ways: number } {
  const faster = whereTimeWentOf(target, result)?.bands[0];
  if (faster === undefined) return { own: 0, ways: 0 };
  const own = ownOf(faster);
  const work = (faster.parts.running ?? 0) + (faster.parts.downstream ?? 0);
  return { own, ways: own - work / faster.records };
}

function ownOf({ records, parts }: TimeOf): number {
  return OWN.reduce((sum, part) => sum + (parts[part] ?? 0), 0) / records;
}
