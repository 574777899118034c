/**
 * Events on their way through the service in front: published, and handed over to Lambda after some time; tried again while Lambda
 * takes none, until the service gives up (E.6).
 */
import type { RandomStream } from '../../../engine/random.ts';
import { Rank } from '../../../engine/rank.ts';
import type { Action } from '../../../engine/simulation.ts';
import type { Named } from '../../observer.ts';
import { State } from '../../records.ts';
import type { World } from '../../world.ts';
import type { Front } from './origins.ts';

/** Where events are handed over. */
export interface Acceptor extends Named {
  /** Whether it takes events now. */
  readonly accepts: boolean;
  /** Takes an event: it is stored, and answered with 202. */
  enter(slot: number): void;
}

export class HandOver {
  readonly #world: World;
  readonly #front: Front;
  readonly #lambda: Acceptor;
  readonly #times: RandomStream;
  readonly #pauses: RandomStream;
  readonly #try: Action;
  #waiting = 0;

  constructor(front: Front, lambda: Acceptor, world: World) {
    const { sim } = world;
    this.#world = world;
    this.#front = front;
    this.#lambda = lambda;
    this.#times = sim.random(`sources.${lambda.name}`, 'handOver');
    this.#pauses = sim.random(`sources.${lambda.name}`, 'upstreamRetries');
    this.#try = sim.action(Rank.arrival, this.#handOver);
  }

  /** Events that are published, and neither handed over nor given up. */
  get waiting(): number {
    return this.#waiting;
  }

  /** An event is published, now. */
  publish(slot: number): void {
    const { records, sim, tell } = this.#world;
    records.state[slot] = State.delayed;
    // Until it is accepted, how often it was tried in vain.
    records.receiveCount[slot] = 0;
    this.#waiting++;
    tell.published(this.#lambda, slot);
    sim.after(Math.max(0, Math.round(this.#front.handOver(this.#times))), this.#try, slot);
  }

  readonly #handOver = (slot: number): void => {
    const { records, sim, tell } = this.#world;
    if (this.#lambda.accepts) {
      this.#waiting--;
      records.countAgeFrom(slot, sim.now);
      return this.#lambda.enter(slot);
    }
    const tries = ++records.receiveCount[slot]!;
    const pause = this.#front.pause(tries, sim.now - records.sentAt[slot]!, this.#pauses.next());
    tell.refused(this.#lambda, slot, -1, pause !== undefined);
    if (pause !== undefined) return sim.after(pause, this.#try, slot);
    this.#waiting--;
    records.remove(slot);
  };
}
