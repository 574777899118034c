/**
 * One figure over several runs: its value in each, and what they say together. Of a result it keeps a number, and of a
 * percentile the histogram, merged with those of the other runs.
 *
 * THE interval of a percentile is by sectioning (Asmussen and Glynn 2007, III.5a): the percentile of all observations of all
 * runs, give or take what single runs differ from it by Student's t. The mean of the runs' own percentiles would be off by what
 * a single run is too short for, and that does not go away with more runs. Of everything else it is Student's interval of
 * the mean over runs. Both take runs as independent, which they are, and their values as about normal.
 */
import { spreadOf } from '../metrics/figure.ts';
import type { Result } from '../metrics/result.ts';
import type { FigureRef } from '../scenario/figure.ts';
import { quantileRanks } from '../stats/binomial.ts';
import { Histogram, QUANTILE_ERROR } from '../stats/histogram.ts';
import { studentT, type Interval } from '../stats/student.ts';
import { estimate, valueOf, type Estimate } from './estimate.ts';

/** What several runs say of one figure, in its unit. */
export interface FigureEstimate {
  readonly figure: FigureRef;
  /** `sectioning`: percentiles; `student`: everything else. */
  readonly method: 'sectioning' | 'student';
  /** Null when no run had a value. */
  readonly value: number | null;
  /** THE interval; null of fewer than two runs with a value. No figure is below 0, and no interval is. */
  readonly interval: Interval | null;
  /** Half of it, before it was cut at 0; of a percentile with the error of the histogram, 0.4 %. */
  readonly halfWidth: number | null;
  /** The mean of what the single runs gave, with Student's interval. */
  readonly perRun: Estimate;
  /** The run in the middle, with an interval that takes nothing for granted (order statistics); null of fewer than six runs. */
  readonly median: { readonly value: number; readonly interval: Interval | null } | null;
  /** Of each run in order; null where there was nothing to measure. */
  readonly values: readonly (number | null)[];
}

export class FigureSample {
  readonly figure: FigureRef;
  readonly #share: number | undefined;
  readonly #pooled = new Histogram();
  readonly #values: (number | null)[] = [];

  constructor(figure: FigureRef) {
    this.figure = figure;
    this.#share = percentileOf(figure);
  }

  add(result: Result): void {
    const { name, figure } = this.figure;
    this.#values.push(valueOf(result, this.figure));
    const spread = this.#share === undefined ? undefined : spreadOf(result, name, figure);
    if (spread === undefined || spread.min === null || spread.max === null) return;
    const { count, min, max, histogram: bins } = spread;
    this.#pooled.merge({ count, sum: 0, min, max, bins });
  }

  estimate(confidence: number): FigureEstimate {
    const perRun = estimate(this.figure, this.#values, confidence);
    const known = this.#values.filter((value) => value !== null);
    const pooled = this.#share === undefined || this.#pooled.count === 0 ? null : this.#pooled.quantile(this.#share);
    const value = pooled ?? perRun.mean;
    const halfWidth =
      value === null ? null : pooled === null ? studentHalf(perRun) : this.#sectioned(value, known, confidence);
    return {
      figure: this.figure,
      method: this.#share === undefined ? 'student' : 'sectioning',
      value,
      interval: value === null || halfWidth === null ? null : around(value, halfWidth),
      halfWidth,
      perRun,
      median: medianOf(known, confidence),
      values: [...this.#values],
    };
  }

  /** Half of the interval around the percentile of all observations, by the runs' own percentiles. */
  #sectioned(value: number, known: readonly number[], confidence: number): number | null {
    const runs = known.length;
    if (runs < 2) return null;
    const squares = known.reduce((sum, own) => sum + (own - value) * (own - value), 0);
    const bySampling = (studentT(confidence, runs - 1) * Math.sqrt(squares / (runs - 1))) / Math.sqrt(runs);
    const isExact = this.#pooled.min === this.#pooled.max;
    return bySampling + (isExact ? 0 : QUANTILE_ERROR * value);
  }
}

/** From 0 to 1; undefined of what is no percentile. */
function percentileOf({ statistic }: FigureRef): number | undefined {
  return statistic !== undefined && /^p\d/.test(statistic) ? Number(statistic.slice(1)) / 100 : undefined;
}

function studentHalf({ mean, interval }: Estimate): number | null {
  return interval === null || mean === null ? null : interval.high - mean;
}

function around(value: number, half: number): Interval {
  return { low: Math.max(0, value - half), high: value + half };
}

function medianOf(known: readonly number[], confidence: number): FigureEstimate['median'] {
  if (known.length === 0) return null;
  const sorted = known.toSorted((a, b) => a - b);
  const half = (sorted.length - 1) / 2;
  const value = (sorted[Math.floor(half)]! + sorted[Math.ceil(half)]!) / 2;
  const ranks = quantileRanks(sorted.length, 0.5, confidence);
  const interval = ranks === undefined ? null : { low: sorted[ranks[0] - 1]!, high: sorted[ranks[1] - 1]! };
  return { value, interval };
}
