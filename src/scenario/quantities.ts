/**
 * Every kind of quantity that options and facts have, by its name: how to read it, write it and describe it to an editor.
 * Counts and numbers are plain numbers; all others are texts with a unit (units.ts).
 * Leaves out ranges: they belong to the option or the fact.
 */
import type { Quantity } from '../model/options.ts';
import { quote } from './problem.ts';
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
} from './units.ts';

interface Kind {
  readonly noun: string;
  readonly example: string;
  readonly parse: (value: unknown) => Parsed;
  readonly format: (value: number) => string;
  readonly json: Readonly<Record<string, unknown>>;
}

const NUMERAL = '\\d+(\\.\\d+)?([eE][+-]?\\d{1,3})?';

const KINDS: Readonly<Record<Quantity, Kind>> = {
  duration: {
    noun: 'a duration',
    example: '30 s',
    parse: parseDuration,
    format: formatDuration,
    json: written('-?', 'us|µs|μs|ms|s|min|h|d'),
  },
  size: {
    noun: 'a size',
    example: '64 KiB',
    parse: parseSize,
    format: formatSize,
    json: written('', 'B|kB|KiB|MB|MiB|GB|GiB'),
  },
  memory: {
    noun: 'memory',
    example: '1024 MB',
    parse: parseMemory,
    format: (value) => `${value} MB`,
    json: written('', 'MB|MiB|GB|GiB'),
  },
  rate: {
    noun: 'a rate',
    example: '200/s',
    parse: parseRate,
    format: formatRate,
    json: written('', '/s|/min|/h|/d'),
  },
  share: { noun: 'a share', example: '1.5 %', parse: parseShare, format: formatShare, json: written('', '%') },
  money: {
    noun: 'money',
    example: '5 USD',
    parse: parseMoney,
    format: formatMoney,
    json: { type: 'string', pattern: `^(${NUMERAL} *USD|\\$ ?${NUMERAL})$` },
  },
  count: { noun: 'a whole number', example: '10', parse: parseCount, format: String, json: { type: 'integer' } },
  number: { noun: 'a number', example: '2.5', parse: parseNumber, format: String, json: { type: 'number' } },
};

/** The number in the model's unit: microseconds, bytes, MB, per second, a share from 0 to 1, a count. */
export function parseQuantity(kind: Quantity, value: unknown): Parsed {
  return KINDS[kind].parse(value);
}

/** As a scenario writes it; `unlimited` for Infinity, which only facts may be. */
export function formatQuantity(kind: Quantity, value: number): string {
  return Number.isFinite(value) ? KINDS[kind].format(value) : 'unlimited';
}

/** `a duration such as 30 s`, for messages. */
export function describeQuantity(kind: Quantity): string {
  return `${KINDS[kind].noun} such as ${KINDS[kind].example}`;
}

/** The JSON Schema of a quantity, without its range. */
export function quantityJson(kind: Quantity): Readonly<Record<string, unknown>> {
  return KINDS[kind].json;
}

/** Text that the parsers of units.ts take; a test holds the two together. */
function written(sign: string, units: string): Readonly<Record<string, unknown>> {
  return { type: 'string', pattern: `^${sign}${NUMERAL} *(${units})$` };
}

function parseNumber(value: unknown): Parsed {
  if (typeof value === 'number' && Number.isFinite(value)) return { ok: true, value };
  const message = `a number without a unit is due; found ${quote(value)}`;
  const isQuoted = typeof value === 'string' && /^\d{1,15}(\.\d+)?$/.test(value);
  return isQuoted ? { ok: false, message, hint: `${value} without quotes` } : { ok: false, message };
}

function parseCount(value: unknown): Parsed {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return { ok: true, value: value + 0 };
  const message = `a whole number is due; found ${quote(value)}`;
  const isQuoted = typeof value === 'string' && /^\d{1,15}$/.test(value);
  return isQuoted ? { ok: false, message, hint: `${value} without quotes` } : { ok: false, message };
}
