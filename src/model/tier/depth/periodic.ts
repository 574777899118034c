/**
 * A view that is refreshed at an interval, by all front hosts together or evenly spread over it: host h of H at h/H of the interval. A
 * refresh comes last in its instant, after polls. It shows the loads of that instant, or those of `delay` before. The first is at the
 * beginning, so nothing is unknown. A refresh takes a step for each queue.
 */
import { Rank } from '../../../engine/rank.ts';
import type { Action, Simulation } from '../../../engine/simulation.ts';
import { toMicros } from '../../../engine/time.ts';
import type { Micros } from '../../../engine/time.ts';
import { Beliefs } from './beliefs.ts';
import { History } from './history.ts';
import type { Metric } from './metric.ts';
import type { Sight } from './sight.ts';

export interface Refreshes {
  readonly every: Micros;
  readonly isStaggered: boolean;
  readonly delay: Micros;
}

export class Periodic implements Sight {
  readonly #queues: number;
  readonly #metric: Metric;
  readonly #sim: Simulation;
  readonly #every: Micros;
  readonly #isStaggered: boolean;
  readonly #beliefs: Beliefs;
  /** What is seen at a refresh, if that is older than the refresh. */
  readonly #history: History | undefined;
  readonly #refresh: Action;

  constructor(
    hosts: number,
    queues: number,
    metric: Metric,
    sim: Simulation,
    refreshes: Refreshes,
    inFlight: boolean,
    drift: boolean,
  ) {
    this.#queues = queues;
    this.#metric = metric;
    this.#sim = sim;
    this.#every = refreshes.every;
    this.#isStaggered = refreshes.isStaggered;
    const rows = inFlight || refreshes.isStaggered ? hosts : 1;
    this.#beliefs = new Beliefs(rows, queues, metric, sim, inFlight, drift);
    this.#history = refreshes.delay > 0 ? new History(queues, metric, sim, refreshes.delay) : undefined;
    this.#refresh = sim.action(Rank.controller, (host) => this.#renew(host));
    const timers = refreshes.isStaggered ? hosts : 1;
    for (let host = 0; host < timers; host++) sim.at(toMicros((host * this.#every) / timers), this.#refresh, host);
  }

  /** Whether changes have to be told. */
  get needsChanges(): boolean {
    return this.#history !== undefined;
  }

  loadOf(queue: number, host: number): number {
    return this.#beliefs.loadOf(queue, host);
  }

  placed(queue: number, host: number): void {
    this.#beliefs.placed(queue, host);
  }

  changed(queue: number): void {
    this.#history?.changed(queue);
  }

  #renew(host: number): void {
    const { now } = this.#sim;
    const first = this.#isStaggered ? host : 0;
    const end = this.#isStaggered ? host + 1 : this.#beliefs.rows;
    for (let queue = 0; queue < this.#queues; queue++) {
      const load = this.#history?.loadOf(queue) ?? this.#metric.loadFrom(this.#metric.kept(queue), now);
      for (let row = first; row < end; row++) this.#beliefs.tell(row, queue, load);
    }
    this.#sim.after(this.#every, this.#refresh, host);
  }
}
