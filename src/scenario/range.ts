/**
 * Ranges as a scenario writes them, `from: 128 MB, to: 1024 MB`, without knowing what they are of: the values in steps, so many values,
 * and the value at a share of the way. All values are of the unit that the ends have, and as the file would write them.
 * Leaves out whether a value is allowed: whoever reads the scenario says so.
 */

/** A number with its unit, empty of a bare one. */
export interface Numeral {
  readonly value: number;
  readonly unit: string;
}

export const SCALES = ['linear', 'log'] as const;
export type Scale = (typeof SCALES)[number];

/** Any value between two ends, which are of one unit, and above 0 where the scale is logarithmic. It may count down. */
export interface Range {
  readonly from: number | string;
  readonly to: number | string;
  readonly scale: Scale;
}

/** No unit has a blank in it. */
const NUMERAL = /^([+-]?\d+(?:\.\d+)?) *([^\d\s.]\S*)?$/;

/** Of values that lie between, the digits that count: of the range, or of the value on a logarithmic scale. */
const DIGITS = 6;

/** Undefined of what is no number, with a unit or without. */
export function numeralOf(written: unknown): Numeral | undefined {
  if (typeof written === 'number') return Number.isFinite(written) ? { value: written, unit: '' } : undefined;
  const match = typeof written === 'string' ? NUMERAL.exec(written.trim()) : null;
  return match === null ? undefined : { value: Number(match[1]), unit: (match[2] ?? '').trim() };
}

/** As the file would write it: `5`, `30 s`, `200/s`. */
export function writtenNumeral({ value, unit }: Numeral): number | string {
  // Twelve digits: 0.1 + 2 · 0.1 is 0.3 to people. And no -0.
  const rounded = Number(value.toPrecision(12)) + 0;
  return unit === '' ? rounded : `${rounded}${unit.startsWith('/') ? '' : ' '}${unit}`;
}

/** How many values there are from one end to the other, `step` apart; `step` is above 0 and of their unit. */
export function countOfSteps(from: Numeral, to: Numeral, step: Numeral): number {
  return Math.floor(Math.abs(to.value - from.value) / step.value + 1e-9) + 1;
}

/** These values. */
export function inSteps(from: Numeral, to: Numeral, step: Numeral): (number | string)[] {
  const sign = to.value < from.value ? -1 : 1;
  return Array.from({ length: countOfSteps(from, to, step) }, (_, i) =>
    writtenNumeral({ value: from.value + sign * i * step.value, unit: from.unit }),
  );
}

/** So many values, at least 2, evenly spaced on the scale, both ends among them. */
export function spaced(range: Range, count: number, isWhole: boolean): (number | string)[] {
  return Array.from({ length: count }, (_, i) => valueBetween(range, i / (count - 1), isWhole));
}

/** The value at a share of the way from one end, at 0, to the other, at 1; never beyond them. */
export function valueBetween(range: Range, share: number, isWhole: boolean): number | string {
  const [first, last] = [numeralOf(range.from)!, numeralOf(range.to)!];
  return within(first, last, exactAt(first.value, last.value, range.scale, share), isWhole);
}

/** The same for shares of which each is as likely as any other: of whole numbers too each is then as likely as the scale says. */
export function sampleBetween(range: Range, share: number, isWhole: boolean): number | string {
  if (!isWhole) return valueBetween(range, share, false);
  const [first, last] = [numeralOf(range.from)!, numeralOf(range.to)!];
  // An end that is rounded to has half the room of the others: it gets the other half from beyond.
  const half = first.value < last.value ? 0.5 : -0.5;
  const beyond = range.scale === 'linear' || Math.min(first.value, last.value) > 0.5 ? half : 0;
  return within(first, last, exactAt(first.value - beyond, last.value + beyond, range.scale, share), true);
}

function within(first: Numeral, last: Numeral, exact: number, isWhole: boolean): number | string {
  const ends = first.value < last.value ? [first.value, last.value] : [last.value, first.value];
  const [low, high] = isWhole ? [Math.ceil(ends[0]!), Math.floor(ends[1]!)] : [ends[0]!, ends[1]!];
  const value = isWhole ? Math.round(exact) : exact;
  return writtenNumeral({ value: Math.min(high, Math.max(low, value)), unit: first.unit });
}

function exactAt(from: number, to: number, scale: Scale, share: number): number {
  if (share <= 0) return from;
  if (share >= 1) return to;
  return scale === 'log' ? onLogScale(from, to, share) : onScale(from, to, share);
}

function onScale(from: number, to: number, share: number): number {
  const span = Math.abs(to - from);
  if (span === 0) return from;
  // Cut at a power of ten, a millionth of the range or less: what is finer only makes tables wide.
  let exponent = 0;
  while (Number(`1e${exponent + DIGITS}`) > span) exponent -= 1;
  while (Number(`1e${exponent + DIGITS + 1}`) <= span) exponent += 1;
  const grain = Number(`1e${exponent}`);
  return Math.round((from + share * (to - from)) / grain) * grain;
}

function onLogScale(from: number, to: number, share: number): number {
  return Number((from * Math.exp(share * Math.log(to / from))).toPrecision(DIGITS));
}
