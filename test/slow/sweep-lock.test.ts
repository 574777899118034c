/** Six processes that take a lock from each other, some of them killed with it: never do two hold it at once. */
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundled, scratchFolder } from '../support/bundled.ts';

let scratch = '';
let program = '';

beforeAll(async () => {
  scratch = scratchFolder();
  program = await bundled('lock-program', scratch);
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function runOne(folder: string, seed: number, killed: number, times = 100): Promise<string> {
  const args = [program, folder, ...[times, seed, killed].map(String)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (text) => (said += String(text)));
  return new Promise((resolve) => child.on('close', (_, signal) => resolve(said + (signal ?? ''))));
}

it('never do two hold it at once, and the last one leaves nothing', async () => {
  const folder = join(scratch, 'shared');
  mkdirSync(folder);
  const said: string[] = [];
  for (let round = 0; round < 3; round++)
    said.push(...(await Promise.all(Array.from({ length: 6 }, (_, i) => runOne(folder, 6 * round + i, 0.1)))));
  expect(said.join('')).not.toContain('two at once');
  expect(said.filter((text) => text.endsWith('SIGKILL')).length).toBeGreaterThan(5);
  expect(await runOne(folder, 0, 0, 1)).toBe('1\n');
  expect(readdirSync(folder)).toEqual([]);
});
