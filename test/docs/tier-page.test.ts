/**
 * docs/tier.md: all that is assumed about the tier is in its tables, with the key that changes it; and what it says of functions of the
 * scenario in the tier is so.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { blockOf } from '../../docs/blocks.ts';
import { FACTS, type FactPath } from '../../src/aws/facts.ts';
import { readScenarioValue } from '../../src/scenario/read.ts';
import { simulate } from '../../src/simulate.ts';

const page = readFileSync(new URL('../../docs/tier.md', import.meta.url), 'utf8');
const rows = blockOf(page, 'assumed-facts')
  .split('\n')
  .slice(2)
  .map((line) => line.split('|').map((cell) => cell.trim()));

describe('what is assumed', () => {
  it('is in the table, if it is a fact of the tier that is not documented', () => {
    const due = (Object.keys(FACTS) as FactPath[])
      .filter((path) => path.startsWith('tier.') && FACTS[path].kind !== 'documented')
      .map((path) => `\`${path}\``);
    expect(due.length).toBeGreaterThan(40);
    expect(rows.map(([, path]) => path)).toEqual(due);
  });

  it('can be changed by a key of the scenario', () => {
    const without = rows.filter(([, , , , key]) => key === 'the fact itself').map(([, path]) => path);
    expect(without).toEqual(['`tier.isolation.usual`']);
  });
});

describe('functions of the scenario in the tier', () => {
  const run = (
    tier: object,
    change: { readonly facts?: object; readonly source?: object; readonly reserved?: number } = {},
  ) => {
    const { facts = {}, source = {}, reserved } = change;
    const fn = { coldStart: 'none', timeout: '10 s', handler: { duration: '1 s' } };
    const read = readScenarioValue({
      ...{ lagcast: 1, name: 'own', duration: '10 min', rules: 'ideal', facts },
      functions: { f: reserved === undefined ? fn : { ...fn, reservedConcurrency: reserved } },
      sources: { e: { type: 'async', function: 'f', arrivals: [{ rate: '1/s', endAt: '60 s' }], ...source } },
      tier: { queues: 1, placement: 'single', pollers: { slots: 4 }, ...tier },
    });
    if (!read.ok) throw new Error(JSON.stringify(read.problems, null, 1));
    const result = simulate(read.scenario);
    return { e: result.sources['e']!, fn: result.functions['f']!, tier: result.tier! };
  };
  const alone = run({});

  it('wait for a poller and its receive, and not for a dispatch', () => {
    const { e } = run({ pollers: { slots: 4, receiveLatency: '300 ms' } }, { facts: { 'async.dispatch': 'on' } });
    expect([e.ageAtFirstAttempt.p50, e.ageAtFirstAttempt.max]).toEqual([300_000, 300_000]);
  });

  it('run no more at once than pollers have slots', () => {
    expect(
      run({ pollers: { slots: 1 } }, { source: { arrivals: [{ rate: '5/s', endAt: '60 s' }] } }).fn.concurrency.max,
    ).toBe(1);
  });

  it('keep their retries and limits of age, whatever those of the tier are', () => {
    const { e } = run(
      { maximumEventAge: '1 s', retries: { maximumRetryAttempts: 0 }, pollers: { slots: 1 } },
      {
        source: { arrivals: [{ rate: '2/s', endAt: '60 s' }] },
      },
    );
    expect(e.succeeded).toBe(e.books.in.arrived);
    expect(e.ageAtFirstAttempt.max).toBeGreaterThan(1_000_000);
  });

  it('are not refused by a queue that is full, nor dropped by its discipline', () => {
    const source = { arrivals: [{ rate: '5/s', endAt: '60 s' }] };
    const { e, tier } = run(
      { queueLimit: 1, discipline: { type: 'ttl', ttl: '1 s' }, pollers: { slots: 1 } },
      { source },
    );
    expect(tier.groups['functions']!.dropped).toBe(0);
    expect(e.succeeded).toBe(e.books.in.arrived);
  });

  it('take no notice of a tier that is slow', () => {
    const { fn } = run({ incidents: [{ at: '0 s', for: '5 min', slow: '10 %' }] });
    expect(fn.concurrency.max).toBe(alone.fn.concurrency.max);
  });

  it('are paced by the tier, by what they reserve, and not by async.pacing', () => {
    const change = { reserved: 1, source: { arrivals: [{ rate: '2/s', endAt: '60 s' }] } };
    const unpaced = run({}, { ...change, facts: { 'async.pacing': 'aimd' } });
    expect(unpaced.fn.throttles).toBe(run({}, change).fn.throttles);
    expect(unpaced.fn.throttles).toBeGreaterThan(20);
    expect(run({ pacing: 'tokenBucket' }, change).fn.throttles).toBeLessThan(5);
  });

  it('run once, though receipts run out and queues make copies', () => {
    const pollers = { slots: 4, heartbeat: false, visibilityTimeout: '500 ms' };
    const { e, fn } = run({ pollers, duplicates: '50 %' });
    expect(fn.invocations).toBe(e.books.in.arrived);
  });
});
