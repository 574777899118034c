/**
 * Where accepted events wait: what a source of events needs from the tier behind it. An event is stored once, delivered at least
 * once and by one attempt at a time, hidden between attempts, and removed when it is done with. When it is delivered, whether an answer
 * arrives, and what delivers it again when none does is the tier's business; its retries, its age and its end are its source's.
 *
 * To each delivery the source answers that the event `began` to run, that it was `refused` and is hidden or removed, or that it is
 * removed. Of each run that has `ended` it hears whether anybody learns of it; if so, it hides the event or removes it.
 */
import type { Micros } from '../../../engine/time.ts';
import type { Condition, Named } from '../../observer.ts';

/** Whom events are delivered to. */
export interface EventTaker extends Named {
  /** Share of runs of which nobody learns how they came out. */
  readonly lostAcknowledgements: number;
  /** An attempt is to be made, now; `index` is the `home` of the record. */
  deliver(slot: number): void;
}

export interface EventQueue {
  /** Events of this source will be stored in it. */
  join(taker: EventTaker): void;
  /** Stores an event that was accepted now. */
  store(slot: number): void;
  /** An event that was delivered runs from now on. */
  began(slot: number): void;
  /** An event that was delivered met a throttle or a system error. */
  refused(slot: number): void;
  /**
   * Its run is over, after `duration`. Undefined: that is known; otherwise it is not, and the event will be delivered again after the
   * time that is returned.
   */
  ended(slot: number, hasSucceeded: boolean, duration: Micros): Micros | undefined;
  /** An event that was delivered is hidden, and delivered again after `wait`. */
  hide(slot: number, wait: Micros): void;
  /** An event that was delivered is done with, for that reason. */
  remove(slot: number, condition: Condition): void;
  /** Events that are stored and do not run. */
  readonly waiting: number;
}
