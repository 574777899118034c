/**
 * One cell of a sweep: what is set in it, its runs, and what they gave. A cell depends on its number and on nothing else, so it may run today
 * or tomorrow, here or elsewhere, once or twice, with the same outcome to the byte.
 */
import type { Result } from '../../metrics/result.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Template } from '../../scenario/template.ts';
import { Run, RunAborted } from '../../simulate.ts';
import { valueOf } from '../estimate.ts';
import type { Point } from './points.ts';
import { refusalOf } from './refusal.ts';
import type { SweepSpec } from './spec.ts';

/**
 * done: it was run. refused: its settings are no sound scenario. gave up: a run had more events than it may have; the same happens whenever
 * it is run again.
 */
export type SweepCell = {
  /** From 0. */
  readonly cell: number;
  readonly status: 'done' | 'refused' | 'gave up';
  /** What each axis has here, by its name: a value as the file would write it, or the name of a case. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Why it was refused or given up; null of one that is done. */
  readonly why: string | null;
  /** By figure of the spec, then by replication, in the unit of the figure; null where there was nothing to measure. Empty unless done. */
  readonly values: readonly (readonly (number | null)[])[];
  /** By objective, then by replication. Empty unless done. */
  readonly met: readonly (readonly boolean[])[];
  /** Paths of facts that AWS does not document and that its runs relied on beyond those of the spec; absent where there are none. */
  readonly also?: readonly string[];
};

/** A cell that did not come to an outcome: the worker that had it threw, ended or ran out of memory. It is run again when the sweep goes on. */
export interface FailedCell {
  readonly cell: number;
  readonly status: 'failed';
  readonly settings: Readonly<Record<string, unknown>>;
  readonly seed: number | string;
  readonly why: string;
}

/** What a sweep keeps of one run. */
export interface Reading {
  readonly values: readonly (number | null)[];
  readonly met: readonly boolean[];
  /** Paths of facts as in {@link SweepCell}. */
  readonly also: readonly string[];
}

type Looks = Pick<SweepSpec, 'figures' | 'objectives' | 'assumptions'>;

/**
 * Runs a cell in this thread. `onSlice` is called now and then with how much of it is done, from 0 to 1; it changes nothing, but may throw to give
 * the cell up. Throws that, and else only what is a defect.
 */
export function runSweepCell(
  template: Template,
  spec: SweepSpec,
  point: Point,
  onSlice: (share: number) => void = () => undefined,
): SweepCell {
  const read = cellScenario(template, point);
  if (!read.ok) return read.cell;
  const budget = spec.maxEvents === null ? {} : { eventBudget: spec.maxEvents };
  const readings: Reading[] = [];
  for (let replication = 0; replication < spec.replications; replication++) {
    try {
      const run = new Run(read.scenario, { replication, whereTimeWent: false, ...budget });
      while (!run.advance()) onSlice((replication + run.done) / spec.replications);
      readings.push(readingOf(run.result(), spec));
    } catch (error) {
      if (error instanceof RunAborted) return withoutRuns(point, 'gave up', error.message);
      throw error;
    }
  }
  return doneCell(point, spec, readings);
}

/** What is to be run in a cell; or, where that is no sound scenario, the cell as it is then. */
export function cellScenario(
  template: Template,
  point: Point,
): { readonly ok: true; readonly scenario: Scenario } | { readonly ok: false; readonly cell: SweepCell } {
  const variant = template.tryVariant(point.settings);
  if (variant.ok) return { ok: true, scenario: variant.scenario };
  return { ok: false, cell: withoutRuns(point, 'refused', refusalOf(variant.problems)) };
}

export function readingOf(result: Result, { figures, objectives, assumptions }: Looks): Reading {
  const known = new Set(assumptions.map(({ path }) => path));
  return {
    values: figures.map((figure) => valueOf(result, figure)),
    met: objectives.map((_, o) => result.objectives[o]?.met ?? false),
    also: result.assumptions.map(({ path }) => path).filter((path) => !known.has(path)),
  };
}

/** `readings`: one of each replication, in order. */
export function doneCell(
  { cell, labels }: Point,
  { figures, objectives }: Pick<Looks, 'figures' | 'objectives'>,
  readings: readonly Reading[],
): SweepCell {
  const values = figures.map((_, f) => readings.map((reading) => reading.values[f]!));
  const met = objectives.map((_, o) => readings.map((reading) => reading.met[o]!));
  const also = [...new Set(readings.flatMap((reading) => reading.also))].toSorted();
  return { cell, status: 'done', settings: labels, why: null, values, met, ...(also.length === 0 ? {} : { also }) };
}

function withoutRuns({ cell, labels }: Point, status: 'refused' | 'gave up', why: string): SweepCell {
  return { cell, status, settings: labels, why, values: [], met: [] };
}
