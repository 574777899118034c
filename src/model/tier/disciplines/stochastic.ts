/**
 * Stochastic fair queueing (McKenney 1990, AP-2.16): tenants are hashed into buckets, and the buckets of a queue take turns, one event
 * each. Fair as far as tenants do not share a bucket; those that do are served first in, first out. Each queue hashes in its own way,
 * and the hash never changes.
 */
import type { Options, Values } from '../../options.ts';
import type { Discipline, DisciplineKind, DisciplineParts } from './discipline.ts';
import { Flows } from '../../fair/flows.ts';
import { mixed } from '../../../engine/mix.ts';
import { END, SlotLists } from '../../../engine/slot-lists.ts';

const OPTIONS = {
  buckets: {
    kind: 'count',
    min: 1,
    max: 1_000_000,
    default: { fact: 'tier.fair.buckets' },
    doc: 'Buckets of a queue.',
    source: 'AP-2.16',
  },
} as const satisfies Options;

class Stochastic implements Discipline {
  readonly #buckets: number;
  readonly #tenantOf: (slot: number) => number;
  /** By bucket. */
  readonly #flows = new Flows();
  /** By queue: its buckets with events, in the order of their turns. */
  readonly #turns: SlotLists;

  constructor(buckets: number, parts: DisciplineParts) {
    this.#buckets = buckets;
    this.#tenantOf = parts.tenantOf;
    this.#turns = new SlotLists(parts.queues);
  }

  push(queue: number, slot: number): void {
    const bucket = bucketOf(queue, this.#tenantOf(slot), this.#buckets);
    let flow = this.#flows.find(queue, bucket);
    if (flow === END) {
      flow = this.#flows.make(queue, bucket);
      this.#turns.push(queue, flow);
    }
    this.#flows.push(flow, slot);
  }

  pop(queue: number): number {
    const flow = this.#turns.pop(queue);
    const slot = this.#flows.pop(flow);
    if (this.#flows.isEmpty(flow)) this.#flows.free(flow);
    else this.#turns.push(queue, flow);
    return slot;
  }
}

/** The bucket of a tenant in a queue. The flows are kept by the same mixer, so its arguments are the other way round here. */
export function bucketOf(queue: number, tenant: number, buckets: number): number {
  return Math.floor((mixed(tenant, queue) / 0x100000000) * buckets);
}

export const STOCHASTIC = {
  summary: 'Stochastic fair queueing: tenants are hashed into buckets, which take turns.',
  options: OPTIONS,
  make: (options, parts): Discipline => new Stochastic((options as Values<typeof OPTIONS>).buckets, parts),
} as const satisfies DisciplineKind<typeof OPTIONS>;
