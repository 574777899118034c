/** `--cells`: which it takes, and what it says of others. */
import { describe, expect, it } from 'vitest';
import { chosenCells } from '../../../src/cli/sweep/cells-option.ts';

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
