/** Tests of leaves, and what those of texts have in common: any other leaf is no match, and an operator for texts takes a text. */
import type { Leaf } from './json.ts';
import { Refused } from './refused.ts';

/** Whether a leaf of the event is what an item of the pattern asks for. */
export type Test = (leaf: Leaf) => boolean;

/** What is written behind the operator of this name. */
export function textOf(written: unknown, name: string): string {
  if (typeof written !== 'string') throw new Refused(`${name} takes a text`);
  return written;
}

export function onTexts(test: (text: string) => boolean): Test {
  return (leaf) => typeof leaf === 'string' && test(leaf);
}

export function equalsIgnoreCase(wanted: string): (text: string) => boolean {
  const lower = wanted.toLowerCase();
  return (text) => text.toLowerCase() === lower;
}
