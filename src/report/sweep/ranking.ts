/**
 * Which cells of a sweep are best: those that met all objectives most often, and of these the cheapest; where none is good, what is closest to the
 * objectives. Cells that handled nothing come last: that is cheap, and no answer. Leaves out cells that were not done.
 */
import { estimate } from '../../plan/estimate.ts';
import { shown } from '../charts/names.ts';
import { distanceOf } from './distance.ts';
import type { ShownCell, SweepOutcome } from './outcome.ts';

type FigureRef = SweepOutcome['header']['figures'][number];

/** Which figure decides between cells that are as good otherwise; undefined where none says what is better. */
export function priceOf({ figures }: Pick<SweepOutcome['header'], 'figures'>): number | undefined {
  const tests: ((figure: FigureRef) => boolean)[] = [
    ({ text }) => text === 'cost.perMonth',
    ({ unit }) => unit === 'money',
    ({ better }) => better !== undefined,
  ];
  const found = tests.map((test) => figures.findIndex(test)).find((at) => at >= 0);
  return found;
}

/** The best first; equal ones in the order of their numbers. */
export function ranked({ header, cells }: SweepOutcome): ShownCell[] {
  const price = priceOf(header);
  const better = price === undefined ? undefined : header.figures[price]!.better;
  const key = (cell: ShownCell): number => {
    const mean = price === undefined ? 0 : cell.estimates[price]!.mean;
    return mean === null ? Infinity : better === 'more' ? -mean : mean;
  };
  const done = cells
    .filter(({ line }) => line.status === 'done')
    .map((cell) => ({
      cell,
      keys: [
        -(cell.met ?? 0),
        Number(isIdle(cell, header)),
        isGood(cell, header) ? 0 : distanceOf(cell, header),
        key(cell),
      ],
    }));
  return done.toSorted((a, b) => byKeys(a.keys, b.keys)).map(({ cell }) => cell);
}

function byKeys(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((key, i) => key !== b[i]);
  return at === -1 ? 0 : a[at]! < b[at]! ? -1 : 1;
}

/** Whether nothing got through in any run: no latency has a value. */
function isIdle({ estimates }: ShownCell, { figures }: SweepOutcome['header']): boolean {
  const latencies = estimates.filter((_, f) => figures[f]!.figure === 'latency');
  return latencies.length > 0 && latencies.every(({ mean }) => mean === null);
}

/** What the first of them is: the best only where it is good. */
export function firstName(outcome: SweepOutcome): string {
  const { header } = outcome;
  const [first] = ranked(outcome);
  if (first === undefined) return 'the first cell';
  if (header.objectives.length > 0)
    return isGood(first, header) ? 'the best cell' : 'the cell closest to the objectives';
  const price = priceOf(header);
  if (price === undefined) return 'the first cell';
  const { unit, better, text } = header.figures[price]!;
  return unit === 'money'
    ? 'the cheapest cell'
    : `the cell with the ${better === 'more' ? 'greatest' : 'least'} ${shown(text)}`;
}

/** Whether it met all objectives in all its runs; false of a sweep without objectives. */
export function isGood({ met }: ShownCell, { replications }: SweepOutcome['header']): boolean {
  return met === replications;
}

/**
 * Those of the good cells whose price these runs cannot tell from that of the best: all cells share their luck, so the difference is taken
 * run by run. The best is not among them.
 */
export function asGood(outcome: SweepOutcome, best: ShownCell, price: number): ShownCell[] {
  const { header, cells } = outcome;
  const own = valuesOf(best, price);
  return cells.filter((cell) => {
    if (cell === best || !isGood(cell, header)) return false;
    const differences = valuesOf(cell, price).map((value, r) => {
      const other = own[r] ?? null;
      return value === null || other === null ? null : value - other;
    });
    const { interval, mean } = estimate(header.figures[price]!, differences, header.confidence);
    return mean === 0 || (interval !== null && interval.low <= 0 && interval.high >= 0);
  });
}

function valuesOf({ line }: ShownCell, figure: number): readonly (number | null)[] {
  return line.status === 'done' ? (line.values[figure] ?? []) : [];
}

/** So many figures of a sweep, as numbers into them in their order: what objectives ask for, what it costs, how long it takes, then others. */
export function mainFigures({ figures, objectives }: SweepOutcome['header'], most: number): number[] {
  const weight = ({ text, unit, statistic, figure }: FigureRef): number => {
    if (objectives.some((objective) => objective.startsWith(text))) return 0;
    if (unit === 'money') return 1;
    if (figure === 'latency') return statistic === 'p99' ? 1 : 2;
    return figure === 'invocations' ? 2 : 3;
  };
  return figures
    .map((figure, f) => ({ f, weight: weight(figure) }))
    .toSorted((a, b) => a.weight - b.weight)
    .slice(0, most)
    .map(({ f }) => f)
    .toSorted((a, b) => a - b);
}
