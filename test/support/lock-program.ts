/**
 * Takes a lock again and again, and sometimes is killed with it: `FOLDER TIMES SEED KILLED`, the last being the share of times. While it holds the lock it writes its number where nobody
 * else may have written his: two who hold it at once are found out. Prints `two at once` then, and how often it held the lock.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RandomStreams } from '../../src/engine/random.ts';
import { lifeOf, thisProcess, type Holder, type Life } from '../../src/cli/sweep/holder.ts';
import { FileLock, LockHeld } from '../../src/cli/sweep/lock.ts';

const [folder, times, seed, share] = process.argv.slice(2) as [string, string, string, string];
const inside = join(folder, 'inside');
const random = new RandomStreams(seed).stream('lock', 'program');
const me = thisProcess();
const pause = (ms: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

/** Between what was seen and what is done about it others have time to do the same. */
function slowly(holder: Holder): Life {
  const life = lifeOf(holder);
  if (life === 'gone') pause(random.next() * 8);
  return life;
}

function enter(): void {
  try {
    writeFileSync(inside, JSON.stringify(me), { flag: 'wx' });
  } catch {
    const other = JSON.parse(readFileSync(inside, 'utf8')) as Holder;
    if (lifeOf(other) !== 'gone') process.stdout.write('two at once\n');
    writeFileSync(inside, JSON.stringify(me));
  }
}

let taken = 0;
for (let i = 0; i < Number(times); i++) {
  try {
    const lock = await FileLock.take(join(folder, 'cells.lock'), { lifeOf: slowly });
    taken += 1;
    enter();
    pause(random.next() * 3);
    if (random.next() < Number(share)) process.kill(me.pid, 'SIGKILL');
    rmSync(inside);
    lock.release();
  } catch (error) {
    if (!(error instanceof LockHeld)) throw error;
    pause(random.next() * 3);
  }
}
process.stdout.write(`${taken}\n`);
