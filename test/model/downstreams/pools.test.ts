/** Connections of environments to a downstream: pools, the server's limit, and how long they are kept. */
import { describe, expect, it } from 'vitest';
import { Bench } from '../../support/downstream.ts';

describe('a pool of each environment', () => {
  it('opens a connection for each call at once, and no more than it may: 100 environments hold 100 or 500', () => {
    for (const [parallel, open] of [
      [1, 100],
      [3, 300],
      [5, 500],
      [8, 500],
    ] as const) {
      const bench = new Bench({}, { pool: 5 });
      for (const environment of bench.environments(100)) {
        for (let i = 0; i < parallel; i++) bench.inTurn(environment, 50, 4);
      }
      bench.until(10_000);
      expect(bench.open).toBe(open);
      expect(bench.told).toHaveLength(100 * parallel * 4);
      expect(bench.client.underWay).toBe(0);
    }
  });

  it('lets the calls of an environment wait in their order when all its connections are in use', () => {
    const bench = new Bench({}, { pool: 2 });
    const [environment] = bench.environments(1);
    const calls = [10, 30, 5, 5].map((latency) => bench.call(environment!, latency));
    bench.until(100);
    expect(calls.map(({ answer }) => answer)).toEqual([10, 30, 15, 20].map((at) => `succeeded at ${at}`));
    expect(bench.told.map(({ waited }) => waited)).toEqual([0, 10, 15, 0]);
  });
});
