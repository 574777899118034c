/**
 * A view that queues push to all front hosts at once whenever their load crosses a power of two; seconds are counted in thousandths for
 * that. Only a change of what is stored is
 * noticed: an age that grows by itself is not.
 */
import type { Clock } from '../../../engine/time.ts';
import { Beliefs } from './beliefs.ts';
import type { Metric } from './metric.ts';
import type { Sight } from './sight.ts';

const THOUSANDTHS = 1000;
const MOST = 0x7fffffff;

export class Pushed implements Sight {
  readonly #metric: Metric;
  readonly #clock: Clock;
  readonly #beliefs: Beliefs;
  readonly #scale: number;
  /** By queue: binary digits of the load that was pushed last. */
  readonly #digits: Uint8Array;

  constructor(hosts: number, queues: number, metric: Metric, clock: Clock, inFlight: boolean, drift: boolean) {
    this.#metric = metric;
    this.#clock = clock;
    this.#beliefs = new Beliefs(inFlight ? hosts : 1, queues, metric, clock, inFlight, drift);
    this.#scale = metric.counts === undefined ? THOUSANDTHS : 1;
    this.#digits = new Uint8Array(queues);
  }

  loadOf(queue: number, host: number): number {
    return this.#beliefs.loadOf(queue, host);
  }

  placed(queue: number, host: number): void {
    this.#beliefs.placed(queue, host);
  }

  changed(queue: number): void {
    const load = this.#metric.loadFrom(this.#metric.kept(queue), this.#clock.now);
    const digits = 32 - Math.clz32(Math.min(MOST, load * this.#scale));
    if (digits === this.#digits[queue]) return;
    this.#digits[queue] = digits;
    for (let row = 0; row < this.#beliefs.rows; row++) this.#beliefs.tell(row, queue, load);
  }
}
