/** Records that wait over time in each variant: on average over the runs, with the range of the runs shaded. */
import type { Comparison } from '../../plan/comparison.ts';
import type { LevelCurve } from '../../plan/curves.ts';
import { count, duration, list } from '../format.ts';
import { countsUpTo, timeOf, type Piece } from './axes.ts';
import type { FreeDrawing } from './frame.ts';
import { colourOf } from './lines.ts';
import { shown } from './names.ts';
import { SECOND } from './steps.ts';
import { STROKE } from './theme.ts';
import { variantLines, type VariantLine } from './variant-lines.ts';

/** A backlog below is none worth a chart. */
const FEW = 10;
const MOST_IN_TITLE = 4;

type Line = VariantLine & { readonly curve: LevelCurve };

/** One for each source that two variants have, where something waits. */
export function comparedWaiting(comparison: Comparison): FreeDrawing[] {
  const names = new Set(comparison.variants.flatMap(({ curves }) => curves.waiting.map(({ name }) => name)));
  return [...names].flatMap((name) => drawing(name, comparison) ?? []);
}

function drawing(name: string, comparison: Comparison): FreeDrawing | undefined {
  const lines = variantLines(comparison).flatMap((line): Line[] => {
    const curve = comparison.variants[line.variant]!.curves.waiting.find((one) => one.name === name);
    return curve === undefined ? [] : [{ ...line, curve }];
  });
  const most = Math.max(0, ...lines.flatMap(({ curve }) => curve.high));
  if (lines.length === 0 || most < FEW) return undefined;
  const [first] = lines;
  const tops = lines.map(({ name: s, curve }) => `${count(rounded(Math.max(...curve.mean)))} with ${s}`);
  const end = Math.max(...lines.map(({ curve }) => curve.duration));
  return {
    prefix: 'backlog',
    name,
    title: `Backlog of ${shown(name)}: at most ${list(tops.slice(0, MOST_IN_TITLE), 'and')}, on average over the runs`,
    subtitle: `Most that wait in each ${duration(first!.curve.period)}: the mean over ${count(comparison.runs)} runs, and from the least to the greatest of them.`,
    panels: [{ layers: layers(lines, countsUpTo(most, 'waiting'), end / SECOND) }],
  };
}

function layers(lines: readonly Line[], y: Piece, end: number): Piece[] {
  const values = lines.flatMap(pointsOf);
  const encoding = {
    x: timeOf(end),
    color: { ...colourOf(lines, 'stroke'), legend: { symbolType: 'stroke', symbolOpacity: 1 } },
  };
  return [
    {
      data: { values },
      mark: { type: 'area', interpolate: 'step-after', opacity: 0.16, clip: true },
      encoding: { ...encoding, y: { ...y, field: 'low' }, y2: { field: 'high' } },
    },
    {
      data: { values },
      mark: { type: 'line', interpolate: 'step-after', strokeWidth: STROKE, strokeJoin: 'round', clip: true },
      encoding: { ...encoding, y },
    },
  ];
}

/** The last reading is given once more: it holds until the end. */
function pointsOf({ name, curve: { mean, low, high, period, duration: end } }: Line): Piece[] {
  const at = (i: number): number => Math.min(i * period, end) / SECOND;
  const point = (t: number, i: number): Piece => ({ t, v: mean[i], low: low[i], high: high[i], s: name });
  return [...mean.map((_, i) => point(at(i), i)), point(at(mean.length), mean.length - 1)];
}

function rounded(n: number): number {
  return n >= 10 ? Math.round(n) : n;
}
