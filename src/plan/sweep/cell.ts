/**
 * One cell of a sweep: what is set in it, its runs, and what they gave. A cell depends on its number and on nothing else, so it may run today
 * or tomorrow, here or elsewhere, once or twice, with the same outcome to the byte.
 */
import type { Template } from '../../scenario/template.ts';
import type { Result } from '../../metrics/result.ts';
import { RunAborted, simulate } from '../../simulate.ts';
import { valueOf } from '../estimate.ts';
import type { Point } from './points.ts';
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
};

/** A cell that did not come to an outcome: the worker that had it threw, ended or ran out of memory. It is run again when the sweep goes on. */
export interface FailedCell {
  readonly cell: number;
  readonly status: 'failed';
  readonly settings: Readonly<Record<string, unknown>>;
  readonly seed: number | string;
  readonly why: string;
}

/** Runs a cell in this thread. Throws only what is a defect. */
export function runSweepCell(template: Template, spec: SweepSpec, point: Point): SweepCell {
  const { figures, replications, objectives, maxEvents } = spec;
  const { cell, labels } = point;
  const without = (status: 'refused' | 'gave up', why: string): SweepCell => {
    return { cell, status, settings: labels, why, values: [], met: [] };
  };
  const variant = template.tryVariant(point.settings);
  if (!variant.ok) {
    const errors = variant.problems.filter(({ severity }) => severity === 'error');
    return without('refused', errors.map(({ path, message }) => `${path}: ${message}`).join('; '));
  }
  const values: (number | null)[][] = figures.map(() => []);
  const met: boolean[][] = objectives.map(() => []);
  for (let replication = 0; replication < replications; replication++) {
    let result: Result;
    try {
      result = simulate(variant.scenario, { replication, ...(maxEvents === null ? {} : { eventBudget: maxEvents }) });
    } catch (error) {
      if (error instanceof RunAborted) return without('gave up', error.message);
      throw error;
    }
    figures.forEach((figure, f) => values[f]!.push(valueOf(result, figure)));
    objectives.forEach((_, o) => met[o]!.push(result.objectives[o]?.met ?? false));
  }
  return { cell, status: 'done', settings: labels, why: null, values, met };
}
