/**
 * JSON as filters see it: a number keeps the way it was written. Lambda compares numbers by their text, so that 300 is not
 * 300.0 (FIL-04), and JSON.parse forgets it.
 *
 * A number written the way JavaScript writes it is a number; any other becomes a {@link WrittenNumber}. Numbers of a scenario
 * that stand outside of a JSON text have no other text than that of JavaScript. Of equal keys the last counts (FIL-05).
 */

/** A number whose text is not the shortest one: 300.0, 3e2. */
export class WrittenNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What a pattern compares: everything that is neither an object nor an array. */
export type Leaf = string | number | boolean | null | WrittenNumber;

/** A number as it was written; undefined for what is none. */
export function numberText(leaf: unknown): string | undefined {
  if (typeof leaf === 'number') return String(leaf);
  return leaf instanceof WrittenNumber ? leaf.text : undefined;
}

/** A number as a double; undefined for what is none. */
export function numberValue(leaf: unknown): number | undefined {
  if (typeof leaf === 'number') return leaf;
  return leaf instanceof WrittenNumber ? Number(leaf.text) : undefined;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof WrittenNumber);
}

/** Texts are skipped as a whole, so that digits in them are left alone. */
const TEXT_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;
/** Stands for a number while JSON.parse reads the rest; no key of a record is likely to be this. */
const NUMBER_KEY = '\u0000number';

/** The value of a JSON text; undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    JSON.parse(text);
  } catch {
    return undefined;
  }
  const marked = text.replace(TEXT_OR_NUMBER, (token) => {
    if (token.startsWith('"') || String(Number(token)) === token) return token;
    return JSON.stringify({ [NUMBER_KEY]: token });
  });
  return JSON.parse(marked, (_key, value: unknown) => {
    const number = isObject(value) ? value[NUMBER_KEY] : undefined;
    return typeof number === 'string' ? new WrittenNumber(number) : value;
  });
}
