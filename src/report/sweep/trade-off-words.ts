/** What a trade-off shows, as a title, and what there is to know of how it is drawn. */
import { count, inUnit, list, percent, some } from '../format.ts';
import { shown } from '../charts/names.ts';
import { figureName, leftText, type Group, type Groups } from './groups.ts';
import { anchorOf } from './levels.ts';
import type { ShownCell, SweepOutcome } from './outcome.ts';
import { firstName } from './ranking.ts';
import type { Row, Slice } from './trade-off.ts';

const MOST_TOLD = 3;

/** `batchSize from 1 to 100: p99(orders.latency) rises from 210 ms to 1.2 s, worker.invocations falls from 6,000 to 60`. */
export function tradeOffTitle(outcome: SweepOutcome, slice: Slice, groups: readonly Group[]): string {
  const { header, axes } = outcome;
  const { short, levels } = axes[slice.x]!;
  const row = toldRow(outcome, slice);
  const told = groups.slice(0, MOST_TOLD).flatMap(({ figures }) => {
    const f = figures.at(-1)!;
    const known = row.cells.flatMap((cell) => {
      const mean = cell?.estimates[f]?.mean ?? null;
      return mean === null ? [] : [{ mean, text: levels[cell!.at[slice.x]!]!.text }];
    });
    const ends = [slice.levels[0]!, slice.levels.at(-1)!].map((level) => levels[level]!.text);
    return known.length < 2 ? [] : [`${shown(figureName(header, f))} ${courseOf(known, header.figures[f]!, ends)}`];
  });
  const at = row.name === '' ? '' : ` (${axes[slice.series!]!.short} ${row.name})`;
  const what = `${shown(short)} from ${shown(levels[slice.levels[0]!]!.text)} to ${shown(levels[slice.levels.at(-1)!]!.text)}`;
  return `${what}${at}: ${told.length === 0 ? 'no figure has two values' : told.join(', ')}`;
}

/** That of the best cell, as far as one is. */
function toldRow(outcome: SweepOutcome, { rows }: Slice): Row {
  const best = anchorOf(outcome);
  return rows.find(({ cells }) => cells.includes(best)) ?? rows[0]!;
}

type Figure = SweepOutcome['header']['figures'][number];

/** `ends`: the first and the last value across; where a figure has none there it is said between which it goes. */
function courseOf(
  known: readonly { mean: number; text: string }[],
  { unit, figure, statistic }: Figure,
  ends: readonly string[],
): string {
  const means = known.map(({ mean }) => mean);
  const [first, last] = [means[0]!, means.at(-1)!];
  const [from, to] = [known[0]!, known.at(-1)!].map(({ mean, text }, i) => {
    return `${inUnit(unit, mean)}${text === ends[i] ? '' : ` (at ${shown(text)})`}`;
  });
  const least = known.reduce((a, b) => (b.mean < a.mean ? b : a));
  const most = known.reduce((a, b) => (b.mean > a.mean ? b : a));
  // Invocations fall, latency falls.
  const isMany = statistic === undefined && /[^su]s$/.test(figure);
  const verb = (many: string): string => (isMany ? many : `${many}s`);
  if (least.mean === most.mean) return `${verb('stay')} at ${inUnit(unit, first)}`;
  const are = isMany ? 'are' : 'is';
  if (least.mean < Math.min(first, last)) return `${are} least at ${shown(least.text)}: ${inUnit(unit, least.mean)}`;
  if (most.mean > Math.max(first, last)) return `${are} greatest at ${shown(most.text)}: ${inUnit(unit, most.mean)}`;
  return `${verb(last > first ? 'rise' : 'fall')} from ${from} to ${to}`;
}

export function tradeOffSubtitle(outcome: SweepOutcome, slice: Slice, groups: Groups): string {
  const { header, axes } = outcome;
  const { replications, confidence, objectives } = header;
  const anchor = anchorOf(outcome);
  const { series, held } = slice;
  const all = slice.rows.flatMap(({ cells }) => cells);
  const missing = all.filter((cell) => cell === undefined || cell.line.status !== 'done').length;
  const spans =
    replications === 1
      ? 'One run of each cell'
      : `Means of ${some(replications, 'run')}, with intervals at ${percent(confidence)}`;
  const isMissed = all.some((cell) => cell !== undefined && cell.met !== null && cell.met < replications);
  return [
    `${spans}.`,
    ...(series === undefined ? [] : [seriesText(outcome, slice, series)]),
    ...(held.length === 0 ? [] : [`Held at ${heldText(outcome, held, anchor)}.`]),
    ...(header.design === 'together' && axes.length > 1
      ? [`It changes together with ${othersText(outcome, slice)}.`]
      : []),
    ...(objectives.length > 0 && isMissed ? ['Hollow: an objective was missed in some run.'] : []),
    ...(missing === 0 ? [] : [`Left out: ${some(missing, 'cell')} without values.`]),
    ...leftOut(outcome, slice, groups),
    ...withoutChart(outcome, slice),
  ].join(' ');
}

function seriesText({ axes }: SweepOutcome, { rows }: Slice, series: number): string {
  const { short, levels } = axes[series]!;
  const of =
    rows.length < levels.length ? `${count(rows.length)} of the ${count(levels.length)} values of` : 'each value of';
  return `Lines: ${of} ${shown(short)}.`;
}

function heldText(outcome: SweepOutcome, held: readonly number[], { at }: ShownCell): string {
  const { axes } = outcome;
  const told = held.map((a) => `${shown(axes[a]!.short)} ${shown(axes[a]!.levels[at[a]!]!.text, 18)}`);
  return `${list(told, 'and')}, as in ${firstName(outcome)}`;
}

function othersText({ axes }: SweepOutcome, { x }: Slice): string {
  return list(
    axes.filter((_, a) => a !== x).map(({ short }) => shown(short)),
    'and',
  );
}

function leftOut({ header, axes }: SweepOutcome, { x, levels }: Slice, { left, equal }: Groups): string[] {
  const all = axes[x]!.levels.length;
  return [
    ...(levels.length < all ? [`Shown are ${count(levels.length)} of ${count(all)} values.`] : []),
    ...leftText(header, left),
    ...(equal > 0 ? [`The same in all: ${some(equal, 'figure')}.`] : []),
  ];
}

/** Settings that are across in no chart. */
function withoutChart({ axes }: SweepOutcome, { without }: Slice): string[] {
  if (without.length === 0) return [];
  return [
    `Without a chart of ${without.length === 1 ? 'its' : 'their'} own: ${list(
      without.map((a) => shown(axes[a]!.short)),
      'and',
    )}.`,
  ];
}
