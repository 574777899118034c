/**
 * A simulation in which events of one instant and rank run in an order by lot, instead of first scheduled, first run; what is asked for `soon` among
 * them. Ranks stay as they are: their order has meaning. See docs/ties.md.
 */
import { orderOf, Sequence, type Order } from '../../src/engine/order.ts';
import { Rank } from '../../src/engine/rank.ts';
import type { RandomStreams } from '../../src/engine/random.ts';
import { Simulation, type Action, type Limits } from '../../src/engine/simulation.ts';

/** What a run is given as `simulation`: equal `lot`, equal order. A whole number. */
export function shuffledBy(lot: number): (streams: RandomStreams, limits: Limits) => Simulation {
  return (streams, limits) => new ShuffledSimulation(streams, limits, new ShuffledSequence(lot));
}

/** Numbers events by a lot that no two of them share, of up to 2^32 events in a run. */
export class ShuffledSequence extends Sequence {
  readonly #lot: number;
  #count = 0;

  constructor(lot: number) {
    super();
    this.#lot = lot;
  }

  override take(rank: Rank): Order {
    return orderOf(rank) + scattered(this.#count++ ^ scattered(this.#lot));
  }
}

class ShuffledSimulation extends Simulation {
  /** By action: the same with rank `poll`. */
  readonly #asPoll: Action[] = [];

  override action(rank: Rank, run: (subject: number) => void): Action {
    const action = super.action(rank, run);
    this.#asPoll[action] = super.action(Rank.poll, run);
    return action;
  }

  override soon(action: Action, subject: number): void {
    this.at(this.now, this.#asPoll[action]!, subject);
  }
}

/** Takes each 32-bit number to another one. */
function scattered(number: number): number {
  let x = Math.imul(number ^ (number >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}
