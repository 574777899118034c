/**
 * What a mapping of a stream does when an invocation has ended: pure (KIN-21 to KIN-27, KIN-36; section B.3, where recordings win).
 *
 * Progress restarts the budget of retries (R-KIN-03, R-DDB-02). A refusal never counts (KIN-23). That a batch is bisected before
 * any retry is spent on it, and in which order its parts go on, is inferred (KIN-25, R-BIS-01 to R-BIS-03).
 */
import { Outcome } from '../../batch.ts';

export interface RetrySettings {
  /** Tries after the first; Infinity: for as long as the stream keeps the records. */
  readonly maximumRetryAttempts: number;
  readonly bisectBatchOnFunctionError: boolean;
}

export type Verdict =
  /** All of it is done with. */
  | { readonly kind: 'passed' }
  /** So many of its records are; the rest is sent at once. */
  | { readonly kind: 'progress'; readonly count: number }
  /** The first part has so many records, and goes first. */
  | { readonly kind: 'bisect'; readonly left: number }
  /** The function refused: tried again after a pause. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'retry' }
  | { readonly kind: 'giveUp' };

/**
 * `size` of the batch, from 1; `firstFailed`: place of the first record that was reported, `size` when none was; `attempts`: invocations
 * of this batch that have failed, without this one.
 */
export function verdict(
  {
    outcome,
    size,
    firstFailed,
    attempts,
  }: Readonly<Record<'size' | 'firstFailed' | 'attempts', number>> & {
    readonly outcome: Outcome;
  },
  { maximumRetryAttempts, bisectBatchOnFunctionError }: RetrySettings,
): Verdict {
  if (outcome === Outcome.throttled) return { kind: 'refused' };
  const isPartial = outcome === Outcome.partial;
  if (outcome === Outcome.succeeded || (isPartial && firstFailed === size)) return { kind: 'passed' };
  if (isPartial && firstFailed > 0) return { kind: 'progress', count: firstFailed };
  // A part of one record cannot be split; the first part is the larger one (R-BIS-02).
  if (bisectBatchOnFunctionError && size > 1) return { kind: 'bisect', left: Math.ceil(size / 2) };
  return { kind: attempts < maximumRetryAttempts ? 'retry' : 'giveUp' };
}
