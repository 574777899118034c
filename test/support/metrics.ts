/** Runs scenarios for their metrics by the period. */
import { expect } from 'vitest';
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

/** Of a run without a warm-up the counts of the result are those of the whole run. */
export function expectTotals(rows: readonly MetricRow[], { sources, functions, mappings }: Result): void {
  for (const [name, source] of Object.entries(sources).filter(([, { type }]) => type === 'sqs' || type === 'sqsFifo')) {
    expect(totalOf(rows, name, 'NumberOfMessagesSent')).toBe(source.arrived);
    expect(totalOf(rows, name, 'NumberOfMessagesReceived')).toBe(source.received);
    expect(totalOf(rows, name, 'NumberOfEmptyReceives')).toBe(source.emptyReceives);
    const deletedOnce = source.succeeded + source.acknowledged + source.filtered;
    expect(totalOf(rows, name, 'NumberOfMessagesDeleted')).toBeGreaterThanOrEqual(deletedOnce);
    expect(totalOf(rows, name, 'NumberOfMessagesDeleted')).toBeLessThanOrEqual(deletedOnce + source.duplicates);
    const deep = Object.values(valuesOf(rows, name, 'ApproximateNumberOfMessagesVisible', 'Maximum'));
    expect(Math.max(0, ...deep)).toBe(source.depth.max);
  }
  for (const [name, fn] of Object.entries(functions)) {
    expect(totalOf(rows, name, 'Invocations')).toBe(fn.invocations);
    expect(totalOf(rows, name, 'Errors')).toBe(fn.errors);
    expect(totalOf(rows, name, 'Throttles')).toBe(fn.throttles);
    expect(Math.max(0, ...Object.values(valuesOf(rows, name, 'ConcurrentExecutions', 'Maximum')))).toBe(
      fn.concurrency.max,
    );
  }
  expectEventTotals(rows, { sources });
  // Mappings of brokers and change streams have no metrics of events.
  const isCounted = (source: string): boolean => !['mq', 'documentDb'].includes(sources[source]!.type);
  for (const [name, { source, batchSize, filtered, changes }] of Object.entries(mappings)) {
    if (!isCounted(source)) continue;
    expect(totalOf(rows, name, 'FilteredOutEventCount')).toBe(filtered);
    const given = batchSize.count === 0 ? 0 : Math.round(batchSize.mean! * batchSize.count);
    // Of a period in which it was not enabled at all there is nothing, and a batch that was refused before may go ahead in it.
    const isWhole = changes.every(({ change }) => change !== 'disabled');
    if (isWhole) expect(totalOf(rows, name, 'InvokedEventCount')).toBe(given);
    else expect(totalOf(rows, name, 'InvokedEventCount')).toBeLessThanOrEqual(given);
  }
}

/** The same of events that invoke a function asynchronously: a function sums over its sources. */
function expectEventTotals(rows: readonly MetricRow[], { sources }: Pick<Result, 'sources'>): void {
  const events = Object.values(sources).flatMap(({ async }) => (async === null ? [] : [async]));
  for (const name of new Set(events.map((one) => one.function))) {
    const own = events.filter((one) => one.function === name);
    const sum = (of: (one: (typeof own)[number]) => number): number => own.reduce((total, one) => total + of(one), 0);
    expect(totalOf(rows, name, 'AsyncEventsReceived')).toBe(sum(({ received }) => received));
    expect(totalOf(rows, name, 'AsyncEventsDropped')).toBe(sum(({ dropped }) => dropped));
    expect(totalOf(rows, name, 'DeadLetterErrors')).toBe(sum(({ deadLetterQueue }) => deadLetterQueue?.failed ?? 0));
  }
}
