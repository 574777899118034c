import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatTime, formatTimestamp, parseTime, timeForm } from '../../src/scenario/timestamp.ts';
import { civilFromDays, daysFromCivil, isCivilDate } from '../../src/scenario/trace/calendar.ts';
import { formatDuration, parseDuration, parseNumber, scaleDecimal } from '../../src/scenario/trace/decimal.ts';

/** Microseconds of a text in the form that it has by itself. */
function micros(text: string): number | undefined {
  const form = timeForm(text);
  return form === undefined ? undefined : parseTime(text, form)?.micros;
}

/** 2014-04-10T00:04:00Z, by `date -u +%s`. */
const APRIL = 1_397_088_240_000_000;

describe('calendar time stamps', () => {
  it.each([
    ['2014-04-10 00:04:00', APRIL],
    ['2014-04-10T00:04:00', APRIL],
    ['2014-04-10T00:04:00Z', APRIL],
    ['2014-04-10t00:04:00z', APRIL],
    ['2014-04-10 00:04:00 UTC', APRIL],
    ['2014-04-10 00:04', APRIL],
    ['2014/04/10 00:04', APRIL],
    ['2014/4/10 0:04:00', APRIL],
    ['2014-04-10', APRIL - 240_000_000],
    ['2014-04-10T02:04:00+02:00', APRIL],
    ['2014-04-10T02:04:00+0200', APRIL],
    ['2014-04-10 02:04:00 +02', APRIL],
    ['2014-04-09T18:34:00-05:30', APRIL],
    ['2014-04-10 00:04:00.5', APRIL + 500_000],
    ['2014-04-10 00:04:00,5', APRIL + 500_000],
    ['2014-04-10T00:04:00.9799600Z', APRIL + 979_960],
    ['2014-04-10T00:04:00.123456789Z', APRIL + 123_457],
    ['2014-04-10T00:04:00.9999995', APRIL + 1_000_000],
    ['2014-04-10T00:04:00.999999499999', APRIL + 999_999],
    ['2016-12-31T23:59:60Z', 1_483_228_800_000_000],
    ['1969-12-31T23:59:59.999999Z', -1],
    ['2000-02-29', 951_782_400_000_000],
  ])('reads %s', (text, expected) => {
    expect(timeForm(text)).toBe('calendar');
    expect(micros(text)).toBe(expected);
  });

  it.each([
    ['a day that does not exist', '2015-02-29'],
    ['a leap day in a century without one', '1900-02-29'],
    ['the month 0', '2015-00-10'],
    ['the month 13', '2015-13-10'],
    ['the hour 24', '2015-01-10 24:00:00'],
    ['the minute 60', '2015-01-10 10:60'],
    ['the second 61', '2015-01-10 10:00:61'],
    ['an offset of a day', '2015-01-10T10:00:00+24:00'],
    ['mixed separators', '2015-01/10'],
    ['the day first', '10/04/2014 00:04'],
    ['a time alone', '00:04:00'],
    ['text behind it', '2014-04-10 00:04:00 or so'],
    ['a year whose microseconds are not exact', '9999-12-31'],
    ['nothing', ''],
    ['a word', 'yesterday'],
  ])('refuses %s', (_, text) => {
    expect(timeForm(text)).toBeUndefined();
  });

  it('says when no zone is named', () => {
    expect(parseTime('2014-04-10 00:04:00', 'calendar')?.zoneless).toBe(true);
    expect(parseTime('2014-04-10', 'calendar')?.zoneless).toBe(true);
    expect(parseTime('2014-04-10 00:04:00Z', 'calendar')?.zoneless).toBe(false);
    expect(parseTime('2014-04-10 00:04:00+00:00', 'calendar')?.zoneless).toBe(false);
  });

  it('agrees with the host calendar', () => {
    const inRange = fc.integer({ min: -8_900_000_000_000, max: 8_900_000_000_000 });
    fc.assert(
      fc.property(inRange, (ms) => {
        expect(micros(new Date(ms).toISOString())).toBe(ms * 1000);
      }),
    );
  });

  it('reads back what it formats, to the microsecond', () => {
    const exact = fc.integer({ min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER });
    fc.assert(
      fc.property(exact, (at) => {
        expect(parseTime(formatTimestamp(at), 'calendar')?.micros).toBe(at);
      }),
    );
  });

  it('takes an offset off', () => {
    const offset = fc.integer({ min: -1439, max: 1439 });
    fc.assert(
      fc.property(offset, (minutes) => {
        const size = Math.abs(minutes);
        const digits = [Math.floor(size / 60), size % 60].map((part) => String(part).padStart(2, '0')).join(':');
        const zoned = `2014-04-10T00:04:00${minutes < 0 ? '-' : '+'}${digits}`;
        expect(micros(zoned)).toBe(APRIL - minutes * 60_000_000);
      }),
    );
  });
});

describe('the civil calendar', () => {
  it('goes from days to dates and back', () => {
    fc.assert(
      fc.property(fc.integer({ min: -800_000, max: 3_000_000 }), (days) => {
        const date = civilFromDays(days);
        expect(isCivilDate(date)).toBe(true);
        expect(daysFromCivil(date)).toBe(days);
      }),
    );
  });

  it('knows every day of four hundred years', () => {
    let expected = daysFromCivil({ year: 1900, month: 1, day: 1 });
    for (let year = 1900; year < 2300; year += 1)
      for (let month = 1; month <= 12; month += 1)
        for (let day = 1; isCivilDate({ year, month, day }); day += 1) {
          if (daysFromCivil({ year, month, day }) !== expected) expect.unreachable(`${year}-${month}-${day}`);
          expected += 1;
        }
    expect(expected).toBe(daysFromCivil({ year: 2300, month: 1, day: 1 }));
    expect(expected - daysFromCivil({ year: 1900, month: 1, day: 1 })).toBe(146_097);
  });
});

describe('numbers as time stamps', () => {
  it.each([
    ['0', 'seconds', 0],
    ['12.5', 'seconds', 12_500_000],
    ['-3', 'seconds', -3_000_000],
    ['57.15786004066467', 'seconds', 57_157_860],
    ['9.05990600585937e-05', 'seconds', 91],
    ['1397088240', 'seconds', APRIL],
    ['1397088240.9799605', 'seconds', APRIL + 979_961],
    ['1397088240000', 'milliseconds', APRIL],
    ['1397088240000.25', 'milliseconds', APRIL + 250],
    ['1397088240000001', 'microseconds', APRIL + 1],
    ['1397088240000001499', 'nanoseconds', APRIL + 1],
    ['12.5 s', 'quantity', 12_500_000],
    ['250 ms', 'quantity', 250_000],
    ['250ms', 'quantity', 250_000],
    ['3 min', 'quantity', 180_000_000],
    ['1.5 h', 'quantity', 5_400_000_000],
    ['2 d', 'quantity', 172_800_000_000],
    ['7 us', 'quantity', 7],
    ['7 µs', 'quantity', 7],
    ['1500 ns', 'quantity', 2],
    ['0.1 min', 'quantity', 6_000_000],
  ])('reads %s as %s', (text, form, expected) => {
    expect(timeForm(text)).toBe(form);
    expect(micros(text)).toBe(expected);
  });

  it.each(['NaN', 'Infinity', '1e400', '0x10', '1_000', '1,5', '5 parsecs', '5 S', '1.5.2 s', 's', '.', '1h30m'])(
    'refuses %s',
    (text) => expect(timeForm(text)).toBeUndefined(),
  );

  it('keeps to the form of the column', () => {
    expect(parseTime('250', 'milliseconds')?.micros).toBe(250_000);
    expect(parseTime('250', 'quantity')).toBeUndefined();
    expect(parseTime('250', 'calendar')).toBeUndefined();
    expect(parseTime('2014-04-10', 'seconds')).toBeUndefined();
    expect(parseTime('1397088240000', 'seconds')).toBeUndefined();
  });

  it('rounds decimals exactly, halves away from zero', () => {
    const digits = fc.stringMatching(/^\d{1,12}$/);
    fc.assert(
      fc.property(fc.nat(100_000), digits, fc.constantFrom(1, 60, 3600, 86_400), (whole, fraction, times) => {
        // The same in integers: twice the value plus one, halved and cut off.
        const unit = BigInt(`1${'0'.repeat(fraction.length)}`);
        const value = BigInt(`${whole}${fraction}`) * BigInt(times) * 1_000_000n;
        const expected = Number((2n * value + unit) / (2n * unit));
        expect(scaleDecimal(`${whole}.${fraction}`, 6, times)).toBe(expected);
        expect(scaleDecimal(`-${whole}.${fraction}`, 6, times)).toBe(expected === 0 ? 0 : -expected);
      }),
    );
  });

  it('has no negative zero', () => {
    expect(Object.is(scaleDecimal('-0', 6), 0)).toBe(true);
    expect(Object.is(scaleDecimal('-0.0000001', 6), 0)).toBe(true);
  });
});

describe('durations and counts', () => {
  it('takes a bare duration for seconds', () => {
    expect(parseDuration('0.078')).toBe(78_000);
    expect(parseDuration('78 ms')).toBe(78_000);
    expect(parseDuration('')).toBeUndefined();
  });

  it('reads finite decimal numbers only', () => {
    expect(['94.0', '5', '.5', '5.', '1e3', '+2', '-2'].map(parseNumber)).toEqual([94, 5, 0.5, 5, 1000, 2, -2]);
    for (const text of ['', ' ', 'NaN', 'Infinity', '0b1', '1 2', '9'.repeat(400)])
      expect(parseNumber(text)).toBeUndefined();
  });
});

describe('what people see', () => {
  it('shows durations in a unit that divides them', () => {
    const shown = [0, 300_000_000, 7_200_000_000, 86_400_000_000, 90_500_000, 65_333, -1_500_000].map(formatDuration);
    expect(shown).toEqual(['0 s', '5 min', '2 h', '1 d', '90.5 s', '0.065333 s', '-1.5 s']);
  });

  it('shows dates where numbers mean dates', () => {
    expect(formatTime(APRIL, 'calendar')).toBe('2014-04-10T00:04:00Z');
    expect(formatTime(APRIL + 500, 'seconds')).toBe('2014-04-10T00:04:00.0005Z');
    expect(formatTime(APRIL, 'milliseconds')).toBe('2014-04-10T00:04:00Z');
    expect(formatTime(57_157_860, 'seconds')).toBe('57.15786 s');
    expect(formatTime(180_000_000, 'quantity')).toBe('3 min');
  });
});
