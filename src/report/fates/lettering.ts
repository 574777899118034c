/** What stands in the drawing beside a flow or above a stage, and how much room it takes. Pure. */
import { count, percent, some } from '../format.ts';
import { harmless, shortened } from '../fit.ts';
import { columnsOf } from '../width.ts';
import { totalOf, type Share, type Stage } from './stage.ts';

export interface Line {
  readonly text: string;
  readonly isStrong: boolean;
}

/** Pixels of a line, and at most of one column of its text: no common font is wider. */
export const LINE_HEIGHT = 17;
const STRONG = 8;
const FAINT = 7;
/** Columns of a line. */
const MOST = 38;

/** `9,900 handled (99 %)`, and by whom or why beneath. */
export function shareLines(share: Share, all: number): Line[] {
  const part = share.count === all ? '' : ` · ${percent(share.count / all)}`;
  return [strong(`${count(share.count)} ${share.label}${part}`), ...(share.why === null ? [] : [faint(share.why)])];
}

/** Without its part: what never came in is no part of anything. */
export function plainLines({ count: n, label, why }: Share): Line[] {
  return [strong(`${count(n)} ${label}`), ...(why === null ? [] : [faint(why)])];
}

export function titleLines({ name, kind, noun, in: into }: Stage): Line[] {
  return [strong(name), faint(`${kind}, ${some(totalOf(into), noun)}`)];
}

/** Pixels. */
export function widthOf(lines: readonly Line[]): number {
  return Math.max(0, ...lines.map(({ text, isStrong }) => columnsOf(text) * (isStrong ? STRONG : FAINT)));
}

function strong(text: string): Line {
  return { text: shortened(harmless(text), MOST), isStrong: true };
}

function faint(text: string): Line {
  return { text: shortened(harmless(text), MOST), isStrong: false };
}
