/**
 * Quantiles of Student's, the normal and the binomial distribution against values of independent libraries at 25 digits
 * (mpmath) or at double precision (SciPy), and against what they mean.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  binomialAtMost,
  quantileRanks,
  shareAtLeast,
  shareAtMost,
  shareInterval,
  trialsWithoutSuccess,
} from '../../src/stats/binomial.ts';
import { normalQuantile } from '../support/normal.ts';
import { studentT } from '../../src/stats/student.ts';

const relative = (value: number, expected: number): number => Math.abs(value - expected) / Math.abs(expected);

const FREEDOMS = [1, 2, 4, 9, 19, 30, 31, 100, 1000];
/** Two-sided, by confidence. */
const STUDENT: readonly (readonly [confidence: number, ts: readonly number[]])[] = [
  [
    0.5,
    [
      1, 0.816496580927726, 0.740697084112683, 0.702722146751326, 0.68762146020396, 0.682755693321293,
      0.682486306002572, 0.676951043011471, 0.674735164607009,
    ],
  ],
  [
    0.9,
    [
      6.31375151467504, 2.91998558035373, 2.13184678632665, 1.83311293265624, 1.72913281152137, 1.69726088659396,
      1.69551878254587, 1.66023432608534, 1.64637881728546,
    ],
  ],
  [
    0.95,
    [
      12.7062047361747, 4.30265272974946, 2.77644510519779, 2.26215716279821, 2.09302405440831, 2.04227245630124,
      2.03951344639641, 1.98397151852355, 1.96233908082641,
    ],
  ],
  [
    0.99,
    [
      63.6567411628716, 9.92484320091829, 4.60409487134999, 3.24983554159213, 2.86093460646498, 2.74999565356723,
      2.74404191929427, 2.62589052143802, 2.58075469806595,
    ],
  ],
  [
    0.9999,
    [
      6366.19767131594, 99.9924998437445, 15.5441005815457, 6.59368258394479, 4.89746158886217, 4.48241717540975,
      4.46098914078394, 4.05333670120152, 3.90634373670138,
    ],
  ],
];

describe('Student’s t', () => {
  it.each(STUDENT)('at a confidence of %s is known to 1e-10', (confidence, ts) => {
    ts.forEach((t, i) => expect(relative(studentT(confidence, FREEDOMS[i]!), t)).toBeLessThan(1e-10));
  });

  it('of a million degrees of freedom is next to normal', () => {
    expect(relative(studentT(0.95, 1e6), 1.9599663568141295)).toBeLessThan(1e-10);
  });
});

describe('the normal quantile', () => {
  it.each([
    [1e-12, -7.034483825301132],
    [1e-5, -4.264890793922825],
    [0.025, -1.959963984540054],
    [0.05, -1.644853626951473],
    [0.3, -0.5244005127080408],
    [0.5, 0],
    [0.9, 1.2815515655446],
    [0.975, 1.959963984540054],
    [0.99999, 4.264890793922825],
  ])('of %s is known to 1e-10', (p, z) => {
    expect(Math.abs(normalQuantile(p) - z)).toBeLessThan(1e-10);
  });

  it('is as far below as above', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 0.5, noNaN: true }), (p) => {
        expect(normalQuantile(p)).toBeCloseTo(-normalQuantile(1 - p), 8);
      }),
    );
  });
});

describe('the interval of a share', () => {
  it.each([
    [0, 20, 0.95, 0, 0.1684334709830853],
    [1, 20, 0.95, 0.0012650894979498047, 0.24873276277202777],
    [18, 20, 0.95, 0.6830172859809176, 0.9876514728297052],
    [20, 20, 0.95, 0.8315665290169147, 1],
    [3, 7, 0.9, 0.12875639280424267, 0.7746784159675522],
    [333, 1000, 0.99, 0.29498905401498543, 0.37262438582155794],
    [9999, 10_000, 0.95, 0.9994429630020529, 0.9999974682224065],
  ])('of %i in %i at %s', (successes, trials, confidence, low, high) => {
    const interval = shareInterval(successes, trials, confidence);
    expect(interval.low).toBeCloseTo(low, 11);
    expect(interval.high).toBeCloseTo(high, 11);
  });

  it('59 trials without a miss show 5 % at 95 %, 58 do not', () => {
    expect(trialsWithoutSuccess(0.05, 0.95)).toBe(59);
    expect(shareAtMost(0, 59, 0.95)).toBeLessThanOrEqual(0.05);
    expect(shareAtMost(0, 58, 0.95)).toBeGreaterThan(0.05);
    expect(trialsWithoutSuccess(0.01, 0.95)).toBe(299);
    expect(trialsWithoutSuccess(0.5, 0.75)).toBe(2);
  });

  it('its ends are where as few or as many become improbable', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.double({ min: 0, max: 1, noNaN: true }), (trials, part) => {
        const successes = Math.round(part * trials);
        const [high, low] = [shareAtMost(successes, trials, 0.95), shareAtLeast(successes, trials, 0.95)];
        if (successes < trials) expect(binomialAtMost(successes, trials, high)).toBeCloseTo(0.05, 9);
        if (successes > 0) expect(1 - binomialAtMost(successes - 1, trials, low)).toBeCloseTo(0.05, 9);
      }),
    );
  });
});

describe('ranks around a quantile', () => {
  it.each([
    [5, 0.5, undefined],
    [6, 0.5, [1, 6]],
    [10, 0.5, [2, 9]],
    [20, 0.5, [6, 15]],
    [100, 0.5, [40, 61]],
    [100, 0.9, [84, 96]],
    [300, 0.5, [133, 168]],
    [300, 0.99, undefined],
  ])('of %i observations around the %s quantile', (count, share, ranks) => {
    expect(quantileRanks(count, share, 0.95)).toEqual(ranks);
  });
});
