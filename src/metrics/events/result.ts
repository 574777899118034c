/**
 * What a result has of asynchronous invocation, beside what all sources have: a part of metrics/result.ts, described with it in
 * `docs/result.md`. Units, warm-up and nulls are as there.
 */
import type { Condition, RetryCause } from '../../model/observer.ts';
import type { Spread } from '../result.ts';

/** How an event that is given up ends. */
export type Dropped = Exclude<Condition, 'Success'>;

/** What became of records that were to be sent somewhere. */
export interface DeliveryResult {
  readonly name: string;
  readonly delivered: number;
  /** Could not be delivered, and are lost. */
  readonly failed: number;
}

/** Of a source of asynchronous invocations. */
export interface EventResult {
  readonly function: string;
  readonly origin: string;
  /** At the end of the run, and what set them within it. */
  readonly maximumRetryAttempts: number;
  readonly maximumEventAge: number;
  readonly settingChanges: readonly { readonly at: number; readonly setting: string; readonly to: number }[];
  /** Published to the service in front; where there is none, as many as were received. */
  readonly published: number;
  readonly upstream: {
    /** Published, and neither accepted nor dropped, at the end. */
    readonly waiting: number;
    /** Tries to hand an event over that Lambda did not take, the last of dropped events among them. */
    readonly refused: number;
    readonly dropped: number;
  };
  /** Accepted by Lambda: AsyncEventsReceived. */
  readonly received: number;
  /** Given up by Lambda, whether or not it was sent somewhere first: AsyncEventsDropped. */
  readonly dropped: number;
  readonly droppedBy: Readonly<Record<Dropped, number>>;
  /** Of the dropped ones, those that no invocation was ever given; of these, those that were not even tried. */
  readonly droppedUnrun: number;
  readonly droppedUntried: number;
  /** Tries to invoke the function, those that were refused included. */
  readonly attempts: number;
  /** Of the attempts, those that were throttled, that ended in an error of the service (5xx), and that were stopped as a loop. */
  readonly throttled: number;
  readonly systemErrors: number;
  readonly stopped: number;
  /** Attempts that began; of them, those that threw, crashed or timed out. */
  readonly executions: number;
  readonly functionErrors: number;
  /** How often an event was put back to be tried again. */
  readonly retries: Readonly<Record<RetryCause, number>>;
  /** The longest time for which an event was put back after a throttle or an error of the service; null when none ever was. */
  readonly longestBackOff: number | null;
  /** Executions that succeeded although one of the same event had succeeded before. */
  readonly duplicates: number;
  /** AsyncEventAge (ASY-17): from acceptance until an attempt, one value an attempt. */
  readonly eventAge: Spread;
  /** Null: not set. */
  readonly onSuccess: DeliveryResult | null;
  readonly onFailure: DeliveryResult | null;
  readonly deadLetterQueue: DeliveryResult | null;
}

/** Of a source of asynchronous invocations, in its series: counts of the interval. */
export interface EventSeries {
  /** Of the attempts in the interval; null when there were none. */
  readonly eventAge: Readonly<Record<'mean' | 'max', readonly (number | null)[]>>;
  /** At the end of the interval. */
  readonly maximumEventAge: readonly number[];
  readonly received: readonly number[];
  /** Events that ended, by how; Success among them. */
  readonly ended: Readonly<Record<Condition, readonly number[]>>;
  readonly retries: Readonly<Record<RetryCause, readonly number[]>>;
  /** By outcome: those that ran when they ended, those that were refused when they were. */
  readonly attempts: Readonly<Record<AttemptOutcome, readonly number[]>>;
}

export const ATTEMPT_OUTCOMES = ['ranWell', 'functionErrors', 'throttled', 'systemErrors'] as const;
export type AttemptOutcome = (typeof ATTEMPT_OUTCOMES)[number];
