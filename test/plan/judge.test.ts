import { describe, expect, it } from 'vitest';
import { enough, judge, looksOf } from '../../src/plan/search/judge.ts';

describe('judge', () => {
  it('looks after few runs first', () => {
    expect(looksOf(0.05)).toEqual([2, 6, 20, 40, 60, 80]);
    expect(looksOf(0.5)).toEqual([2, 3, 10, 20, 30, 40]);
    expect(looksOf(0.01)[0]).toBe(2);
    expect(looksOf(0.01).at(-1)).toBe(400);
  });

  it('calls what always misses bad after two runs, and what never does good after enough', () => {
    expect(judge(2, 2, 0.05)).toBe('bad');
    expect(judge(2, 1, 0.05)).toBe('open');
    expect(judge(6, 0, 0.05)).toBe('open');
    expect(judge(20, 0, 0.05)).toBe('good');
    expect(enough(0.05)).toBe(20);
  });

  it('takes more runs of what missed once, and is not patient for ever', () => {
    expect(judge(20, 1, 0.05)).toBe('open');
    expect(judge(80, 1, 0.05)).toBe('good');
    expect(judge(80, 2, 0.05)).toBe('bad');
  });

  it('asks for more after a confirmation that failed', () => {
    expect(judge(20, 0, 0.05, 2)).toBe('open');
    expect(judge(40, 0, 0.05, 2)).toBe('good');
    expect(looksOf(0.05, 2)).toEqual([2, 6, 20, 40, 80, 120, 160]);
  });

  it('seldom drops what misses a tenth as often as it may', () => {
    // By all ways in which looks can go, of a setting that misses in 0.5 % of runs.
    const share = 0.005;
    let open = new Map([[0, 1]]);
    let [runs, bad] = [0, 0];
    for (const look of looksOf(0.05)) {
      for (; runs < look; runs++) open = step(open, share);
      for (const [misses, way] of open) {
        const verdict = judge(runs, misses, 0.05);
        if (verdict === 'bad') bad += way;
        if (verdict !== 'open') open.delete(misses);
      }
    }
    expect(bad).toBeLessThan(0.03);
  });
});

function step(ways: ReadonlyMap<number, number>, share: number): Map<number, number> {
  const next = new Map<number, number>();
  for (const [misses, way] of ways) {
    next.set(misses, (next.get(misses) ?? 0) + way * (1 - share));
    next.set(misses + 1, (next.get(misses + 1) ?? 0) + way * share);
  }
  return next;
}
