/** What stands in the drawing beside a flow or above a stage, and how much room it takes. Pure. */
import { count, percent, some } from '../format.ts';
import { harmless, shortened } from '../fit.ts';
import { columnsOf } from '../width.ts';
import { totalOf, type Share, type Stage } from './stage.ts';

export interface Line {
  readonly text: string;
  readonly look: Look;
}

/** The name of a stage; what a flow is; by whom and why. */
type Look = 'name' | 'what' | 'why';

/** Pixels of a line. */
export const LINE_HEIGHT = 17;
/** Pixels of a character as high as the font, at most: no common font is wider. */
const EM: Readonly<Record<Look, number>> = { name: 14.6, what: 13, why: 12 };
/** Columns of a line at most. */
const MOST: Readonly<Record<Look, number>> = { name: 30, what: 60, why: 46 };

/** `9,900 handled · 99 %`, and by whom or why beneath. */
export function shareLines(share: Share, all: number): Line[] {
  const part = share.count === all ? '' : ` · ${partOf(share.count, all)}`;
  return lettered(share, part);
}

/** Without its part: of what came in, or never did. */
export function plainLines(share: Share): Line[] {
  return lettered(share, '');
}

/** Nothing but all of them is 100 %. */
export function partOf(n: number, all: number): string {
  const written = percent(n / all);
  return n < all && written === '100 %' ? '> 99.9 %' : written;
}

function lettered({ count: n, label, why }: Share, part: string): Line[] {
  return [line('what', `${count(n)} ${label}${part}`), ...(why === null ? [] : [line('why', why)])];
}

export function titleLines({ name, kind, noun, in: into }: Stage): Line[] {
  const records = some(totalOf(into), noun);
  return [line('name', name), line('why', kind === null ? records : `${kind}, ${records}`)];
}

/** Pixels. */
export function widthOf(lines: readonly Line[]): number {
  return Math.ceil(Math.max(0, ...lines.map(({ text, look }) => emsOf(text) * EM[look])));
}

/** By kinds of letters, as wide as the widest of each is in the widest of common fonts. */
function emsOf(text: string): number {
  let ems = 0;
  for (const character of text) {
    if (NARROW.test(character)) ems += 0.42;
    else if (USUAL.test(character)) ems += 0.64;
    else if (CAPITAL.test(character)) ems += 0.8;
    else ems += Math.max(1, columnsOf(character) * 0.65);
  }
  return ems;
}

const NARROW = /[fijlrtI .,:;'·!|()[\]-]/;
const USUAL = /[a-ln-vx-z\d]/;
const CAPITAL = /[A-LN-VX-Z_]/;

function line(look: Look, text: string): Line {
  return { text: shortened(harmless(text), MOST[look]), look };
}
