/** How long records take in each variant, by percentile: all runs of a variant together, the tail drawn out. */
import type { Comparison } from '../../plan/comparison.ts';
import type { QuantileCurve } from '../../plan/curves.ts';
import { count, duration, list } from '../format.ts';
import { durationsBetween, durationsUpTo, type Piece } from './axes.ts';
import type { FreeDrawing } from './frame.ts';
import { colourOf } from './lines.ts';
import { shown } from './names.ts';
import { SECOND } from './steps.ts';
import { STROKE } from './theme.ts';
import { variantLines } from './variant-lines.ts';

/** Greatest over least from which on the axis is logarithmic. */
const FAR = 30;
/** Shorter times are drawn at it on a logarithmic axis. */
const LEAST = 1;
/** The quickest records are nobody's question, and would take half of a logarithmic axis. */
const FROM = 0.1;
/** Variants whose values a title names. */
const MOST_IN_TITLE = 4;

const WORDS = {
  latency: { what: 'latency', of: 'records handled' },
  firstAttemptAge: { what: 'age at the first attempt', of: 'events' },
} as const;

/** One for each source and group of tenants that two variants have. */
export function comparedQuantiles(comparison: Comparison): FreeDrawing[] {
  const all = comparison.variants.flatMap(({ curves }) => curves.quantiles);
  const subjects = new Map(all.map(({ name, figure }) => [`${figure} ${name}`, { name, figure }]));
  return [...subjects.values()].flatMap(({ name, figure }) => drawing(name, figure, comparison) ?? []);
}

function drawing(name: string, figure: QuantileCurve['figure'], comparison: Comparison): FreeDrawing | undefined {
  const lines = variantLines(comparison).flatMap((line) => {
    const { quantiles } = comparison.variants[line.variant]!.curves;
    const curve = quantiles.find((one) => one.name === name && one.figure === figure);
    return curve === undefined ? [] : [{ ...line, curve }];
  });
  if (lines.length < 2) return undefined;
  const points = lines.flatMap(({ name: s, curve }) =>
    curve.points.flatMap(([share, value]) => (share >= FROM && share < 1 ? [{ q: 1 - share, value, s }] : [])),
  );
  const values = points.map(({ value }) => value);
  const [least, greatest] = [Math.max(LEAST, Math.min(...values)), Math.max(LEAST, ...values)];
  const isLog = greatest / least >= FAR;
  const { what, of } = WORDS[figure];
  const y = isLog
    ? finer(durationsBetween(least / SECOND, greatest / SECOND, `${what} (log scale)`))
    : durationsUpTo(greatest / SECOND, what);
  const at99 = lines.map(({ name: s, curve }) => `${duration(valueAt(curve, 0.99))} with ${s}`);
  const shown99 = at99.slice(0, MOST_IN_TITLE);
  return {
    prefix: figure === 'latency' ? 'latency' : 'first-attempt',
    name,
    title: `p99 of the ${what} of ${shown(name)}: ${list(shown99, 'and')}`,
    subtitle: `By percentile, of ${of} in all ${count(comparison.runs)} runs of a variant together (${count(lines[0]!.curve.count)} of ${lines[0]!.name}).`,
    panels: [{ layers: [layer(points, lines, y, isLog)] }],
  };
}

/** With ticks at 2 and 5 as well where there are too few tens to read anything off. */
function finer(y: Piece): Piece {
  const { values } = y['axis'] as { readonly values: readonly number[] };
  const [low, high] = (y['scale'] as { readonly domain: readonly [number, number] }).domain;
  if (values.length > 3) return y;
  const more = TENS.flatMap((ten) => [2 * ten, 5 * ten]).filter((tick) => tick >= low && tick <= high);
  return { ...y, axis: { ...(y['axis'] as Piece), values: [...values, ...more].toSorted((a, b) => a - b) } };
}

/** Seconds. From a minute on people count by sixty. */
const TENS = [1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 1];

function layer(
  points: readonly { q: number; value: number; s: string }[],
  lines: Parameters<typeof colourOf>[0],
  y: Piece,
  isLog: boolean,
): Piece {
  const values = points.map(({ q, value, s }) => ({ q, v: Math.max(isLog ? LEAST : 0, value) / SECOND, s }));
  return {
    data: { values },
    mark: { type: 'line', strokeWidth: STROKE, strokeJoin: 'round', clip: true },
    encoding: { x: percentilesTo(Math.min(...points.map(({ q }) => q))), y, color: colourOf(lines, 'stroke') },
  };
}

const TICKS = [
  [0.9, 'p10'],
  [0.5, 'p50'],
  [0.1, 'p90'],
  [0.01, 'p99'],
  [0.001, 'p99.9'],
  [0.0001, 'p99.99'],
  [0.00001, 'p99.999'],
] as const;

/** From p10 to the slowest of so many: field `q`, the share that took longer. Each tenfold rarer has the same room. */
function percentilesTo(rarest: number): Piece {
  const label = TICKS.map(([q, name]) => `datum.value > ${q * 0.9} ? '${name}' : `).join('');
  return {
    field: 'q',
    type: 'quantitative',
    scale: { type: 'log', domain: [1 - FROM, Math.min(FROM, rarest)], nice: false },
    axis: {
      title: 'percentile (tail drawn out)',
      values: TICKS.flatMap(([q]) => (q >= rarest ? [q] : [])),
      labelExpr: `${label}''`,
    },
  };
}

/** At the share itself, which a curve has where there are enough observations, or the next above. */
function valueAt({ points }: QuantileCurve, share: number): number {
  return points.find(([at]) => at >= share)![1];
}
