/**
 * Whether an event matches a pattern. The event is laid out as leaves with their paths; of each leaf it is known in which
 * elements of which arrays it stands. The leaves that the conditions of a rule take have to agree on the element of each
 * array they share: a name and a price of two different items are not one item. So does event-ruler.
 *
 * That a key is absent means: no leaf at its path agrees with the leaves taken so far. Conditions are taken in the order of
 * their paths, here as there, which decides in the rare case that one element lacks what another has.
 */
import { WrittenNumber, type Leaf } from './json.ts';
import type { Condition, Pattern, Rule } from './pattern.ts';

/** Elements of arrays, in pairs: number of the array in the event, position in it. */
type Elements = readonly number[];

interface Field {
  readonly leaf: Leaf;
  readonly elements: Elements;
}

export type Fields = ReadonlyMap<string, readonly Field[]>;

/** Deeper nesting is not looked at, as no JSON reader of the service does. */
const DEEPEST = 1000;

export function matches(pattern: Pattern, event: unknown): boolean {
  const fields = fieldsOf(event, pattern.prefixes);
  return pattern.rules.some((rule) => isMet(rule, fields));
}

/** Whether all conditions hold. */
export function isMet(rule: Rule, fields: Fields): boolean {
  return holds(rule, 0, fields, []);
}

function holds(rule: Rule, from: number, fields: Fields, taken: Elements): boolean {
  const condition = rule[from];
  if (condition === undefined) return true;
  const candidates = (fields.get(condition.path) ?? []).filter(({ elements }) => doAgree(taken, elements));
  if (condition.orAbsent && candidates.length === 0 && holds(rule, from + 1, fields, taken)) return true;
  let tried: Elements | undefined;
  for (const { leaf, elements } of candidates) {
    // Leaves of one element lead to the same rest.
    if (elements === tried || !passes(condition, leaf)) continue;
    tried = elements;
    if (holds(rule, from + 1, fields, [...taken, ...elements])) return true;
  }
  return false;
}

function passes({ tests }: Condition, leaf: Leaf): boolean {
  return tests.some((test) => test(leaf));
}

function doAgree(taken: Elements, elements: Elements): boolean {
  for (let i = 0; i < elements.length; i += 2) {
    for (let k = 0; k < taken.length; k += 2) {
      if (taken[k] === elements[i] && taken[k + 1] !== elements[i + 1]) return false;
    }
  }
  return true;
}

/** The leaves of an event at the paths that `prefixes` lead to. */
export function fieldsOf(event: unknown, prefixes: ReadonlySet<string>): Fields {
  const fields = new Map<string, Field[]>();
  let arrays = 0;
  const visit = (value: unknown, path: string, elements: Elements, depth: number): void => {
    if (depth > DEEPEST) return;
    if (typeof value !== 'object' || value === null || value instanceof WrittenNumber)
      return add(path, value as Leaf, elements);
    if (Array.isArray(value)) return visitAll(value, path, elements, depth);
    for (const [key, inner] of Object.entries(value)) {
      const under = path === '' ? key : `${path}.${key}`;
      if (prefixes.has(under)) visit(inner, under, elements, depth + 1);
    }
  };
  const visitAll = (array: readonly unknown[], path: string, elements: Elements, depth: number): void => {
    const number = arrays++;
    array.forEach((value, i) => {
      // A path takes one leaf of a rule, so which of an array's plain values it is concerns no other path.
      const isPlain = typeof value !== 'object' || value === null;
      visit(value, path, isPlain ? elements : [...elements, number, i], depth + 1);
    });
  };
  const add = (path: string, leaf: Leaf, elements: Elements): void => {
    const known = fields.get(path);
    if (known === undefined) fields.set(path, [{ leaf, elements }]);
    else known.push({ leaf, elements });
  };
  visit(event, '', [], 0);
  return fields;
}
