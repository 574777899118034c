/** Student's t: how far a mean of few observations may lie from the truth. */
import { inverseIncompleteBeta } from './beta.ts';
import type { Moments } from './moments.ts';

/** An interval that holds the truth in the share `confidence` of all experiments; both ends belong to it. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** The t that is exceeded on either side together with probability 1 − confidence. `confidence` above 0 and below 1, `freedom` ≥ 1. */
export function studentT(confidence: number, freedom: number): number {
  const x = inverseIncompleteBeta(1 - confidence, freedom / 2, 0.5);
  return Math.sqrt((freedom * (1 - x)) / x);
}

/** Of a mean; undefined of fewer than two observations, about which nobody can say anything. */
export function meanInterval(moments: Moments, confidence: number): Interval | undefined {
  if (moments.count < 2) return undefined;
  const half = studentT(confidence, moments.count - 1) * moments.standardError;
  return { low: moments.mean - half, high: moments.mean + half };
}
