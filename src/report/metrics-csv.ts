/**
 * Metrics by the period as CSV: a head, and a line for each row. Names of parts are anybody's text: they are quoted where they must
 * be, and what a spreadsheet would take for a formula begins with an apostrophe.
 */
import { stringify } from 'csv-stringify/sync';
import type { MetricRow } from '../metrics/metric.ts';

const MICROS_PER_SECOND = 1e6;

/** The first line. */
export function metricsCsvHead(): string {
  return 'time_s,namespace,resource,metric,statistic,unit,value\n';
}

/** Lines of rows, each with its line break. Seconds and values are in the shortest form that reads back as the same number. */
export function metricsCsv(rows: readonly MetricRow[]): string {
  const cells = rows.map(({ time, namespace, resource, metric, statistic, unit, value }) => {
    return [time / MICROS_PER_SECOND, namespace, resource, metric, statistic, unit, value];
  });
  return stringify(cells, { escape_formulas: true });
}
