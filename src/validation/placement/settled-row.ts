/** Rows of figures about which chance has no say: a mean of values that are all the same, a bound, a statement. */
import type { Row } from '../row.ts';
import type { Estimate, Labels } from '../statistics.ts';

/** Of a mean whose values are all the same, so that it has no z. `tolerance` is relative. */
export function settledRow(labels: Labels, { mean, replications }: Estimate, expected: number, tolerance: number): Row {
  const error = (mean - expected) / Math.abs(expected);
  return {
    ...labels,
    family: undefined,
    expected: String(expected),
    found: `${mean} in each of ${replications} runs`,
    error,
    verdict: Math.abs(error) <= tolerance ? 'pass' : 'miss',
  };
}

/** Of a statement that holds or does not. */
export function statedRow(labels: Labels, expected: string, found: string, holds: boolean): Row {
  return { ...labels, expected, found, verdict: holds ? 'pass' : 'miss' };
}
