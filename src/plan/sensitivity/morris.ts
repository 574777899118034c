/**
 * Morris's screening (1991): trajectories through the cube of all guesses, each step moving one of them by about half its levels, from
 * a point that chance has chosen. The mean size of the steps' effects says how much a guess matters (μ*, Campolongo 2007); their
 * spread, whether it matters more at one place than at another. Design and estimators, for any function.
 */
import type { RandomStream } from '../../engine/random.ts';
import { Moments } from '../../stats/moments.ts';
import { meanInterval, type Interval } from '../../stats/student.ts';
import type { MorrisEffect } from './outcome.ts';

/** Of an amount: even, so that every level is as likely. A list of values has as many as there are. */
export const LEVELS = 4;

export interface Trajectory {
  /** One more than there are guesses; each differs from the one before in one of them. */
  readonly points: readonly (readonly number[])[];
  /** The guess that each step moves, and by how much of its range. */
  readonly steps: readonly { readonly guess: number; readonly by: number }[];
}

/** `levels`: of each guess, from 2. */
export function trajectories(count: number, levels: readonly number[], random: RandomStream): Trajectory[] {
  return Array.from({ length: count }, () => trajectory(levels, random));
}

function trajectory(levels: readonly number[], random: RandomStream): Trajectory {
  const at = levels.map((n) => random.below(n));
  const pointHere = () => at.map((level, guess) => level / (levels[guess]! - 1));
  const points = [pointHere()];
  const steps = shuffled(levels.length, random).map((guess) => {
    const by = stepFrom(at[guess]!, levels[guess]!, random);
    at[guess]! += by;
    points.push(pointHere());
    return { guess, by: by / (levels[guess]! - 1) };
  });
  return { points, steps };
}

/** Half of the levels up or down: of an even number only one of them stays within, of an odd one both do from the middle. */
function stepFrom(level: number, levels: number, random: RandomStream): number {
  const half = Math.floor(levels / 2);
  const [canRise, canFall] = [level + half < levels, level - half >= 0];
  const rises = canRise && (!canFall || random.below(2) === 0);
  return rises ? half : -half;
}

/**
 * From the values at the points of each trajectory, in order; null where there was nothing to measure. `by` of a step is how far the guess
 * really moved, as a share of its range; a step by 0 tells nothing.
 */
export function morrisEffects(
  all: readonly Trajectory[],
  values: readonly (readonly (number | null)[])[],
  dimensions: number,
  confidence: number,
): MorrisEffect[] {
  const effects: number[][] = Array.from({ length: dimensions }, () => []);
  const broken = new Array<number>(dimensions).fill(0);
  all.forEach(({ steps }, t) =>
    steps.forEach(({ guess, by }, i) => {
      const [before, after] = [values[t]![i]!, values[t]![i + 1]!];
      if ((before === null) !== (after === null)) broken[guess]! += 1;
      if (before !== null && after !== null && by !== 0) effects[guess]!.push((after - before) / by);
    }),
  );
  return effects.map((found, guess) => ({ ...summary(found, confidence), broken: broken[guess]! }));
}

function summary(effects: readonly number[], confidence: number): Omit<MorrisEffect, 'broken'> {
  if (effects.length === 0) return { count: 0, mean: null, meanSize: null, interval: null, standardDeviation: null };
  const [moments, sizes] = [Moments.of(effects), Moments.of(effects.map(Math.abs))];
  return {
    count: effects.length,
    mean: moments.mean,
    meanSize: sizes.mean,
    interval: atLeastZero(meanInterval(sizes, confidence)),
    standardDeviation: moments.standardDeviation,
  };
}

/** A mean of sizes is none below. */
function atLeastZero(interval: Interval | undefined): Interval | null {
  return interval === undefined ? null : { low: Math.max(0, interval.low), high: interval.high };
}

function shuffled(n: number, random: RandomStream): number[] {
  const order = Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}
