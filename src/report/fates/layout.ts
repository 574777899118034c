/**
 * Where everything stands in the drawing of fates: whole pixels, the same for the same fates. Stages stand in columns from left to right;
 * within a column nothing stands beside anything else, so that texts have their rows to themselves and flows cross only between columns.
 * Pure; leaves out colours and markup.
 */
import { columnsOf, type Columns, type Way } from './columns.ts';
import { LINE_HEIGHT, plainLines, shareLines, titleLines, widthOf, type Line } from './lettering.ts';
import { totalOf, type Fates, type Share, type Stage, type Tone } from './stage.ts';

export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly bars: readonly Bar[];
  readonly flows: readonly Flow[];
  readonly threads: readonly Thread[];
  readonly texts: readonly Text[];
}

export interface Bar {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Of a stage: null. */
  readonly tone: Tone | null;
}

/** A band of one height, by its upper edge; from a point to one at another height it bends. */
export interface Flow {
  readonly points: readonly Point[];
  readonly height: number;
  readonly tone: Tone;
  readonly share: Share | null;
  readonly count: number;
}

/** New records follow; no width. */
export interface Thread {
  readonly points: readonly Point[];
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Text {
  readonly lines: readonly Line[];
  /** Of the first line its base, of all lines their beginning, or their end. */
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'end';
  /** Room that it takes. */
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

/** Pixels. */
const GREATEST = [110, 80, 56] as const;
/** So many stages are drawn that large; more, smaller. */
const FEW = [4, 10] as const;
const BAR = 10;
const END = 4;
const FAN = 46;
const RUN_IN = 28;
const CHANNEL = 46;
const ROW_GAP = 9;
const ITEM_GAP = 30;
const TEXT_GAP = 8;
const TITLE = 2 * LINE_HEIGHT + 6;
const MARGIN = 4;
/** Height that a thread has to itself on its way past a column. */
const THREAD = 10;
/** From the top of a line to its base. */
const BASE = 13;

/** A row beside a bar: a flow, and what is written beside or above it. */
interface Row {
  readonly share: Share;
  readonly tone: Tone;
  readonly lines: readonly Line[];
  /** Height of the flow. */
  readonly flow: number;
  /** Of the whole row, and from its top to the flow. */
  readonly height: number;
  readonly toFlow: number;
  /** Leaves the column, or comes from another. */
  readonly isThrough: boolean;
}

interface Measured {
  readonly stage: Stage;
  readonly left: readonly Row[];
  readonly right: readonly Row[];
  readonly outside: readonly Row[];
}

/** Something that has its heights of a column to itself: a stage, or a way past it. */
type Item =
  | { readonly kind: 'stage'; readonly measured: Measured; readonly wanted: number }
  | { readonly kind: 'lane'; readonly way: Way; readonly height: number; readonly wanted: number };

export function layout(fates: Fates): Drawing {
  const columns = columnsOf(fates);
  const greatest = Math.max(1, ...fates.stages.flatMap((stage) => [totalOf(stage.in), totalOf(stage.outside)]));
  const size = GREATEST[FEW.filter((few) => fates.stages.length > few).length]!;
  const unit = size / greatest;
  return new Layout(columns, unit).draw();
}

class Layout {
  readonly #columns: Columns;
  readonly #unit: number;
  readonly #bars: Bar[] = [];
  readonly #flows: Flow[] = [];
  readonly #threads: Thread[] = [];
  readonly #texts: Text[] = [];
  /** Points of each way so far, and its height. */
  readonly #ways = new Map<Way, { points: Point[]; height: number }>();
  #height = 0;

  constructor(columns: Columns, unit: number) {
    this.#columns = columns;
    this.#unit = unit;
  }

  draw(): Drawing {
    let x = MARGIN;
    this.#columns.columns.forEach((stages, column) => {
      x = this.#column(stages, column, x) + CHANNEL;
    });
    for (const [{ isSame, out, in: into }, { points, height }] of this.#ways) {
      const share = out ?? into;
      if (isSame) this.#flows.push({ points, height, tone: share?.tone ?? 'in', share, count: share?.count ?? 0 });
      else this.#threads.push({ points });
    }
    const width = Math.max(0, x - CHANNEL) + MARGIN;
    return {
      ...{ width, height: this.#height + MARGIN },
      ...{ bars: this.#bars, flows: this.#flows, threads: this.#threads, texts: this.#texts },
    };
  }

  /** Draws one column from `x` on; returns where it ends. */
  #column(stages: readonly Stage[], column: number, x: number): number {
    const all = stages.map((stage) => this.#measured(stage));
    const written = all.flatMap(({ left, outside }) => [...left, ...outside]).filter(({ isThrough }) => !isThrough);
    const entry =
      written.length === 0 ? 0 : Math.max(...written.map(({ lines }) => widthOf(lines))) + TEXT_GAP + RUN_IN;
    const barX = x + entry;
    const labels = Math.max(
      ...all.map(({ right }) => Math.max(0, ...right.map(({ lines }) => widthOf(lines)))),
      ...all.map(({ stage }) => widthOf(titleLines(stage)) - FAN - BAR),
    );
    const end = barX + BAR + FAN + END + TEXT_GAP + labels;
    const items: Item[] = [
      ...all.map((measured): Item => ({ kind: 'stage', measured, wanted: this.#wantedBy(measured) })),
      ...this.#passing(column),
    ];
    let y = MARGIN;
    for (const item of items.toSorted((a, b) => a.wanted - b.wanted)) {
      const top = Math.max(y, item.wanted);
      const bottom =
        item.kind === 'stage' ? this.#stage(item.measured, { x, barX, end }, top) : this.#lane(item, { x, end }, top);
      y = bottom + ITEM_GAP;
      this.#height = Math.max(this.#height, bottom);
    }
    return end;
  }

  #measured(stage: Stage): Measured {
    const { ways } = this.#columns;
    const into = new Set(ways.filter(({ to, isSame }) => to === stage && isSame).map((way) => way.in));
    const leaving = new Set(ways.filter(({ from, isSame }) => from === stage && isSame).map((way) => way.out));
    const all = totalOf(stage.in);
    return {
      stage,
      left: stage.in.map((share) => this.#row(share, into.has(share), into.has(share) ? [] : plainLines(share))),
      right: stage.out.map((share) => this.#row(share, leaving.has(share), shareLines(share, all))),
      outside: stage.outside.map((share) => this.#row(share, false, plainLines(share))),
    };
  }

  #row(share: Share, isThrough: boolean, lines: readonly Line[]): Row {
    const flow = this.#heightOf(share.count);
    const text = lines.length * LINE_HEIGHT;
    const height = isThrough ? text + flow : Math.max(flow, text);
    const toFlow = isThrough ? text : Math.floor((height - flow) / 2);
    return { share, tone: share.tone, lines, flow, height, toFlow, isThrough };
  }

  #heightOf(n: number): number {
    return Math.max(1, Math.round(n * this.#unit));
  }

  /** The height at which the widest of what comes in from the left would need no bend. */
  #wantedBy({ stage, left, right }: Measured): number {
    const first = left[0];
    const toBar = TITLE + toFirstFlow(left, right);
    let wanted = MARGIN;
    let widest = -1;
    for (const [way, { points, height }] of this.#ways) {
      if (way.to !== stage || height <= widest) continue;
      widest = height;
      const isBeside = !way.isSame && way.in !== null && way.in === first?.share;
      wanted = points.at(-1)!.y - toBar - (isBeside ? Math.floor(first!.height / 2) - first!.toFlow : 0);
    }
    return Math.max(MARGIN, wanted);
  }

  /** Ways from earlier columns to later ones. */
  #passing(column: number): Item[] {
    return [...this.#ways].flatMap(([way, { points, height }]): Item[] => {
      if (this.#columns.columnOf.get(way.to)! <= column) return [];
      return [{ kind: 'lane', way, height: way.isSame ? height : THREAD, wanted: points.at(-1)!.y }];
    });
  }

  #lane({ way, height }: Item & { kind: 'lane' }, { x, end }: { x: number; end: number }, top: number): number {
    const { points } = this.#ways.get(way)!;
    const y = way.isSame ? top : top + Math.floor(height / 2);
    points.push({ x, y }, { x: end, y });
    return top + height;
  }

  /** Draws a stage; returns its bottom. */
  #stage(measured: Measured, { x, barX, end }: { x: number; barX: number; end: number }, top: number): number {
    const { stage, left, right, outside } = measured;
    this.#write(titleLines(stage), barX, top, 'start');
    const barY = top + TITLE + toFirstFlow(left, right);
    const through = left
      .filter(({ isThrough }) => isThrough)
      .toSorted((a, b) => this.#comesFrom(stage, a) - this.#comesFrom(stage, b));
    const inBottom = this.#inSide(stage, [...through, ...left.filter((row) => !row.isThrough)], { x, barX }, barY);
    const outBottom = this.#outSide(stage, right, { barX, end }, barY);
    const outsideBottom = this.#outsideOf(outside, barX, inBottom.bottom + (left.length > 0 ? ROW_GAP : 0));
    const height = Math.max(inBottom.flows, outBottom.flows, stage.in.length === 0 ? 0 : 1);
    if (height > 0) this.#bars.push({ x: barX, y: barY, width: BAR, height, tone: null });
    return Math.max(barY + height, inBottom.bottom, outBottom.bottom, outsideBottom);
  }

  /** How high what is in this row comes from. */
  #comesFrom(stage: Stage, row: Row): number {
    return this.#waysInto(stage, row.share)[0]!.points.at(-1)!.y;
  }

  /** From above to below. */
  #waysInto(stage: Stage, share: Share): { points: Point[]; height: number }[] {
    return [...this.#ways]
      .flatMap(([way, drawn]) => (way.to === stage && way.isSame && way.in === share ? [drawn] : []))
      .toSorted((a, b) => a.points.at(-1)!.y - b.points.at(-1)!.y);
  }

  #inSide(
    stage: Stage,
    rows: readonly Row[],
    { x, barX }: { x: number; barX: number },
    barY: number,
  ): { bottom: number; flows: number } {
    let y = barY;
    let at = barY;
    let isFirst = true;
    for (const row of rows) {
      if (row.isThrough) {
        for (const { points, height } of this.#waysInto(stage, row.share)) {
          points.push({ x, y: at }, { x: barX, y: at });
          at += height;
        }
        y = at;
      } else {
        const rowTop = isFirst ? barY - row.toFlow : y + ROW_GAP;
        const flowY = rowTop + row.toFlow;
        const start = barX - RUN_IN;
        this.#flows.push(
          flowOf(row, [
            { x: start, y: flowY },
            { x: barX, y: at },
          ]),
        );
        this.#writeBeside(row, start - TEXT_GAP, rowTop, 'end');
        const middle = rowTop + Math.floor(row.height / 2);
        const before = start - TEXT_GAP - widthOf(row.lines) - TEXT_GAP;
        for (const [way, { points }] of this.#ways)
          if (way.to === stage && !way.isSame && way.in === row.share)
            points.push({ x: Math.min(x, before), y: middle }, { x: before, y: middle });
        at += row.flow;
        y = rowTop + row.height;
      }
      isFirst = false;
    }
    for (const [way, { points }] of this.#ways)
      if (way.to === stage && !way.isSame && way.in === null) points.push({ x, y: barY }, { x: barX, y: barY });
    return { bottom: y, flows: at - barY };
  }

  #outSide(
    stage: Stage,
    rows: readonly Row[],
    { barX, end }: { barX: number; end: number },
    barY: number,
  ): { bottom: number; flows: number } {
    const fanEnd = barX + BAR + FAN;
    let y = barY;
    let at = barY;
    rows.forEach((row, i) => {
      const rowTop = i === 0 ? barY - row.toFlow : y + ROW_GAP;
      const flowY = rowTop + row.toFlow;
      const bend = [
        { x: barX + BAR, y: at },
        { x: fanEnd, y: flowY },
      ];
      const textX = fanEnd + END + TEXT_GAP;
      const middle = rowTop + Math.floor(row.height / 2);
      for (const way of this.#columns.ways) {
        if (way.from !== stage || way.out !== row.share) continue;
        if (way.isSame) this.#ways.set(way, { points: [...bend, { x: end, y: flowY }], height: row.flow });
        else {
          const start = textX + widthOf(row.lines) + TEXT_GAP;
          this.#ways.set(way, {
            points: [
              { x: Math.min(start, end), y: middle },
              { x: end, y: middle },
            ],
            height: 0,
          });
        }
      }
      if (row.isThrough) this.#write(row.lines, textX, rowTop, 'start');
      else {
        this.#flows.push(flowOf(row, bend));
        this.#bars.push({ x: fanEnd, y: flowY, width: END, height: row.flow, tone: row.tone });
        this.#writeBeside(row, textX, rowTop, 'start');
      }
      at += row.flow;
      y = rowTop + row.height;
    });
    const copies = this.#columns.ways.filter((way) => way.from === stage && way.out === null);
    if (copies.length === 0) return { bottom: y, flows: at - barY };
    // One trunk, from which all branch off.
    const height = this.#heightOf(totalOf(stage.in));
    const trunk = { ...stage.in[0]!, count: totalOf(stage.in) };
    this.#flows.push({
      points: [
        { x: barX + BAR, y: barY },
        { x: end, y: barY },
      ],
      height,
      tone: 'in',
      share: trunk,
      count: trunk.count,
    });
    for (const way of copies) this.#ways.set(way, { points: [{ x: end, y: barY }], height });
    return { bottom: barY + height, flows: at - barY };
  }

  /** What never comes in ends before the bar. */
  #outsideOf(rows: readonly Row[], barX: number, top: number): number {
    let y = top;
    rows.forEach((row, i) => {
      const rowTop = y + (i === 0 ? 0 : ROW_GAP);
      const flowY = rowTop + row.toFlow;
      const start = barX - RUN_IN;
      const stop = start + Math.floor(RUN_IN / 2);
      this.#flows.push(
        flowOf(row, [
          { x: start, y: flowY },
          { x: stop, y: flowY },
        ]),
      );
      this.#bars.push({ x: stop, y: flowY, width: END, height: row.flow, tone: row.tone });
      this.#writeBeside(row, start - TEXT_GAP, rowTop, 'end');
      y = rowTop + row.height;
    });
    return y;
  }

  /** In the middle of its row. */
  #writeBeside(row: Row, x: number, rowTop: number, anchor: Text['anchor']): void {
    this.#write(row.lines, x, rowTop + Math.floor((row.height - row.lines.length * LINE_HEIGHT) / 2), anchor);
  }

  #write(lines: readonly Line[], x: number, top: number, anchor: Text['anchor']): void {
    const width = widthOf(lines);
    const box = { x: anchor === 'start' ? x : x - width, y: top, width, height: lines.length * LINE_HEIGHT };
    this.#texts.push({ lines, x, y: top + BASE, anchor, box });
  }
}

/** From the top of the rows beside a bar to its own top: the first flow on either side comes in straight. */
function toFirstFlow(left: readonly Row[], right: readonly Row[]): number {
  return Math.max(left[0]?.toFlow ?? 0, right[0]?.toFlow ?? 0);
}

function flowOf(row: Row, points: readonly Point[]): Flow {
  return { points, height: row.flow, tone: row.tone, share: row.share, count: row.share.count };
}
