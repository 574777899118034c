/**
 * Names as charts show them, and as files are called: they come from people's scenarios and may hold anything. What a title
 * or a legend shows is made fit to be drawn and short enough to leave room for what is said; the data of a chart never
 * becomes an expression.
 */
import { columnsOf } from '../width.ts';

const MOST_SHOWN = 40;
const MOST_IN_FILE = 60;

/** Characters that cannot stand in an SVG or turn the text around them: controls, marks of direction, lone surrogates. */
const UNFIT = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\uFFFE\uFFFF]+/gu;

/** A name in a title or a legend: on one line, its middle left out where it is long. */
export function shown(name: string, most = MOST_SHOWN): string {
  const letters = [...name.replace(UNFIT, ' ')];
  if (letters.length <= most) return letters.join('');
  const tail = Math.floor((most - 1) / 3);
  return `${letters.slice(0, most - 1 - tail).join('')}…${letters.slice(-tail).join('')}`;
}

/** A sentence in as few lines of at most so many columns as there can be, of much the same length; a longer word stands alone. */
export function inLines(text: string, columns: number): string[] {
  const lines = filled(text, columns);
  for (let fewer = columns - 1; fewer > 0; fewer--) {
    const narrower = filled(text, fewer);
    if (narrower.length > lines.length || narrower.some((line) => columnsOf(line) > fewer)) {
      return filled(text, fewer + 1);
    }
  }
  return lines;
}

/** Where a line may end: not between a number and its unit. */
const BREAKS = / (?!(?:%|µs|ms|s|min|h|d)(?:[^\p{L}]|$))/u;

function filled(text: string, columns: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(BREAKS)) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)!} ${word}`;
    if (lines.length > 0 && columnsOf(longer) <= columns) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/**
 * Stems of files, no two of them equal even where large and small letters are the same; those that would be are numbered in
 * the order in which they are asked for.
 */
export class Stems {
  readonly #taken = new Set<string>();

  stem(prefix: string, name: string): string {
    const safe = name
      .replace(/[^A-Za-z0-9_]+/g, '-')
      .slice(0, MOST_IN_FILE)
      .replace(/^-+|-+$/g, '');
    const first = safe === '' ? prefix : `${prefix}-${safe}`;
    let stem = first;
    for (let n = 2; this.#taken.has(stem.toLowerCase()); n++) stem = `${first}-${n}`;
    this.#taken.add(stem.toLowerCase());
    return stem;
  }
}
