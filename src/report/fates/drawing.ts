/** What the drawing of fates is made of, in whole pixels: bars, flows, threads and texts. Plain data; leaves out colours and markup. */
import type { Line } from './lettering.ts';
import type { Share, Tone } from './stage.ts';

export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly bars: readonly Bar[];
  readonly flows: readonly Flow[];
  readonly threads: readonly Thread[];
  readonly texts: readonly Text[];
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A stage, or the end of a flow. */
export interface Bar extends Box {
  /** Of a stage: null. */
  readonly tone: Tone | null;
}

/** A band of one height, by its upper edge; from a point to one at another height it bends, leaving and arriving level. */
export interface Flow {
  readonly points: readonly Point[];
  readonly height: number;
  readonly share: Share;
}

/** Leads to new records that follow; it has no width. */
export interface Thread {
  readonly points: readonly Point[];
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Text {
  readonly lines: readonly Line[];
  /** Where all lines begin, or end. */
  readonly x: number;
  /** Of the first line its base. */
  readonly y: number;
  readonly anchor: 'start' | 'end';
  /** Room that it takes. */
  readonly box: Box;
}

/** Width of the bar of a stage, and of the end of a flow. */
export const BAR = 10;
export const END = 4;
/** From the bar of a stage to where its flows are level; and of what comes in, to the bar. */
export const FAN = 46;
export const RUN_IN = 28;
/** Between columns, where flows bend. */
export const CHANNEL = 46;
/** Between rows beside a bar, between stages of a column, beside a text, around all. */
export const ROW_GAP = 9;
export const ITEM_GAP = 30;
export const TEXT_GAP = 8;
export const MARGIN = 4;
/** Height that a thread has to itself on its way past a column. */
export const THREAD = 10;
