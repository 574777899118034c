/** How far a sweep is, before those who watch and in a log; and what its workers may take. */
import { totalmem } from 'node:os';
import { describe, expect, it } from 'vitest';
import { memoryOf, memoryText } from '../../../src/cli/sweep/memory.ts';
import { SweepProgress } from '../../../src/cli/sweep/progress.ts';

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
  });
});

describe('memory of a worker', () => {
  it('is what was asked for, else its share of four fifths of what there is', () => {
    expect(memoryText(memoryOf(64, 2))).toBe('its worker ran out of memory (--max-memory 64)');
    const [one, four] = [memoryOf(undefined, 1), memoryOf(undefined, 4)];
    expect(one.mostMb * 1024 * 1024).toBeLessThanOrEqual(0.8 * totalmem());
    expect(four.mostMb).toBe(Math.floor(one.mostMb / 4));
    expect(memoryText(four)).toBe(
      `its worker ran out of memory (${four.mostMb} MB for each; fewer --workers leave more)`,
    );
  });
});
