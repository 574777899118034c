/** Spearman's rank correlation against values worked out by hand. */
import { expect, it } from 'vitest';
import { rankCorrelation } from '../../src/stats/rank-correlation.ts';

it('is 1 of whatever rises with it, and -1 of whatever falls', () => {
  expect(rankCorrelation([1, 2, 3, 4], [1, 10, 100, 1000])).toBe(1);
  expect(rankCorrelation([1, 2, 3, 4], [9, 3, 2, -7])).toBe(-1);
});

it('is what the formula without ties gives: 1 − 6 Σd² / n(n² − 1)', () => {
  // Ranks 1 2 3 4 5 against 2 1 4 3 5: Σd² = 4, n = 5.
  expect(rankCorrelation([10, 20, 30, 40, 50], [2, 1, 4, 3, 5])).toBeCloseTo(1 - (6 * 4) / (5 * 24), 12);
});

it('gives ties their mean rank', () => {
  // Ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4: 4.5 / √(4.5 × 5).
  expect(rankCorrelation([1, 2, 2, 3], [1, 2, 3, 4])).toBeCloseTo(4.5 / Math.sqrt(22.5), 12);
});

it('is unknown where nothing varies, or of two pairs', () => {
  expect(rankCorrelation([1, 1, 1], [1, 2, 3])).toBeNull();
  expect(rankCorrelation([1, 2], [1, 2])).toBeNull();
});
