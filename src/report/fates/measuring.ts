/** How much room a stage needs: the rows beside its bar, each of a flow and what is written there. Pure. */
import type { Columns } from './columns.ts';
import { LINE_HEIGHT, plainLines, shareLines, titleLines, widthOf, type Line } from './lettering.ts';
import { BAR, FAN, RUN_IN, TEXT_GAP } from './drawing.ts';
import { totalOf, type Share, type Stage } from './stage.ts';

/** A row beside a bar. */
export interface Row {
  readonly share: Share;
  readonly lines: readonly Line[];
  /** Of its flow. */
  readonly flow: number;
  /** Of the whole row, and from its top to the flow. */
  readonly height: number;
  readonly toFlow: number;
  /** Leaves the column, or comes from another: the text stands above the flow and not beside it. */
  readonly isThrough: boolean;
}

export interface Measured {
  readonly stage: Stage;
  readonly left: readonly Row[];
  readonly right: readonly Row[];
  readonly outside: readonly Row[];
  /** From its top to the bar: title, and what stands higher than the bar beside it. */
  readonly toBar: number;
  /** Left of the bar, and right of where its flows end. */
  readonly entry: number;
  readonly labels: number;
}

const TITLE = 2 * LINE_HEIGHT + 6;

/** `heightOf`: of a flow of so many records. */
export function measured(stage: Stage, { ways }: Columns, heightOf: (count: number) => number): Measured {
  const coming = new Set(ways.filter(({ to, isSame }) => to === stage && isSame).map((way) => way.in));
  const leaving = new Set(ways.filter(({ from, isSame }) => from === stage && isSame).map((way) => way.out));
  const all = totalOf(stage.in);
  const row = (share: Share, lines: readonly Line[], isThrough = false): Row => {
    const flow = heightOf(share.count);
    const text = lines.length * LINE_HEIGHT;
    const height = isThrough ? text + flow : Math.max(flow, text);
    return { share, lines, flow, height, toFlow: isThrough ? text : Math.floor((height - flow) / 2), isThrough };
  };
  const left = stage.in.map((share) => (coming.has(share) ? row(share, [], true) : row(share, plainLines(share))));
  // What comes from another column first: it reaches the bar above what is written beside it.
  const sorted = [...left.filter(({ isThrough }) => isThrough), ...left.filter(({ isThrough }) => !isThrough)];
  const right = stage.out.map((share) => row(share, shareLines(share, all), leaving.has(share)));
  const outside = stage.outside.map((share) => row(share, plainLines(share)));
  const entries = [...left, ...outside].filter(({ isThrough }) => !isThrough);
  return {
    ...{ stage, left: sorted, right, outside },
    toBar: TITLE + Math.max(sorted[0]?.toFlow ?? 0, right[0]?.toFlow ?? 0),
    entry: entries.length === 0 ? 0 : widest(entries) + TEXT_GAP + RUN_IN,
    labels: Math.max(widest(right), widthOf(titleLines(stage)) - FAN - BAR),
  };
}

function widest(rows: readonly Row[]): number {
  return Math.max(0, ...rows.map(({ lines }) => widthOf(lines)));
}
