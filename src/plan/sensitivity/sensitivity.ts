/**
 * Which guess moves the answer most. One at a time as a rule; Morris or Sobol where it is asked what guesses do together. Leaves out who runs
 * the cells, and the words for it (report/experiments/sensitivity.ts).
 */
import type { Result } from '../../metrics/result.ts';
import { readFigure, type FigureRef } from '../../scenario/figure.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Template } from '../../scenario/template.ts';
import { Moments } from '../../stats/moments.ts';
import { VERSION } from '../../version.ts';
import { defaultFigures } from '../default-figures.ts';
import { CONFIDENCE } from '../estimate.ts';
import { conduct, replicationsOf, type Cell, type Experiment } from '../experiment.ts';
import { grounded, type Ungrounded } from '../grounds.ts';
import { inRounds } from '../rounds.ts';
import { axisOf, type Axis } from './axis.ts';
import { apportioning, movable, screening } from './designed.ts';
import { assumedGuesses, usualGuesses } from './guesses.ts';
import { LEVELS } from './morris.ts';
import { byReach, countObjectives, readingOf, tryingEnds, type Reading } from './one-at-a-time.ts';
import {
  METHODS,
  SENSITIVITY_FORMAT,
  type GuessHead,
  type Method,
  type MorrisScreening,
  type OneAtATime,
  type Sensitivity,
  type SobolIndices,
} from './outcome.ts';

export const REPLICATIONS = 5;
export const TRAJECTORIES = 10;
export const SAMPLES = 64;
/** More than anybody waits for. */
const MOST = 100_000;

export interface SensitivityOptions {
  /** Default `one-at-a-time`. */
  readonly method?: Method;
  /**
   * Runs of each end of each guess, one at a time: whole, from 2; default {@link REPLICATIONS}. Numbers of the service that nobody asked for by
   * name have one where that changes nothing at all.
   */
  readonly replications?: number;
  /** Of Morris: whole, from 2; default {@link TRAJECTORIES}. Each takes a run more than there are guesses. */
  readonly trajectories?: number;
  /** Rows of Sobol's sample: whole, from 2; default {@link SAMPLES}. Each takes two runs more than there are guesses. */
  readonly samples?: number;
  /** Of intervals, above 0 and below 1; default 0.95. */
  readonly confidence?: number;
  /** What is looked at, the most important first; default: those of the objectives, else what people usually ask. */
  readonly figures?: readonly (FigureRef | string)[];
  /** Instead of those of the scenario, as it would write them: `{ 'functions.worker.handler.perRecord': { times: 2 } }`. */
  readonly guesses?: Readonly<Record<string, unknown>>;
  /** Whether numbers of the service that nobody publishes are tried too, where nothing is said of guesses; default: one at a time only. */
  readonly assumptions?: boolean;
  /** Told how many runs there will be in all, as far as is known; changes nothing. */
  readonly onExpected?: (runs: number) => void;
}

/**
 * Finds out which guess moves the figures most. Throws VariantError when the template, or a point of a design, is no sound scenario;
 * RangeError of options out of range or of another method, of a figure that there is not, and when there is nothing to guess; and what `simulate` throws.
 */
export function sensitivity(
  template: Template,
  options?: SensitivityOptions & { method?: 'one-at-a-time' },
): OneAtATime;
export function sensitivity(template: Template, options: SensitivityOptions & { method: 'morris' }): MorrisScreening;
export function sensitivity(template: Template, options: SensitivityOptions & { method: 'sobol' }): SobolIndices;
export function sensitivity(template: Template, options?: SensitivityOptions): Sensitivity;
export function sensitivity(template: Template, options: SensitivityOptions = {}): Sensitivity {
  return conduct(sensing(template, options));
}

/** The same for whoever conducts the runs elsewhere. */
export function* sensing(given: Template, options: SensitivityOptions = {}): Experiment<Sensitivity> {
  const { method = 'one-at-a-time' } = options;
  checkOptions(options);
  const template = options.guesses === undefined ? given : given.with({ guesses: options.guesses });
  const { scenario } = template.variant();
  const figures = figuresOf(scenario, options.figures);
  const asked: Asked = { template, scenario, figures, options };
  return yield* grounded(BY_METHOD[method](asked), [scenario]);
}

interface Asked {
  readonly template: Template;
  readonly scenario: Scenario;
  readonly figures: readonly FigureRef[];
  readonly options: SensitivityOptions;
}

const BY_METHOD: Readonly<Record<Method, (asked: Asked) => Experiment<Ungrounded<Sensitivity>>>> = {
  'one-at-a-time': oneAtATime,
  morris,
  sobol,
};

type Running<T> = Generator<readonly Cell[], T, readonly Result[]>;

function* oneAtATime(asked: Asked): Experiment<Ungrounded<OneAtATime>> {
  const { scenario, figures, options } = asked;
  const { replications = REPLICATIONS, confidence = CONFIDENCE, onExpected } = options;
  let assumptions: Result['assumptions'] = [];
  const base: Reading[] = yield* inRounds(replicationsOf(scenario, 0, replications), (result, i) => {
    if (i === 0) assumptions = result.assumptions;
    return readingOf(result, figures);
  });
  const { axes, leftOut } = axesOf(asked, options.assumptions === false ? [] : assumptions);
  onExpected?.(replications * (1 + axes.reduce((sum, { ends }) => sum + ends.length, 0)));
  const { tried, runs } = yield* tryingEnds(axes, base, { replications, confidence }, scenario, figures);
  const compareEnds = byReach(0);
  const guesses = axes
    .map((axis, i) => ({ ...headOf(axis), ends: tried[i]! }))
    .toSorted((a, b) => compareEnds(a.ends, b.ends));
  const means = figures.map((_, f) => {
    const values = base.map(({ values }) => values[f]!).filter((value) => value !== null);
    return values.length === 0 ? null : Moments.of(values).mean;
  });
  const objectives = countObjectives(
    scenario.objectives.map(({ text }) => text),
    base,
  );
  const head = headOfAll(asked, replications + runs, leftOut);
  return { ...head, method: 'one-at-a-time', replications, base: { means, objectives }, guesses };
}

function* morris(asked: Asked): Experiment<Ungrounded<MorrisScreening>> {
  const { template, figures, options } = asked;
  const { trajectories: count = TRAJECTORIES, confidence = CONFIDENCE } = options;
  const { axes, leftOut, runs: before } = yield* movableAxes(asked);
  options.onExpected?.(before + count * (axes.length + 1));
  const { seed } = asked.scenario;
  const { effects, unmeasured, runs } = yield* screening(axes, template, figures, { count, confidence, seed });
  const guesses = axes
    .map((axis, i) => ({ ...headOf(axis), effects: effects[i]! }))
    .toSorted(
      ({ effects: [a] }, { effects: [b] }) => b!.broken - a!.broken || (b!.meanSize ?? -1) - (a!.meanSize ?? -1),
    );
  const head = headOfAll(asked, before + runs, leftOut);
  return { ...head, method: 'morris', trajectories: count, levels: LEVELS, unmeasured, guesses };
}

function* sobol(asked: Asked): Experiment<Ungrounded<SobolIndices>> {
  const { template, figures, options } = asked;
  const { samples: count = SAMPLES, confidence = CONFIDENCE } = options;
  const { axes, leftOut, runs: before } = yield* movableAxes(asked);
  options.onExpected?.(before + count * (axes.length + 2));
  const { seed } = asked.scenario;
  const { effects, totals, runs } = yield* apportioning(axes, template, figures, { count, confidence, seed });
  const guesses = axes
    .map((axis, i) => ({ ...headOf(axis), effects: effects[i]! }))
    .toSorted((a, b) => (b.effects[0]!.total ?? -1) - (a.effects[0]!.total ?? -1));
  return { ...headOfAll(asked, before + runs, leftOut), method: 'sobol', samples: count, totals, guesses };
}

/** Where all move together, each guess costs a run in every row: assumptions only where they are asked for. */
function* movableAxes(asked: Asked): Running<ReturnType<typeof movable> & { readonly runs: number }> {
  const { scenario, options } = asked;
  const isWanted = options.assumptions === true && scenario.guesses.length === 0;
  const found = isWanted ? yield* inRounds([{ scenario, replication: 0 }], ({ assumptions }) => assumptions) : [];
  const { axes, leftOut } = axesOf(asked, found[0] ?? []);
  const can = movable(axes, asked.template);
  if (can.axes.length === 0) throw nothingToGuess(can.leftOut);
  return { axes: can.axes, leftOut: [...leftOut, ...can.leftOut], runs: found.length };
}

/** Of the guesses that the scenario names, or else of what people usually guess. */
function axesOf({ template, scenario }: Asked, assumptions: Result['assumptions']) {
  const asked = scenario.guesses.length > 0 ? scenario.guesses : usualGuesses(template, scenario);
  const others = scenario.guesses.length > 0 ? [] : assumedGuesses(assumptions);
  const found = [
    ...asked.map((guess) => axisOf(guess, template, scenario, true)),
    ...others.map((guess) => axisOf(guess, template, scenario, false)),
  ];
  const axes = found.flatMap((one) => (one.ok ? [one.axis] : []));
  const leftOut = found.flatMap((one) => (one.ok ? [] : [{ path: one.path, why: one.why }]));
  if (axes.length === 0) throw nothingToGuess(leftOut);
  return { axes, leftOut };
}

function nothingToGuess(leftOut: readonly { readonly path: string; readonly why: string }[]): RangeError {
  const whys = leftOut.map(({ path, why }) => `\n  ${path}: ${why}`).join('');
  return new RangeError(`there is nothing to guess in this scenario: name paths under guesses${whys}`);
}

function headOf({ path, spread, written }: Axis): GuessHead {
  return { path, of: path.startsWith('facts.') ? 'assumption' : 'input', spread, written };
}

function headOfAll({ scenario, figures, options }: Asked, runs: number, leftOut: Sensitivity['leftOut']) {
  const { name, question, seed, rules } = scenario;
  const { confidence = CONFIDENCE } = options;
  return {
    lagcastSensitivity: SENSITIVITY_FORMAT,
    ...{ version: VERSION, name, question: question ?? null, seed, rules, confidence, runs, figures, leftOut },
  };
}

function figuresOf(scenario: Scenario, asked: SensitivityOptions['figures']): readonly FigureRef[] {
  if (asked === undefined) return defaultFigures(scenario);
  if (asked.length === 0) throw new RangeError('at least one figure is due');
  return asked.map((one) => {
    if (typeof one !== 'string') return one;
    const read = readFigure(one, scenario);
    if (read.ok) return read.figure;
    throw new RangeError(
      read.problems.map(({ message, hint }) => (hint === undefined ? message : `${message} (${hint})`)).join('; '),
    );
  });
}

/** Whose effort each option says. */
const METHOD_OF: Readonly<Record<string, Method>> = {
  replications: 'one-at-a-time',
  trajectories: 'morris',
  samples: 'sobol',
};

function checkOptions({
  method = 'one-at-a-time',
  replications,
  trajectories,
  samples,
  confidence,
}: SensitivityOptions): void {
  if (!METHODS.includes(method))
    throw new RangeError(`method is one of ${METHODS.join(', ')}; found ${String(method)}`);
  for (const [name, value] of Object.entries({ replications, trajectories, samples })) {
    if (value === undefined || (Number.isInteger(value) && value >= 2 && value <= MOST)) continue;
    throw new RangeError(`${name} is a whole number from 2 to ${MOST}; found ${value}`);
  }
  for (const [name, of] of Object.entries(METHOD_OF)) {
    if (of !== method && { replications, trajectories, samples }[name] !== undefined)
      throw new RangeError(`${name} is an option of the method ${of}, not of ${method}`);
  }
  if (confidence !== undefined && !(confidence > 0 && confidence < 1))
    throw new RangeError(`confidence is above 0 and below 1; found ${confidence}`);
}
