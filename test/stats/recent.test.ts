/** Percentiles by the interval, of histograms that go on. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Histogram } from '../../src/stats/histogram.ts';
import { Recent } from '../../src/stats/recent.ts';

const value = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 4e9 }));

it('is what a histogram of its own would say of the interval, within a bin', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.array(value), fc.array(value)), { maxLength: 6 }), (intervals) => {
      const two = [new Histogram(), new Histogram()] as const;
      const recent = new Recent(two);
      for (const values of intervals) {
        const own = new Histogram();
        two.forEach((histogram, i) => {
          for (const one of values[i]!) {
            histogram.add(one);
            own.add(one);
          }
        });
        const taken = recent.take();
        expect(taken.count).toBe(own.count);
        for (const share of own.count === 0 ? [] : [0, 0.5, 0.95, 0.99, 1]) {
          expect(Math.abs(taken.quantile(share) - own.quantile(share))).toBeLessThanOrEqual(own.quantile(share) / 100);
        }
      }
    }),
    { seed: 5, numRuns: 300 },
  );
});

it('begins anew with histograms that were emptied', () => {
  const histogram = new Histogram();
  const recent = new Recent([histogram]);
  for (let i = 0; i < 9; i++) histogram.add(5);
  recent.take();
  histogram.reset();
  recent.restart();
  histogram.add(7);
  expect([recent.take().count, recent.take().count]).toEqual([1, 0]);
});

it('keeps what was counted before histograms are emptied, when it is told in time', () => {
  const histogram = new Histogram();
  const recent = new Recent([histogram]);
  histogram.add(3);
  recent.take();
  histogram.add(5);
  recent.keep();
  histogram.reset();
  recent.restart();
  histogram.add(7);
  const both = recent.take();
  expect([both.count, both.min, both.max]).toEqual([2, 5, 7]);
  expect(recent.take().count).toBe(0);
});
