/**
 * Differences to the baseline with their intervals, a line for each figure: what crosses zero is not settled. Relative ones, on an
 * axis that shows small and large differences alike; of figures that are 0 in the baseline there is none, and an arrow says so.
 * Those equal in every run have nothing to show.
 */
import type { Comparison } from '../../plan/comparison.ts';
import type { Difference } from '../../plan/paired.ts';
import { differenceText, intervalText } from '../experiments/difference-words.ts';
import { count, percent, some } from '../format.ts';
import type { Piece } from './axes.ts';
import type { FreeDrawing } from './frame.ts';
import { colourOf } from './lines.ts';
import { shown } from './names.ts';
import { COLOURS, INK, LABEL_SIZE, WIDTH } from './theme.ts';
import { distinct } from './variant-lines.ts';

const ROW = 24;
/** Of figures there is no room for more. */
const MOST_ROWS = 40;
const LETTER = LABEL_SIZE * 0.62;
/** For the interval in figures, at the right. */
const ROOM_FOR_FIGURES = 190;
/** What all charts have for the labels of their vertical axes is part of the width. */
const USUAL_LABELS = 58;

interface Row {
  readonly name: string;
  /** Null, as are the others, where it has no place on the axis. */
  readonly mean: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly s: string;
  readonly text: string;
}

const NOWHERE = { mean: null, low: null, high: null };

const KINDS = [
  { name: 'better', colour: COLOURS.green },
  { name: 'worse', colour: COLOURS.vermilion },
  { name: 'less or more', colour: COLOURS.blue },
  { name: 'no difference at this effort', colour: COLOURS.orange },
  { name: 'no difference that matters', colour: COLOURS.grey },
] as const;
const KIND_OF: Readonly<Record<Difference['verdict'], number>> = {
  better: 0,
  worse: 1,
  less: 2,
  more: 2,
  undecided: 3,
  selected: 3,
  unknown: 3,
  negligible: 4,
  equal: 4,
};

export function differences(comparison: Comparison): FreeDrawing | undefined {
  const all = rowsOf(comparison);
  if (all.length === 0) return undefined;
  const rows = all.slice(0, MOST_ROWS);
  const verdicts = comparison.figures.flatMap((one) => one.differences).map((one) => one?.verdict);
  const [better, worse] = ['better', 'worse'].map((kind) => verdicts.filter((verdict) => verdict === kind).length);
  const left = all.length - rows.length;
  const more = [
    left === 0 ? '' : ` ${count(left)} more are left out.`,
    rows.some(({ mean }) => mean === null) ? ' An arrow: from 0, which has no shares.' : '',
  ];
  return {
    prefix: 'differences',
    title: `Against ${shown(comparison.variants[0]!.label)}: ${better === 0 ? 'no figure' : some(better!, 'figure')} better, ${worse === 0 ? 'none' : count(worse!)} worse`,
    subtitle: `Relative differences of ${count(comparison.runs)} pairs of runs, with intervals that hold together with ${percent(comparison.confidence)}; shaded: what does not matter.${more.join('')}`,
    panels: [panel(rows, comparison.margin)],
  };
}

function rowsOf({ figures, variants }: Comparison): Row[] {
  const isPair = variants.length === 2;
  const rows = figures.flatMap(({ figure, differences: all }) =>
    all.flatMap((difference, i) => {
      if (difference === null || difference.verdict === 'equal') return [];
      const { mean, interval, relative, relativeInterval } = difference;
      if (mean === null || interval === null) return [];
      const name = isPair ? shown(figure.text) : `${shown(figure.text)} · ${shown(variants[i + 1]!.label, 16)}`;
      const s = KINDS[KIND_OF[difference.verdict]]!.name;
      const [by, span] = [differenceText(figure.unit, difference), intervalText(figure.unit, difference)];
      const text = span === by ? by : `${by} (${span})`;
      const place = relative === null || relativeInterval === null ? NOWHERE : { mean: relative, ...relativeInterval };
      return [{ name, ...place, s, text }];
    }),
  );
  const names = distinct(rows.map(({ name }) => name));
  return rows.map((row, i) => ({ ...row, name: names[i]! }));
}

function panel(rows: readonly Row[], margin: number): FreeDrawing['panels'][number] {
  const labels = Math.ceil(Math.max(...rows.map(({ name }) => [...name].length)) * LETTER) + 12;
  const width = Math.max(320, WIDTH + USUAL_LABELS - labels - ROOM_FOR_FIGURES);
  const y = {
    field: 'name',
    type: 'nominal',
    scale: { domain: rows.map(({ name }) => name) },
    axis: { title: null, minExtent: labels, maxExtent: labels, grid: false },
  };
  const x = shares(rows, margin, width);
  const kinds = KINDS.filter(({ name }) => rows.some(({ s }) => s === name));
  const color = { ...colourOf(kinds, 'square'), legend: { symbolType: 'circle' } };
  const values = rows.filter(({ mean }) => mean !== null);
  const bare = rows.filter(({ mean }) => mean === null);
  const arrow = { type: 'point', shape: 'triangle-right', filled: true, size: 80, opacity: 1 };
  const arrows = { data: { values: bare }, mark: arrow, encoding: { x: { value: width - 6 }, y, color } };
  return {
    width,
    height: rows.length * ROW,
    layers: [
      ...shade(margin, x),
      { data: { values: [{ low: 0 }] }, mark: { type: 'rule', color: INK }, encoding: { x } },
      {
        data: { values },
        mark: { type: 'rule', strokeWidth: 2, clip: true },
        encoding: { x, x2: { field: 'high' }, y, color },
      },
      {
        data: { values },
        mark: { type: 'point', filled: true, size: 60, opacity: 1 },
        encoding: { x: { ...x, field: 'mean' }, y, color },
      },
      ...(bare.length === 0 ? [] : [arrows]),
      {
        data: { values: rows },
        mark: { type: 'text', align: 'left', baseline: 'middle', fontSize: LABEL_SIZE, color: INK, x: width + 8 },
        encoding: { y, text: { field: 'text', type: 'nominal' } },
      },
    ],
  };
}

function shade(margin: number, x: Piece): Piece[] {
  if (margin === 0) return [];
  const mark = { type: 'rect', color: INK, opacity: 0.16 };
  return [{ data: { values: [{ low: -margin, high: margin }] }, mark, encoding: { x, x2: { field: 'high' } } }];
}

const TENS = [0.001, 0.01, 0.1, 1, 10, 100, 1000, 10_000];
/** The axis is linear up to it. */
const NEAR = 0.01;
/** Pixels: nearer to zero no label has room. */
const LEAST_GAP = 38;

/** Near zero linear, far from it logarithmic: field `low`. */
function shares(rows: readonly Row[], margin: number, width: number): Piece {
  const most = Math.max(0.02, 2 * margin);
  const low = 1.2 * Math.min(-most, ...rows.map((row) => row.low ?? 0));
  const high = 1.2 * Math.max(most, ...rows.map((row) => row.high ?? 0));
  const length = Math.log1p(-low / NEAR) + Math.log1p(high / NEAR);
  const all = Math.max(-low, high) <= 2 ? TENS.flatMap((ten) => [ten, 3 * ten]) : TENS;
  const ticks = all.filter((tick) => (Math.log1p(tick / NEAR) / length) * width >= LEAST_GAP);
  const values = [...ticks.map((tick) => -tick), 0, ...ticks].filter((tick) => tick >= low && tick <= high);
  return {
    field: 'low',
    type: 'quantitative',
    scale: { type: 'symlog', constant: NEAR, domain: [low, high], nice: false },
    axis: {
      title: 'difference to the baseline (log scale away from 0)',
      values: values.toSorted((a, b) => a - b),
      labelExpr:
        "datum.value === 0 ? '0' : (datum.value > 0 ? '+' : '−') + format(abs(datum.value) * 100, ',~r') + ' %'",
      grid: true,
      labelOverlap: 'greedy',
      labelSeparation: 6,
      labelFlush: false,
    },
  };
}
