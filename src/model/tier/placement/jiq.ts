/**
 * Join the idle queue (Lu et al. 2011): a queue that becomes empty registers at one front host by chance, at the end of its list; an
 * event goes to the head of the list of its host, or, where that is empty, to any queue. A queue is in one list at a time, and stays in
 * it when another host makes it busy meanwhile. All queues are empty at first, so all are registered. Loads are never looked at. A queue
 * that is down leaves the list when its turn comes, and registers when it is empty the next time.
 */
import type { RandomStream } from '../../../engine/random.ts';
import { anyAlive } from './alive.ts';
import type { Placement, PlacementParts, Strategy, View } from './placement.ts';

const NONE = -1;
const UNREGISTERED = -2;

class Jiq implements Placement {
  readonly #view: View;
  readonly #random: RandomStream;
  readonly #hosts: number;
  /** By host: the ends of its list. */
  readonly #heads: Int32Array;
  readonly #tails: Int32Array;
  /** By queue: the one behind it in its list, NONE at the end. */
  readonly #next: Int32Array;

  constructor(parts: PlacementParts) {
    this.#view = parts.view;
    this.#random = parts.random;
    this.#hosts = parts.hosts;
    this.#heads = new Int32Array(parts.hosts).fill(NONE);
    this.#tails = new Int32Array(parts.hosts).fill(NONE);
    this.#next = new Int32Array(parts.view.queues).fill(UNREGISTERED);
    for (let queue = 0; queue < parts.view.queues; queue++) this.emptied(queue);
  }

  place(_tenant: number, host: number): number {
    for (let queue = this.#heads[host]!; queue !== NONE; queue = this.#heads[host]!) {
      this.#heads[host] = this.#next[queue]!;
      this.#next[queue] = UNREGISTERED;
      if (this.#view.isAlive(queue)) return queue;
    }
    return anyAlive(this.#view, this.#random);
  }

  emptied(queue: number): void {
    if (this.#next[queue] !== UNREGISTERED) return;
    const host = this.#random.below(this.#hosts);
    this.#next[queue] = NONE;
    if (this.#heads[host] === NONE) this.#heads[host] = queue;
    else this.#next[this.#tails[host]!] = queue;
    this.#tails[host] = queue;
  }
}

export const jiq = {
  summary: 'Join the idle queue: queues that become empty tell a front host, which sends them its next events.',
  options: {},
  make: (_options, parts) => new Jiq(parts),
} as const satisfies Strategy;
