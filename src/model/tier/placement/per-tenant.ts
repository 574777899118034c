/**
 * A queue for each tenant: nobody ever waits for another, and somebody has to poll them all. An event whose queue is down goes to the next
 * by number that is not.
 */
import { nextAlive } from './alive.ts';
import type { Placement, Strategy, View } from './placement.ts';

class PerTenant implements Placement {
  readonly #view: View;
  escapes = 0;

  constructor(view: View) {
    this.#view = view;
  }

  place(tenant: number): number {
    if (this.#view.allAlive) return tenant;
    const queue = nextAlive(this.#view, tenant);
    if (queue !== tenant) this.escapes++;
    return queue;
  }
}

export const perTenant = {
  summary: 'A queue for each tenant.',
  options: {},
  queues: (_asked: number, tenants: number) => tenants,
  make: (_options, { view }): Placement => new PerTenant(view),
} as const satisfies Strategy;
