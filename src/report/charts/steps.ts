/**
 * Readings as points of a line that holds each value for its interval (`interpolate: step-after`). Fields have fixed names:
 * `t`, seconds of simulated time; `v`, the value, null in a gap; `s`, the name of the line.
 */
import type { Result } from '../../metrics/result.ts';
import { kept } from './down-sample.ts';
import { WIDTH } from './theme.ts';

export interface Point {
  readonly t: number;
  readonly v: number | null;
  readonly s: string;
}

export type Readings = readonly (number | null)[];

export const SECOND = 1_000_000;

/** When reading i begins, in seconds; of the one after the last, when the run ends. */
export function beginOf(i: number, { series, duration }: Pick<Result, 'series' | 'duration'>): number {
  return Math.min(i * series.period, duration) / SECOND;
}

/** Points of one line. Before a gap, and at the end, the last value is given once more: it holds until there. */
export function steps(name: string, readings: Readings, result: Result, scale = 1): Point[] {
  return pointsAt(kept(readings, WIDTH), name, readings, result, scale);
}

/** Of lines that are to be stacked: all have points at the same times. */
export function stackedSteps(lines: readonly (readonly [string, Readings])[], result: Result): Point[] {
  const together = new Set(lines.flatMap(([, readings]) => kept(readings, WIDTH)));
  const indices = [...together].toSorted((a, b) => a - b);
  return lines.flatMap(([name, readings]) => pointsAt(indices, name, readings, result, 1));
}

/** Values with nothing on either side: as a line they would be too short to see. */
export function lonePoints(name: string, readings: Readings, result: Result, scale = 1): Point[] {
  const isAlone = (v: number | null, i: number): v is number =>
    v !== null && (readings[i - 1] ?? null) === null && (readings[i + 1] ?? null) === null;
  return readings.flatMap((v, i) =>
    isAlone(v, i) ? [{ t: (beginOf(i, result) + beginOf(i + 1, result)) / 2, v: v * scale, s: name }] : [],
  );
}

function pointsAt(indices: number[], s: string, readings: Readings, result: Result, scale: number): Point[] {
  const points: Point[] = [];
  let before: number | null = null;
  let end = 0;
  for (const i of indices) {
    const reading = readings[i] ?? null;
    const v = reading === null ? null : reading * scale;
    if (v === null && before !== null) points.push({ t: end, v: before, s });
    points.push({ t: beginOf(i, result), v, s });
    before = v;
    end = beginOf(i + 1, result);
  }
  if (before !== null) points.push({ t: end, v: before, s });
  return points;
}
