/** Runs scenarios for their metrics by the period. */
import type { MetricRow } from '../../src/metrics/metric.ts';
import type { Result } from '../../src/metrics/result.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { Run, type RunOptions } from '../../src/simulate.ts';

export interface Metered {
  readonly result: Result;
  readonly rows: readonly MetricRow[];
  /** How many rows had been handed on when the run reached an instant. */
  readonly writtenAt: readonly { readonly now: number; readonly rows: number }[];
}

/** `period` in seconds. */
export function metered(scenario: Scenario, period = 60, options: RunOptions = {}, slice = 200_000): Metered {
  const rows: MetricRow[] = [];
  const writtenAt: { now: number; rows: number }[] = [];
  const metrics = { period: period * 1e6, append: (more: readonly MetricRow[]) => void rows.push(...more) };
  const run = new Run(scenario, { ...options, metrics });
  while (!run.advance(slice)) writtenAt.push({ now: run.now, rows: rows.length });
  return { result: run.result(), rows, writtenAt };
}

/** The values of one metric by the start of their period, in seconds. */
export function valuesOf(
  rows: readonly MetricRow[],
  resource: string,
  metric: string,
  statistic = 'Sum',
): Record<number, number> {
  const ours = rows.filter((row) => row.resource === resource && row.metric === metric && row.statistic === statistic);
  return Object.fromEntries(ours.map(({ time, value }) => [time / 1e6, value]));
}

/** The sum of one metric over all periods. */
export function totalOf(rows: readonly MetricRow[], resource: string, metric: string): number {
  return Object.values(valuesOf(rows, resource, metric)).reduce((sum, one) => sum + one, 0);
}
