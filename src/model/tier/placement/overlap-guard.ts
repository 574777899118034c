/**
 * Keeps shards apart: no two share more than some queues. It knows all shards so far, so who has which depends on who came first, unlike
 * with hashes alone.
 *
 * A list of tenants for each queue; a new shard is compared with all that have one of its queues. 100,000 tenants on 100 queues take
 * seconds.
 */
export class OverlapGuard {
  readonly #most: number;
  readonly #size: number;
  /** By queue: the last entry in its list. An entry is the place of a queue in the shards of all; NONE ends a list. */
  readonly #lasts: Int32Array;
  readonly #previous: Int32Array;
  /** By tenant: the shard it was last compared with, and how many queues they share. */
  readonly #stamps: Int32Array;
  readonly #shared: Int32Array;
  #stamp = 0;

  /** `most`: queues that two shards may share. `size`: queues of a shard. */
  constructor(most: number, size: number, queues: number, tenants: number) {
    this.#most = most;
    this.#size = size;
    this.#lasts = new Int32Array(queues).fill(NONE);
    this.#previous = new Int32Array(tenants * size).fill(NONE);
    this.#stamps = new Int32Array(tenants);
    this.#shared = new Int32Array(tenants);
  }

  /** Whether a shard, in `shards` from `at` on, shares too much with none that was added. */
  allows(shards: Int32Array, at: number): boolean {
    this.#stamp++;
    for (let i = at; i < at + this.#size; i++) {
      for (let entry = this.#lasts[shards[i]!]!; entry !== NONE; entry = this.#previous[entry]!) {
        if (this.#share(Math.floor(entry / this.#size)) > this.#most) return false;
      }
    }
    return true;
  }

  #share(tenant: number): number {
    if (this.#stamps[tenant] !== this.#stamp) {
      this.#stamps[tenant] = this.#stamp;
      this.#shared[tenant] = 0;
    }
    return ++this.#shared[tenant]!;
  }

  /** Adds the shard of a tenant, whose place is `at`. */
  add(shards: Int32Array, at: number): void {
    for (let entry = at; entry < at + this.#size; entry++) {
      this.#previous[entry] = this.#lasts[shards[entry]!]!;
      this.#lasts[shards[entry]!] = entry;
    }
  }
}

const NONE = -1;
