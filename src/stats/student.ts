/** Student's t: how far a mean of few observations may lie from the truth. */
import { inverseIncompleteBeta } from './beta.ts';
import type { Moments } from './moments.ts';

/** An interval that holds the truth in the share `confidence` of all experiments; both ends belong to it. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Where t² is a small part of the freedom, the other side of the beta distribution keeps the digits. */
const MANY = 30;

/**
 * The t that is exceeded on either side together with probability 1 − confidence. `confidence` above 0 and below 1,
 * `freedom` ≥ 1. Ten digits or better up to a million degrees of freedom.
 */
export function studentT(confidence: number, freedom: number): number {
  if (freedom > MANY) {
    const y = inverseIncompleteBeta(confidence, 0.5, freedom / 2);
    return Math.sqrt((freedom * y) / (1 - y));
  }
  const x = inverseIncompleteBeta(1 - confidence, freedom / 2, 0.5);
  return Math.sqrt((freedom * (1 - x)) / x);
}

/** Of a mean; undefined of fewer than two observations, about which nobody can say anything. */
export function meanInterval(moments: Moments, confidence: number): Interval | undefined {
  if (moments.count < 2) return undefined;
  const half = studentT(confidence, moments.count - 1) * moments.standardError;
  return { low: moments.mean - half, high: moments.mean + half };
}
