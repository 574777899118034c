/** Downstreams as a part of the result: those that were called step by step. Times in microseconds. */
import type { LevelResult, Spread } from '../result.ts';
import { levelResult, spread } from '../summary.ts';
import type { DownstreamRecord, SeenEnd } from './recorder.ts';

export interface DownstreamResult {
  /** Calls that ended for their callers, and of these the ones that did not succeed. */
  readonly calls: number;
  readonly callsFailed: number;
  /** By how they ended; those that were abandoned, because their invocation was over, are not among `calls`. */
  readonly ends: Readonly<Record<SeenEnd, number>>;
  /** Calls that waited, for a connection or for the rate, before they began or were turned away. */
  readonly callsWaited: number;
  readonly waited: Spread;
  /** As the handler sees it: the wait included. */
  readonly latency: Spread;
  /** Open, those being set up included. */
  readonly connections: LevelResult;
  /** Null without a limit. */
  readonly connectionsLimit: number | null;
  /** Time with all of them open; 0 without a limit. */
  readonly timeAtLimit: number;
  /** Connections that were wanted beyond the limit, and waited for. */
  readonly connectionsWanted: LevelResult;
  /** Calls that the server worked on at once. */
  readonly inProgress: LevelResult;
}

/** Over time: counts of the interval, and levels the greatest in it. */
export interface DownstreamSeries {
  readonly calls: readonly number[];
  readonly callsFailed: readonly number[];
  readonly connections: readonly number[];
  readonly connectionsWanted: readonly number[];
  readonly inProgress: readonly number[];
}

export function downstreamResult(record: DownstreamRecord, now: number): DownstreamResult {
  const ends = Object.entries(record.ends).map(([end, tally]) => [end, tally.counted] as const);
  return {
    calls: record.calls.counted,
    callsFailed: record.failed.counted,
    ends: Object.fromEntries(ends) as DownstreamResult['ends'],
    callsWaited: record.waited.counted,
    waited: spread(record.wait),
    latency: spread(record.latency),
    connections: levelResult(record.connections, now),
    connectionsLimit: record.limit === Infinity ? null : record.limit,
    timeAtLimit: record.full.area(now),
    connectionsWanted: levelResult(record.wanted, now),
    inProgress: levelResult(record.inProgress, now),
  };
}
