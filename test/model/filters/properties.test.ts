/** Against a naive twin: a pattern of plain lists and simple operators on an event without arrays is easy to decide. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LAMBDA } from '../../../src/model/filters/dialect.ts';
import { matches } from '../../../src/model/filters/matches.ts';
import { readPattern } from '../../../src/model/filters/pattern.ts';
import { Refused } from '../../../src/model/filters/refused.ts';

const KEYS = ['a', 'b', 'c'];
const text = fc.constantFrom('', 'a', 'ab', 'abc', 'B');
const leaf = fc.oneof(text, fc.integer({ min: -1, max: 3 }), fc.boolean(), fc.constant(null));
const item = fc.oneof(
  leaf,
  fc.record({ prefix: text }),
  fc.record({ suffix: text }),
  fc.record({ 'equals-ignore-case': text }),
  fc.record({ exists: fc.boolean() }),
  fc.record({ 'anything-but': fc.oneof(text, fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1 })) }),
  fc.record({ numeric: fc.tuple(fc.constantFrom('<', '<=', '>', '>=', '='), fc.integer({ min: 0, max: 2 })) }),
);
type Tree<L> = { readonly [key: string]: L | Tree<L> };
const tree = <L>(leaves: fc.Arbitrary<L>, minKeys: number): fc.Arbitrary<Tree<L>> => {
  const object = (inner: fc.Arbitrary<L | Tree<L>>): fc.Arbitrary<Tree<L>> =>
    fc.dictionary(fc.constantFrom(...KEYS), inner, { minKeys, noNullPrototype: true });
  return object(fc.oneof({ weight: 3, arbitrary: leaves }, { weight: 1, arbitrary: object(leaves) }));
};
const pattern = tree(fc.array(item, { minLength: 1, maxLength: 3 }), 1);
const event = tree(leaf, 0);

type Item = Record<string, unknown> | string | number | boolean | null;

function naive(wanted: Tree<Item[]>, given: unknown): boolean {
  return Object.entries(wanted).every(([key, value]) => {
    const found = isTree(given) ? given[key] : undefined;
    return Array.isArray(value) ? value.some((one) => isIt(one, found)) : naive(value as Tree<Item[]>, found);
  });
}

function isIt(wanted: Item, found: unknown): boolean {
  const isLeaf = found !== undefined && !isTree(found);
  if (!isTree(wanted)) return found === wanted;
  const [[name, value]] = Object.entries(wanted) as [[string, never]];
  switch (name) {
    case 'exists':
      return isLeaf === value;
    case 'prefix':
      return typeof found === 'string' && found.slice(0, (value as string).length) === value;
    case 'suffix':
      return typeof found === 'string' && found.slice(found.length - (value as string).length) === value;
    case 'equals-ignore-case':
      return typeof found === 'string' && found.toUpperCase() === (value as string).toUpperCase();
    case 'anything-but':
      return isLeaf && ![value].flat().includes(found as never);
    default: {
      const [operator, limit] = value as [string, number];
      if (typeof found !== 'number') return false;
      const order = Math.sign(found - limit);
      return order === 0 ? operator.includes('=') : operator.includes(order < 0 ? '<' : '>');
    }
  }
}

function isTree(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

it('says what a naive matcher says', () => {
  let matched = 0;
  fc.assert(
    fc.property(pattern, event, (wanted, given) => {
      const read = readPattern(wanted, { dialect: LAMBDA, mostRules: 1000 });
      if (read instanceof Refused) throw read;
      const verdict = matches(read, given);
      if (verdict) matched++;
      expect(verdict).toBe(naive(wanted as Tree<Item[]>, given));
      // Written as a JSON text it is the same pattern, and so is an event around it.
      const again = readPattern(JSON.stringify({ x: wanted }), { dialect: LAMBDA, mostRules: 1000 });
      if (again instanceof Refused) throw again;
      expect(matches(again, { x: given })).toBe(verdict);
    }),
    { numRuns: 2000 },
  );
  expect(matched).toBeGreaterThan(50);
});

it('matches some element when all of a rule comes from one array of objects', () => {
  fc.assert(
    fc.property(pattern, fc.array(event, { minLength: 1, maxLength: 4 }), (wanted, elements) => {
      // That a key is absent is judged over all elements: not of this property.
      if (JSON.stringify(wanted).includes('"exists":false')) return;
      const read = readPattern({ list: wanted }, { dialect: LAMBDA, mostRules: 1000 });
      if (read instanceof Refused) throw read;
      expect(matches(read, { list: elements })).toBe(elements.some((one) => naive(wanted as Tree<Item[]>, one)));
    }),
    { numRuns: 1000 },
  );
});
