/** `lagcast watch` as a user has it: a process, a real folder, an editor that writes a new file and gives it the old name, and Ctrl-C. Needs `npm run build`. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { bin, SCENARIO } from '../support/command-line.ts';

let folder = '';
let child: ChildProcess;
let told = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lagcast-watch-'));
  told = '';
});
afterEach(() => {
  child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

function start(text: string): void {
  writeFileSync(join(folder, 'tiny.yaml'), text);
  child = spawn(process.execPath, [bin, 'watch', 'tiny.yaml'], { cwd: folder, env: { ...process.env, NO_COLOR: '1' } });
  child.stdout!.on('data', (piece: Buffer) => (told += piece.toString()));
}

/** What comes from now on, until a text is in it. */
async function hear(text: string): Promise<string> {
  const begin = told.length;
  while (!told.slice(begin).includes(text)) await once(child.stdout!, 'data');
  return told.slice(begin);
}

it('runs again when the file is replaced, and when one that it names is written; Ctrl-C ends it', async () => {
  writeFileSync(join(folder, 'trace.csv'), 'time\n1\n2\n');
  const replay = SCENARIO.replace('rate: 10/s', 'replay: { file: trace.csv, time: time }');
  start(replay);
  expect(await hear('Ctrl-C ends.')).toContain('Watching tiny.yaml and 1 file that it names');

  writeFileSync(join(folder, 'tiny.yaml.new'), replay.replace('100 ms', '200 ms'));
  renameSync(join(folder, 'tiny.yaml.new'), join(folder, 'tiny.yaml'));
  expect(await hear('Ctrl-C ends.')).toMatch(/p50\(q\.latency\) +100 ms +→ +200 ms +worse/);

  writeFileSync(join(folder, 'trace.csv'), 'time\n1\n2\n3\n');
  expect(await hear('Ctrl-C ends.')).toContain('All 3 messages of q were handled');

  child.kill('SIGINT');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

it('Ctrl-C while it runs ends it with 130', async () => {
  start(SCENARIO);
  await hear('Ctrl-C ends.');
  // Long enough to be caught at it.
  writeFileSync(join(folder, 'tiny.yaml'), SCENARIO.replace('60 s', '10 d').replace('10/s', '1000/s'));
  await new Promise((resolve) => setTimeout(resolve, 2500));
  child.kill('SIGINT');
  expect(await once(child, 'exit')).toEqual([130, null]);
});
