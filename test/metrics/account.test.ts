/** Who held the account, and who was throttled because of whom: worked out by hand, and sums that must hold in any run. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apportioned } from '../../src/metrics/account/blame.ts';
import { verdict } from '../../src/report/verdict.ts';
import { run } from '../support/run.ts';
import { anyScenario } from '../../src/testing/queue-scenarios.ts';

const caller = (fn: string, records: readonly object[]) => ({ type: 'sync', function: fn, arrivals: [{ records }] });
const calls = (n: number, at: string) => Array.from({ length: n }, () => ({ at }));
const fn = (more: object = {}) => ({ coldStart: 'none', timeout: '10 min', handler: { duration: '60 s' }, ...more });

const base = {
  lagcast: 1,
  duration: '2 min',
  account: { concurrency: 10 },
  facts: { 'lambda.unreserved.min': 0 },
  functions: { greedy: fn(), checkout: fn() },
  sources: {
    bulk: caller('greedy', calls(8, '1 s')),
    api: caller('checkout', [...calls(2, '2 s'), ...calls(5, '3 s')]),
  },
};

describe('throttles', () => {
  it('by the account’s concurrency are shared among those who hold it, in proportion', () => {
    const { account, functions } = run(base);
    expect(functions['checkout']!.throttlesBy).toEqual({ ConcurrentInvocationLimitExceeded: 5 });
    expect(account.causedBy).toEqual([
      {
        ...{ owner: 'api', function: 'checkout', limit: 'account', throttles: 5 },
        causedBy: [
          { owner: 'bulk', function: 'greedy', throttles: 4, held: 8 },
          { owner: 'api', function: 'checkout', throttles: 1, held: 2 },
        ],
      },
    ]);
    expect(account.worst).toEqual({
      ...{ at: 3e6, throttlesByAccount: 5, throttlesByReservation: 0, unreserved: 10 },
      functions: [
        { function: 'greedy', running: 8, onProvisioned: 0, reserved: null, environments: 0 },
        { function: 'checkout', running: 2, onProvisioned: 0, reserved: null, environments: 0 },
      ],
      owners: [
        { owner: 'bulk', function: 'greedy', running: 8, onProvisioned: 0 },
        { owner: 'api', function: 'checkout', running: 2, onProvisioned: 0 },
      ],
    });
  });

  it('are told in the verdict, with who caused them', () => {
    expect(verdict(run(base))).toEqual(
      expect.arrayContaining([
        '80 % of the 5 throttles of api by the account’s concurrency were caused by bulk, which held 8 of the 10 unreserved executions on average when they came.',
        'The worst second of the account was around 3 s, with 5 refusals by its concurrency (10 unreserved): bulk ran 8 and api ran 2.',
      ]),
    );
  });

  it('by a reservation are its own, and by one of 0 nobody’s', () => {
    const of = (reservedConcurrency: number) =>
      run({ ...base, functions: { greedy: fn(), checkout: fn({ reservedConcurrency }) } }).account.causedBy;
    expect(of(2)).toMatchObject([
      { owner: 'api', limit: 'reserved', throttles: 5, causedBy: [{ owner: 'api', throttles: 5, held: 2 }] },
    ]);
    expect(of(0)).toMatchObject([
      { owner: 'api', limit: 'reserved', throttles: 7, causedBy: [{ owner: null, throttles: 7, held: 0 }] },
    ]);
  });

  it('by the account’s invocations a second are shared among those who took of that second', () => {
    const short = (at: string, n: number) => Array.from({ length: n }, (_, i) => ({ at: `${Number(at) + i * 10} ms` }));
    const quick = { coldStart: 'none', handler: { duration: '1 ms' } };
    const { account } = run({
      ...base,
      functions: { greedy: quick, checkout: quick },
      // Ten units give 100 invocations a second: 80 and 20 of them, and 20 more.
      sources: {
        bulk: caller('greedy', short('0', 80)),
        api: caller('checkout', [...short('800', 10), ...short('805', 10), ...calls(20, '950 ms')]),
      },
    });
    expect(account.causedBy).toMatchObject([
      {
        ...{ owner: 'api', limit: 'accountRate', throttles: 20 },
        causedBy: [
          { owner: 'bulk', throttles: 16, held: 80 },
          { owner: 'api', throttles: 4, held: 20 },
        ],
      },
    ]);
  });

  it('by the rate of new environments are the function’s own', () => {
    const { account } = run({
      ...base,
      account: { concurrency: 100 },
      facts: { 'lambda.scaling.burst': 3, 'lambda.scaling.rate': '1/min' },
    });
    expect(account.causedBy).toMatchObject([
      { owner: 'bulk', limit: 'scaling', throttles: 5, causedBy: [{ owner: 'bulk', throttles: 5, held: 3 }] },
      { owner: 'api', limit: 'scaling', throttles: 4, causedBy: [{ owner: 'api', throttles: 4 }] },
    ]);
  });
});

describe('the worst second', () => {
  it('is that of the greatest use where nobody is refused', () => {
    const { account } = run({
      ...base,
      account: { concurrency: 100 },
      functions: { greedy: fn({ reservedConcurrency: 20 }), checkout: fn() },
    });
    expect(account.causedBy).toEqual([]);
    expect(account.worst).toMatchObject({ at: 3e6, unreserved: 80, throttlesByAccount: 0 });
    expect(account.worst!.functions.map(({ running, reserved }) => [running, reserved])).toEqual([
      [8, 20],
      [7, null],
    ]);
  });

  it('is not asked for where one alone invokes', () => {
    const { account, series } = run({ ...base, sources: { bulk: base.sources.bulk } });
    expect(account).toEqual({ concurrency: 10, claimed: null });
    expect(series.account).toBeUndefined();
  });
});

it('shares add up to whole numbers', () => {
  expect(apportioned([1.5, 1.5], 3)).toEqual([2, 1]);
  expect(apportioned([0.2, 0.3, 0.5], 1)).toEqual([0, 0, 1]);
  expect(apportioned([2.9999999999, 1.0000000001], 4)).toEqual([3, 1]);
});

it('in any run all throttles are caused by somebody, and nobody runs more than the account has', () => {
  fc.assert(
    fc.property(anyScenario, (scenario) => {
      const { account, functions, series } = run(scenario);
      if (account.causedBy === undefined) return;
      for (const { throttles, causedBy } of account.causedBy)
        expect(causedBy.reduce((sum, one) => sum + one.throttles, 0)).toBe(throttles);
      const all = account.causedBy.reduce((sum, { throttles }) => sum + throttles, 0);
      expect(all).toBe(Object.values(functions).reduce((sum, { throttles }) => sum + throttles, 0));
      const running = Object.values(series.account!.running);
      running[0]!.forEach((_, i) => {
        const sum = running.reduce((total, row) => total + row[i]!, 0);
        expect(sum).toBeLessThanOrEqual(account.concurrency ?? Infinity);
      });
    }),
    { numRuns: 10 },
  );
});
