/**
 * Rendezvous hashing: a tenant has the queue with the highest hash of both. No ring, and tenants are spread as evenly as chance does. All
 * queues are asked at the first event of a tenant, and for each event of a tenant whose queue is down: it goes to the next in the
 * tenant's order.
 */
import { Highest, RENDEZVOUS } from './highest.ts';
import type { Placement, PlacementParts, Strategy } from './placement.ts';

class Rendezvous implements Placement {
  readonly #parts: PlacementParts;
  readonly #highest: Highest;
  /** By tenant; −1 before its first event. */
  readonly #queues: Int32Array;
  escapes = 0;

  constructor(parts: PlacementParts) {
    this.#parts = parts;
    this.#highest = new Highest(parts.view.queues);
    this.#queues = new Int32Array(parts.tenants).fill(-1);
  }

  place(tenant: number): number {
    if (this.#queues[tenant]! < 0) {
      this.#highest.find(this.#parts.hashOf(tenant, RENDEZVOUS), this.#queues, tenant);
    }
    const queue = this.#queues[tenant]!;
    const { view } = this.#parts;
    return view.allAlive || view.isAlive(queue) ? queue : this.#escape(tenant, queue);
  }

  #escape(tenant: number, own: number): number {
    const queue = this.#highest.firstAlive(this.#parts.hashOf(tenant, RENDEZVOUS), this.#parts.view);
    if (queue < 0) return own;
    this.escapes++;
    return queue;
  }
}

export const rendezvous = {
  summary: 'Rendezvous hashing: a tenant has the queue with the highest hash of both.',
  options: {},
  make: (_options, parts): Placement => new Rendezvous(parts),
} as const satisfies Strategy;
