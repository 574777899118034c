/**
 * The difference between two variants in one figure, from pairs of runs with the same luck: its interval, what that means, and
 * what the shared luck was worth. Here of means over runs, by Student's t of the differences; percentiles have a way of their own
 * (paired-quantiles.ts). Leaves out where the runs come from.
 */
import type { Better } from '../scenario/objective-figures.ts';
import { quantileRanks } from '../stats/binomial.ts';
import { Moments } from '../stats/moments.ts';
import { meanInterval, studentT, type Interval } from '../stats/student.ts';

/**
 * `better`, `worse`, and `less`, `more` of figures of which neither is better: the interval holds no zero. `negligible`: all of
 * it is within the margin. `equal`: the same in every pair. `undecided`: the interval holds zero, and more than the margin.
 * `selected`: in some runs only one of the two had a value, so that the runs which are left were chosen by the variants themselves.
 * `unknown`: fewer than two pairs had values in both, or too few observations lie beyond a percentile.
 */
export type Verdict =
  'better' | 'worse' | 'less' | 'more' | 'negligible' | 'equal' | 'undecided' | 'selected' | 'unknown';

/** Differences are those of the variant less the baseline, in the unit of the figure. */
export interface Difference {
  /** Pairs of runs in which both had a value, and the others. */
  readonly pairs: number;
  readonly missing: number;
  /** Of those: runs in which one of the two had a value. */
  readonly oneSided: number;
  /** Of baseline and variant: means over these pairs; percentiles of all observations. */
  readonly base: number | null;
  readonly other: number | null;
  readonly mean: number | null;
  /** At {@link Level}; null of fewer than two pairs, and of a percentile with too little beyond it. */
  readonly interval: Interval | null;
  /** Both over the baseline's value, taken as it is; null where that is 0. */
  readonly relative: number | null;
  readonly relativeInterval: Interval | null;
  readonly verdict: Verdict;
  /** Whether the mean of the differences lies outside of the interval of their median: a few pairs make it, and its interval holds the truth less often than it says. */
  readonly isLopsided: boolean;
  /** Variance of the differences over that of runs with luck of their own; null where nothing varies. 1: shared luck is no help. */
  readonly varianceLeft: number | null;
  /** Pairs, these included, that would settle what is undecided if things stay as they look; null where that is more than {@link MOST_PAIRS}. */
  readonly pairsNeeded: number | null;
}

/** Pairs of runs of which a difference can be judged. */
export interface Judge {
  /** Whether there is a difference to judge: otherwise no interval is looked at. */
  readonly isOpen: boolean;
  judged(better: Better | undefined, level: Level): Difference;
}

/** How sure a single interval has to be. */
export interface Level {
  /** Above 0 and below 1. */
  readonly confidence: number;
  /** Relative differences up to it do not matter; 0: all do. */
  readonly margin: number;
}

/** More are no advice. */
export const MOST_PAIRS = 100_000;

/** Below this share of the values a difference is an error of rounding. */
const ROUNDING = 1e-12;

export class Pairs implements Judge {
  readonly differences = new Moments();
  readonly #base = new Moments();
  readonly #other = new Moments();
  readonly #all: number[] = [];
  #missing = 0;
  #oneSided = 0;
  #different = 0;

  static of(base: readonly (number | null)[], other: readonly (number | null)[]): Pairs {
    const pairs = new Pairs();
    base.forEach((value, i) => pairs.add(value, other[i] ?? null));
    return pairs;
  }

  /** Null: nothing was measured in that run. */
  add(base: number | null, other: number | null): void {
    if (base === null || other === null) {
      this.#missing += 1;
      if (base !== other) this.#oneSided += 1;
      return;
    }
    const difference = isSame(base, other) ? 0 : other - base;
    if (difference !== 0) this.#different += 1;
    this.differences.add(difference);
    this.#all.push(difference);
    this.#base.add(base);
    this.#other.add(other);
  }

  get isOpen(): boolean {
    return this.differences.count >= 2 && this.#different > 0;
  }

  get isEqual(): boolean {
    return this.#different === 0 && this.#oneSided === 0;
  }

  /** Pairs, and those that are none. */
  get counts(): Pick<Difference, 'pairs' | 'missing' | 'oneSided'> {
    return { pairs: this.differences.count, missing: this.#missing, oneSided: this.#oneSided };
  }

  judged(better: Better | undefined, level: Level): Difference {
    const { differences, counts } = this;
    const [base, other] = [this.#base, this.#other];
    const isKnown = counts.pairs > 0;
    const interval = meanInterval(differences, level.confidence) ?? null;
    const apart = base.variance + other.variance;
    const values = {
      base: isKnown ? base.mean : null,
      other: isKnown ? other.mean : null,
      mean: isKnown ? differences.mean : null,
    };
    const margin = level.margin * Math.abs(base.mean);
    const isSelected = counts.oneSided > 0 && interval !== null;
    const verdict = isSelected ? 'selected' : verdictOf(better, interval, margin, this.#different === 0);
    const { mean, standardDeviation } = differences;
    return {
      ...counts,
      ...values,
      ...measured(values, interval),
      verdict,
      isLopsided: this.#isLopsided(),
      varianceLeft: counts.pairs >= 2 && apart > 0 ? differences.variance / apart : null,
      pairsNeeded: verdict === 'undecided' ? pairsNeeded({ mean, standardDeviation, margin }, level.confidence) : null,
    };
  }

  #isLopsided(): boolean {
    const ranks = quantileRanks(this.#all.length, 0.5, LOPSIDED_AT);
    if (ranks === undefined) return false;
    const sorted = this.#all.toSorted((a, b) => a - b);
    const { mean } = this.differences;
    // Errors of rounding make no mean lopsided.
    const room = ROUNDING * Math.max(Math.abs(sorted[0]!), Math.abs(sorted.at(-1)!));
    return mean < sorted[ranks[0] - 1]! - room || mean > sorted[ranks[1] - 1]! + room;
  }
}

/** Confidence of the interval of the median. */
const LOPSIDED_AT = 0.95;

/** But for an error of rounding. */
export function isSame(base: number, other: number): boolean {
  return Math.abs(other - base) <= ROUNDING * Math.max(Math.abs(base), Math.abs(other));
}

/** Interval and difference, as they are and over the baseline's value. No figure is below 0: no more can be gone than there was. */
export function measured(
  { base, mean }: Pick<Difference, 'base' | 'mean'>,
  found: Interval | null,
): Pick<Difference, 'interval' | 'relative' | 'relativeInterval'> {
  const scale = Math.abs(base ?? 0);
  const interval = found && { low: Math.max(found.low, -scale), high: found.high };
  if (scale === 0) return { interval, relative: null, relativeInterval: null };
  return {
    interval,
    relative: mean === null ? null : mean / scale,
    relativeInterval: interval && { low: interval.low / scale, high: interval.high / scale },
  };
}

/** `margin` in the unit of the figure. */
export function verdictOf(
  better: Better | undefined,
  interval: Interval | null,
  margin: number,
  isEqual: boolean,
): Verdict {
  if (interval === null) return 'unknown';
  if (isEqual) return 'equal';
  if (interval.low >= -margin && interval.high <= margin) return 'negligible';
  if (interval.low <= 0 && interval.high >= 0) return 'undecided';
  const direction = interval.low > 0 ? 'more' : 'less';
  return better === undefined ? direction : better === direction ? 'better' : 'worse';
}

/** What more pairs would make of it: an interval that shrinks, but for an error that stays. */
export interface Prospect {
  readonly mean: number;
  readonly standardDeviation: number;
  readonly margin: number;
  /** Of histograms. */
  readonly rounding?: number;
}

/** So many that the interval would be off zero or within the margin, mean and variance being what they are. */
export function pairsNeeded(
  { mean, standardDeviation, margin, rounding = 0 }: Prospect,
  confidence: number,
): number | null {
  const distance = Math.abs(mean);
  const room = Math.max(distance, margin - distance) - rounding;
  const isEnough = (n: number): boolean => (studentT(confidence, n - 1) * standardDeviation) / Math.sqrt(n) <= room;
  if (!isEnough(MOST_PAIRS)) return null;
  let [few, enough] = [1, MOST_PAIRS];
  while (enough - few > 1) {
    const middle = Math.floor((few + enough) / 2);
    if (isEnough(middle)) enough = middle;
    else few = middle;
  }
  return enough;
}
