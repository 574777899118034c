/** Waits after throttles, section 5.2 of the specification. */
import { describe, expect, it } from 'vitest';
import { waitAfterThrottle, type BackOff } from '../../../../src/model/tier/controls/jitter.ts';
import { chance, SECOND } from './support.ts';

const AWS = (jitter: BackOff['jitter']): BackOff => ({ base: SECOND, cap: 300 * SECOND, jitter });

/** When an event that is throttled each time is tried, up to an age. */
function attempts(backOff: BackOff, limit: number, u: () => number): number[] {
  const times = [];
  let previous = 0;
  for (let at = 0; at < limit; at += previous) {
    times.push(at);
    previous = waitAfterThrottle(times.length, previous, u(), backOff);
  }
  return times;
}

describe('without jitter', () => {
  it('the waits double up to five minutes', () => {
    const times = attempts(AWS('none'), 1200 * SECOND, () => 0.5).map((time) => time / SECOND);
    expect(times).toEqual([0, 1, 3, 7, 15, 31, 63, 127, 255, 511, 811, 1111]);
  });

  it.each([
    [60, 6],
    [300, 9],
    [3600, 20],
    [21600, 80],
  ])('within %d s there are %d attempts', (limit, count) => {
    expect(attempts(AWS('none'), limit * SECOND, () => 0.5)).toHaveLength(count);
  });
});

describe.each([
  ['full', [7.5, 31.9, 151.9]],
  ['equal', [7.0, 23.8, 103.8]],
  ['decorrelated', [8.6, 40.8, 168.7]],
] as const)('with %s jitter', (jitter, means) => {
  it('there are as many attempts on average as was computed, within 60 s, an hour and six hours', () => {
    const random = chance(jitter);
    const limits = [60, 3600, 21600].map((limit) => limit * SECOND);
    const sums = [0, 0, 0];
    const runs = 2000;
    for (let run = 0; run < runs; run++) {
      const times = attempts(AWS(jitter), limits[2]!, () => random.next());
      limits.forEach((limit, i) => (sums[i]! += times.filter((time) => time < limit).length));
    }
    // Five standard errors, and the rounding of the figures.
    [0.2, 0.5, 1.2].forEach((tolerance, i) => expect(Math.abs(sums[i]! / runs - means[i]!)).toBeLessThan(tolerance));
  });
});

it('the bounds are those of each kind, in whole microseconds', () => {
  const waits = (n: number, previous: number, backOff: BackOff) =>
    [0, 0.5, 1].map((u) => waitAfterThrottle(n, previous, u, backOff));
  const odd = { base: 3, cap: 300 };
  expect(waits(3, 0, { ...odd, jitter: 'full' })).toEqual([0, 6, 12]);
  expect(waits(1, 0, { ...odd, jitter: 'equal' })).toEqual([2, 2, 3]);
  expect(waits(1, 0, { ...odd, jitter: 'decorrelated' })).toEqual([3, 6, 9]);
  expect(waits(9, 150, { ...odd, jitter: 'decorrelated' })).toEqual([3, 227, 300]);
  for (const jitter of ['none', 'full', 'equal'] as const) {
    const longest = waits(10_000, 0, { ...odd, jitter })[2];
    expect(longest).toBe(300);
  }
});
