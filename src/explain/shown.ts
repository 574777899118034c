/** Whether a limit shows in a reading of the series of a result, and whether anything waits in it. Pure. */
import type { DownstreamResult } from '../metrics/downstreams/result.ts';
import type { Result } from '../metrics/result.ts';
import type { MappingSeries, SourceSeries } from '../metrics/series-result.ts';
import type { Suspect } from './evidence.ts';
import { isOfRoom } from './limits.ts';
import { offTimesOf } from './notes.ts';
import { usualTimesOf, whereTimeWentOf, type Target } from './targets.ts';

/** Of the most that a source ever takes. */
const AT_QUOTA = 0.75;
/** So many times what work and ways take, what waits is late. */
const LATE = 2;
/** So many times what invocations have, what is out is more than what is on its way. */
const MANY = 2;

/** Cold starts and windows leave no trace by time but in what records took by the time they were done, and in the batches that windows ended. */
export function shows({ limit, where, target }: Suspect, result: Result, i: number): boolean {
  const source = result.series.sources[target.source]!;
  const functions = target.functions.map((name) => result.series.functions[name]!);
  const mappings = target.mappings.map((name) => result.series.mappings[name]!);
  // A function refuses others as well.
  if (result.sources[target.source]!.type === 'sync' && isOfRoom(limit)) return source.refused[i]! > 0;
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
      return isWaiting(target, result, i) && hasAllPollers(result.series.mappings[where.name]!, i);
    case 'pollerRamp':
      return isWaiting(target, result, i) && !hasAllPollers(result.series.mappings[where.name]!, i);
    case 'pollerThroughput': {
      const mapping = result.series.mappings[where.name]!;
      // Where the rules set no bound, nobody knows how many are all.
      return isWaiting(target, result, i) && (mapping.pollersLimit[i] === null || hasAllPollers(mapping, i));
    }
    case 'activeKeys':
    case 'inFlightQuota':
    case 'shardRead':
    case 'readersPerStream':
    case 'arrivalShape':
      return isWaiting(target, result, i) || isRefusing(source, i);
    case 'shardWrite':
      return isRefusing(source, i);
    case 'blockedByRecord':
      return mappings.some(({ stream }) => (stream?.blockedLanes[i] ?? 0) > 0) || hasFailedAndWaits(target, result, i);
    case 'functionTimeout':
    case 'retryBackOff':
      return functions.some(({ errors }) => errors[i]! > 0) || hasFailedAndWaits(target, result, i);
    case 'downstream':
      return downstreamShows(where.name, target, result, i) || waitsForDownstream(where.name, target, result, i);
    case 'batchWindow':
      return isGathering(target, result, i);
    case 'coldStart':
      return target.functions.some((name) => isStarting(name, target, result, i));
    case 'none':
      return false;
  }
}

/** All that there may be. */
function hasAllPollers({ pollers, pollersLimit }: MappingSeries, i: number): boolean {
  return pollers[i]! >= (pollersLimit[i] ?? Infinity);
}

export function hasBacklog(target: Target, result: Result, i: number): boolean {
  return isWaiting(target, result, i) || waitsToReturn(target, result, i);
}

/** Whether all that reads it was off in the whole reading: out, disabled, or with a function that could not be asked. */
export function isOff(target: Target, result: Result, i: number): boolean {
  const { period } = result.series;
  const [from, until] = [i * period, (i + 1) * period];
  return offTimesOf(target, result).some((off) => off.from <= from && (off.until ?? Infinity) >= until);
}

/** More than a batch can be received; of groups, which may wait for each other, for long as well. Of a stream, the last invocation was late. */
function isWaiting(target: Target, result: Result, i: number): boolean {
  const { own, ways } = usualTimesOf(target, result);
  if (target.kind === 'mapping') return lagAt(target.name, result, i) > own + ways;
  const { depth, ageOfOldest } = result.series.sources[target.source]!;
  if (target.mappings.length === 0) return depth[i]! > 0 && ageOfOldest[i]! > LATE * own;
  if (result.sources[target.source]!.fifo !== null && ageOfOldest[i]! <= LATE * own) return false;
  return target.mappings.some((name) => depth[i]! > (result.mappings[name]!.batchSize.p50 ?? 0));
}

/** Of the last invocation until then, where there was none in the reading. */
function lagAt(mapping: string, { series }: Result, i: number): number {
  const ages = series.mappings[mapping]!.stream?.iteratorAge ?? [];
  return ages.findLast((age, k) => k <= i && age !== null) ?? 0;
}

/** Puts that a shard refused. */
function isRefusing({ stream }: SourceSeries, i: number): boolean {
  return (stream?.putsRefused[i] ?? 0) > 0;
}

/** Events of a function that reserves nothing. */
function isGivenUpUntried({ async }: SourceSeries, i: number): boolean {
  return (async?.ended.ZeroReservedConcurrency[i] ?? 0) > 0;
}

/** A batch of a mapping with a window, if it is closed later, was begun by then: it takes as long as what waited for it longest. */
function isGathering(target: Target, result: Result, i: number): boolean {
  const longest = whereTimeWentOf(target, result)?.bands.at(-1);
  const time = longest === undefined ? 0 : (longest.parts.batch ?? 0) / longest.records;
  const reach = Math.floor(time / result.series.period);
  return target.mappings.some((name) => {
    const { window, full, payload } = result.series.mappings[name]!.closed;
    const isLast = i + reach >= window.length;
    return isLast || [window, full, payload].some((of) => of.slice(i, i + reach + 1).some((n) => n > 0));
  });
}

/**
 * Whether a record that is done with in this reading or later, and took as long as a cold start does, may have waited for one: before its
 * work, for as long as the longest cold start, and no earlier than it came.
 */
function isStarting(name: string, target: Target, result: Result, i: number): boolean {
  const { p50, max } = result.functions[name]!.initDuration;
  if (p50 === null || max === null) return false;
  const { period, sources } = result.series;
  const slowest = sources[target.source]!.latency.max;
  const { own, ways } = usualTimesOf(target, result);
  const last = i + Math.ceil((own - ways + max) / period);
  return slowest.slice(i, last + 1).some((latency, k) => {
    if (latency === null || latency < p50) return false;
    const work = Math.min(own - ways, latency - p50);
    const [from, until] = [k * period - Math.min(latency, work + max), (k + 1) * period - work];
    return from < period && until > 0;
  });
}

/** What waits before anything has failed waits for something else. */
function hasFailedAndWaits(target: Target, result: Result, i: number): boolean {
  const errors = target.functions.map((name) => result.series.functions[name]!.errors);
  // What a partial response names is no error, and has no series.
  const isSeen = errors.some((of) => of.some((n) => n > 0));
  const failed = !isSeen || errors.some((of) => of.findIndex((n, k) => n > 0 && k <= i) >= 0);
  return failed && waitsToReturn(target, result, i);
}

/** From the first time on that it was out or failed a call; where it never did, as handlers that waited for it were stopped, from the first error. */
function waitsForDownstream(name: string, target: Target, result: Result, i: number): boolean {
  const { period, downstreams } = result.series;
  const outages = result.outages.filter((one) => one.kind === 'downstream' && one.name === name);
  const failed = downstreams[name]?.callsFailed.findIndex((n) => n > 0) ?? -1;
  const begins = [...outages.map(({ from }) => Math.floor(from / period)), ...(failed < 0 ? [] : [failed])];
  if (begins.length > 0) return Math.min(...begins) <= i && waitsToReturn(target, result, i);
  return hasFailedAndWaits(target, result, i);
}

/** Far more records are out than invocations can have: the others wait until they are visible again, and are not on their way. */
function waitsToReturn({ source, mappings, functions }: Target, result: Result, i: number): boolean {
  const batch = Math.max(1, ...mappings.map((name) => result.mappings[name]!.batchSize.mean ?? 1));
  const running = functions.reduce((sum, name) => sum + result.series.functions[name]!.concurrency[i]!, 0);
  // Both are the greatest of the reading, and need not be of one moment.
  return result.series.sources[source]!.inFlight[i]! > MANY * running * batch;
}

function downstreamShows(name: string, { source }: Target, result: Result, i: number): boolean {
  const { period, downstreams } = result.series;
  const isOut = result.outages.some(
    (one) => one.name === name && one.from < (i + 1) * period && (one.until ?? Infinity) > i * period,
  );
  const of = downstreams[name];
  const whole = result.downstreams[name];
  if (isOut || of === undefined || whole === undefined) return isOut;
  const isFull = of.connectionsWanted[i]! > 0 || of.connections[i]! >= (whole.connectionsLimit ?? Infinity);
  // Waiting for a rate has no series: that records took as long as calls that wait do has to do.
  const isSlow = (result.series.sources[source]!.latency.p95[i] ?? 0) >= usualWaitOf(whole);
  return isFull || of.callsFailed[i]! > 0 || isSlow;
}

/** Mean of the calls that had to wait at all; of none, no time is long enough. Microseconds. */
function usualWaitOf({ waited, callsWaited }: DownstreamResult): number {
  return callsWaited === 0 ? Infinity : ((waited.mean ?? 0) * waited.count) / callsWaited;
}
