/**
 * What the runs of a search say of a setting: bad, good enough to be confirmed, or not clear yet. It only decides who is looked at
 * further. Whatever it gets wrong costs runs or a better answer, never the promise, which rests on fresh runs alone (stages.ts).
 *
 * Bad: a setting that missed no more often than it may would show so many misses with a probability of 1 % at most, looked at after
 * 2, 6, 20, 40, 60 and 80 runs where the risk is 5 %. Good: at 20 runs or a later look, not even a quarter missed of what may. What is
 * not good at the last look is bad: it misses too often to be confirmed. After a confirmation that failed everything takes more runs.
 */
import { binomialAtMost } from '../../stats/binomial.ts';

export type Verdict = 'good' | 'bad' | 'open';

/** Below that a setting is no candidate any more. */
const IMPLAUSIBLE = 0.01;
const LEAST_RUNS = 10;
/** Looks at which a setting can be good. */
const CHANCES = 4;

/** After how many runs one looks, first and last; of a risk above 0 and below 1. `attempt`: from 1. */
export function looksOf(risk: number, attempt = 1): number[] {
  const first = enough(risk, attempt);
  const early = [2, Math.ceil(0.3 * enough(risk)), enough(risk)].filter((runs) => runs < first);
  return [...new Set([...early, ...Array.from({ length: CHANCES }, (_, i) => first * (i + 1))])];
}

/** Runs from which a setting can be good: at the first attempt, one that may just miss so often misses once, on average. */
export function enough(risk: number, attempt = 1): number {
  return attempt * Math.max(LEAST_RUNS, Math.ceil(1 / risk - 1e-9));
}

export function judge(runs: number, misses: number, risk: number, attempt = 1): Verdict {
  if (misses > 0 && 1 - binomialAtMost(misses - 1, runs, risk) <= IMPLAUSIBLE) return 'bad';
  if (runs < enough(risk, attempt)) return 'open';
  if (misses <= (runs * risk) / 4) return 'good';
  return runs < CHANCES * enough(risk, attempt) ? 'open' : 'bad';
}
