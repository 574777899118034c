/**
 * The tidy table of a sweep as typed columns: a row for each cell and figure. CSV and Parquet are two ways to write it, so neither can say
 * what the other does not. Leaves out single runs: the lines of the sweep have them.
 */
import { kindedScaleOf, numberOf, type ScaleKind } from '../../plan/search/scale.ts';
import {
  AFTER_SETTINGS,
  BEFORE_SETTINGS,
  settingNames,
  type TidyColumn,
  type TidyRow,
} from '../../plan/sweep/columns.ts';
import type { SweepOutcome } from './outcome.ts';

/** Whole numbers are integers where a signed integer of 32 bits holds them all. */
export type ColumnType = 'integer' | 'number' | 'boolean' | 'text';
export type Value = number | boolean | string | null;

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  /** By row. */
  readonly values: readonly Value[];
}

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
  const rows = cells.flatMap(({ line, met, estimates }) =>
    header.figures.map((figure, f): TidyRow => ({ cell: line, met, figure, estimate: estimates[f] })),
  );
  const settings = axes.flatMap(({ name }) => {
    return settingColumns(
      name,
      cells.flatMap(({ line }) => header.figures.map(() => line.settings[name] ?? null)),
      rows.map(({ cell }) => cell.status === 'done'),
    );
  });
  const names = settingNames(settings.map(({ name }) => name));
  const filled = (columns: readonly TidyColumn[]): Column[] =>
    columns.map(({ name, type, valueOf }) => ({ name, type, values: rows.map(valueOf) }));
  return [
    ...filled(BEFORE_SETTINGS),
    ...settings.map((column, i) => ({ ...column, name: names[i]! })),
    ...filled(AFTER_SETTINGS),
  ];
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

function numbers(name: string, values: readonly Value[]): Column {
  return { name, type: 'number', values };
}

function texts(name: string, values: readonly Value[]): Column {
  return { name, type: 'text', values };
}
