/** What must stay true of this pipeline, whoever changes it. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { compare, simulate } from 'lagcast';
import { anyLoad, losesNothing, lostIn, satisfiesObjective, soundRun, templateOf } from 'lagcast/testing';
import { describe, expect, it } from 'vitest';

const template = templateOf(readFileSync(new URL('../pipeline.yaml', import.meta.url), 'utf8'));

describe('on an ordinary day', () => {
  const result = simulate(template.variant().scenario);

  it('meets its objectives', () => {
    expect(result).toMeetObjectives();
    expect(result).toSatisfyObjective('max(worker.concurrency) <= 10');
    expect(result).toLoseNothing();
  });
});

describe('whatever happens', () => {
  it('loses no order to traffic, bursts, slow handlers, failures and outages', () => {
    const load = anyLoad(template, { traffic: 2, slow: 2, failures: 0.02, poison: false });
    fc.assert(
      fc.property(load, (one) => {
        soundRun(one);
        losesNothing(one, 'orders');
      }),
      { numRuns: 15, seed: 1 },
    );
  });

  it('keeps a poison order from the others', () => {
    const load = anyLoad(template, { traffic: 2, burst: false, slow: false, failures: false, outage: false });
    fc.assert(
      fc.property(load, (one) => {
        const lost = lostIn(one.result).reduce((sum, { count }) => sum + count, 0);
        expect(lost).toBeLessThanOrEqual(1);
        satisfiesObjective(one, 'p99(orders.latency) < 10 s');
      }),
      { numRuns: 10, seed: 2 },
    );
  });
});

describe('a change', () => {
  it('to batches of ten is no worse', () => {
    const variants = [template.variant(), template.variant({ 'mappings.orders-to-worker.batchSize': 10 })];
    const comparison = compare(variants, { replications: 5, figures: ['orders.deadLettered', 'cost.perMonth'] });
    expect(comparison).not.toBeWorse();
  });
});
