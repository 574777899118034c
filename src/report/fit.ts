/** Fits texts into columns of a terminal, in which a character may be two columns wide, or none. Knows no colours. */
import stringWidth from 'string-width';

/** Spaces, but those between a number and its unit. */
const BREAKS = / (?!(?<=\d )(?:µs|ms|s|min|h|d|%)(?!\p{L}))/u;

/** Breaks a text at spaces so that no line is wider than `width`; words longer than that stay whole. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(BREAKS)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && stringWidth(longer) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

/** As {@link wrapped}, and words longer than a line are broken too: nothing is lost, and nothing stands out. */
export function broken(text: string, width: number): string[] {
  return wrapped(text, width).flatMap((line) => (stringWidth(line) <= width ? [line] : pieces(line, width)));
}

/** Leaves out the middle of a text that is too wide: `orders-que…eu-west-1`. */
export function shortened(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  const characters = graphemes(text);
  const head = taken(characters, Math.ceil((width - 1) / 2));
  const tail = taken(characters.toReversed(), width - 1 - stringWidth(head.join('')));
  return `${head.join('')}…${tail.toReversed().join('')}`;
}

/** Free text as one line that cannot steer a terminal: control characters and changes of direction become spaces. */
export function harmless(text: string): string {
  return text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim();
}

/** At least one character a line, even where that is too wide. */
function pieces(text: string, width: number): string[] {
  const lines: string[] = [];
  for (let rest = graphemes(text); rest.length > 0;) {
    const line = taken(rest, width);
    lines.push(line.length === 0 ? rest[0]! : line.join(''));
    rest = rest.slice(Math.max(1, line.length));
  }
  return lines;
}

/** As many of the first characters as there is room for. */
function taken(characters: readonly string[], width: number): string[] {
  let room = width;
  const end = characters.findIndex((character) => (room -= stringWidth(character)) < 0);
  return characters.slice(0, end < 0 ? characters.length : end);
}

/** What people call characters: an accent or a flag is not torn apart. */
function graphemes(text: string): string[] {
  return Array.from(new Intl.Segmenter('en').segment(text), ({ segment }) => segment);
}
