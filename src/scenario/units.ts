/**
 * Quantities with units, as people write them: `30 s`, `256 KiB`, `12000/min`, `1.5 %`, `5 USD`; read strictly, written back exactly.
 * Nothing is guessed: what is not a number and a known unit is refused with the likely meaning.
 * Leaves out the ranges that a service sets: a parser bounds a quantity only by what it can mean or a double can count.
 */

import { quote } from './problem.ts';

/** A quantity in its base unit, or why the text is none. */
export type Parsed =
  | { readonly ok: true; readonly value: number }
  | { readonly ok: false; readonly message: string; readonly hint?: string };

/** Turns a numeral, unsigned, into the base unit. */
type Scale = (numeral: string) => number;

/** One kind of quantity and the words to explain it with. */
interface Kind {
  readonly noun: string;
  readonly grammar: string;
  readonly examples: string;
  readonly units: ReadonlyMap<string, Scale>;
  /** What to say to units that people write and mean something by; keys in lower case and without spaces. */
  readonly misnomers: ReadonlyMap<string, string>;
  /** The quantity that a number without a unit most likely stands for. */
  readonly likely: (numeral: string) => string;
  readonly most: { readonly value: number; readonly text: string };
  readonly fraction: 'rounded' | 'refused' | 'kept';
  readonly signed?: true;
}

/** Exponents are short, so that adding to one cannot itself need an exponent. */
const QUANTITY = /^(-?)(\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?) *(.*)$/;

/** The seconds in a unit that rates are counted per, shortest first. */
const RATE_UNITS: readonly (readonly [unit: string, seconds: number])[] = [
  ['/s', 1],
  ['/min', 60],
  ['/h', 3_600],
  ['/d', 86_400],
];

/** Whole seconds are written in the longest of these that divides them. */
const LONG_UNITS: readonly (readonly [unit: string, micros: number])[] = [
  ['d', 86_400_000_000],
  ['h', 3_600_000_000],
  ['min', 60_000_000],
  ['s', 1_000_000],
];

const SIZE_UNITS: readonly (readonly [unit: string, bytes: number])[] = [
  ['GiB', 1_073_741_824],
  ['GB', 1_000_000_000],
  ['MiB', 1_048_576],
  ['MB', 1_000_000],
  ['KiB', 1_024],
  ['kB', 1_000],
  ['B', 1],
];

const DURATION: Kind = {
  noun: 'a duration',
  grammar: 'a number and one of us, ms, s, min, h, d',
  examples: '30 s, 250 ms or 5 min',
  units: new Map([
    ['us', tens(0)],
    ['µs', tens(0)], // the micro sign
    ['μs', tens(0)], // the Greek letter, which looks the same
    ['ms', tens(3)],
    ['s', tens(6)],
    ['min', tens(7, 6)],
    ['h', tens(8, 36)],
    ['d', tens(8, 864)],
  ]),
  misnomers: meaning({
    'us is microseconds': ['usec', 'micros', 'microsecond', 'microseconds'],
    'ms is milliseconds': ['msec', 'msecs', 'millis', 'millisecond', 'milliseconds'],
    's is seconds': ['sec', 'secs', 'second', 'seconds'],
    'min is minutes, ms is milliseconds': ['m'],
    'min is minutes': ['mins', 'minute', 'minutes'],
    'h is hours': ['hr', 'hrs', 'hour', 'hours'],
    'd is days': ['day', 'days'],
  }),
  likely: (numeral) => `${numeral} s`,
  most: { value: Number.MAX_SAFE_INTEGER, text: '285 years' },
  fraction: 'rounded',
  signed: true,
};

const SIZE: Kind = {
  noun: 'a size',
  grammar: 'a number and one of B, kB, KiB, MB, MiB, GB, GiB',
  examples: '200 B, 64 KiB or 1 MiB',
  units: new Map(SIZE_UNITS.map(([unit, bytes]) => [unit, tens(0, bytes)])),
  misnomers: meaning({
    'B is bytes': ['byte', 'bytes'],
    'kB is 1000 bytes, KiB is 1024': ['kb', 'k', 'ki', 'kilobyte', 'kilobytes'],
    'MB is 1000 kB, MiB is 1024 KiB': ['m', 'mi', 'megabyte', 'megabytes'],
    'GB is 1000 MB, GiB is 1024 MiB': ['g', 'gi', 'gigabyte', 'gigabytes'],
  }),
  likely: (numeral) => `${numeral} B`,
  most: { value: Number.MAX_SAFE_INTEGER, text: '8 PiB' },
  fraction: 'rounded',
};

const MEMORY: Kind = {
  noun: 'memory',
  grammar: 'a number and one of MB, MiB, GB, GiB',
  examples: '1024 MB or 2 GB',
  units: new Map([
    ['MB', tens(0)],
    ['MiB', tens(0)],
    ['GB', tens(0, 1_024)],
    ['GiB', tens(0, 1_024)],
  ]),
  misnomers: meaning({
    'MB is megabytes': ['m', 'mi', 'megabyte', 'megabytes'],
    'GB is gigabytes, 1024 MB': ['g', 'gi', 'gigabyte', 'gigabytes'],
  }),
  likely: (numeral) => `${numeral} MB`,
  most: { value: Number.MAX_SAFE_INTEGER, text: `${Number.MAX_SAFE_INTEGER} MB` },
  fraction: 'refused',
};

const RATE: Kind = {
  noun: 'a rate',
  grammar: 'a number and one of /s, /min, /h, /d',
  examples: '200/s, 12000/min or 5/h',
  units: new Map(RATE_UNITS.map(([unit, seconds]) => [unit, per(seconds)])),
  misnomers: meaning({
    '/s is per second': ['/sec', '/second', 'ps', 'rps', 'tps', 'hz', 'persecond', 'req/s', 'records/s'],
    '/min is per minute': ['/m', '/minute', 'rpm', 'perminute', 'req/min', 'records/min'],
    '/h is per hour': ['/hr', '/hour', 'perhour'],
    '/d is per day': ['/day', 'perday'],
  }),
  likely: (numeral) => `${numeral}/s`,
  most: { value: Number.MAX_SAFE_INTEGER, text: `${Number.MAX_SAFE_INTEGER}/s` },
  fraction: 'kept',
};

const SHARE: Kind = {
  noun: 'a share',
  grammar: 'a number and %',
  examples: '1.5 % or 100 %',
  units: new Map([['%', tens(-2)]]),
  misnomers: meaning({ '% is per cent': ['percent', 'percents', 'pct', 'pc'], '1 % is 10 ‰': ['‰', 'permille'] }),
  likely: (numeral) => (Number(numeral) < 1 ? `${shift(numeral, 2)} %` : `${numeral} %`),
  most: { value: 1, text: '100 %' },
  fraction: 'kept',
};

const MONEY: Kind = {
  noun: 'money',
  grammar: 'a number and USD, or $ and a number',
  examples: '5 USD or $0.20',
  units: new Map([['USD', tens(0)]]),
  misnomers: meaning({
    'USD is US dollars': ['$', 'us$', 'dollar', 'dollars'],
    'a cent is 0.01 USD': ['c', 'ct', 'cent', 'cents', '¢'],
    'prices are in US dollars: USD': ['€', 'eur', 'euro', 'euros', '£', 'gbp'],
  }),
  likely: (numeral) => `${numeral} USD`,
  most: { value: Number.MAX_SAFE_INTEGER, text: `${Number.MAX_SAFE_INTEGER} USD` },
  fraction: 'kept',
};

/** Whole microseconds, rounded to the nearest; may be negative; units us, µs, ms, s, min, h, d. */
export function parseDuration(text: unknown): Parsed {
  return parse(DURATION, text);
}

/** Whole bytes, rounded to the nearest; units B, kB (1000), KiB (1024), MB, MiB, GB, GiB. */
export function parseSize(text: unknown): Parsed {
  return parse(SIZE, text);
}

/** Whole megabytes as Lambda counts them, which are binary: MB and MiB are the same, GB and GiB are 1024 of them. */
export function parseMemory(text: unknown): Parsed {
  return parse(MEMORY, text);
}

/** Per second, as a number that need not be whole; units /s, /min, /h, /d. */
export function parseRate(text: unknown): Parsed {
  return parse(RATE, text);
}

/** From 0 to 1; written from 0 % to 100 %. */
export function parseShare(text: unknown): Parsed {
  return parse(SHARE, text);
}

/** US dollars, which need not be whole cents; written `5 USD` or `$5`. */
export function parseMoney(text: unknown): Parsed {
  const [, numeral] = (typeof text === 'string' && /^\$ ?(\d.*)$/.exec(text)) || [];
  return numeral !== undefined && /^[\d.eE+-]+$/.test(numeral) ? parse(MONEY, `${numeral} USD`) : parse(MONEY, text);
}

/**
 * Microseconds, rounded to whole ones, in the form people prefer: `5 min`, `90 s`, `1.5 s`, `250 ms`, `0 s`.
 * Exact: parsing gives the same number back. Throws a RangeError for what is not finite.
 */
export function formatDuration(micros: number): string {
  const size = Math.round(Math.abs(finite(micros)));
  if (size === 0) return '0 s';
  const sign = micros < 0 ? '-' : '';
  const [unit, one] = LONG_UNITS.find(([, length]) => size % length === 0) ?? shortUnit(size);
  return `${sign}${decimal(size, one)} ${unit}`;
}

/**
 * Bytes, rounded to whole ones, in the shortest exact form: `256 KiB`, `1 MB`, `200 B`.
 * Throws a RangeError for what is not finite.
 */
export function formatSize(bytes: number): string {
  const size = Math.round(finite(bytes));
  const whole = SIZE_UNITS.filter(([, one]) => size % one === 0);
  return shortest(whole.map(([unit, one]) => `${size / one} ${unit}`));
}

/** A rate per second in the shortest form that parses to the same number: `200/s`, `5/h`. RangeError unless finite. */
export function formatRate(perSecond: number): string {
  const exact = `${finite(perSecond)}/s`;
  const rounded = RATE_UNITS.map(([unit, seconds]) => `${twelveDigits(perSecond * seconds)}${unit}`);
  return shortest([exact, ...rounded.filter((text) => meansExactly(parseRate(text), perSecond))]);
}

/** A share from 0 to 1 as a percentage that parses to the same number: `1.5 %`. RangeError unless finite. */
export function formatShare(share: number): string {
  const text = `${shift(String(finite(share)), 2)} %`;
  if (meansExactly(parseShare(text), share)) return text;
  // Moving the point in binary lost the last bit: move it in the text.
  const [digits, exponent] = split(String(share));
  return `${digits}e${exponent + 2} %`;
}

/** US dollars in a form that parses to the same number: `0.0000166667 USD`, `5 USD`. RangeError unless finite. */
export function formatMoney(dollars: number): string {
  const plain = finite(dollars)
    .toFixed(14)
    .replace(/\.?0+$/, '');
  return `${Number(plain) === dollars ? plain : String(dollars)} USD`;
}

function parse(kind: Kind, found: unknown): Parsed {
  if (typeof found === 'number' && Number.isFinite(found)) return refuseBare(kind, String(found));
  if (typeof found !== 'string') return refuse(`${kind.noun} is ${kind.grammar}, such as ${kind.examples}`, found);
  const [, sign, numeral, unit] = QUANTITY.exec(found) ?? [];
  if (numeral === undefined || unit === undefined) return refuseText(kind, found);
  if (unit === '') return refuseBare(kind, found.trimEnd());
  const scale = kind.units.get(unit);
  if (scale === undefined) return refuseText(kind, found, unit);
  if (sign === '-' && kind.signed === undefined) return refuse(`${kind.noun} cannot be negative`, found);
  return bound(kind, scale(numeral), sign === '-', found);
}

/** The last step: `size` is not negative yet; `found` is the text it came from. */
function bound(kind: Kind, size: number, negative: boolean, found: string): Parsed {
  if (size > kind.most.value) return refuse(`${kind.noun} is at most ${kind.most.text}`, found);
  if (kind.fraction === 'refused' && !Number.isInteger(size)) {
    return refuse(`${kind.noun} must be a whole number of its smallest unit`, found);
  }
  const value = kind.fraction === 'rounded' ? Math.round(size) : size;
  return { ok: true, value: negative && value > 0 ? -value : value };
}

function refuse(rule: string, found: unknown, hint?: string): Parsed {
  const message = `${rule}; found ${quote(found)}`;
  return hint === undefined ? { ok: false, message } : { ok: false, message, hint };
}

function refuseText(kind: Kind, found: string, unit = ''): Parsed {
  const rule = `${kind.noun} is ${kind.grammar}, such as ${kind.examples}`;
  return refuse(rule, found, hintForUnit(kind, unit));
}

/** A number alone. The likely meaning is suggested only if it would be accepted; otherwise what is wrong with it is. */
function refuseBare(kind: Kind, numeral: string): Parsed {
  const likely = kind.likely(numeral);
  const parsed = parse(kind, likely);
  return parsed.ok ? { ok: false, message: `${kind.noun} needs a unit; did you mean ${likely}?` } : parsed;
}

function hintForUnit(kind: Kind, unit: string): string | undefined {
  const plain = unit.toLowerCase().replaceAll(' ', '');
  const misnomer = kind.misnomers.get(plain);
  if (misnomer !== undefined) return misnomer;
  const meant = [...kind.units.keys()].filter((known) => known.toLowerCase() === plain);
  return meant.length === 0 ? undefined : `did you mean ${meant.join(' or ')}?`;
}

/** A unit of `factor` × 10^`places`. The decimal shift happens in the text, so that 0.29 s is 290000 us to the bit. */
function tens(places: number, factor = 1): Scale {
  return (numeral) => shift(numeral, places) * factor;
}

function per(seconds: number): Scale {
  return (numeral) => Number(numeral) / seconds;
}

/** The double nearest to numeral × 10^places. */
function shift(numeral: string, places: number): number {
  const [digits, exponent] = split(numeral);
  return Number(`${digits}e${exponent + places}`);
}

function split(numeral: string): [digits: string, exponent: number] {
  const [digits = '', exponent = '0'] = numeral.toLowerCase().split('e');
  return [digits, Number(exponent)];
}

/** The unit for what is not whole seconds. */
function shortUnit(micros: number): readonly [unit: string, micros: number] {
  if (micros >= 1_000_000) return ['s', 1_000_000];
  return micros >= 1_000 ? ['ms', 1_000] : ['us', 1];
}

/** `size / one` written exactly; `one` is a power of ten, or divides `size`. */
function decimal(size: number, one: number): string {
  const rest = size % one;
  const whole = String((size - rest) / one);
  if (rest === 0) return whole;
  const places = String(one).length - 1;
  return `${whole}.${String(rest).padStart(places, '0').replace(/0+$/, '')}`;
}

/** Far more digits than anyone writes, and few enough to drop the noise of a multiplication. */
function twelveDigits(value: number): string {
  return String(Number(value.toPrecision(12)));
}

function meansExactly(parsed: Parsed, value: number): boolean {
  return parsed.ok && parsed.value === value;
}

/** Of several the first. */
function shortest(texts: readonly string[]): string {
  return texts.reduce((best, text) => (text.length < best.length ? text : best));
}

function finite(value: number): number {
  if (!Number.isFinite(value)) throw new RangeError(`only a finite quantity can be written, not ${value}`);
  return value;
}

/** Turns the explanations around: from each word to what to say to it. */
function meaning(explanations: Readonly<Record<string, readonly string[]>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(explanations).flatMap(([text, words]) => words.map((word) => [word, text])));
}
