/** Cells on worker threads: equal bytes for any number of them. Needs `npm run build`. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { conductCells } from '../../../src/cli/sweep/conduct.ts';
import { Journal } from '../../../src/cli/sweep/journal.ts';
import { runSweepCell } from '../../../src/plan/sweep/cell.ts';
import { pointsOf } from '../../../src/plan/sweep/points.ts';
import { templateOfSource } from '../../../src/plan/sweep/source.ts';
import { fileOf, headerOf, source } from '../../support/sweep.ts';

const header = headerOf();
const never = { isWanted: false, during: <T>(work: () => Promise<T>) => work() };
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lagcast-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('1, 2 and 8 workers write the same bytes, which are those of one thread', async () => {
  const template = templateOfSource(source);
  const pointOf = pointsOf(header);
  const serial = Array.from({ length: header.cells }, (_, cell) => runSweepCell(template, header, pointOf(cell)));
  expect(serial.map(({ status }) => status)).toContain('refused');
  for (const workers of [1, 2, 8]) {
    const journal = new Journal(join(folder, `${workers}.jsonl`), header);
    expect(await conductCells({ header, source, journal, cells: journal.missing(), workers }, never)).toEqual([]);
    expect(journal.finish()).toEqual(serial);
    expect(readFileSync(journal.path, 'utf8')).toBe(fileOf(header, serial));
  }
});
