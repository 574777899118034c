/**
 * The trade-off: one setting across, and what it does to latency, invocations and cost in panels above each other. Of a second setting each
 * value has lines of its own; all others are held at the best cell.
 */
import type { Piece } from '../charts/axes.ts';
import type { FreeDrawing, Panel } from '../charts/frame.ts';
import { shown } from '../charts/names.ts';
import { WIDTH } from '../charts/theme.ts';
import { distinct } from '../charts/variant-lines.ts';
import { boundsOf, groupsOf, type Group } from './groups.ts';
import { anchorOf, heldAt, isNumeric, isScaled, spread, varying } from './levels.ts';
import type { ShownCell, SweepOutcome } from './outcome.ts';
import { isGood } from './ranking.ts';
import { drawn, fittedTitle, settingAxis } from './scales.ts';
import { LETTER, tradeOffPanel, type Line, type Point } from './trade-off-panel.ts';
import { tradeOffSubtitle, tradeOffTitle } from './trade-off-words.ts';

const MOST_PANELS = 4;
const MOST_LINES = 5;
const MOST_POINTS = 60;
const MOST_CHARTS = 3;
const [FIRST_HEIGHT, OTHER_HEIGHT] = [170, 120];
const LONGEST_LEVEL = 18;

/** One for each setting that has several values, those of numbers first; of settings that change together one for all. */
export function tradeOffs(outcome: SweepOutcome): FreeDrawing[] {
  const { design } = outcome.header;
  if (design !== 'grid' && design !== 'together') return [];
  const axes = varying(outcome);
  const order = axes.toSorted((a, b) => Number(isNumeric(outcome.axes[b]!)) - Number(isNumeric(outcome.axes[a]!)));
  const across = order.slice(0, design === 'together' ? 1 : MOST_CHARTS);
  const without = design === 'together' ? [] : order.slice(MOST_CHARTS);
  return across
    .map((x) => tradeOff(outcome, sliceOf(outcome, x, { axes, without })))
    .filter((one) => one !== undefined);
}

/** What one chart shows. */
export interface Slice {
  /** The axis across, and that which has lines. */
  readonly x: number;
  readonly series: number | undefined;
  /** Axes that do not vary in it. */
  readonly held: readonly number[];
  /** Axes that vary, and are across in no chart. */
  readonly without: readonly number[];
  /** Values across, as numbers of levels. */
  readonly levels: readonly number[];
  readonly rows: readonly Row[];
}

/** Cells from left to right; undefined where there is none. */
export interface Row {
  /** Empty where there is one row. */
  readonly name: string;
  readonly cells: readonly (ShownCell | undefined)[];
}

type Varying = { readonly axes: readonly number[]; readonly without: readonly number[] };

function sliceOf(outcome: SweepOutcome, x: number, { axes, without }: Varying): Slice {
  const { header, cells, axes: all } = outcome;
  const isTogether = header.design === 'together';
  const others = isTogether ? [] : axes.filter((a) => a !== x);
  const series = others.find((a) => all[a]!.levels.length <= MOST_LINES) ?? others[0];
  const held = others.filter((a) => a !== series);
  const levels = spread(all[x]!.levels.length, MOST_POINTS);
  const own = heldAt(cells, held, anchorOf(outcome));
  return { x, series, held, without, levels, rows: rowsOf(outcome, own, { x, series, levels }) };
}

function rowsOf(
  { axes }: SweepOutcome,
  cells: readonly ShownCell[],
  { x, series, levels }: Pick<Slice, 'x' | 'series' | 'levels'>,
): Row[] {
  const rowOf = (name: string, own: readonly ShownCell[]): Row => {
    const byLevel = new Map(own.map((cell) => [cell.at[x]!, cell]));
    return { name, cells: levels.map((level) => byLevel.get(level)) };
  };
  if (series === undefined) return [rowOf('', cells)];
  const all = axes[series]!.levels;
  const lines = spread(all.length, MOST_LINES);
  const names = distinct(lines.map((level) => shown(all[level]!.text, LONGEST_LEVEL)));
  return lines.map((level, i) =>
    rowOf(
      names[i]!,
      cells.filter(({ at }) => at[series] === level),
    ),
  );
}

function tradeOff(outcome: SweepOutcome, slice: Slice): FreeDrawing | undefined {
  const { header, axes } = outcome;
  const cells = slice.rows.flatMap((row) => row.cells.filter((cell) => cell !== undefined));
  const groups = groupsOf(header, cells, MOST_PANELS);
  if (groups.shown.length === 0) return undefined;
  const keys = keysOf(outcome, slice);
  const lines = groups.shown.map((group) => linesOf(outcome, slice, group, keys));
  const letters = Math.max(...lines.flat().map(({ label }) => [...label].length));
  const width = WIDTH - (letters === 0 ? 0 : Math.ceil((letters + 2) * LETTER) + 12);
  const x = acrossOf(outcome, slice, keys, width);
  const last = groups.shown.length - 1;
  const panels = groups.shown.map((group, i): Panel => {
    const height = i === 0 ? FIRST_HEIGHT : OTHER_HEIGHT;
    const { title, unit, figures } = group;
    const content = { title: fittedTitle(title, Math.floor(height / LETTER)), unit, lines: lines[i]! };
    const bounds = figures.flatMap((f) => boundsOf(header, f));
    return {
      width,
      height,
      layers: tradeOffPanel({ ...content, bounds }, i === last ? x : unlabelled(x), width, height),
    };
  });
  return {
    prefix: 'trade-off',
    name: axes[slice.x]!.name,
    title: tradeOffTitle(outcome, slice, groups.shown),
    subtitle: tradeOffSubtitle(outcome, slice, groups),
    panels,
  };
}

/** Where on the horizontal axis each level is: as a number, or a word. */
function keysOf({ axes }: SweepOutcome, { x, levels }: Slice): (number | string)[] {
  const axis = axes[x]!;
  const own = levels.map((level) => axis.levels[level]!);
  if (!isScaled(axis)) return distinct(own.map(({ text }) => shown(text, LONGEST_LEVEL)));
  return own.map(({ number }) => (axis.kind === 'duration' ? drawn('duration', number!) : number!));
}

function acrossOf(
  { axes, header }: SweepOutcome,
  { x }: Slice,
  keys: readonly (number | string)[],
  width: number,
): Piece {
  const { kind, name, isLog } = axes[x]!;
  const others = header.design === 'together' && axes.length > 1 ? ' and what changes with it' : '';
  const title = `${shown(name, 60)}${others}`;
  if (isScaled(axes[x]!)) return settingAxis({ kind: kind!, values: keys as number[], title, width, isLog });
  const texts = keys as string[];
  const isCrowded = texts.some((text) => [...text].length * LETTER > width / texts.length - 8);
  return {
    field: 'x',
    type: 'ordinal',
    scale: { type: 'point', domain: texts, padding: 0.5 },
    axis: { title, labelFlush: false, labelAngle: isCrowded ? -35 : 0 },
  };
}

/** Of panels above each other the lowest has the labels. */
function unlabelled(x: Piece): Piece {
  return { ...x, axis: { ...(x['axis'] as Piece), title: null, labels: false } };
}

function linesOf(
  { header }: SweepOutcome,
  { rows }: Slice,
  { figures }: Group,
  keys: readonly (number | string)[],
): Line[] {
  return rows.flatMap(({ name, cells }, colour) =>
    figures.map((f, i): Line => {
      const { statistic = '' } = header.figures[f]!;
      const label = [name, ...(figures.length > 1 ? [statistic] : [])].filter((part) => part !== '').join(' ');
      const points = cells.map((cell, k): Point | null => pointOf(cell, f, keys[k]!, header));
      // The last of several percentiles is the one that people look at.
      return { label, colour, dash: i === figures.length - 1 ? 0 : 1, points };
    }),
  );
}

function pointOf(
  cell: ShownCell | undefined,
  f: number,
  x: number | string,
  header: SweepOutcome['header'],
): Point | null {
  const estimate = cell?.estimates[f];
  if (cell === undefined || estimate === undefined || estimate.mean === null) return null;
  const { mean, interval } = estimate;
  const { low, high } = interval ?? { low: mean, high: mean };
  return { x, mean, low, high, isGood: header.objectives.length === 0 || isGood(cell, header) };
}
