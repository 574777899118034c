/** The levers of every limit. */
import { ARRIVAL_LEVERS } from './arrival-levers.ts';
import { CONCURRENCY_LEVERS } from './concurrency-levers.ts';
import type { Suspect } from './evidence.ts';
import { FAILURE_LEVERS } from './failure-levers.ts';
import type { Base, Levers, LeverTable } from './levers.ts';
import { READING_LEVERS } from './reading-levers.ts';

const LEVERS: LeverTable = { ...FAILURE_LEVERS, ...CONCURRENCY_LEVERS, ...READING_LEVERS, ...ARRIVAL_LEVERS };

/** Undefined: nothing of it can be lifted. */
export function leversOf(suspect: Suspect, base: Base): Levers | undefined {
  return LEVERS[suspect.limit]?.(suspect, base);
}
