/**
 * Which figures of a sweep have a panel of their own: those that differ between cells, percentiles of one thing together; latency, invocations and
 * cost before others. And the limits that objectives set them.
 */
import { kindedScaleOf } from '../../plan/search/scale.ts';
import type { ShownCell, SweepOutcome } from './outcome.ts';
import type { Unit } from './scales.ts';

/** Of percentiles in one panel the first and the last are shown. */
const MOST_TOGETHER = 2;

export interface Group {
  /** As the axis is called, in lines: `orders`, `p99 latency`; of several percentiles without them. */
  readonly title: readonly string[];
  readonly unit: Unit;
  /** Numbers of figures. */
  readonly figures: readonly number[];
}

export interface Groups {
  readonly shown: readonly Group[];
  /** Figures for which there was no room. */
  readonly left: number;
  /** Figures that are the same in all cells. */
  readonly equal: number;
}

export function groupsOf(
  { figures, objectives }: SweepOutcome['header'],
  cells: readonly ShownCell[],
  most: number,
): Groups {
  const differs = figures.map((_, f) => new Set(cells.map(({ estimates }) => estimates[f]?.mean ?? null)).size > 1);
  const byName = new Map<string, number[]>();
  figures.forEach(({ name, figure }, f) => {
    if (!differs[f]) return;
    const key = `${name}.${figure}`;
    byName.set(key, [...(byName.get(key) ?? []), f]);
  });
  const weight = ([first]: readonly number[]): number => {
    const { figure, unit, text } = figures[first!]!;
    if (figure === 'latency') return 0;
    if (figure === 'invocations') return 1;
    if (unit === 'money') return 2;
    return objectives.some((objective) => objective.startsWith(text)) ? 3 : 4;
  };
  const all = [...byName].toSorted(([, a], [, b]) => weight(a) - weight(b));
  const shown = all.slice(0, most).map(([, own]): Group => {
    const kept = own.length <= MOST_TOGETHER ? own : [own[0]!, own.at(-1)!];
    const { name, figure, statistic, unit } = figures[kept[0]!]!;
    const what = kept.length > 1 || statistic === undefined ? figure : `${statistic} ${figure}`;
    return { title: [name, what], unit, figures: kept };
  });
  const drawn = shown.reduce((sum, group) => sum + group.figures.length, 0);
  const differing = differs.filter((one) => one).length;
  return { shown, left: differing - drawn, equal: figures.length - differing };
}

/** A limit that an objective sets a figure, in its unit, and how it is written: `< 1 s`. */
export interface Bound {
  readonly value: number;
  readonly text: string;
}

export function boundsOf({ figures, objectives }: SweepOutcome['header'], f: number): Bound[] {
  const { text, unit } = figures[f]!;
  return objectives.flatMap((objective) => {
    if (!objective.startsWith(`${text} `)) return [];
    const bound = objective.slice(text.length + 1);
    const written = /^(?:[<>]=?|==|!=) *(.+)$/.exec(bound)?.[1];
    if (written === undefined) return [];
    const number = unit === 'count' ? Number(written) : written;
    const scale = kindedScaleOf([number]);
    const value = scale?.numbers[0] ?? null;
    const isOfUnit = scale?.kind === unit || (unit === 'count' && scale?.kind === 'number');
    return value !== null && isOfUnit ? [{ value, text: bound }] : [];
  });
}

/** `p99 latency`, where only one part has such a figure; else all of it. */
export function figureName({ figures }: SweepOutcome['header'], f: number): string {
  const { text, statistic, figure, name } = figures[f]!;
  const isOne = figures.every((other) => other.figure !== figure || other.name === name);
  if (!isOne || name === 'cost') return text;
  return statistic === undefined ? figure : `${statistic} ${figure}`;
}
