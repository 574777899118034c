/** The side of the client: where connections come from and where they go, timeouts, breakers, and calls that nobody waits for any more. */
import { describe, expect, it } from 'vitest';
import { Breaker } from '../../../src/model/downstreams/breaker.ts';
import { Outages } from '../../../src/model/outages.ts';
import { Bench, type TestCall } from '../../support/downstream.ts';

const answers = (calls: readonly TestCall[]): (string | undefined)[] => calls.map(({ answer }) => answer);

describe('a connection', () => {
  it('takes time to set up once where it is kept, and each time where an invocation opens its own', () => {
    const times = (['pool', 'perEnvironment', 'perInvocation', 'none'] as const).map((connect) => {
      const bench = new Bench({ connectTime: () => 100 }, { connect });
      const [one] = bench.environments(1);
      const calls = [0, 1000].map((at) => {
        bench.until(at);
        const call = bench.call(one!, 10);
        bench.until(at + 500);
        bench.ended(one!);
        return call;
      });
      return [...answers(calls), bench.open];
    });
    const kept = ['succeeded at 110', 'succeeded at 1010', 1];
    expect(times).toEqual([
      kept,
      kept,
      ['succeeded at 110', 'succeeded at 1110', 0],
      ['succeeded at 10', 'succeeded at 1010', 0],
    ]);
  });

  it('that comes back serves who waits before the new one is there, and the new one stays', () => {
    const bench = new Bench({ connectTime: () => 100 }, { pool: 2 });
    const [one] = bench.environments(1);
    bench.call(one!, 10);
    bench.until(200);
    const calls = [bench.call(one!, 30), bench.call(one!, 10)];
    bench.until(299);
    expect(answers(calls)).toEqual(['succeeded at 230', 'succeeded at 240']);
    bench.until(400);
    expect(bench.open).toBe(2);
  });

  it('of an invocation leaks when the handler throws before it closes it', () => {
    const leaks = (closes: 'always' | 'onSuccess', threw: boolean): number => {
      const bench = new Bench({}, { connect: 'perInvocation', closes });
      const [one] = bench.environments(1);
      for (let i = 0; i < 3; i++) {
        bench.call(one!, 10);
        bench.until((i + 1) * 100);
        bench.ended(one!, threw);
      }
      return bench.open;
    };
    expect([leaks('always', true), leaks('onSuccess', false), leaks('onSuccess', true)]).toEqual([0, 0, 3]);
  });

  it('that has leaked is open until its environment ends, or the server closes it', () => {
    const bench = new Bench({ idleTimeout: 1000 }, { connect: 'perInvocation', closes: 'onSuccess' });
    const [one, other] = bench.environments(2);
    for (const environment of [one!, other!]) {
      bench.call(environment, 10);
      bench.until(bench.world.sim.now + 5);
      // It is still in use: it leaks once the server is done with it.
      bench.ended(environment, true);
    }
    bench.until(100);
    expect(bench.open).toBe(2);
    bench.client.environmentEnded(one!);
    expect(bench.open).toBe(1);
    bench.until(1014);
    expect(bench.open).toBe(1);
    bench.until(1015);
    expect(bench.open).toBe(0);
  });

  it('is closed when its environment ends: an idle one at once, one in use when the server is done', () => {
    const bench = new Bench({ connectTime: () => 50 }, { pool: 3 });
    const [one] = bench.environments(1);
    bench.call(one!, 10);
    bench.until(100);
    const calls = [bench.call(one!, 200), bench.call(one!, 10)];
    bench.client.environmentEnded(one!);
    expect(bench.open).toBe(2);
    bench.until(150);
    expect(bench.open).toBe(1);
    bench.until(300);
    expect([bench.open, bench.client.underWay, ...answers(calls)]).toEqual([0, 0, undefined, undefined]);
    expect(bench.told.map(({ end }) => end)).toEqual(['succeeded', 'abandoned', 'abandoned']);
  });
});

describe('patience', () => {
  it('ends the wait for a connection, in the pool and at the server', () => {
    const bench = new Bench({}, { pool: 1, acquireTimeout: 50 });
    const [one] = bench.environments(1);
    const calls = [bench.call(one!, 100), bench.call(one!, 10)];
    bench.until(60);
    calls.push(bench.call(one!, 10));
    bench.until(1000);
    expect(answers(calls)).toEqual(['succeeded at 100', 'timedOut at 50', 'succeeded at 110']);
    expect(bench.told[0]).toEqual({ end: 'timedOut', waited: 50, took: 0 });
  });

  it('ends with the answer: the server works on, and its connection is in use until then', () => {
    const bench = new Bench({}, { pool: 1, queryTimeout: 50 });
    const [one] = bench.environments(1);
    const calls = [bench.call(one!, 100), bench.call(one!, 50)];
    bench.until(99);
    expect([bench.server.inProgress, answers(calls)]).toEqual([1, ['timedOut at 50', undefined]]);
    bench.until(1000);
    expect(answers(calls)).toEqual(['timedOut at 50', 'succeeded at 150']);
  });

  it('counts the wait for the rate to the answer', () => {
    const bench = new Bench({ requestRate: 1, onRateExceeded: 'wait' }, { connect: 'none', queryTimeout: 1_500_000 });
    const [one] = bench.environments(1);
    const calls = [10, 10, 10, 600_000].map((latency) => bench.call(one!, latency));
    bench.until(10e6);
    expect(answers(calls)).toEqual([
      ...['succeeded at 10', 'succeeded at 1000010'],
      ...['timedOut at 1500000', 'timedOut at 1500000'],
    ]);
    expect([bench.server.inProgress, bench.client.underWay]).toEqual([0, 0]);
  });
});

describe('a call of an invocation that is over', () => {
  it('is not answered; the connection is idle again when the server is done', () => {
    const bench = new Bench({}, { pool: 1 });
    const [one] = bench.environments(1);
    const calls = [bench.call(one!, 100), bench.call(one!, 10)];
    bench.until(20);
    bench.ended(one!, true);
    calls.push(bench.call(one!, 10));
    bench.until(1000);
    expect(answers(calls)).toEqual([undefined, undefined, 'succeeded at 110']);
    expect(bench.told).toEqual([
      { end: 'abandoned', waited: 0, took: 20 },
      { end: 'abandoned', waited: 20, took: 0 },
      { end: 'succeeded', waited: 80, took: 10 },
    ]);
    expect([bench.open, bench.client.underWay]).toEqual([1, 0]);
  });

  it('leaves the line of the server', () => {
    const bench = new Bench({ connections: 1, onExhausted: 'wait' });
    const [one, two] = bench.environments(2);
    bench.call(one!, 100);
    bench.call(two!, 100);
    expect(bench.waiting).toBe(1);
    bench.ended(two!, true);
    expect([bench.waiting, bench.open]).toEqual([0, 1]);
  });
});

describe('a breaker', () => {
  it('opens after failures in a row, lets a probe through after a while, and goes by that', () => {
    const breaker = new Breaker({ failures: 2, openFor: 100 });
    breaker.ended(true, 0);
    breaker.ended(false, 0);
    breaker.ended(true, 0);
    expect(breaker.ask(0)).toBe('pass');
    breaker.ended(true, 10);
    expect([10, 109].map((at) => breaker.ask(at))).toEqual(['reject', 'reject']);
    expect([110, 110].map((at) => breaker.ask(at))).toEqual(['probe', 'reject']);
    breaker.probeEnded(true, 120);
    expect([219, 220].map((at) => breaker.ask(at))).toEqual(['reject', 'probe']);
    breaker.probeEnded(undefined, 230);
    expect(breaker.ask(230)).toBe('probe');
    breaker.probeEnded(false, 240);
    expect([240, 240].map((at) => breaker.ask(at))).toEqual(['pass', 'pass']);
    breaker.ended(true, 250);
    expect(breaker.ask(250)).toBe('pass');
  });

  it('rejects calls at once, and is each environment’s own', () => {
    const outages = new Outages([{ from: 0, until: 50 }]);
    const bench = new Bench({ outages, failAfter: 5, breaker: { failures: 2, openFor: 100 } });
    const [one, two] = bench.environments(2);
    const calls = [bench.call(one!, 10), bench.call(one!, 10)];
    bench.until(20);
    calls.push(bench.call(one!, 10), bench.call(two!, 10));
    bench.until(120);
    calls.push(bench.call(one!, 10), bench.call(one!, 10));
    bench.until(1000);
    expect(answers(calls)).toEqual([
      ...['failed at 5', 'failed at 5', 'rejected at 20', 'failed at 25'],
      ...['succeeded at 130', 'rejected at 120'],
    ]);
  });
});
