/** Widths that are answered without string-width are those that it gives. */
import stringWidth from 'string-width';
import { expect, it } from 'vitest';
import { columnsOf } from '../../src/report/width.ts';

it('of every character are those of string-width, alone and beside a letter', () => {
  const differing: string[] = [];
  for (let code = 0; code < 0x3000; code++) {
    const character = String.fromCharCode(code);
    for (const text of [character, `a${character}b`]) {
      if (columnsOf(text) !== stringWidth(text)) differing.push(code.toString(16));
    }
  }
  expect(differing).toEqual([]);
});

it.each([
  ['', 0],
  ['2 min 5 s · 12 µs – ▁▂█', 23],
  ['注文', 4],
  ['e\u0301', 1],
  ['👩‍👩‍👧', 2],
])('of %j are %i', (text, columns) => expect(columnsOf(text)).toBe(columns));
