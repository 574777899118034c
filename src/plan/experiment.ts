/**
 * An experiment: many runs, of which the next depend on what the last gave. It is written as a generator that asks for runs
 * in rounds and is handed their results in the order it asked for them; whoever conducts it decides where they run. So one
 * text serves code that waits for the answer, a command line that can be interrupted, and any number of workers, with the
 * same outcome to the byte.
 *
 * Runs of one scenario with other replications have independent luck. Runs of several variants with the same replication
 * share it, stream by stream (common random numbers), because streams are named by what they are for.
 */
import type { Result } from '../metrics/result.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { simulate } from '../simulate.ts';

/** A run that an experiment asks for. */
export interface Cell {
  readonly scenario: Scenario;
  /** From 0: other replications, other luck. */
  readonly replication: number;
}

/** Asks for rounds of runs; is given their results in the same order; returns what came out. A round may be empty. */
export type Experiment<T> = Generator<readonly Cell[], T, readonly Result[]>;

/** Confirmations run on replications from here, which no search ever used: fresh luck of the same seed. */
export const FRESH = 1_000_000;

/** Runs a cell here and now. Throws what `simulate` throws. */
export function runCell({ scenario, replication }: Cell): Result {
  return simulate(scenario, { replication, whereTimeWent: false });
}

/** Conducts an experiment from beginning to end in this thread. */
export function conduct<T>(experiment: Experiment<T>, run: (cell: Cell) => Result = runCell): T {
  let step = experiment.next([]);
  while (!step.done) step = experiment.next(step.value.map(run));
  return step.value;
}

/** The same for whoever runs cells elsewhere or looks up between them. */
export async function conductAsync<T>(
  experiment: Experiment<T>,
  runAll: (cells: readonly Cell[]) => Promise<readonly Result[]>,
): Promise<T> {
  let step = experiment.next([]);
  while (!step.done) step = experiment.next(await runAll(step.value));
  return step.value;
}

/** The cells of several replications of one scenario, from `first`. */
export function replicationsOf(scenario: Scenario, first: number, count: number): Cell[] {
  return Array.from({ length: count }, (_, i) => ({ scenario, replication: first + i }));
}
