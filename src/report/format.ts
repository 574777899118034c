/** Numbers as people read them: three digits, a unit, thousands apart. English, and the same on every machine. */

const KIB = 1024;
const SIZES = ['B', 'KiB', 'MiB', 'GiB'] as const;
const SECOND = 1_000_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A whole or rounded number with thousands apart: `12,345`; fractions keep three digits: `9.05`. */
export function count(n: number | null): string {
  if (n === null) return '–';
  if (Number.isInteger(n)) return thousands(String(n));
  return Math.abs(n) >= 1000 ? thousands(String(Math.round(n))) : digits(n);
}

/** Microseconds with a unit: `850 µs`, `16.2 ms`, `1.07 s`, `2 min 5 s`, `3 h 20 min`, `2 d 4 h`. */
export function duration(micros: number | null): string {
  if (micros === null) return '–';
  if (micros < 0) return `−${duration(-micros)}`;
  if (micros < 999.5) return `${digits(micros)} µs`;
  if (micros < 999_500) return `${digits(micros / 1000)} ms`;
  if (micros < MINUTE - 50_000) return `${digits(micros / SECOND)} s`;
  if (micros < HOUR - SECOND / 2) return pair(micros, MINUTE, 'min', SECOND, 's');
  if (micros < DAY - MINUTE / 2) return pair(micros, HOUR, 'h', MINUTE, 'min');
  return pair(micros, DAY, 'd', HOUR, 'h');
}

/** Bytes with a unit: `850 B`, `1.5 KiB`, `312 MiB`: what Lambda calls a MB of memory is a MiB here. */
export function size(bytes: number | null): string {
  if (bytes === null) return '–';
  const unit = bytes < 999.5 ? 0 : bytes < 999.5 * KIB ? 1 : bytes < 999.5 * KIB * KIB ? 2 : 3;
  return `${digits([bytes, bytes / KIB, bytes / KIB / KIB, bytes / KIB / KIB / KIB][unit]!)} ${SIZES[unit]}`;
}

/** A time of the run: the beginning is `0 s`. */
export function instant(micros: number): string {
  return micros === 0 ? '0 s' : duration(micros);
}

/** A share from 0 to 1 as a percentage: `4.2 %`; small ones keep a digit: `0.003 %`. */
export function percent(share: number): string {
  if (share > 0 && share < 0.0000005) return '<0.0001 %';
  return `${digits(share * 100)} %`;
}

/** US dollars as an amount: `$1,234.50`, `$0.4083`; below a cent three digits: `$0.000012`. */
export function money(dollars: number | null): string {
  if (dollars === null) return '–';
  const size = Math.abs(dollars);
  const sign = dollars < 0 ? '−' : '';
  if (size >= 0.99995) return `${sign}$${thousands(size.toFixed(2))}`;
  return `${sign}$${size >= 0.01 ? size.toFixed(4) : digits(size)}`;
}

/** US dollars as a price, all of it: `$0.20`, `$0.0000166667`. */
export function price(dollars: number): string {
  if (!Number.isFinite(dollars)) return 'unlimited';
  const [whole, fraction = ''] = dollars.toFixed(14).replace(/0+$/, '').split('.') as [string, string?];
  return `$${thousands(whole)}${fraction === '' ? '' : `.${fraction.padEnd(2, '0')}`}`;
}

/** The value of a figure: `1.07 s`, `12,345`, `4.2 %`, `950/s`, `$4.20`. */
export function inUnit(unit: 'duration' | 'count' | 'share' | 'rate' | 'size' | 'money', value: number | null): string {
  if (value === null) return '–';
  switch (unit) {
    case 'duration':
      return duration(value);
    case 'share':
      return percent(value);
    case 'size':
      return size(value);
    case 'rate':
      return `${count(value)}/s`;
    case 'money':
      return money(value);
    case 'count':
      return count(value);
  }
}

/** One or many: `1 message`, `12 messages`; `many` where the plural is not made with an s. */
export function some(n: number, noun: string, many = `${noun}s`): string {
  return `${count(n)} ${n === 1 ? noun : many}`;
}

/** The verb for so many. */
export function was(n: number): string {
  return n === 1 ? 'was' : 'were';
}

/** `a`, `a and b`, `a, b and c`; the word is `and` or `or`. */
export function list(items: readonly string[], word: 'and' | 'or'): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} ${word} ${items.at(-1)!}`;
}

function pair(micros: number, large: number, largeUnit: string, small: number, smallUnit: string): string {
  const rounded = Math.round(micros / small) * small;
  const rest = Math.round((rounded % large) / small);
  return rest === 0
    ? `${rounded / large} ${largeUnit}`
    : `${Math.floor(rounded / large)} ${largeUnit} ${rest} ${smallUnit}`;
}

/** Three significant digits, without an exponent and without zeros at the end. */
function digits(n: number): string {
  if (n === 0) return '0';
  const before = Math.floor(Math.log10(Math.abs(n))) + 1;
  const fixed = n.toFixed(Math.min(20, Math.max(0, 3 - before)));
  return fixed.includes('.') ? fixed.replace(/\.?0+$/, '') : thousands(fixed);
}

function thousands(text: string): string {
  const [whole, fraction] = text.split('.') as [string, string?];
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}
