/**
 * Shuffle sharding with a choice: a tenant has a few queues of its own by its hash, some of them are looked at for an event, and the
 * least loaded is taken. With two of two it is the published design of Lambda; with fewer looked at than the shard has, that of the
 * patent. Two tenants seldom have the same shard, so a noisy one leaves the others a way out.
 *
 * A shard is made at its tenant's first event and kept. Queues of it that are down are left out; where all are, the event goes to the
 * first that is not in the tenant's rendezvous order, which asks all queues, and counts as an escape.
 *
 * With `maximumOverlap`, a shard that shares more with another is made anew, up to ATTEMPTS times; then the first is kept, because there
 * may be none that fits. Shards then depend on the order of first events.
 */
import type { Options, Values } from '../../options.ts';
import { Deal } from './deal.ts';
import { Highest, RENDEZVOUS } from './highest.ts';
import { Least } from './least.ts';
import { OverlapGuard } from './overlap-guard.ts';
import type { Placement, PlacementParts, Strategy, View } from './placement.ts';
import { ring } from './ring.ts';
import { CONSTRUCTIONS, shardMaker } from './shards.ts';
import type { ShardMaker } from './shards.ts';

/** Shards that are tried for a tenant before overlap is put up with. */
export const ATTEMPTS = 32;

const OPTIONS = {
  shardSize: {
    kind: 'count',
    min: 1,
    max: 1000,
    default: { fact: 'tier.shardSize' },
    doc: 'Queues of a tenant; as many as there are queues, or zones, if those are fewer.',
    source: 'AP-2.9',
  },
  sample: {
    kind: 'count',
    min: 1,
    max: 1000,
    default: { fact: 'tier.sample' },
    doc: 'Queues of its shard that are looked at for an event; all of them if it has fewer.',
    source: 'AP-2.10',
  },
  shardConstruction: {
    kind: 'word',
    words: CONSTRUCTIONS,
    default: 'rendezvous',
    isOurs: true,
    doc: 'How shards are made: by rendezvous hashing, dealt like cards, or by places on a ring of consistent hashing.',
    source: 'AP-2.9',
  },
  virtualNodes: {
    ...ring.options.virtualNodes,
    doc: 'shardConstruction ring: points of each queue on the ring.',
  },
  zones: {
    kind: 'count',
    min: 1,
    doc: 'Zones over which the queues are spread in turn; a shard has at most one queue in each. They do not matter unless said.',
    source: 'AP-2.9',
  },
  maximumOverlap: {
    kind: 'count',
    min: 0,
    doc: 'Queues that two shards may share, as far as such shards are found; any number unless said.',
    source: 'AP-2.9',
  },
} as const satisfies Options;

type ShuffleOptions = Values<typeof OPTIONS>;

class Shuffle implements Placement {
  readonly #parts: PlacementParts;
  readonly #view: View;
  readonly #size: number;
  readonly #sample: number;
  readonly #isWhole: boolean;
  readonly #maker: ShardMaker;
  readonly #guard: OverlapGuard | undefined;
  /** By tenant and place; −1 before its first event. */
  readonly #shards: Int32Array;
  readonly #least: Least;
  readonly #deal: Deal;
  /** Queues of a shard that live. */
  readonly #living: Int32Array;
  readonly #order: Highest;
  escapes = 0;

  constructor(parts: PlacementParts, options: ShuffleOptions) {
    const { queues } = parts.view;
    const zones = options.zones === undefined ? 0 : Math.min(options.zones, queues);
    const size = Math.min(options.shardSize, queues, zones === 0 ? queues : zones);
    this.#parts = parts;
    this.#view = parts.view;
    this.#size = size;
    this.#sample = Math.min(options.sample, size);
    this.#isWhole = this.#sample === size;
    this.#maker = shardMaker(options.shardConstruction, { queues, size, zones }, options.virtualNodes);
    this.#guard =
      options.maximumOverlap === undefined
        ? undefined
        : new OverlapGuard(options.maximumOverlap, size, queues, parts.tenants);
    this.#shards = new Int32Array(parts.tenants * size).fill(-1);
    this.#least = new Least(parts.tieBreak, parts.random);
    this.#deal = new Deal(size, parts.random);
    this.#living = new Int32Array(size);
    this.#order = new Highest(queues);
  }

  place(tenant: number, host: number): number {
    const at = tenant * this.#size;
    if (this.#shards[at]! < 0) this.#makeShard(tenant, at);
    if (!this.#view.allAlive) return this.#placeInLiving(tenant, at, host);
    if (this.#sample === 1) return this.#shards[at + (this.#isWhole ? 0 : this.#deal.draw(0))]!;
    const least = this.#least;
    least.begin();
    for (let i = 0; i < this.#sample; i++) {
      const queue = this.#shards[at + (this.#isWhole ? i : this.#deal.draw(i))]!;
      least.offer(queue, this.#view.loadOf(queue, host));
    }
    return least.queue;
  }

  #placeInLiving(tenant: number, at: number, host: number): number {
    const living = this.#living;
    let alive = 0;
    for (let i = at; i < at + this.#size; i++) {
      const queue = this.#shards[i]!;
      if (this.#view.isAlive(queue)) living[alive++] = queue;
    }
    if (alive === 0) return this.#escape(tenant, at);
    if (alive === 1) return living[0]!;
    const sample = Math.min(this.#sample, alive);
    const least = this.#least;
    least.begin();
    for (let i = 0, left = sample; left > 0; i++) {
      // Each set of that size as likely: one is taken with as many chances as are left to fill among those that are left.
      if (left < alive - i && this.#parts.random.below(alive - i) >= left) continue;
      left--;
      least.offer(living[i]!, sample === 1 ? 0 : this.#view.loadOf(living[i]!, host));
    }
    return least.queue;
  }

  #escape(tenant: number, at: number): number {
    const queue = this.#order.firstAlive(this.#parts.hashOf(tenant, RENDEZVOUS), this.#view);
    if (queue < 0) return this.#shards[at]!;
    this.escapes++;
    return queue;
  }

  #makeShard(tenant: number, at: number): void {
    const shards = this.#shards;
    const hashFor = (label: string) => this.#parts.hashOf(tenant, label);
    this.#maker.make(hashFor, 0, shards, at);
    const guard = this.#guard;
    if (guard === undefined) return;
    for (let attempt = 1; !guard.allows(shards, at); attempt++) {
      this.#maker.make(hashFor, attempt % ATTEMPTS, shards, at);
      if (attempt === ATTEMPTS) break;
    }
    guard.add(shards, at);
  }
}

export const shuffle = {
  summary: 'Shuffle sharding: a tenant has a few queues by its hash, and each event goes to the least loaded of those.',
  options: OPTIONS,
  make: (options, parts): Placement => new Shuffle(parts, options as ShuffleOptions),
} as const satisfies Strategy<typeof OPTIONS>;
