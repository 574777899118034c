/**
 * What the load of a queue is measured by. Counts are counts; an expected wait and an age are seconds. While it is not known how fast a
 * queue is worked off, one event a second is taken for it in expected waits, and nothing for what has been worked off since.
 */
import { SECOND } from '../../../engine/time.ts';
import type { Micros } from '../../../engine/time.ts';
import type { DEPTH_METRICS } from '../options.ts';

/** The queues as they are now. */
export interface Loads {
  /** By queue: events in it that are visible, and all that are stored, in flight or not. */
  readonly visible: Int32Array;
  readonly depths: Int32Array;
  /** Events a second that a queue works off while it has enough to do; 0 while nothing is known. */
  drainRateOf(queue: number): number;
  /** Since when its oldest visible event is there; below zero where none is. */
  oldestSince(queue: number): Micros;
}

export type MetricName = (typeof DEPTH_METRICS)[number];

export class Metric {
  readonly #loads: Loads;
  readonly #name: MetricName;
  /** By queue, where loads are counts: the load now. */
  readonly counts: Int32Array | undefined;

  constructor(name: MetricName, loads: Loads) {
    this.#loads = loads;
    this.#name = name;
    this.counts = name === 'visible' ? loads.visible : name === 'visibleAndInFlight' ? loads.depths : undefined;
  }

  /** What is to be kept of a queue to know its load later: the load, or, of an age, since when. */
  kept(queue: number): number {
    if (this.counts !== undefined) return this.counts[queue]!;
    return this.#name === 'oldestAge'
      ? this.#loads.oldestSince(queue)
      : this.#loads.depths[queue]! / this.#rateOf(queue);
  }

  /** What {@link kept} says of a queue that is empty. */
  get keptOfEmpty(): number {
    return this.#name === 'oldestAge' ? -1 : 0;
  }

  /** The load that something kept tells of an instant. */
  loadFrom(kept: number, at: Micros): number {
    if (this.#name !== 'oldestAge') return kept;
    return kept < 0 ? 0 : Math.max(0, at - kept) / SECOND;
  }

  /** What one event more adds to a load. An age is not changed by it. */
  oneMore(queue: number): number {
    if (this.counts !== undefined) return 1;
    return this.#name === 'oldestAge' ? 0 : 1 / this.#rateOf(queue);
  }

  /** What a queue is expected to have worked off after a time. Nothing can be expected of an age. */
  workedOff(queue: number, after: Micros): number {
    if (this.counts !== undefined) return (this.#loads.drainRateOf(queue) * after) / SECOND;
    return this.#name === 'oldestAge' || this.#loads.drainRateOf(queue) === 0 ? 0 : after / SECOND;
  }

  #rateOf(queue: number): number {
    const rate = this.#loads.drainRateOf(queue);
    return rate > 0 ? rate : 1;
  }
}
