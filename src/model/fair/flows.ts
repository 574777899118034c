/**
 * Flows: the events of one key in one queue, as fair disciplines see them; the key is a tenant, or a bucket of tenants. Queues times
 * tenants may be a number beyond all memory, so a flow is made when it is first needed and given back by its discipline, and its
 * number is used again.
 *
 * A table with open addressing finds the flow of a queue and a key: linear probing, at most half full, and whoever is freed lets those
 * behind move up, so that there are no tombstones.
 */
import { mixed } from '../../engine/mix.ts';
import { END, grown, SlotLists } from '../../engine/slot-lists.ts';

export class Flows {
  readonly #lists = new SlotLists(INITIAL);
  #queues = new Int32Array(INITIAL);
  #keys = new Int32Array(INITIAL);
  /** Flows that are free, the last of them on top. */
  #freed = new Int32Array(INITIAL);
  #freeCount = 0;
  /** Flows that have ever been made: their numbers are below. */
  #made = 0;
  /** Flows by the hash of their queue and key; END where there is none. */
  #table = new Int32Array(2 * INITIAL).fill(END);

  /** Numbers of flows are below this; it grows when one is made. */
  get capacity(): number {
    return this.#queues.length;
  }

  /** Flows in use. */
  get size(): number {
    return this.#made - this.#freeCount;
  }

  queueOf(flow: number): number {
    return this.#queues[flow]!;
  }

  keyOf(flow: number): number {
    return this.#keys[flow]!;
  }

  /** The flow of a key in a queue; END when there is none. */
  find(queue: number, key: number): number {
    return this.#table[this.#placeOf(queue, key)]!;
  }

  /** Makes a flow, without events, of a key that has none in this queue. */
  make(queue: number, key: number): number {
    if (this.size === this.capacity) this.#grow();
    const flow = this.#freeCount > 0 ? this.#freed[--this.#freeCount]! : this.#made++;
    this.#queues[flow] = queue;
    this.#keys[flow] = key;
    this.#table[this.#placeOf(queue, key)] = flow;
    return flow;
  }

  /** Gives back a flow that has no events. */
  free(flow: number): void {
    const mask = this.#table.length - 1;
    let hole = this.#placeOf(this.#queues[flow]!, this.#keys[flow]!);
    for (let at = (hole + 1) & mask; this.#table[at] !== END; at = (at + 1) & mask) {
      const other = this.#table[at]!;
      const wanted = mixed(this.#queues[other]!, this.#keys[other]!) & mask;
      // It moves up unless it would then stand before the place it wants.
      if (((at - wanted) & mask) < ((at - hole) & mask)) continue;
      this.#table[hole] = other;
      hole = at;
    }
    this.#table[hole] = END;
    this.#freed[this.#freeCount++] = flow;
  }

  isEmpty(flow: number): boolean {
    return this.#lists.isEmpty(flow);
  }

  /** The oldest event of a flow, which must have one. */
  first(flow: number): number {
    return this.#lists.first(flow);
  }

  push(flow: number, slot: number): void {
    this.#lists.push(flow, slot);
  }

  /** Takes the oldest event of a flow, which must have one. */
  pop(flow: number): number {
    return this.#lists.pop(flow);
  }

  /** Where the flow stands in the table, or the hole where it would. */
  #placeOf(queue: number, key: number): number {
    const mask = this.#table.length - 1;
    let at = mixed(queue, key) & mask;
    for (;;) {
      const flow = this.#table[at]!;
      if (flow === END || (this.#keys[flow] === key && this.#queues[flow] === queue)) return at;
      at = (at + 1) & mask;
    }
  }

  #grow(): void {
    const capacity = 2 * this.capacity;
    this.#queues = grown(this.#queues, capacity);
    this.#keys = grown(this.#keys, capacity);
    this.#freed = grown(this.#freed, capacity);
    this.#lists.growTo(capacity);
    this.#table = new Int32Array(2 * capacity).fill(END);
    // All are in use, or there would be room.
    for (let flow = 0; flow < this.#made; flow++)
      this.#table[this.#placeOf(this.#queues[flow]!, this.#keys[flow]!)] = flow;
  }
}

/** A power of two, because the table is masked. */
const INITIAL = 256;
