/**
 * The two dialects of patterns. EventBridge buses know all operators; an event source mapping refuses those that FIL-23
 * names, and compares numbers by their text (FIL-04), where a bus compares their values.
 */
import { numberText, numberValue, type Leaf } from './json.ts';
import { Refused } from './refused.ts';

export interface Dialect {
  readonly name: 'eventbridge' | 'lambda';
  /** Operators that are refused, as people name them: `anything-but/prefix` is anything-but with prefix in it. */
  readonly refuses: ReadonlySet<string>;
  /** What the service says of any pattern that it does not take; undefined: it gives a reason of its own each time. */
  readonly refusal: string | undefined;
  /** Whether two leaves are the same. */
  readonly same: (a: Leaf, b: Leaf) => boolean;
}

export const EVENTBRIDGE: Dialect = {
  name: 'eventbridge',
  refuses: new Set(),
  refusal: undefined,
  same: (a, b) => a === b || isSame(numberValue(a), numberValue(b)),
};

export const LAMBDA: Dialect = {
  name: 'lambda',
  refuses: new Set([
    'wildcard',
    'cidr',
    'anything-but/prefix',
    'anything-but/suffix',
    'anything-but/equals-ignore-case',
    'anything-but/wildcard',
    'prefix/equals-ignore-case',
    'suffix/equals-ignore-case',
  ]),
  refusal: 'Invalid filter pattern definition.',
  same: (a, b) => a === b || isSame(numberText(a), numberText(b)),
};

/** Refuses what the dialect does not have. */
export function checkDialect(operator: string, dialect: Dialect): void {
  if (!dialect.refuses.has(operator)) return;
  throw new Refused(`${operator.replace('/', ' with ')} is for EventBridge buses: no mapping takes it`, [], operator);
}

function isSame<T>(a: T | undefined, b: T | undefined): boolean {
  return a !== undefined && a === b;
}
