/** What `sweep run` says, which cells it is asked for, and how far it is. */
import { describe, expect, it } from 'vitest';
import { chosenCells } from '../../../src/cli/sweep/cells-option.ts';
import { sweepCommand } from '../../../src/cli/sweep/command-text.ts';
import { memoryOf, memoryText } from '../../../src/cli/sweep/memory.ts';
import { FIRST_LINE_MS, SweepProgress } from '../../../src/cli/sweep/progress.ts';
import { failedText, keptText, spoiltText, unfinishedText } from '../../../src/cli/sweep/words.ts';

describe('--cells', () => {
  const all = Array.from({ length: 12 }, (_, cell) => cell);

  it.each([
    ['3', [3]],
    ['0,5..7', [0, 5, 6, 7]],
    [' 7 , 5..7,5', [5, 6, 7]],
    ['11..11', [11]],
  ])('%s', (text, cells) => expect(chosenCells(text, all)).toEqual(cells));

  it.each([
    ['', 'numbers of cells are due, such as 0,5..9; found ""'],
    ['3,', 'found ""'],
    ['7..5', 'found "7..5"'],
    ['-1', 'found "-1"'],
    ['1.5', 'found "1.5"'],
    ['12', '"12" goes beyond the cells from 0 to 11'],
    ['3..999999999', '"3..999999999" goes beyond the cells from 0 to 11'],
  ])('%s is refused', (text, why) => expect(() => chosenCells(text, all)).toThrow(why));

  it('of a shard are its own', () => {
    expect(chosenCells('1,5', [1, 5, 9])).toEqual([1, 5]);
    expect(() => chosenCells('1..5', [1, 5, 9])).toThrow('cell 2 is none of this part’s cells, from 1 to 9');
    expect(() => chosenCells('0', [])).toThrow('goes beyond this part, which has none');
  });
});

const command = sweepCommand([
  'sweep',
  'run',
  'a b.yaml',
  '--restart',
  '--workers=4',
  '--cells',
  '1..3',
  '--set',
  'x=it’s 1',
]);

describe('what was called', () => {
  it('goes on without forgetting anything, and repeats a cell', () => {
    expect(command.again).toBe("lagcast sweep run 'a b.yaml' --workers=4 --cells 1..3 --set 'x=it’s 1'");
    expect(command.ofCell(7)).toBe("lagcast sweep run 'a b.yaml' --set 'x=it’s 1' --cells 7 --workers 1");
    expect(sweepCommand(["it's"]).called).toBe("lagcast 'it'\\''s'");
  });
});

describe('what is said', () => {
  it('of lines that were spoilt, of few all', () => {
    const spoilt = Array.from({ length: 12 }, (_, i) => ({ line: i + 2, why: 'it is odd' }));
    expect(spoiltText('c', spoilt.slice(0, 1))).toBe('warning: c:2: it is odd; the line is passed over');
    expect(spoiltText('c', spoilt).split('\n').at(-1)).toBe('and 2 more spoilt lines');
  });

  it('of a cell that failed', () => {
    const settings = { 'm.batchSize': 10, load: 'storm', size: { median: '1 s' } };
    expect(failedText([{ cell: 7, status: 'failed', settings, seed: 'x', why: 'it fell' }], command)).toBe(
      [
        'error: cell 7 failed: it fell',
        '  with m.batchSize=10, load=storm, size={"median":"1 s"}, seed x',
        `  to repeat it: ${command.ofCell(7)}`,
      ].join('\n'),
    );
  });

  it('of what is kept and what is missing', () => {
    expect(keptText(0, 9, command)).toBe('no cell was finished');
    expect(keptText(1, 9, command)).toBe(`1 of 9 cells is kept; to go on: ${command.again}`);
    expect(unfinishedText({ missing: [0, 1, 5], failed: [7] }, 1000, 'c')).toBe(
      '996 of 1,000 cells are in c.\nFailed: cell 7. Not run yet: cells 0..1, 5; the same command without --cells runs what is missing.\n',
    );
  });

  it('of memory', () => {
    expect(memoryText(memoryOf(64, 2))).toBe('its worker ran out of memory (--max-memory 64)');
    const [one, four] = [memoryOf(undefined, 1), memoryOf(undefined, 4)];
    expect(four.mostMb * 4).toBeLessThanOrEqual(one.mostMb);
    expect(memoryText(four)).toBe(
      `its worker ran out of memory (${four.mostMb} MB for each; fewer --workers leave more)`,
    );
  });
});

describe('progress', () => {
  const progressOf = (isThere: boolean) => {
    const said: string[] = [];
    const clock = { ms: 0 };
    const watcher = { isThere, columns: 100, now: () => clock.ms, write: (text: string) => void said.push(text) };
    const progress = new SweepProgress({ name: 'swept', kept: 40, expected: 100 }, watcher);
    return {
      said,
      at: (ms: number, finished: number, underWay = 0) => ((clock.ms = ms), progress.update(finished, underWay)),
      progress,
    };
  };

  it('counts cells that were kept, and is as fast as those that were run', () => {
    const { said, at, progress } = progressOf(true);
    at(500, 1);
    at(2000, 4);
    at(2100, 5);
    expect(said).toEqual(['\r\x1b[Kswept  ▓▓▓▓░░░░░░  44 of 100 cells  2 a second  about 30 s left']);
    progress.clear();
    expect(said.at(-1)).toBe('\r\x1b[K');
  });

  it('knows how far long cells are before one is finished', () => {
    const { said, at } = progressOf(true);
    at(60_000, 0, 1.5);
    expect(said[0]).toContain('40 of 100 cells  1.5 a minute  about 39 min left');
  });

  it('writes a line of a log after a minute, and then ever more seldom', () => {
    const { said, at } = progressOf(false);
    for (let s = 1; s <= 3600; s += 1) at(s * 1000, Math.floor(s / 100));
    expect(said[0]).toMatch(/^swept {2}.*40 of 100 cells\n$/);
    expect(said.length).toBe(9);
    expect(FIRST_LINE_MS).toBe(60_000);
  });
});
