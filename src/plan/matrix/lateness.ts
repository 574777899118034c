/**
 * How old the records of a mapping of a stream became, and what its lanes did while they were too old. Old are those that were sent late,
 * and those that were never sent: a lane that works on one batch for the rest of the run sends nothing that could be late.
 */
import type { Micros } from '../../engine/time.ts';
import type { Result } from '../../metrics/result.ts';

/** What went on in the intervals of the series, after the warm-up, in which the records of a mapping were too old. */
export interface Lateness {
  /** Lanes that were busy, on average. */
  readonly busy: number;
  /** Of its lanes. */
  readonly lanes: number;
  /** Share of the intervals in which a lane was blocked by what had failed, or the oldest record met an outage of what handles it. */
  readonly failing: number;
}

/** The greatest iterator age at which a batch was sent, or the age of the oldest that waits at the end; null when neither is known. */
export function ageOf(result: Result, name: string): Micros | null {
  const sent = result.mappings[name]!.stream?.iteratorAgeAtSend.max ?? null;
  const waiting = ageOfWaiting(result, name);
  return sent === null || (waiting !== null && waiting > sent) ? waiting : sent;
}

/**
 * At least so old is the oldest record that was never sent: of n records that wait, one is no younger than the nth that arrived, counted
 * from the end. Those that the function works on are not among them. Null: none waits.
 */
function ageOfWaiting({ mappings, sources, series, duration }: Result, name: string): Micros | null {
  const { source, stream, batchSize } = mappings[name]!;
  if (stream === null) return null;
  const atWork = stream.running.last * (batchSize.max ?? 0);
  const waiting = Math.min(stream.books.out.waiting - atWork, sources[source]!.depth.last);
  if (waiting <= 0) return null;
  const { arrived } = series.sources[source]!;
  let left = waiting;
  for (let i = arrived.length - 1; i >= 0; i--) {
    left -= arrived[i]!;
    if (left <= 0) return Math.max(0, duration - (i + 1) * series.period);
  }
  return duration;
}

/** Undefined: its records never were that old, but perhaps for less than an interval. */
export function latenessOf(result: Result, name: string, maxAge: Micros, lanes: number): Lateness | undefined {
  const { mappings, functions, series, warmUp } = result;
  const { invocations, stream } = series.mappings[name]!;
  if (stream === undefined) return undefined;
  const late = stream.iteratorAge.flatMap((age, i) =>
    age !== null && age > maxAge && (i + 1) * series.period > warmUp ? [i] : [],
  );
  if (late.length === 0) return undefined;
  const took = functions[mappings[name]!.function]!.duration.mean;
  const isShort = took !== null && took < series.period;
  // Invocations at once are the most of an interval, in which a short one is soon over; a long one began in another.
  const busyIn = (i: number): number => (isShort ? (invocations[i]! * took) / series.period : stream.running[i]!);
  const busy = late.reduce((sum, i) => sum + Math.min(lanes, busyIn(i)), 0) / late.length;
  const failing = late.filter((i) => stream.blockedLanes[i]! > 0 || metOutage(result, name, i)).length;
  return { busy, lanes, failing: failing / late.length };
}

/**
 * Whether the record that was too old in the interval was there in an outage of the function, the mapping or the stream. After it lanes
 * go on waiting until they try again, so not only the time of the outage counts.
 */
function metOutage({ outages, mappings, series }: Result, mapping: string, interval: number): boolean {
  const { source, function: fn } = mappings[mapping]!;
  const end = (interval + 1) * series.period;
  const since = end - series.mappings[mapping]!.stream!.iteratorAge[interval]!;
  const ours: Readonly<Record<string, string>> = { source, mapping, function: fn };
  return outages.some((one) => ours[one.kind] === one.name && one.from < end && (one.until ?? Infinity) >= since);
}
