/** What a sweep says: advice that can be followed. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { refuseMixed } from '../../../src/cli/sweep/other-sweep.ts';
import { failedText, keptForLater, keptText, spoiltText, unfinishedText } from '../../../src/cli/sweep/words.ts';
import { fileOf, headerOf } from '../../support/sweep.ts';

it('repeats a cell without forgetting the others, and without an option twice', () => {
  const args = ['sweep', 'run', 'a b.yaml', '--restart', '--cells', '1..3', '--workers=8', '--set', 'x=1'];
  const text = failedText([{ cell: 2, status: 'failed', settings: {}, seed: 1, why: 'it fell' }], args);
  expect(text).toContain("to repeat it: lagcast sweep run 'a b.yaml' --set x=1 --cells 2 --workers 1");
});

it('goes on without --restart', () => {
  expect(keptForLater(3, 5)).toBe('3 of 5 cells are kept, and the same command goes on');
  expect(keptForLater(1, 5, true)).toBe('1 of 5 cells is kept, and the same command without --restart goes on');
  expect([keptForLater(0, 5, true), keptText(2, 5)]).toEqual(['no cell was finished', '2 of 5 cells are kept']);
});

it('tells cells that failed from those that were not run', () => {
  expect(unfinishedText([0, 1, 2], [1], 5, 'c')).toBe(
    '2 of 5 cells are in c.\nFailed: cell 1; not run yet: cells 0, 2; the same command without --cells runs them.\n',
  );
  expect(unfinishedText([4], [], 5, 'c', true)).toBe(
    '4 of 5 cells are in c.\nNot run yet: cell 4; the same command without --cells and --restart runs it.\n',
  );
});

it('says once what becomes of cells whose lines are spoilt', () => {
  expect(spoiltText('c', [{ line: 3, why: 'it was cut off' }])).toBe(
    'warning: c:3: it was cut off; the line is passed over\ncells without a sound line count as not run',
  );
});

it('refuses a folder with a part of another sweep, unless this one is begun anew', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lagcast-'));
  try {
    const put = (file: string, id: string) => writeFileSync(join(folder, file), fileOf(headerOf({ id }), []));
    put('shard-1-of-2.jsonl', 'one');
    put('cells.jsonl', 'one');
    writeFileSync(join(folder, 'shard-of-mine.jsonl'), 'notes');
    const check =
      (own: string, id: string, isForgotten = false) =>
      () =>
        refuseMixed(folder, own, headerOf({ id }), isForgotten);
    expect(check('shard-2-of-2.jsonl', 'one')).not.toThrow();
    expect(check('shard-2-of-2.jsonl', 'two')).toThrow(/cells\.jsonl: is of another sweep/);
    expect(check('cells.jsonl', 'two')).toThrow(/shard-1-of-2\.jsonl: is of another sweep/);
    expect(check('cells.jsonl', 'two', true)).not.toThrow();
  } finally {
    rmSync(folder, { recursive: true });
  }
});
