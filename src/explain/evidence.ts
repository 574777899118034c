/**
 * Suspects of a result: limits that may bind, by what the run left behind of them, each with how much they might be to blame. Nothing is
 * decided here: a suspect is worth a re-run, which decides. Pure; knows no scenario.
 */
import type { Result } from '../metrics/result.ts';
import { CONCURRENCY_FINDERS } from './concurrency-finders.ts';
import { LEAST_LOST, LEAST_TIME } from './effect.ts';
import { FAILURE_FINDERS } from './failure-finders.ts';
import { seenOf, type Found } from './finders.ts';
import { rankOf } from './limits.ts';
import { READING_FINDERS } from './reading-finders.ts';
import { harmTo, type Target } from './targets.ts';

export interface Suspect extends Found {
  readonly target: Target;
}

const FINDERS = [...FAILURE_FINDERS, ...READING_FINDERS, ...CONCURRENCY_FINDERS];

/** The greatest weight first; of equals the earlier cause. Each limit of each place at most once a target. */
export function suspectsOf(result: Result, targets: readonly Target[]): Suspect[] {
  const all = targets.flatMap((target) => {
    const seen = seenOf(target, result);
    return FINDERS.flatMap((find) => find(seen)).map((found) => ({ ...found, target }));
  });
  const worth = all.filter(({ weight, target }) => weight >= leastFor(target, result));
  const named = new Map(
    worth.toReversed().map((one) => [JSON.stringify([one.limit, one.where, one.target.name]), one]),
  );
  return [...named.values()].toSorted((a, b) => b.weight - a.weight || rankOf(a.limit) - rankOf(b.limit));
}

/** What records wait for less than a limit has to cost cannot be one: without it they would at most be faster by something else. */
function leastFor(target: Target, result: Result): number {
  return harmTo(target, result).lostShare >= LEAST_LOST ? LEAST_LOST : LEAST_TIME;
}
