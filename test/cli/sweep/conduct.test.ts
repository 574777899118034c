/** Cells on worker threads: equal bytes as without them, and what becomes of them when somebody stops or the disk is full. Needs `npm run build`. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InputError } from '../../../src/cli/files.ts';
import { Interrupted } from '../../../src/cli/interrupted.ts';
import { conductCells, type CellsToRun } from '../../../src/cli/sweep/conduct.ts';
import { Journal } from '../../../src/cli/sweep/journal.ts';
import { runSweepCell } from '../../../src/plan/sweep/cell.ts';
import type { SweepLine } from '../../../src/plan/sweep/line.ts';
import { pointsOf } from '../../../src/plan/sweep/points.ts';
import { templateOfSource } from '../../../src/plan/sweep/source.ts';
import { fileOf, headerOf, source } from '../../support/sweep.ts';

const header = headerOf();
const never = { isWanted: false, during: <T>(work: () => Promise<T>) => work() };
const troubled = new URL('../../support/workers/troubled.mjs', import.meta.url);
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lagcast-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('two workers write the same bytes as no thread at all', async () => {
  const template = templateOfSource(source);
  const pointOf = pointsOf(header);
  const serial = Array.from({ length: header.cells }, (_, cell) => runSweepCell(template, header, pointOf(cell)));
  expect(serial.map(({ status }) => status)).toContain('refused');
  const journal = new Journal(join(folder, 'cells.jsonl'), header);
  expect(await conductCells({ header, source, journal, cells: journal.missing(), workers: 2 }, never)).toEqual([]);
  expect(journal.finish()).toEqual(serial);
  expect(readFileSync(journal.path, 'utf8')).toBe(fileOf(header, serial));
});

describe('cells on workers made for it', () => {
  const run = async (changes: Partial<CellsToRun>, interruption = never) => {
    const lines: SweepLine[] = [];
    const journal = { append: (line: SweepLine) => void lines.push(line) };
    const asked = { header, source, journal, cells: [0, 7, 8], workers: 2, worker: troubled, ...changes };
    const failed = await conductCells(asked, interruption).catch((error: Error) => error);
    return { failed, cells: lines.map(({ cell }) => cell) };
  };

  it('are run one by one by a single worker, in order; those that failed are returned in order', async () => {
    const { failed, cells } = await run({ cells: [2, 0, 1, 7], workers: 1 });
    expect(cells).toEqual([2, 0, 1, 7]);
    expect(failed).toMatchObject([{ cell: 1 }, { cell: 2 }]);
  });

  it('need no worker where there are none', async () => {
    const unable = new URL('../../support/workers/unable.mjs', import.meta.url);
    expect(await run({ cells: [], worker: unable })).toEqual({ failed: [], cells: [] });
    const { failed } = await run({ worker: unable });
    expect((failed as Error).message).toMatch(/^workers cannot start: no such luck/);
  });

  it('are not begun after somebody asked to stop; those under way are told, and finish', async () => {
    const told: number[] = [];
    const interruption = { ...never, isWanted: false };
    const onLine = () => void (interruption.isWanted = true);
    const options = { cells: [7, 8, 0], workers: 1, onLine, onStopping: (cells: number) => void told.push(cells) };
    const { failed, cells } = await run(options, interruption);
    expect(failed).toBeInstanceOf(Interrupted);
    expect([cells, told.filter((cells) => cells > 1)]).toEqual([[7], []]);
  });

  it('that take too long after that are given up, and the others stay', async () => {
    const told: [number, number][] = [];
    const interruption = { ...never, isWanted: false };
    const onLine = () => void (interruption.isWanted = true);
    const onStopping = (cells: number, seconds: number) => void told.push([cells, seconds]);
    const { failed, cells } = await run({ cells: [9, 7, 8], graceMs: 150, onLine, onStopping }, interruption);
    expect(failed).toBeInstanceOf(Interrupted);
    expect([cells, told]).toEqual([[7], [[1, 0.15]]]);
  });

  it('end with the journal, when it can take no more', async () => {
    const journal = {
      append: () => {
        throw new InputError('no space is left');
      },
    };
    expect((await run({ journal })).failed).toMatchObject({ message: 'no space is left' });
  });
});
