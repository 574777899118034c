/** The loads as they were some time ago, from a log of their changes since. */
import type { Clock, Micros } from '../../../engine/time.ts';
import type { Metric } from './metric.ts';
import { TimedLog } from './timed-log.ts';

export class History {
  readonly #metric: Metric;
  readonly #clock: Clock;
  readonly #delay: Micros;
  readonly #log = new TimedLog();
  /** By queue: what was kept of it that long ago. */
  readonly #then: Float64Array;

  constructor(queues: number, metric: Metric, clock: Clock, delay: Micros) {
    this.#metric = metric;
    this.#clock = clock;
    this.#delay = delay;
    this.#then = new Float64Array(queues).fill(metric.keptOfEmpty);
  }

  /** A load has changed. */
  changed(queue: number): void {
    this.#catchUp();
    this.#log.push(this.#clock.now, queue, this.#metric.kept(queue));
  }

  /** The load at the end of the instant that was that long ago; empty before the run began. */
  loadOf(queue: number): number {
    this.#catchUp();
    return this.#metric.loadFrom(this.#then[queue]!, this.#clock.now - this.#delay);
  }

  #catchUp(): void {
    const log = this.#log;
    const at = this.#clock.now - this.#delay;
    for (; log.isDue(at); log.drop()) this.#then[log.id] = log.value;
  }
}
