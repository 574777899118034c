/** Provisioned concurrency: when it is ready, what it claims, what spills over (CON-04 to CON-06, CON-08). */
import { describe, expect, it } from 'vitest';
import type { Batch } from '../../src/model/batch.ts';
import { Lambda } from '../support/function.ts';
import { journaled, run } from '../support/run.ts';

const SECOND = 1e6;
const isProvisioned = (answer: Batch | string) => typeof answer !== 'string' && answer.host!.provisioned;
const cold = { platform: () => 0, init: () => 200_000, initLimit: 10 * SECOND };

describe('allocation (CON-05)', () => {
  it('of 3,000 is ready at 90 s and 30 s more, all at once; before that all is on demand', () => {
    const lambda = new Lambda(10_000);
    const f = lambda.add({ provisionedConcurrency: 3000, coldStart: cold });
    lambda.until(120 * SECOND - 1);
    const before = lambda.call(f) as Batch;
    expect([before.cold, isProvisioned(before)]).toEqual([true, false]);
    lambda.until(120 * SECOND);
    const after = lambda.call(f) as Batch;
    expect([after.cold, after.initDuration, isProvisioned(after)]).toEqual([false, 0, true]);
    expect(lambda.ready).toEqual([{ at: 120 * SECOND, ready: 3000 }]);
  });

  it('can be over before the run begins', () => {
    const lambda = new Lambda(1000);
    const f = lambda.add({ provisionedConcurrency: 2, provisionedReadyAt: 0 });
    expect(isProvisioned(lambda.call(f))).toBe(true);
  });

  it('of more keeps what is ready; of less takes effect at once, and what is busy finishes', () => {
    const lambda = new Lambda(1000);
    const f = lambda.add({ provisionedConcurrency: 4, provisionedReadyAt: 0 });
    f.provision(10);
    lambda.takes = 200 * SECOND;
    expect([1, 2, 3, 4, 5].map(() => isProvisioned(lambda.call(f)))).toEqual([true, true, true, true, false]);
    f.provision(1);
    expect(lambda.account.claimed).toBe(2); // 1 provisioned, 1 on demand
    lambda.until(201 * SECOND);
    expect(f.running).toBe(0);
    expect([1, 2].map(() => isProvisioned(lambda.call(f)))).toEqual([true, false]);
    expect(lambda.ready.map(({ ready }) => ready)).toEqual([4, 1]);
  });
});

describe('demand above it', () => {
  it('spills over to the account’s shared part (CON-04)', () => {
    const lambda = new Lambda(1000);
    const f = lambda.add({ provisionedConcurrency: 2, provisionedReadyAt: 0 });
    expect([1, 2, 3].map(() => isProvisioned(lambda.call(f)))).toEqual([true, true, false]);
    expect(lambda.account.claimed).toBe(3);
  });

  it('is refused when all that is reserved is provisioned (CON-04)', () => {
    const lambda = new Lambda(1000);
    const f = lambda.add({ provisionedConcurrency: 2, provisionedReadyAt: 0, reservedConcurrency: 2 });
    lambda.calls(f, 2);
    expect(lambda.call(f)).toBe('ReservedFunctionConcurrentInvocationLimitExceeded');
  });

  it('is what goes beyond ten a second for each, too (CON-08)', () => {
    const lambda = new Lambda(1000);
    const f = lambda.add({ provisionedConcurrency: 1, provisionedReadyAt: 0 });
    lambda.takes = 100;
    const where = Array.from({ length: 12 }, (_, i) => {
      if (i > 0) lambda.until(i * 1000);
      return isProvisioned(lambda.call(f));
    });
    expect(where.filter(Boolean)).toHaveLength(10);
    expect(where.slice(10)).toEqual([false, false]);
  });
});

describe('what it claims of the account (CON-06)', () => {
  it('others cannot have, used or not, and it can when they have all else', () => {
    const lambda = new Lambda(110);
    const f = lambda.add({ provisionedConcurrency: 10, provisionedReadyAt: 0 });
    const g = lambda.add();
    lambda.takes = SECOND;
    expect(lambda.calls(g, 150)).toBe(100);
    expect(lambda.account.claimed).toBe(110);
    expect(lambda.calls(f, 15)).toBe(10);
    expect(lambda.call(f)).toBe('ConcurrentInvocationLimitExceeded');
    expect(lambda.account.claimed).toBe(110);
  });

  it('is part of a reservation, not beside it, and moves with it', () => {
    const lambda = new Lambda(1000);
    const f = lambda.add({ provisionedConcurrency: 10, provisionedReadyAt: 0, reservedConcurrency: 30 });
    lambda.takes = SECOND;
    lambda.calls(f, 12);
    expect([lambda.account.claimed, lambda.account.unreserved]).toEqual([30, 970]);
    f.reserve(undefined);
    expect([lambda.account.claimed, lambda.account.unreserved]).toEqual([12, 990]);
    f.reserve(20);
    expect([lambda.account.claimed, lambda.account.unreserved]).toEqual([20, 980]);
    lambda.until(2 * SECOND);
    f.reserve(undefined);
    expect(lambda.account.claimed).toBe(10);
  });
});

describe('in a scenario', () => {
  const records = [{}, {}, {}, { at: '100 s' }];
  const scenario = (more: object = {}) => ({
    lagcast: 1,
    duration: '200 s',
    functions: {
      f: {
        timeout: '10 s',
        coldStart: { init: '200 ms', platform: '0 ms' },
        provisionedConcurrency: { environments: 2, readyAt: '0 s' },
        handler: { duration: '1 s' },
      },
    },
    sources: { q: { type: 'sqs', visibilityTimeout: '1 min', arrivals: [{ records }] } },
    mappings: { m: { source: 'q', function: 'f', batchSize: 1 } },
    ...more,
  });

  it('two of three run on it, the third spills over; half of it is used for one second of two hundred', () => {
    const { functions, account } = run(scenario());
    const { f } = functions;
    expect(f).toMatchObject({ invocations: 4, provisionedInvocations: 3, spillOver: 1, coldStarts: 1 });
    // 2 × 1 s and 1 × 1 s of 2 × 200 s.
    expect(f!.provisioned!.utilization).toEqual({ mean: 3 / 400, max: 1 });
    expect(f!.provisioned).toMatchObject({ requested: 2, ready: { min: 0, max: 2, last: 2 }, concurrency: { max: 2 } });
    expect(account.claimed).toMatchObject({ max: 3, last: 2 });
  });

  it('an event takes it away and `for` gives it back, which takes its time', () => {
    const set = { 'functions.f.provisionedConcurrency': null };
    const { result, lines } = journaled(scenario({ events: [{ at: '50 s', for: '20 s', set }] }));
    const told = lines.filter(({ event }) => event === 'provisionedChanged');
    expect(told.map((line) => [line.t, line.ready])).toEqual([
      [0, 2],
      [50e6, 0],
      [160_020_000, 2],
    ]);
    expect(result.functions['f']).toMatchObject({ provisionedInvocations: 2, spillOver: 1 });
  });
});
