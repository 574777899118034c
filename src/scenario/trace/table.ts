/**
 * CSV text to rows of trimmed cells, a block of lines at a time, so that a large file is never held as a table.
 * Finds the delimiter, drops the byte order mark and blank rows, and reports ragged rows and text that is no CSV.
 * Which row is a header, and what a column means, is decided elsewhere.
 */
import { CsvError, parse } from 'csv-parse/sync';
import { plural, type Findings } from './findings.ts';

export type Cells = readonly string[];

/** What is known of a table once its first rows have been seen. */
export interface Shape {
  /** Cells in each row. */
  readonly width: number;
  /** Whether the first row names the columns, and holds no data. */
  readonly hasHeader: boolean;
}

/** Rows enough to see what a file is. */
const SAMPLE_ROWS = 101;

/** Characters: many rows for the price of one call to the parser, few enough to forget again. */
const BLOCK = 262_144;

/** Of equally frequent ones the first is meant: a comma is the likeliest to be part of a value. */
const DELIMITERS = ['\t', ';', ','];

const LINE_END = /\r\n|\n|\r/g;

/** What csv-parse refuses, in words a user can act on. */
const REFUSALS: ReadonlyMap<string, string> = new Map([
  ['CSV_QUOTE_NOT_CLOSED', 'a quote opens in this row and is never closed'],
  ['INVALID_OPENING_QUOTE', 'a quote stands in the middle of a value'],
  ['CSV_INVALID_CLOSING_QUOTE', 'a closing quote is followed by more text'],
]);

/** The first rows that are not blank, or undefined, with a problem found, when there are none. */
export function sampleRows(text: string, findings: Findings): readonly Cells[] | undefined {
  const nul = text.indexOf('\0');
  if (nul >= 0) {
    const row = 1 + countLineEnds(text.slice(0, nul));
    findings.problem('a NUL character: this is no text', { row, hint: 'save the file as UTF-8' });
    return undefined;
  }
  const sample: Cells[] = [];
  for (const { cells } of allRows(text, findings)) {
    if (!isBlank(cells)) sample.push(cells);
    if (sample.length === SAMPLE_ROWS) break;
  }
  if (sample.length === 0 && findings.sound) findings.problem(`${findings.file} is empty`);
  return findings.sound ? sample : undefined;
}

/**
 * Visits every row of data with the line on which it begins, and returns how many blank rows were skipped.
 * A row of another width is a problem and is not visited.
 */
export function eachRow(
  text: string,
  { width, hasHeader }: Shape,
  findings: Findings,
  visit: (cells: Cells, row: number) => void,
): number {
  let blank = 0;
  let isHeader = hasHeader;
  for (const { cells, row } of allRows(text, findings)) {
    if (isBlank(cells)) blank += 1;
    else if (isHeader) isHeader = false;
    else if (cells.length === width) visit(cells, row);
    else findings.problem(`${plural(cells.length, 'cell')}, but the first row has ${width}`, { row });
  }
  return blank;
}

function isBlank(cells: Cells): boolean {
  return cells.every((cell) => cell === '');
}

/** All rows, blank ones included, with the line on which each begins; text that is no CSV is a problem and the end. */
function* allRows(text: string, findings: Findings): Generator<{ readonly cells: Cells; readonly row: number }> {
  const delimiter = findDelimiter(text);
  let row = 1;
  for (const block of blocks(text)) {
    const { rows, refusal } = parseBlock(block, delimiter);
    const mayBreakLines = block.includes('"');
    for (const cells of rows) {
      yield { cells, row };
      row += mayBreakLines ? 1 + cells.reduce((sum, cell) => sum + countLineEnds(cell), 0) : 1;
    }
    if (refusal !== undefined) return findings.problem(refusal, { row });
  }
}

/** The rows of a block; if csv-parse refuses one, those before it and the reason. */
function parseBlock(block: string, delimiter: string): { readonly rows: readonly Cells[]; readonly refusal?: string } {
  const options = {
    delimiter,
    trim: true,
    relax_column_count: true,
    // Named, because how the first line ends says nothing about the others in a file joined from several.
    record_delimiter: ['\r\n', '\n', '\r'],
  };
  try {
    return { rows: parse(block, options) };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const to = Number(error['records']);
    return {
      rows: to > 0 ? parse(block, { ...options, to }) : [],
      refusal: REFUSALS.get(error.code) ?? `this is no CSV (${error.code})`,
    };
  }
}

/** The text in pieces that end where a line does. The mark at the beginning of the text is left out. */
function* blocks(text: string): Generator<string> {
  let start = text.startsWith('\ufeff') ? 1 : 0;
  while (start < text.length) {
    const end = blockEnd(text, start);
    yield text.slice(start, end);
    start = end;
  }
}

/** Where the first line ends that lies a block further and outside quotes: there an even number of them precedes. */
function blockEnd(text: string, start: number): number {
  let end = start;
  let quotes = 0;
  do {
    const lineEnd = text.indexOf('\n', Math.max(end, start + BLOCK));
    if (lineEnd < 0) return text.length;
    quotes += count(text.slice(end, lineEnd), '"');
    end = lineEnd + 1;
  } while (quotes % 2 === 1);
  return end;
}

/** The delimiter that the first line holds most of, outside quotes; a comma when it holds none. */
function findDelimiter(text: string): string {
  const line = (/\S[^\r\n]*/.exec(text)?.[0] ?? '').replace(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((delimiter) => count(line, delimiter));
  const most = Math.max(...counts);
  return most === 0 ? ',' : (DELIMITERS[counts.indexOf(most)] ?? ',');
}

function count(text: string, part: string): number {
  return text.split(part).length - 1;
}

function countLineEnds(text: string): number {
  return text.match(LINE_END)?.length ?? 0;
}
