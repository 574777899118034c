/**
 * Amounts as a scenario writes them, `30 s`, `12000/min`, `3 %`, `8`, with their numeral apart from their unit: so that a value
 * can be multiplied, or one between two others be written, without knowing what it is a value of.
 * Leaves out what an option allows: whoever reads the scenario says so.
 */
import { parseQuantity } from './quantities.ts';

/** One amount. */
export interface Amount {
  readonly numeral: number;
  /** Empty of a bare number. */
  readonly unit: string;
  /** What follows the numeral, space included, as it was written; money may have its sign before it, which becomes `USD`. */
  readonly suffix: string;
}

const WRITTEN =
  /^(\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?)( *)(us|µs|μs|ms|s|min|h|d|B|[kMG]i?B|KiB|\/s|\/min|\/h|\/d|%|USD)$/;
const DOLLARS = /^\$ ?(\d+(?:\.\d+)?)$/;

/** Undefined of what is no amount, and of negative ones. */
export function amountOf(value: unknown): Amount | undefined {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? bare(value) : undefined;
  if (typeof value !== 'string') return undefined;
  const dollars = DOLLARS.exec(value)?.[1];
  if (dollars !== undefined) return { numeral: Number(dollars), unit: 'USD', suffix: ' USD' };
  const [, numeral, space, unit] = WRITTEN.exec(value) ?? [];
  if (numeral === undefined || unit === undefined || !Number.isFinite(Number(numeral))) return undefined;
  return { numeral: Number(numeral), unit, suffix: `${space}${unit}` };
}

/** As a scenario writes it: a number where it has no unit. Twelve digits, and shares of at most 100 %. */
export function writtenAmount({ numeral, unit, suffix }: Amount): string | number {
  const value = Number(Math.min(numeral, unit === '%' ? 100 : Infinity).toPrecision(12));
  return unit === '' ? value : `${value}${suffix}`;
}

/** Whether it is so many a second, a minute, an hour or a day. */
export function isRate({ unit }: Amount): boolean {
  return unit.startsWith('/');
}

/** The numeral that `amount` has in the unit of `other`; undefined where they are not of one kind. */
export function numeralIn(other: Amount, amount: Amount): number | undefined {
  if (other.unit === amount.unit) return amount.numeral;
  const [one, size] = [inBase({ ...other, numeral: 1 }), inBase(amount)];
  if (one === undefined || size === undefined || one.kind !== size.kind) return undefined;
  return size.value / one.value;
}

const KINDS = ['duration', 'rate', 'size', 'share', 'money'] as const;

function inBase(amount: Amount): { readonly kind: string; readonly value: number } | undefined {
  for (const kind of KINDS) {
    const parsed = parseQuantity(kind, `${amount.numeral}${amount.suffix}`);
    if (parsed.ok) return { kind, value: parsed.value };
  }
  return undefined;
}

function bare(numeral: number): Amount {
  return { numeral, unit: '', suffix: '' };
}
