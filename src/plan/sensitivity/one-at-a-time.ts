/**
 * Moves one guess at a time to either end of its range, all others as written, with the same luck as the base. Of numbers of the service that
 * nobody asked for, which are many, a first run shows which do anything at all: only these get the other replications. Leaves out what guesses do together: Morris and Sobol ask that.
 */
import { valueOf } from '../estimate.ts';
import type { Result } from '../../metrics/result.ts';
import type { FigureRef } from '../../scenario/figure.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { Moments } from '../../stats/moments.ts';
import { meanInterval, type Interval } from '../../stats/student.ts';
import type { Cell } from '../experiment.ts';
import { inRounds } from '../rounds.ts';
import type { Axis, End } from './axis.ts';
import type { Effect, ObjectiveCount, TriedEnd, Verdict } from './outcome.ts';

/** Of the base: what is within it is little. */
export const LITTLE = 0.05;

/** What is kept of a run. */
export interface Reading {
  readonly digest: string;
  readonly values: readonly (number | null)[];
  readonly objectives: readonly { readonly met: boolean; readonly value: number | null }[];
}

export function readingOf(result: Result, figures: readonly FigureRef[]): Reading {
  return {
    digest: result.digest,
    values: figures.map((figure) => valueOf(result, figure)),
    objectives: result.objectives.map(({ met, value }) => ({ met, value })),
  };
}

interface Trial {
  readonly readings: readonly Reading[];
  readonly isScreened: boolean;
}

export interface Effort {
  readonly replications: number;
  readonly confidence: number;
}

/** The ends of each axis; `base` are readings of the scenario as written, one for each replication from 0. */
export function* tryingEnds(
  axes: readonly Axis[],
  base: readonly Reading[],
  { replications, confidence }: Effort,
  scenario: Scenario,
  figures: readonly FigureRef[],
): Generator<readonly Cell[], { readonly tried: TriedEnd[][]; readonly runs: number }, readonly Result[]> {
  const all = axes.flatMap(({ ends, isAsked }) => ends.flatMap((end) => (end.ok ? [{ end, isAsked }] : [])));
  const read = (result: Result) => readingOf(result, figures);
  const first = yield* inRounds(
    all.map(({ end }) => ({ scenario: end.scenario, replication: 0 })),
    read,
  );
  const active = all.flatMap(({ end, isAsked }, i) =>
    isAsked || differs(first[i]!, base[0]!) ? [{ end, first: first[i]! }] : [],
  );
  const others = replications - 1;
  const more = active.flatMap(({ end }) =>
    Array.from({ length: others }, (_, i): Cell => ({ scenario: end.scenario, replication: i + 1 })),
  );
  const rest = yield* inRounds(more, read);
  // What changed nothing is taken to change nothing in the other runs: these are then the base's, and so is what they met and missed.
  const trials = new Map<End, Trial>(all.map(({ end }) => [end, { readings: base, isScreened: true }]));
  active.forEach(({ end, first }, i) =>
    trials.set(end, { readings: [first, ...rest.slice(i * others, (i + 1) * others)], isScreened: false }),
  );
  const tried = axes.map(({ ends }) => ends.map((end) => triedEnd(end, trials.get(end), base, confidence, scenario)));
  return { tried, runs: all.length + more.length };
}

/** Whether anything at all happened otherwise, or costs otherwise. */
function differs(a: Reading, b: Reading): boolean {
  return (
    a.digest !== b.digest ||
    a.values.some((value, i) => value !== b.values[i]) ||
    a.objectives.some(({ value }, i) => value !== b.objectives[i]!.value)
  );
}

function triedEnd(
  end: End,
  trial: Trial | undefined,
  base: readonly Reading[],
  confidence: number,
  { objectives }: Scenario,
): TriedEnd {
  if (!end.ok || trial === undefined) {
    const refused = end.ok ? null : end.why;
    return {
      label: end.label,
      factor: null,
      value: null,
      refused,
      runs: 0,
      isScreened: false,
      effects: [],
      objectives: [],
    };
  }
  const { readings, isScreened } = trial;
  const effects = base[0]!.values.map((_, i) =>
    effectOf(
      base.map(({ values }) => values[i]!),
      readings.map(({ values }) => values[i]!),
      end.factor,
      confidence,
    ),
  );
  return {
    label: end.label,
    factor: end.factor,
    value: end.value,
    refused: null,
    runs: isScreened ? 1 : readings.length,
    isScreened,
    effects,
    objectives: countObjectives(
      objectives.map(({ text }) => text),
      readings,
    ),
  };
}

export function countObjectives(texts: readonly string[], readings: readonly Reading[]): ObjectiveCount[] {
  return texts.map((text, i) => ({
    text,
    missed: readings.filter(({ objectives }) => !objectives[i]!.met).length,
    runs: readings.length,
  }));
}

/** Of one figure, from the values of single runs with the same luck, of which the base may have more. */
export function effectOf(
  base: readonly (number | null)[],
  values: readonly (number | null)[],
  factor: number | null,
  confidence: number,
): Effect {
  const pairs = values.flatMap((value, i) => (value === null || base[i] === null ? [] : [[base[i]!, value] as const]));
  const before = Moments.of(pairs.map(([from]) => from));
  const after = Moments.of(pairs.map(([, to]) => to));
  const differences = Moments.of(pairs.map(([from, to]) => to - from));
  const isKnown = pairs.length > 0;
  const interval = meanInterval(differences, confidence) ?? null;
  const ratio = isKnown && before.mean > 0 && after.mean > 0 ? after.mean / before.mean : null;
  const isSame = values.every((value, i) => value === base[i]);
  const lost = values.filter((value, i) => value === null && base[i] !== null).length;
  const gained = values.filter((value, i) => value !== null && base[i] === null).length;
  return {
    ...{ lost, gained },
    mean: isKnown ? after.mean : null,
    difference: isKnown ? differences.mean : null,
    interval,
    ratio,
    elasticity: ratio === null || factor === null || factor === 1 ? null : Math.log(ratio) / Math.log(factor),
    verdict: isSame ? 'nothing' : lost > 0 ? 'ends' : gained > 0 ? 'begins' : verdictOf(interval, before.mean),
  };
}

function verdictOf(interval: Interval | null, base: number): Verdict {
  if (interval === null) return 'unclear';
  const { low, high } = interval;
  const little = LITTLE * Math.abs(base);
  if (low >= -little && high <= little) return 'little';
  return low > 0 || high < 0 ? 'moves' : 'unclear';
}

/** For ranking guesses by what they do to a figure, most first: in how many runs an end takes it away or brings it, then how far one moves it. */
export function byReach(figure: number): (a: readonly TriedEnd[], b: readonly TriedEnd[]) => number {
  const greatest = (ends: readonly TriedEnd[], of: (effect: Effect) => number) =>
    Math.max(0, ...ends.map(({ effects }) => (effects[figure] === undefined ? 0 : of(effects[figure]))));
  const broken = (ends: readonly TriedEnd[]) => greatest(ends, ({ lost, gained }) => lost + gained);
  const moved = (ends: readonly TriedEnd[]) => greatest(ends, ({ difference }) => Math.abs(difference ?? 0));
  return (a, b) => broken(b) - broken(a) || moved(b) - moved(a);
}
