/**
 * Tries cells of a sweep before it is run, because what is wrong is better known now than in an hour: whether any is a sound scenario, and
 * which values never are. Of a large sweep some cells are tried, so many that each value is in one of them. Reading them also opens all
 * files that any cell can name. Leaves out running.
 */
import type { Settings, Template } from '../../scenario/template.ts';
import { numeralOf } from '../../scenario/range.ts';
import { settingsOf, type Point } from './points.ts';
import { refusalOf } from './refusal.ts';
import { isSampled, type Axis, type Design } from './spec.ts';

/** Reading a scenario takes some milliseconds. */
export const MOST_TRIED = 100;
/** Further cells for a value that was refused in the only one it was in. */
const SECOND_TRIES = [0, 0.5, 1];

export interface Refused {
  readonly point: Point;
  readonly why: string;
}

export interface Tried {
  readonly cells: number;
  readonly refused: readonly Refused[];
  /** Values of lists that no cell was sound with, and why the first was not. */
  readonly never: readonly {
    readonly axis: string;
    readonly value: unknown;
    readonly cells: number;
    readonly why: string;
  }[];
}

interface Sweep {
  readonly design: Design;
  readonly axes: readonly Axis[];
  readonly cells: number;
}

/** `pointAt`: the points of the sweep. */
export function tryCells(sweep: Sweep, pointAt: (cell: number) => Point, template: Template): Tried {
  const outcomes = new Map<number, string | undefined>();
  const attempt = (cell: number): void => {
    if (outcomes.has(cell)) return;
    const made = template.tryVariant(pointAt(cell).settings);
    outcomes.set(cell, made.ok ? undefined : refusalOf(made.problems));
  };
  for (const cell of cellsToTry(sweep)) attempt(cell);
  const firstLook = neverSound(sweep.axes, outcomes, pointAt);
  if (sweep.design === 'grid')
    for (const { place, index } of firstLook.slice(0, MOST_TRIED))
      for (const share of SECOND_TRIES) attempt(cellWith(place, index, share, sweep.axes));
  openFiles(sweep.axes, outcomes, pointAt, template);
  return {
    cells: outcomes.size,
    refused: [...outcomes].flatMap(([cell, why]) => (why === undefined ? [] : [{ point: pointAt(cell), why }])),
    never: neverSound(sweep.axes, outcomes, pointAt),
  };
}

/** All of a few; of many so that in a grid each value is in one: the first values of all axes, the second, … */
function cellsToTry({ design, axes, cells }: Sweep): number[] {
  if (cells <= MOST_TRIED) return evenly(cells);
  if (isSampled(design) || design === 'together') return evenly(cells);
  const longest = Math.max(...axes.map(({ values = [] }) => values.length));
  return [
    ...evenly(longest).map((row) =>
      cellAt(
        axes.map(({ values = [] }) => row % values.length),
        axes,
      ),
    ),
    cells - 1,
  ];
}

/** At most {@link MOST_TRIED} of so many, the first and the last among them. */
function evenly(count: number): number[] {
  if (count <= MOST_TRIED) return Array.from({ length: count }, (_, i) => i);
  return Array.from({ length: MOST_TRIED }, (_, i) => Math.round((i * (count - 1)) / (MOST_TRIED - 1)));
}

/** The cell of a grid in which each axis has the value at its index. */
function cellAt(indices: readonly number[], axes: readonly Axis[]): number {
  return axes.reduce((cell, { values = [] }, i) => cell * values.length + indices[i]!, 0);
}

/** The cell of a grid with one value of an axis, and all others at a share of theirs. */
function cellWith(place: number, index: number, share: number, axes: readonly Axis[]): number {
  const indices = axes.map(({ values = [] }, i) => (i === place ? index : Math.round(share * (values.length - 1))));
  return cellAt(indices, axes);
}

interface NeverSound {
  readonly axis: string;
  readonly place: number;
  readonly index: number;
  readonly value: unknown;
  readonly cells: number;
  readonly why: string;
}

function neverSound(
  axes: readonly Axis[],
  outcomes: ReadonlyMap<number, string | undefined>,
  pointAt: (cell: number) => Point,
): NeverSound[] {
  const tried = [...outcomes].map(([cell, why]) => ({ labels: pointAt(cell).labels, why }));
  return axes.flatMap(({ name, values = [] }, place) => {
    const byValue = new Map<string, { cells: number; isSound: boolean; why: string }>();
    for (const { labels, why } of tried) {
      const key = JSON.stringify(labels[name]);
      const known = byValue.get(key) ?? { cells: 0, isSound: false, why: '' };
      const first = known.cells === 0 ? (why ?? '') : known.why;
      byValue.set(key, { cells: known.cells + 1, isSound: known.isSound || why === undefined, why: first });
    }
    return values.flatMap(({ value }, index) => {
      const known = byValue.get(JSON.stringify(value));
      if (known === undefined || known.isSound) return [];
      return [{ axis: name, place, index, value, cells: known.cells, why: known.why }];
    });
  });
}

/** Values that may name a file and were in no cell so far. */
function openFiles(
  axes: readonly Axis[],
  outcomes: ReadonlyMap<number, string | undefined>,
  pointAt: (cell: number) => Point,
  template: Template,
): void {
  const labels = [...outcomes.keys()].map((cell) => pointAt(cell).labels);
  for (const { name, values = [] } of axes) {
    const seen = new Set(labels.map((of) => JSON.stringify(of[name])));
    for (const one of values) {
      const settings = Object.fromEntries(settingsOf(name, one));
      if (!seen.has(JSON.stringify(one.value)) && mayNameFile(settings)) template.tryVariant(settings);
    }
  }
}

function mayNameFile(settings: Settings): boolean {
  return Object.values(settings).some(
    (value) =>
      (typeof value === 'string' && numeralOf(value) === undefined) || (typeof value === 'object' && value !== null),
  );
}
