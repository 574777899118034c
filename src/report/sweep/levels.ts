/** Which values of an axis a chart shows, and where: a sweep of a thousand values has no room for each of them. */
import type { ShownAxis, ShownCell, SweepOutcome } from './outcome.ts';
import { ranked } from './ranking.ts';

/** So many of n things, evenly spread, the first and the last among them: their numbers. */
export function spread(n: number, most: number): number[] {
  if (n <= most) return Array.from({ length: n }, (_, i) => i);
  return Array.from({ length: most }, (_, i) => Math.round((i * (n - 1)) / (most - 1)));
}

/** Whether each value has a place on an axis of numbers. */
export function isNumeric({ kind, levels }: ShownAxis): boolean {
  return kind !== undefined && levels.every(({ number }) => number !== null);
}

/** Of more values a linear scale shows at least how they lie. */
const FEW = 12;

/**
 * Whether an axis of numbers shows its values apart. Few values from 0 over several tens have no such axis, for a logarithmic one has no 0: they
 * stand evenly, as words do.
 */
export function isScaled(axis: ShownAxis): boolean {
  if (!isNumeric(axis)) return false;
  const numbers = axis.levels.map(({ number }) => number!);
  const hasTens = spansTens(numbers.filter((number) => number > 0));
  return numbers.every((number) => number > 0) || numbers.length > FEW || !hasTens;
}

/** Numbers of the axes that have several values. */
export function varying({ axes }: SweepOutcome): number[] {
  return axes.flatMap(({ levels }, a) => (levels.length > 1 ? [a] : []));
}

/** The cell that charts hold the other axes at: the first in order of rank, or of all where none came to an outcome. */
export function anchorOf(outcome: SweepOutcome): ShownCell {
  return ranked(outcome)[0] ?? outcome.cells[0]!;
}

/** Cells that have the values of the anchor in these axes. */
export function heldAt(cells: readonly ShownCell[], axes: readonly number[], anchor: ShownCell): ShownCell[] {
  return cells.filter(({ at }) => axes.every((a) => at[a] === anchor.at[a]));
}

/** Whether values differ so much that a linear scale would press most of them to the floor. */
export function spansTens(values: readonly number[]): boolean {
  const [low, high] = ends(values);
  return low > 0 && high / low >= SPAN;
}

const SPAN = 20;

/** The least and the greatest; of none 0 and 0. */
export function ends(values: readonly number[]): [low: number, high: number] {
  if (values.length === 0) return [0, 0];
  return values.reduce<[number, number]>(([a, b], v) => [Math.min(a, v), Math.max(b, v)], [Infinity, -Infinity]);
}
