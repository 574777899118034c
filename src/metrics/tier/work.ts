/**
 * What pollers do with their slots: slot-time that is idle although some event is visible somewhere, which is what partitioning
 * costs; and the time that queues have nothing visible, in which receives come back empty.
 */
import type { Micros } from '../../engine/time.ts';

export class Work {
  /** Events that are visible, by queue, and in all. Grows with express lanes. */
  #visible: Int32Array<ArrayBuffer>;
  visible = 0;
  /** Queues with something visible, and queues there are, lanes included. */
  #filled = 0;
  #queues: number;
  #slots = 0;
  /** Slots that a run occupies, or an attempt that was throttled. */
  #busy = 0;
  #since: Micros = 0;
  /** Slot-time: all of it, and what was idle while something was visible. */
  #all = 0;
  #idle = 0;
  #emptySince: Micros = 0;
  /** Queue-time without anything visible. */
  #empty = 0;

  constructor(queues: number, lanes: number) {
    this.#visible = new Int32Array(queues + lanes);
    this.#queues = queues;
  }

  appeared(queue: number, now: Micros): void {
    if (this.visible++ === 0) this.#settle(now, false);
    if (queue >= this.#visible.length) this.#grow(queue);
    if (this.#visible[queue]!++ === 0) {
      this.#settleEmpty(now);
      this.#filled++;
    }
  }

  vanished(queue: number, now: Micros): void {
    if (--this.visible === 0) this.#settle(now, true);
    if (--this.#visible[queue]! === 0) {
      this.#settleEmpty(now);
      this.#filled--;
    }
  }

  occupied(now: Micros): void {
    this.#settle(now, this.visible > 0);
    this.#busy++;
  }

  freed(now: Micros): void {
    this.#settle(now, this.visible > 0);
    this.#busy--;
  }

  slotsChanged(slots: number, now: Micros): void {
    this.#settle(now, this.visible > 0);
    this.#slots = slots;
  }

  /** There are so many more queues, or fewer. */
  queuesChanged(by: number, now: Micros): void {
    this.#settleEmpty(now);
    this.#queues += by;
  }

  /** The warm-up ends. */
  restart(now: Micros): void {
    this.#settle(now, this.visible > 0);
    this.#settleEmpty(now);
    this.#all = 0;
    this.#idle = 0;
    this.#empty = 0;
  }

  /** Share of the slot-time that was idle while some event was visible; null when there was none. */
  gap(now: Micros): number | null {
    this.#settle(now, this.visible > 0);
    return this.#all === 0 ? null : this.#idle / this.#all;
  }

  /** Queue-time without anything visible. */
  emptyTime(now: Micros): Micros {
    this.#settleEmpty(now);
    return this.#empty;
  }

  /** `isWaiting`: whether some event was visible until now. */
  #settle(now: Micros, isWaiting: boolean): void {
    const time = now - this.#since;
    if (time === 0) return;
    this.#since = now;
    this.#all += this.#slots * time;
    // Slots of a host that is lost may go before the runs on them are told of.
    if (isWaiting && this.#slots > this.#busy) this.#idle += (this.#slots - this.#busy) * time;
  }

  #settleEmpty(now: Micros): void {
    this.#empty += (this.#queues - this.#filled) * (now - this.#emptySince);
    this.#emptySince = now;
  }

  #grow(queue: number): void {
    const more = new Int32Array(Math.max(queue + 1, this.#visible.length * 2));
    more.set(this.#visible);
    this.#visible = more;
  }
}
