/**
 * What the answers of `lagcast plan`, and sweeps, are made of, sentences and tables, for the terminal and as Markdown: what is said is written once, in
 * plain text, and each of the two makes it fit.
 */
import { wrapped } from '../fit.ts';
import type { Kind, Style } from '../style.ts';
import { table, type Table } from '../table.ts';
import { markdownTable, plain } from './markdown.ts';

/** Sentences; those that tell the answer itself first. */
export interface Said {
  readonly headlines?: readonly string[];
  /** What the colour of the headlines says; `strong` unless said. */
  readonly kind?: Kind;
  readonly sentences: readonly string[];
}

/** A table, and a line before and after it. One without rows is not shown. */
export interface Shown {
  readonly before?: string;
  readonly table: Table & { readonly head: readonly string[] };
  readonly after?: string;
}

export type Part = Said | Shown;

/** None wider than the style says. */
export function partLines(part: Part, style: Style): string[] {
  const { width, paint } = style;
  const broken = (text: string | undefined): string[] => (text === undefined ? [] : wrapped(text, width));
  if ('table' in part) {
    if (part.table.rows.length === 0) return [];
    return [...broken(part.before), ...table(part.table, style), ...broken(part.after)];
  }
  const { headlines = [], kind = 'strong', sentences } = part;
  return [...headlines.flatMap((text) => broken(text).map((line) => paint(kind, line))), ...sentences.flatMap(broken)];
}

/** Each with an empty line before it. */
export function partMarkdown(part: Part): string[] {
  if (!('table' in part)) {
    const { headlines = [], sentences } = part;
    const items = sentences.map((sentence) => `- ${plain(sentence)}`);
    return [...headlines.flatMap((text) => ['', `**${plain(text)}**`]), ...(items.length === 0 ? [] : ['', ...items])];
  }
  const { before, after, table: content } = part;
  if (content.rows.length === 0) return [];
  const rows = content.rows.map((row) => row.map((cell) => plain(typeof cell === 'string' ? cell : cell.text)));
  const line = (text: string | undefined): string[] => (text === undefined ? [] : ['', plain(text)]);
  const remark = content.remark === true;
  return [...line(before), '', ...markdownTable(content.head.map(plain), rows, { remark }), ...line(after)];
}
