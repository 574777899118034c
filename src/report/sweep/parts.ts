/**
 * What is told of a sweep, for the terminal and as Markdown: the answer, a table of all cells or of the best, and what became of cells that are
 * not done.
 */
import type { SweepLine } from '../../plan/sweep/line.ts';
import type { Part, Shown } from '../experiments/plan-parts.ts';
import { harmless } from '../fit.ts';
import { count, inUnit, some, was } from '../format.ts';
import type { Cell } from '../table.ts';
import type { ShownAxis, ShownCell, SweepOutcome } from './outcome.ts';
import { isGood, mainFigures, ranked } from './ranking.ts';
import { answer, cellNumbers, sentences } from './words.ts';

/** Of more cells the best are shown. */
const MOST_CELLS = 30;
const BEST = 12;
const MOST_FIGURES = 6;
const MOST_REASONS = 6;

export function sweepParts(outcome: SweepOutcome): Part[] {
  const { header } = outcome;
  const [best] = ranked(outcome);
  const isMet = best !== undefined && isGood(best, header);
  return [
    {
      headlines: [answer(outcome)],
      kind: header.objectives.length === 0 ? 'strong' : isMet ? 'good' : 'bad',
      sentences: sentences(outcome),
    },
    cellTable(outcome),
    ...troubles(outcome),
  ];
}

function cellTable(outcome: SweepOutcome): Shown {
  const { header, axes } = outcome;
  const figures = mainFigures(header, MOST_FIGURES);
  const hasObjectives = header.objectives.length > 0;
  const head = [
    'cell',
    ...axes.map(axisTitle),
    ...figures.map((f) => figureTitle(header.figures[f]!)),
    ...(hasObjectives ? ['all met in'] : []),
  ];
  const rows = shownCells(outcome).map((cell): Cell[] => [
    String(cell.line.cell),
    ...axes.map(({ levels }, a) => levels[cell.at[a]!]!.text),
    ...figures.map((f) => valueCell(cell, f)),
    ...(hasObjectives ? [metCell(cell, outcome)] : []),
  ]);
  return { table: { head, rows }, after: tableNote(outcome) };
}

/** In words, which the title of a narrow column takes to several lines: `maximum batching window`. */
function axisTitle({ name, short }: ShownAxis): string {
  return name.endsWith(`.${short}`) ? short.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`) : short;
}

function figureTitle({ statistic, name, figure }: SweepOutcome['header']['figures'][number]): string {
  return [statistic ?? '', harmless(name), figure].join(' ').trim();
}

/** What it leaves out. */
function tableNote(outcome: SweepOutcome): string {
  const { header, cells } = outcome;
  const { replications } = header;
  const left = cells.length - shownCells(outcome).length;
  const more = header.figures.length - mainFigures(header, MOST_FIGURES).length;
  const rest = [
    ...(left > 0 ? [some(left, 'more cell')] : []),
    ...(more > 0 ? [some(more, 'more figure')] : []),
    ...(replications > 1 ? ['intervals'] : []),
  ];
  const mean = replications > 1 ? `Means of ${some(replications, 'run')}` : 'Values of one run';
  const of = left > 0 ? ' of each, the best cells first' : '';
  return `${mean}${of}${rest.length === 0 ? '' : `; ${rest.join(', ')}: sweep.csv`}.`;
}

function shownCells(outcome: SweepOutcome): readonly ShownCell[] {
  return outcome.cells.length <= MOST_CELLS ? outcome.cells : ranked(outcome).slice(0, BEST);
}

function valueCell({ estimates, line }: ShownCell, f: number): Cell {
  const estimate = estimates[f];
  if (estimate === undefined) return { text: line.status, kind: 'warning' };
  return inUnit(estimate.figure.unit, estimate.mean);
}

function metCell(cell: ShownCell, { header }: SweepOutcome): Cell {
  if (cell.met === null) return '–';
  const kind = isGood(cell, header) ? 'good' : 'bad';
  return { text: `${count(cell.met)} of ${count(header.replications)}`, kind };
}

type Told = (n: number, seed: string) => string;
const TROUBLES: readonly (readonly [SweepLine['status'], Told])[] = [
  ['failed', (n, seed) => `${some(n, 'cell')} of seed ${seed} failed, and will be run again when the sweep goes on:`],
  ['gave up', (n) => `${some(n, 'cell')} ${was(n)} given up:`],
  ['refused', (n) => `${some(n, 'cell')} ${n === 1 ? 'is' : 'are'} no sound scenario:`],
];

/** What became of cells that are not done: with their numbers, by reason. */
function troubles({ header, cells }: SweepOutcome): Shown[] {
  return TROUBLES.flatMap(([status, told]) => {
    const own = cells.filter(({ line }) => line.status === status);
    if (own.length === 0) return [];
    const reasons = new Map<string, ShownCell[]>();
    for (const cell of own) {
      const why = harmless(cell.line.why ?? '');
      const known = reasons.get(why);
      if (known === undefined) reasons.set(why, [cell]);
      else known.push(cell);
    }
    const all = [...reasons].map(([why, of]) => [cellNumbers(of), why]);
    const rest = all.length - MOST_REASONS;
    return {
      before: told(own.length, harmless(String(header.seed))),
      table: { head: ['cells', 'why'], rows: all.slice(0, MOST_REASONS), remark: true },
      ...(rest > 0 ? { after: `${some(rest, 'more reason')}: sweep.csv.` } : {}),
    };
  });
}
