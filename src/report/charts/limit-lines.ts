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

function named({ name, readings }: Limit): string {
  return `${name} ${range(valuesOf(readings))}`;
}

export function valuesOf(readings: Readings): number[] {
  return readings.filter((v) => v !== null);
}

/** Lines and names. `top`: the value at the upper end of the plot. */
export function limitLayers(limits: readonly Limit[], y: Piece, top: number, result: Result): Piece[] {
  const time = timeOf(result.duration / SECOND);
  const lines = limits.map(({ name, readings }) => ({
    data: { values: steps(name, readings, result) },
    mark: { type: 'line', interpolate: 'step-after', strokeDash: [5, 3], strokeWidth: 1.2, color: INK, clip: true },
    encoding: { x: time, y },
  }));
  const labels = placed(limits, top, result.duration / SECOND).map(({ align, t, v, s }) => ({
    data: { values: [{ t, v, s }] },
    mark: { type: 'text', align, baseline: 'bottom', dx: DX[align], dy: -3, fontSize: LABEL_SIZE, color: INK },
    encoding: { x: time, y, text: { field: 's', type: 'nominal' } },
  }));
  return [...lines, ...labels];
}

type Align = 'right' | 'left' | 'center';
const DX: Readonly<Record<Align, number>> = { right: -4, left: 4, center: 0 };

/** Each name on its line at the right; where another is too near, at the left, and then in the middle. */
function placed(limits: readonly Limit[], top: number, duration: number) {
  const taken: { align: Align; v: number }[] = [];
  const room = ((LABEL_SIZE + 3) / HEIGHT) * top;
  return limits.flatMap((limit) => {
    const { readings } = limit;
    return (['right', 'left', 'center'] as const)
      .map((align) => ({ align, ...anchor(align, readings, duration) }))
      .filter(({ align, v }) => v !== null && taken.every((one) => one.align !== align || Math.abs(one.v - v) >= room))
      .slice(0, 1)
      .map(({ align, t, v }) => {
        taken.push({ align, v: v! });
        return { align, t, v: v!, s: named(limit) };
      });
  });
}

/** Where a name stands in time, and the value of its limit there. */
function anchor(align: Align, readings: Readings, duration: number): { t: number; v: number | null } {
  if (align === 'right') return { t: duration, v: readings.at(-1) ?? null };
  if (align === 'left') return { t: 0, v: readings[0] ?? null };
  return { t: duration / 2, v: readings[Math.floor(readings.length / 2)] ?? null };
}
