/**
 * Sobol's indices: which share of the variance of an answer a guess makes by itself (first), and in whatever way (total). Two samples of
 * points, A and B, and for each guess A with the guess's column from B. First indices as Saltelli (2010), totals as Jansen (1999).
 * Intervals by the bootstrap over rows. Design and estimators, for any function; luck is that of the row.
 */
import type { RandomStream } from '../../engine/random.ts';
import type { Interval } from '../../stats/student.ts';
import { halton } from '../designs/halton.ts';
import type { SobolEffect, SobolTotal } from './outcome.ts';

/** Of each row: the point of A, the point of B, then A with one number from B, guess by guess. */
export function sobolRows(count: number, dimensions: number, random: RandomStream): number[][][] {
  return halton(count, 2 * dimensions, random).map((row) => {
    const [a, b] = [row.slice(0, dimensions), row.slice(dimensions)];
    return [a, b, ...a.map((_, guess) => a.map((value, i) => (i === guess ? b[i]! : value)))];
  });
}

const BOOTSTRAPS = 400;

/** From the values at the points of each row, in order. A row in which one is missing is left out of the shares, and told of. */
export function sobolIndices(
  rows: readonly (readonly (number | null)[])[],
  dimensions: number,
  confidence: number,
  random: RandomStream,
): { readonly total: SobolTotal; readonly effects: SobolEffect[] } {
  const known = rows.filter((row): row is readonly number[] => row.every((value) => value !== null));
  const whole = indicesOf(known, dimensions);
  const total = {
    rows: known.length,
    unmeasured: rows.flat().filter((value) => value === null).length,
    mean: whole?.mean ?? null,
    variance: whole?.variance ?? null,
    luck: whole?.luck ?? null,
  };
  const broken = Array.from({ length: dimensions }, (_, guess) => brokenBy(guess, rows));
  const none = { first: null, firstInterval: null, total: null, totalInterval: null };
  if (whole === undefined) return { total, effects: broken.map((count) => ({ ...none, broken: count })) };
  const again = Array.from({ length: BOOTSTRAPS }, () =>
    indicesOf(
      known.map(() => known[random.below(known.length)]!),
      dimensions,
    ),
  ).filter((one) => one !== undefined);
  const effects = whole.first.map((first, i) => ({
    first,
    firstInterval: middle(
      again.map((one) => one.first[i]!),
      confidence,
    ),
    total: whole.total[i]!,
    totalInterval: middle(
      again.map((one) => one.total[i]!),
      confidence,
    ),
    broken: broken[i]!,
  }));
  return { total, effects };
}

/** Rows in which the guess alone, put from A to B, took the value away or brought it. */
function brokenBy(guess: number, rows: readonly (readonly (number | null)[])[]): number {
  return rows.filter((row) => (row[0] === null) !== (row[guess + 2] === null)).length;
}

interface Indices {
  readonly mean: number;
  readonly variance: number;
  /** A and B have nothing in common but the luck of their row. */
  readonly luck: number;
  readonly first: readonly number[];
  readonly total: readonly number[];
}

/** Undefined of fewer than two rows, and where nothing varies. */
function indicesOf(rows: readonly (readonly number[])[], dimensions: number): Indices | undefined {
  const n = rows.length;
  if (n < 2) return undefined;
  const mean = rows.reduce((sum, row) => sum + row[0]! + row[1]!, 0) / (2 * n);
  const variance = rows.reduce((sum, row) => sum + square(row[0]! - mean) + square(row[1]! - mean), 0) / (2 * n);
  if (!(variance > 0)) return undefined;
  const over = (of: (row: readonly number[]) => number) => rows.reduce((sum, row) => sum + of(row), 0) / n / variance;
  const each = Array.from({ length: dimensions }, (_, i) => i + 2);
  return {
    mean,
    variance,
    luck: over((row) => (row[0]! - mean) * (row[1]! - mean)),
    first: each.map((i) => over((row) => (row[1]! - mean) * (row[i]! - row[0]!))),
    total: each.map((i) => over((row) => square(row[0]! - row[i]!) / 2)),
  };
}

function square(x: number): number {
  return x * x;
}

function middle(values: readonly number[], confidence: number): Interval | null {
  if (values.length < 2) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const rank = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.max(0, Math.round(share * (sorted.length - 1))))]!;
  return { low: rank((1 - confidence) / 2), high: rank((1 + confidence) / 2) };
}
