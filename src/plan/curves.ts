/**
 * What several runs of one scenario have in common, in curves: how long records take, pooled over the runs, and how many wait
 * over time. Keeps sums and no results.
 */
import type { Result, Spread } from '../metrics/result.ts';
import { Histogram } from '../stats/histogram.ts';
import { MOST_PARTS } from './default-figures.ts';

/** Quantiles of many observations of all runs together, in microseconds. */
export interface QuantileCurve {
  readonly name: string;
  /** `latency` of a source, `firstAttemptAge` of a group of tenants. */
  readonly figure: 'latency' | 'firstAttemptAge';
  readonly count: number;
  /** Pairs of share, from 0 to 1, and value; both ascend. */
  readonly points: readonly (readonly [share: number, value: number])[];
}

/** Readings at equal intervals, as in a result: on average over the runs, in the least and in the greatest of them. */
export interface LevelCurve {
  readonly name: string;
  readonly period: number;
  readonly duration: number;
  readonly mean: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
}

export interface Curves {
  /** Sources and groups of tenants that were looked at. */
  readonly names: readonly string[];
  /** Sources first, then groups of tenants; those of which nothing was ever handled are left out. */
  readonly quantiles: readonly QuantileCurve[];
  /** Records that wait in a source; those in which nothing ever waits are left out. */
  readonly waiting: readonly LevelCurve[];
}

export class CurvesOfRuns {
  readonly #spreads = new Map<string, { name: string; figure: QuantileCurve['figure']; pooled: Histogram }>();
  readonly #levels = new Map<string, { sum: number[]; low: number[]; high: number[] }>();
  #runs = 0;
  #axis = { period: 0, duration: 0 };

  add(result: Result): void {
    this.#runs += 1;
    this.#axis = { period: result.series.period, duration: result.duration };
    for (const [name, { latency }] of first(result.sources)) this.#pool(name, 'latency', latency);
    for (const [name, { firstAttemptAge }] of first(result.tier?.groups ?? {}))
      this.#pool(name, 'firstAttemptAge', firstAttemptAge);
    for (const [name] of first(result.sources)) this.#level(name, result.series.sources[name]!.depth);
  }

  curves(): Curves {
    return {
      names: [...this.#spreads.values()].map(({ name }) => name),
      quantiles: [...this.#spreads.values()].flatMap(({ name, figure, pooled }) =>
        pooled.count === 0 ? [] : [{ name, figure, count: pooled.count, points: pointsOf(pooled) }],
      ),
      waiting: [...this.#levels].flatMap(([name, { sum, low, high }]) =>
        high.every((most) => most === 0)
          ? []
          : [{ name, ...this.#axis, mean: sum.map((total) => total / this.#runs), low, high }],
      ),
    };
  }

  #pool(name: string, figure: QuantileCurve['figure'], spread: Spread): void {
    const key = `${figure} ${name}`;
    let one = this.#spreads.get(key);
    if (one === undefined) this.#spreads.set(key, (one = { name, figure, pooled: new Histogram() }));
    const { count, min, max, histogram } = spread;
    if (count > 0) one.pooled.merge({ count, sum: 0, min: min!, max: max!, bins: histogram });
  }

  #level(name: string, readings: readonly number[]): void {
    const level = this.#levels.get(name);
    if (level === undefined) {
      this.#levels.set(name, { sum: [...readings], low: [...readings], high: [...readings] });
      return;
    }
    readings.forEach((value, i) => {
      level.sum[i]! += value;
      level.low[i] = Math.min(level.low[i]!, value);
      level.high[i] = Math.max(level.high[i]!, value);
    });
  }
}

/** Shares at which a curve is known: ever finer towards 1, as far as there are observations; those that people name are among them. */
function sharesOf(count: number): number[] {
  const shares = Array.from({ length: 20 }, (_, i) => i / 20);
  for (let tail = 0.05; tail * count >= 1 && tail > 1e-6; tail *= 0.8) shares.push(1 - tail);
  const named = [0.99, 0.999, 0.9999].filter((share) => (1 - share) * count >= 1);
  return [...shares, ...named, 1].toSorted((a, b) => a - b);
}

function pointsOf(pooled: Histogram): [number, number][] {
  return sharesOf(pooled.count).map((share) => [share, pooled.quantile(share)]);
}

/** Of very many parts nobody looks at all. */
function first<T>(parts: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(parts).slice(0, MOST_PARTS);
}
