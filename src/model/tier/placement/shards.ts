/**
 * How a tenant's shard is made of its hash: r distinct queues, each set of r as likely. Three ways.
 *
 * rendezvous: the first r of the tenant's order of all queues. With a queue more, a shard changes with probability r/(N+1), and by one
 * queue. All queues are asked.
 * dealer: as Kubernetes deals cards; costs r steps whatever the number of queues; with a queue more, nearly all shards change.
 * ring: r places on a ring of consistent hashing, and the next other owner where two fall on one; cheap, moves little, and as uneven as
 * the ring.
 *
 * With zones, queue q is in zone q mod zones, and a shard has no two queues in one.
 */
import { hashKey, quotient, remainder, SplitMix64 } from './hash.ts';
import type { Hash64 } from './hash.ts';
import { HashRing } from './hash-ring.ts';
import { Highest, RENDEZVOUS } from './highest.ts';

export const CONSTRUCTIONS = ['rendezvous', 'dealer', 'ring'] as const;
export type Construction = (typeof CONSTRUCTIONS)[number];

/** The hash of one tenant's key for a purpose. */
export type HashFor = (label: string) => Hash64;

export interface ShardMaker {
  /** Writes a tenant's shard to `into`, from `at` on. Another `attempt` gives another, independent shard. */
  make(hashFor: HashFor, attempt: number, into: Int32Array, at: number): void;
}

export interface ShardShape {
  readonly queues: number;
  /** At most as many as there are queues, and zones if any. */
  readonly size: number;
  /** 0 for none; at most as many as there are queues. */
  readonly zones: number;
}

export function shardMaker(construction: Construction, shape: ShardShape, virtualNodes: number): ShardMaker {
  if (construction === 'dealer') return new Dealer(shape);
  if (construction === 'ring') return new RingShards(shape, virtualNodes);
  return new RendezvousShards(shape);
}

class RendezvousShards implements ShardMaker {
  readonly #highest: Highest;

  constructor(shape: ShardShape) {
    this.#highest = new Highest(shape.queues, shape.size, shape.zones);
  }

  make(hashFor: HashFor, attempt: number, into: Int32Array, at: number): void {
    this.#highest.find(hashFor(labelOf(RENDEZVOUS, attempt)), into, at);
  }
}

class RingShards implements ShardMaker {
  readonly #shape: ShardShape;
  readonly #ring: HashRing;

  constructor(shape: ShardShape, virtualNodes: number) {
    this.#shape = shape;
    this.#ring = new HashRing(shape.queues, virtualNodes);
  }

  make(hashFor: HashFor, attempt: number, into: Int32Array, at: number): void {
    const ring = this.#ring;
    for (let i = 0; i < this.#shape.size; i++) {
      let point = ring.pointOf(hashFor(labelOf(`ring${i}`, attempt)));
      while (this.#clashes(ring.owners[point]!, into, at, i)) point = ring.after(point);
      into[at + i] = ring.owners[point]!;
    }
  }

  #clashes(queue: number, into: Int32Array, at: number, found: number): boolean {
    const { zones } = this.#shape;
    for (let i = at; i < at + found; i++) {
      if (into[i] === queue || (zones > 0 && into[i]! % zones === queue % zones)) return true;
    }
    return false;
  }
}

class Dealer implements ShardMaker {
  readonly #shape: ShardShape;

  constructor(shape: ShardShape) {
    this.#shape = shape;
  }

  make(hashFor: HashFor, attempt: number, into: Int32Array, at: number): void {
    const { queues, size, zones } = this.#shape;
    deal(hashFor(labelOf('dealer', attempt)), zones === 0 ? queues : zones, size, into, at);
    if (zones === 0) return;
    const inZone = new SplitMix64();
    inZone.seed(hashFor(labelOf('dealerInZone', attempt)));
    for (let i = at; i < at + size; i++) {
      inZone.next();
      const zone = into[i]!;
      into[i] = zone + zones * remainder(inZone, Math.ceil((queues - zone) / zones));
    }
  }
}

/** What a hash gives away before a new one is made of it: of 64 bits, 60 may be used up. */
const MOST_HANDS = 1_152_921_504_606_846_976;

/**
 * Deals `hand` distinct cards of a deck of `cards`, by a hash, to `into` from `at` on. Hashes from 0 to cards·(cards − 1)·…·(cards − hand
 * + 1) − 1 give each hand, in each order, once. Above 2^60 hands, more hashes are made of the first.
 */
export function deal(hash: Hash64, cards: number, hand: number, into: Int32Array, at: number): void {
  let rest = hash;
  let hands = 1;
  for (let i = 0; i < hand; i++) {
    const left = cards - i;
    if (hands * left > MOST_HANDS) {
      rest = hashKey(`dealer${i}`, `${hash.high}/${hash.low}`);
      hands = 1;
    }
    into[at + i] = remainder(rest, left);
    rest = quotient(rest, left);
    hands *= left;
  }
  // Earlier cards are taken out of the deck, the last one first; from the end on, because that needs their remainders.
  // needs the remainders.
  for (let i = hand - 1; i > 0; i--) {
    let card = into[at + i]!;
    for (let j = i - 1; j >= 0; j--) if (card >= into[at + j]!) card++;
    into[at + i] = card;
  }
}

function labelOf(purpose: string, attempt: number): string {
  return attempt === 0 ? purpose : `${purpose}/${attempt}`;
}
