/** Which settings each cell of a sweep has: a pure function of its spec. */
import type { Settings } from '../../scenario/template.ts';
import type { Axis, AxisValue, SweepSpec } from './spec.ts';

export interface Point {
  readonly cell: number;
  /** By axis: what people read. */
  readonly labels: Readonly<Record<string, unknown>>;
  /** By path: what the scenario gets. */
  readonly settings: Settings;
}

/** Makes cells by number. Throws RangeError of a number that the sweep has not. */
export function pointsOf(spec: Pick<SweepSpec, 'design' | 'axes' | 'cells' | 'seed'>): (cell: number) => Point {
  const { axes, cells } = spec;
  return (cell) => {
    if (!Number.isInteger(cell) || cell < 0 || cell >= cells)
      throw new RangeError(`cells are numbered from 0 to ${cells - 1}; found ${cell}`);
    // HELPER 1: the other designs.
    return pointOf(cell, axes, inGrid(cell, axes));
  };
}

function inGrid(cell: number, axes: readonly Axis[]): AxisValue[] {
  let rest = cell;
  const chosen = axes.toReversed().map(({ values = [] }) => {
    const value = values[rest % values.length]!;
    rest = Math.floor(rest / values.length);
    return value;
  });
  return chosen.toReversed();
}

function pointOf(cell: number, axes: readonly Axis[], chosen: readonly AxisValue[]): Point {
  const labels: Record<string, unknown> = {};
  const settings: Record<string, unknown> = {};
  axes.forEach(({ name }, i) => {
    const { value, settings: own = { [name]: value } } = chosen[i]!;
    labels[name] = value;
    Object.assign(settings, own);
  });
  return { cell, labels, settings };
}
