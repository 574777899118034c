/** What must hold of the parts of every record's time, in every run. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Result } from '../../src/metrics/result.ts';
import type { WhereTimeWent } from '../../src/metrics/where-time-went/result.ts';
import { simulate } from '../../src/simulate.ts';
import { anyChain, anyScenario } from '../../src/testing/queue-scenarios.ts';
import { anyStreamScenario } from '../../src/testing/stream-scenarios.ts';
import { withEachRecord, wrongOnes } from '../support/each-record.ts';
import { anyEventsScenario } from '../support/events-scenarios.ts';
import { scenarioOf } from '../support/run.ts';

const KINDS: readonly (readonly [name: string, scenarios: fc.Arbitrary<unknown>, runs: number])[] = [
  ['a queue', anyScenario, 10],
  ['a chain of queues', anyChain, 6],
  ['a stream', anyStreamScenario, 8],
  ['asynchronous invocation', anyEventsScenario, 10],
];

describe.each(KINDS)('the times of the records of %s', (_name, scenarios, numRuns) => {
  it('are split into parts that add up to the whole, record by record and band by band', () => {
    let [seen, others] = [0, 0];
    fc.assert(
      fc.property(scenarios, (scenario) => {
        const read = scenarioOf(scenario);
        const { result, records } = withEachRecord(read);
        seen += records.length;
        others += records.filter(({ hasSucceeded }) => !hasSucceeded).length;
        expect(wrongOnes(records)).toEqual([]);
        expectSums(result);
        if (records.length >= 50) return;
        // Whoever asks of no single record has the same result, and whoever does not want to know at all the same run.
        expect(simulate(read)).toEqual(result);
        expect(simulate(read, { whereTimeWent: false }).digest).toBe(result.digest);
      }),
      { numRuns, seed: 11 },
    );
    expect(seen - others).toBeGreaterThan(40);
    expect(others).toBeGreaterThan(0);
  });
});

function expectSums({ sources, mappings }: Result): void {
  for (const { whereTimeWent, latency } of [...Object.values(sources), ...Object.values(mappings)]) {
    if (latency.count === 0) expect(whereTimeWent).toBeNull();
    else expectSumsOf(whereTimeWent!, latency.count, latency.mean!);
  }
}

function expectSumsOf({ all, bands }: WhereTimeWent, count: number, mean: number): void {
  expect(all.records).toBe(count);
  expect(all.whole).toBeCloseTo(mean * count, 3);
  expect(bands.reduce((sum, { records }) => sum + records, 0)).toBe(count);
  for (const { whole, parts } of [all, ...bands]) {
    const sum = Object.values(parts).reduce((a, b) => a + b, 0);
    expect(Math.abs(sum - whole)).toBeLessThanOrEqual(1e-9 * whole);
  }
  const together = bands.reduce((sum, { whole }) => sum + whole, 0);
  expect(Math.abs(together - all.whole)).toBeLessThanOrEqual(1e-9 * all.whole);
  for (const [part, time] of Object.entries(all.parts)) {
    const of = bands.reduce((sum, band) => sum + (band.parts[part as keyof typeof all.parts] ?? 0), 0);
    expect(Math.abs(of - time)).toBeLessThanOrEqual(1e-9 * all.whole);
  }
}
