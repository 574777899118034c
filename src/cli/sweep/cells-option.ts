/** `--cells 0,5..9`: numbers of cells. */
import { InputError } from '../files.ts';

const PART = /^(\d{1,9})(?:\.\.(\d{1,9}))?$/;

/** In order, each once. `among`: those there are here, in order. Throws InputError. */
export function chosenCells(text: string, among: readonly number[]): number[] {
  const there = new Set(among);
  const chosen = new Set<number>();
  for (const part of text.split(',')) {
    const [, from, to = from] = PART.exec(part.trim()) ?? [];
    if (from === undefined || Number(to) < Number(from))
      throw new InputError(`--cells: numbers of cells are due, such as 0,5..9; found "${part.trim()}"`);
    const numbers = rangeOf(Number(from), Number(to), part, among);
    const foreign = numbers.find((cell) => !there.has(cell));
    if (foreign !== undefined) throw new InputError(`--cells: cell ${foreign} is none of ${whatThereIs(among)}`);
    for (const cell of numbers) chosen.add(cell);
  }
  return [...chosen].toSorted((a, b) => a - b);
}

function rangeOf(from: number, to: number, part: string, among: readonly number[]): number[] {
  if (to > (among.at(-1) ?? -1)) throw new InputError(`--cells: "${part.trim()}" goes beyond ${whatThereIs(among)}`);
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

function whatThereIs(among: readonly number[]): string {
  const [first, last] = [among[0], among.at(-1)];
  if (first === undefined) return 'this part, which has none';
  const isWhole = last! - first + 1 === among.length;
  return isWhole ? `the cells from ${first} to ${last}` : `this part’s cells, from ${first} to ${last}`;
}
