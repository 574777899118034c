/** Ranges: their values are of one unit, stay between the ends, and are what people would write. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numeralOf, sampleBetween, spaced, valueBetween, type Range } from '../../src/scenario/range.ts';

const linear = (from: number | string, to: number | string): Range => ({ from, to, scale: 'linear' });
const log = (from: number | string, to: number | string): Range => ({ from, to, scale: 'log' });

describe('so many values of a range', () => {
  it.each([
    [linear(0, 1), 5, false, [0, 0.25, 0.5, 0.75, 1]],
    [linear('128 MB', '1024MB'), 3, false, ['128 MB', '576 MB', '1024 MB']],
    [linear('30 s', '10 s'), 3, false, ['30 s', '20 s', '10 s']],
    [linear('0 %', '1 %'), 4, false, ['0 %', '0.333333 %', '0.666667 %', '1 %']],
    [linear(1, 3), 5, true, [1, 2, 2, 3, 3]],
    [log('10/s', '1000/s'), 5, false, ['10/s', '31.6228/s', '100/s', '316.228/s', '1000/s']],
    [log(1, 1000), 4, true, [1, 10, 100, 1000]],
    [log(1000, 1), 4, true, [1000, 100, 10, 1]],
    [log('128 MB', '1024 MB'), 5, true, ['128 MB', '215 MB', '362 MB', '609 MB', '1024 MB']],
  ] as const)('%j in %i', (range, count, isWhole, values) => {
    expect(spaced(range, count, isWhole)).toEqual(values);
  });
});

it('a value between two ends is between them, and on its way from one to the other', () => {
  const ends = fc.tuple(
    fc.double({ min: 0.001, max: 1e6, noNaN: true }),
    fc.double({ min: 0.001, max: 1e6, noNaN: true }),
  );
  const shares = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }));
  fc.assert(
    fc.property(ends, shares, fc.constantFrom('linear', 'log'), ([a, b], [one, other], scale) => {
      const [from, to] = [Number(a.toPrecision(6)), Number(b.toPrecision(6))];
      const at = (share: number) => valueBetween({ from, to, scale }, share, false) as number;
      const [low, high] = [Math.min(from, to), Math.max(from, to)];
      for (const value of [at(one), at(other)]) expect(value >= low && value <= high).toBe(true);
      expect([at(0), at(1)]).toEqual([from, to]);
      const [first, second] = [at(Math.min(one, other)), at(Math.max(one, other))];
      expect(from <= to ? first <= second : first >= second).toBe(true);
    }),
  );
});

it('a whole sample is whole, and never beyond the ends', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1000 }),
      fc.integer({ min: 1, max: 1000 }),
      fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
      fc.constantFrom('linear', 'log'),
      (from, to, share, scale) => {
        const value = sampleBetween({ from, to, scale }, share, true);
        expect(Number.isInteger(value)).toBe(true);
        expect(value).toBeGreaterThanOrEqual(Math.min(from, to));
        expect(value).toBeLessThanOrEqual(Math.max(from, to));
      },
    ),
  );
});

it('numbers have a unit or none', () => {
  expect(numeralOf('30 s')).toEqual({ value: 30, unit: 's' });
  expect(numeralOf('200/s')).toEqual({ value: 200, unit: '/s' });
  expect(numeralOf(5)).toEqual({ value: 5, unit: '' });
  // Whether it is a unit of anything, the reader says where the value stands.
  expect(numeralOf('1e9')).toEqual({ value: 1, unit: 'e9' });
  for (const none of ['', 's', '1.2.3', '.5', NaN, Infinity, null, {}]) expect(numeralOf(none)).toBeUndefined();
});
