/** The lock on a sweep's files: who gets it, who is refused, and what becomes of one whose holder is gone. Races of processes: test/slow. */
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lifeOf, thisProcess, type Holder } from '../../../src/cli/sweep/holder.ts';
import { FileLock, LockHeld } from '../../../src/cli/sweep/lock.ts';

let folder = '';
let path = '';
const held: FileLock[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lagcast-'));
  path = join(folder, 'cells.lock');
});
afterEach(() => {
  for (const lock of held.splice(0)) lock.release();
  rmSync(folder, { recursive: true, force: true });
});

async function take(options: Parameters<typeof FileLock.take>[1] = {}): Promise<FileLock> {
  const lock = await FileLock.take(path, options);
  held.push(lock);
  return lock;
}

/** A number that no process has. */
const GONE = 2 ** 22 + 1;
const put = (changes: Partial<Holder>, at = path): Holder => {
  const holder = { ...thisProcess(), ...changes };
  // As another file, so that a holder's sign of life does not reach it.
  writeFileSync(`${at}.new`, `${JSON.stringify(holder)}\n`);
  renameSync(`${at}.new`, at);
  return holder;
};
const holderIn = (): Holder => JSON.parse(readFileSync(path, 'utf8')) as Holder;
const elsewhere = { machine: 'another', host: 'far-away' };

describe('a lock', () => {
  it('is one process’s until it is given back, and then leaves nothing', async () => {
    const lock = await take();
    await expect(take()).rejects.toThrow(LockHeld);
    await expect(take()).rejects.toThrow(`${path}: process ${process.pid} on `);
    lock.release();
    expect(readdirSync(folder)).toEqual([]);
    (await take()).release();
  });

  it('is got by one of many that ask at once', async () => {
    const asked = await Promise.allSettled(Array.from({ length: 20 }, () => take()));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('that is none is refused, and not taken away', async () => {
    writeFileSync(path, 'mine\n');
    await expect(take()).rejects.toThrow(/is no lock of a sweep/);
    expect(readFileSync(path, 'utf8')).toBe('mine\n');
  });
});

describe('whether a holder is there', () => {
  const me = thisProcess();

  it.each([
    ['this process', {}, 'there'],
    ['a number that no process has', { pid: GONE }, 'gone'],
    ['a number that another process has by now', { started: '1' }, 'gone'],
    ['a process whose start nobody knows', { started: null }, 'unknown'],
    ['a process of another machine or container', elsewhere, 'unknown'],
  ] as const)('%s', (_, changes, life) => {
    expect(lifeOf({ ...me, ...changes })).toBe(life);
  });

  it('a process of another user is not taken for gone', () => {
    const init = readFileSync('/proc/1/stat', 'utf8');
    const started = init.slice(init.lastIndexOf(')') + 2).split(' ')[19]!;
    expect(lifeOf({ ...me, pid: 1, started })).toBe('there');
  });
});

describe('the lock of a process that is gone', () => {
  it('is taken over, by one of many that ask at once', async () => {
    put({ pid: GONE });
    const asked = await Promise.allSettled(Array.from({ length: 20 }, () => take()));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(holderIn().pid).toBe(process.pid);
    held.splice(0).forEach((lock) => lock.release());
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is taken over after one that wanted to was killed, too, and what that left is cleared away', async () => {
    const first = put({ pid: GONE });
    const second = put({ pid: GONE }, `${path}.${first.token}`);
    put({ pid: GONE }, `${path}.${first.token}.${second.token}`);
    writeFileSync(join(folder, `.cells.lock-${first.token}.part`), '{');
    (await take()).release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is not taken over by who saw it before another one did', async () => {
    put({ pid: GONE });
    let other: Holder | undefined;
    const meanwhile = (holder: Holder) => {
      if (other === undefined) other = put({});
      return lifeOf(holder);
    };
    await expect(take({ lifeOf: meanwhile })).rejects.toThrow(LockHeld);
    expect(holderIn().token).toBe(other!.token);
    expect(readdirSync(folder)).toEqual(['cells.lock']);
  });

  it('is left to whoever is about to take it over', async () => {
    const gone = put({ pid: GONE });
    const succession = `${path}.${gone.token}`;
    put({}, succession);
    const asked = take();
    await sleep(60);
    expect(holderIn().token).toBe(gone.token);
    rmSync(succession);
    await asked;
    expect(holderIn().pid).toBe(process.pid);
  });

  it('is not given back by who finds that another has it by now', async () => {
    const lock = await take();
    const other = put({});
    lock.release();
    expect(holderIn().token).toBe(other.token);
  });
});

describe('a holder that cannot be looked at', () => {
  it('is there as long as it gives signs of life', async () => {
    const lock = await take({ silenceMs: 120 });
    const waits: [string, number][] = [];
    const asked = take({
      silenceMs: 400,
      lifeOf: () => 'unknown',
      onWait: ({ host }, ms) => waits.push([host, ms]),
    });
    await expect(asked).rejects.toThrow(LockHeld);
    expect(waits).toEqual([[holderIn().host, 400]]);
    lock.check();
  });

  it('that never came to say who it is is gone when nothing becomes of it', async () => {
    writeFileSync(path, '');
    await take({ silenceMs: 60 });
    expect(holderIn().pid).toBe(process.pid);
  });

  it('is gone when it gives none, and stops when it wakes up', async () => {
    const lock = await take({ silenceMs: 100 });
    // It sleeps: no sign of life, and its clock goes on.
    const there = put(elsewhere);
    await take({ silenceMs: 60 });
    expect(holderIn().token).not.toBe(there.token);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 80);
    expect(() => lock.check()).toThrow(/was taken over by another process while this one gave no sign of life/);
  });
});
