/** The tidy table of a sweep as CSV, piece by piece: a large sweep has a million rows. Empty: there is no such value. */
import { stringify } from 'csv-stringify/sync';
import { kindedScaleOf } from '../../plan/search/scale.ts';
import type { Column, Value } from './rows.ts';

const ROWS_A_PIECE = 5000;

/** With a head. Texts that a spreadsheet would take for a formula begin with an apostrophe; numbers and quantities, such as `-1 s`, do not. */
export function* sweepCsv(columns: readonly Column[]): Generator<string> {
  const rows = columns[0]?.values.length ?? 0;
  yield lines([columns.map(({ name }) => name)]);
  for (let from = 0; from < rows; from += ROWS_A_PIECE) {
    const piece = Array.from({ length: Math.min(ROWS_A_PIECE, rows - from) }, (_, i) =>
      columns.map(({ values }) => written(values[from + i]!)),
    );
    yield lines(piece);
  }
}

function lines(rows: readonly (readonly Value[])[]): string {
  return stringify(rows as Value[][]);
}

/** The writer would make `1` of true, and nothing of false. */
function written(value: Value): Value {
  if (typeof value === 'boolean') return String(value);
  return typeof value === 'string' && FORMULA.test(value) && kindedScaleOf([value]) === undefined ? `'${value}` : value;
}

/** How formulas begin, in full width too. */
const FORMULA = /^[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/;
