/**
 * Moves one guess at a time to either end of its range, all others as written, with the same luck as the base. A first run of each end shows
 * which do anything at all; only these get the other replications. Leaves out what guesses do together: Morris and Sobol ask that.
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
  readonly met: readonly boolean[];
}

export function readingOf(result: Result, figures: readonly FigureRef[]): Reading {
  return {
    digest: result.digest,
    values: figures.map((figure) => valueOf(result, figure)),
    met: result.objectives.map(({ met }) => met),
  };
}

interface Trial {
  readonly end: End & { readonly ok: true };
  readonly readings: Reading[];
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
  const trials = new Map<End, Trial>();
  for (const end of axes.flatMap(({ ends }) => ends)) if (end.ok) trials.set(end, { end, readings: [] });
  const all = [...trials.values()];
  const read = (result: Result) => readingOf(result, figures);
  const first = yield* inRounds(
    all.map(({ end }) => ({ scenario: end.scenario, replication: 0 })),
    read,
  );
  all.forEach(({ readings }, i) => readings.push(first[i]!));
  const active = all.filter(({ readings }) => differs(readings[0]!, base[0]!));
  const more = active.flatMap(({ end }) =>
    Array.from({ length: replications - 1 }, (_, i): Cell => ({ scenario: end.scenario, replication: i + 1 })),
  );
  const rest = yield* inRounds(more, read);
  active.forEach(({ readings }, i) =>
    readings.push(...rest.slice(i * (replications - 1), (i + 1) * (replications - 1))),
  );
  const tried = axes.map(({ ends }) => ends.map((end) => triedEnd(end, trials.get(end), base, confidence, scenario)));
  return { tried, runs: all.length + more.length };
}

/** Whether anything at all happened otherwise, or costs otherwise. */
function differs(a: Reading, b: Reading): boolean {
  return a.digest !== b.digest || a.values.some((value, i) => value !== b.values[i]);
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
    return { label: end.label, factor: null, value: null, refused, runs: 0, effects: [], objectives: [] };
  }
  const { readings } = trial;
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
    runs: readings.length,
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
    missed: readings.filter(({ met }) => !met[i]).length,
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
  return {
    mean: isKnown ? after.mean : null,
    difference: isKnown ? differences.mean : null,
    interval,
    ratio,
    elasticity: ratio === null || factor === null || factor === 1 ? null : Math.log(ratio) / Math.log(factor),
    verdict: isSame ? 'nothing' : verdictOf(interval, before.mean),
  };
}

function verdictOf(interval: Interval | null, base: number): Verdict {
  if (interval === null) return 'unclear';
  const { low, high } = interval;
  const little = LITTLE * Math.abs(base);
  if (low >= -little && high <= little) return 'little';
  return low > 0 || high < 0 ? 'moves' : 'unclear';
}

/** How far the ends of a guess move a figure, for ranking: the greatest difference that was measured. */
export function reach(ends: readonly TriedEnd[], figure: number): number {
  return Math.max(0, ...ends.map(({ effects }) => Math.abs(effects[figure]?.difference ?? 0)));
}
