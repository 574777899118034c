/**
 * The capacity matrix: shards × event types × parallelization factor against reserved concurrency. Each cell is a variant of the scenario
 * that runs a few times; what it says is the state that most of its runs were in, and the limit that was touched first. Beside it stands
 * the product rule, which counts lanes and knows nothing of the load.
 */
import { Rules } from '../aws/rules.ts';
import type { Micros } from '../engine/time.ts';
import type { Result } from '../metrics/result.ts';
import type { Template } from '../scenario/template.ts';
import type { MatrixScenario } from '../scenario/scenario.ts';
import { answerHead, type Answer, type Question } from './answer.ts';
import { conduct, replicationsOf, type Experiment } from './experiment.ts';
import {
  CONSTRAINTS,
  measure,
  STATES,
  verdictOf,
  type CellState,
  type Constraint,
  type Measured,
  type Verdict,
} from './matrix/judge.ts';
import { grounded, type Grounds } from './grounds.ts';
import { completeMatrix, type Matrix } from './matrix/settings.ts';
import { leastSame } from './matrix/same.ts';
import { cellScenario, type CellScenario, type Place } from './matrix/variants.ts';

export { CONSTRAINTS, STATES, type CellState, type Constraint } from './matrix/judge.ts';
export type { Matrix } from './matrix/settings.ts';

export const MATRIX_FORMAT = 1;

/** One combination, over its runs. */
export interface MatrixCell extends Place {
  /** Invocations at once by the product rule: shards × event types × factor. */
  readonly lanes: number;
  /** Whether what is reserved covers them. */
  readonly fits: boolean;
  /** Of most runs; of equally many the worse. */
  readonly state: CellState;
  /** What was touched in most of the runs that were in this state; of equally many what comes first in the chain. */
  readonly constraint: Constraint;
  /** Runs by the state they were in. */
  readonly runs: Readonly<Record<CellState, number>>;
  /** Whether all runs were in the same state. */
  readonly agreed: boolean;
  /** Most executions at once: on average over the runs, and in any of them. */
  readonly peak: { readonly mean: number; readonly max: number };
  /** Means over the runs; shares from 0 to 1, of attempts. */
  readonly putsRefused: number;
  readonly readsRefused: number;
  readonly invocationsRefused: number;
  /** The greatest of any run, of what was sent and of what waits at the end; null when nothing came. */
  readonly age: Micros | null;
  /** The greatest of any run; null when nothing was handled. */
  readonly latencyP99: Micros | null;
}

export interface MatrixAnswer extends Answer {
  readonly lagcastMatrix: typeof MATRIX_FORMAT;
  readonly duration: Micros;
  readonly matrix: Matrix;
  /** By shards, event types, factor and reserved concurrency, the last fastest. */
  readonly cells: readonly MatrixCell[];
}

export const matrix: Question<MatrixAnswer> = {
  says: 'which shards, event types, factors and reservations go together: each ok, contended or throttled, and by what',
  ask: ({ template, plan }) => allCells(template, plan.matrix),
};

/** Runs that are asked for at once: their results are held together for a moment. */
const ROUND = 24;

/**
 * Runs it here and now: `capacityMatrix(template, { shards: [2, 4], reservedConcurrency: [50] })`. What is not said is chosen. Throws
 * PlanError where it cannot be made, VariantError of an unsound scenario, and what runs throw.
 */
export function capacityMatrix(template: Template, settings: MatrixScenario = {}): MatrixAnswer & Grounds {
  return conduct(mappingCapacity(template, settings));
}

/** The same for whoever conducts it elsewhere. */
export function* mappingCapacity(
  template: Template,
  settings: MatrixScenario = {},
): Experiment<MatrixAnswer & Grounds> {
  return yield* grounded(allCells(template, settings), [template.variant().scenario]);
}

/**
 * The largest reservations run first, because they may tell what smaller ones do. All cells
 * are made before the first runs, so that an unsound one costs nothing.
 */
function* allCells(template: Template, settings: MatrixScenario = {}): Experiment<MatrixAnswer> {
  const { scenario } = template.variant();
  const facts = new Rules(scenario.rules, scenario.facts);
  const matrix = completeMatrix(settings, scenario, facts);
  const { replications } = matrix;
  let runs = 0;
  const columns = columnsOf(template, matrix);
  for (let at = matrix.reservedConcurrency.length - 1; at >= 0; at--) {
    const due = columns.filter((one) => one.same > leastPart(matrix, at, one));
    for (const column of columns) if (!due.includes(column)) column.cells[at] = column.cells[at + 1]!;
    for (const some of chunks(due, perRound(replications))) {
      runs += some.length * replications;
      const results = yield some.flatMap((one) => replicationsOf(one.made[at]!.scenario, 0, replications));
      some.forEach((one, i) => take(one, at, results.slice(i * replications, (i + 1) * replications), matrix, facts));
    }
  }
  const cells = columns.flatMap((column) =>
    column.cells.map((cell, at) => {
      const reservedConcurrency = matrix.reservedConcurrency[at]!;
      return { ...cell, reservedConcurrency, fits: cell.lanes <= reservedConcurrency };
    }),
  );
  const met = cells.some(({ state }) => state === 'ok');
  const { duration } = scenario;
  return { ...answerHead('matrix', scenario), runs, met, lagcastMatrix: MATRIX_FORMAT, duration, matrix, cells };
}

/** Cells that differ in what is reserved only. */
interface Column {
  readonly made: readonly CellScenario[];
  readonly places: readonly Place[];
  readonly cells: MatrixCell[];
  /** The least reservation of each function with which the last runs would have been the same. */
  same: number;
}

function columnsOf(template: Template, matrix: Matrix): Column[] {
  const { shards, eventTypes, parallelizationFactor, reservedConcurrency } = matrix;
  return shards.flatMap((some) =>
    eventTypes.flatMap((types) =>
      parallelizationFactor.map((factor) => {
        const places = reservedConcurrency.map((reserved) => {
          return { shards: some, eventTypes: types, parallelizationFactor: factor, reservedConcurrency: reserved };
        });
        const made = places.map((place) => cellScenario(template, matrix, place));
        return { made, places, cells: [], same: Infinity };
      }),
    ),
  );
}

/** What the function with the smallest part of a reservation gets. */
function leastPart({ reservedConcurrency }: Matrix, at: number, { made }: Column): number {
  return Math.floor(reservedConcurrency[at]! / made[at]!.functions.length);
}

function take(column: Column, at: number, results: readonly Result[], matrix: Matrix, rules: Rules): void {
  const [place, made] = [column.places[at]!, column.made[at]!];
  const lanes = place.shards * place.parallelizationFactor;
  const toMeasure = { stream: matrix.stream, maxAge: matrix.maxAge, lanes };
  column.cells[at] = cellOf(
    place,
    results.map((result) => measure(result, made, toMeasure)),
    matrix,
  );
  column.same = Math.max(...results.map((result) => leastSame(result, made, rules)));
}

function perRound(replications: number): number {
  return Math.max(1, Math.floor(ROUND / replications));
}

function chunks<T>(all: readonly T[], length: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / length) }, (_, i) => all.slice(i * length, (i + 1) * length));
}

function cellOf(place: Place, measured: readonly Measured[], matrix: Matrix): MatrixCell {
  const verdicts = measured.map((one) => verdictOf(one, matrix));
  const { state, constraint } = mostOf(verdicts);
  const runs = Object.fromEntries(
    STATES.map((one) => [one, verdicts.filter((verdict) => verdict.state === one).length]),
  ) as Record<CellState, number>;
  const lanes = place.shards * place.eventTypes * place.parallelizationFactor;
  const mean = (of: (one: Measured) => number): number =>
    measured.reduce((sum, one) => sum + of(one), 0) / measured.length;
  return {
    ...place,
    lanes,
    fits: lanes <= place.reservedConcurrency,
    state,
    constraint,
    runs,
    agreed: runs[state] === measured.length,
    peak: { mean: mean(({ peak }) => peak), max: Math.max(...measured.map(({ peak }) => peak)) },
    putsRefused: mean((one) => one.putsRefused),
    readsRefused: mean((one) => one.readsRefused),
    invocationsRefused: mean((one) => one.invocationsRefused),
    age: greatest(measured.map(({ age }) => age)),
    latencyP99: greatest(measured.map(({ latencyP99 }) => latencyP99)),
  };
}

/** The state of most runs, the worse of equally many; its limit likewise. */
function mostOf(verdicts: readonly Verdict[]): Verdict {
  const state = mostFrequent(
    [...STATES].reverse(),
    verdicts.map((one) => one.state),
  );
  const of = verdicts.filter((one) => one.state === state).map((one) => one.constraint);
  return { state, constraint: mostFrequent(CONSTRAINTS, of) };
}

/** Of equally frequent ones that which comes first in `order`. */
function mostFrequent<T>(order: readonly T[], values: readonly T[]): T {
  const times = (one: T): number => values.filter((value) => value === one).length;
  return order.reduce((most, one) => (times(one) > times(most) ? one : most));
}

function greatest(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
}
