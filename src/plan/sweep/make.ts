/**
 * Makes the spec of a sweep of a scenario that says what varies. What can be known before the first run is found out here: values that no
 * cell can have are told, and a sweep of which nothing could be run is an error.
 */
import { readFigure, type FigureRef } from '../../scenario/figure.ts';
import { formatProblems } from '../../scenario/problem.ts';
import { spaced } from '../../scenario/range.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { cellsOf, defaultSweep } from '../../scenario/complete/sweep.ts';
import type { SweptAxis } from '../../scenario/sweep.ts';
import type { Template } from '../../scenario/template.ts';
import { VERSION } from '../../version.ts';
import { CONFIDENCE } from '../estimate.ts';
import { sweepFigures } from './figures.ts';
import { SWEEP_FORMAT, type Axis, type SweepSpec } from './spec.ts';

/** Nothing can be run as it was asked for. The message has a line for each problem. */
export class SweepError extends Error {
  override readonly name = 'SweepError';
}

export interface MakeOptions {
  /** Of intervals, above 0 and below 1; default 0.95. */
  readonly confidence?: number | undefined;
  /** Events after which a run is given up. */
  readonly maxEvents?: number | undefined;
}

export interface MadeSweep {
  readonly spec: SweepSpec;
  /** What whoever asked should know before the first run. */
  readonly warnings: readonly string[];
}

/** `base`: what the template is as it stands. Throws {@link SweepError}. */
export function makeSweep(_template: Template, base: Scenario, options: MakeOptions = {}): MadeSweep {
  const { confidence = CONFIDENCE, maxEvents = null } = options;
  const asked = base.sweep ?? defaultSweep();
  const { design, replications, figures } = asked;
  if (asked.vary.length === 0) {
    const example = '--vary mappings.NAME.batchSize=1,10,100';
    throw new SweepError(`nothing varies: sweep: { vary: … } of the scenario is due, or an option such as ${example}`);
  }
  const axes = asked.vary.map(axisOf);
  const { name, question = null, seed, rules } = base;
  const spec: SweepSpec = {
    lagcastSweep: SWEEP_FORMAT,
    version: VERSION,
    ...{ name, question, seed, rules, design, axes },
    cells: cellsOf(asked),
    replications,
    confidence,
    figures: figures.length === 0 ? sweepFigures(base) : figures.map((text) => figureOf(text, base)),
    objectives: base.objectives.map(({ text }) => text),
    maxEvents,
  };
  return { spec, warnings: [] };
}

function axisOf({ name, values, range }: SweptAxis): Axis {
  if (values !== undefined) return { name, values };
  const { count, ...ends } = range!;
  if (count === undefined) return { name, range: { ...ends, isWhole: false } };
  return { name, values: spaced(ends, count, false).map((value) => ({ value })) };
}

/** It was checked when the scenario was read. */
function figureOf(text: string, scenario: Scenario): FigureRef {
  const read = readFigure(text, scenario);
  if (read.ok) return read.figure;
  throw new SweepError(formatProblems(text, read.problems));
}
