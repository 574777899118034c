/**
 * The shapes that schemas are built of: a mapping with known keys, exactly one of several keys, a list, a short form.
 * Each reports in our words and describes itself to JSON Schema. What stands at the leaves is in quantity.ts and words.ts.
 */
import * as z from 'zod';
import { foreignName } from '../foreign-names.ts';
import type { Said } from '../findings.ts';
import { nearest } from '../nearest.ts';
import { isMapping, type Mapping } from '../plain.ts';
import { quote } from '../problem.ts';
import { complain } from './issues.ts';

/** Keys that are known and refused, with what to say. */
export type Refused = Readonly<Record<string, Said>>;

/** A mapping with these keys and no others. */
export function mapping<S extends z.core.$ZodShape>(shape: S, refused: Refused = {}): z.ZodObject<S> {
  // zod's strict object names unknown keys but not the known ones, so the look at the keys is ours.
  return z
    .looseObject(shape)
    .superRefine((value, context) => refuseStrangers(value, Object.keys(shape), refused, context), always)
    .meta({ additionalProperties: false }) as unknown as z.ZodObject<S>;
}

/** What the schemas of a shape make of a value. */
type OneOf<S extends z.core.$ZodShape> = { [K in keyof S]: z.core.output<S[K]> }[keyof S];

/** A mapping with exactly one of these keys; becomes what its schema makes of the value. */
export function variants<S extends z.core.$ZodShape>(shape: S, refused: Refused = {}): z.ZodType<OneOf<S>> {
  const keys = Object.keys(shape);
  return z
    .looseObject(shape)
    .partial()
    .superRefine((value, context) => {
      refuseStrangers(value, keys, refused, context);
      requireOne(value, keys, context);
    }, always)
    .meta({ additionalProperties: false, minProperties: 1, maxProperties: 1 })
    .transform((value) => Object.values(value).find((part) => part !== undefined) as OneOf<S>);
}

/** A short form, or a mapping that says more. */
export function shortOr<A extends z.ZodType, B extends z.ZodType>(short: A, long: B): z.ZodUnion<[A, B]> {
  return z.union([short, long]);
}

/** Checks run even when a part of the value is wrong: all problems at once. */
const always = { when: () => true };

/**
 * Reports unless exactly one of `keys` is there. `beside` are keys that go with each of them; where there is another yet,
 * it has been reported and is most likely the one that was meant.
 */
export function requireOne(
  value: unknown,
  keys: readonly string[],
  context: Context,
  beside: readonly string[] = [],
): void {
  if (!isMapping(value)) return;
  const given = keys.filter((key) => Object.hasOwn(value, key));
  if (given.length > 1) complain(context, value, { message: `only one of ${listed(given, 'and')} can be given` });
  const hasStrangers = Object.keys(value).some((key) => !keys.includes(key) && !beside.includes(key));
  if (given.length === 0 && !hasStrangers) complain(context, value, { message: `one of ${listed(keys, 'or')} is due` });
}

/** `a, b and c`. */
export function listed(words: readonly string[], last: 'and' | 'or'): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}

interface Context {
  readonly issues: z.core.$ZodRawIssue[];
}

function refuseStrangers(value: unknown, known: readonly string[], refused: Refused, context: Context): void {
  if (!isMapping(value)) return;
  for (const key of Object.keys(value)) {
    if (known.includes(key)) continue;
    const said = Object.hasOwn(refused, key) ? refused[key]! : sayStranger(key, value, known);
    complain(context, value, { ...said, about: 'key' }, [key]);
  }
}

function sayStranger(key: string, value: Mapping, known: readonly string[]): Said {
  const meant = foreignName(key, value[key], known) ?? nearest(key, known);
  const hint = meant === undefined ? `what can stand here: ${known.join(', ')}` : `did you mean ${meant}?`;
  return { message: `nothing is called ${quote(key)} here`, hint };
}

/** Keys that only some kinds of a part have; of the others, whoever looks finds nothing. */
export function onlyIf<S extends object>(has: boolean, shape: S): S {
  return has ? shape : ({} as S);
}
