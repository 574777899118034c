/**
 * The search as a chart: each candidate that ran by the share of its runs that missed, with the interval of Clopper and Pearson at 95 %,
 * against the risk. Of one numeric setting its value is the horizontal axis; of several, or of words, each candidate has a row.
 * Fresh runs of confirmations stand beside those of the search.
 */
import type { SearchOutcome, Values } from '../../plan/search/outcome.ts';
import { scaleOf } from '../../plan/search/scale.ts';
import { shareInterval } from '../../stats/binomial.ts';
import type { Piece } from '../charts/axes.ts';
import type { AnyChart } from '../charts/chart.ts';
import { framedFreely, type Panel } from '../charts/frame.ts';
import { colourOf } from '../charts/lines.ts';
import { shown, Stems } from '../charts/names.ts';
import { COLOURS, INK, LABEL_SIZE, WIDTH } from '../charts/theme.ts';
import { count, percent } from '../format.ts';
import { valuesText, type Asked } from './plan-search.ts';

const CONFIDENCE = 0.95;
/** Of rows there is no room for more: those that ran most are shown. */
const MOST_ROWS = 40;
const ROW = 22;
const LETTER = LABEL_SIZE * 0.62;
const LONGEST_NAME = 60;
/** Two marks at one value stand beside each other. */
const SIDE = 4;

const KINDS = [
  { name: 'search: misses too often', colour: COLOURS.vermilion },
  { name: 'search: looks good, or not decided', colour: COLOURS.sky },
  { name: 'fresh runs: recommended', colour: COLOURS.green },
  { name: 'fresh runs: not confirmed', colour: COLOURS.orange },
] as const;

interface Mark {
  readonly label: string;
  readonly values: Values;
  readonly kind: (typeof KINDS)[number]['name'];
  readonly runs: number;
  readonly misses: number;
}

/** Undefined when nothing ran. */
export function searchChart(search: SearchOutcome, { risk, minimise }: Asked): AnyChart | undefined {
  const marks = marksOf(search);
  if (marks.length === 0) return undefined;
  const panel = alongOneSetting(search, marks, risk) ?? inRows(search, marks, risk);
  const left = search.candidates.length - new Set(panel.marks.map(({ label }) => label)).size;
  const title = titleOf(search, minimise);
  const subtitle = `Share of runs that missed, with intervals that hold with ${percent(CONFIDENCE)} each (Clopper and Pearson); dashed: the risk, ${percent(risk)}.${left > 0 ? ` ${count(left)} more candidates are left out.` : ''}`;
  return framedFreely({ prefix: 'search', title, subtitle, panels: [panel.panel] }, new Stems());
}

function titleOf({ winner, status }: SearchOutcome, minimise: string): string {
  if (winner !== null)
    return `${minimise === 'settings' ? 'Smallest' : 'Least'}: ${shown(valuesText(winner.values), 70)}`;
  if (status === 'silent') return 'Nothing came that could be late or lost';
  return status === 'runs' ? 'Nothing is confirmed: runs did not suffice' : 'Nothing meets what is asked for';
}

function marksOf({ candidates, confirmations }: SearchOutcome): Mark[] {
  const searched = candidates
    .filter(({ runs }) => runs > 0)
    .map(({ values, runs, misses, standing }) => {
      const kind = standing === 'bad' ? KINDS[0].name : KINDS[1].name;
      return { label: valuesText(values), values, kind, runs, misses };
    });
  const confirmed = confirmations.map(({ values, runs, misses, accepted }) => {
    const kind = accepted ? KINDS[2].name : KINDS[3].name;
    return { label: valuesText(values), values, kind, runs, misses };
  });
  return [...searched, ...confirmed];
}

interface Drawn {
  readonly panel: Panel;
  readonly marks: readonly Mark[];
}

/** Undefined where several settings vary, or one that is no number. */
function alongOneSetting({ vary }: SearchOutcome, marks: readonly Mark[], risk: number): Drawn | undefined {
  const [axis, ...others] = vary;
  if (others.length > 0) return undefined;
  const raw = marks.map(({ values }) => values[axis!.path]);
  if (!raw.every((value) => typeof value === 'number')) return undefined;
  const numbers = scaleOf(raw) as number[];
  const rows = marks.map((mark, i) => ({ ...pointOf(mark), x: numbers[i]! }));
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  const room = Math.max(0.5, 0.03 * (most - least));
  const x: Piece = {
    field: 'x',
    type: 'quantitative',
    scale: { domain: [least - room, most + room], nice: false, zero: false },
    axis: { title: shown(axis!.path, LONGEST_NAME), grid: false, format: ',~r', tickMinStep: 1, tickCount: 10 },
  };
  const share: Piece = { ...shareAxis(), axis: { ...SHARE_LABELS, title: 'runs that missed' } };
  return { marks, panel: { layers: layers(rows, { across: x, along: share, alongIs: 'y' }, risk) } };
}

function inRows({ candidates }: SearchOutcome, all: readonly Mark[], risk: number): Drawn {
  const shownRows = new Set(
    candidates
      .toSorted((a, b) => b.runs - a.runs)
      .slice(0, MOST_ROWS)
      .map(({ values }) => valuesText(values)),
  );
  const marks = all.filter(({ label }) => shownRows.has(label));
  const labels = [...new Set(marks.map(({ label }) => label))];
  const names = labels.map((label) => shown(label, LONGEST_NAME));
  const rows = marks.map((mark) => ({ ...pointOf(mark), x: String(labels.indexOf(mark.label)) }));
  const longest = Math.max(...names.map(({ length }) => length));
  // Names are data: they are drawn as labels by their number, and never become an expression.
  const y: Piece = {
    field: 'x',
    type: 'nominal',
    sort: labels.map((_, i) => String(i)),
    axis: { title: null, labels: false, ticks: false, grid: true },
  };
  const share: Piece = { ...shareAxis(), axis: { ...SHARE_LABELS, title: 'runs that missed' } };
  const width = Math.max(280, Math.round(WIDTH - LETTER * longest));
  const text: Piece = {
    data: { values: names.map((name, i) => ({ x: String(i), name })) },
    mark: { type: 'text', align: 'right', x: -8, fontSize: LABEL_SIZE, color: INK, clip: false },
    encoding: { y, text: { field: 'name' } },
  };
  const height = Math.max(3, labels.length) * ROW;
  return {
    marks,
    panel: { height, width, layers: [...layers(rows, { across: y, along: share, alongIs: 'x' }, risk), text] },
  };
}

const SHARE_LABELS = { format: '.0%', tickCount: 6 };

function shareAxis(): Piece {
  return { type: 'quantitative', scale: { domain: [0, 1], nice: false } };
}

function pointOf({ runs, misses, kind }: Mark) {
  const { low, high } = shareInterval(misses, runs, CONFIDENCE);
  return { v: misses / runs, low, high, s: kind, fresh: kind.startsWith('fresh') };
}

interface Axes {
  readonly across: Piece;
  readonly along: Piece;
  /** Where the shares stand. */
  readonly alongIs: 'x' | 'y';
}

/** Where there are both, those of the search a little to one side and fresh ones to the other; the risk above all. */
function layers(
  rows: readonly (ReturnType<typeof pointOf> & { readonly x: unknown })[],
  axes: Axes,
  risk: number,
): Piece[] {
  const { across, along, alongIs } = axes;
  const other = alongIs === 'y' ? 'x' : 'y';
  const kinds = KINDS.filter(({ name }) => rows.some(({ s }) => s === name));
  const color = colourOf(kinds, 'square');
  const isPair = (row: (typeof rows)[number]): boolean =>
    rows.some(({ x, fresh }) => x === row.x && fresh !== row.fresh);
  const sideOf = (row: (typeof rows)[number]): number => (isPair(row) ? (row.fresh ? SIDE : -SIDE) : 0);
  const sides = [-SIDE, 0, SIDE].flatMap((side): Piece[] => {
    const values = rows.filter((row) => sideOf(row) === side);
    if (values.length === 0) return [];
    const offset = { [`${other}Offset`]: side };
    return [
      {
        data: { values },
        mark: { type: 'rule', strokeWidth: 1.5, ...offset },
        encoding: { [alongIs]: { field: 'low', ...along }, [`${alongIs}2`]: { field: 'high' }, [other]: across, color },
      },
      {
        data: { values },
        mark: { type: 'point', filled: true, size: 45, opacity: 1, ...offset },
        encoding: { [alongIs]: { field: 'v', ...along }, [other]: across, color },
      },
    ];
  });
  const line: Piece = {
    data: { values: [{ v: risk }] },
    mark: { type: 'rule', color: INK, strokeDash: [5, 4] },
    encoding: { [alongIs]: { field: 'v', ...along } },
  };
  return [...sides, line];
}
