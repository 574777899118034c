/**
 * How long a backlog took in a run: from when nothing held messages up any more until hardly more wait and are worked on than always.
 * Levels are the greatest of each interval of the series, so the answer is as exact as an interval is short.
 */
import type { Micros } from '../../engine/time.ts';
import type { Result } from '../../metrics/result.ts';
import type { Cause } from './causes.ts';

export interface Drained {
  /** Undefined: nothing held messages up, and the backlog was greatest then. */
  readonly cause: Cause | undefined;
  readonly start: Micros;
  /** Messages at the start. */
  readonly backlog: number;
  /** Undefined: at the end of the run it was not gone. */
  readonly took: Micros | undefined;
  /** Level at which it counts as gone. */
  readonly gone: number;
  /** How exact `took` is. */
  readonly resolution: Micros;
}

/** Messages that are in batches and no backlog: on average, and at the greatest rate. Undefined: nobody can say. */
export interface Usual {
  readonly mean: number;
  readonly peak: number;
}

const PART_LEFT = 0.01;
/** Fewer are no backlog. */
const LEAST = 10;
/** Nothing held messages up: a burst is so many times what is there on average, and at the greatest rate. */
const BURST = 10;
const BURST_OF_PEAK = 2;

/** Undefined: there never was a backlog to speak of. */
export function drained(
  { sources, series }: Result,
  source: string,
  causes: readonly Cause[],
  usual: Usual | undefined,
): Drained | undefined {
  if (!(source in sources)) return undefined;
  const { depth, inFlight } = series.sources[source]!;
  const { period } = series;
  const levels = depth.map((n, i) => n + inFlight[i]!);
  const mean = usual?.mean ?? quarter(levels);
  const least = Math.max(LEAST, BURST * mean, BURST_OF_PEAK * (usual?.peak ?? 0));
  const at = (instant: Micros): number => Math.min(levels.length - 1, Math.max(0, Math.ceil(instant / period) - 1));
  const ends = causes.map((cause) => ({ cause, index: at(cause.until) }));
  const worst = ends.reduce<(typeof ends)[number] | undefined>(
    (most, one) => (most === undefined || levels[one.index]! > levels[most.index]! ? one : most),
    undefined,
  );
  const goneAt = (backlog: number): number => Math.max(PART_LEFT * backlog, 2 * mean);
  const isBacklog = worst !== undefined && levels[worst.index]! > Math.max(LEAST, goneAt(levels[worst.index]!));
  const index = isBacklog ? worst.index : levels.reduce((most, n, i) => (n > levels[most]! ? i : most), 0);
  const backlog = levels[index] ?? 0;
  const gone = goneAt(backlog);
  if (!isBacklog && backlog < least) return undefined;
  const start = isBacklog ? worst.cause.until : (index + 0.5) * period;
  const end = levels.findIndex((n, i) => i > index && n <= gone);
  const took = end < 0 ? undefined : Math.max(0, end * period - start);
  return { cause: isBacklog ? worst.cause : undefined, start, backlog, took, gone, resolution: period };
}

/** The level that a quarter of all intervals do not exceed. */
function quarter(levels: readonly number[]): number {
  return [...levels].sort((a, b) => a - b)[Math.floor(levels.length / 4)] ?? 0;
}
