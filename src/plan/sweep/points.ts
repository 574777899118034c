/** Which settings each cell of a sweep has: a pure function of its spec. */
import { RandomStreams } from '../../engine/random.ts';
import { sampleBetween } from '../../scenario/range.ts';
import type { Settings } from '../../scenario/template.ts';
import { halton } from '../designs/halton.ts';
import { latinColumn } from '../designs/latin-hypercube.ts';
import type { Axis, AxisValue, SweepSpec } from './spec.ts';

export interface Point {
  readonly cell: number;
  /** By axis: what people read; null for without it. */
  readonly labels: Readonly<Record<string, unknown>>;
  /** By path: what the scenario gets; undefined takes away what it has. */
  readonly settings: Settings;
}

type Designed = Pick<SweepSpec, 'design' | 'axes' | 'cells' | 'seed'>;

/** Makes cells by number. Throws RangeError of a number that the sweep has not. */
export function pointsOf(spec: Designed): (cell: number) => Point {
  const { axes, cells } = spec;
  const choose = chooserOf(spec);
  return (cell) => {
    if (!Number.isInteger(cell) || cell < 0 || cell >= cells)
      throw new RangeError(`cells are numbered from 0 to ${cells - 1}; found ${cell}`);
    return pointOf(cell, axes, choose(cell));
  };
}

function chooserOf({ design, axes, cells, seed }: Designed): (cell: number) => AxisValue[] {
  if (design === 'grid') return (cell) => inGrid(cell, axes);
  if (design === 'together') return (cell) => axes.map(({ values = [] }) => values[cell]!);
  const streams = new RandomStreams(seed);
  if (design === 'low-discrepancy') {
    const points = halton(cells, axes.length, streams.stream('sweep', design));
    return (cell) => axes.map((axis, i) => sampledFrom(axis, points[cell]![i]!));
  }
  // Each axis by itself: another one beside it changes none of its samples.
  const columns = axes.map(({ name }) => latinColumn(cells, streams.stream('sweep', `${design} ${name}`)));
  return (cell) => axes.map((axis, i) => sampledFrom(axis, columns[i]![cell]!));
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

/** `share`: from 0 to 1, 1 excluded. */
function sampledFrom({ values, range }: Axis, share: number): AxisValue {
  if (values !== undefined) return values[Math.min(values.length - 1, Math.floor(share * values.length))]!;
  return { value: sampleBetween(range!, share, range!.isWhole) };
}

function pointOf(cell: number, axes: readonly Axis[], chosen: readonly AxisValue[]): Point {
  const labels = axes.map(({ name }, i) => [name, chosen[i]!.value] as const);
  const settings = axes.flatMap(({ name }, i) => settingsOf(name, chosen[i]!));
  return { cell, labels: Object.fromEntries(labels), settings: Object.fromEntries(settings) };
}

/** What a value of an axis sets. */
export function settingsOf(name: string, { value, settings = { [name]: value } }: AxisValue): [string, unknown][] {
  return Object.entries(settings).map(([path, one]) => [path, one === null ? undefined : one]);
}
