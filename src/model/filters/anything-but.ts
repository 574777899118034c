/**
 * The operator `anything-but` (FIL-17): none of some values, or no text of some form. Null, and where a form of texts is
 * excluded whatever is no text, are anything but that; a key that is absent is not.
 */
import { checkDialect, type Dialect } from './dialect.ts';
import { isObject, numberText, type Leaf } from './json.ts';
import { Refused } from './refused.ts';
import { equalsIgnoreCase, onTexts, textOf, type Test } from './texts.ts';
import { wildcardTest } from './wildcard.ts';

/** Forms of texts that can be excluded. */
const FORMS: ReadonlyMap<string, (text: string) => (leaf: string) => boolean> = new Map([
  ['prefix', (part: string) => (text: string) => text.startsWith(affix(part))],
  ['suffix', (part: string) => (text: string) => text.endsWith(affix(part))],
  ['equals-ignore-case', equalsIgnoreCase],
  ['wildcard', wildcardTest],
]);

export function anythingBut(written: unknown, dialect: Dialect): Test {
  if (isObject(written)) return butForms(written, dialect);
  const values = listOf(written);
  const isNumber = numberText(values[0]) !== undefined;
  for (const value of values) {
    if (typeof value !== 'string' && numberText(value) === undefined)
      throw new Refused('anything-but takes texts or numbers');
    if ((numberText(value) !== undefined) !== isNumber)
      throw new Refused('anything-but takes texts or numbers, not both');
  }
  return (leaf) => !values.some((value) => dialect.same(leaf, value as Leaf));
}

function butForms(written: Readonly<Record<string, unknown>>, dialect: Dialect): Test {
  const [name, ...others] = Object.keys(written);
  const form = FORMS.get(name ?? '');
  if (form === undefined || others.length > 0)
    throw new Refused(`inside of anything-but one of ${[...FORMS.keys()].join(', ')} is due`);
  checkDialect(`anything-but/${name}`, dialect);
  const texts = listOf(written[name!]).map((text) => textOf(text, `anything-but with ${name}`));
  if (name !== 'wildcard' && name !== 'equals-ignore-case') texts.forEach(affix);
  const tests = texts.map((text) => onTexts(form(text)));
  return (leaf) => !tests.some((test) => test(leaf));
}

/** One value is as good as a list of one. */
function listOf(written: unknown): readonly unknown[] {
  const values: readonly unknown[] = Array.isArray(written) ? written : [written];
  if (values.length === 0) throw new Refused('anything-but of nothing: at least one value is due');
  return values;
}

function affix(part: string): string {
  if (part === '') throw new Refused('every text begins and ends with an empty one');
  return part;
}
