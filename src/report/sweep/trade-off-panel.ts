/**
 * One panel of a trade-off: lines with their intervals, a mark at each cell, limits of objectives, and names at the right end of the lines, so
 * that nobody needs the colours.
 */
import type { Piece } from '../charts/axes.ts';
import { COLOURS, INK, LABEL_SIZE, STROKE } from '../charts/theme.ts';
import type { Bound } from './groups.ts';
import { ends, spansTens } from './levels.ts';
import { drawn, figureAxis, type AxisTitle, type Unit } from './scales.ts';

/** Pixels of a letter. */
export const LETTER = LABEL_SIZE * 0.62;
/** Of more points marks are small. */
const FEW = 25;
/** Between names at the right. */
const LINE_HEIGHT = 13;
/** A limit that is so many times beyond what is seen would press everything else together: it is not drawn. */
const OUT_OF_REACH = 3;

const IN_ORDER = [COLOURS.blue, COLOURS.vermilion, COLOURS.green, COLOURS.purple, COLOURS.orange];
const SHAPES = ['circle', 'square', 'triangle-up', 'diamond', 'triangle-down'];
/** The same as letters, before the names of lines. */
const SIGNS = ['●', '■', '▲', '◆', '▼'];
const DASHES: readonly (readonly number[])[] = [
  [1, 0],
  [5, 3],
];

export interface Line {
  /** What stands at its right end; empty where there is nothing to tell apart. */
  readonly label: string;
  /** Number of its colour and shape, and of its dashes. */
  readonly colour: number;
  readonly dash: number;
  /** From left to right; null where there is no value. */
  readonly points: readonly (Point | null)[];
}

/** In the unit of results. */
export interface Point {
  readonly x: number | string;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  /** Whether the cell met all objectives in all runs; true where there are none. */
  readonly isGood: boolean;
}

export interface PanelContent {
  /** Of the vertical axis. */
  readonly title: AxisTitle;
  readonly unit: Unit;
  readonly lines: readonly Line[];
  readonly bounds: readonly Bound[];
}

/** Layers from back to front. */
export function tradeOffPanel(
  { title, unit, lines, bounds }: PanelContent,
  x: Piece,
  width: number,
  height: number,
): Piece[] {
  const known = lines.flatMap(({ points }) => points.filter((point) => point !== null));
  const values = known.flatMap(({ mean, low, high }) => [mean, low, high]).map((v) => drawn(unit, v));
  const seen = known.map(({ mean }) => drawn(unit, mean));
  const most = seen.reduce((a, b) => Math.max(a, b), 0);
  const limits = bounds
    .map(({ value, text }) => ({ v: drawn(unit, value), text }))
    .filter(({ v }) => v > 0 && v <= OUT_OF_REACH * most);
  const y = figureAxis(unit, [...reach(values, seen), ...limits.map(({ v }) => v)], title);
  const floor = (y['scale'] as { domain: [number, number] }).domain[0];
  const named = limits.map((limit) =>
    limitLayers(limit, isLeftFree(limit.v, lines, { unit, y, height }) ? LEFT : RIGHT, y, width),
  );
  return [
    ...named.map(([rule]) => rule!),
    ...lines.flatMap((line, i) => lineLayers(line, i, unit, floor, { x, y })),
    ...named.flatMap(([, ...names]) => names),
    ...namesOf(lines, unit, y, width, height),
  ];
}

/** Ends of intervals press what is seen together no further than to a third; of two runs they are anywhere. None is below 0. */
function reach(values: readonly number[], seen: readonly number[]): number[] {
  const [low, high] = ends(seen);
  const far = high - low;
  const [least, most] = spansTens(seen) ? [low / 3, high * 3] : [Math.max(0, low - far), high + far];
  return values.map((v) => Math.min(most, Math.max(least, v)));
}

const LEFT = { align: 'left', share: 0 } as const;
const RIGHT = { align: 'right', share: 1 } as const;

interface Limit {
  readonly v: number;
  readonly text: string;
}

function limitLayers(
  { v, text }: Limit,
  { align, share }: typeof LEFT | typeof RIGHT,
  y: Piece,
  width: number,
): Piece[] {
  const data = { values: [{ v, s: `objective ${text}` }] };
  const x = share * width + (share === 0 ? 4 : -4);
  return [
    { data, mark: { type: 'rule', strokeDash: [5, 3], strokeWidth: 1.2, color: INK }, encoding: { y } },
    ...[{ stroke: 'white', strokeWidth: 4 }, { color: INK }].map((look) => ({
      data,
      mark: { type: 'text', align, baseline: 'bottom', dy: -3, fontSize: LABEL_SIZE, x, ...look },
      encoding: { y, text: { field: 's', type: 'nominal' } },
    })),
  ];
}

type Place = { readonly unit: Unit; readonly y: Piece; readonly height: number };

/** Whether the name of a limit meets fewer lines at the left than at the right: there lines come closest to where it would stand. */
function isLeftFree(v: number, lines: readonly Line[], { unit, y, height }: Place): boolean {
  const name = pixelOf(v, y, height) - LINE_HEIGHT / 2;
  const nearest = (side: 'left' | 'right'): number => {
    const near = lines.flatMap(({ points }) => {
      const part = Math.ceil(points.length / 3);
      return (side === 'left' ? points.slice(0, part) : points.slice(-part)).filter((point) => point !== null);
    });
    return near.reduce((d, { mean }) => Math.min(d, Math.abs(pixelOf(drawn(unit, mean), y, height) - name)), Infinity);
  };
  return nearest('left') > nearest('right');
}

type Axes = { readonly x: Piece; readonly y: Piece };

/** Where a value is missing the line is interrupted. */
function lineLayers({ colour, dash, points }: Line, i: number, unit: Unit, floor: number, { x, y }: Axes): Piece[] {
  const color = IN_ORDER[colour % IN_ORDER.length]!;
  const shape = SHAPES[colour % SHAPES.length]!;
  const pieces = piecesOf(points).map((piece, k) =>
    piece.map(({ mean, low, high, ...rest }) => ({
      ...{ x: rest.x, k: `${i}-${k}`, v: drawn(unit, mean) },
      ...{ low: Math.max(floor, drawn(unit, low)), high: drawn(unit, high), isGood: rest.isGood },
    })),
  );
  const data = { values: pieces.flat() };
  const detail = { field: 'k', type: 'nominal' };
  const dots = [true, false].flatMap((isGood) => {
    const own = data.values.filter((point) => point.isGood === isGood);
    if (own.length === 0) return [];
    const fill = isGood ? color : 'white';
    const mark = {
      type: 'point',
      shape,
      size: points.length > FEW ? 14 : 42,
      opacity: 1,
      filled: true,
      fill,
      stroke: color,
      strokeWidth: STROKE,
    };
    return [{ data: { values: own }, mark, encoding: { x, y } }];
  });
  return [
    {
      data,
      mark: { type: 'area', color, opacity: 0.16, clip: true },
      encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, detail },
    },
    {
      data,
      mark: { type: 'line', color, strokeWidth: STROKE, strokeJoin: 'round', strokeDash: DASHES[dash]!, clip: true },
      encoding: { x, y, detail },
    },
    ...dots,
  ];
}

function piecesOf(points: Line['points']): Point[][] {
  const pieces: Point[][] = [[]];
  for (const point of points) {
    if (point !== null) pieces.at(-1)!.push(point);
    else if (pieces.at(-1)!.length > 0) pieces.push([]);
  }
  return pieces.filter((piece) => piece.length > 0);
}

/** Beside the last point of each line, moved apart where they would stand on one another. */
function namesOf(lines: readonly Line[], unit: Unit, y: Piece, width: number, height: number): Piece[] {
  const named = lines.flatMap(({ label, points, colour }) => {
    const last = points.findLast((point) => point !== null);
    if (label === '' || last === undefined || last === null) return [];
    return [{ label, colour, at: pixelOf(drawn(unit, last.mean), y, height) }];
  });
  const sorted = named.toSorted((a, b) => a.at - b.at);
  const places = apart(
    sorted.map(({ at }) => at),
    height,
  );
  return sorted.map(({ label, colour }, i) => ({
    data: { values: [{ s: `${SIGNS[colour % SIGNS.length]} ${label}` }] },
    mark: {
      ...{ type: 'text', align: 'left', baseline: 'middle', fontSize: LABEL_SIZE, x: width + 10, y: places[i] },
      color: IN_ORDER[colour % IN_ORDER.length],
    },
    encoding: { text: { field: 's', type: 'nominal' } },
  }));
}

/** From the top. */
function pixelOf(v: number, { scale }: Piece, height: number): number {
  const { type, domain } = scale as { type?: string; domain: [number, number] };
  const [low, high] = domain;
  const share = type === 'log' ? Math.log(v / low) / Math.log(high / low) : (v - low) / (high - low);
  return height * (1 - share);
}

/** Ascending places, each at least a line below the one before, and none below the plot as long as there is room. */
function apart(wanted: readonly number[], height: number): number[] {
  const places: number[] = [];
  for (const at of wanted) places.push(Math.max(at, (places.at(-1) ?? -LINE_HEIGHT) + LINE_HEIGHT));
  let below = height + LINE_HEIGHT / 2;
  for (let i = places.length - 1; i >= 0; i--) {
    places[i] = Math.min(places[i]!, below);
    below = places[i]! - LINE_HEIGHT;
  }
  return places;
}
