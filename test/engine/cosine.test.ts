import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cosineOfTurns } from '../../src/engine/cosine.ts';

describe('the cosine of a share of a turn', () => {
  it('is exact at the quarters, and at the eighths and twelfths to the last bit but one', () => {
    expect([0, 0.25, 0.5, 0.75, 1, -2].map(cosineOfTurns).map((x) => x + 0)).toEqual([1, 0, -1, 0, 1, 1]);
    for (const turns of [1 / 8, 7 / 8, -1 / 8]) expect(cosineOfTurns(turns)).toBeCloseTo(Math.SQRT1_2, 15);
    for (const turns of [1 / 6, 5 / 6]) expect(cosineOfTurns(turns)).toBeCloseTo(0.5, 15);
  });

  it('is that of any library to fifteen digits', () => {
    fc.assert(
      fc.property(fc.double({ min: -1, max: 1, noNaN: true }), (turns) => {
        expect(Math.abs(cosineOfTurns(turns) - Math.cos(2 * Math.PI * turns))).toBeLessThan(2e-15);
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  it('returns after whole turns, also after many and before the first', () => {
    for (const turns of [0.125, 0.3125, 0.75]) {
      expect(cosineOfTurns(turns + 4096)).toBe(cosineOfTurns(turns));
      expect(cosineOfTurns(turns - 4096)).toBe(cosineOfTurns(turns));
    }
  });

  it('has these bits, on every machine', () => {
    expect(cosineOfTurns(0.1)).toBe(0.8090169943749475);
    expect(cosineOfTurns(0.2)).toBe(0.30901699437494734);
    expect(cosineOfTurns(0.37)).toBe(-0.6845471059286886);
  });
});
