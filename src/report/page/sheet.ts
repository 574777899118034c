/**
 * The figures of one part of a result, as labels and texts: what every table of figures is made from. The three kinds of
 * parts have a file each; this one has the form they share.
 */
import type { LevelResult, SourceResult, Spread } from '../../metrics/result.ts';
import { count, inUnit } from '../format.ts';

export interface Line {
  readonly label: string;
  readonly value: string;
  /** Among the few figures to look at first. */
  readonly isHeadline?: boolean;
}

export type Unit = 'duration' | 'count' | 'size';

export interface Measured<T> {
  readonly label: string;
  readonly unit: Unit;
  readonly of: T;
}

export interface Sheet {
  readonly lines: readonly Line[];
  readonly spreads: readonly Measured<Spread>[];
  readonly levels: readonly Measured<LevelResult>[];
}

export const SPREAD_COLUMNS = ['count', 'mean', 'min', 'p50', 'p90', 'p95', 'p99', 'p99.9', 'max'] as const;
export const LEVEL_COLUMNS = ['mean', 'min', 'max', 'last'] as const;

export function written(unit: Unit, value: number | null): string {
  return inUnit(unit, value);
}

/** One figure of a spread; how many there are is a count whatever they are. */
export function ofSpread({ unit, of }: Measured<Spread>, column: (typeof SPREAD_COLUMNS)[number]): string {
  return column === 'count' ? count(of.count) : written(unit, of[column]);
}

export function headline(label: string, value: string): Line {
  return { label, value, isHeadline: true };
}

/** Over the stages of chains, of records of a source that follow others, where there are any. */
export function endToEnd({ endToEnd: of }: Pick<SourceResult, 'endToEnd'>): Measured<Spread>[] {
  return of === null ? [] : [{ label: 'end to end', unit: 'duration', of }];
}

/** A line that says nothing when there are none. */
export function unlessZero(label: string, n: number): Line[] {
  return n === 0 ? [] : [{ label, value: count(n) }];
}

/** All lines, spreads and levels included, each with one value: for columns side by side. */
export function flat({ lines, spreads, levels }: Sheet): Line[] {
  return [
    ...lines,
    ...spreads.flatMap((spread) =>
      SPREAD_COLUMNS.map((column) => {
        const value = ofSpread(spread, column);
        return { label: `${spread.label} ${column}`, value, isHeadline: HEADLINES.has(`${spread.label} ${column}`) };
      }),
    ),
    ...levels.flatMap(({ label, unit, of }) =>
      LEVEL_COLUMNS.map((column) => {
        const value = written(unit, of[column]);
        return { label: `${label} ${column}`, value, isHeadline: HEADLINES.has(`${label} ${column}`) };
      }),
    ),
  ];
}

/** Of spreads and levels, what one looks at first. */
const HEADLINES: ReadonlySet<string> = new Set([
  'latency p50',
  'latency p99',
  'latency max',
  'batch size mean',
  'depth max',
  'pollers max',
  'iterator age p99',
  'iterator age max',
  'age at attempts max',
  'age at first run p50',
  'age at first run p99',
  'invocations at once max',
  'shards max',
  'concurrency mean',
  'concurrency max',
  'duration p99',
  'connections max',
]);
