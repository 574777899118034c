/**
 * Spans of time with the limit that bound in each. In every reading the limits are looked for that show in it, in the order of what they
 * cost over the whole run; the first is the one named. Where none shows, the last one goes on as long as what it kept waiting waits; then
 * it is `none`. Neighbours of one limit are one span. Pure.
 */
import type { Result, SourceSeries } from '../metrics/result.ts';
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
/** Of the most that a source ever takes. */
const AT_QUOTA = 0.95;

/** Spans that follow each other without gaps from the beginning to the end of the run. */
export function spansOf(target: Target, blamed: readonly Suspect[], result: Result): Span[] {
  const { period } = result.series;
  const readings = result.series.sources[target.source]!.depth.length;
  const signals = blamed.map((suspect) =>
    smooth(Array.from({ length: readings }, (_, i) => shows(suspect, result, i))),
  );
  const spans: Span[] = [];
  let first: Suspect | undefined;
  for (let i = 0; i < readings; i++) {
    const shown = blamed[signals.findIndex((signal) => signal[i])];
    first = shown ?? (hasBacklog(target, result, i) ? first : undefined);
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
  const waits = isWaiting(target, result, i);
  const functions = target.functions.map((name) => result.series.functions[name]!);
  const mappings = target.mappings.map((name) => result.series.mappings[name]!);
  const lags = isLagging(target, result, i);
  switch (limit) {
    case 'requestsPerSecond':
      // What producers keep back has no series: a queue that refuses takes as much as it ever does.
      if (where.kind === 'source') return source.arrived[i]! >= AT_QUOTA * Math.max(...source.arrived);
      return functions.some(({ throttles }) => throttles[i]! > 0);
    case 'reserved':
    case 'unreservedPool':
    case 'scalingRate':
      return functions.some(({ throttles }) => throttles[i]! > 0) || isGivenUpUntried(source, i);
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
      return mappings.some(({ stream }) => (stream?.blockedLanes[i] ?? 0) > 0) || hasFailedAndWaits(target, result, i);
    case 'functionTimeout':
    case 'retryBackOff':
      return functions.some(({ errors }) => errors[i]! > 0) || hasFailedAndWaits(target, result, i);
    case 'downstream':
      return downstreamShows(where.name, target, result, i) || hasFailedAndWaits(target, result, i);
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

/** Events of a function that reserves nothing. */
function isGivenUpUntried({ async }: SourceSeries, i: number): boolean {
  return (async?.ended.ZeroReservedConcurrency[i] ?? 0) > 0;
}

/** More than a batch can be received. */
function isWaiting({ source, mappings }: Target, result: Result, i: number): boolean {
  const depth = result.series.sources[source]!.depth[i]!;
  return mappings.some((name) => depth > (result.mappings[name]!.batchSize.p50 ?? 0));
}

function isLagging({ mappings }: Target, { series }: Result, i: number): boolean {
  return mappings.some((name) => (series.mappings[name]!.stream?.iteratorAge[i] ?? 0) > series.period);
}

function hasBacklog(target: Target, result: Result, i: number): boolean {
  return isWaiting(target, result, i) || isLagging(target, result, i) || waitsToReturn(target, result, i);
}

/** What waits before anything has failed waits for something else. */
function hasFailedAndWaits(target: Target, result: Result, i: number): boolean {
  const errors = target.functions.map((name) => result.series.functions[name]!.errors);
  const failed = errors.some((of) => of.findIndex((n, k) => n > 0 && k <= i) >= 0);
  return failed && waitsToReturn(target, result, i);
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
