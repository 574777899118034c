/**
 * Values of a setting as numbers that can be compared, where they are numbers or quantities of one kind: `5`, `30 s`, `5 min`.
 */
import { parseQuantity } from '../../scenario/quantities.ts';

/** Memory before sizes, which have the same units and are never meant beside it. */
const KINDS = ['number', 'duration', 'memory', 'size', 'rate', 'share', 'money'] as const;
export type ScaleKind = (typeof KINDS)[number];

/** Numbers of one kind, in its unit: microseconds, MB, bytes, per second, shares from 0 to 1, dollars. */
export interface Scale {
  readonly kind: ScaleKind;
  /** Null for a setting that is left away. */
  readonly numbers: readonly (number | null)[];
}

/** In one unit; null for a setting that is left away. Undefined when they cannot be compared. */
export function scaleOf(values: readonly unknown[]): (number | null)[] | undefined {
  return kindedScaleOf(values)?.numbers.slice();
}

/** The same, with the kind of quantity that they are. */
export function kindedScaleOf(values: readonly unknown[]): Scale | undefined {
  for (const kind of KINDS) {
    const numbers = values.map((value) => (value === null ? null : numberOf(kind, value)));
    if (numbers.every((one) => one !== undefined)) return { kind, numbers };
  }
  return undefined;
}

/** In the unit of the kind; undefined of what is none. */
export function numberOf(kind: ScaleKind, value: unknown): number | undefined {
  const parsed = parseQuantity(kind, value);
  return parsed.ok ? parsed.value : undefined;
}
