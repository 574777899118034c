/** Rows about parts of one result or of several, and the tables they make. Pure. */
import type { Result } from '../../metrics/result.ts';
import { some } from '../format.ts';
import type { Entry } from './entry.ts';
import { markup, type Content, type Html } from './html.ts';
import { table, type Row } from './table.ts';

/** Nobody reads more. */
const MOST_ROWS = 200;

/** The parts of all results; of several, each under the label of its result. */
export function rowsOf<T>(
  entries: readonly Entry[],
  partsOf: (result: Result) => readonly (readonly [string, T])[],
): [Content, T][] {
  return entries.flatMap(({ label, result }) =>
    partsOf(result).map(([name, part]): [Content, T] => [
      entries.length === 1 ? name : markup`<span class="part">${name}</span> ${label}`,
      part,
    ]),
  );
}

/** A table with its caption, of no more rows than people read. */
export function shown({
  caption,
  columns,
  rows,
}: {
  caption: string;
  columns: readonly string[];
  rows: readonly Row[];
}): Html {
  const more = rows.length - MOST_ROWS;
  const note = more <= 0 ? null : markup`<p class="note">${some(more, 'row')} more: result.json has them all.</p>`;
  return markup`${table({ caption, columns, rows: rows.slice(0, MOST_ROWS), showsCaption: true })}${note}`;
}

/** Which part of the runs a table counts, where one has a warm-up; the books beside it count everything. */
export function afterWarmUp(entries: readonly Entry[]): string {
  return entries.some(({ result }) => result.warmUp > 0) ? ', after the warm-up' : '';
}
