/**
 * Join the shortest queue: the least loaded of all. The best there is while loads are as they are now, and the worst when they are old.
 * All queues are looked at for each event, a nanosecond or two each: meant for some thousands of queues at the most.
 */
import type { RandomStream } from '../../../engine/random.ts';
import type { Placement, PlacementParts, Strategy, View } from './placement.ts';

class Jsq implements Placement {
  readonly #view: View;
  readonly #random: RandomStream;
  readonly #byChance: boolean;
  /** Queues with the least load, in order of number: one draw decides, where a reservoir would take one for each. */
  readonly #shortest: Int32Array;

  constructor(parts: PlacementParts) {
    this.#view = parts.view;
    this.#random = parts.random;
    this.#byChance = parts.tieBreak === 'random';
    this.#shortest = new Int32Array(parts.view.queues);
  }

  place(_tenant: number, host: number): number {
    const view = this.#view;
    const shortest = this.#shortest;
    const { allAlive, queues } = view;
    let least = Infinity;
    let equals = 0;
    for (let queue = 0; queue < queues; queue++) {
      if (!allAlive && !view.isAlive(queue)) continue;
      const load = view.loadOf(queue, host);
      if (load > least) continue;
      if (load < least) {
        least = load;
        equals = 0;
      }
      shortest[equals++] = queue;
    }
    if (equals === 0) return this.#random.below(queues);
    return shortest[this.#byChance && equals > 1 ? this.#random.below(equals) : 0]!;
  }
}

export const jsq = {
  summary: 'Join the shortest queue: the least loaded of all.',
  options: {},
  make: (_options, parts): Placement => new Jsq(parts),
} as const satisfies Strategy;
