/**
 * Statements about AWS that have no number, such as SQS-02, and where the documentation tells them: in which page and part, and the passage itself.
 * Pure; the caller reads the pages. Leaves out statements that a fact rests on: list.ts.
 */
import { broken, harmless, wrapped } from '../fit.ts';
import type { Style } from '../style.ts';

export interface DocumentationPage {
  /** As people find it: `docs/limits.md`. */
  readonly name: string;
  /** Markdown. */
  readonly text: string;
}

export interface Passage {
  readonly page: string;
  /** The nearest heading above it; empty where there is none, and of a heading itself. */
  readonly part: string;
  /** One line without markup: a list item, a row of a table, or the sentences of a paragraph. */
  readonly text: string;
}

/** Identifiers of statements: SQS-02, R-SQS-08, AP-2.10. Letter case aside. */
const IDENTIFIER = /^[a-z]+(-[a-z]+)*-\d+(\.\d+)?$/i;
/** More nobody reads; the other pages are named. */
const MOST_PASSAGES = 3;
/** Of a longer passage the sentences with the identifier are told. */
const LONG = 400;

export function isIdentifier(pattern: string): boolean {
  return IDENTIFIER.test(pattern);
}

/** All passages with an identifier, letter case aside, in the order of the pages. */
export function passagesOn(identifier: string, pages: readonly DocumentationPage[]): Passage[] {
  const named = new RegExp(`(?<![\\w-])${identifier.replaceAll('.', '\\.')}(?![\\w-]|\\.\\d)`, 'i');
  return pages
    .filter(({ text }) => named.test(text))
    .flatMap(({ name, text }) =>
      blocksOf(text)
        .filter((block) => named.test(block.text))
        .map(({ part, text: whole }) => ({ page: name, part, text: shortened(plain(whole), named) })),
    );
}

/** What is said of a statement without a number, no wider than the terminal. Ends with a line break. */
export function statementParagraph(
  identifier: string,
  passages: readonly Passage[],
  { width, paint }: Pick<Style, 'width' | 'paint'>,
): string {
  const told = passages.slice(0, MOST_PASSAGES);
  const others = [...new Set(passages.map(({ page }) => page))].filter(
    (page) => !told.some((passage) => passage.page === page),
  );
  const lines = [
    ...wrapped(`${identifier}: no number to look up; the documentation has of it`, width).map((line) =>
      paint('strong', line),
    ),
    ...told.flatMap((passage) => [
      ...broken(passage.text, width - 2).map((line) => `  ${line}`),
      ...broken(placeOf(passage), width - 2).map((line) => paint('faint', `  ${line}`)),
    ]),
    ...(others.length === 0 ? [] : wrapped(`also in ${others.join(', ')}`, width - 2).map((line) => `  ${line}`)),
  ];
  return `${lines.join('\n')}\n`;
}

/** `docs/limits.md, SQS queues`. */
export function placeOf({ page, part }: Passage): string {
  return part === '' ? page : `${page}, ${part}`;
}

interface Block {
  readonly part: string;
  readonly text: string;
}

/** Paragraphs, list items and rows, each with the heading above it; what is fenced is an example. */
function blocksOf(markdown: string): Block[] {
  const blocks: { part: string; text: string }[] = [];
  let [part, isFenced, isOpen] = ['', false, false];
  for (const line of markdown.split('\n')) {
    if (line.startsWith('```')) isFenced = !isFenced;
    const [, heading] = /^#+ (.*)$/.exec(line) ?? [];
    if (isFenced || line.startsWith('```') || line.trim() === '') {
      isOpen = false;
    } else if (heading !== undefined) {
      part = plain(heading);
      // A claim has its identifier in its heading.
      blocks.push({ part: '', text: heading });
      isOpen = false;
    } else if (isOpen && !/^\s*([-*|]|\d+\.) /.test(line)) {
      blocks.at(-1)!.text += ` ${line.trim()}`;
    } else {
      blocks.push({ part, text: line.replace(/^\s*([-*]|\d+\.) /, '') });
      isOpen = !line.startsWith('|');
    }
  }
  return blocks;
}

function plain(markdown: string): string {
  const cells = markdown.startsWith('|') ? markdown.split(/(?<!\\)\|/) : [markdown];
  const text = cells
    .map((cell) => cell.trim())
    .filter((cell) => cell !== '')
    .join(' · ')
    .replaceAll('\\|', '|')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\*\*|`|<[^>]*>/g, '')
    .replace(/(?<!\w)[*_]([^*_]+)[*_](?!\w)/g, '$1')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
  return harmless(text);
}

function shortened(text: string, named: RegExp): string {
  if (text.length <= LONG) return text;
  const sentences = text.split(/(?<=[.!?]) (?=[\p{Lu}“])/u);
  return sentences.filter((sentence) => named.test(sentence)).join(' … ');
}
