/** The histogram against sorted values, against hdr-histogram-js, and merged in any order. */
import fc from 'fast-check';
import { build } from 'hdr-histogram-js';
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/engine/distributions.ts';
import { RandomStreams } from '../../src/engine/random.ts';
import { binFloor, Histogram, QUANTILE_ERROR, type HistogramData } from '../../src/stats/histogram.ts';

function filled(values: Iterable<number>): Histogram {
  const histogram = new Histogram();
  for (const value of values) histogram.add(value);
  return histogram;
}

function merged(...parts: HistogramData[]): HistogramData {
  const histogram = new Histogram();
  for (const part of parts) histogram.merge(part);
  return histogram.toData();
}

const value = fc.oneof(
  fc.constantFrom(0, 1, 2, 127, 128, 129, 255, 256, 2 ** 40, 2 ** 40 - 1, 2 ** 53 - 1),
  fc.nat(300),
  fc.nat(),
  fc.double({ min: 1, max: 2 ** 50, noNaN: true }),
);
const values = fc.array(value, { minLength: 1, maxLength: 120, size: 'max' });
/** Whole numbers small enough for sums to be exact. */
const wholes = fc.array(fc.oneof(fc.constantFrom(0, 1, 2 ** 40), fc.nat()), { maxLength: 60, size: 'max' });

describe('a quantile', () => {
  it('is within its error of the nearest rank of the sorted values', () => {
    const share = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 0.5, 0.9, 0.99, 1));
    fc.assert(
      fc.property(values, fc.array(share, { minLength: 5, maxLength: 20 }), (all, shares) => {
        const histogram = filled(all);
        const sorted = all.toSorted((a, b) => a - b);
        for (const share of shares) {
          const exact = sorted[Math.max(1, Math.ceil(share * all.length)) - 1]!;
          expect(Math.abs(histogram.quantile(share) - exact)).toBeLessThanOrEqual(QUANTILE_ERROR * exact);
        }
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it('promises less than 0.4 %', () => expect(QUANTILE_ERROR).toBeLessThan(0.004));

  it('of zeros is zero, however much else there is', () => {
    const histogram = filled([0, 0, 0, 5, 2 ** 40]);
    expect(histogram.quantile(0.5)).toBe(0);
  });

  it('at 0 and 1 is the least and the greatest, exactly', () => {
    const histogram = filled([1_234_567, 89, 1_000_003]);
    expect([histogram.quantile(0), histogram.quantile(1)]).toEqual([89, 1_234_567]);
  });

  it('of a single value is that value, at any share', () => {
    const histogram = filled([1_234_567]);
    expect([0, 0.3, 0.5, 1].map((share) => histogram.quantile(share))).toEqual(new Array(4).fill(1_234_567));
  });

  it('of equal values is that value, wherever their bin has its middle', () => {
    expect(filled([1000, 1000, 1000]).quantile(0.5)).toBe(1000);
    expect(filled([1003, 1003, 1003]).quantile(0.5)).toBe(1003);
  });

  it('never goes down as the share goes up', () => {
    fc.assert(
      fc.property(values, (all) => {
        const histogram = filled(all);
        const quantiles = Array.from({ length: 41 }, (_, i) => histogram.quantile(i / 40));
        expect(quantiles).toEqual(quantiles.toSorted((a, b) => a - b));
      }),
      { seed: 2 },
    );
  });

  it('agrees with hdr-histogram-js on a hundred thousand lognormal values', () => {
    const random = new RandomStreams(1).stream('hdr', 'oracle');
    const draw = compile({ kind: 'lognormal', mu: 11, sigma: 1.2 });
    const ours = new Histogram();
    const theirs = build({
      lowestDiscernibleValue: 1,
      highestTrackableValue: 2 ** 40,
      numberOfSignificantValueDigits: 3,
    });
    for (let i = 0; i < 100_000; i++) {
      const sample = Math.round(draw(random));
      ours.add(sample);
      theirs.recordValue(sample);
    }
    for (const percent of [0.1, 1, 10, 25, 50, 75, 90, 95, 99, 99.9, 99.99]) {
      const ratio = ours.quantile(percent / 100) / theirs.getValueAtPercentile(percent);
      expect(Math.abs(ratio - 1), `p${percent}`).toBeLessThan(QUANTILE_ERROR + 0.001);
    }
    expect(Math.abs(ours.mean / theirs.mean - 1)).toBeLessThan(0.001);
  });
});

describe('count, sum, least and greatest', () => {
  it('are exact', () => {
    fc.assert(
      fc.property(wholes, (all) => {
        const { count, sum, min, max } = filled(all);
        const total = all.reduce((a, b) => a + b, 0);
        expect({ count, sum, min, max }).toEqual({
          count: all.length,
          sum: total,
          min: Math.min(...all),
          max: Math.max(...all),
        });
      }),
      { seed: 3 },
    );
  });

  it('give the exact mean', () => expect(filled([1, 2, 2 ** 40 + 3]).mean).toBe((2 ** 40 + 6) / 3));
});

describe('an empty histogram', () => {
  it('has no quantile and no mean', () => {
    const empty = new Histogram();
    expect([empty.quantile(0), empty.quantile(0.5), empty.quantile(1), empty.mean]).toEqual([NaN, NaN, NaN, NaN]);
  });

  it('changes nothing when merged', () => {
    const data = filled([3, 0, 99]).toData();
    expect(merged(data, new Histogram().toData())).toEqual(data);
  });

  it('is what a reset leaves', () => {
    const histogram = filled([0, 1, 5, 2 ** 40]);
    histogram.reset();
    expect(histogram.toData()).toEqual(new Histogram().toData());
    expect(histogram.quantile(0.5)).toBeNaN();
    histogram.add(7);
    expect(histogram.toData()).toEqual(filled([7]).toData());
  });
});

describe('merging', () => {
  it('equals adding all, in any order and grouping', () => {
    fc.assert(
      fc.property(wholes, wholes, wholes, (...lists) => {
        const [a, b, c] = lists.map((list) => filled(list).toData()) as [HistogramData, HistogramData, HistogramData];
        const all = filled(lists.flat()).toData();
        expect(merged(a, b, c)).toEqual(all);
        expect(merged(c, a, b)).toEqual(all);
        expect(merged(merged(a, b), c)).toEqual(all);
        expect(merged(a, merged(b, c))).toEqual(all);
      }),
      { seed: 4 },
    );
  });

  it('leaves what is merged as it was', () => {
    const part = filled([4, 5]).toData();
    const before = structuredClone(part);
    merged(part, part);
    expect(part).toEqual(before);
  });
});

describe('its plain data', () => {
  it('survives JSON and restores the histogram', () => {
    fc.assert(
      fc.property(values, (all) => {
        const histogram = filled(all);
        const restored = new Histogram();
        restored.merge(JSON.parse(JSON.stringify(histogram.toData())) as HistogramData);
        expect(restored.toData()).toEqual(histogram.toData());
        for (const share of [0, 0.25, 0.5, 0.99, 1]) expect(restored.quantile(share)).toBe(histogram.quantile(share));
      }),
      { seed: 5 },
    );
  });

  it('holds only bins that hold something, ascending, and all that was counted', () => {
    fc.assert(
      fc.property(values, (all) => {
        const { bins } = filled(all).toData();
        const indices = bins.map(([bin]) => bin);
        expect(indices).toEqual([...new Set(indices)].sort((a, b) => a - b));
        expect(bins.every(([, count]) => count > 0)).toBe(true);
        expect(bins.reduce((sum, [, count]) => sum + count, 0)).toBe(all.length);
      }),
      { seed: 6 },
    );
  });

  it('puts a value between the floor of its bin and that of the next', () => {
    fc.assert(
      fc.property(value, (one) => {
        const [[bin]] = filled([one]).toData().bins as [[number, number]];
        expect(binFloor(bin)).toBeLessThanOrEqual(one);
        expect(binFloor(bin + 1)).toBeGreaterThan(one);
      }),
      { seed: 7, numRuns: 500 },
    );
  });

  it('keeps small whole numbers apart', () => {
    const { bins } = filled(Array.from({ length: 257 }, (_, i) => i)).toData();
    expect(bins).toHaveLength(257);
  });
});
