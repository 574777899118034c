/**
 * What each front host believes the loads to be between two times that it is told: what it was told, with what it has placed since
 * (`inFlight`), less what has probably been worked off since (`drift`), never below zero. A host knows of its own placements only.
 *
 * Eight bytes for each host and queue, sixteen with drift; hosts that always believe the same share a row.
 */
import type { Clock } from '../../../engine/time.ts';
import type { Metric } from './metric.ts';

export class Beliefs {
  readonly #queues: number;
  readonly #metric: Metric;
  readonly #clock: Clock;
  readonly #inFlight: boolean;
  readonly rows: number;
  readonly #loads: Float64Array;
  /** By row and queue: up to when that is worked off; empty without drift. */
  readonly #upTo: Float64Array;

  constructor(rows: number, queues: number, metric: Metric, clock: Clock, inFlight: boolean, drift: boolean) {
    this.rows = rows;
    this.#queues = queues;
    this.#metric = metric;
    this.#clock = clock;
    this.#inFlight = inFlight;
    this.#loads = new Float64Array(rows * queues);
    this.#upTo = new Float64Array(drift ? rows * queues : 0);
  }

  loadOf(queue: number, host: number): number {
    const cell = this.#cellOf(queue, host);
    if (this.#upTo.length > 0) this.#drift(cell, queue);
    return this.#loads[cell]!;
  }

  /** A host has put an event into a queue. */
  placed(queue: number, host: number): void {
    if (!this.#inFlight) return;
    const cell = this.#cellOf(queue, host);
    if (this.#upTo.length > 0) this.#drift(cell, queue);
    this.#loads[cell]! += this.#metric.oneMore(queue);
  }

  /** Who shares a row is told the load of a queue. */
  tell(row: number, queue: number, load: number): void {
    const cell = row * this.#queues + queue;
    this.#loads[cell] = load;
    if (this.#upTo.length > 0) this.#upTo[cell] = this.#clock.now;
  }

  #cellOf(queue: number, host: number): number {
    return this.rows === 1 ? queue : host * this.#queues + queue;
  }

  #drift(cell: number, queue: number): void {
    const { now } = this.#clock;
    const since = this.#upTo[cell]!;
    if (since === now) return;
    this.#loads[cell] = Math.max(0, this.#loads[cell]! - this.#metric.workedOff(queue, now - since));
    this.#upTo[cell] = now;
  }
}
