/**
 * Tables that fit the terminal: names to the left, figures to the right, columns as wide as their widest cell.
 *
 * Where the width is not enough, in this order: titles take several lines, a remark at the end is broken over lines, long
 * names are shortened in the middle, and the columns are spread over several bands below one another, each with the names.
 * No figure is ever left out. Widths are those that people see; colours are put on afterwards.
 */
import { broken, shortened } from './fit.ts';
import { count } from './format.ts';
import type { Kind, Style } from './style.ts';
import { columnsOf } from './width.ts';

/** What stands in a field, and what its colour says. */
export type Cell = string | { readonly text: string; readonly kind: Kind };

export interface Table {
  /** Titles of the columns. */
  readonly head?: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** Whether the first column holds texts to be read whole, which are broken over lines; names may be shortened. */
  readonly texts?: boolean;
  /** Whether the last column is a remark: aligned left, and broken over lines. */
  readonly remark?: boolean;
}

/** A count that has a meaning when it is above 0. */
export function marked(n: number, kind: Kind): Cell {
  return n > 0 ? { text: count(n), kind } : count(n);
}

const GAP = 2;
/** Names are not made shorter than this before columns go to another band, nor remarks narrower. */
const SHORT_NAME = 24;
const NARROW_REMARK = 20;
/** Of the width, in columns to a hundred, what names get at the most beside a band. */
const SHARE_OF_NAMES = 40;

/** The lines of a table; none is wider than the style says, down to 20 columns or so. */
export function table(content: Table, { width, paint }: Style): string[] {
  const layout = layoutOf(content, width);
  return layout.bands.flatMap((band) => linesOf(content, [0, ...band], layout, paint));
}

interface Layout {
  /** Of each column. */
  readonly widths: readonly number[];
  /** The columns that stand beside one another, without the first, which stands in each band. */
  readonly bands: readonly (readonly number[])[];
}

function layoutOf(content: Table, width: number): Layout {
  const { head, rows, remark = false } = content;
  const columns = (rows[0] ?? head ?? []).map((_, i) => i);
  const cells = columns.map((i) => widest(rows.map((row) => textOf(row[i]!))));
  const titles = columns.map((i) => columnsOf(head?.[i] ?? ''));
  const narrow = columns.map((i) => Math.max(cells[i]!, widest(wordsOf(head?.[i] ?? ''))));
  const wide = columns.map((i) => Math.max(cells[i]!, titles[i]!));
  const rest = columns.slice(1);
  const last = columns.length - 1;
  const room = (widths: readonly number[]): number => width - sum(widths) - GAP * last;

  if (room(narrow) >= 0) return { widths: widened(narrow, wide, room(narrow)), bands: [rest] };
  const widths = [...narrow];
  if (remark && last > 0) widths[last] = Math.max(Math.min(NARROW_REMARK, widths[last]!), widths[last]! + room(widths));
  if (room(widths) < 0) widths[0] = Math.max(Math.min(SHORT_NAME, widths[0]!), widths[0]! + room(widths));
  if (room(widths) >= 0) return { widths, bands: [rest] };
  return banded(widths, wide, width);
}

/** Spreads columns over as few bands as there is need for, of about equal width. */
function banded(narrow: readonly number[], wide: readonly number[], width: number): Layout {
  const names = Math.min(narrow[0]!, Math.max(6, Math.floor((width * SHARE_OF_NAMES) / 100)));
  const room = Math.max(1, width - names - GAP);
  const widths = [names, ...narrow.slice(1).map((column) => Math.min(column, room))];
  let bands = filled(widths, width);
  for (let limit = width - 1; limit > names; limit--) {
    const even = filled(widths, limit);
    if (even.length > bands.length || even.some((band) => widthOf(band, widths) > limit)) break;
    bands = even;
  }
  for (const band of bands) {
    const spare = width - widthOf(band, widths);
    const more = widened(
      band.map((i) => widths[i]!),
      band.map((i) => Math.max(widths[i]!, Math.min(wide[i]!, room))),
      spare,
    );
    band.forEach((i, k) => (widths[i] = more[k]!));
  }
  return { widths, bands };
}

/** Columns in order, a new band where the next column finds no room. */
function filled(widths: readonly number[], width: number): number[][] {
  const bands: number[][] = [[]];
  for (let i = 1; i < widths.length; i++) {
    const band = bands.at(-1)!;
    if (band.length > 0 && widthOf([...band, i], widths) > width) bands.push([i]);
    else band.push(i);
  }
  return bands;
}

function widthOf(band: readonly number[], widths: readonly number[]): number {
  return widths[0]! + sum(band.map((i) => GAP + widths[i]!));
}

/** Gives columns the width they would like, from the left, as long as there is room. */
function widened(widths: readonly number[], liked: readonly number[], room: number): number[] {
  return widths.map((width, i) => {
    const more = liked[i]! - width;
    if (more > room) return width;
    room -= more;
    return liked[i]!;
  });
}

type Paint = Style['paint'];

function linesOf(content: Table, columns: readonly number[], { widths }: Layout, paint: Paint): string[] {
  const { head, rows, texts = false, remark = false } = content;
  const sideOf = (i: number): 'left' | 'right' => (i === 0 || (remark && i === widths.length - 1) ? 'left' : 'right');
  const line = (texts: readonly string[], kindOf: (i: number) => Kind | undefined): string =>
    columns
      .map((i, k) => placed(texts[k]!, widths[i]!, sideOf(i), kindOf(i), paint))
      .join(' '.repeat(GAP))
      .trimEnd();
  const names = namesOf(rows, widths[0]!, texts);
  const titles = head && columns.map((i) => titleOf(head[i]!, widths[i]!));
  const top = titles === undefined ? [] : beside(titles, 'bottom').map((texts) => line(texts, () => 'strong'));
  const body = rows.flatMap((row, r) => {
    const cells = columns.map((i) => (i === 0 ? names[r]! : broken(textOf(row[i]!), widths[i]!)));
    return beside(cells, 'top').map((texts) => line(texts, (i) => kindIn(row[i]!)));
  });
  return [...top, ...body];
}

/** Names in no more than a width; over several lines where two would look alike. */
function namesOf(rows: Table['rows'], width: number, isText: boolean): string[][] {
  const names = rows.map((row) => textOf(row[0]!));
  const short = names.map((name) => shortened(name, width));
  const isClear = new Set(short).size === new Set(names).size;
  return isClear && !isText ? short.map((name) => [name]) : names.map((name) => broken(name, width));
}

/** A title over several lines: broken at spaces and after hyphens. */
function titleOf(title: string, width: number): string[] {
  if (columnsOf(title) <= width) return [title];
  return broken(title.replace(/-/g, '- '), width).map((line) => line.replace(/- /g, '-'));
}

function wordsOf(title: string): string[] {
  return title.split(/ |(?<=-)/);
}

/** Cells of several lines as lines of several cells. */
function beside(cells: readonly (readonly string[])[], at: 'top' | 'bottom'): string[][] {
  const height = Math.max(...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, y) =>
    cells.map((lines) => lines[at === 'top' ? y : y - (height - lines.length)] ?? ''),
  );
}

function placed(text: string, width: number, side: 'left' | 'right', kind: Kind | undefined, paint: Paint): string {
  const space = ' '.repeat(Math.max(0, width - columnsOf(text)));
  const shown = kind === undefined || text === '' ? text : paint(kind, text);
  return side === 'left' ? shown + space : space + shown;
}

function textOf(cell: Cell): string {
  return typeof cell === 'string' ? cell : cell.text;
}

function kindIn(cell: Cell): Kind | undefined {
  return typeof cell === 'string' ? undefined : cell.kind;
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => columnsOf(text)));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}
