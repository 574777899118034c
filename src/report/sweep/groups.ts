/**
 * Which figures of a sweep have a panel of their own: those that differ between cells, percentiles of one thing together; latency, invocations and
 * cost before others. And the limits that objectives set them.
 */
import { kindedScaleOf } from '../../plan/search/scale.ts';
import { shown } from '../charts/names.ts';
import { list, some } from '../format.ts';
import type { ShownCell, SweepOutcome } from './outcome.ts';
import type { Unit } from './scales.ts';

export interface Group {
  /** As the axis is called, in lines: `orders`, `p99 latency`; of several percentiles without them. */
  readonly title: readonly string[];
  readonly unit: Unit;
  /** Numbers of figures, of percentiles two at most. The last is the one that people look at. */
  readonly figures: readonly number[];
}

export interface Groups {
  readonly shown: readonly Group[];
  /** Numbers of figures that differ, and for which there was no room. */
  readonly left: readonly number[];
  /** Figures that are the same in all cells. */
  readonly equal: number;
}

export function groupsOf(
  { figures, objectives }: SweepOutcome['header'],
  cells: readonly ShownCell[],
  most: number,
): Groups {
  // A cell that has no value is no other value.
  const differs = figures.map((_, f) => new Set(cells.flatMap(({ estimates }) => estimates[f]?.mean ?? [])).size > 1);
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
    return isAskedFor(objectives, text) ? 3 : 4;
  };
  const all = [...byName].toSorted(([, a], [, b]) => weight(a) - weight(b));
  const groups = all.slice(0, most).map(([, own]): Group => {
    const kept = lookedAt(own, { figures, objectives });
    const { name, figure, statistic, unit } = figures[kept[0]!]!;
    const what = kept.length > 1 || statistic === undefined ? figure : `${statistic} ${figure}`;
    return { title: [name, what], unit, figures: kept };
  });
  const differing = figures.flatMap((_, f) => (differs[f] ? [f] : []));
  const left = differing.filter((f) => !groups.some((group) => group.figures.includes(f)));
  return { shown: groups, left, equal: figures.length - differing.length };
}

/** Of percentiles of one thing: that of an objective, else the highest, as the last; before it the lowest of the others. */
function lookedAt(own: readonly number[], { figures, objectives }: Asked): number[] {
  const ordered = own.toSorted((a, b) => heightOf(figures[a]!) - heightOf(figures[b]!));
  const asked = ordered.findLast((f) => isAskedFor(objectives, figures[f]!.text));
  const most = asked ?? ordered.at(-1)!;
  return [...ordered.filter((f) => f !== most).slice(0, 1), most];
}

type Asked = Pick<SweepOutcome['header'], 'figures' | 'objectives'>;

/** Of a percentile its number; a mean, a least and a greatest are below all of them, for people look at percentiles. */
function heightOf({ statistic }: Asked['figures'][number]): number {
  const percentile = /^p([\d.]+)$/.exec(statistic ?? '')?.[1];
  return percentile === undefined ? -1 : Number(percentile);
}

/** Whether an objective is set to it. */
function isAskedFor(objectives: readonly string[], text: string): boolean {
  return objectives.some((objective) => objective.startsWith(`${text} `));
}

/** The same of charts that show one figure of each group, the last. */
export function withoutPanel({ shown: groups, left }: Groups): number[] {
  return [...groups.flatMap(({ figures }) => figures.slice(0, -1)), ...left];
}

const MOST_NAMED = 3;

/** `No room: p50(orders.latency) and 2 more figures.` */
export function leftText(header: Asked, left: readonly number[]): string[] {
  if (left.length === 0) return [];
  const names = left.slice(0, MOST_NAMED).map((f) => shown(header.figures[f]!.text));
  const rest = left.length - names.length;
  return [`No room: ${list([...names, ...(rest > 0 ? [some(rest, 'more figure')] : [])], 'and')}.`];
}

/** A limit that an objective sets a figure, in its unit, and how it is written: `< 1 s`. */
export interface Bound {
  readonly value: number;
  readonly text: string;
}

export function boundsOf({ figures, objectives }: Asked, f: number): Bound[] {
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
