/**
 * Moves the messages of a dead-letter queue back, one at a time at a steady rate, until it is empty (StartMessageMoveTask).
 *
 * The service sends them anew: they are as old as their move, and have never been received. That part is recalled from the
 * SQS guide, not read again.
 */
import { Rank } from '../../engine/rank.ts';
import type { Timer } from '../../engine/simulation.ts';
import { SECOND, type Micros } from '../../engine/time.ts';
import type { World } from '../world.ts';
import type { SqsQueue } from './sqs.ts';

export class Redrive {
  readonly #world: World;
  readonly #from: SqsQueue;
  readonly #to: SqsQueue;
  readonly #gap: number;
  readonly #timer: Timer;
  readonly #start: Micros;
  #moved = 0;

  /** Begins at once; `perSecond` above zero. */
  constructor(world: World, from: SqsQueue, to: SqsQueue, perSecond: number) {
    this.#world = world;
    this.#from = from;
    this.#to = to;
    this.#gap = SECOND / perSecond;
    this.#start = world.sim.now;
    // Before the arrivals of its instant: those are told when somebody looks, and must not depend on who does.
    this.#timer = world.sim.timer(Rank.scenario, this.#move);
    this.#timer.set(this.#start);
  }

  readonly #move = (): void => {
    const { sim, records, tell } = this.#world;
    const slot = this.#from.takeForRedrive();
    if (slot < 0) return;
    // What arrived before is told before: looking at the queue makes it catch up.
    void this.#to.visible;
    tell.redriven(this.#from, this.#to, slot);
    records.renew(slot, sim.now);
    this.#to.moveIn(slot);
    this.#timer.set(Math.round(this.#start + ++this.#moved * this.#gap));
  };
}
