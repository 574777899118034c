/**
 * How often something happens, from how often it did: exact intervals of a binomial share (Clopper and Pearson, 1934), which
 * hold the truth at least as often as they say, however rare it is. And which of sorted observations enclose a quantile.
 */
import { incompleteBeta, inverseIncompleteBeta } from './beta.ts';
import type { Interval } from './student.ts';

/** Two-sided, of `successes` in `trials` ≥ 1 independent trials: either end is missed with probability (1 − confidence)/2 at most. */
export function shareInterval(successes: number, trials: number, confidence: number): Interval {
  const tail = (1 - confidence) / 2;
  return { low: lowEnd(successes, trials, tail), high: highEnd(successes, trials, tail) };
}

/** What the true share is below with this confidence: 0 of 59 gives 5 % at 95 %. */
export function shareAtMost(successes: number, trials: number, confidence: number): number {
  return highEnd(successes, trials, 1 - confidence);
}

/** What the true share is above with this confidence. */
export function shareAtLeast(successes: number, trials: number, confidence: number): number {
  return lowEnd(successes, trials, 1 - confidence);
}

/** The fewest trials without a single success after which {@link shareAtMost} is `share` or less: 59 for 5 % at 95 %. */
export function trialsWithoutSuccess(share: number, confidence: number): number {
  return Math.ceil(Math.log1p(-confidence) / Math.log1p(-share) - 1e-9);
}

/** P(X ≤ k) of X successes in `trials`, each with probability `share`. */
export function binomialAtMost(k: number, trials: number, share: number): number {
  if (k < 0) return 0;
  return k >= trials ? 1 : 1 - incompleteBeta(share, k + 1, trials - k);
}

/**
 * The ranks, from 1, of the sorted observations of `count` between which the `share`-quantile of a continuous distribution lies
 * with at least this confidence, whatever the distribution; at most half of what is missing at either end. Undefined when
 * there are too few: of the median at 95 % fewer than six.
 */
export function quantileRanks(
  count: number,
  share: number,
  confidence: number,
): readonly [low: number, high: number] | undefined {
  const tail = (1 - confidence) / 2;
  // The quantile lies below the l-th observation when fewer than l are below it, and above the u-th when u or more are.
  let low = 0;
  while (low < count && binomialAtMost(low, count, share) <= tail) low += 1;
  let high = count;
  while (high > 0 && 1 - binomialAtMost(high - 1, count, share) <= tail) high -= 1;
  high += 1;
  return low < 1 || high > count ? undefined : [low, high];
}

function lowEnd(successes: number, trials: number, tail: number): number {
  return successes === 0 ? 0 : inverseIncompleteBeta(tail, successes, trials - successes + 1);
}

function highEnd(successes: number, trials: number, tail: number): number {
  return successes === trials ? 1 : inverseIncompleteBeta(1 - tail, successes + 1, trials - successes);
}
