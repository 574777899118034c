/**
 * When a simulated figure agrees with theory. One rule for all cases, never a rule of its own for one of them.
 *
 * A case passes when the mean over independent replications is within 3.5 standard errors and the standard error is at most
 * a third of the tolerance, or when the mean is within the tolerance. A family of cases passes when the average of its z²
 * is near 1 (below: standard errors are overstated; above: there is bias although each case passes) and the signs vary.
 * Each case has its id as the seed, so that cases are independent of each other, and of anybody's choice.
 */
import { simulate } from '../../src/simulate.ts';
import type { Result } from '../../src/metrics/result.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';

export interface Estimate {
  readonly mean: number;
  readonly standardError: number;
  readonly replications: number;
}

export interface Theory {
  readonly expected: number;
  /** Relative. */
  readonly tolerance: number;
  /** Of the expected value, when it is an estimate itself. */
  readonly referenceError?: number;
}

/** Enough that the error of a standard error hardly matters: z² averages 1.05 with 40, and 1.29 with 10. */
export const REPLICATIONS = 40;
const FEWEST_REPLICATIONS = 10;
const MOST_STANDARD_ERRORS = 3.5;
const FAMILY_FROM = 0.6;
const FAMILY_TO = 1.5;
const RAREST_SIGNS = 0.01;

/** Runs replications 0 to n − 1 and estimates each figure that `pick` reads off a result. */
export function replications<K extends string>(
  scenario: Scenario,
  n: number,
  pick: (result: Result) => Readonly<Record<K, number>>,
): Readonly<Record<K, Estimate>> {
  const results = Array.from({ length: n }, (_, replication) => pick(simulate(scenario, { replication })));
  const figures = Object.keys(results[0]!) as K[];
  const estimates = figures.map((figure) => [figure, estimateOf(results.map((result) => result[figure]))]);
  return Object.fromEntries(estimates) as Record<K, Estimate>;
}

/** Mean and standard error of independent values. */
export function estimateOf(values: readonly number[]): Estimate {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return { mean, standardError: Math.sqrt(squares / (n - 1) / n), replications: n };
}

/** Returns z, or throws and says in what the estimate falls short. */
export function accept(name: string, estimate: Estimate, theory: Theory): number {
  const { mean, standardError, replications } = estimate;
  const { expected, tolerance, referenceError = 0 } = theory;
  if (!(replications >= FEWEST_REPLICATIONS)) throw new Error(`${name}: ${replications} replications are too few`);
  const z = (mean - expected) / Math.hypot(standardError, referenceError);
  const off = Math.abs(mean - expected) / Math.abs(expected);
  const noise = standardError / Math.abs(expected);
  show(`${name.padEnd(44)} z ${z.toFixed(2).padStart(6)}  off ${percent(off)}  noise ${percent(noise)}`);
  if (off <= tolerance || (Math.abs(z) <= MOST_STANDARD_ERRORS && noise <= tolerance / 3)) return z;
  throw new Error(
    `${name}: simulated ${mean.toPrecision(6)} ± ${standardError.toPrecision(2)}, theory says ${expected.toPrecision(6)}; ` +
      `off by ${percent(off)} where ${percent(tolerance)} are allowed, z = ${z.toFixed(2)} where ${MOST_STANDARD_ERRORS} are, ` +
      `standard error ${percent(noise)} where ${percent(tolerance / 3)} are`,
  );
}

/** For figures without a tolerance of their own: throws when the expected value is out of reach of chance. Returns z. */
export function plausible(
  name: string,
  { mean, standardError }: Estimate,
  expected: number,
  referenceError = 0,
): number {
  const z = (mean - expected) / Math.hypot(standardError, referenceError);
  show(`${name.padEnd(44)} z ${z.toFixed(2).padStart(6)}`);
  if (Math.abs(z) <= MOST_STANDARD_ERRORS) return z;
  throw new Error(`${name}: simulated ${mean} ± ${standardError}, expected ${expected}: z = ${z.toFixed(2)}`);
}

/** What the cases of one kind say together. */
export class Family {
  readonly #scores = new Map<string, number>();

  /** Call it once a case: figures of the same runs are not independent. */
  add(name: string, z: number): void {
    this.#scores.set(name, z);
  }

  get size(): number {
    return this.#scores.size;
  }

  get meanSquare(): number {
    return [...this.#scores.values()].reduce((sum, z) => sum + z * z, 0) / this.size;
  }

  /** Throws when the cases lean to one side, or their errors are not what they say. */
  accept(): void {
    const above = [...this.#scores.values()].filter((z) => z > 0).length;
    show(`${this.size} cases: average z² ${this.meanSquare.toFixed(2)}, ${above} above`);
    if (!(this.meanSquare >= FAMILY_FROM && this.meanSquare <= FAMILY_TO)) {
      throw new Error(`the average z² is ${this.meanSquare.toFixed(2)}, not near 1: ${this.#list()}`);
    }
    if (signChance(above, this.size) < RAREST_SIGNS) {
      throw new Error(`${above} of ${this.size} are above theory: ${this.#list()}`);
    }
  }

  #list(): string {
    return [...this.#scores].map(([name, z]) => `${name} ${z.toFixed(2)}`).join(', ');
  }
}

/** Probability of signs as unequal as these, or more so, when both are equally likely. */
export function signChance(above: number, n: number): number {
  const fewer = Math.min(above, n - above);
  let ways = 1;
  let tail = 0;
  for (let k = 0; k <= fewer; k++) {
    tail += ways;
    ways = (ways * (n - k)) / (k + 1);
  }
  return Math.min(1, 2 * tail * Math.exp(-n * Math.LN2));
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}

/** THEORY=1 npx vitest run test/theory prints a line for each figure. */
function show(line: string): void {
  if (process.env['THEORY'] !== undefined) console.log(line);
}
