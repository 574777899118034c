/** Fits texts into columns of a terminal, in which a character may be two columns wide, or none. Knows no colours. */
import { columnsOf } from './width.ts';

/** Spaces, but those between a number and its unit. */
const BREAKS = / (?!(?<=\d )(?:µs|ms|s|min|h|d|%)(?!\p{L}))/u;

/** Breaks a text at spaces so that no line is wider than `width`; words longer than that stay whole. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(BREAKS)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && columnsOf(longer) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

/** As {@link wrapped}, and words longer than a line are broken too: nothing is lost, and nothing stands out. */
export function broken(text: string, width: number): string[] {
  return wrapped(text, width).flatMap((line) => (columnsOf(line) <= width ? [line] : pieces(line, width)));
}

/** Leaves out the middle of a text that is too wide: `orders-que…eu-west-1`. */
export function shortened(text: string, width: number): string {
  if (columnsOf(text) <= width) return text;
  const all = characters(text);
  const head = firstOf(all, Math.ceil((width - 1) / 2));
  const tail = lastOf(all, width - 1 - columnsOf(head));
  return `${head}…${tail}`;
}

/** Free text as one line that cannot steer a terminal: control characters and changes of direction become spaces. */
export function harmless(text: string): string {
  return text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim();
}

/** At least one character a line, even where that is too wide. */
function pieces(text: string, width: number): string[] {
  const lines: string[] = [];
  for (let rest = text; rest !== '';) {
    const all = characters(rest);
    const line = firstOf(all, width) || all[0]!;
    lines.push(line);
    rest = rest.slice(line.length);
  }
  return lines;
}

/** As much of the beginning as there is room for; measured as a whole, for characters may join. */
function firstOf(all: readonly string[], width: number): string {
  let taken = '';
  for (const character of all) {
    if (columnsOf(taken + character) > width) break;
    taken += character;
  }
  return taken;
}

/** As much of the end. */
function lastOf(all: readonly string[], width: number): string {
  let taken = '';
  for (const character of all.toReversed()) {
    if (columnsOf(character + taken) > width) break;
    taken = character + taken;
  }
  return taken;
}

/** What people call characters, more or less: an accent, a flag or a family is not torn apart. */
function characters(text: string): string[] {
  return text.match(/\p{RI}{2}|.(?:[\p{M}\p{Emoji_Modifier}]|\u200d.)*/gsu) ?? [];
}
