/** What a finished sweep leaves in its folder: equal bytes for equal lines, and a manifest that holds. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { lineOf } from '../../src/plan/sweep/line.ts';
import { CELLS_FILE, finishSweep, MANIFEST, removeManifest } from '../../src/cli/sweep/finish.ts';
import { InputError } from '../../src/cli/files.ts';
import { axis, batches, headerOf, linesOf, notDone } from '../support/sweeps.ts';

const header = headerOf([axis('mappings.m.batchSize', 1, 10)]);
const lines = linesOf(header, (settings, r) => batches(settings['mappings.m.batchSize'] as number, r));
const made: string[] = [];
const folderOf = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'lagcast-sweep-'));
  made.push(folder);
  writeFileSync(join(folder, CELLS_FILE), [header, ...lines].map((line) => lineOf(line)).join(''));
  return folder;
};
const contents = (folder: string): Record<string, string> => {
  return Object.fromEntries(readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'base64')]));
};

afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true });
});

it('has the same bytes each time, and for a folder that had others', async () => {
  const [one, two] = [folderOf(), folderOf()];
  await finishSweep(header, lines, one, { charts: false });
  await finishSweep(header, [lines[0]!, notDone(lines[1]!, 'failed', 'gone')], two, { charts: false });
  expect(contents(two)).not.toEqual(contents(one));
  await finishSweep(header, lines, two, { charts: false });
  expect(contents(two)).toEqual(contents(one));
  expect(Object.keys(contents(one)).sort()).toEqual(['cells.jsonl', 'manifest.json', 'sweep.csv', 'sweep.parquet']);
});

it('has a manifest that says what is there, by length and hash', async () => {
  const folder = folderOf();
  const manifest = await finishSweep(header, [lines[0]!, notDone(lines[1]!, 'refused', 'no')], folder, {
    charts: false,
  });
  expect(JSON.parse(readFileSync(join(folder, MANIFEST), 'utf8'))).toEqual(JSON.parse(JSON.stringify(manifest)));
  expect(manifest).toMatchObject({ lagcastManifest: 1, id: header.id, scenario: header.scenario, design: 'grid' });
  expect(manifest.cells).toEqual({ all: 2, done: 1, refused: 1, gaveUp: 0, failed: 0 });
  expect(manifest.files.map(({ name, rows }) => [name, rows])).toEqual([
    ['cells.jsonl', 2],
    ['sweep.csv', 8],
    ['sweep.parquet', 8],
  ]);
  for (const { name, bytes, sha256 } of manifest.files) {
    const content = readFileSync(join(folder, name));
    expect([name, bytes]).toEqual([name, content.length]);
    expect([name, sha256]).toEqual([name, createHash('sha256').update(content).digest('hex')]);
  }
  removeManifest(folder);
  expect(readdirSync(folder)).not.toContain(MANIFEST);
});

it('has no manifest where a file could not be written', async () => {
  const folder = folderOf();
  await finishSweep(header, lines, folder, { charts: false });
  // Something that is no folder of charts of ours is in the way.
  writeFileSync(join(folder, 'charts'), 'mine');
  await expect(finishSweep(header, lines, folder, { charts: true })).rejects.toThrow(InputError);
  expect(readdirSync(folder)).not.toContain(MANIFEST);
  expect(readFileSync(join(folder, 'charts'), 'utf8')).toBe('mine');
});
