/** Tables of the cells of a sweep: all of a small one, of a larger one the best. */
import { count, inUnit, some } from '../format.ts';
import type { Cell, Table } from '../table.ts';
import type { ShownCell, SweepOutcome } from './outcome.ts';
import { isGood, mainFigures, ranked } from './ranking.ts';

/** Of more cells the best are shown. */
const MOST_CELLS = 30;
const BEST = 12;
const MOST_FIGURES = 6;

type Titled = Table & { readonly head: readonly string[] };

export function cellTable(outcome: SweepOutcome): Titled {
  const { header, axes } = outcome;
  const figures = mainFigures(header, MOST_FIGURES);
  const hasObjectives = header.objectives.length > 0;
  const head = [
    'cell',
    ...axes.map(({ short }) => short),
    ...figures.map((f) => header.figures[f]!.text),
    ...(hasObjectives ? ['all met in'] : []),
  ];
  const rows = shownCells(outcome).map((cell): Cell[] => [
    count(cell.line.cell),
    ...axes.map(({ levels }, a) => levels[cell.at[a]!]!.text),
    ...figures.map((f) => valueCell(cell, f)),
    ...(hasObjectives ? [metCell(cell, outcome)] : []),
  ]);
  return { head, rows };
}

/** What the table leaves out. */
export function tableNote(outcome: SweepOutcome): string[] {
  const { header, cells } = outcome;
  const { replications } = header;
  const left = cells.length - shownCells(outcome).length;
  const more = header.figures.length - mainFigures(header, MOST_FIGURES).length;
  const rest = [
    ...(left > 0 ? [`${some(left, 'more cell')}`] : []),
    ...(more > 0 ? [`${some(more, 'more figure')}`] : []),
    ...(replications > 1 ? ['intervals'] : []),
  ];
  const mean = replications > 1 ? `Means of ${some(replications, 'run')}` : 'Values of one run';
  const of = left > 0 ? ', the best cells' : '';
  return [`${mean}${of}${rest.length === 0 ? '' : `; ${rest.join(', ')}: sweep.csv`}.`];
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
