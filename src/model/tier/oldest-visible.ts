/**
 * Since when the oldest visible event of each queue is visible, whatever the order in which its events are received. Kept only where
 * placement looks at ages. Events are listed as they become visible; those that are not visible any more are passed over when they are at the head.
 */
import { Ring } from '../../engine/ring.ts';
import type { Clock, Micros } from '../../engine/time.ts';
import { Seat, type TierEvents } from './events.ts';

export class OldestVisible {
  readonly #events: TierEvents;
  readonly #clock: Clock;
  /** By queue: slots, and which showing of theirs it is. */
  readonly #shown: (Ring | undefined)[] = [];
  readonly #which: (Ring | undefined)[] = [];
  /** By slot: how often it was shown, and when the last time was. */
  readonly #counts: number[] = [];
  readonly #at: Micros[] = [];

  constructor(events: TierEvents, clock: Clock) {
    this.#events = events;
    this.#clock = clock;
  }

  /** An event becomes visible, now. */
  shown(queue: number, slot: number): void {
    const count = ((this.#counts[slot] ?? 0) + 1) & 0x3fffffff;
    this.#counts[slot] = count;
    this.#at[slot] = this.#clock.now;
    (this.#shown[queue] ??= new Ring()).push(slot);
    (this.#which[queue] ??= new Ring()).push(count);
  }

  /** Since when; below zero: nothing is visible. */
  since(queue: number): Micros {
    const shown = this.#shown[queue];
    const which = this.#which[queue];
    while (shown !== undefined && which !== undefined && shown.size > 0) {
      const slot = shown.peek();
      const isIt = this.#events.seat[slot] === Seat.visible && this.#counts[slot] === which.peek();
      if (isIt && this.#events.queue[slot] === queue) return this.#at[slot]!;
      shown.shift();
      which.shift();
    }
    return -1;
  }
}
