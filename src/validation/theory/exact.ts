/** Rows of figures that have no chance in them: one run, and a tolerance for rounding. */
import type { Row } from '../row.ts';
import type { Labels } from '../statistics.ts';

/** Of one number. The tolerance is relative; 0 for equal. */
export function exactly(labels: Labels, expected: number, found: number, tolerance: number): Row {
  const error = expected === 0 ? found : (found - expected) / Math.abs(expected);
  const verdict = Math.abs(error) <= tolerance ? 'pass' : 'miss';
  return { ...labels, expected: digits(expected), found: digits(found), error, verdict };
}

/** Of a list of numbers, all of which have to be as they should, within an absolute tolerance. */
export function exactlyAll(
  labels: Labels,
  expected: readonly number[],
  found: readonly number[],
  tolerance = 1e-9,
): Row {
  const isSame = expected.length === found.length && expected.every((one, i) => Math.abs(one - found[i]!) <= tolerance);
  return { ...labels, expected: list(expected), found: list(found), verdict: isSame ? 'pass' : 'miss' };
}

function list(values: readonly number[]): string {
  return values.map(digits).join(', ');
}

function digits(value: number): string {
  return String(Number(value.toPrecision(6)));
}
