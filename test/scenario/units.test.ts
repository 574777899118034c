import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatDuration,
  formatMoney,
  formatRate,
  formatShare,
  formatSize,
  parseDuration,
  parseMemory,
  parseMoney,
  parseRate,
  parseShare,
  parseSize,
  type Parsed,
} from '../../src/scenario/units.ts';

type Parse = (text: unknown) => Parsed;
const parsers: Record<string, Parse> = { parseDuration, parseSize, parseMemory, parseRate, parseShare };

/** The value, or what a person would read. */
function outcome(parsed: Parsed): number | string {
  if (parsed.ok) return parsed.value;
  return parsed.hint === undefined ? parsed.message : `${parsed.message} (${parsed.hint})`;
}

describe('a duration', () => {
  it.each([
    ['30 s', 30_000_000],
    ['30s', 30_000_000],
    ['30   s', 30_000_000],
    ['0 s', 0],
    ['1 us', 1],
    ['1 \u00b5s', 1],
    ['1 \u03bcs', 1],
    ['250 ms', 250_000],
    ['5 min', 300_000_000],
    ['6 h', 21_600_000_000],
    ['4 d', 345_600_000_000],
    ['1e6 us', 1_000_000],
    ['1E+3 ms', 1_000_000],
    ['25e-1 s', 2_500_000],
    ['-1.5 s', -1_500_000],
  ])('%j is %d us', (text, micros) => {
    expect(parseDuration(text)).toEqual({ ok: true, value: micros });
  });

  it.each([
    ['0.1 s', 100_000],
    ['1.1 ms', 1_100],
    ['0.29 s', 290_000],
    ['4.35 s', 4_350_000],
    ['1.1 min', 66_000_000],
    ['0.07 h', 252_000_000],
    ['2.3 d', 198_720_000_000],
  ])('%j carries no binary noise', (text, micros) => {
    expect(outcome(parseDuration(text))).toBe(micros);
  });

  it('rounds what is finer than a microsecond, away from zero when halfway, and has no negative zero', () => {
    expect(outcome(parseDuration('0.4 us'))).toBe(0);
    expect(outcome(parseDuration('1.5 us'))).toBe(2);
    expect(outcome(parseDuration('-1.5 us'))).toBe(-2);
    expect(Object.is(outcome(parseDuration('-0.4 us')), 0)).toBe(true);
  });

  it('shows the likely meaning of a bare number, given as a number or as text', () => {
    const message = 'a duration needs a unit; did you mean 30 s?';
    expect(parseDuration(30)).toEqual({ ok: false, message });
    expect(parseDuration('30')).toEqual({ ok: false, message });
  });

  it.each([
    ['30 sec', 's is seconds'],
    ['5 m', 'min is minutes, ms is milliseconds'],
    ['2 Hours', 'h is hours'],
    ['30 S', 'did you mean s?'],
    ['10 MS', 'did you mean ms?'],
  ])('%j is refused with a hint', (text, hint) => {
    const message = `a duration is a number and one of us, ms, s, min, h, d, such as 30 s, 250 ms or 5 min; found "${text}"`;
    expect(parseDuration(text)).toEqual({ ok: false, message, hint });
  });

  it('names what was found and what is allowed, and escapes what would move the cursor', () => {
    expect(outcome(parseDuration('\u001b[2J\n'))).toBe(
      'a duration is a number and one of us, ms, s, min, h, d, such as 30 s, 250 ms or 5 min; found "\\u001b[2J\\n"',
    );
  });
});

describe('a size', () => {
  it.each([
    ['200 B', 200],
    ['1 kB', 1_000],
    ['1 KiB', 1_024],
    ['1 MB', 1_000_000],
    ['1 MiB', 1_048_576],
    ['1 GB', 1_000_000_000],
    ['1 GiB', 1_073_741_824],
    ['1.5 KiB', 1_536],
    ['0.1 KiB', 102],
  ])('%j is %d bytes', (text, bytes) => {
    expect(parseSize(text)).toEqual({ ok: true, value: bytes });
  });

  it('in KB is refused, because it could be either', () => {
    expect(parseSize('256 KB')).toMatchObject({ ok: false, hint: 'kB is 1000 bytes, KiB is 1024' });
  });

  it('without a unit is most likely in bytes', () => {
    expect(outcome(parseSize(256))).toBe('a size needs a unit; did you mean 256 B?');
  });
});

describe('money', () => {
  it.each([
    ['5 USD', 5],
    ['$5', 5],
    ['$ 5', 5],
    ['0.0000166667 USD', 0.0000166667],
    ['$3.09e-8', 3.09e-8],
    ['0 USD', 0],
  ])('%j is %d US dollars', (text, dollars) => {
    expect(outcome(parseMoney(text))).toBe(dollars);
    expect(outcome(parseMoney(formatMoney(dollars)))).toBe(dollars);
  });

  it.each([
    [5, 'money needs a unit; did you mean 5 USD?'],
    [
      '5 dollars',
      'money is a number and USD, or $ and a number, such as 5 USD or $0.20; found "5 dollars" (USD is US dollars)',
    ],
    [
      '20 cents',
      'money is a number and USD, or $ and a number, such as 5 USD or $0.20; found "20 cents" (a cent is 0.01 USD)',
    ],
    [
      '5 €',
      'money is a number and USD, or $ and a number, such as 5 USD or $0.20; found "5 €" (prices are in US dollars: USD)',
    ],
    [
      '5 usd',
      'money is a number and USD, or $ and a number, such as 5 USD or $0.20; found "5 usd" (did you mean USD?)',
    ],
    ['-5 USD', 'money cannot be negative; found "-5 USD"'],
    ['$5 USD', 'money is a number and USD, or $ and a number, such as 5 USD or $0.20; found "$5 USD"'],
    ['$', 'money is a number and USD, or $ and a number, such as 5 USD or $0.20; found "$"'],
    ['$1e999', 'money is at most 9007199254740991 USD; found "1e999 USD"'],
  ])('%j is refused', (text, said) => expect(outcome(parseMoney(text))).toBe(said));

  it('is written so that it is read back the same', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e12, noNaN: true }), (dollars) => {
        expect(outcome(parseMoney(formatMoney(dollars)))).toBe(dollars);
      }),
    );
  });
});

describe('memory', () => {
  it.each([
    ['1024 MB', 1_024],
    ['128 MiB', 128],
    ['2 GB', 2_048],
    ['0.5 GiB', 512],
  ])('%j is %d binary megabytes', (text, megabytes) => {
    expect(parseMemory(text)).toEqual({ ok: true, value: megabytes });
  });

  it('must come out in whole megabytes', () => {
    expect(outcome(parseMemory('1.5 MB'))).toBe('memory must be a whole number of its smallest unit; found "1.5 MB"');
  });

  it('without a unit is most likely in MB', () => {
    expect(outcome(parseMemory(512))).toBe('memory needs a unit; did you mean 512 MB?');
  });
});

describe('a rate', () => {
  it.each([
    ['200/s', 200],
    ['200 /s', 200],
    ['0.5/s', 0.5],
    ['12000/min', 200],
    ['5/h', 5 / 3_600],
    ['1/d', 1 / 86_400],
    ['0.1/min', 0.1 / 60],
    ['0/s', 0],
  ])('%j is %d a second', (text, perSecond) => {
    expect(parseRate(text)).toEqual({ ok: true, value: perSecond });
  });

  it('without a unit is most likely per second', () => {
    expect(outcome(parseRate(200))).toBe('a rate needs a unit; did you mean 200/s?');
  });

  it.each(['5/sec', '5 rps', '5 per second', '5 req/s'])('%j is refused with a hint', (text) => {
    expect(parseRate(text)).toMatchObject({ ok: false, hint: '/s is per second' });
  });
});

describe('a share', () => {
  it.each([
    ['1.5 %', 0.015],
    ['0.07%', 0.0007],
    ['0 %', 0],
    ['100 %', 1],
    ['29 %', 0.29],
    ['1e-3 %', 0.00001],
  ])('%j is %d', (text, share) => {
    expect(parseShare(text)).toEqual({ ok: true, value: share });
  });

  it('is at most 100 % and not negative', () => {
    expect(outcome(parseShare('100.1 %'))).toBe('a share is at most 100 %; found "100.1 %"');
    expect(outcome(parseShare('-1 %'))).toBe('a share cannot be negative; found "-1 %"');
  });

  it('without a unit is most likely a fraction below one, and a percentage from one', () => {
    expect(outcome(parseShare(0.05))).toBe('a share needs a unit; did you mean 5 %?');
    expect(outcome(parseShare(0.07))).toBe('a share needs a unit; did you mean 7 %?');
    expect(outcome(parseShare(1))).toBe('a share needs a unit; did you mean 1 %?');
    expect(outcome(parseShare(5))).toBe('a share needs a unit; did you mean 5 %?');
  });

  it('is never suggested out of its range', () => {
    expect(outcome(parseShare(500))).toBe('a share is at most 100 %; found "500 %"');
    expect(outcome(parseShare(-5))).toContain('a share cannot be negative');
  });
});

describe.each(Object.entries(parsers))('%s', (_, parse) => {
  it.each([
    [true, 'true'],
    [null, 'null'],
    [undefined, 'nothing'],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
    [['30 s'], 'a list of 1'],
    [{ value: '30 s' }, 'a mapping of 1'],
    [30n, '30'],
  ])('refuses %s, naming it and showing what is allowed', (found, named) => {
    const text = outcome(parse(found));
    expect(text).toMatch(/ is a number and .*, such as /);
    expect(text).toMatch(new RegExp(`; found ${named}$`));
  });

  it.each([
    '',
    ' ',
    'fast',
    's',
    '.5 s',
    '5. s',
    '+5 s',
    '1_000 s',
    '1,000 s',
    '0x10 s',
    '1.5.2s',
    '1h30m',
    '30 s garbage',
    '30 s\n',
    ' 30 s',
    '30 s ',
    '30\u00a0s',
    '30\ts',
    '١ s',
    '1 constructor',
    '1 __proto__',
    '1 parsec',
    `1e-${'9'.repeat(30)} s`,
    `1e${'9'.repeat(30)} %`,
    '1 e',
    `${'9'.repeat(200)} s`,
  ])('refuses %j', (text) => {
    expect(parse(text).ok).toBe(false);
  });

  it('refuses what a double cannot count', () => {
    for (const numeral of ['1e400', '1e999', '1e17', '9007199254740993000']) {
      for (const unit of [' d', ' GiB', ' GB', '/s', ' %']) expect(parse(numeral + unit).ok).toBe(false);
    }
  });

  it('refuses hostile text quickly and with a short message', () => {
    for (const text of ['1'.repeat(1e6), `1${' '.repeat(1e6)}x`, '1.'.repeat(1e6), '\u001b'.repeat(1e6)]) {
      expect(outcome(parse(text)).toString().length).toBeLessThan(250);
    }
  });

  it('gives a finite number or a message, for any text', () => {
    const text = fc.oneof(fc.string(), fc.stringMatching(/^-?[0-9.eE+-]{0,8} ?[a-zA-Z/%]{0,4}$/));
    fc.assert(
      fc.property(text, (found) => {
        const parsed = parse(found);
        expect(parsed.ok ? Number.isFinite(parsed.value) : parsed.message.length > 0).toBe(true);
      }),
    );
  });

  it('suggests for a bare number only what it accepts', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (bare) => {
        const suggested = /did you mean (.*)\?$/.exec(outcome(parse(bare)).toString())?.[1];
        if (suggested !== undefined) expect(parse(suggested).ok).toBe(true);
        else expect(parse(bare).ok).toBe(false);
      }),
    );
  });
});

it('a duration, a size and memory reject each other’s units', () => {
  expect(parseDuration('5 KiB').ok).toBe(false);
  expect(parseSize('5 s').ok).toBe(false);
  expect(parseMemory('512 KiB').ok).toBe(false);
  expect(parseRate('5 %').ok).toBe(false);
  expect(parseShare('5/s').ok).toBe(false);
});

describe('written back', () => {
  it.each([
    [0, '0 s'],
    [-0, '0 s'],
    [1, '1 us'],
    [1_500, '1.5 ms'],
    [250_000, '250 ms'],
    [1_000_000, '1 s'],
    [1_500_000, '1.5 s'],
    [1_234_567, '1.234567 s'],
    [30_000_000, '30 s'],
    [90_000_000, '90 s'],
    [300_000_000, '5 min'],
    [5_400_000_000, '90 min'],
    [21_600_000_000, '6 h'],
    [345_600_000_000, '4 d'],
    [-1_050_000, '-1.05 s'],
  ])('%d us is %j', (micros, text) => {
    expect(formatDuration(micros)).toBe(text);
  });

  it.each([
    [0, '0 B'],
    [200, '200 B'],
    [1_000, '1 kB'],
    [262_144, '256 KiB'],
    [256_000, '256 kB'],
    [1_048_576, '1 MiB'],
    [6_000_000, '6 MB'],
    [1_073_741_825, '1073741825 B'],
  ])('%d bytes are %j', (bytes, text) => {
    expect(formatSize(bytes)).toBe(text);
  });

  it.each([
    [0, '0/s'],
    [200, '200/s'],
    [0.5, '0.5/s'],
    [5 / 3_600, '5/h'],
    [1 / 86_400, '1/d'],
    [7 / 60, '7/min'],
  ])('%d a second is %j', (perSecond, text) => {
    expect(formatRate(perSecond)).toBe(text);
  });

  it.each([
    [0, '0 %'],
    [0.015, '1.5 %'],
    [0.07, '7 %'],
    [0.29, '29 %'],
    [1, '100 %'],
  ])('the share %d is %j', (share, text) => {
    expect(formatShare(share)).toBe(text);
  });

  const unsigned = (number: number) => number + 0; // there is no negative zero
  const rate = fc.double({ min: 0, max: Number.MAX_SAFE_INTEGER, noNaN: true }).map(unsigned);
  const share = fc.double({ min: 0, max: 1, noNaN: true }).map(unsigned);
  const round = fc.tuple(fc.nat(1_000), fc.constantFrom(1, 1_000, 1e6, 6e7, 3.6e9, 8.64e10)).map(([n, one]) => n * one);

  it.each([
    ['duration', parseDuration, formatDuration, fc.maxSafeInteger()],
    ['round duration', parseDuration, formatDuration, round],
    ['size', parseSize, formatSize, fc.maxSafeNat()],
    ['round size', parseSize, formatSize, round],
    ['rate', parseRate, formatRate, rate],
    ['share', parseShare, formatShare, share],
  ] as const)('every %s means the same', (_, parse, format, values) => {
    fc.assert(
      fc.property(values as fc.Arbitrary<number>, (value) => {
        expect(parse(format(value))).toEqual({ ok: true, value });
      }),
      { numRuns: 500 },
    );
  });

  it('what is not finite is refused', () => {
    for (const format of [formatDuration, formatSize, formatRate, formatShare]) {
      expect(() => format(Number.NaN)).toThrow(RangeError);
      expect(() => format(Number.POSITIVE_INFINITY)).toThrow(RangeError);
    }
  });
});

it('a decimal number of seconds is the nearest whole microsecond, by exact integer arithmetic', () => {
  const decimal = fc.tuple(fc.nat(99_999), fc.nat(9_999_999));
  fc.assert(
    fc.property(decimal, ([whole, fraction]) => {
      const tenths = BigInt(whole) * 10_000_000n + BigInt(fraction);
      const text = `${whole}.${String(fraction).padStart(7, '0')} s`;
      expect(outcome(parseDuration(text))).toBe(Number((tenths + 5n) / 10n));
    }),
  );
});
