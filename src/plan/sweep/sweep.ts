/**
 * A sweep in code: the same spec, points and cells as those of the command line, in this thread or wherever the caller runs them. Leaves out
 * files, workers, and drawing what came out.
 */
import type { FigureRef } from '../../scenario/figure.ts';
import { formatProblems } from '../../scenario/problem.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Template } from '../../scenario/template.ts';
import type { Cell, Experiment } from '../experiment.ts';
import { inRounds } from '../rounds.ts';
import { settingsOfAsked, type SweepAsked, type Vary } from './asked.ts';
import { cellScenario, doneCell, readingOf, runSweepCell, type SweepCell } from './cell.ts';
import { AFTER_SETTINGS, BEFORE_SETTINGS, settingNames, type TidyColumn, type TidyRow } from './columns.ts';
import { estimatesOf, runsMet } from './estimates.ts';
import { makeSweep, type MadeSweep } from './make.ts';
import { pointsOf, type Point } from './points.ts';
import { SWEEP_FORMAT, type SweepSpec } from './spec.ts';

export interface SweepOptions extends Omit<SweepAsked, 'vary' | 'figures'> {
  /** What is looked at; default: what the scenario says, else the objectives and what people usually ask. */
  readonly figures?: readonly (FigureRef | string)[] | undefined;
  /** Of intervals, above 0 and below 1; default 0.95. */
  readonly confidence?: number | undefined;
  /** Events after which a run is given up. */
  readonly maxEvents?: number | undefined;
  /** Numbers of the cells to run, from 0; default: all. */
  readonly cells?: readonly number[] | undefined;
  /** Told how many runs there will be at most; changes nothing. */
  readonly onExpected?: (runs: number) => void;
}

/** Versioned plain data. */
export interface Sweep extends MadeSweep {
  /** {@link SWEEP_FORMAT}. */
  readonly lagcastSweep: number;
  /** Those that were asked for, in order of their numbers. */
  readonly cells: readonly SweepCell[];
}

/**
 * What sweep it is: `vary` is instead of what the scenario lets vary, what is not said in the options is as the scenario's `sweep:` says.
 * Throws VariantError when the template itself is no scenario, RangeError of what cannot be asked, SweepError when no cell could be run.
 */
export function sweepSpec(template: Template, vary?: Vary, options: SweepOptions = {}): MadeSweep {
  const { design, samples, replications, confidence, maxEvents } = options;
  if (confidence !== undefined && !(confidence > 0 && confidence < 1))
    throw new RangeError(`confidence is above 0 and below 1; found ${confidence}`);
  template.variant();
  const figures = options.figures?.map((one) => (typeof one === 'string' ? one : one.text));
  const asked = template.tryVariant(settingsOfAsked({ vary, design, samples, replications, figures }));
  if (!asked.ok)
    throw new RangeError(
      formatProblems(
        'sweep',
        asked.problems.filter(({ severity }) => severity === 'error'),
      ),
    );
  return makeSweep(cellsTemplate(template), asked.scenario, { confidence, maxEvents });
}

/** Runs it here and now. Throws what {@link sweepSpec} throws, and RangeError of cells that there are not. */
export function sweep(template: Template, vary?: Vary, options: SweepOptions = {}): Sweep {
  const made = sweepSpec(template, vary, options);
  const points = askedPoints(made.spec, options);
  options.onExpected?.(points.length * made.spec.replications);
  const of = cellsTemplate(template);
  return outcomeOf(
    made,
    points.map((point) => runSweepCell(of, made.spec, point)),
  );
}

/** The same for whoever conducts the runs elsewhere, who also sees to `maxEvents`. */
export function* sweeping(template: Template, vary?: Vary, options: SweepOptions = {}): Experiment<Sweep> {
  const made = sweepSpec(template, vary, options);
  const { spec } = made;
  const of = cellsTemplate(template);
  const points = askedPoints(spec, options);
  const refused = new Map<Point, SweepCell>();
  for (const point of points) {
    const read = cellScenario(of, point);
    if (!read.ok) refused.set(point, read.cell);
  }
  const sound = points.filter((point) => !refused.has(point));
  options.onExpected?.(sound.length * spec.replications);
  const readings = yield* inRounds(
    sound.flatMap((point) => runsOf(point, of, spec)),
    (result) => readingOf(result, spec),
  );
  const done = new Map(
    sound.map((point, i) => {
      const own = readings.slice(i * spec.replications, (i + 1) * spec.replications);
      return [point, doneCell(point, spec, own)] as const;
    }),
  );
  return outcomeOf(
    made,
    points.map((point) => refused.get(point) ?? done.get(point)!),
  );
}

/**
 * One row for each cell and figure, all of the same keys, which are those of sweep.csv without the numbers beside quantities. A cell that is
 * not done has its rows too, without values. Values are in the unit of the figure; settings are as written.
 */
export function sweepRows({ spec, cells }: Pick<Sweep, 'spec' | 'cells'>): Readonly<Record<string, unknown>>[] {
  const names = settingNames(spec.axes.map(({ name }) => name));
  return cells.flatMap((cell) => {
    const estimates = estimatesOf(spec, cell);
    const settings = spec.axes.map(({ name }, a) => [names[a]!, cell.settings[name] ?? null]);
    return spec.figures.map((figure, f) => {
      const row: TidyRow = { cell, met: runsMet(cell, spec), figure, estimate: estimates[f] };
      const values = (columns: readonly TidyColumn[]) => columns.map(({ name, valueOf }) => [name, valueOf(row)]);
      return Object.fromEntries([...values(BEFORE_SETTINGS), ...settings, ...values(AFTER_SETTINGS)]) as Readonly<
        Record<string, unknown>
      >;
    });
  });
}

/** What is asked of a sweep is in its spec: cells need not read it again. */
function cellsTemplate(template: Template): Template {
  return template.with({ sweep: undefined });
}

function askedPoints(spec: SweepSpec, { cells }: SweepOptions): Point[] {
  const numbers = cells ?? Array.from({ length: spec.cells }, (_, i) => i);
  return [...new Set(numbers)].toSorted((a, b) => a - b).map(pointsOf(spec));
}

function outcomeOf(made: MadeSweep, cells: readonly SweepCell[]): Sweep {
  return { lagcastSweep: SWEEP_FORMAT, ...made, cells };
}

/** A scenario is read when its first run is due, and not kept. */
function runsOf(point: Point, template: Template, { replications }: SweepSpec): (() => Cell)[] {
  let kept: Scenario | undefined;
  return Array.from({ length: replications }, (_, replication) => (): Cell => {
    const scenario = (kept ??= template.variant(point.settings).scenario);
    if (replication === replications - 1) kept = undefined;
    return { scenario, replication };
  });
}
