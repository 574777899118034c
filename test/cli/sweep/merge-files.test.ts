/** Merging as the command does it: which files, where to, and what is never replaced. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { mergeFiles } from '../../../src/cli/sweep/merge-files.ts';
import { filesToMerge } from '../../../src/cli/sweep/merge-input.ts';
import { lineOf } from '../../../src/plan/sweep/line.ts';
import { VERSION } from '../../../src/version.ts';
import { HEADER, cellLine, failedLine } from '../../support/sweep-lines.ts';

let folder = '';
let said = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lagcast-'));
  said = '';
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((text) => ((said += String(text)), true));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const ALL = Array.from({ length: HEADER.cells }, (_, i) => i);
const SERIAL = lineOf(HEADER) + ALL.map((n) => cellLine(n)).join('');
const put = (name: string, text: string): string => {
  mkdirSync(join(folder, name, '..'), { recursive: true });
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const putShards = (of: number, into = 'sweep'): string[] =>
  Array.from({ length: of }, (_, i) =>
    put(
      `${into}/shard-${i + 1}-of-${of}.jsonl`,
      lineOf(HEADER) +
        ALL.filter((n) => n % of === i)
          .map((n) => cellLine(n))
          .join(''),
    ),
  );

it('merges a folder into itself, and again with what it made', async () => {
  putShards(12);
  const sweep = join(folder, 'sweep');
  const names = () => filesToMerge([sweep]).map((file) => file.slice(sweep.length + 1));
  expect(names().slice(0, 3)).toEqual(['shard-1-of-12.jsonl', 'shard-2-of-12.jsonl', 'shard-3-of-12.jsonl']);
  for (let time = 0; time < 2; time++) {
    expect(await mergeFiles([sweep], {})).toBe(0);
    expect(readFileSync(join(sweep, 'cells.jsonl'), 'utf8')).toBe(SERIAL);
  }
  expect(names()[0]).toBe('cells.jsonl');
});

it('needs --out only where files come from several folders', async () => {
  const [a] = putShards(2, 'a');
  const [, b] = putShards(2, 'b');
  await expect(mergeFiles([a!, b!], {})).rejects.toThrow(
    /the files are in 2 folders, such as .*a and .*b: say with --out/,
  );
  expect(await mergeFiles([a!, b!, a!], { out: join(folder, 'new/place') })).toBe(0);
  expect(readFileSync(join(folder, 'new/place/cells.jsonl'), 'utf8')).toBe(SERIAL);
  rmSync(join(folder, 'a/shard-2-of-2.jsonl'));
  await expect(mergeFiles([join(folder, 'a')], {})).rejects.toThrow(
    'cells 1, 3, 5, 7, 9 are missing: shard 2/2 is not there',
  );
  expect(readdirSync(join(folder, 'a'))).toEqual(['shard-1-of-2.jsonl']);
});

it('replaces no other sweep, and says so', async () => {
  putShards(2);
  const other = put('other/cells.jsonl', lineOf({ ...HEADER, id: 'beef' }));
  await expect(mergeFiles([join(folder, 'sweep')], { out: join(folder, 'other') })).rejects.toThrow(
    /other\/cells\.jsonl: holds another sweep/,
  );
  expect(readFileSync(other, 'utf8')).toBe(lineOf({ ...HEADER, id: 'beef' }));
});

it('says what is no sweep, or of a format that it does not know', async () => {
  mkdirSync(join(folder, 'empty'));
  await expect(mergeFiles([join(folder, 'empty')], {})).rejects.toThrow(/empty: holds no part of a sweep/);
  await expect(mergeFiles([join(folder, 'none')], {})).rejects.toThrow(
    /none: cannot be read: there is no such file or folder/,
  );
  const newer = put('newer/cells.jsonl', SERIAL.replace(lineOf(HEADER), lineOf({ ...HEADER, lagcastSweep: 99 })));
  await expect(mergeFiles([newer], {})).rejects.toThrow(/is of format 99, and this lagcast knows format 3/);
});

it('writes nothing of what another version ran, and names both', async () => {
  const old = put('old/cells.jsonl', SERIAL.replace(lineOf(HEADER), lineOf({ ...HEADER, version: '0.0.9' })));
  await expect(mergeFiles([old], {})).rejects.toThrow(
    `${old}: was run by lagcast 0.0.9, and this is lagcast ${VERSION}, whose files may differ: npx lagcast@0.0.9 sweep merge`,
  );
  expect(readdirSync(join(folder, 'old'))).toEqual(['cells.jsonl']);
});

it('keeps cells that failed, tells them and a torn line, and ends with 2', async () => {
  const file = put(
    'x/cells.jsonl',
    lineOf(HEADER) + ALL.map((n) => (n === 3 ? failedLine(n) : cellLine(n))).join('') + '{"cell":',
  );
  expect(await mergeFiles([file], {})).toBe(2);
  expect(readFileSync(file, 'utf8').split('\n')[4]).toContain('"failed"');
  expect(said).toMatch(/cells\.jsonl:12 was cut off or spoilt; all cells are there without/);
  expect(said).toMatch(/error: cell 3 failed/);
});
