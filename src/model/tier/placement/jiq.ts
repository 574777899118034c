/**
 * Join the idle queue (Lu et al. 2011): a queue that becomes empty registers at one front host by chance, at the end of its list; an event
 * goes to the head of the list of its host, or, where that is empty, to any queue. Nobody takes a registration back, so what is at the head
 * may be busy by then, or registered twice; lists grow where events find empty ones while queues are idle, slowly. Loads are never looked at.
 * All queues are empty at first, so all are registered. A queue that is down leaves the list when its turn comes.
 */
import type { RandomStream } from '../../../engine/random.ts';
import { Ring } from '../../../engine/ring.ts';
import { anyAlive } from './alive.ts';
import type { Placement, PlacementParts, Strategy, View } from './placement.ts';

class Jiq implements Placement {
  readonly #view: View;
  readonly #random: RandomStream;
  /** By host: queues that have registered there. */
  readonly #lists: readonly Ring[];

  constructor(parts: PlacementParts) {
    this.#view = parts.view;
    this.#random = parts.random;
    this.#lists = Array.from({ length: parts.hosts }, () => new Ring());
    for (let queue = 0; queue < parts.view.queues; queue++) this.emptied(queue);
  }

  place(_tenant: number, host: number): number {
    const list = this.#lists[host]!;
    while (list.size > 0) {
      const queue = list.shift();
      if (this.#view.isAlive(queue)) return queue;
    }
    return anyAlive(this.#view, this.#random);
  }

  emptied(queue: number): void {
    this.#lists[this.#random.below(this.#lists.length)]!.push(queue);
  }
}

export const jiq = {
  summary: 'Join the idle queue: queues that become empty tell a front host, which sends them its next events.',
  options: {},
  make: (_options, parts): Placement => new Jiq(parts),
} as const satisfies Strategy;
