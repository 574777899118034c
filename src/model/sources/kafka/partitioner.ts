/**
 * From a record to its partition, as Kafka's default partitioner does it: by the hash of its key. A record without a key goes to the next partition
 * in turn; a real producer fills a batch for one partition before it turns to the next (the sticky partitioner), which is left out.
 * What was worked out for a key is remembered in a table of fixed size, in which another key may take its place.
 */
import type { Records } from '../../records.ts';
import type { Placement } from '../stream/placement.ts';
import type { Shard } from '../stream/shard.ts';
import { murmur2, partitionOf } from './murmur2.ts';

const PLACES = 1 << 16;
/** Spreads whole numbers over 32 bits: the golden ratio times 2^32. */
const SPREAD = 0x9e3779b1;
const LONGEST_CHARACTER = 3;

export class Partitioner implements Placement {
  shard!: Shard;
  /** The number of its partition. */
  residue = 0;
  /** Brokers set no limit here, so nobody counts the bytes of keys. */
  readonly length = 0;
  readonly #key: number | undefined;
  readonly #records: Records;
  readonly #encoder = new TextEncoder();
  #bytes = new Uint8Array(64);
  #partitions: readonly Shard[] = [];
  #next = 0;
  /** By place: which value of the key's attribute it is about, 0 for none; and its partition. */
  readonly #values = new Int32Array(PLACES);
  readonly #places = new Uint16Array(PLACES);

  /** `key`: column of the attribute that is the key; undefined: records have none. */
  constructor(key: number | undefined, records: Records) {
    this.#key = key;
    this.#records = records;
  }

  place(open: readonly Shard[]): void {
    this.#partitions = open;
  }

  look(slot: number): void {
    const value = this.#key === undefined ? 0 : this.#records.attributes[this.#key]!.column[slot]!;
    this.residue = value === 0 ? this.#inTurn() : this.#ofKey(value);
    this.shard = this.#partitions[this.residue]!;
  }

  #inTurn(): number {
    const partition = this.#next;
    this.#next = (partition + 1) % this.#partitions.length;
    return partition;
  }

  #ofKey(value: number): number {
    const place = Math.imul(value, SPREAD) >>> 16;
    if (this.#values[place] !== value) {
      this.#values[place] = value;
      this.#places[place] = this.#hashed(String(this.#records.attributes[this.#key!]!.table.valueAt(value)));
    }
    return this.#places[place]!;
  }

  #hashed(key: string): number {
    const most = key.length * LONGEST_CHARACTER;
    if (this.#bytes.length < most) this.#bytes = new Uint8Array(most * 2);
    const { written } = this.#encoder.encodeInto(key, this.#bytes);
    return partitionOf(murmur2(this.#bytes, written), this.#partitions.length);
  }
}
