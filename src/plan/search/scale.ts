/**
 * Values of a setting as numbers that can be compared, where they are numbers or quantities of one kind: `5`, `30 s`, `5 min`.
 */
import { parseQuantity } from '../../scenario/quantities.ts';

/** Memory before sizes, which have the same units and are never meant beside it. */
const KINDS = ['number', 'duration', 'memory', 'size', 'rate', 'share', 'money'] as const;

/** In one unit; null for a setting that is left away. Undefined when they cannot be compared. */
export function scaleOf(values: readonly unknown[]): (number | null)[] | undefined {
  for (const kind of KINDS) {
    const numbers = values.map((value) => (value === null ? null : numberOf(kind, value)));
    if (numbers.every((one) => one !== undefined)) return numbers;
  }
  return undefined;
}

function numberOf(kind: (typeof KINDS)[number], value: unknown): number | undefined {
  const parsed = parseQuantity(kind, value);
  return parsed.ok ? parsed.value : undefined;
}
