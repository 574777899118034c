/**
 * A view that is always some time old. With the in-flight correction a host adds what it has placed in that time; with drift it takes off
 * what is worked off in such a time, but not below zero.
 */
import type { Clock, Micros } from '../../../engine/time.ts';
import { History } from './history.ts';
import type { Metric } from './metric.ts';
import type { Sight } from './sight.ts';
import { TimedLog } from './timed-log.ts';

export class Delayed implements Sight {
  readonly #history: History;
  readonly #metric: Metric;
  readonly #clock: Clock;
  readonly #delay: Micros;
  readonly #queues: number;
  readonly #drift: boolean;
  readonly #log = new TimedLog();
  /** By host and queue: events placed that the history does not show yet; empty without the correction. */
  readonly #placed: Int32Array;

  constructor(
    hosts: number,
    queues: number,
    metric: Metric,
    clock: Clock,
    delay: Micros,
    inFlight: boolean,
    drift: boolean,
  ) {
    this.#history = new History(queues, metric, clock, delay);
    this.#metric = metric;
    this.#clock = clock;
    this.#delay = delay;
    this.#queues = queues;
    this.#drift = drift;
    this.#placed = new Int32Array(inFlight ? hosts * queues : 0);
  }

  loadOf(queue: number, host: number): number {
    let load = this.#history.loadOf(queue);
    if (this.#placed.length > 0) {
      this.#catchUp();
      load += this.#placed[host * this.#queues + queue]! * this.#metric.oneMore(queue);
    }
    return this.#drift ? Math.max(0, load - this.#metric.workedOff(queue, this.#delay)) : load;
  }

  placed(queue: number, host: number): void {
    if (this.#placed.length === 0) return;
    this.#catchUp();
    const cell = host * this.#queues + queue;
    this.#placed[cell]!++;
    this.#log.push(this.#clock.now, cell, 0);
  }

  changed(queue: number): void {
    this.#history.changed(queue);
  }

  #catchUp(): void {
    const log = this.#log;
    const at = this.#clock.now - this.#delay;
    for (; log.isDue(at); log.drop()) this.#placed[log.id]!--;
  }
}
