/**
 * The difference between two variants in a percentile: that of all observations of all runs of the one less that of the other,
 * which is what `replicate` calls by the same name. The mean of the differences of single runs would go to the wrong value, the more
 * surely the more runs there are (figure-sample.ts).
 *
 * Its interval puts together the intervals of the two (Woodruff's, runs as clusters), side by side as lopsided as they are, less what
 * shared luck takes away: the correlation, over pairs of runs, of what is too many or too few below the one and the other
 * (Zou and Donner 2008, from the intervals of two parameters to that of their difference). Where both intervals have two equal sides it
 * is Student's paired interval of the linearised percentiles. Runs without an observation take part: they have none.
 */
import type { Better } from '../scenario/objective-figures.ts';
import type { Clusters, QuantileSpread } from '../stats/clusters.ts';
import { studentT, type Interval } from '../stats/student.ts';
import type { Pairs } from './paired.ts';
import { isSame, measured, pairsNeeded, verdictOf, type Difference, type Judge, type Level } from './paired.ts';

/** Observations beyond a percentile, from which on its interval is one; of fewer the greatest of all may be far below it. */
export const LEAST_BEYOND = 3;

export class PairedQuantiles implements Judge {
  readonly #share: number;
  readonly #base: Clusters;
  readonly #other: Clusters;
  /** Of single runs: they say which runs had a value, and whether anything differs. */
  readonly #single: Pairs;

  /** `share` from 0 to 1; clusters in the order of the runs, and the runs' own values. */
  constructor(share: number, base: Clusters, other: Clusters, single: Pairs) {
    this.#share = share;
    this.#base = base;
    this.#other = other;
    this.#single = single;
  }

  get isOpen(): boolean {
    return this.#single.counts.pairs >= 2 && !this.#isEqual;
  }

  /** The same in every run, and then of all runs together. */
  get #isEqual(): boolean {
    const [base, other] = [this.#base, this.#other].map((clusters) => clusters.value(this.#share));
    if (!this.#single.isEqual) return false;
    return base === undefined || other === undefined ? base === other : isSame(base, other);
  }

  judged(better: Better | undefined, level: Level): Difference {
    const { counts } = this.#single;
    const [base, other] = [this.#base, this.#other].map((clusters) => clusters.value(this.#share) ?? null);
    const mean = base === null || other === null ? null : this.#isEqual ? 0 : other! - base!;
    const values = { base: base!, other: other!, mean };
    const [of, to] = [this.#base, this.#other].map((clusters) => clusters.spread(this.#share, level.confidence));
    const known = counts.pairs >= 2 && of !== undefined && to !== undefined ? { of, to } : undefined;
    const found = known === undefined ? NOTHING : this.#isEqual ? EXACT : differenceOf(known.of, known.to);
    const margin = level.margin * Math.abs(base ?? 0);
    const verdict = verdictOf(better, found.interval, margin, this.#isEqual);
    return {
      ...counts,
      ...values,
      ...measured(values, found.interval),
      verdict,
      isLopsided: false,
      varianceLeft: found.varianceLeft,
      pairsNeeded: verdict === 'undecided' ? this.#needed(found, mean!, margin, level.confidence) : null,
    };
  }

  #needed({ half, rounding }: Found, mean: number, margin: number, confidence: number): number | null {
    const { pairs, missing } = this.#single.counts;
    const runs = pairs + missing;
    const standardDeviation = (half * Math.sqrt(runs)) / studentT(confidence, runs - 1);
    return pairsNeeded({ mean, standardDeviation, margin, rounding }, confidence);
  }
}

interface Found extends Pick<Difference, 'varianceLeft'> {
  readonly interval: Interval | null;
  /** Half of it, the two sides taken as one, without what is due to histograms. */
  readonly half: number;
  readonly rounding: number;
}

const NOTHING: Found = { interval: null, half: 0, rounding: 0, varianceLeft: null };
const EXACT: Found = { interval: { low: 0, high: 0 }, half: 0, rounding: 0, varianceLeft: null };

function differenceOf(base: QuantileSpread, other: QuantileSpread): Found {
  if (Math.min(base.beyond, other.beyond) < LEAST_BEYOND) return NOTHING;
  const r = correlation(base.deviations, other.deviations);
  const together = (a: number, b: number): number => Math.sqrt(Math.max(0, a * a + b * b - 2 * r * a * b));
  const rounding = base.rounding + other.rounding;
  const mean = other.value - base.value;
  const low = mean - together(other.below, base.above) - rounding;
  const high = mean + together(other.above, base.below) + rounding;
  const [a, b] = [base, other].map(({ below, above }) => (below + above) / 2) as [number, number];
  const apart = a * a + b * b;
  const half = together(a, b);
  return { interval: { low, high }, half, rounding, varianceLeft: apart > 0 ? (half * half) / apart : null };
}

/** From −1 to 1; 0 where nothing varies. Both have a mean of 0. */
function correlation(a: readonly number[], b: readonly number[]): number {
  const sum = (x: readonly number[], y: readonly number[]): number => x.reduce((all, one, i) => all + one * y[i]!, 0);
  const size = Math.sqrt(sum(a, a) * sum(b, b));
  return size > 0 ? Math.min(1, Math.max(-1, sum(a, b) / size)) : 0;
}
