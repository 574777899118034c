/** What a result has of the course of a run: a part of metrics/result.ts, described with it in `docs/result.md`. */
import type { CLOSE_REASONS } from '../model/batch.ts';
import type { AccountSeries } from './account/result.ts';
import type { DownstreamSeries } from './downstreams/result.ts';
import type { EventSeries } from './events/result.ts';
import type { GroupsSeries } from './groups/result.ts';
import type { StreamMappingSeries, StreamSeries } from './streams/result.ts';

/**
 * Readings at equal intervals; the i-th covers (i · period, (i + 1) · period]. Counts are of the interval; levels and ages are the
 * greatest in it. Null: nothing to measure in the interval, or no bound.
 */
export interface SeriesResult {
  readonly period: number;
  readonly sources: Readonly<Record<string, SourceSeries>>;
  readonly mappings: Readonly<Record<string, MappingSeries>>;
  readonly functions: Readonly<Record<string, FunctionSeries>>;
  readonly downstreams: Readonly<Record<string, DownstreamSeries>>;
  /** Absent where one alone brings batches to functions. */
  readonly account?: AccountSeries;
}

export interface SourceSeries {
  readonly arrived: readonly number[];
  readonly succeeded: readonly number[];
  readonly deadLettered: readonly number[];
  /** Direct calls that failed, and that were refused. */
  readonly failed: readonly number[];
  readonly refused: readonly number[];
  readonly depth: readonly number[];
  readonly inFlight: readonly number[];
  readonly ageOfOldest: readonly number[];
  /** Of those that were done with in the interval. */
  readonly latency: Readonly<Record<'p50' | 'p95' | 'p99' | 'max', readonly (number | null)[]>>;
  /** Absent of a source that is no stream. */
  readonly stream?: StreamSeries;
  /** Absent of a source that is not asynchronous invocation. */
  readonly async?: EventSeries;
  /** Absent of a source without message groups. */
  readonly groups?: GroupsSeries;
}

export interface MappingSeries {
  readonly invocations: readonly number[];
  readonly throttles: readonly number[];
  /** 0 throughout where the rules set no bound. */
  readonly pollers: readonly number[];
  /** At the end of the interval. */
  readonly pollersLimit: readonly (number | null)[];
  /** Mean of the invocations that began in the interval. */
  readonly batchSize: readonly (number | null)[];
  /** Batches by why they were closed. */
  readonly closed: Readonly<Record<(typeof CLOSE_REASONS)[number], readonly number[]>>;
  /** Absent of a mapping that reads no stream. */
  readonly stream?: StreamMappingSeries;
}

export interface FunctionSeries {
  readonly invocations: readonly number[];
  readonly errors: readonly number[];
  readonly throttles: readonly number[];
  readonly concurrency: readonly number[];
  /** What it reserved, or the account's shared part with what it has provisioned, at the end of the interval. */
  readonly limit: readonly (number | null)[];
  /** Provisioned environments that could be used at the end of the interval; absent where there never are any. */
  readonly provisioned?: readonly number[];
}
