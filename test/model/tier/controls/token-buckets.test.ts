/** Token buckets: exact times, and that splitting one never helps. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { TokenBuckets } from '../../../../src/model/tier/controls/token-buckets.ts';
import { SECOND } from './support.ts';

it('begins full, keeps fractions, and holds no more than its burst', () => {
  const buckets = new TokenBuckets(2);
  const take = (now: number) => buckets.take(1, now, 2 / SECOND, 3);
  expect([take(0), take(0), take(0), take(0)]).toEqual([true, true, true, false]);
  expect([take(499_999), take(500_000), take(750_000), take(1_000_000)]).toEqual([false, true, false, true]);
  expect(buckets.tokens(1, 1_250_000, 2 / SECOND, 3)).toBeCloseTo(0.5, 9);
  expect([60e6, 60e6, 60e6, 60e6].map(take)).toEqual([true, true, true, false]);
  // The other one is still full.
  expect(buckets.tokens(0, 60e6, 2 / SECOND, 3)).toBe(3);
});

it('follows a rate that changes, and never comes where there is none', () => {
  const buckets = new TokenBuckets(1);
  expect(buckets.take(0, 0, 1 / SECOND, 1)).toBe(true);
  expect(buckets.waitFor(0, 0, 1 / SECOND, 1)).toBe(SECOND);
  expect(buckets.waitFor(0, 250_000, 1 / SECOND, 1)).toBe(750_000);
  expect(buckets.waitFor(0, 250_000, 10 / SECOND, 1)).toBe(75_000);
  expect(buckets.waitFor(0, 250_000, 0, 1)).toBe(Infinity);
  expect(buckets.take(0, 325_000, 10 / SECOND, 1)).toBe(true);
});

it('says to the microsecond when there will be a token', () => {
  const rate = fc.double({ min: 0.01, max: 5000, noNaN: true });
  fc.assert(
    fc.property(
      rate,
      fc.integer({ min: 1, max: 5 }),
      fc.array(fc.nat(2 * SECOND), { minLength: 1, maxLength: 20 }),
      (r, burst, gaps) => {
        const buckets = new TokenBuckets(1);
        let now = 0;
        for (const gap of gaps) {
          now += gap;
          while (buckets.take(0, now, r / SECOND, burst));
          const wait = buckets.waitFor(0, now, r / SECOND, burst);
          if (wait > 1) expect(buckets.take(0, now + wait - 1, r / SECOND, burst)).toBe(false);
          now += wait;
          expect(buckets.waitFor(0, now, r / SECOND, burst)).toBe(0);
          expect(buckets.take(0, now, r / SECOND, burst)).toBe(true);
        }
      },
    ),
    { numRuns: 60, seed: 4 },
  );
});

/** The sum of the waits of events that come at `times`, each at the bucket that `choice` says, first come first served. */
function waits(times: number[], choice: (i: number) => number, buckets: number, rate: number, burst: number): number {
  const bank = new TokenBuckets(buckets);
  const freeAt = new Array<number>(buckets).fill(0);
  let sum = 0;
  times.forEach((time, i) => {
    const b = choice(i);
    const from = Math.max(time, freeAt[b]!);
    const at = from + bank.waitFor(b, from, rate / buckets, burst / buckets);
    if (!bank.take(b, at, rate / buckets, burst / buckets)) throw new Error('no token where one was promised');
    freeAt[b] = at;
    sum += at - time;
  });
  return sum;
}

it('splitting a bucket into equal parts never lowers the sum of the waits (Guerin 2019)', () => {
  let worse = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(2, 4),
      fc.integer({ min: 1, max: 3 }),
      fc.array(fc.tuple(fc.nat(2500), fc.nat(3)), { minLength: 1, maxLength: 60 }),
      (parts, each, events) => {
        let now = 0;
        const times = events.map(([gap]) => (now += gap));
        // A token in 1,024 microseconds: all is exact.
        const one = waits(times, () => 0, 1, 1 / 1024, parts * each);
        const many = waits(times, (i) => events[i]![1] % parts, parts, 1 / 1024, parts * each);
        expect(many).toBeGreaterThanOrEqual(one);
        if (many > one) worse++;
      },
    ),
    { numRuns: 150, seed: 6 },
  );
  expect(worse).toBeGreaterThan(50);
});
