/**
 * Spans of time with the limit that bound in each. In every reading the limits are looked for that show in it, in the order of what they
 * cost over the whole run; the first is the one named, and where none shows, `none`. Neighbours of one limit are one span. Pure.
 */
import type { Result } from '../metrics/result.ts';
import type { Micros } from '../engine/time.ts';
import type { Suspect } from './evidence.ts';
import type { LimitName, Place } from './limits.ts';
import type { Target } from './targets.ts';

export interface Span {
  readonly from: Micros;
  readonly until: Micros;
  readonly limit: LimitName;
  /** Null of `none`. */
  readonly where: Place | null;
}

/** Fewer readings of something else between two of one limit are its own ups and downs. */
const GAP = 3;

/** Spans that follow each other without gaps from the beginning to the end of the run. */
export function spansOf(target: Target, blamed: readonly Suspect[], result: Result): Span[] {
  const { period } = result.series;
  const readings = result.series.sources[target.source]!.depth.length;
  const signals = blamed.map((suspect) =>
    smooth(Array.from({ length: readings }, (_, i) => shows(suspect, result, i))),
  );
  const spans: Span[] = [];
  for (let i = 0; i < readings; i++) {
    const first = blamed[signals.findIndex((signal) => signal[i])];
    const limit = first?.limit ?? 'none';
    const where = first?.where ?? null;
    const last = spans.at(-1);
    const until = Math.min(result.duration, (i + 1) * period);
    if (last?.limit === limit && last.where?.name === where?.name) spans[spans.length - 1] = { ...last, until };
    else spans.push({ from: i * period, until, limit, where });
  }
  return spans;
}

/** Short gaps are closed. */
function smooth(signal: readonly boolean[]): readonly boolean[] {
  const at = signal.flatMap((is, i) => (is ? [i] : []));
  const closed = [...signal];
  for (let k = 1; k < at.length; k++) if (at[k]! - at[k - 1]! <= GAP) closed.fill(true, at[k - 1], at[k]);
  return closed;
}

/** Whether a limit shows in a reading. Cold starts and windows leave no trace by time but in what records took. */
function shows({ limit, where, target }: Suspect, result: Result, i: number): boolean {
  const source = result.series.sources[target.source]!;
  const waits = target.mappings.some((name) => source.depth[i]! > (result.mappings[name]!.batchSize.p50 ?? 0));
  const functions = target.functions.map((name) => result.series.functions[name]!);
  const mappings = target.mappings.map((name) => result.series.mappings[name]!);
  const lags = mappings.some(({ stream }) => (stream?.iteratorAge[i] ?? 0) > result.series.period);
  switch (limit) {
    case 'reserved':
    case 'unreservedPool':
    case 'requestsPerSecond':
    case 'scalingRate':
      return functions.some(({ throttles }) => throttles[i]! > 0);
    case 'maximumConcurrency':
      return mappings.some(({ pollers, pollersLimit }) => waits && pollers[i]! >= (pollersLimit[i] ?? Infinity));
    case 'pollerRamp':
    case 'pollerThroughput':
    case 'activeKeys':
    case 'inFlightQuota':
    case 'shardRead':
    case 'readersPerStream':
      return waits || lags || (source.stream?.putsRefused[i] ?? 0) > 0;
    case 'shardWrite':
      return (source.stream?.putsRefused[i] ?? 0) > 0;
    case 'blockedByRecord':
      return mappings.some(({ stream }) => (stream?.blockedLanes[i] ?? 0) > 0);
    case 'functionTimeout':
    case 'retryBackOff':
      return functions.some(({ errors }) => errors[i]! > 0) || waitsToReturn(target, result, i);
    case 'downstream':
      return downstreamShows(where.name, target, result, i);
    case 'batchWindow':
      return mappings.some(({ closed }) => closed.window[i]! > 0);
    case 'coldStart':
      return target.functions.some((name) => {
        const { p50 } = result.functions[name]!.initDuration;
        return p50 !== null && (source.latency['max']![i] ?? 0) >= p50;
      });
    case 'arrivalShape':
      return waits || lags;
    case 'none':
      return false;
  }
}

/** More records are out than invocations can have: the others wait until they are visible again. */
function waitsToReturn({ source, mappings, functions }: Target, result: Result, i: number): boolean {
  const batch = Math.max(1, ...mappings.map((name) => result.mappings[name]!.batchSize.mean ?? 1));
  const running = functions.reduce((sum, name) => sum + result.series.functions[name]!.concurrency[i]!, 0);
  return result.series.sources[source]!.inFlight[i]! > running * batch;
}

function downstreamShows(name: string, { source }: Target, result: Result, i: number): boolean {
  const { period, downstreams } = result.series;
  const { waited, connectionsLimit } = result.downstreams[name] ?? { waited: null, connectionsLimit: null };
  const isOut = result.outages.some(
    (one) => one.name === name && one.from < (i + 1) * period && (one.until ?? Infinity) > i * period,
  );
  const of = downstreams[name];
  if (isOut || of === undefined) return isOut;
  const isFull = of.connectionsWanted[i]! > 0 || of.connections[i]! >= (connectionsLimit ?? Infinity);
  // Waiting for a rate has no series: what records took then has to do.
  const isSlow =
    waited !== null && waited.p50 !== null && (result.series.sources[source]!.latency.p95[i] ?? 0) >= waited.p50;
  return isFull || of.callsFailed[i]! > 0 || isSlow;
}
