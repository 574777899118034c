/** Differences of pairs, against answers worked out by hand. */
import { describe, expect, it } from 'vitest';
import { MOST_PAIRS, Pairs } from '../../src/plan/paired.ts';

const LEVEL = { confidence: 0.95, margin: 0 };
const judged = (
  base: (number | null)[],
  other: (number | null)[],
  level = LEVEL,
  better: 'less' | 'more' | undefined = 'less',
) => Pairs.of(base, other).judged(better, level);

describe('the difference of pairs', () => {
  it('has the mean of the differences, and Student’s interval of them', () => {
    // −1, 0, −2: mean −1, standard deviation 1; t of 95 % with two degrees of freedom is 4.302653.
    const difference = judged([10, 12, 14], [9, 12, 12]);
    const half = 4.302652729911 / Math.sqrt(3);
    expect(difference).toMatchObject({ pairs: 3, missing: 0, mean: -1, relative: -1 / 12, verdict: 'undecided' });
    expect(difference.interval!.low).toBeCloseTo(-1 - half, 9);
    expect(difference.interval!.high).toBeCloseTo(-1 + half, 9);
    expect(difference.relativeInterval!.high).toBeCloseTo((-1 + half) / 12, 9);
  });

  it('says what the same luck left of the variance', () => {
    // Variances: 1 of the differences, 4 and 3 of the two.
    expect(judged([10, 12, 14], [9, 12, 12]).varianceLeft).toBeCloseTo(1 / 7, 12);
    expect(judged([1, 1], [2, 2]).varianceLeft).toBeNull();
  });

  it('says how many pairs would settle it', () => {
    // t/√n ≤ 1 first at n = 7: 2.4469 / 2.6458; with 6 it is 2.5706 / 2.4495.
    expect(judged([10, 12, 14], [9, 12, 12]).pairsNeeded).toBe(7);
    // Within a margin of a quarter, 3 of 12, it is further to zero than to the margin or the reverse: 3 − 1 = 2, first at n = 4.
    expect(judged([10, 12, 14], [9, 12, 12], { confidence: 0.95, margin: 0.25 }).pairsNeeded).toBe(4);
    expect(judged([1, 2, 3, 4], [2, 1, 4, 3]).pairsNeeded).toBeNull();
    expect(MOST_PAIRS).toBeGreaterThan(1000);
  });

  it('tells better from worse by what is better, and less from more where neither is', () => {
    const [low, high] = [
      [10, 11, 12],
      [20, 21.1, 22],
    ];
    expect(judged(low, high, LEVEL, 'less').verdict).toBe('worse');
    expect(judged(high, low, LEVEL, 'less').verdict).toBe('better');
    expect(judged(low, high, LEVEL, 'more').verdict).toBe('better');
    const none = Pairs.of(low, high).judged(undefined, LEVEL);
    expect(none.verdict).toBe('more');
    expect(Pairs.of(high, low).judged(undefined, LEVEL).verdict).toBe('less');
  });

  it('is equal where every pair is, errors of rounding apart, and has nothing to be judged', () => {
    const pairs = Pairs.of([1e9, 0.1 + 0.2], [1e9, 0.3]);
    expect(pairs.isOpen).toBe(false);
    expect(pairs.judged('less', LEVEL)).toMatchObject({ verdict: 'equal', mean: 0, interval: { low: 0, high: 0 } });
    expect(Pairs.of([0, 0, 0], [0, 0, 1e-9]).isOpen).toBe(true);
  });

  it('does not matter only where the whole interval is within the margin', () => {
    const level = { confidence: 0.95, margin: 0.05 };
    expect(judged([100, 100, 100], [101, 102, 101.5], level).verdict).toBe('negligible');
    expect(judged([100, 100, 100], [104, 104.5, 103.5], level).verdict).toBe('worse');
    expect(judged([100, 100, 100], [95, 102, 103], level).verdict).toBe('undecided');
    // Of nothing there is no margin.
    expect(judged([0, 0, 0], [1, 1, 1], level)).toMatchObject({ verdict: 'worse', relative: null, mean: 1 });
  });

  it('judges nothing where only one had a value in some run: the variants choose the pairs', () => {
    const [base, other] = [
      [10, 10.1, 9.9, 40],
      [5, 5.1, 5.2, null],
    ] as const;
    expect(judged([...base.slice(0, 3)], [...other.slice(0, 3)]).verdict).toBe('better');
    expect(judged([...base], [...other])).toMatchObject({ verdict: 'selected', oneSided: 1, pairs: 3, base: 10 });
  });

  it('takes away no more than there was, and warns where a few pairs make the mean', () => {
    const [base, other] = [
      [10, 1, 1, 1],
      [0, 1, 1, 0],
    ];
    expect(judged(base!, other!)).toMatchObject({ relativeInterval: { low: -1 }, isLopsided: false });
    const one = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1];
    expect(judged(one, [...one.slice(1), 900]).isLopsided).toBe(true);
    expect(judged(one, [2, 3, 2, 3, 2, 3, 2, 3, 2, 3]).isLopsided).toBe(false);
  });

  it('leaves out runs without a value, and says nothing of fewer than two pairs', () => {
    expect(judged([1, null, 3, 4], [2, null, 5, 6])).toMatchObject({ pairs: 3, missing: 1, oneSided: 0 });
    expect(judged([1, null, 3, 4], [2, 5, null, 6])).toMatchObject({
      pairs: 2,
      missing: 2,
      mean: 1.5,
      base: 2.5,
      other: 4,
    });
    expect(judged([1, null], [2, 3])).toMatchObject({ pairs: 1, verdict: 'unknown', interval: null, mean: 1 });
    expect(judged([null], [null])).toMatchObject({ pairs: 0, verdict: 'unknown', mean: null, relative: null });
  });
});
