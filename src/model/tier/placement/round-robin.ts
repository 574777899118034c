/**
 * The queues in turn, for each front host by itself; hosts begin at different queues, by a hash of their number. Queues that are down are
 * left out.
 */
import { nextAlive } from './alive.ts';
import { hashKey, remainder } from './hash.ts';
import type { Placement, Strategy, View } from './placement.ts';

class RoundRobin implements Placement {
  readonly #view: View;
  /** By host: the queue that is next. */
  readonly #next: Int32Array;

  constructor(view: View, hosts: number) {
    this.#view = view;
    this.#next = Int32Array.from({ length: hosts }, (_, host) =>
      remainder(hashKey('roundRobin', String(host)), view.queues),
    );
  }

  place(_tenant: number, host: number): number {
    const queue = nextAlive(this.#view, this.#next[host]!);
    this.#next[host] = queue + 1 === this.#view.queues ? 0 : queue + 1;
    return queue;
  }
}

export const roundRobin = {
  summary: 'The queues in turn, for each front host by itself.',
  options: {},
  make: (_options, parts): Placement => new RoundRobin(parts.view, parts.hosts),
} as const satisfies Strategy;
