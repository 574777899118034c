/**
 * Asks for many cells a few at a time, and makes a few numbers of each result before the next come: a result is large, and nobody has
 * room for hundreds.
 */
import type { Result } from '../metrics/result.ts';
import type { Cell } from './experiment.ts';

/** Enough for any number of workers to have something to do. */
const MOST_AT_ONCE = 32;

/** Cells may be made when they are due: scenarios are not small either. */
export function* inRounds<T>(
  cells: readonly (Cell | (() => Cell))[],
  reduce: (result: Result, index: number) => T,
): Generator<readonly Cell[], T[], readonly Result[]> {
  const reduced: T[] = [];
  for (let first = 0; first < cells.length; first += MOST_AT_ONCE) {
    const due = cells.slice(first, first + MOST_AT_ONCE);
    const results = yield due.map((cell) => (typeof cell === 'function' ? cell() : cell));
    results.forEach((result, i) => reduced.push(reduce(result, first + i)));
  }
  return reduced;
}
