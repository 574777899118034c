/**
 * Leaves of a schema that are not quantities: text, one of several words, yes or no, a name, a value that records carry.
 */
import * as z from 'zod';
import { nearest } from '../nearest.ts';
import { quoteFound } from '../plain.ts';
import { quote } from '../problem.ts';
import type { AttributeValue } from '../scenario.ts';
import type { Said } from '../findings.ts';
import { complain } from './issues.ts';
import { listed } from './shapes.ts';

/** What a user's name for a function, source or mapping looks like. */
export const NAME = /^[A-Za-z][A-Za-z0-9_-]{0,127}$/;
export const NAME_RULE = 'a name begins with a letter and has letters, digits, - and _, at most 128';

/** A leaf: `read` returns the value, or what is wrong with it. `json` is its JSON Schema; `due` what is missing. */
export function leaf<T>(
  json: Readonly<Record<string, unknown>>,
  read: (value: unknown) => { value: T } | Said,
  due?: string,
): z.ZodType<T> {
  return z
    .unknown()
    .meta(json)
    .transform((value, context): T => {
      const result = value === undefined ? { message: 'is missing', hint: due } : read(value);
      if ('value' in result) return result.value;
      complain(context, value, result);
      return z.NEVER;
    });
}

/** Free text; may be hostile. */
export function text(description: string): z.ZodType<string> {
  return leaf({ type: 'string', description }, (value) => {
    if (typeof value === 'string') return { value };
    const message = `text is due; found ${quote(value)}`;
    return typeof value === 'number' || typeof value === 'boolean'
      ? { message, hint: `"${value}" in quotes is text` }
      : { message };
  });
}

/** The name of an attribute that records carry. */
export function attributeName(description: string): z.ZodType<string> {
  return leaf({ type: 'string', minLength: 1, description }, (value) => {
    if (typeof value === 'string' && value !== '') return { value };
    return { message: `the name of an attribute is due; found ${quote(value)}` };
  });
}

/** The name of something else in the scenario; whether it exists is checked when all names are known. */
export function reference(description: string): z.ZodType<string> {
  return leaf({ type: 'string', pattern: NAME.source, description }, (value) => {
    if (typeof value === 'string' && NAME.test(value)) return { value };
    return { message: `a name is due; found ${quote(value)}`, hint: NAME_RULE };
  });
}

/** One of the words. Of those `elsewhere` it is said why they cannot stand here. */
export function word<const W extends string>(
  words: readonly W[],
  description: string,
  elsewhere: Readonly<Record<string, Said>> = {},
): z.ZodType<W> {
  const read = (value: unknown) => {
    const found = words.find((candidate) => candidate === value);
    if (typeof value === 'string' && Object.hasOwn(elsewhere, value)) return elsewhere[value]!;
    return found === undefined ? sayWrongWord(value, words) : { value: found };
  };
  return leaf({ type: 'string', enum: [...words], description }, read, listed(words, 'or'));
}

/** What is wrong with a value that should be one of the words. */
export function sayWrongWord(value: unknown, words: readonly string[]): Said {
  const meant = typeof value === 'string' ? nearest(value, words) : undefined;
  const message = `${listed(words, 'or')} is due; found ${quoteFound(value)}`;
  return { message, hint: meant === undefined ? undefined : `did you mean ${meant}?` };
}

export function flag(description: string): z.ZodType<boolean> {
  return leaf({ type: 'boolean', description }, (value) =>
    typeof value === 'boolean' ? { value } : { message: `true or false is due; found ${quote(value)}` },
  );
}

/** A value that a record carries: text, a finite number, true or false. */
export function attributeValue(): z.ZodType<AttributeValue> {
  return leaf({ type: ['string', 'number', 'boolean'] }, (value) => {
    const isFinite = typeof value === 'number' && Number.isFinite(value);
    if (isFinite || typeof value === 'string' || typeof value === 'boolean') return { value };
    return { message: `text, a number, true or false is due; found ${quote(value)}` };
  });
}
