/**
 * Puts the files of a sweep together, in order of cells. A cell that was run twice must have come out equal to the byte, which checks for
 * nothing that runs are the same everywhere; a file of another sweep, or cells that nobody has, are told and nothing comes out.
 * Leaves out where the files are, and what is made of them.
 */
import { quote } from '../../scenario/problem.ts';
import { readLine, type SweepHeader, type SweepLine } from './line.ts';
import { missingText } from './missing.ts';

/** A file of lines. */
export interface SweepText {
  /** As people know it: with its folder. */
  readonly name: string;
  readonly text: string;
}

/** Where something stands: `shard-1-of-4.jsonl:12`. */
type Place = string;

export interface MergedCell {
  /** As it was written, its end included. */
  readonly text: string;
  readonly line: SweepLine;
  readonly place: Place;
}

export interface Merge {
  readonly header: SweepHeader;
  /** As it was written, its end included. */
  readonly headerText: string;
  /** All cells, in order. */
  readonly cells: readonly MergedCell[];
  /** Lines that were cut off or spoilt, and not needed. */
  readonly spoilt: readonly Place[];
}

export type MergeOutcome =
  ({ readonly ok: true } & Merge) | { readonly ok: false; readonly problems: readonly string[] };

/** Why two lines of a cell do not go together. */
const TWICE = 'the same cell with the same settings and seed came out differently';

/** `files`: at least one. Problems are whole sentences, for people. */
export function mergeSweeps(files: readonly SweepText[]): MergeOutcome {
  const problems: string[] = [];
  const spoilt: Place[] = [];
  const cells = new Map<number, MergedCell>();
  let first: { readonly header: SweepHeader; readonly text: string; readonly name: string } | undefined;
  for (const { name, text } of files) {
    const [head = '', ...rest] = text.split('\n');
    const header = headerOf(head);
    if (header === undefined) {
      problems.push(`${name}:1: is not the first line of a sweep${text === '' ? ': the file is empty' : ''}`);
      continue;
    }
    first ??= { header, text: `${head}\n`, name };
    if (header.id !== first.header.id) {
      problems.push(`${name} is of another sweep than ${first.name}: ${differences(first.header, header)}`);
      continue;
    }
    rest.forEach((line, i) => {
      const place = `${name}:${i + 2}`;
      // Nothing follows the last end of line.
      if (line === '' && i === rest.length - 1) return;
      const cell = cellOf(line, header);
      if (cell === undefined) spoilt.push(place);
      else keep(cells, { text: `${line}\n`, line: cell, place }, problems);
    });
  }
  if (first === undefined || problems.length > 0) return { ok: false, problems };
  const missing = Array.from({ length: first.header.cells }, (_, i) => i).filter((cell) => !cells.has(cell));
  if (missing.length > 0) {
    const names = files.map(({ name }) => name);
    const unread = spoilt.length === 0 ? '' : `; ${spoiltText(spoilt)}`;
    return { ok: false, problems: [`${missingText(missing, names)}${unread}`] };
  }
  const inOrder = [...cells.values()].toSorted((a, b) => a.line.cell - b.line.cell);
  return { ok: true, header: first.header, headerText: first.text, cells: inOrder, spoilt };
}

/** `shard-1-of-4.jsonl:12 was cut off or spoilt` */
export function spoiltText(spoilt: readonly Place[]): string {
  const shown = spoilt.slice(0, 5).join(', ');
  const more = spoilt.length > 5 ? ` and ${spoilt.length - 5} more lines` : '';
  return `${shown}${more} ${spoilt.length === 1 ? 'was' : 'were'} cut off or spoilt`;
}

function headerOf(line: string): SweepHeader | undefined {
  const read = readLine(line);
  return read !== undefined && 'lagcastSweep' in read ? read : undefined;
}

function cellOf(line: string, { cells }: SweepHeader): SweepLine | undefined {
  const read = readLine(line);
  if (read === undefined || !('cell' in read)) return undefined;
  return Number.isInteger(read.cell) && read.cell >= 0 && read.cell < cells ? read : undefined;
}

/** Of one that failed the last line counts, and any outcome more than it. */
function keep(cells: Map<number, MergedCell>, found: MergedCell, problems: string[]): void {
  const before = cells.get(found.line.cell);
  if (before === undefined || before.line.status === 'failed') {
    cells.set(found.line.cell, found);
    return;
  }
  if (found.line.status === 'failed' || found.text === before.text) return;
  problems.push(`cell ${found.line.cell}: ${before.place} and ${found.place} differ: ${TWICE}`);
}

/** What of the headers differs: `seed 2 instead of 1, another scenario`. */
function differences(one: SweepHeader, other: SweepHeader): string {
  const fields = Object.keys({ ...one, ...other }) as (keyof SweepHeader)[];
  const said = fields
    .filter((field) => field !== 'id' && JSON.stringify(one[field]) !== JSON.stringify(other[field]))
    .map((field) => difference(field, one[field], other[field]));
  return said.length === 0 ? `its id is ${other.id} instead of ${one.id}` : said.join(', ');
}

const WORDS: Partial<Record<keyof SweepHeader, string>> = {
  scenario: 'another scenario file, or files it reads',
  maxEvents: 'another --max-events',
};

function difference(field: keyof SweepHeader, one: unknown, other: unknown): string {
  if (WORDS[field] !== undefined) return WORDS[field];
  const name = field === 'lagcastSweep' ? 'format' : field;
  const isShort = [one, other].every((value) => typeof value === 'number' || typeof value === 'string');
  return isShort ? `${name} ${quote(other)} instead of ${quote(one)}` : `other ${name}`;
}
