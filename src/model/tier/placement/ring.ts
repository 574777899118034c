/**
 * Consistent hashing: a tenant has the queue that its hash belongs to on a ring of points. An event whose queue is down goes to the next
 * along the ring that is not, as if the points of those that are down were not there.
 */
import { HashRing } from './hash-ring.ts';
import type { Options, Values } from '../../options.ts';
import type { Placement, PlacementParts, Strategy } from './placement.ts';

const OPTIONS = {
  virtualNodes: {
    kind: 'count',
    min: 1,
    max: 10_000,
    default: { fact: 'tier.virtualNodes' },
    doc: 'Points of each queue on the ring; the more, the more evenly tenants are spread.',
    source: 'AP-2.5',
  },
} as const satisfies Options;

class Ring implements Placement {
  readonly #parts: PlacementParts;
  readonly #ring: HashRing;
  /** By tenant: the point it belongs to; −1 before its first event. */
  readonly #points: Int32Array;
  escapes = 0;

  constructor(parts: PlacementParts, virtualNodes: number) {
    this.#parts = parts;
    this.#ring = new HashRing(parts.view.queues, virtualNodes);
    this.#points = new Int32Array(parts.tenants).fill(-1);
  }

  place(tenant: number): number {
    let point = this.#points[tenant]!;
    if (point < 0) {
      point = this.#ring.pointOf(this.#parts.hashOf(tenant, 'ring'));
      this.#points[tenant] = point;
    }
    const queue = this.#ring.owners[point]!;
    const { view } = this.#parts;
    return view.allAlive || view.isAlive(queue) ? queue : this.#walk(point);
  }

  #walk(start: number): number {
    const { owners } = this.#ring;
    for (let point = this.#ring.after(start); point !== start; point = this.#ring.after(point)) {
      if (!this.#parts.view.isAlive(owners[point]!)) continue;
      this.escapes++;
      return owners[point]!;
    }
    return owners[start]!;
  }
}

export const ring = {
  summary: 'Consistent hashing: a tenant has the queue that its hash belongs to on a ring.',
  options: OPTIONS,
  make: (options, parts): Placement => new Ring(parts, (options as Values<typeof OPTIONS>).virtualNodes),
} as const satisfies Strategy<typeof OPTIONS>;
