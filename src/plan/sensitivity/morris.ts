/**
 * Morris's screening (1991): trajectories through the cube of all guesses, each step moving one of them by more than half its range, from
 * a point that chance has chosen. The mean size of the steps' effects says how much a guess matters (μ*, Campolongo 2007); their
 * spread, whether it matters more at one place than at another. Design and estimators, for any function.
 */
import type { RandomStream } from '../../engine/random.ts';
import { Moments } from '../../stats/moments.ts';
import { meanInterval, type Interval } from '../../stats/student.ts';
import type { MorrisEffect } from './outcome.ts';

/** Even, so that every level is as likely. */
export const LEVELS = 4;

export interface Trajectory {
  /** One more than there are guesses; each differs from the one before in one of them. */
  readonly points: readonly (readonly number[])[];
  /** The guess that each step moves, and by how much of its range. */
  readonly steps: readonly { readonly guess: number; readonly by: number }[];
}

export function trajectories(count: number, dimensions: number, random: RandomStream): Trajectory[] {
  return Array.from({ length: count }, () => trajectory(dimensions, random));
}

function trajectory(dimensions: number, random: RandomStream): Trajectory {
  const step = LEVELS / (2 * (LEVELS - 1));
  const point = Array.from({ length: dimensions }, () => random.below(LEVELS) / (LEVELS - 1));
  const order = shuffled(dimensions, random);
  const points = [[...point]];
  const steps = order.map((guess) => {
    const by = point[guess]! + step > 1 + 1e-9 ? -step : step;
    point[guess] = Math.min(1, Math.max(0, point[guess]! + by));
    points.push([...point]);
    return { guess, by };
  });
  return { points, steps };
}

/** From the values at the points of each trajectory, in order; null where there was nothing to measure. */
export function morrisEffects(
  all: readonly Trajectory[],
  values: readonly (readonly (number | null)[])[],
  dimensions: number,
  confidence: number,
): MorrisEffect[] {
  const effects: number[][] = Array.from({ length: dimensions }, () => []);
  all.forEach(({ steps }, t) =>
    steps.forEach(({ guess, by }, i) => {
      const [before, after] = [values[t]![i]!, values[t]![i + 1]!];
      if (before !== null && after !== null) effects[guess]!.push((after - before) / by);
    }),
  );
  return effects.map((found) => summary(found, confidence));
}

function summary(effects: readonly number[], confidence: number): MorrisEffect {
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
