/** The operator `numeric` (FIL-18, FIL-19): numbers compared as doubles. A text is no number, whatever it says. */
import { numberValue } from './json.ts';
import { Refused } from './refused.ts';
import type { Test } from './texts.ts';

type Compare = (value: number, limit: number) => boolean;

const LOWER: Readonly<Record<string, Compare>> = { '>': (a, b) => a > b, '>=': (a, b) => a >= b };
const UPPER: Readonly<Record<string, Compare>> = { '<': (a, b) => a < b, '<=': (a, b) => a <= b };
const EQUAL: Readonly<Record<string, Compare>> = { '=': (a, b) => a === b };

/** `["=", 5]`, or a lower bound, an upper one, or both in this order. */
export function numeric(written: unknown): Test {
  if (!Array.isArray(written) || written.length === 0) throw new Refused('numeric takes a list: [">", 0, "<=", 5]');
  if (written.length > 4) throw new Refused('numeric takes two bounds at the most');
  const first = bound(written, 0, { ...EQUAL, ...LOWER, ...UPPER });
  if (written.length <= 2) return (leaf) => passes(leaf, first);
  if (!Object.hasOwn(LOWER, String(written[0])))
    throw new Refused(`nothing can follow after ${written[0]} and a number`);
  const second = bound(written, 2, UPPER);
  if (second.limit <= first.limit) throw new Refused('the lower bound is not below the upper one');
  return (leaf) => passes(leaf, first) && passes(leaf, second);
}

interface Bound {
  readonly compare: Compare;
  readonly limit: number;
}

function bound(written: readonly unknown[], at: number, known: Readonly<Record<string, Compare>>): Bound {
  const operator = written[at];
  if (typeof operator !== 'string' || !Object.hasOwn(known, operator))
    throw new Refused(`numeric knows ${Object.keys(known).join(', ')} here`);
  const limit = numberValue(written[at + 1]);
  if (limit === undefined) throw new Refused(`a number is due after ${operator}`);
  return { compare: known[operator]!, limit };
}

function passes(leaf: unknown, { compare, limit }: Bound): boolean {
  const value = numberValue(leaf);
  return value !== undefined && compare(value, limit);
}
