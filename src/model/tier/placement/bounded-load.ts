/**
 * Consistent hashing with bounded loads (Mirrokni, Thorup and Zadimoghaddam 2018): along the ring from the tenant's place, the first
 * queue below a cap: the mean load with this event, times a factor, rounded up. As long as loads are counts as they are now, no queue is
 * ever deeper than the cap; old loads break it by what came since. While queues are down, the mean is over the others, which are then
 * counted for each event. Where all seem to be at the cap, the first that lives is taken.
 */
import { aliveQueues } from './alive.ts';
import { HashRing } from './hash-ring.ts';
import type { Options, Values } from '../../options.ts';
import type { Placement, PlacementParts, Strategy } from './placement.ts';
import { ring } from './ring.ts';

const OPTIONS = {
  virtualNodes: ring.options.virtualNodes,
  boundFactor: {
    kind: 'number',
    min: 1,
    default: { fact: 'tier.boundFactor' },
    doc: 'Times the mean load that a queue takes before events spill to the next.',
    source: 'AP-2.8',
  },
} as const satisfies Options;

/** What rounding may have put on top of a whole number. */
const ROUNDING = 1e-12;
const MOST_STAMPS = 0x7fffffff;

/** Events that a queue takes: `total` are in all of them, and one is to be placed. */
export function capOf(boundFactor: number, total: number, queues: number): number {
  const exact = (boundFactor * (total + 1)) / queues;
  return Math.ceil(exact * (1 - ROUNDING));
}

class BoundedLoad implements Placement {
  readonly #parts: PlacementParts;
  readonly #ring: HashRing;
  readonly #boundFactor: number;
  /** By tenant: the point it belongs to; −1 before its first event. */
  readonly #points: Int32Array;
  /** By queue: the number of the event it was last looked at for. */
  readonly #stamps: Int32Array;
  #stamp = 0;

  constructor(parts: PlacementParts, options: Values<typeof OPTIONS>) {
    this.#parts = parts;
    this.#ring = new HashRing(parts.view.queues, options.virtualNodes);
    this.#boundFactor = options.boundFactor;
    this.#points = new Int32Array(parts.tenants).fill(-1);
    this.#stamps = new Int32Array(parts.view.queues);
  }

  place(tenant: number, host: number): number {
    let point = this.#points[tenant]!;
    if (point < 0) {
      point = this.#ring.pointOf(this.#parts.hashOf(tenant, 'ring'));
      this.#points[tenant] = point;
    }
    const { view } = this.#parts;
    const cap = capOf(this.#boundFactor, this.#parts.total(), Math.max(1, aliveQueues(view)));
    const queue = this.#ring.owners[point]!;
    return (view.allAlive || view.isAlive(queue)) && view.loadOf(queue, host) < cap
      ? queue
      : this.#walk(point, host, cap);
  }

  /** Each queue is looked at once, however many points it has. */
  #walk(start: number, host: number, cap: number): number {
    const { view } = this.#parts;
    const { owners } = this.#ring;
    const stamp = this.#nextStamp();
    let alive = view.isAlive(owners[start]!) ? owners[start]! : -1;
    this.#stamps[owners[start]!] = stamp;
    for (let point = this.#ring.after(start); point !== start; point = this.#ring.after(point)) {
      const queue = owners[point]!;
      if (this.#stamps[queue] === stamp || !view.isAlive(queue)) continue;
      this.#stamps[queue] = stamp;
      if (view.loadOf(queue, host) < cap) return queue;
      if (alive < 0) alive = queue;
    }
    return alive < 0 ? owners[start]! : alive;
  }

  #nextStamp(): number {
    if (this.#stamp === MOST_STAMPS) {
      this.#stamps.fill(0);
      this.#stamp = 0;
    }
    return ++this.#stamp;
  }
}

export const boundedLoad = {
  summary:
    'Consistent hashing where a queue takes no more than some times the mean load, and the rest spills to the next along the ring.',
  options: OPTIONS,
  make: (options, parts): Placement => new BoundedLoad(parts, options as Values<typeof OPTIONS>),
} as const satisfies Strategy<typeof OPTIONS>;
