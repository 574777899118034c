/**
 * Many runs of one scenario, each with luck of its own: what the figures are over them, how sure that is, how often
 * objectives were met, and whether the runs were long enough to say so. Leaves out comparing scenarios.
 */
import { readFigure, type FigureRef } from '../scenario/figure.ts';
import { formatProblems } from '../scenario/problem.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { Template } from '../scenario/template.ts';
import { VERSION } from '../version.ts';
import { defaultFigures } from './default-figures.ts';
import { CONFIDENCE } from './estimate.ts';
import { conduct, replicationsOf, type Experiment } from './experiment.ts';
import { grounded, type Grounds, type Ungrounded } from './grounds.ts';
import { FigureSamples, type FigureEstimate } from './figure-sample.ts';
import { ObjectiveTally, type ObjectiveShare } from './objective-share.ts';
import {
  isReached,
  LEAST_RUNS,
  MOST_RUNS,
  nextLook,
  readPrecision,
  runsFor,
  wantedHalfWidth,
  type Known,
  type Precision,
} from './stopping.ts';
import { SteadyStateWatch, type SteadyState } from './warm-up.ts';

export const REPLICATIONS_FORMAT = 1;
/** Runs, unless somebody says otherwise: enough that Student's t is near the normal, and nobody waits too long. */
export const REPLICATIONS = 20;
const MOST_REPLICATIONS = 100_000;
/** Runs asked for at once: enough for many workers, and few results to be held. */
const ROUND = 16;

export interface ReplicateOptions {
  /** Runs, from 2 to 100,000; default {@link REPLICATIONS}. Not together with `until`. */
  readonly replications?: number | undefined;
  /** Of intervals, above 0 and below 1; default 0.95. */
  readonly confidence?: number | undefined;
  /** What to estimate, such as `p99(orders.latency)`, instead of the usual figures. Those of `until` are there in any case. */
  readonly figures?: readonly (FigureRef | string)[] | undefined;
  /** Go on until all of this is known: `p99(orders.latency) within 5 %`. */
  readonly until?: readonly (Precision | string)[] | undefined;
  /** Most runs with `until`, from 2 to 100,000; default 1,000. */
  readonly mostRuns?: number | undefined;
  /** The first replication, from 0; default 0. Others have other luck. */
  readonly first?: number | undefined;
  /** Told how many runs there will be in all, as far as is known; changes nothing. */
  readonly onExpected?: ((runs: number) => void) | undefined;
}

/** What came out: versioned plain data. Times in microseconds, sizes in bytes, shares from 0 to 1, money in US dollars. */
export interface Replications extends Grounds {
  readonly lagcastReplications: typeof REPLICATIONS_FORMAT;
  /** Version of lagcast that made it. */
  readonly version: string;
  readonly name: string;
  readonly question: string | null;
  readonly seed: number | string;
  readonly rules: string;
  readonly duration: number;
  readonly warmUp: number;
  /** The replications are `first` to `first + runs − 1`. */
  readonly first: number;
  readonly runs: number;
  /** Of all intervals, each by itself. */
  readonly confidence: number;
  /** Null when the number of runs was given. */
  readonly stopping: Stopping | null;
  readonly figures: readonly FigureEstimate[];
  readonly objectives: readonly ObjectiveShare[];
  readonly steadyState: SteadyState;
}

export interface Stopping {
  readonly leastRuns: number;
  readonly mostRuns: number;
  /** Runs after which the rule looked. */
  readonly looks: readonly number[];
  readonly reached: boolean;
  readonly precisions: readonly {
    readonly text: string;
    /** In the unit of the figure; null when it has no value yet. */
    readonly wanted: number | null;
    readonly halfWidth: number | null;
    readonly reached: boolean;
  }[];
}

/**
 * Runs a scenario again and again. Throws RangeError of options out of range and figures that the scenario has not, and
 * what `simulate` throws.
 */
export function replicate(scenario: Scenario | Template, options: ReplicateOptions = {}): Replications {
  return conduct(replicating(scenario, options));
}

/** The same for whoever conducts the runs elsewhere. */
export function* replicating(of: Scenario | Template, options: ReplicateOptions = {}): Experiment<Replications> {
  const scenario = of instanceof Template ? of.variant().scenario : of;
  return yield* grounded(runsOf(scenario, options), [scenario]);
}

function* runsOf(scenario: Scenario, options: ReplicateOptions): Experiment<Ungrounded<Replications>> {
  const { confidence, first, precisions, figures, most, ...checked } = planOf(scenario, options);
  const samples = new FigureSamples(figures, confidence);
  const objectives = scenario.objectives.map((_, i) => new ObjectiveTally(scenario, i));
  const watch = new SteadyStateWatch(scenario);
  const looks: number[] = [];
  let [runs, due] = [0, checked.runs];
  options.onExpected?.(due);
  while (runs < due) {
    const cells = replicationsOf(scenario, first + runs, Math.min(ROUND, due - runs));
    for (const result of yield cells) {
      samples.add(result);
      for (const objective of objectives) objective.add(result, first + runs);
      watch.add(result);
      runs += 1;
    }
    if (runs < due || precisions.length === 0) continue;
    looks.push(runs);
    const known = precisions.map((precision) => knownOf(precision, samples));
    due = nextLook(runs, most, precisions, known);
    options.onExpected?.(Math.min(most, Math.max(...precisions.map((one, i) => runsFor(runs, one, known[i]!)))));
  }
  const { name, question, seed, rules, duration, warmUp } = scenario;
  return {
    lagcastReplications: REPLICATIONS_FORMAT,
    version: VERSION,
    name,
    question: question ?? null,
    seed,
    rules,
    duration,
    warmUp,
    first,
    runs,
    confidence,
    stopping:
      precisions.length === 0
        ? null
        : stoppingOf({ leastRuns: checked.runs, mostRuns: most, looks }, precisions, samples),
    figures: samples.estimates(),
    objectives: objectives.map((objective) => objective.share(confidence)),
    steadyState: watch.outcome(),
  };
}

function stoppingOf(
  rule: Pick<Stopping, 'leastRuns' | 'mostRuns' | 'looks'>,
  precisions: readonly Precision[],
  samples: FigureSamples,
): Stopping {
  const told = precisions.map((precision) => {
    const known = knownOf(precision, samples);
    const wanted = known.value === null ? null : wantedHalfWidth(precision, known.value);
    return { text: precision.text, wanted, halfWidth: known.halfWidth, reached: isReached(precision, known) };
  });
  return { ...rule, reached: told.every(({ reached }) => reached), precisions: told };
}

function knownOf({ figure }: Precision, samples: FigureSamples): Known {
  const { value, halfWidth, perRun } = samples.summary(figure);
  return { value, halfWidth: perRun.max === 0 ? null : halfWidth };
}

/** The options, checked and complete. */
interface Plan {
  readonly confidence: number;
  readonly first: number;
  readonly precisions: readonly Precision[];
  /** Without doubles. */
  readonly figures: readonly FigureRef[];
  /** Until the first look, or in all. */
  readonly runs: number;
  readonly most: number;
}

function planOf(scenario: Scenario, options: ReplicateOptions): Plan {
  const { replications, confidence = CONFIDENCE, first = 0, figures, until = [], mostRuns = MOST_RUNS } = options;
  if (until.length > 0 && replications !== undefined)
    throw new RangeError('replications and until: one of them says how many runs there are');
  if (!(confidence > 0 && confidence < 1))
    throw new RangeError(`confidence is a share above 0 and below 1; found ${confidence}`);
  checkWhole('replications', replications ?? REPLICATIONS, 2);
  checkWhole('mostRuns', mostRuns, 2);
  checkWhole('first', first, 0, Number.MAX_SAFE_INTEGER);
  const precisions = until.map((one) => (typeof one === 'string' ? precisionOf(one, scenario) : one));
  const asked = figures?.map((one) => (typeof one === 'string' ? figureOf(one, scenario) : one));
  const all = [...(asked ?? defaultFigures(scenario)), ...precisions.map(({ figure }) => figure)];
  return {
    confidence,
    first,
    precisions,
    figures: [...new Map(all.map((figure) => [figure.text, figure])).values()],
    runs: precisions.length > 0 ? Math.min(LEAST_RUNS, mostRuns) : (replications ?? REPLICATIONS),
    most: mostRuns,
  };
}

function checkWhole(what: string, n: number, least: number, most = MOST_REPLICATIONS): void {
  if (Number.isInteger(n) && n >= least && n <= most) return;
  throw new RangeError(`${what} is a whole number from ${least} to ${most}; found ${n}`);
}

function precisionOf(text: string, scenario: Scenario): Precision {
  const read = readPrecision(text, scenario);
  if (!read.ok) throw new RangeError(formatProblems('until', read.problems));
  return read.precision;
}

function figureOf(text: string, scenario: Scenario): FigureRef {
  const read = readFigure(text, scenario);
  if (!read.ok) throw new RangeError(formatProblems('figures', read.problems));
  return read.figure;
}
