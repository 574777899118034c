/**
 * The planning formulas as plain functions, for whoever has the numbers: executions at once, ramps, backlogs, batches. Times in
 * microseconds, rates a second. Validity is the caller's to look at; what never ends is Infinity.
 */
import { SECOND, type Micros } from '../../engine/time.ts';

/** PLN-01: executions at once that `perSecond` messages need in batches of `batch` that take `duration`. */
export function concurrencyNeeded(perSecond: number, duration: Micros, batch: number): number {
  return (perSecond * duration) / SECOND / batch;
}

/** PLN-03: until `start` executions have become `target`, adding `slope` a second while there is a backlog. */
export function timeToReach(target: number, start: number, slope: number): Micros {
  return (Math.max(0, target - start) / slope) * SECOND;
}

/** PLN-04: messages that wait when a ramp from `start` reaches `target`, which is what the load needs. */
export function backlogOfRamp(
  target: number,
  start: number,
  slope: number,
  { batch, duration }: { readonly batch: number; readonly duration: Micros },
): number {
  const missing = Math.max(0, target - start);
  return (missing * missing * batch) / (2 * slope * (duration / SECOND));
}

/** Messages a second that so many executions handle. */
export function throughputOf(ceiling: number, duration: Micros, batch: number): number {
  return duration === 0 ? Infinity : (ceiling * batch * SECOND) / duration;
}

/** PLN-05: until a backlog is gone that is handled `throughput` a second while `perSecond` come. Infinity: it grows, or stays. */
export function drainTime(backlog: number, throughput: number, perSecond: number): Micros {
  if (backlog === 0) return 0;
  return throughput > perSecond ? (backlog / (throughput - perSecond)) * SECOND : Infinity;
}

/** PLN-07: shards for what is put, by bytes and by records, and for what so many plain readers take. Bytes and records a second. */
export function shardsFor(
  put: { readonly bytes: number; readonly records: number; readonly readers: number },
  shard: { readonly writeBytes: number; readonly writeRecords: number; readonly readBytes: number },
): number {
  const byReads = (put.bytes * put.readers) / shard.readBytes;
  return Math.ceil(Math.max(put.bytes / shard.writeBytes, byReads, put.records / shard.writeRecords, 0) - 1e-9);
}

/** PLN-13: messages of a batch that a window gathers from a lane, of which so many fit. */
export function batchOfWindow(batchSize: number, perSecond: number, window: Micros, fits: number): number {
  return Math.max(1, Math.min(batchSize, (perSecond * window) / SECOND, fits));
}

/** PLN-16: how long a message may be refused before its queue gives it up. */
export function refusedUntilLost(maxReceiveCount: number, visibilityTimeout: Micros): Micros {
  return maxReceiveCount * visibilityTimeout;
}
