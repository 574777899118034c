/** Records that were given up, split by whether the code ever ran on them: what the result counted of how the last attempt ended. Pure. */
import type { DeadLetteredBy, Result } from '../metrics/result.ts';
import type { Target } from './targets.ts';

/** They add up to `all`. */
export interface DeadLetters {
  readonly all: number;
  /** No invocation was ever given them. */
  readonly neverRan: number;
  /** The code had been given them, and the last attempt did not get to it: refused, held until they were visible again, not asked. */
  readonly sometimesThrottled: number;
  /** The last attempt ran, and failed: errors, timeouts, answers that fail them. */
  readonly handlerErrors: number;
  /** The last attempt ran, and came too late or could not be told: done all the same, perhaps. */
  readonly ranTooLong: number;
}

const UNTAKEN = ['refused', 'systemError', 'held', 'dropped', 'earlier', 'stopped'] as const;
const ERRORS = ['failed', 'timedOut', 'unusableAnswer', 'reported', 'outOfMemory'] as const;
const LATE = ['late', 'notDeleted'] as const;

/** Null where none was given up, and of streams and direct calls, which have none. */
export function deadLettersOf({ kind, source }: Target, result: Result): DeadLetters | null {
  const { deadLettered, deadLetteredUnseen, deadLetteredBy, async } = result.sources[source]!;
  if (kind === 'mapping') return null;
  if (async !== null) {
    const { dropped, droppedUnrun, droppedBy } = async;
    if (dropped === 0) return null;
    const handlerErrors = Math.min(droppedBy.RetriesExhausted, dropped - droppedUnrun);
    const sometimesThrottled = dropped - droppedUnrun - handlerErrors;
    return { all: dropped, neverRan: droppedUnrun, sometimesThrottled, handlerErrors, ranTooLong: 0 };
  }
  if (deadLettered === 0) return null;
  const sum = (causes: readonly (keyof DeadLetteredBy)[]): number =>
    causes.reduce((n, one) => n + deadLetteredBy[one], 0);
  return {
    all: deadLettered,
    neverRan: deadLetteredUnseen,
    sometimesThrottled: sum(UNTAKEN) - deadLetteredUnseen,
    handlerErrors: sum(ERRORS),
    ranTooLong: sum(LATE),
  };
}
