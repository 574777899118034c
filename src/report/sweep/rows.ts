/**
 * The tidy table of a sweep as typed columns: a row for each cell and figure. CSV and Parquet are two ways to write it, so neither can say
 * what the other does not. Leaves out single runs: the lines of the sweep have them.
 */
import type { Estimate } from '../../plan/estimate.ts';
import { kindedScaleOf, numberOf, type ScaleKind } from '../../plan/search/scale.ts';
import type { SweepOutcome, ShownCell } from './outcome.ts';

/** Whole numbers are integers where a signed integer of 32 bits holds them all. */
export type ColumnType = 'integer' | 'number' | 'boolean' | 'text';
export type Value = number | boolean | string | null;

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  /** By row. */
  readonly values: readonly Value[];
}

/** Columns that are not settings, before and after them. */
const BEFORE = ['cell', 'status'];
const AFTER = [
  ...['figure', 'unit', 'runs', 'missing', 'mean', 'low', 'high', 'standard_deviation', 'min', 'max'],
  ...['runs_met', 'why'],
];
/** What the name of an axis gets in front of it where a column has it already. */
const APART = 'vary.';

/** What is behind the name of a setting in the column of its numbers, by the kind of quantity. */
const SUFFIXES: Readonly<Record<Exclude<ScaleKind, 'number'>, string>> = {
  duration: 'microseconds',
  memory: 'mb',
  size: 'bytes',
  rate: 'per_second',
  share: 'share',
  money: 'usd',
};

/** A cell that is not done has its rows too, with a status, why, and no values. */
export function sweepColumns({ header, axes, cells }: SweepOutcome): Column[] {
  const { figures } = header;
  const rows = cells.flatMap((cell) => figures.map((figure, f) => ({ cell, figure, of: cell.estimates[f] })));
  const settings = axes.flatMap(({ name }) => {
    return settingColumns(
      name,
      rows.map(({ cell }) => cell.line.settings[name] ?? null),
      rows.map(({ cell }) => cell.line.status === 'done'),
    );
  });
  const fromCell = (read: (cell: ShownCell) => Value): Value[] => rows.map(({ cell }) => read(cell));
  const fromEstimate = (read: (of: Estimate) => Value): Value[] => {
    return rows.map(({ of }) => (of === undefined ? null : read(of)));
  };
  return distinct([
    integers(
      'cell',
      fromCell(({ line }) => line.cell),
    ),
    texts(
      'status',
      fromCell(({ line }) => line.status),
    ),
    ...settings,
    texts(
      'figure',
      rows.map(({ figure }) => figure.text),
    ),
    texts(
      'unit',
      rows.map(({ figure }) => figure.unit),
    ),
    integers(
      'runs',
      fromEstimate(({ runs }) => runs),
    ),
    integers(
      'missing',
      fromEstimate(({ missing }) => missing),
    ),
    numbers(
      'mean',
      fromEstimate(({ mean }) => mean),
    ),
    numbers(
      'low',
      fromEstimate(({ interval }) => interval?.low ?? null),
    ),
    numbers(
      'high',
      fromEstimate(({ interval }) => interval?.high ?? null),
    ),
    numbers(
      'standard_deviation',
      fromEstimate(({ runs, standardDeviation }) => (runs < 2 ? null : standardDeviation)),
    ),
    numbers(
      'min',
      fromEstimate(({ min }) => min),
    ),
    numbers(
      'max',
      fromEstimate(({ max }) => max),
    ),
    integers(
      'runs_met',
      fromCell(({ met }) => met),
    ),
    texts(
      'why',
      fromCell(({ line }) => line.why),
    ),
  ]);
}

/**
 * As written; and of quantities, which are texts with units, a column of their numbers beside it. Types are those of the cells that are done,
 * where there are any: a value that was refused, such as a number without its unit, changes no column, and is null where it does not fit.
 */
function settingColumns(name: string, values: readonly unknown[], isDone: readonly boolean[]): Column[] {
  const done = values.filter((_, i) => isDone[i]);
  const deciding = done.length === 0 ? values : done;
  const column = typed(name, values, deciding);
  const kind = column.type === 'text' ? kindedScaleOf(deciding)?.kind : undefined;
  if (kind === undefined || kind === 'number') return [column];
  const asNumber = (value: unknown) => (value === null ? null : (numberOf(kind, value) ?? null));
  return [column, numbers(`${name}_${SUFFIXES[kind]}`, values.map(asNumber))];
}

/** Of one type where all values that decide it are; else texts. */
function typed(name: string, values: readonly unknown[], deciding: readonly unknown[]): Column {
  const known = deciding.filter((value) => value !== null);
  const all = (type: string): boolean => known.length > 0 && known.every((value) => typeof value === type);
  const fitting = (fits: (value: unknown) => boolean) => values.map((value) => (fits(value) ? (value as Value) : null));
  if (all('boolean')) return { name, type: 'boolean', values: fitting((value) => typeof value === 'boolean') };
  if (!all('number')) return texts(name, values.map(written));
  if (known.every(isInteger)) return { name, type: 'integer', values: fitting(isInteger) };
  return { name, type: 'number', values: fitting((value) => typeof value === 'number') };
}

function isInteger(value: unknown): boolean {
  return Number.isInteger(value) && Math.abs(value as number) < 0x8000_0000;
}

function written(value: unknown): string | null {
  if (value === null) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function integers(name: string, values: readonly Value[]): Column {
  return { name, type: 'integer', values };
}

function numbers(name: string, values: readonly Value[]): Column {
  return { name, type: 'number', values };
}

function texts(name: string, values: readonly Value[]): Column {
  return { name, type: 'text', values };
}

/** No two columns have one name, whatever the axes are called; ours keep theirs. */
function distinct(columns: readonly Column[]): Column[] {
  const taken = new Set<string>([...BEFORE, ...AFTER]);
  return columns.map((column, i) => {
    const isOurs = i < BEFORE.length || i >= columns.length - AFTER.length;
    if (isOurs) return column;
    let { name } = column;
    while (taken.has(name)) name = `${APART}${name}`;
    taken.add(name);
    return { ...column, name };
  });
}
