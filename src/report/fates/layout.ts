/**
 * Where everything stands in the drawing of fates: the same for the same fates. Stages stand in columns from left to right; within a column
 * nothing stands beside anything else, and flows and threads that pass it have heights to themselves, so that they cross each other only
 * between columns, where nothing is written. Pure.
 */
import { columnsOf, type Columns } from './columns.ts';
import { BAR, CHANNEL, END, FAN, ITEM_GAP, MARGIN, TEXT_GAP, THREAD, type Drawing } from './drawing.ts';
import { measured, type Measured } from './measuring.ts';
import { middleOf, place, type Edges } from './placing.ts';
import { endOf, Sketch, type Course } from './sketch.ts';
import { totalOf, type Fates } from './stage.ts';

/** Pixels of the widest flow, of few stages, of some, of many. */
const GREATEST = [110, 80, 56] as const;
const FEW = [4, 10] as const;

/** Something that has heights of a column to itself: a stage, or a course past it. */
type Item = { readonly wanted: number } & ({ readonly measured: Measured } | { readonly course: Course });

export function layout(fates: Fates): Drawing {
  const columns = columnsOf(fates);
  const sketch = new Sketch();
  const greatest = Math.max(1, ...fates.stages.flatMap((stage) => [totalOf(stage.in), totalOf(stage.outside)]));
  const unit = GREATEST[FEW.filter((few) => fates.stages.length > few).length]! / greatest;
  const heightOf = (count: number): number => Math.max(1, Math.round(count * unit));
  let x = MARGIN;
  let height = 0;
  columns.columns.forEach((stages, i) => {
    const all = stages.map((stage) => measured(stage, columns, heightOf));
    const edges = edgesOf(all, x);
    height = Math.max(height, drawColumn(all, passing(i, columns, sketch), edges, columns, sketch));
    x = edges.end + CHANNEL;
  });
  return sketch.finished(Math.max(0, x - CHANNEL) + MARGIN, height + MARGIN);
}

function edgesOf(all: readonly Measured[], x: number): Edges {
  const barX = x + Math.max(...all.map(({ entry }) => entry));
  return { x, barX, end: barX + BAR + FAN + END + TEXT_GAP + Math.max(...all.map(({ labels }) => labels)) };
}

/** Courses that end in a later column than this one. */
function passing(column: number, { columnOf }: Columns, { courses }: Sketch): Course[] {
  return courses.filter(({ way }) => columnOf.get(way.to)! > column);
}

/** Each thing as high as it wants to be, or below what wants to be higher; returns the bottom of all. */
function drawColumn(
  all: readonly Measured[],
  courses: readonly Course[],
  edges: Edges,
  { ways }: Columns,
  sketch: Sketch,
): number {
  const items: Item[] = [
    ...all.map((one) => ({ measured: one, wanted: wantedBy(one, sketch.courses) })),
    ...courses.map((course) => ({ course, wanted: endOf(course).y })),
  ];
  let bottom = MARGIN - ITEM_GAP;
  for (const item of items.toSorted((a, b) => a.wanted - b.wanted)) {
    const top = Math.max(bottom + ITEM_GAP, item.wanted);
    bottom = 'course' in item ? pass(item.course, edges, top) : place(item.measured, ways, edges, top, sketch);
  }
  return bottom;
}

/** Where the widest of what comes in from the left needs no bend. */
function wantedBy({ stage, left: [first], toBar }: Measured, courses: readonly Course[]): number {
  const coming = courses.filter(({ way }) => way.to === stage);
  if (coming.length === 0) return MARGIN;
  const widest = coming.reduce((a, b) => (b.height > a.height ? b : a));
  const isBeside = first !== undefined && !widest.way.isSame && widest.way.in === first.share;
  const toTip = isBeside ? toBar - first.toFlow + middleOf(first) : toBar;
  return Math.max(MARGIN, endOf(widest).y - toTip);
}

/** Leads a course past the column; returns its bottom. */
function pass({ way, points, height }: Course, { x, end }: Edges, top: number): number {
  const room = way.isSame ? height : THREAD;
  const y = way.isSame ? top : top + Math.floor(room / 2);
  points.push({ x, y }, { x: end, y });
  return top + room;
}
