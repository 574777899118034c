/**
 * Jump consistent hash (Lamping and Veach 2014): no state, and a queue more at the end takes from all others evenly. It cannot leave out
 * a queue in the middle: an event whose queue is down jumps again, with the next number of splitmix64 from the tenant's hash, until it
 * lands on one that is not.
 */
import { nextAlive } from './alive.ts';
import { highProduct, SplitMix64 } from './hash.ts';
import type { Hash64 } from './hash.ts';
import type { Placement, PlacementParts, Strategy } from './placement.ts';

const TWO_TO_31 = 2_147_483_648;
const FACTOR_HIGH = 0x27bb2ee6;
const FACTOR_LOW = 0x87b0b0fd;
/** Jumps before the next queue by number is taken. */
const JUMPS = 64;

/** The bucket of a key, from 0 to buckets − 1; buckets from 1 to 2^31. */
export function jumpHash(key: Hash64, buckets: number): number {
  let high = key.high | 0;
  let low = key.low | 0;
  let bucket = -1;
  let next = 0;
  while (next < buckets) {
    bucket = next;
    const product = (highProduct(low, FACTOR_LOW) + Math.imul(high, FACTOR_LOW) + Math.imul(low, FACTOR_HIGH)) | 0;
    // One is added, which carries only where the lower half becomes zero.
    low = (Math.imul(low, FACTOR_LOW) + 1) | 0;
    high = low === 0 ? (product + 1) | 0 : product;
    next = Math.floor((bucket + 1) * (TWO_TO_31 / ((high >>> 1) + 1)));
  }
  return bucket;
}

class Jump implements Placement {
  readonly #parts: PlacementParts;
  /** By tenant; −1 before its first event. */
  readonly #queues: Int32Array;
  readonly #again = new SplitMix64();
  escapes = 0;

  constructor(parts: PlacementParts) {
    this.#parts = parts;
    this.#queues = new Int32Array(parts.tenants).fill(-1);
  }

  place(tenant: number): number {
    const { view } = this.#parts;
    if (this.#queues[tenant]! < 0) {
      this.#queues[tenant] = jumpHash(this.#parts.hashOf(tenant, 'jump'), view.queues);
    }
    const queue = this.#queues[tenant]!;
    return view.allAlive || view.isAlive(queue) ? queue : this.#escape(tenant, queue);
  }

  #escape(tenant: number, own: number): number {
    const { view } = this.#parts;
    const again = this.#again;
    again.seed(this.#parts.hashOf(tenant, 'jump'));
    let queue = own;
    for (let jump = 0; jump < JUMPS && !view.isAlive(queue); jump++) {
      again.next();
      queue = jumpHash(again, view.queues);
    }
    queue = nextAlive(view, queue);
    if (!view.isAlive(queue)) return own;
    this.escapes++;
    return queue;
  }
}

export const jump = {
  summary: 'Jump consistent hash: a tenant has a queue by its hash, without any state.',
  options: {},
  make: (_options, parts): Placement => new Jump(parts),
} as const satisfies Strategy;
