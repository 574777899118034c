/**
 * The time that an attribute of a record stands for: text with a unit as it says, bare numbers in the unit that the
 * scenario names. Traces carry texts, so a number written as text is a number.
 */
import type { Micros } from '../engine/time.ts';
import { quote } from './problem.ts';
import { parseQuantity } from './quantities.ts';
import type { AttributeTime, AttributeValue } from './scenario.ts';

/** Units that bare numbers may be in, in microseconds. */
export const TIME_UNITS = { us: 1, ms: 1e3, s: 1e6, min: 60e6, h: 3600e6 } as const;
export type TimeUnit = keyof typeof TIME_UNITS;

const NUMBER = /^-?\d+(\.\d+)?([eE][+-]?\d{1,3})?$/;

/** Longest time there is, in microseconds: as for every duration. */
const MOST = Number.MAX_SAFE_INTEGER;

/** Whole microseconds, or why the value is no time. */
export function readAttributeTime(
  value: AttributeValue,
  { unit }: AttributeTime,
): { readonly time: Micros } | { readonly message: string } {
  const text = String(value).trim();
  if (typeof value === 'boolean') return { message: `${quote(value)} is no time` };
  if (!NUMBER.test(text)) return readWithUnit(text);
  if (unit === undefined) return { message: `${quote(value)} has no unit, and none is named` };
  return inRange(Math.round(Number(text) * TIME_UNITS[unit]), value);
}

function readWithUnit(text: string): { time: Micros } | { message: string } {
  const parsed = parseQuantity('duration', text);
  return parsed.ok ? inRange(parsed.value, text) : { message: `${quote(text)} is no time` };
}

function inRange(time: Micros, found: AttributeValue): { time: Micros } | { message: string } {
  return time >= 0 && time <= MOST ? { time } : { message: `${quote(found)} is no time from 0 on` };
}
