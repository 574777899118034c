/**
 * How loaded the queues of the tier are: what is stored, what of it is visible, and how fast they are worked off.
 * Invariant: 0 ≤ visible ≤ depths for each queue.
 */
import type { Micros } from '../../engine/time.ts';
import type { OldestVisible } from './oldest-visible.ts';

/** Runs after which what was measured before counts half. */
const MEMORY = 64;

export class QueueLoads {
  /** By queue: stored events, visible or in flight; and those of them that are visible. */
  readonly depths: Int32Array;
  readonly visible: Int32Array;
  /** Runs that have ended, and how long they took, of late. */
  readonly #runs: Float64Array;
  readonly #took: Float64Array;
  readonly #slotsOf: (queue: number) => number;

  readonly #oldest: OldestVisible | undefined;

  /** `slotsOf`: invocations at once of a queue's pollers; `oldest`: only where somebody asks for ages. */
  constructor(queues: number, slotsOf: (queue: number) => number, oldest: OldestVisible | undefined) {
    this.#oldest = oldest;
    this.depths = new Int32Array(queues);
    this.visible = new Int32Array(queues);
    this.#runs = new Float64Array(queues);
    this.#took = new Float64Array(queues);
    this.#slotsOf = slotsOf;
  }

  /** An event becomes visible in a queue. */
  shown(queue: number, slot: number): void {
    this.visible[queue]!++;
    if (this.#oldest !== undefined) this.#oldest.shown(queue, slot);
  }

  /** Since when the oldest visible event of a queue is visible; below zero where none is. */
  oldestSince(queue: number): Micros {
    return this.#oldest === undefined ? -1 : this.#oldest.since(queue);
  }

  /** A run of an event of the queue has taken so long, in microseconds. */
  took(queue: number, duration: number): void {
    this.#took[queue]! += duration;
    if (++this.#runs[queue]! < 2 * MEMORY) return;
    this.#runs[queue] = MEMORY;
    this.#took[queue]! /= 2;
  }

  /** Events a second that a queue works off while it has enough to do; 0 while nothing is known. */
  drainRateOf(queue: number): number {
    const took = this.#took[queue]!;
    return took === 0 ? 0 : (this.#slotsOf(queue) * this.#runs[queue]! * 1e6) / took;
  }
}
