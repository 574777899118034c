/**
 * Limits in a chart, as dashed lines with their names on them. A limit that is never within reach would press all that
 * happens to the floor of the plot: it is not drawn, and told in words.
 */
import type { Result } from '../../metrics/result.ts';
import { timeOf, type Piece } from './axes.ts';
import { SECOND, steps, type Readings } from './steps.ts';
import { HEIGHT, INK, LABEL_SIZE } from './theme.ts';
import { range } from './when.ts';

export interface Limit {
  /** What it is of: `reserved concurrency`. */
  readonly name: string;
  /** Null where there was no bound. */
  readonly readings: Readings;
  /** How a value is written; as a count unless said. */
  readonly told?: (value: number) => string;
}

/** A limit above so many times what was reached is told, not drawn. */
const OUT_OF_REACH = 5;

export interface Limits {
  readonly drawn: readonly Limit[];
  /** Those that are not: `reserved concurrency 400`. */
  readonly told: readonly string[];
}

/** Which to draw beside values of at most `peak`. Those that bound nothing at any time are in neither list. */
export function sorted(limits: readonly Limit[], peak: number): Limits {
  const bounds = limits.filter(({ readings }) => readings.some((v) => v !== null));
  const isNear = ({ readings }: Limit): boolean => valuesOf(readings).every((v) => v <= OUT_OF_REACH * peak);
  return {
    drawn: bounds.filter(isNear),
    told: bounds.filter((limit) => !isNear(limit)).map(named),
  };
}

function named({ name, readings, told }: Limit): string {
  return `${name} ${range(valuesOf(readings), told)}`;
}

export function valuesOf(readings: Readings): number[] {
  return readings.filter((v) => v !== null);
}

/** Lines and names. `top`: the value at the upper end of the plot; `scale` makes the readings the unit of the axis. */
export function limitLayers(limits: readonly Limit[], y: Piece, top: number, result: Result, scale = 1): Piece[] {
  const time = timeOf(result.duration / SECOND);
  const lines = limits.map(({ name, readings }) => ({
    data: { values: steps(name, readings, result, scale) },
    mark: { type: 'line', interpolate: 'step-after', strokeDash: [5, 3], strokeWidth: 1.2, color: INK, clip: true },
    encoding: { x: time, y },
  }));
  const labels = placed(limits, top / scale, result.duration / SECOND).map(({ align, t, v, s }) => ({
    data: { values: [{ t, v: v * scale, s }] },
    mark: { type: 'text', align, baseline: 'bottom', dx: DX[align], dy: -3, fontSize: LABEL_SIZE, color: INK },
    encoding: { x: time, y, text: { field: 's', type: 'nominal' } },
  }));
  return [...lines, ...labels];
}

type Align = 'right' | 'left' | 'center';
const DX: Readonly<Record<Align, number>> = { right: -4, left: 4, center: 0 };

/** Where a name can stand, in the order of preference: where it is anchored and what it covers, as shares of the width. */
const PLACES = [
  { align: 'right', at: 1, from: 0.7, to: 1 },
  { align: 'left', at: 0, from: 0, to: 0.3 },
  { align: 'center', at: 0.5, from: 0.35, to: 0.65 },
] as const;

/** Each name on its line, where the line is level and no other name is; else where no other name is; else nowhere. */
function placed(limits: readonly Limit[], top: number, duration: number) {
  const taken: { align: Align; v: number }[] = [];
  const room = ((LABEL_SIZE + 3) / HEIGHT) * top;
  return limits.flatMap((limit) => {
    const free = PLACES.map((place) => ({ ...place, ...levelIn(limit.readings, place) })).filter(
      ({ align, v }) => v !== null && taken.every((one) => one.align !== align || Math.abs(one.v - v) >= room),
    );
    const best = free.find(({ isLevel }) => isLevel) ?? free[0];
    if (best === undefined) return [];
    // On the floor of the plot it would stand among what is drawn there.
    if (best.v === 0) return beside(limit, duration);
    taken.push({ align: best.align, v: best.v! });
    return [{ align: best.align, t: best.at * duration, v: best.v!, s: named(limit) }];
  });
}

/** The name of a limit that is 0 where names stand: beside the first time at which it is greatest, on the side that has more room. */
function beside(limit: Limit, duration: number) {
  const { readings } = limit;
  const v = Math.max(...valuesOf(readings));
  const first = readings.indexOf(v);
  const after = readings.findIndex((one, i) => i > first && one !== v);
  const last = after < 0 ? readings.length : after;
  const isLeft = first >= readings.length - last;
  const align: Align = isLeft ? 'right' : 'left';
  return [{ align, t: ((isLeft ? first : last) / readings.length) * duration, v, s: named(limit) }];
}

/** The value of a limit where a name would stand, and whether it has no other there. */
function levelIn(readings: Readings, { at, from, to }: (typeof PLACES)[number]) {
  const n = readings.length;
  const v = readings[Math.min(n - 1, Math.floor(at * n))] ?? null;
  return { v, isLevel: readings.slice(Math.floor(from * n), Math.ceil(to * n)).every((one) => one === v) };
}
