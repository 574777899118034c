/**
 * Decimal numbers and durations as a trace writes them, turned into whole microseconds exactly: on the digits, because
 * 0.9799605 s times a million in floating point may fall on either side of the half. Calendar time stamps are elsewhere.
 */

const DECIMAL = /^([+-]?)(?:(\d+)\.?(\d*)|\.(\d+))(?:[eE]([+-]?\d{1,2}))?$/;
const QUANTITY = /^(\S*\d\.?)\s*([a-zµμ]+)$/;

/** A unit of time is `times` × 10^`power` microseconds. */
const UNITS: ReadonlyMap<string, { readonly power: number; readonly times: number }> = new Map([
  ['ns', { power: -3, times: 1 }],
  ['us', { power: 0, times: 1 }],
  ['µs', { power: 0, times: 1 }],
  ['μs', { power: 0, times: 1 }],
  ['ms', { power: 3, times: 1 }],
  ['s', { power: 6, times: 1 }],
  ['min', { power: 6, times: 60 }],
  ['h', { power: 6, times: 3600 }],
  ['d', { power: 6, times: 86400 }],
]);

/** The finite number that a text writes in decimal digits, with or without an exponent; undefined for any other text. */
export function parseNumber(text: string): number | undefined {
  if (!DECIMAL.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/**
 * A decimal text × `times` × 10^`power`, rounded to a whole number, halves away from zero.
 * Undefined when the text is no decimal or the result is beyond the integers a double holds exactly.
 */
export function scaleDecimal(text: string, power: number, times = 1): number | undefined {
  const [, sign, whole = '', fraction = '', bare = '', exponent = '0'] = DECIMAL.exec(text) ?? [];
  if (sign === undefined) return undefined;
  const digits = whole + fraction + bare;
  const product = times === 1 ? digits : String(BigInt(digits) * BigInt(times));
  const size = roundDigits(product, power + Number(exponent) - fraction.length - bare.length);
  if (size > Number.MAX_SAFE_INTEGER) return undefined;
  return sign === '-' && size > 0 ? -size : size;
}

/** A string of digits × 10^`power`, rounded to a whole number. */
function roundDigits(digits: string, power: number): number {
  if (power >= 0) return Number(digits + '0'.repeat(power));
  const cut = digits.length + power;
  if (cut < 0) return 0;
  const kept = Number(digits.slice(0, cut));
  return digits.charAt(cut) >= '5' ? kept + 1 : kept;
}

/** Microseconds of a number with a unit: `12.5 s`, `250 ms`, `3 min`; undefined for any other text. */
export function parseQuantity(text: string): number | undefined {
  const [, number, name] = QUANTITY.exec(text) ?? [];
  const unit = name === undefined ? undefined : UNITS.get(name);
  return number === undefined || unit === undefined ? undefined : scaleDecimal(number, unit.power, unit.times);
}

/** Microseconds of a duration cell: a bare number is in seconds. Undefined for any other text. */
export function parseDuration(text: string): number | undefined {
  return scaleDecimal(text, 6) ?? parseQuantity(text);
}

/** Whole microseconds in words: in the largest unit that divides them, else in seconds with a fraction. */
export function formatDuration(micros: number): string {
  for (const [unit, size] of [
    ['d', 86_400_000_000],
    ['h', 3_600_000_000],
    ['min', 60_000_000],
  ] as const) {
    if (micros !== 0 && micros % size === 0) return `${micros / size} ${unit}`;
  }
  return `${formatSeconds(micros)} s`;
}

/** Whole microseconds as a decimal number of seconds, without trailing zeros. */
export function formatSeconds(micros: number): string {
  const size = Math.abs(micros);
  const fraction = String(size % 1_000_000)
    .padStart(6, '0')
    .replace(/0+$/, '');
  const whole = `${micros < 0 ? '-' : ''}${Math.floor(size / 1_000_000)}`;
  return fraction === '' ? whole : `${whole}.${fraction}`;
}
