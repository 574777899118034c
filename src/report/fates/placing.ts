/**
 * Draws one stage into the sketch: its title, its bar, what came in at the left and what became of it at the right, row below row. Each text
 * has its heights to itself between the edges of the column, so nothing can lie on it.
 */
import type { Way } from './columns.ts';
import { BAR, END, FAN, ROW_GAP, RUN_IN, TEXT_GAP, type Point } from './drawing.ts';
import { titleLines, widthOf } from './lettering.ts';
import type { Measured, Row } from './measuring.ts';
import type { Sketch } from './sketch.ts';
import { totalOf, type Stage } from './stage.ts';

/** Where a column begins, where its bars are, and where it ends. */
export interface Edges {
  readonly x: number;
  readonly barX: number;
  readonly end: number;
}

/** How far rows reach down, and the height of all their flows. */
interface Side {
  readonly bottom: number;
  readonly flows: number;
}

/** Draws a stage from `top` on, with the ways that leave it; returns its bottom. */
export function place(measured: Measured, ways: readonly Way[], edges: Edges, top: number, sketch: Sketch): number {
  const { stage, left, right, outside, toBar } = measured;
  const barY = top + toBar;
  const leaving = ways.filter(({ from }) => from === stage);
  sketch.write(titleLines(stage), edges.barX, top, 'start');
  const into = inSide(stage, left, edges, barY, sketch);
  const copies = leaving.filter(({ out }) => out === null);
  const out =
    copies.length > 0
      ? trunk(stage, copies, into.flows, edges, barY, sketch)
      : outSide(right, leaving, edges, barY, sketch);
  const never = outsideOf(outside, edges.barX, into.bottom + (left.length > 0 ? ROW_GAP : 0), sketch);
  const height = Math.max(into.flows, out.flows);
  if (height > 0) sketch.bar({ x: edges.barX, y: barY, width: BAR, height, tone: null });
  return Math.max(barY + height, into.bottom, out.bottom, never);
}

function inSide(stage: Stage, rows: readonly Row[], { x, barX }: Edges, barY: number, sketch: Sketch): Side {
  // Bottom of the rows so far, and of their flows at the bar.
  let bottom = barY;
  let at = barY;
  for (const [i, row] of rows.entries()) {
    if (row.isThrough) {
      for (const { points, height } of sketch.coursesInto(stage, row.share, true)) {
        points.push({ x, y: at }, { x: barX, y: at });
        at += height;
      }
      bottom = at;
      continue;
    }
    const top = i === 0 ? barY - row.toFlow : bottom + ROW_GAP;
    const start = barX - RUN_IN;
    sketch.flow(row.share, row.flow, [
      { x: start, y: top + row.toFlow },
      { x: barX, y: at },
    ]);
    sketch.writeBeside(row, start - TEXT_GAP, top, 'end');
    const tip = { x: start - TEXT_GAP - widthOf(row.lines) - TEXT_GAP, y: top + middleOf(row) };
    for (const { points } of sketch.coursesInto(stage, row.share, false))
      points.push({ x: Math.min(x, tip.x), y: tip.y }, tip);
    at += row.flow;
    bottom = top + row.height;
  }
  // Of what follows and is not told apart, the thread leads to the bar.
  for (const { points } of sketch.coursesInto(stage, null, false)) points.push({ x, y: barY }, { x: barX, y: barY });
  return { bottom, flows: at - barY };
}

function outSide(
  rows: readonly Row[],
  leaving: readonly Way[],
  { barX, end }: Edges,
  barY: number,
  sketch: Sketch,
): Side {
  const fanEnd = barX + BAR + FAN;
  const textX = fanEnd + END + TEXT_GAP;
  let bottom = barY;
  let at = barY;
  for (const [i, row] of rows.entries()) {
    const top = i === 0 ? barY - row.toFlow : bottom + ROW_GAP;
    const y = top + row.toFlow;
    const bend: readonly Point[] = [
      { x: barX + BAR, y: at },
      { x: fanEnd, y },
    ];
    for (const way of leaving.filter(({ out }) => out === row.share)) {
      if (way.isSame) sketch.setOut(way, row.flow, [...bend, { x: end, y }]);
      else sketch.setOut(way, 0, threadFrom(textX + widthOf(row.lines) + TEXT_GAP, end, top + middleOf(row)));
    }
    if (row.isThrough) sketch.write(row.lines, textX, top, 'start');
    else {
      sketch.flow(row.share, row.flow, bend);
      sketch.bar({ x: fanEnd, y, width: END, height: row.flow, tone: row.share.tone });
      sketch.writeBeside(row, textX, top, 'start');
    }
    at += row.flow;
    bottom = top + row.height;
  }
  return { bottom, flows: at - barY };
}

/** From beside a text to the end of the column. */
function threadFrom(x: number, end: number, y: number): Point[] {
  return [
    { x: Math.min(x, end), y },
    { x: end, y },
  ];
}

/** All records at once, from which each copy branches off. */
function trunk(
  stage: Stage,
  copies: readonly Way[],
  height: number,
  { barX, end }: Edges,
  barY: number,
  sketch: Sketch,
): Side {
  const share = { label: 'all records', why: null, count: totalOf(stage.in), tone: 'in' } as const;
  const branch = { x: end, y: barY };
  sketch.flow(share, height, [{ x: barX + BAR, y: barY }, branch]);
  for (const way of copies) sketch.setOut(way, height, [branch]);
  return { bottom: barY + height, flows: height };
}

/** What never comes in ends before the bar. */
function outsideOf(rows: readonly Row[], barX: number, from: number, sketch: Sketch): number {
  let bottom = from;
  for (const [i, row] of rows.entries()) {
    const top = bottom + (i === 0 ? 0 : ROW_GAP);
    const y = top + row.toFlow;
    const start = barX - RUN_IN;
    const stop = start + Math.floor(RUN_IN / 2);
    sketch.flow(row.share, row.flow, [
      { x: start, y },
      { x: stop, y },
    ]);
    sketch.bar({ x: stop, y, width: END, height: row.flow, tone: row.share.tone });
    sketch.writeBeside(row, start - TEXT_GAP, top, 'end');
    bottom = top + row.height;
  }
  return bottom;
}

export function middleOf({ height }: Row): number {
  return Math.floor(height / 2);
}
