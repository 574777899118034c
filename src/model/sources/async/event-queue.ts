/**
 * Where accepted events wait: what a source of events needs from the tier behind it. An event is stored once, delivered at least
 * once, hidden between attempts, and removed when it is done with; its retries, its age and its end are its source's business.
 */
import type { Micros } from '../../../engine/time.ts';

/** Whom events are delivered to. */
export interface EventTaker {
  /** Index of the source: the `home` of its records. */
  readonly index: number;
  /** An attempt is made, now. */
  deliver(slot: number): void;
}

/** How an attempt came out, as the pollers see it. */
export type Attempt = 'succeeded' | 'failed' | 'throttled';

export interface EventQueue {
  /** Events of this source will be stored in it. */
  join(taker: EventTaker): void;
  /** Stores an event that was accepted now. */
  store(slot: number): void;
  /** An event that was delivered is hidden, and delivered again after `wait`. */
  hide(slot: number, wait: Micros): void;
  /** An event that was delivered is done with. */
  remove(slot: number): void;
  /** An event that was delivered runs from now on. */
  began(): void;
  /** The attempt is over; one that `ran` took so long. */
  ended(attempt: Attempt, duration: Micros): void;
  /** Events that are stored and do not run. */
  readonly waiting: number;
}
