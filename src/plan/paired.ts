/**
 * The difference between two variants in one figure, from pairs of runs with the same luck: its mean and interval (Student's t of
 * the differences), what that means, and what the shared luck was worth. Leaves out where the runs come from.
 */
import type { Better } from '../scenario/objective-figures.ts';
import { Moments } from '../stats/moments.ts';
import { meanInterval, studentT, type Interval } from '../stats/student.ts';

/**
 * `better`, `worse`, and `less`, `more` of figures of which neither is better: the interval holds no zero. `negligible`: all of
 * it is within the margin. `equal`: the same in every pair. `undecided`: the interval holds zero, and more than the margin.
 * `unknown`: fewer than two pairs had values in both.
 */
export type Verdict = 'better' | 'worse' | 'less' | 'more' | 'negligible' | 'equal' | 'undecided' | 'unknown';

/** Differences are those of the variant less the baseline, in the unit of the figure. */
export interface Difference {
  /** Pairs of runs in which both had a value, and the others. */
  readonly pairs: number;
  readonly missing: number;
  readonly mean: number | null;
  /** At {@link Level}; null of fewer than two pairs. */
  readonly interval: Interval | null;
  /** Both over the baseline's mean of the same pairs, taken as it is; null where that is 0. */
  readonly relative: number | null;
  readonly relativeInterval: Interval | null;
  readonly verdict: Verdict;
  /** Variance of the differences over that of runs with luck of their own; null where nothing varies. 1: shared luck is no help. */
  readonly varianceLeft: number | null;
  /** Pairs, these included, that would settle what is undecided if things stay as they look; null where that is more than {@link MOST_PAIRS}. */
  readonly pairsNeeded: number | null;
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

export class Pairs {
  readonly differences = new Moments();
  readonly #base = new Moments();
  readonly #other = new Moments();
  #missing = 0;
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
      return;
    }
    const difference = other - base;
    const isSame = Math.abs(difference) <= ROUNDING * Math.max(Math.abs(base), Math.abs(other));
    if (!isSame) this.#different += 1;
    this.differences.add(isSame ? 0 : difference);
    this.#base.add(base);
    this.#other.add(other);
  }

  /** Whether there is a difference to judge: otherwise no interval is looked at. */
  get isOpen(): boolean {
    return this.differences.count >= 2 && this.#different > 0;
  }

  judged(better: Better | undefined, { confidence, margin }: Level): Difference {
    const { differences } = this;
    const [base, other] = [this.#base, this.#other];
    const isKnown = differences.count > 0;
    const scale = Math.abs(base.mean);
    const interval = meanInterval(differences, confidence) ?? null;
    const over = (value: number): number => value / scale;
    const apart = base.variance + other.variance;
    const verdict = this.#verdict(better, interval, margin * scale);
    return {
      pairs: differences.count,
      missing: this.#missing,
      mean: isKnown ? differences.mean : null,
      interval,
      relative: isKnown && scale > 0 ? over(differences.mean) : null,
      relativeInterval:
        interval === null || scale === 0 ? null : { low: over(interval.low), high: over(interval.high) },
      verdict,
      varianceLeft: differences.count >= 2 && apart > 0 ? differences.variance / apart : null,
      pairsNeeded: verdict === 'undecided' ? pairsNeeded(differences, confidence, margin * scale) : null,
    };
  }

  #verdict(better: Better | undefined, interval: Interval | null, margin: number): Verdict {
    if (interval === null) return 'unknown';
    if (this.#different === 0) return 'equal';
    if (interval.low >= -margin && interval.high <= margin) return 'negligible';
    if (interval.low <= 0 && interval.high >= 0) return 'undecided';
    const direction = interval.low > 0 ? 'more' : 'less';
    return better === undefined ? direction : better === direction ? 'better' : 'worse';
  }
}

/** So many that the interval would be off zero or within the margin, mean and variance being what they are. */
function pairsNeeded({ mean, standardDeviation }: Moments, confidence: number, margin: number): number | null {
  const distance = Math.abs(mean);
  const room = Math.max(distance, margin - distance);
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
