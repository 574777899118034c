/**
 * Replications as CSV, tidy: a row for each figure in each run. Values are in the units of results: microseconds, bytes, shares
 * from 0 to 1, dollars. Empty: there was nothing to measure.
 */
import { stringify } from 'csv-stringify/sync';
import type { Replications } from '../../plan/replicate.ts';

const HEAD = ['figure', 'unit', 'replication', 'value'];

/** With a head. */
export function replicationsCsv({ figures, first }: Replications): string {
  const rows = figures.flatMap(({ figure: { text, unit }, values }) =>
    values.map((value, i) => [text, unit, first + i, value]),
  );
  return stringify([HEAD, ...rows], { escape_formulas: true });
}
