/** Parts of a sweep: every cell is in exactly one, and they are even. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cellsOfShard, parseShard, shardFile, shardOfCell, shardOfFile } from '../../../src/plan/sweep/shard.ts';

it('every cell is in exactly one part, the one that shardOfCell names; parts differ by one cell at most', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 40 }), (cells, of) => {
      const parts = Array.from({ length: of }, (_, i) => cellsOfShard({ index: i + 1, of }, cells));
      expect(parts.flat().toSorted((a, b) => a - b)).toEqual(Array.from({ length: cells }, (_, i) => i));
      const owners = parts.map((part) => part.map((cell) => shardOfCell(cell, of).index));
      expect(owners).toEqual(parts.map((part, i) => part.map(() => i + 1)));
      expect(parts.every((part) => part.every((cell, i) => i === 0 || part[i - 1]! < cell))).toBe(true);
      const sizes = parts.map(({ length }) => length);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    }),
  );
});

it('part 2 of 4 of ten cells has cells 1, 5 and 9', () => {
  expect(cellsOfShard({ index: 2, of: 4 }, 10)).toEqual([1, 5, 9]);
  expect(cellsOfShard({ index: 4, of: 4 }, 3)).toEqual([]);
});

it('reads what it writes, and nothing else', () => {
  const shard = { index: 2, of: 4 };
  expect(parseShard('2/4')).toEqual(shard);
  expect(shardFile(shard)).toBe('shard-2-of-4.jsonl');
  expect(shardOfFile('shard-2-of-4.jsonl')).toEqual(shard);
  for (const text of ['0/4', '5/4', '1/0', '1', '1/2/3', '-1/4', '1.5/4', ' 1/4', '1/10001', 'a/b', ''])
    expect([text, parseShard(text)]).toEqual([text, undefined]);
  for (const name of [
    'shard-0-of-4.jsonl',
    'shard-5-of-4.jsonl',
    'shard-02-of-4.jsonl',
    'cells.jsonl',
    'x-shard-1-of-2.jsonl',
  ])
    expect([name, shardOfFile(name)]).toEqual([name, undefined]);
});
