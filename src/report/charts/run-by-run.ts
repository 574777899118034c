/**
 * A figure run by run: above, what each run gave, with the estimate and its interval shaded; below, how the estimate came about
 * from run to run, and how its interval became narrow.
 */
import type { FigureEstimate } from '../../plan/figure-sample.ts';
import type { Replications } from '../../plan/replicate.ts';
import { count, percent } from '../format.ts';
import { halfText, intervalText, valueText } from '../experiments/replicate-words.ts';
import { valuesBetween, type Piece } from './axes.ts';
import type { FreeDrawing } from './frame.ts';
import { shown } from './names.ts';
import { SECOND } from './steps.ts';
import { COLOURS, STROKE } from './theme.ts';

const HEIGHT = 150;

/** Undefined of a figure that has no value in two runs, or the same in all: there is nothing to see. */
export function runByRun(one: FigureEstimate, outcome: Replications): FreeDrawing | undefined {
  const { figure, value, interval, values, course } = one;
  if (value === null || interval === null || new Set(values.filter((v) => v !== null)).size < 2) return undefined;
  const scale = figure.unit === 'duration' ? 1 / SECOND : 1;
  const points = values.flatMap((v, i) => (v === null ? [] : [{ run: outcome.first + i, v: v * scale }]));
  const span = {
    from: outcome.first,
    to: outcome.first + outcome.runs - 1,
    band: { low: interval.low * scale, high: interval.high * scale, v: value * scale },
  };
  const steps = course.flatMap(({ runs, value: v, interval: at }) =>
    v === null || at === null
      ? []
      : [{ run: outcome.first + runs - 1, v: v * scale, low: at.low * scale, high: at.high * scale }],
  );
  const own = points.map(({ v }) => v);
  const y = valuesBetween(figure.unit, least([...own, span.band.low]), most([...own, span.band.high]), 'each run');
  // The first intervals are so wide that the last could not be seen: they are cut off.
  const settled = steps.filter(({ run }) => run >= span.from + Math.min(4, outcome.runs - 1));
  const bounds = { low: least(settled.map(({ low }) => low)), high: most(settled.map(({ high }) => high)) };
  const far = bounds.high - bounds.low;
  const cut = steps.map((step) => ({
    ...step,
    low: Math.max(step.low, bounds.low - far),
    high: Math.min(step.high, bounds.high + far),
  }));
  const below = valuesBetween(figure.unit, bounds.low, bounds.high, 'estimate so far');
  return {
    prefix: 'runs',
    name: figure.text,
    title: `${shown(figure.text)} is ${valueText(one)}, ${halfText(one)}, after ${count(outcome.runs)} runs`,
    subtitle: `Above: each run, with the estimate and its interval (${intervalText(one)} at ${percent(outcome.confidence)}). Below: the estimate from run to run, and its interval.`,
    panels: [
      { layers: eachRun(points, span, y), height: HEIGHT },
      { layers: soFar(cut, span, below), height: HEIGHT },
    ],
  };
}

interface Span {
  readonly from: number;
  readonly to: number;
  readonly band: { readonly low: number; readonly high: number; readonly v: number };
}

function eachRun(points: readonly Piece[], { from, to, band }: Span, y: Piece): Piece[] {
  const x = runs(from, to);
  const across = { data: { values: [{ run: from, end: to, ...band }] } };
  return [
    {
      ...across,
      mark: { type: 'rect', color: COLOURS.blue, opacity: 0.18 },
      encoding: { x, x2: { field: 'end' }, y: { ...y, field: 'low' }, y2: { field: 'high' } },
    },
    {
      ...across,
      mark: { type: 'rule', color: COLOURS.blue, strokeWidth: STROKE },
      encoding: { x, x2: { field: 'end' }, y },
    },
    {
      data: { values: points },
      mark: { type: 'point', filled: true, size: points.length > 200 ? 8 : 26, color: COLOURS.orange, opacity: 1 },
      encoding: { x, y },
    },
  ];
}

function soFar(steps: readonly Piece[], { from, to }: Span, y: Piece): Piece[] {
  const x = runs(from, to);
  const data = { values: steps };
  return [
    {
      data,
      mark: { type: 'area', color: COLOURS.blue, opacity: 0.18, clip: true },
      encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' } },
    },
    {
      data,
      mark: { type: 'line', color: COLOURS.blue, strokeWidth: STROKE, strokeJoin: 'round', clip: true },
      encoding: { x, y },
    },
  ];
}

/** The axis of replications, by their numbers. */
function runs(from: number, to: number): Piece {
  return {
    field: 'run',
    type: 'quantitative',
    scale: { domain: [from - 0.5, to + 0.5], nice: false, zero: false },
    axis: { title: 'replication', tickMinStep: 1, tickCount: 10, format: 'd' },
  };
}

function least(values: readonly number[]): number {
  return values.reduce((a, b) => Math.min(a, b), Infinity);
}

function most(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b), -Infinity);
}
