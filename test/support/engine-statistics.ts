/** What the statistical tests judge by. Their seeds are fixed, so a verdict never changes from run to run. */
import type { RandomStream } from '../../src/engine/random.ts';

/** A stream that gives one number from [0, 1) for ever. */
export function always(u: number): RandomStream {
  return { next: () => u, positive: () => 1 - u, below: (n) => Math.floor(u * n) };
}

export interface Moments {
  readonly mean: number;
  readonly variance: number;
  /** Standard errors of the two. */
  readonly meanError: number;
  readonly varianceError: number;
}

export function momentsOf(values: Float64Array): Moments {
  const n = values.length;
  const mean = values.reduce((sum, x) => sum + x, 0) / n;
  let second = 0;
  let fourth = 0;
  for (const x of values) {
    const square = (x - mean) * (x - mean);
    second += square;
    fourth += square * square;
  }
  const variance = second / n;
  const meanError = Math.sqrt(variance / n);
  return { mean, variance, meanError, varianceError: Math.sqrt((fourth / n - variance * variance) / n) };
}

/** Kolmogorov and Smirnov's √n·D: above 1.95 in one of a thousand good samples. `sorted`: ascending. */
export function kolmogorovSmirnov(sorted: Float64Array, cdf: (x: number) => number): number {
  const n = sorted.length;
  let greatest = 0;
  sorted.forEach((x, i) => {
    const expected = cdf(x);
    greatest = Math.max(greatest, expected - i / n, (i + 1) / n - expected);
  });
  return greatest * Math.sqrt(n);
}

/** Pearson's sum over cells, as a standard normal deviate (Wilson and Hilferty). Too uneven is positive, too even negative. */
export function chiSquareDeviate(counts: ArrayLike<number>, shares: ArrayLike<number>): number {
  const total = Array.from(counts).reduce((sum, count) => sum + count, 0);
  let sum = 0;
  for (let i = 0; i < counts.length; i++) {
    const expected = shares[i]! * total;
    sum += (counts[i]! - expected) ** 2 / expected;
  }
  const spread = 2 / (9 * (counts.length - 1));
  return (Math.cbrt(sum / (counts.length - 1)) - (1 - spread)) / Math.sqrt(spread);
}

/** The error function of x ≥ 0, by its series; 1 from 6 on. */
export function erf(x: number): number {
  if (x >= 6) return 1;
  let term = x;
  let sum = x;
  for (let n = 1; term > 1e-17 * sum; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** Share of the standard normal distribution below z. */
export function normalCdf(z: number): number {
  const half = erf(Math.abs(z) / Math.SQRT2) / 2;
  return z < 0 ? 0.5 - half : 0.5 + half;
}
