/**
 * What was read, one entry a row or cell, in parallel columns; and how entries are picked, repeated and put in order.
 * The columns hold the file's own times and counts: nothing is scaled or sped up yet.
 */
import { plural, type Findings } from './findings.ts';
import type { TraceAttribute } from './types.ts';

export interface Rows {
  /** Microseconds, on the file's own scale. */
  readonly at: Float64Array;
  /** Records in each entry; absent: one. */
  readonly amounts?: Float64Array;
  /** Handler time of each record in microseconds. */
  readonly durations?: Float64Array;
  readonly attributes: readonly TraceAttribute[];
}

/** The entries with the given numbers, in that order; a number may come more than once, or not at all. */
export function select({ at, amounts, durations, attributes }: Rows, order: Int32Array): Rows {
  return {
    at: pick(at, order),
    ...(amounts !== undefined && { amounts: pick(amounts, order) }),
    ...(durations !== undefined && { durations: pick(durations, order) }),
    attributes: attributes.map((column) => ({ ...column, index: order.map((entry) => column.index[entry] ?? 0) })),
  };
}

/** The values with the given numbers, in that order. */
export function pick(values: Float64Array, order: Int32Array): Float64Array {
  return new Float64Array(order.length).map((_, i) => values[order[i] ?? 0] ?? 0);
}

/** The numbers of the entries from 0. */
export function numbered({ at }: Rows): Int32Array {
  return new Int32Array(at.length).map((_, entry) => entry);
}

/** The entries by time, and those at one time as in the file. */
export function sortByTime(rows: Rows): Rows {
  const { at } = rows;
  if (countDescents(at) === 0) return rows;
  const earlier = (a: number, b: number): number => (at[a] ?? 0) - (at[b] ?? 0) || a - b;
  return select(rows, numbered(rows).sort(earlier));
}

/** Tells how many rows had to be moved, and how many share their time with another; `together` says what follows. */
export function noteOrder(rows: Rows, sorted: Rows, together: string, findings: Findings): void {
  const descents = countDescents(rows.at);
  if (descents > 0) findings.note(`${plural(descents, 'row')} earlier than the row before: sorted by time`);
  const repeats = sorted.at.reduce((sum, at, i) => sum + (i > 0 && at === sorted.at[i - 1] ? 1 : 0), 0);
  if (repeats > 0) findings.note(`${plural(repeats, 'row')} at the same time as another: ${together}`);
}

function countDescents(at: Float64Array): number {
  return at.reduce((sum, time, i) => sum + (i > 0 && time < (at[i - 1] ?? 0) ? 1 : 0), 0);
}
