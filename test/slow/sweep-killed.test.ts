/**
 * kill -9 at fifty random moments of a sweep, of which the last ones come while the files at the end are written: what is there afterwards is the
 * same to the byte as if nothing had happened, and no cell that was finished ran again.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readLine } from '../../src/plan/sweep/line.ts';
import { RandomStreams, type RandomStream } from '../../src/engine/random.ts';
import { bundled, root, scratchFolder } from '../support/bundled.ts';
import { headerOf } from '../support/sweep.ts';

const CELLS = 60;
const KILLS = 50;
const worker = join(root, 'test/support/workers/counting.mjs');
const header = headerOf({
  axes: [{ name: 'mappings.m.batchSize', values: Array.from({ length: CELLS }, (_, i) => ({ value: i + 1 })) }],
  cells: CELLS,
  objectives: [],
});
let scratch = '';
let program = '';

beforeAll(async () => {
  scratch = scratchFolder();
  program = await bundled('sweep-program', scratch);
  writeFileSync(join(scratch, 'header.json'), JSON.stringify(header));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** When a sweep is killed: so many milliseconds after its file has so many lines. */
interface Moment {
  readonly lines: number;
  readonly ms: number;
}

/** Runs the sweep until its end, or until it is killed. */
async function run(
  folder: string,
  moment?: Moment,
): Promise<{ readonly code: number | null; readonly stderr: string }> {
  const args = [program, folder, join(scratch, 'header.json'), `${folder}.log`, worker];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (text) => (stderr += String(text)));
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  if (moment !== undefined) {
    while (child.exitCode === null && linesIn(folder) < moment.lines) await sleep(2);
    await sleep(moment.ms);
    child.kill('SIGKILL');
  }
  return { code: await ended, stderr };
}

/**
 * Anywhere between the lines that are there and the last one, or while the files at the end are written; now and then while it starts. `whole`:
 * milliseconds that a sweep takes.
 */
function anyMoment(before: number, whole: number, random: RandomStream): Moment {
  if (before > CELLS || random.next() < 0.1) return { lines: 0, ms: whole * random.next() };
  const lines = before + Math.floor((CELLS + 20 - before) * random.next());
  return lines <= CELLS ? { lines, ms: 8 * random.next() } : { lines: CELLS + 1, ms: 0.3 * whole * random.next() };
}

function filesOf(folder: string): Record<string, string> {
  return Object.fromEntries(readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'latin1')]));
}

const textOf = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : '');

const linesIn = (folder: string) => textOf(join(folder, 'cells.jsonl')).split('\n').length - 1;

/** Cells with a whole line in the file. */
function finishedIn(folder: string): number[] {
  const lines = textOf(join(folder, 'cells.jsonl')).split('\n').slice(1, -1);
  return lines.map((line) => (readLine(line) as { cell: number }).cell);
}

const numbersIn = (log: string) => log.split('\n').slice(0, -1).map(Number);

it('killed at fifty random moments, a sweep ends with the same bytes, and no finished cell runs twice', async () => {
  const whole = join(scratch, 'whole');
  mkdirSync(whole);
  const start = performance.now();
  expect((await run(whole)).code).toBe(0);
  const ms = performance.now() - start;
  const expected = filesOf(whole);
  expect(Object.keys(expected).toSorted()).toEqual(['cells.jsonl', 'manifest.json', 'sweep.csv', 'sweep.parquet']);

  const random = new RandomStreams(4).stream('moments', 'kills');
  const moments: string[] = [];
  for (let kills = 0, sweep = 0; kills < KILLS; sweep += 1) {
    const folder = join(scratch, `killed-${sweep}`);
    mkdirSync(folder);
    for (let isOver = false; !isOver;) {
      const before = finishedIn(folder);
      const ranBefore = textOf(`${folder}.log`);
      const isLast = kills >= KILLS;
      const { code, stderr } = await run(folder, isLast ? undefined : anyMoment(linesIn(folder), ms, random));
      expect(stderr).not.toContain('error');
      const ran = numbersIn(textOf(`${folder}.log`).slice(ranBefore.length));
      expect(ran.filter((cell) => before.includes(cell))).toEqual([]);
      const after = finishedIn(folder);
      expect(new Set(after).size).toBe(after.length);
      expect(after).toEqual(expect.arrayContaining(before));
      isOver = code === 0;
      if (!isOver) {
        kills += 1;
        moments.push(after.length === CELLS ? 'finishing' : after.length > before.length ? 'running' : 'starting');
      }
    }
    expect(filesOf(folder)).toEqual(expected);
  }
  // Kills fell where they hurt; how many, hangs on how busy the machine is.
  expect(moments.filter((moment) => moment === 'running').length).toBeGreaterThan(4);
  expect(moments).toContain('finishing');
}, 300_000);
