/**
 * Rendezvous hashing, or highest random weight: each tenant has an order of all queues, by the hash of tenant and queue, the highest
 * first. With a queue more or less, the others keep their order. Equal hashes: the lower number comes first.
 *
 * The hash of a tenant and queue q is the q-th number of splitmix64 seeded with the hash of the tenant. All queues are asked for an
 * answer, about ten nanoseconds each: dear with a million queues, so the answer is kept for each tenant.
 */
import { SplitMix64 } from './hash.ts';
import type { Hash64 } from './hash.ts';
import type { View } from './placement.ts';

/** The purpose that a tenant's hash is asked for. */
export const RENDEZVOUS = 'rendezvous';

export class Highest {
  readonly #queues: number;
  readonly #zones: number;
  readonly #weights = new SplitMix64();
  readonly #high: Float64Array;
  readonly #low: Float64Array;

  /**
   * For up to `most` queues an answer. With `zones` above zero, queue q is in zone q mod zones, and no two of an answer are in the same.
   */
  constructor(queues: number, most = 1, zones = 0) {
    this.#queues = queues;
    this.#zones = zones;
    this.#high = new Float64Array(most);
    this.#low = new Float64Array(most);
  }

  /** Writes the first queues of a tenant's order to `into`, from `at` on, as many as the constructor was told. */
  find(hash: Hash64, into: Int32Array, at: number): void {
    const weights = this.#weights;
    weights.seed(hash);
    const most = this.#high.length;
    let found = 0;
    for (let queue = 0; queue < this.#queues; queue++) {
      weights.next();
      if (found === most && !this.#isAbove(found - 1)) continue;
      let place = this.#zones === 0 ? found : this.#placeOfZone(queue, into, at, found);
      if (place < found && !this.#isAbove(place)) continue;
      if (place === found) {
        if (found < most) found++;
        else place--;
      }
      this.#insert(queue, into, at, place);
    }
  }

  /** The first queue of a tenant's order that takes events; −1 where none does. */
  firstAlive(hash: Hash64, view: View): number {
    const weights = this.#weights;
    weights.seed(hash);
    let best = -1;
    let high = 0;
    let low = 0;
    for (let queue = 0; queue < this.#queues; queue++) {
      weights.next();
      if (best >= 0 && (weights.high < high || (weights.high === high && weights.low <= low))) continue;
      if (!view.isAlive(queue)) continue;
      best = queue;
      high = weights.high;
      low = weights.low;
    }
    return best;
  }

  /** Whether the present weight is higher than that at a place. */
  #isAbove(place: number): boolean {
    const { high, low } = this.#weights;
    return high > this.#high[place]! || (high === this.#high[place]! && low > this.#low[place]!);
  }

  /** Where a queue of the same zone stands; `found` if there is none. */
  #placeOfZone(queue: number, into: Int32Array, at: number, found: number): number {
    for (let place = 0; place < found; place++) {
      if (into[at + place]! % this.#zones === queue % this.#zones) return place;
    }
    return found;
  }

  /** Puts a queue in order, over the one that stands at `last`. */
  #insert(queue: number, into: Int32Array, at: number, last: number): void {
    let place = last;
    for (; place > 0 && this.#isAbove(place - 1); place--) {
      into[at + place] = into[at + place - 1]!;
      this.#high[place] = this.#high[place - 1]!;
      this.#low[place] = this.#low[place - 1]!;
    }
    into[at + place] = queue;
    this.#high[place] = this.#weights.high;
    this.#low[place] = this.#weights.low;
  }
}
