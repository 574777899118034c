/** What a scenario writes, multiplied: worked out by hand. */
import { describe, expect, it } from 'vitest';
import { amountOf, numeralIn, writtenAmount } from '../../src/scenario/amount.ts';
import { parseQuantity } from '../../src/scenario/quantities.ts';
import { scaled } from '../../src/scenario/scaling.ts';

const twice = (value: unknown) => {
  const result = scaled(value, 2);
  return result.ok ? result.value : result.why;
};

describe('twice', () => {
  it.each<[unknown, unknown]>([
    ['30 s', '60 s'],
    ['12000/min', '24000/min'],
    ['0.5 us', '1 us'],
    [8, 16],
    ['3 %', '6 %'],
    ['60 %', '100 %'],
    ['$0.20', '0.4 USD'],
    ['1769 MB', '3538 MB'],
    [{ exponential: { mean: '40 ms' } }, { exponential: { mean: '80 ms' } }],
    [{ lognormal: { median: '40 ms', p99: '1 s' } }, { lognormal: { median: '80 ms', p99: '2 s' } }],
    [{ lognormal: { mean: '40 ms', cv: 1.5 } }, { lognormal: { mean: '80 ms', cv: 1.5 } }],
    [{ gamma: { mean: '40 ms', shape: 2 } }, { gamma: { mean: '80 ms', shape: 2 } }],
    [{ uniform: { min: 0, max: 3 } }, { uniform: { min: 0, max: 6 } }],
    [
      { quantiles: { p0: '1 ms', p99: '5 ms', p100: '9 ms' } },
      { quantiles: { p0: '2 ms', p99: '10 ms', p100: '18 ms' } },
    ],
    [{ choice: { '20 ms': '95 %', '900 ms': '5 %' } }, { choice: { '40 ms': '95 %', '1800 ms': '5 %' } }],
    [{ poisson: '10/s' }, { poisson: '20/s' }],
    [{ daily: { low: '1/s', high: '5/s', peakAt: '14 h' } }, { daily: { low: '2/s', high: '10/s', peakAt: '14 h' } }],
    [
      {
        steps: [
          { at: '5 s', rate: '3/s' },
          { at: '9 s', rate: '0/s' },
        ],
      },
      {
        steps: [
          { at: '5 s', rate: '6/s' },
          { at: '9 s', rate: '0/s' },
        ],
      },
    ],
    [
      [{ rate: '3/s', startAt: '5 s', attributes: { size: '1 KiB' } }],
      [{ rate: '6/s', startAt: '5 s', attributes: { size: '1 KiB' } }],
    ],
    [
      [{ when: { type: 'bad' }, fails: '10 %' }, { fails: '1 %' }],
      [{ when: { type: 'bad' }, fails: '20 %' }, { fails: '2 %' }],
    ],
    [
      [{ when: { n: 3 }, time: { exponential: { mean: '1 s' } } }],
      [{ when: { n: 3 }, time: { exponential: { mean: '2 s' } } }],
    ],
  ])('%j', (value, expected) => {
    expect(twice(value)).toEqual(expected);
  });

  it.each<[unknown, RegExp]>([
    ['sampled', /is a word or a name/],
    [true, /true or false/],
    [undefined, /is not there/],
    ['0 %', /is 0/],
    [0, /is 0/],
    [{ attribute: 'time' }, /name what is in it/],
    [{ perRecord: '5 ms', parallel: 2 }, /name what is in it/],
    [NaN, /name what is in it/],
    ['-5 s', /is a word or a name/],
  ])('%j has none', (value, why) => {
    expect(twice(value)).toMatch(why);
  });

  it('leaves what was written as it was', () => {
    const written = { exponential: { mean: '40 ms' } };
    twice(written);
    expect(written).toEqual({ exponential: { mean: '40 ms' } });
  });
});

describe('half', () => {
  it('of what counts is whole when it is asked for, and at least 1', () => {
    expect(scaled(5, 0.5)).toEqual({ ok: true, value: 2.5 });
    expect(scaled(5, 0.5, true)).toEqual({ ok: true, value: 3 });
    expect(scaled(1, 0.1, true)).toEqual({ ok: true, value: 1 });
    expect(scaled('5 s', 0.5, true)).toEqual({ ok: true, value: '3 s' });
  });

  it('has no noise of binary fractions', () => {
    expect(scaled('0.3 %', 1 / 3)).toEqual({ ok: true, value: '0.1 %' });
  });
});

describe('an amount', () => {
  it.each(['30 s', '5 ms', '200/s', '1.5 %', '256 KiB', '2 GB', '5 USD', '30s'])('%s is read and written', (text) => {
    expect(writtenAmount(amountOf(text)!)).toBe(text);
  });

  it('is in the unit of another', () => {
    expect(numeralIn(amountOf('1 s')!, amountOf('250 ms')!)).toBe(0.25);
    expect(numeralIn(amountOf('1/s')!, amountOf('120/min')!)).toBe(2);
    expect(numeralIn(amountOf('1 s')!, amountOf('1 KiB')!)).toBeUndefined();
    expect(numeralIn(amountOf(3)!, amountOf(8)!)).toBe(8);
  });

  it('is written so that the reader takes it, however small', () => {
    const tiny = scaled('0.001 %', 1e-9);
    expect(tiny.ok && parseQuantity('share', tiny.value).ok).toBe(true);
  });
});
