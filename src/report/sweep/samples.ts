/**
 * Samples of a sweep as dots: each setting across, each figure down. Titles say which setting a figure follows most, by rank correlation: a
 * setting that seems to do nothing may still matter together with another.
 */
import type { TopLevelSpec } from 'vega-lite';
import { rankCorrelation } from '../../stats/rank-correlation.ts';
import type { Piece } from '../charts/axes.ts';
import type { AnyChart } from '../charts/chart.ts';
import { shown, type Stems } from '../charts/names.ts';
import { specHead } from '../charts/spec-head.ts';
import { COLOURS, CONFIG } from '../charts/theme.ts';
import { distinct } from '../charts/variant-lines.ts';
import { count, list, some } from '../format.ts';
import { figureName, groupsOf, leftText, withoutPanel } from './groups.ts';
import { isNumeric, isScaled, spread, varying } from './levels.ts';
import type { ShownCell, SweepOutcome } from './outcome.ts';
import { isGood } from './ranking.ts';
import { drawn, figureAxis, settingAxis, wholeTitle } from './scales.ts';

const [MOST_ACROSS, MOST_DOWN, MOST_DOTS] = [4, 4, 500];
const [HEIGHT, WHOLE_WIDTH, MOST_WIDTH] = [120, 760, 340];
const [TITLE_COLUMNS, SUBTITLE_COLUMNS] = [78, 108];
const LONGEST_LEVEL = 14;

/** None of a grid. */
export function sampleCharts(outcome: SweepOutcome, stems: Stems): AnyChart[] {
  const { header } = outcome;
  if (header.design !== 'latin-hypercube' && header.design !== 'low-discrepancy') return [];
  const done = outcome.cells.filter(({ line }) => line.status === 'done');
  const groups = groupsOf(header, done, MOST_DOWN);
  const figures = groups.shown.map((group) => group.figures.at(-1)!);
  const axes = farthest(outcome, varying(outcome), figures, done);
  if (axes.length === 0 || figures.length === 0) return [];
  const cells = spread(done.length, MOST_DOTS).map((i) => done[i]!);
  const width = Math.min(MOST_WIDTH, Math.floor(WHOLE_WIDTH / axes.length));
  const panels = figures.flatMap((f, i) =>
    axes.map((a, k) => {
      const isLowest = i === figures.length - 1;
      return panel(outcome, cells, { a, f, width, isLowest, isFirst: k === 0 });
    }),
  );
  const title = titleOf(outcome, axes, figures, done);
  const left = leftText(header, withoutPanel(groups));
  const subtitle = [subtitleOf(outcome, axes, cells.length, done.length), ...left].join(' ');
  const spec = {
    ...specHead({ title, subtitle }, [TITLE_COLUMNS, SUBTITLE_COLUMNS], { frame: 'bounds' }),
    concat: panels,
    columns: axes.length,
    spacing: 14,
    config: { ...CONFIG, axisY: { ...CONFIG.axisY, minExtent: 0, maxExtent: 90 } },
  };
  return [{ id: stems.stem('samples', ''), title, subtitle, spec: spec as unknown as TopLevelSpec }];
}

/** The axes that figures follow most, in the order of the scenario. */
function farthest(
  outcome: SweepOutcome,
  axes: readonly number[],
  figures: readonly number[],
  cells: readonly ShownCell[],
): number[] {
  const size = (a: number): number => {
    return Math.max(0, ...figures.map((f) => Math.abs(correlation(outcome, a, f, cells) ?? 0)));
  };
  return axes
    .map((a) => ({ a, size: size(a) }))
    .toSorted((p, q) => q.size - p.size)
    .slice(0, MOST_ACROSS)
    .map(({ a }) => a)
    .toSorted((p, q) => p - q);
}

/** Null of words, which have no order. */
function correlation({ axes }: SweepOutcome, a: number, f: number, cells: readonly ShownCell[]): number | null {
  const axis = axes[a]!;
  if (!isNumeric(axis)) return null;
  const known = cells.filter(({ estimates }) => estimates[f]!.mean !== null);
  return rankCorrelation(
    known.map(({ at }) => axis.levels[at[a]!]!.number!),
    known.map(({ estimates }) => estimates[f]!.mean!),
  );
}

interface Place {
  readonly a: number;
  readonly f: number;
  readonly width: number;
  readonly isLowest: boolean;
  readonly isFirst: boolean;
}

function panel(outcome: SweepOutcome, cells: readonly ShownCell[], { a, f, width, isLowest, isFirst }: Place): Piece {
  const { header, axes } = outcome;
  const { name, statistic, figure, unit } = header.figures[f]!;
  const { kind, levels, short, isLog } = axes[a]!;
  const names = isScaled(axes[a]!) ? [] : distinct(levels.map(({ text }) => shown(text, LONGEST_LEVEL)));
  const numbers =
    names.length > 0 ? [] : levels.map(({ number }) => (kind === 'duration' ? drawn(kind, number!) : number!));
  const keys: readonly (string | number)[] = names.length > 0 ? names : numbers;
  const points = cells.flatMap((cell) => {
    const mean = cell.estimates[f]!.mean;
    if (mean === null) return [];
    const isMet = header.objectives.length === 0 || isGood(cell, header);
    return [{ x: keys[cell.at[a]!]!, v: drawn(unit, mean), isMet }];
  });
  const what = statistic === undefined ? figure : `${statistic} ${figure}`;
  const y = figureAxis(
    unit,
    points.map(({ v }) => v),
    wholeTitle([shown(name, 18), shown(what, 14)]),
  );
  const x =
    names.length > 0
      ? {
          ...{ field: 'x', type: 'ordinal', scale: { type: 'point', domain: names, padding: 0.5 } },
          axis: { title: shown(short, 40), labelAngle: 0, labelOverlap: 'greedy', labelFlush: false },
        }
      : settingAxis({ kind: kind!, values: numbers, title: shown(short, 40), width, isLog });
  const xAxis = x['axis'] as Piece;
  const yAxis = y['axis'] as Piece;
  const encoding = {
    x: isLowest ? x : { ...x, axis: { ...xAxis, title: null, labels: false } },
    y: isFirst ? y : { ...y, axis: { ...yAxis, title: null, labels: false } },
  };
  return { width, height: HEIGHT, layer: marks(points, encoding) };
}

/** Those that met all objectives are filled, the others are crosses. */
function marks(points: readonly { readonly isMet: boolean }[], encoding: Piece): Piece[] {
  const size = points.length > 100 ? 14 : 34;
  return [false, true].map((isMet) => ({
    data: { values: points.filter((point) => point.isMet === isMet) },
    mark: isMet
      ? { type: 'point', shape: 'circle', filled: true, size, opacity: 0.8, color: COLOURS.blue }
      : { type: 'point', shape: 'cross', filled: true, size, opacity: 0.8, color: COLOURS.vermilion, angle: 45 },
    encoding,
  }));
}

/** `p99 latency goes with batchSize (0.93), invocations with batchSize (−1.00)`. */
function titleOf(
  outcome: SweepOutcome,
  axes: readonly number[],
  figures: readonly number[],
  cells: readonly ShownCell[],
): string {
  const told = figures.slice(0, 3).flatMap((f) => {
    const found = axes.flatMap((a) => {
      const r = correlation(outcome, a, f, cells);
      return r === null ? [] : [{ a, r }];
    });
    if (found.length === 0) return [];
    const most = found.reduce((p, q) => (Math.abs(q.r) > Math.abs(p.r) ? q : p));
    return [
      { name: figureName(outcome.header, f), with: `with ${shown(outcome.axes[most.a]!.short)} (${signed(most.r)})` },
    ];
  });
  if (told.length === 0) return `${some(cells.length, 'sample')} of words, which have no order`;
  return list(
    told.map((one, i) => `${shown(one.name)} ${i === 0 ? 'goes ' : ''}${one.with}`),
    'and',
  );
}

function signed(r: number): string {
  const size = Math.abs(r).toFixed(2);
  return r < 0 ? `−${size}` : size;
}

function subtitleOf(outcome: SweepOutcome, axes: readonly number[], shownDots: number, done: number): string {
  const { header, cells } = outcome;
  const left = varying(outcome).length - axes.length;
  const undone = cells.length - done;
  return [
    header.replications === 1
      ? 'A dot is one run.'
      : `A dot is the mean of ${some(header.replications, 'run')} of a cell.`,
    'In brackets: the greatest rank correlation of each figure.',
    ...(header.objectives.length === 0 ? [] : ['A cross: an objective was missed in some run.']),
    ...(left === 0 ? [] : [`Left out: ${some(left, 'setting')} that figures follow less.`]),
    ...(shownDots === done ? [] : [`Shown are ${count(shownDots)} of ${count(done)} cells.`]),
    ...(undone === 0 ? [] : [`${some(undone, 'cell')} without values.`]),
  ].join(' ');
}
