/** Worker threads in trouble: each costs its own cell and no other. The threads are real, what they do is made for it. */
import { afterEach, expect, it } from 'vitest';
import { CellPool, PoolClosed, type PoolOptions } from '../../../src/cli/sweep/pool.ts';
import { headerOf, source } from '../../support/sweep.ts';

const header = headerOf();
const fixture = (name: string) => new URL(`../../support/workers/${name}.mjs`, import.meta.url);
const pools: CellPool[] = [];

function poolOf(options: Partial<PoolOptions> = {}): CellPool {
  const pool = new CellPool({ header, source, workers: 2, worker: fixture('troubled'), ...options });
  pools.push(pool);
  return pool;
}

afterEach(() => Promise.all(pools.splice(0).map((pool) => pool.close())));

it('a worker that throws, ends or runs out of memory costs its cell, and says so with its seed and settings', async () => {
  const pool = poolOf({ maxMemory: 16 });
  const lines = await Promise.all([0, 1, 2, 3, 4, 5, 6, 7, 8, 10].map((cell) => pool.run(cell)));
  expect(lines.map(({ cell, status, why }) => [cell, status, why])).toEqual([
    [0, 'done', null],
    [1, 'failed', expect.stringMatching(/^cell 1 is beyond it \(at .*troubled\.mjs:\d+:\d+\)+$/)],
    [2, 'failed', 'its worker ended with exit code 7'],
    [3, 'failed', 'its worker ran out of memory (--max-memory 16)'],
    [4, 'failed', 'its worker gave no outcome'],
    [5, 'failed', 'its worker ended with an error that it could not tell'],
    [6, 'failed', expect.stringMatching(/^later/)],
    [7, 'done', null],
    [8, 'done', null],
    [10, 'done', null],
  ]);
  expect(lines[2]).toEqual({
    cell: 2,
    status: 'failed',
    settings: { 'mappings.m.batchSize': 1, 'functions.worker.reservedConcurrency': 20 },
    seed: 1,
    why: 'its worker ended with exit code 7',
  });
});

it('one worker is enough to go on after one that is gone', async () => {
  const pool = poolOf({ workers: 1 });
  const lines = [];
  for (const cell of [2, 2, 0, 2, 7]) lines.push(await pool.run(cell));
  expect(lines.map(({ status }) => status)).toEqual(['failed', 'failed', 'done', 'failed', 'done']);
});

it('workers that cannot start are told, instead of failing cell by cell', async () => {
  const pool = poolOf({ worker: fixture('unable') });
  await expect(pool.run(0)).rejects.toThrow('workers cannot start: no such luck');
  await expect(pool.run(1)).rejects.toThrow('workers cannot start: no such luck');
});

it('closes at once, whatever its workers do', async () => {
  const pool = poolOf();
  const running = pool.run(9);
  const rejected = expect(running).rejects.toThrow(PoolClosed);
  await pool.run(0);
  await pool.close();
  await rejected;
  await expect(pool.run(0)).rejects.toThrow(PoolClosed);
});
