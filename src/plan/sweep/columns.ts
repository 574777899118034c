/**
 * The columns of the tidy table of a sweep that are not settings, each with what stands in it. One list: the rows in code, sweep.csv and
 * sweep.parquet are three ways to write it. Leaves out the columns of settings, which stand between these.
 */
import type { FigureRef } from '../../scenario/figure.ts';
import type { Estimate } from '../estimate.ts';
import type { SweepCell } from './cell.ts';

/** Of one cell and figure. */
export interface TidyRow {
  readonly cell: Pick<SweepCell, 'cell'> & { readonly status: string; readonly why: string | null };
  /** Runs in which all objectives were met; null unless done, and without objectives. */
  readonly met: number | null;
  readonly figure: Pick<FigureRef, 'text' | 'unit'>;
  /** Undefined unless the cell is done. */
  readonly estimate: Estimate | undefined;
}

export interface TidyColumn {
  readonly name: string;
  readonly type: 'integer' | 'number' | 'text';
  readonly valueOf: (row: TidyRow) => number | string | null;
}

const column = (name: string, type: TidyColumn['type'], valueOf: TidyColumn['valueOf']): TidyColumn => ({
  ...{ name, type, valueOf },
});

/** Null where there is no estimate. */
const estimated = (name: string, type: TidyColumn['type'], valueOf: (of: Estimate) => number | null): TidyColumn =>
  column(name, type, ({ estimate }) => (estimate === undefined ? null : valueOf(estimate)));

export const BEFORE_SETTINGS: readonly TidyColumn[] = [
  column('cell', 'integer', ({ cell }) => cell.cell),
  column('status', 'text', ({ cell }) => cell.status),
];

export const AFTER_SETTINGS: readonly TidyColumn[] = [
  column('figure', 'text', ({ figure }) => figure.text),
  column('unit', 'text', ({ figure }) => figure.unit),
  estimated('runs', 'integer', ({ runs }) => runs),
  estimated('missing', 'integer', ({ missing }) => missing),
  estimated('mean', 'number', ({ mean }) => mean),
  estimated('low', 'number', ({ interval }) => interval?.low ?? null),
  estimated('high', 'number', ({ interval }) => interval?.high ?? null),
  // One run says nothing of how much runs differ.
  estimated('standard_deviation', 'number', ({ runs, standardDeviation }) => (runs < 2 ? null : standardDeviation)),
  estimated('min', 'number', ({ min }) => min),
  estimated('max', 'number', ({ max }) => max),
  column('runs_met', 'integer', ({ met }) => met),
  column('why', 'text', ({ cell }) => cell.why),
];

/** What the name of a setting gets in front of it where a column has it already. */
const APART = 'vary.';

/** Names of the columns of settings, in order: different from each other and from all others, whatever the axes are called. */
export function settingNames(names: readonly string[]): string[] {
  const taken = new Set([...BEFORE_SETTINGS, ...AFTER_SETTINGS].map(({ name }) => name));
  return names.map((wanted) => {
    let name = wanted;
    while (taken.has(name)) name = `${APART}${name}`;
    taken.add(name);
    return name;
  });
}
