import { expect, it } from 'vitest';
import { signTest } from '../../src/stats/sign-test.ts';

it.each([
  [0, 0, 1],
  [1, 0, 1],
  [10, 0, 2 / 1024],
  [1, 9, (2 * 11) / 1024],
  [9, 1, (2 * 11) / 1024],
  [2, 8, (2 * 56) / 1024],
  [5, 5, 1],
])('%i against %i by chance: %f', (wins, losses, p) => {
  expect(signTest(wins, losses)).toBeCloseTo(p, 12);
});

it('neither fails nor is off where 2⁻ⁿ is no number any more', () => {
  expect(signTest(2000, 0)).toBe(0);
  // The normal distribution at (1100.5 − 1050) / √525, both sides.
  expect(signTest(1100, 1000)).toBeCloseTo(0.0308, 3);
});
