/** Downstreams as servers: their limits, their load, and what outages leave behind; on timelines worked out by hand. */
import { describe, expect, it } from 'vitest';
import { slowdownAt } from '../../../src/model/downstreams/load.ts';
import { slowdownAfter } from '../../../src/model/downstreams/recovery.ts';
import { Outages } from '../../../src/model/outages.ts';
import { Bench, type TestCall } from '../../support/downstream.ts';

const answers = (calls: readonly TestCall[]): (string | undefined)[] => calls.map(({ answer }) => answer);

describe('the limit of connections', () => {
  it('makes clients wait in the order in which they came, whatever pool they are of', () => {
    // An invocation closes its connection, or others would wait for ever.
    const bench = new Bench({ connections: 2, onExhausted: 'wait' }, { connect: 'perInvocation' });
    const environments = bench.environments(5);
    const calls = environments.map((environment) => bench.call(environment, 10, () => bench.ended(environment)));
    expect([bench.open, bench.waiting]).toEqual([2, 3]);
    bench.until(100);
    expect(answers(calls)).toEqual([10, 10, 20, 20, 30].map((at) => `succeeded at ${at}`));
    expect([bench.open, bench.waiting]).toEqual([0, 0]);
    expect(Math.max(...bench.levels.map(([, open]) => open))).toBe(2);
  });

  it('is held by idle connections of pools: who comes later waits until the server closes one, or gives up', () => {
    const forEver = new Bench({ connections: 1, onExhausted: 'wait' }, { acquireTimeout: 500 });
    const closing = new Bench({ connections: 1, onExhausted: 'wait', idleTimeout: 200 }, { acquireTimeout: 500 });
    const ends = [forEver, closing].map((bench) => {
      const [first, second] = bench.environments(2);
      bench.call(first!, 10);
      bench.until(50);
      const late = bench.call(second!, 10);
      bench.until(1000);
      return late.answer;
    });
    // Idle from 10 on, closed at 210.
    expect(ends).toEqual(['timedOut at 550', 'succeeded at 220']);
  });

  it('fails calls where nobody waits, after the time that takes', () => {
    const bench = new Bench({ connections: 1, onExhausted: 'fail', failAfter: 7 });
    const [first, second] = bench.environments(2);
    const calls = [bench.call(first!, 10), bench.call(second!, 10)];
    bench.until(100);
    expect(answers(calls)).toEqual(['succeeded at 10', 'noConnection at 7']);
    expect(bench.told).toContainEqual({ end: 'noConnection', waited: 0, took: 7 });
  });

  it('counts connections that are being set up', () => {
    const bench = new Bench(
      { connections: 1, onExhausted: 'wait', connectTime: () => 100 },
      { connect: 'perInvocation' },
    );
    const environments = bench.environments(2);
    const calls = environments.map((environment) => bench.call(environment, 10, () => bench.ended(environment)));
    bench.until(50);
    expect([bench.open, bench.waiting]).toEqual([1, 1]);
    bench.until(1000);
    expect(answers(calls)).toEqual(['succeeded at 110', 'succeeded at 220']);
  });
});

describe('the rate', () => {
  it('lets one second of calls go at once, then one at a time as they wait', () => {
    const bench = new Bench({ requestRate: 4, onRateExceeded: 'wait' }, { connect: 'none' });
    const [environment] = bench.environments(1);
    const calls = Array.from({ length: 6 }, () => bench.call(environment!, 10));
    bench.until(2e6);
    expect(answers(calls)).toEqual([10, 10, 10, 10, 250_010, 500_010].map((at) => `succeeded at ${at}`));
  });

  it('refuses what is too much, and fills up again', () => {
    const bench = new Bench({ requestRate: 2, onRateExceeded: 'fail', failAfter: 5 }, { connect: 'none' });
    const [environment] = bench.environments(1);
    const calls = Array.from({ length: 3 }, () => bench.call(environment!, 10));
    bench.until(500_000);
    calls.push(bench.call(environment!, 10), bench.call(environment!, 10));
    bench.until(1e6);
    expect(answers(calls)).toEqual([
      ...['succeeded at 10', 'succeeded at 10', 'refused at 5'],
      ...['succeeded at 500010', 'refused at 500005'],
    ]);
  });
});

describe('load', () => {
  const rows = [
    { calls: 2, slowdown: 1.5 },
    { calls: 4, slowdown: 2 },
    { calls: 8, slowdown: 6 },
  ];

  it('is straight lines between the rows, level before them and in proportion behind them', () => {
    expect([1, 2, 3, 4, 5, 6, 8, 16].map((calls) => slowdownAt(rows, calls))).toEqual([1.5, 1.5, 1.75, 2, 3, 4, 6, 12]);
    expect(slowdownAt([], 100)).toBe(1);
  });

  it('is looked up when a call begins, that call included, and over all functions', () => {
    const bench = new Bench({ load: [{ calls: 1, slowdown: 1 }] });
    const other = bench.another({}, 'g');
    const [first, second] = bench.environments(2);
    const calls = [bench.call(first!, 100), bench.call(second!, 100, undefined, other)];
    bench.until(150);
    calls.push(bench.call(first!, 100));
    bench.until(1000);
    // Alone; with one more; with the second, which takes until 200.
    expect(answers(calls)).toEqual(['succeeded at 100', 'succeeded at 200', 'succeeded at 350']);
  });
});

describe('an outage', () => {
  const outages = new Outages([{ from: 100, until: 200 }]);

  it('fails calls that begin in it, on connections that stay; calls under way come back', () => {
    const bench = new Bench({ outages });
    const [one] = bench.environments(1);
    bench.until(95);
    const calls = [bench.call(one!, 20)];
    bench.until(150);
    calls.push(bench.call(one!, 20), bench.call(one!, 20));
    bench.until(199);
    expect([answers(calls), bench.open]).toEqual([['succeeded at 115', 'failed at 160', 'failed at 160'], 1]);
    bench.until(200);
    calls.push(bench.call(one!, 20));
    bench.until(300);
    expect(calls.at(-1)!.answer).toBe('succeeded at 220');
  });

  it('that makes calls hang lasts until they give up, and costs the connection', () => {
    const bench = new Bench({ outages, whenOut: 'hang' }, { queryTimeout: 300, acquireTimeout: 150 });
    const [one] = bench.environments(1);
    bench.call(one!, 10);
    bench.until(100);
    expect(bench.open).toBe(1);
    const calls = [bench.call(one!, 10), bench.call(one!, 10)];
    bench.until(1000);
    // The first on its connection, the second while it opens one.
    expect(answers(calls)).toEqual(['timedOut at 400', 'timedOut at 250']);
    expect([bench.open, bench.client.underWay]).toEqual([0, 0]);
  });

  it('that comes before the turn of those who wait fails them when it is their turn', () => {
    const bench = new Bench({ outages, connections: 1, onExhausted: 'wait' }, { connect: 'perInvocation' });
    const environments = bench.environments(3);
    bench.until(90);
    const calls = environments.map((environment) => bench.call(environment, 20, () => bench.ended(environment)));
    bench.until(1000);
    expect(answers(calls)).toEqual(['succeeded at 110', 'failed at 120', 'failed at 120']);
    expect([bench.open, bench.waiting, bench.client.underWay]).toEqual([0, 0, 0]);
  });

  it('leaves it slow for a while', () => {
    const recovery = { over: 100, slowdown: 5 };
    expect([undefined, 0, 25, 50, 99, 100].map((time) => slowdownAfter(recovery, time))).toEqual([
      ...[1, 5, 4, 3],
      expect.closeTo(1.04, 9),
      1,
    ]);
    const bench = new Bench({ outages, recovery });
    const [one] = bench.environments(1);
    const calls = [50, 200, 250, 300].map((at) => {
      bench.until(at);
      return bench.call(one!, 10);
    });
    bench.until(1000);
    expect(answers(calls)).toEqual([60, 250, 280, 310].map((at) => `succeeded at ${at}`));
  });
});
