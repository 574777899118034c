/**
 * When a simulated figure agrees with a reference value. One rule for all cases, never a rule of its own for one of them.
 *
 * A figure passes when the mean over independent replications is within 3.5 standard errors and the standard error is at most a third of the
 * tolerance, or when the mean is within the tolerance. A family passes when the average of its z² is near 1 (below: standard errors are
 * overstated; above: there is bias although each case passes) and the signs vary. Each case has its id as the seed, so that cases are
 * independent of each other, and of anybody's choice.
 */
import type { Result } from '../metrics/result.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { simulate } from '../simulate.ts';
import { controlled } from './control-variates.ts';
import type { Row } from './row.ts';

export interface Estimate {
  readonly mean: number;
  readonly standardError: number;
  readonly replications: number;
}

export interface Reference {
  readonly expected: number;
  /** Relative. */
  readonly tolerance: number;
  /** Standard error of the expected value, where it is an estimate itself. */
  readonly referenceError?: number | undefined;
}

/** Enough that the error of a standard error hardly matters: z² averages 1.05 with 40, and 1.29 with 10. */
export const REPLICATIONS = 40;
const MOST_STANDARD_ERRORS = 3.5;
/** Of a row that would miss if its expected value were known exactly. */
const BY_REFERENCE =
  'further off than the tolerance, and than chance explains on our side: it passes only because the expected value is an estimate too, whose standard error counts';

/**
 * Runs replications 0 to n − 1 and estimates each figure that `pick` reads off a result. `controls`: by how much figures of the same result are above
 * their expected values, which are known; what follows them is taken off (control-variates.ts).
 */
export function replications<K extends string>(
  scenario: Scenario,
  n: number,
  pick: (result: Result) => Readonly<Record<K, number>>,
  controls: (result: Result) => readonly number[] = () => [],
): Readonly<Record<K, Estimate>> {
  const runs = Array.from({ length: n }, (_, replication) => {
    const result = simulate(scenario, { replication });
    return { figures: pick(result), controls: controls(result) };
  });
  const columns = runs[0]!.controls.map((_, i) => runs.map((run) => run.controls[i]!));
  const figures = Object.keys(runs[0]!.figures) as K[];
  const estimates = figures.map((figure) => {
    const values = runs.map((run) => run.figures[figure]);
    return [figure, columns.length === 0 ? estimateOf(values) : controlled(values, columns)];
  });
  return Object.fromEntries(estimates) as Record<K, Estimate>;
}

/** Mean and standard error of independent values. */
export function estimateOf(values: readonly number[]): Estimate {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return { mean, standardError: Math.sqrt(squares / (n - 1) / n), replications: n };
}

/** What a row says apart from the comparison itself. */
export type Labels = Pick<Row, 'id' | 'figure' | 'setting' | 'evidence' | 'source' | 'ran' | 'family' | 'why'>;

/** A row of an estimate, judged by the rule. */
export function estimatedRow(labels: Labels, estimate: Estimate, reference: Reference): Row {
  const { mean, standardError, replications } = estimate;
  const { expected, tolerance, referenceError = 0 } = reference;
  const z = (mean - expected) / Math.hypot(standardError, referenceError);
  const error = (mean - expected) / Math.abs(expected);
  const isClose = Math.abs(error) <= tolerance;
  const isPlausible = Math.abs(z) <= MOST_STANDARD_ERRORS && standardError <= (tolerance * Math.abs(expected)) / 3;
  const isByReference = isPlausible && !isClose && Math.abs(mean - expected) > MOST_STANDARD_ERRORS * standardError;
  const why = [labels.why, ...(isByReference ? [BY_REFERENCE] : [])].filter((part) => part !== undefined).join('; ');
  return {
    ...labels,
    why: why === '' ? undefined : why,
    expected: `${digits(expected)}${referenceError > 0 ? ` ± ${referenceError.toPrecision(2)}` : ''}`,
    found: `${digits(mean)} ± ${standardError.toPrecision(2)}`,
    error,
    allowed: allowedText(tolerance),
    statistics: { expected, mean, standardError, z, replications, tolerance },
    verdict: isClose || isPlausible ? 'pass' : 'miss',
  };
}

/** A relative tolerance: `±2 %`. */
export function allowedText(tolerance: number): string {
  return `±${Number((100 * tolerance).toPrecision(3))} %`;
}

/** Six digits, as references are quoted. */
function digits(value: number): string {
  return String(Number(value.toPrecision(6)));
}
