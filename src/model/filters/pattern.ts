/**
 * Reads and checks a pattern. A pattern is a tree of keys with lists at its leaves; all keys have to match, of a list one
 * item (FIL-02). It is taken apart into rules: `$or` makes several of one, and the pattern matches what any of them matches.
 * A rule is a list of conditions on paths, keys joined by dots as the service joins them, in the order of the paths.
 */
import type { Dialect } from './dialect.ts';
import { isObject, parseJson, type Leaf } from './json.ts';
import { OPERATOR_NAMES, readOperator } from './operators.ts';
import { Refused } from './refused.ts';
import type { Test } from './texts.ts';

/** What a rule asks of the leaves at a path. */
export interface Condition {
  readonly path: string;
  /** One of them has to hold for a leaf there. */
  readonly tests: readonly Test[];
  /** Whether it is enough that there is no leaf. */
  readonly orAbsent: boolean;
  /** Operators that it uses; `equals` for values. */
  readonly operators: readonly string[];
}

export type Rule = readonly Condition[];

export interface Pattern {
  readonly rules: readonly Rule[];
  /** All paths of conditions, and what leads there: the rest of an event need not be looked at. */
  readonly prefixes: ReadonlySet<string>;
}

export interface Reading {
  readonly dialect: Dialect;
  /** Rules that a pattern may come to. */
  readonly mostRules: number;
}

/** The pattern that is written as a value or as a JSON text; or what is wrong with it. */
export function readPattern(written: unknown, { dialect, mostRules }: Reading): Pattern | Refused {
  const value = typeof written === 'string' ? parseJson(written) : written;
  try {
    if (!isObject(value)) throw new Refused('a pattern is a mapping of keys, or the JSON text of one');
    const rules = new Reader(dialect, mostRules).rulesOf(value, '').map(inOrder);
    return { rules, prefixes: prefixesOf(rules) };
  } catch (error) {
    if (error instanceof Refused) return error;
    throw error;
  }
}

class Reader {
  readonly #dialect: Dialect;
  readonly #mostRules: number;

  constructor(dialect: Dialect, mostRules: number) {
    this.#dialect = dialect;
    this.#mostRules = mostRules;
  }

  /** All that an object asks for, under the path it stands at. */
  rulesOf(object: Readonly<Record<string, unknown>>, prefix: string): Rule[] {
    const entries = Object.entries(object);
    if (entries.length === 0) throw new Refused('an empty mapping asks for nothing');
    let rules: Rule[] = [[]];
    for (const [key, value] of entries) {
      const more = at(key, () =>
        isOr(key, value) ? this.#either(value, prefix) : this.#ofKey(value, joined(prefix, key)),
      );
      if (rules.length * more.length > this.#mostRules) throw new Refused('$or makes too many combinations', [key]);
      rules = rules.flatMap((rule) => more.map((other) => [...rule, ...other]));
    }
    return rules;
  }

  #either(objects: readonly Readonly<Record<string, unknown>>[], prefix: string): Rule[] {
    return objects.flatMap((object, i) => at(i, () => this.rulesOf(object, prefix)));
  }

  #ofKey(value: unknown, path: string): Rule[] {
    if (Array.isArray(value)) return [[this.#condition(value, path)]];
    if (isObject(value)) return this.rulesOf(value, path);
    throw new Refused('a list is due: values stand in brackets');
  }

  #condition(items: readonly unknown[], path: string): Condition {
    if (items.length === 0) throw new Refused('an empty list matches nothing');
    const read = items.map((item, i) => at(i, () => this.#item(item)));
    return {
      path,
      tests: read.flatMap(({ test }) => (test === undefined ? [] : [test])),
      orAbsent: read.some(({ test }) => test === undefined),
      operators: read.map(({ operator }) => operator),
    };
  }

  /** No test: that there is no leaf is what the item asks for. */
  #item(item: unknown): { readonly test: Test | undefined; readonly operator: string } {
    if (!isObject(item)) {
      if (Array.isArray(item)) throw new Refused('a list in a list: values and operators are due');
      return { test: (leaf) => this.#dialect.same(leaf, item as Leaf), operator: 'equals' };
    }
    const [operator, ...others] = Object.keys(item);
    if (operator === undefined || others.length > 0) throw new Refused('one operator is due in each pair of braces');
    const written = item[operator];
    if (operator !== 'exists') return { test: readOperator(operator, written, this.#dialect), operator };
    if (typeof written !== 'boolean') throw new Refused('exists takes true or false');
    return { test: written ? () => true : undefined, operator };
  }
}

/** `$or` over keys is a list of two or more objects of fields; anything else under that name is a key like others. */
function isOr(key: string, value: unknown): value is readonly Readonly<Record<string, unknown>>[] {
  return key === '$or' && Array.isArray(value) && value.length > 1 && value.every(isFields);
}

function isFields(value: unknown): boolean {
  return isObject(value) && !Object.keys(value).some((key) => OPERATOR_NAMES.includes(key));
}

function joined(prefix: string, key: string): string {
  return prefix === '' ? key : `${prefix}.${key}`;
}

/** Says of a refusal under a key where it is. */
function at<T>(key: string | number, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof Refused ? error.under(key) : error;
  }
}

/** The order decides what an absent key is when arrays are about (matches.ts). */
function inOrder(rule: Rule): Rule {
  return [...rule].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

function prefixesOf(rules: readonly Rule[]): Set<string> {
  const prefixes = new Set<string>();
  for (const { path } of rules.flat()) {
    for (let dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) prefixes.add(path.slice(0, dot));
    prefixes.add(path);
  }
  return prefixes;
}
