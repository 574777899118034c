/**
 * Figures over several runs: their values in each, and what they say together. Of a result they keep a number, and of a
 * percentile the histogram.
 *
 * THE interval of a percentile is that of all observations of all runs, with runs as clusters (stats/clusters.ts). The mean of
 * the runs' own percentiles would be off by what a single run is too short for, and that does not go away with more runs. Of
 * everything else it is Student's interval of the mean over runs. Both take runs as independent, which they are, and what
 * they differ in as about normal.
 */
import { spreadOf } from '../metrics/figure.ts';
import type { Result } from '../metrics/result.ts';
import type { FigureRef } from '../scenario/figure.ts';
import { quantileRanks } from '../stats/binomial.ts';
import { Clusters, type QuantileEstimate } from '../stats/clusters.ts';
import type { Interval } from '../stats/student.ts';
import { estimate, valueOf, type Estimate } from './estimate.ts';

/** What several runs say of one figure, in its unit. */
export interface FigureEstimate {
  readonly figure: FigureRef;
  /** `woodruff`: percentiles, of all observations of all runs; `student`: everything else, the mean over runs. */
  readonly method: 'woodruff' | 'student';
  /** Null when no run had a value. */
  readonly value: number | null;
  /** THE interval; null of fewer than two runs with a value. No figure is below 0, and no interval is. */
  readonly interval: Interval | null;
  /** Whether the upper end is only the greatest that was seen: there was too little above the percentile to bound it. */
  readonly isOpenAbove: boolean;
  /** From the value to the farther end, before that was cut at 0; null without an interval, and where it is open. */
  readonly halfWidth: number | null;
  /** The mean of what the single runs gave, with Student's interval. */
  readonly perRun: Estimate;
  /** The run in the middle, with an interval that takes nothing for granted (order statistics); null of fewer than six runs. */
  readonly median: { readonly value: number; readonly interval: Interval | null } | null;
  /** Of each run in order; null where there was nothing to measure. */
  readonly values: readonly (number | null)[];
  /** How it came about: value and interval after so many runs, at the most a hundred or so, the last of them last. */
  readonly course: readonly CoursePoint[];
}

/** The same without how it came about. */
export type FigureSummary = Omit<FigureEstimate, 'course'>;

export interface CoursePoint extends Pick<FigureEstimate, 'value' | 'interval'> {
  readonly runs: number;
}

/** Several figures of the same runs. */
export class FigureSamples {
  readonly #samples: ReadonlyMap<string, FigureSample>;
  /** By what they are observations of: percentiles share them. */
  readonly #clusters = new Map<string, Clusters>();
  readonly #spreads: readonly FigureRef[];
  readonly #confidence: number;
  #runs = 0;
  #nextPoint = 2;

  /** Figures without doubles; the confidence of their intervals. `mostSections`: as many clusters as are kept apart. */
  constructor(figures: readonly FigureRef[], confidence: number, mostSections?: number) {
    this.#confidence = confidence;
    const percentiles = figures.filter((figure) => percentileOf(figure) !== undefined);
    this.#spreads = [...new Map(percentiles.map((figure) => [spreadName(figure), figure])).values()];
    for (const figure of this.#spreads) this.#clusters.set(spreadName(figure), new Clusters(mostSections));
    this.#samples = new Map(
      figures.map((figure) => [figure.text, new FigureSample(figure, this.#clusters.get(spreadName(figure)))]),
    );
  }

  add(result: Result): void {
    for (const sample of this.#samples.values()) sample.add(valueOf(result, sample.figure));
    for (const spread of this.#spreads) {
      const { count = 0, min, max, histogram: bins = [] } = spreadOf(result, spread.name, spread.figure) ?? {};
      this.#clusters.get(spreadName(spread))!.add({ count, sum: 0, min: min ?? Infinity, max: max ?? -Infinity, bins });
    }
    this.#runs += 1;
    if (this.#runs < this.#nextPoint) return;
    this.#nextPoint = Math.max(this.#runs + 1, Math.ceil(this.#runs * COURSE_STEP));
    for (const sample of this.#samples.values()) sample.note(this.#confidence);
  }

  /** Of a figure that is among them. */
  estimate(figure: FigureRef): FigureEstimate {
    return this.#samples.get(figure.text)!.estimate(this.#confidence);
  }

  /** Of a figure that is among them. */
  summary(figure: FigureRef): FigureSummary {
    return this.#samples.get(figure.text)!.summary(this.#confidence);
  }

  /** Of a figure that is among them: by run, null where there was nothing to measure. */
  values(figure: FigureRef): readonly (number | null)[] {
    return this.#samples.get(figure.text)!.values;
  }

  /** Of a percentile that is among them; undefined of any other figure. */
  percentile(figure: FigureRef): { readonly share: number; readonly clusters: Clusters } | undefined {
    const [share, clusters] = [percentileOf(figure), this.#clusters.get(spreadName(figure))];
    return share === undefined || clusters === undefined ? undefined : { share, clusters };
  }

  estimates(): FigureEstimate[] {
    return [...this.#samples.values()].map((sample) => sample.estimate(this.#confidence));
  }
}

/** From one point of a course to the next, beyond the first twenty runs or so. */
const COURSE_STEP = 1.05;

/** Value and interval, and how they were found. */
type Found = Pick<FigureEstimate, 'method' | 'value' | 'interval' | 'isOpenAbove' | 'halfWidth'>;

class FigureSample {
  readonly figure: FigureRef;
  readonly #share: number | undefined;
  readonly #clusters: Clusters | undefined;
  readonly #values: (number | null)[] = [];
  readonly #course: CoursePoint[] = [];

  constructor(figure: FigureRef, clusters: Clusters | undefined) {
    this.figure = figure;
    this.#share = percentileOf(figure);
    this.#clusters = clusters;
  }

  get values(): readonly (number | null)[] {
    return this.#values;
  }

  add(value: number | null): void {
    this.#values.push(value);
  }

  /** Takes down where the estimate stands now. */
  note(confidence: number): void {
    const { value, interval } = this.#found(estimate(this.figure, this.#values, confidence), confidence);
    this.#course.push({ runs: this.#values.length, value, interval });
  }

  summary(confidence: number): FigureSummary {
    const perRun = estimate(this.figure, this.#values, confidence);
    const known = this.#values.filter((value) => value !== null);
    const found = this.#found(perRun, confidence);
    const median = medianOf(known, confidence);
    return { figure: this.figure, ...found, perRun, median, values: [...this.#values] };
  }

  estimate(confidence: number): FigureEstimate {
    const summary = this.summary(confidence);
    const { value, interval } = summary;
    const runs = this.#values.length;
    return { ...summary, course: [...this.#course.filter((point) => point.runs < runs), { runs, value, interval }] };
  }

  #found({ mean, interval }: Estimate, confidence: number): Found {
    const pooled = this.#share === undefined ? undefined : this.#clusters?.quantile(this.#share, confidence);
    if (pooled !== undefined) return { method: 'woodruff', ...pooled, halfWidth: halfWidthOf(pooled) };
    const cut = interval === null ? null : { low: Math.max(0, interval.low), high: interval.high };
    const halfWidth = interval === null || mean === null ? null : interval.high - mean;
    return { method: 'student', value: mean, interval: cut, isOpenAbove: false, halfWidth };
  }
}

function halfWidthOf({ value, interval, isOpenAbove }: QuantileEstimate): number | null {
  return interval === null || isOpenAbove ? null : Math.max(interval.high - value, value - interval.low);
}

function spreadName({ name, figure }: FigureRef): string {
  return `${name}.${figure}`;
}

/** From 0 to 1; undefined of what is no percentile. */
function percentileOf({ statistic }: FigureRef): number | undefined {
  return statistic !== undefined && /^p\d/.test(statistic) ? Number(statistic.slice(1)) / 100 : undefined;
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
