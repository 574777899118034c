/**
 * A full grid of settings: every value of every path with every value of the others, and what the figures are in each cell. Cells are
 * numbered and independent of each other: some may be run today and the others tomorrow, with the same numbers and the same outcome.
 * The replications of all cells share their luck. Leaves out drawing the grid, and searching in it (plan does).
 */
import type { Result } from '../../metrics/result.ts';
import { readFigure, type FigureRef } from '../../scenario/figure.ts';
import { formatProblems } from '../../scenario/problem.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Settings, Template } from '../../scenario/template.ts';
import { VERSION } from '../../version.ts';
import { defaultFigures } from '../default-figures.ts';
import { CONFIDENCE, estimate, valueOf, type Estimate } from '../estimate.ts';
import { conduct, type Cell, type Experiment } from '../experiment.ts';
import { inRounds } from '../rounds.ts';

/** Version of the format of a {@link Sweep}. */
export const SWEEP_FORMAT = 1;
const SWEEP_REPLICATIONS = 5;
/** Nobody waits for more cells. */
export const MOST_CELLS = 100_000;

/** Values by path, as the file would write them: `{ 'mappings.m.batchSize': [1, 10] }`. */
export type Grid = Readonly<Record<string, readonly unknown[]>>;

export interface SweepOptions {
  /** Runs of each cell: whole, from 1; default {@link SWEEP_REPLICATIONS}. */
  readonly replications?: number;
  /** Of intervals, above 0 and below 1; default 0.95. */
  readonly confidence?: number;
  /** What is looked at; default: the figures of the objectives, else what people usually ask. */
  readonly figures?: readonly (FigureRef | string)[];
  /** Numbers of the cells to run, from 0; default: all. */
  readonly cells?: readonly number[];
  /** Told how many runs there will be; changes nothing. */
  readonly onExpected?: (runs: number) => void;
}

/** Versioned plain data. */
export interface Sweep {
  /** {@link SWEEP_FORMAT}. */
  readonly lagcastSweep: number;
  readonly version: string;
  readonly name: string;
  readonly seed: number | string;
  readonly rules: string;
  readonly replications: number;
  readonly confidence: number;
  readonly figures: readonly FigureRef[];
  readonly grid: Grid;
  /** In order of their numbers. */
  readonly cells: readonly SweepCell[];
}

export interface SweepCell {
  /** From 0; the last path of the grid changes fastest. */
  readonly number: number;
  readonly settings: Settings;
  /** Why the settings are no sound scenario; null where they are. */
  readonly refused: string | null;
  /** By figure; none where it was refused. */
  readonly estimates: readonly Estimate[];
  /** Of each objective, runs that missed it. */
  readonly missed: readonly { readonly text: string; readonly runs: number }[];
}

/**
 * Runs the grid. A cell that is no sound scenario says why and costs nothing. Throws VariantError when the template itself is none, RangeError
 * of options out of range, an empty or too large grid and figures that there are not, and what `simulate` throws.
 */
export function sweep(template: Template, grid: Grid, options: SweepOptions = {}): Sweep {
  return conduct(sweeping(template, grid, options));
}

/** The same for whoever conducts the runs elsewhere. */
export function* sweeping(template: Template, grid: Grid, options: SweepOptions = {}): Experiment<Sweep> {
  const { replications = SWEEP_REPLICATIONS, confidence = CONFIDENCE } = options;
  checkRange('replications', replications, 1);
  if (!(confidence > 0 && confidence < 1))
    throw new RangeError(`confidence is above 0 and below 1; found ${confidence}`);
  const { scenario } = template.variant();
  const figures = figuresOf(scenario, options.figures);
  const numbers = options.cells ?? Array.from({ length: sizeOf(grid) }, (_, i) => i);
  const made = numbers.toSorted((a, b) => a - b).map((number) => cellOf(number, template, grid));
  const sound = made.filter(({ refused }) => refused === null);
  options.onExpected?.(sound.length * replications);
  const runs = sound.flatMap(({ settings }) => {
    // A scenario is read when its first run is due, and not kept.
    let variant: Scenario | undefined;
    return Array.from({ length: replications }, (_, replication) => (): Cell => {
      const read = (variant ??= template.variant(settings).scenario);
      if (replication === replications - 1) variant = undefined;
      return { scenario: read, replication };
    });
  });
  const readings = yield* inRounds(runs, (result) => readingOf(result, figures));
  const texts = scenario.objectives.map(({ text }) => text);
  const cells = made.map((cell): SweepCell => {
    const at = sound.indexOf(cell);
    if (at < 0) return { ...cell, estimates: [], missed: [] };
    const own = readings.slice(at * replications, (at + 1) * replications);
    return {
      ...cell,
      estimates: figures.map((figure, f) =>
        estimate(
          figure,
          own.map(({ values }) => values[f]!),
          confidence,
        ),
      ),
      missed: texts.map((text, o) => ({ text, runs: own.filter(({ met }) => met[o] === false).length })),
    };
  });
  const { name, seed, rules } = scenario;
  return {
    lagcastSweep: SWEEP_FORMAT,
    version: VERSION,
    name,
    seed,
    rules,
    replications,
    confidence,
    figures,
    grid,
    cells,
  };
}

/** How many cells a grid has. Throws RangeError of an empty one, and of one with too many. */
export function sizeOf(grid: Grid): number {
  const entries = Object.entries(grid);
  if (entries.length === 0) throw new RangeError('a grid has at least one path with values');
  const empty = entries.find(([, values]) => !Array.isArray(values) || values.length === 0);
  if (empty !== undefined) throw new RangeError(`${empty[0]}: a list of at least one value is due`);
  const size = entries.reduce((product, [, values]) => product * values.length, 1);
  if (size > MOST_CELLS) throw new RangeError(`a grid has at most ${MOST_CELLS} cells; this one has ${size}`);
  return size;
}

/** The settings of a cell. Throws RangeError of a number that the grid has not. */
export function settingsOfCell(grid: Grid, number: number): Settings {
  const size = sizeOf(grid);
  if (!Number.isInteger(number) || number < 0 || number >= size)
    throw new RangeError(`cells are numbered from 0 to ${size - 1}; found ${number}`);
  let rest = number;
  const entries = Object.entries(grid).toReversed();
  const chosen = entries.map(([path, values]) => {
    const value = values[rest % values.length];
    rest = Math.floor(rest / values.length);
    return [path, value] as const;
  });
  return Object.fromEntries(chosen.toReversed());
}

/** One row for each cell and figure, all of the same keys, for whoever draws or writes a table. Values are in the unit of the figure. */
export function sweepRows({ cells }: Sweep): Readonly<Record<string, unknown>>[] {
  return cells.flatMap(({ number, settings, estimates }) =>
    estimates.map(({ figure, runs, mean, interval }) => ({
      ...{ cell: number, ...settings, figure: figure.text, unit: figure.unit, runs },
      ...{ mean, low: interval?.low ?? null, high: interval?.high ?? null },
    })),
  );
}

function cellOf(number: number, template: Template, grid: Grid): Pick<SweepCell, 'number' | 'settings' | 'refused'> {
  const settings = settingsOfCell(grid, number);
  const variant = template.tryVariant(settings);
  const errors = variant.problems.filter(({ severity }) => severity === 'error');
  const refused = variant.ok ? null : errors.map(({ path, message }) => `${path}: ${message}`).join('; ');
  return { number, settings, refused };
}

interface Reading {
  readonly values: readonly (number | null)[];
  readonly met: readonly boolean[];
}

function readingOf(result: Result, figures: readonly FigureRef[]): Reading {
  return { values: figures.map((figure) => valueOf(result, figure)), met: result.objectives.map(({ met }) => met) };
}

function figuresOf(scenario: Scenario, asked: SweepOptions['figures']): readonly FigureRef[] {
  if (asked === undefined) return defaultFigures(scenario);
  if (asked.length === 0) throw new RangeError('at least one figure is due');
  return asked.map((one) => {
    if (typeof one !== 'string') return one;
    const read = readFigure(one, scenario);
    if (read.ok) return read.figure;
    throw new RangeError(formatProblems(one, read.problems));
  });
}

function checkRange(name: string, value: number, least: number): void {
  if (Number.isInteger(value) && value >= least && value <= 100_000) return;
  throw new RangeError(`${name} is a whole number from ${least} to 100000; found ${value}`);
}
