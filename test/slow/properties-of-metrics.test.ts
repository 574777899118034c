/** Metrics by the period, in any run: they add up to the result, and leave it as it is. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MetricRow } from '../../src/metrics/metric.ts';
import { Fate, type Batch } from '../../src/model/batch.ts';
import { Listener, type Named } from '../../src/model/observer.ts';
import { simulate } from '../../src/simulate.ts';
import { metricsCsv } from '../../src/report/metrics-csv.ts';
import { scenarioOf, type Line } from '../support/run.ts';
import { expectTotals, metered, totalOf, valuesOf } from '../support/metrics.ts';
import { anyScenario } from '../../src/testing/queue-scenarios.ts';

const RUNS = { numRuns: 20, seed: 3 };
const anyPeriod = fc.constantFrom(1, 5, 7, 20, 60);

/** Time-weighted means of the periods, weighted by their lengths, are the mean of the run. */
function expectMean(
  rows: readonly MetricRow[],
  name: string,
  metric: string,
  period: number,
  seconds: number,
  mean: number,
): void {
  const areas = Object.entries(valuesOf(rows, name, metric, 'Average')).map(
    ([from, value]) => value * Math.min(period, seconds - Number(from)),
  );
  expect(areas.reduce((sum, area) => sum + area, 0) / seconds).toBeCloseTo(mean, 6);
}

describe('in any run', () => {
  it('they add up to the result', () => {
    fc.assert(
      fc.property(anyScenario, anyPeriod, (value, period) => {
        const { result, rows } = metered(scenarioOf({ ...value, warmUp: '0 s' }), period);
        expectTotals(rows, result);
        const { depth, inFlight } = result.sources['q']!;
        expectMean(rows, 'q', 'ApproximateNumberOfMessagesVisible', period, 100, depth.mean);
        expectMean(rows, 'q', 'ApproximateNumberOfMessagesNotVisible', period, 100, inFlight.mean);
        expectMean(rows, 'f', 'ConcurrentExecutions', period, 100, result.functions['f']!.concurrency.mean);
        expectMean(rows, '', 'ConcurrentExecutions', period, 100, result.functions['f']!.concurrency.mean);
        expect(rows.every(({ value: one }) => Number.isFinite(one) && one >= 0)).toBe(true);
      }),
      RUNS,
    );
  });

  it('the result is the same with them and without, and they are the same bytes in slices and beside a journal', () => {
    fc.assert(
      fc.property(anyScenario, anyPeriod, fc.integer({ min: 1, max: 5000 }), (value, period, slice) => {
        const scenario = scenarioOf(value);
        const { result, rows } = metered(scenario, period);
        expect(JSON.stringify(result)).toBe(JSON.stringify(simulate(scenario)));
        const sliced = metered(scenario, period, { journal: () => {} }, slice);
        expect(JSON.stringify(sliced.result)).toBe(JSON.stringify(result));
        expect(metricsCsv(sliced.rows)).toBe(metricsCsv(rows));
      }),
      RUNS,
    );
  });

  it('every record polled was given to an invocation, or let go of, or is still held; every delete was of one of them', () => {
    fc.assert(
      fc.property(anyScenario, anyPeriod, (value, period) => {
        const deletes = new Deletes();
        const lines: Line[] = [];
        const journal = (line: string): void => void lines.push(JSON.parse(line) as Line);
        const observers = [() => deletes];
        const { rows } = metered(scenarioOf({ ...value, events: [], warmUp: '0 s' }), period, { journal, observers });
        const received = deliveries(lines, 'received');
        const invoked = deliveries(lines, 'invoked');
        expect(totalOf(rows, 'm', 'PolledEventCount')).toBe(received.length);
        expect(totalOf(rows, 'm', 'InvokedEventCount')).toBe(invoked.length);
        // Of a queue no delivery is given to an invocation twice: a failed one is received again.
        expect(new Set(invoked).size).toBe(invoked.length);
        const known = new Set(received);
        expect(invoked.filter((delivery) => !known.has(delivery))).toEqual([]);
        expect(totalOf(rows, 'm', 'DeletedEventCount')).toBe(deletes.count);
        const filtered = deletes.ofFilters;
        expect(totalOf(rows, 'm', 'FilteredOutEventCount')).toBe(filtered);
        expect(totalOf(rows, 'q', 'NumberOfMessagesDeleted')).toBe(deletes.count + filtered);
      }),
      RUNS,
    );
  });
});

/** Receives by the record and how often it had been received. */
function deliveries(lines: readonly Line[], event: string): string[] {
  return lines
    .filter((line) => line.event === event && line.mapping === 'm')
    .flatMap(({ records, receiveCounts }) => records!.map((id, i) => `${id} ${receiveCounts![i]}`));
}

class Deletes extends Listener {
  count = 0;
  ofFilters = 0;

  override filtered(): void {
    this.ofFilters++;
  }

  override deleted(_source: Named, { fates, size }: Batch): void {
    for (const fate of fates.subarray(0, size)) if ((fate & 3) !== Fate.kept) this.count++;
  }
}
