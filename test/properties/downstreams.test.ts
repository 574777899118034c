/** Whatever functions do to a downstream: no call is lost or answered twice, limits hold, and nothing is left behind. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Outages } from '../../src/model/outages.ts';
import { Bench, type TestCall } from '../support/downstream.ts';

const ENVIRONMENTS = 4;

const infinite = <T>(some: fc.Arbitrary<T>) => fc.oneof(fc.constant(Infinity), some);

const server = fc.record({
  connections: infinite(fc.integer({ min: 1, max: 5 })),
  onExhausted: fc.constantFrom('wait' as const, 'fail' as const),
  connectTime: fc.constantFrom(undefined, () => 30),
  idleTimeout: infinite(fc.integer({ min: 1, max: 200 })),
  requestRate: infinite(fc.integer({ min: 1, max: 5 })),
  onRateExceeded: fc.constantFrom('wait' as const, 'fail' as const),
  load: fc.constantFrom([], [{ calls: 1, slowdown: 1 }]),
  recovery: fc.constantFrom(undefined, { over: 100, slowdown: 3 }),
  breaker: fc.constantFrom(undefined, { failures: 2, openFor: 60 }),
  whenOut: fc.constantFrom('fail' as const, 'hang' as const),
  outages: fc
    .array(fc.tuple(fc.nat(500), fc.integer({ min: 1, max: 200 })), { maxLength: 2 })
    .map((spans) => new Outages(spans.map(([from, length]) => ({ from, until: from + length })))),
});

const use = fc.record({
  connect: fc.constantFrom('pool' as const, 'perEnvironment' as const, 'perInvocation' as const, 'none' as const),
  pool: fc.integer({ min: 1, max: 3 }),
  acquireTimeout: infinite(fc.integer({ min: 1, max: 100 })),
  queryTimeout: infinite(fc.integer({ min: 1, max: 100 })),
  closes: fc.constantFrom('always' as const, 'onSuccess' as const),
});

const environment = fc.nat(ENVIRONMENTS - 1);
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('call' as const), environment, latency: fc.nat(80) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('sleep' as const), time: fc.nat(60) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('end' as const), environment, threw: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('gone' as const), environment }) },
);

it('every call is answered once or abandoned once, limits hold, and in the end nothing is open', () => {
  fc.assert(
    fc.property(server, use, fc.array(step, { maxLength: 60 }), (settings, how, steps) => {
      const bench = new Bench(settings, how);
      const environments = bench.environments(ENVIRONMENTS);
      const calls: TestCall[] = [];
      for (const one of steps) {
        if (one.do === 'call') calls.push(bench.call(environments[one.environment]!, one.latency));
        else if (one.do === 'sleep') bench.until(bench.world.sim.now + one.time);
        else if (one.do === 'end') bench.ended(environments[one.environment]!, one.threw);
        else bench.client.environmentEnded(environments[one.environment]!);
      }
      bench.until(bench.world.sim.now + 1000);
      for (const one of environments) bench.client.environmentEnded(one);
      // The longest wait is that of the rate, one call a second.
      bench.until(bench.world.sim.now + 100e6);

      const { connections, onExhausted } = settings;
      for (const [, open, waiting] of bench.levels) {
        expect(open).toBeLessThanOrEqual(connections);
        expect(open).toBeGreaterThanOrEqual(0);
        // Nobody waits while there is room, and nobody waits where calls fail.
        if (waiting > 0) expect([open, onExhausted]).toEqual([connections, 'wait']);
      }
      const answered = calls.flatMap(({ answers }) => answers.map(({ end }) => end));
      expect(calls.every(({ answers }) => answers.length <= 1)).toBe(true);
      expect(bench.told.map(({ end }) => end).filter((end) => end !== 'abandoned')).toHaveLength(answered.length);
      expect(bench.told).toHaveLength(calls.length);
      const left = [bench.open, bench.waiting, bench.server.inProgress, bench.client.underWay];
      expect(left).toEqual([0, 0, 0, 0]);
    }),
    { numRuns: 300, seed: 1 },
  );
});

it('with invocations that are waited for every call is answered, and a pool is no larger than it may be', () => {
  const quiet = server.map((settings) => ({ ...settings, whenOut: 'fail' as const, idleTimeout: 200 }));
  fc.assert(
    fc.property(
      quiet,
      use,
      fc.array(fc.tuple(environment, fc.nat(80), fc.nat(30)), { maxLength: 40 }),
      (settings, how, made) => {
        const bench = new Bench(settings, { ...how, connect: 'pool' });
        const environments = bench.environments(ENVIRONMENTS);
        const calls = made.map(([number, latency, pause]) => {
          bench.until(bench.world.sim.now + pause);
          return bench.call(environments[number]!, latency);
        });
        bench.until(bench.world.sim.now + 100e6);
        for (const call of calls) expect(call.answers).toHaveLength(1);
        for (const [, open] of bench.levels) expect(open).toBeLessThanOrEqual(ENVIRONMENTS * how.pool);
        expect(bench.open).toBe(0);
      },
    ),
    { numRuns: 200, seed: 1 },
  );
});
