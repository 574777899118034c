/**
 * From a record to its shard: by the attribute that is its partition key, or its number where it has none. What was worked out for
 * a key is remembered, up to a bound, until shards change.
 */
import type { Records } from '../../records.ts';
import { explicitlyAt, HASH_SPACE, keyHashOf } from './hash.ts';
import type { Shard } from './shard.ts';

/** Attribute columns that place a record; undefined: there is none. */
export interface KeyColumns {
  readonly partitionKey: number | undefined;
  /** A hash key as a decimal number, instead of the hash of the partition key. */
  readonly explicitHashKey: number | undefined;
}

/** Where a key falls. */
export interface Place {
  readonly shard: Shard;
  /** See KeyHash.residue. */
  readonly residue: number;
  /** Bytes of the key, which count as written (KIN-01). */
  readonly length: number;
}

/** Keys that are remembered. */
const MOST_KEYS = 1 << 16;

export class Keys {
  readonly #columns: KeyColumns;
  readonly #records: Records;
  readonly #shardAt: (position: bigint) => Shard;
  readonly #places = new Map<number, Place>();

  /** `shardAt`: the open shard whose range has a hash key. */
  constructor(columns: KeyColumns, records: Records, shardAt: (position: bigint) => Shard) {
    this.#columns = columns;
    this.#records = records;
    this.#shardAt = shardAt;
  }

  placeOf(slot: number): Place {
    const { partitionKey, explicitHashKey } = this.#columns;
    const value = partitionKey === undefined ? 0 : this.#records.attributes[partitionKey]!.column[slot]!;
    const isRemembered = value !== 0 && explicitHashKey === undefined;
    let place = isRemembered ? this.#places.get(value) : undefined;
    if (place === undefined) {
      place = this.#work(slot);
      if (this.#places.size >= MOST_KEYS) this.#places.clear();
      if (isRemembered) this.#places.set(value, place);
    }
    return place;
  }

  /** Shards have changed. */
  forget(): void {
    this.#places.clear();
  }

  #work(slot: number): Place {
    const { partitionKey, explicitHashKey } = this.#columns;
    const key = String(
      this.#valueOf(partitionKey, slot) ?? `${this.#records.origin[slot]!}-${this.#records.number[slot]!}`,
    );
    const explicit = this.#valueOf(explicitHashKey, slot);
    const { position, residue } = explicit === undefined ? keyHashOf(key) : explicitlyAt(wrapped(explicit), key);
    return { shard: this.#shardAt(position), residue, length: Buffer.byteLength(key) };
  }

  #valueOf(column: number | undefined, slot: number): string | number | boolean | undefined {
    if (column === undefined) return undefined;
    const { table, column: values } = this.#records.attributes[column]!;
    return table.valueAt(values[slot]!);
  }
}

/** The reader has checked that it is a number in the range. */
function wrapped(explicit: string | number | boolean): bigint {
  return BigInt(explicit) % HASH_SPACE;
}
