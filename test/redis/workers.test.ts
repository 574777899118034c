/**
 * Three processes that work on a sweep, of which one is killed while it runs a cell: what is merged is what one machine writes, to the byte.
 * On a real Redis server; needs `npm run build`.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bin } from '../support/command-line.ts';
import { hasRedis, RedisServer } from '../support/redis-server.ts';

/** Each cell takes some tenths of a second, so that one can be killed while it runs. */
const SWEEP = `
lagcast: 1
name: Orders
duration: 5 min
functions: { f: { coldStart: none, handler: { perRecord: 100 ms } } }
sources: { q: { type: sqs, arrivals: [ { rate: 20/s } ] } }
mappings: { m: { source: q, function: f } }
sweep:
  vary: { mappings.m.batchSize: [1, 2, 4, 8] }
  replications: 1
  figures: [f.invocations, p99(q.latency)]
`;

/** A worker has started and taken a cell long before. */
const LONGEST_WAIT_MS = 30_000;

if (!hasRedis()) console.warn('skipped: there is no redis-server here (apt-get install redis-server)');

describe.skipIf(!hasRedis())('sweep submit, work and merge', () => {
  let folder = '';
  let server: RedisServer;
  const started: ChildProcess[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lagcast-'));
    writeFileSync(join(folder, 'orders.yaml'), SWEEP);
    server = await RedisServer.start();
  });
  afterAll(async () => {
    for (const one of started) one.kill('SIGKILL');
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  const begin = (...args: readonly string[]) => {
    const env = { ...process.env, LAGCAST_REDIS: server.url };
    const child = spawn(process.execPath, [bin, 'sweep', ...args], { cwd: folder, env });
    started.push(child);
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += String(text)));
    const ended = once(child, 'close').then(([code, signal]) => ({
      code: code as number | null,
      signal: signal as string,
      said,
    }));
    return { child, ended };
  };
  const lagcast = (...args: readonly string[]) => begin(...args).ended;
  /** By the process that runs it: the ids of cells under way. */
  const underWay = async () => {
    const [active] = await server.ask<string[]>('KEYS', 'lagcast:sweep-*:active');
    const cells = active === undefined ? [] : await server.ask<string[]>('LRANGE', active, '0', '-1');
    return Promise.all(
      cells.map(async (cell) => {
        const worker = await server.ask<string>('HGET', active!.replace(/active$/, cell), 'pb');
        return { cell, pid: Number(/-(\d+)$/.exec(worker)?.[1]) };
      }),
    );
  };
  /** The cell that a process runs, as soon as it runs one. */
  const cellOf = async (pid: number | undefined): Promise<string> => {
    const end = performance.now() + LONGEST_WAIT_MS;
    for (;;) {
      const found = (await underWay()).find((one) => one.pid === pid);
      if (found !== undefined) return found.cell;
      if (performance.now() > end) throw new Error(`process ${pid} took no cell within ${LONGEST_WAIT_MS / 1000} s`);
      await sleep(20);
    }
  };
  const filesOf = (name: string): Record<string, string> =>
    Object.fromEntries(
      readdirSync(join(folder, name), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => [entry.name, readFileSync(join(entry.parentPath, entry.name), 'latin1')]),
    );

  it('a worker killed in mid-cell costs nothing, and the merged files are those of one machine', async () => {
    expect(await lagcast('submit', 'orders.yaml')).toMatchObject({
      code: 0,
      said: expect.stringContaining('4 cells, 4 waiting') as string,
    });
    const workers = [1, 2, 3].map(() => begin('work', '--workers', '1'));
    const victim = workers[0]!;
    const killed = await cellOf(victim.child.pid);
    victim.child.kill('SIGKILL');
    // While the cell is away nobody has much to do.
    const serial = lagcast('run', 'orders.yaml', '--no-charts', '--workers', '1', '--out', 'serial');
    const merged = await lagcast('merge', '--no-charts', '--out', 'merged');
    expect(merged).toMatchObject({ code: 0 });
    expect(await victim.ended).toMatchObject({ signal: 'SIGKILL' });
    const [, ...others] = await Promise.all(workers.map(({ ended }) => ended));
    for (const { code } of others) expect(code).toBe(0);
    const job = (await server.ask<string[]>('KEYS', `lagcast:sweep-*:${killed}`))[0]!;
    expect(await server.ask('HGET', job, 'stc')).toBe('1');
    expect((await serial).code).toBe(0);
    const [one, many] = [filesOf('serial'), filesOf('merged')];
    expect(Object.keys(many)).toContain('manifest.json');
    expect(Object.keys(many).toSorted()).toEqual(Object.keys(one).toSorted());
    for (const [name, bytes] of Object.entries(one)) expect([name, many[name] === bytes]).toEqual([name, true]);
  });

  it('a submit again gives cells all their chances, and leaves no key that stays for ever', async () => {
    const changed = ['--set', 'duration=6min'];
    expect(await lagcast('submit', 'orders.yaml', ...changed)).toMatchObject({ code: 0 });
    const jobs = (await server.ask<string[]>('KEYS', 'lagcast:sweep-*:cell-0')).map(async (key) => {
      const isDone = (await server.ask('HEXISTS', key, 'finishedOn')) === 1;
      return isDone ? [] : [key];
    });
    const [job] = (await Promise.all(jobs)).flat();
    for (const count of ['stc', 'atm', 'ats']) await server.ask('HSET', job!, count, '2');
    expect(await lagcast('submit', 'orders.yaml', ...changed)).toMatchObject({ code: 0 });
    expect(await server.ask('HMGET', job!, 'stc', 'atm', 'ats')).toEqual([null, null, null]);
    const keys = await server.ask<string[]>('KEYS', 'lagcast:*');
    const left = await Promise.all(keys.map((key) => server.ask<number>('PTTL', key)));
    expect(keys.filter((_, i) => left[i] === -1)).toEqual([]);
  });
});
