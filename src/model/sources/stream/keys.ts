/**
 * From a record to its shard: by the attribute that is its partition key, or its number where it has none. What was worked out for
 * a key is remembered in a table of fixed size, in which another key may take its place, until shards change.
 */
import type { Records } from '../../records.ts';
import { HASH_SPACE, KeyHash, topOf } from './hash.ts';
import type { Placement } from './placement.ts';
import type { Shard } from './shard.ts';
import { ShardMap } from './shard-map.ts';

/** Attribute columns that place a record; undefined: there is none. */
export interface KeyColumns {
  readonly partitionKey: number | undefined;
  /** A hash key as a decimal number, instead of the hash of the partition key. */
  readonly explicitHashKey: number | undefined;
}

const PLACES = 1 << 16;
/** Spreads whole numbers over 32 bits: the golden ratio times 2^32. */
const SPREAD = 0x9e3779b1;

export class Keys implements Placement {
  /** Of the record looked up last: its shard, KeyHash.residue, and the bytes of its key, which count as written (KIN-01). */
  shard!: Shard;
  residue = 0;
  length = 0;
  readonly #columns: KeyColumns;
  readonly #records: Records;
  readonly #hash = new KeyHash();
  #map!: ShardMap;
  /** By place: which value of the key's attribute it is about; 0: none. */
  readonly #values = new Int32Array(PLACES);
  readonly #shards: Shard[] = [];
  readonly #residues = new Uint16Array(PLACES);
  readonly #lengths = new Uint16Array(PLACES);

  constructor(columns: KeyColumns, records: Records) {
    this.#columns = columns;
    this.#records = records;
  }

  /** These are the shards that take records from now on. */
  place(open: readonly Shard[]): void {
    this.#map = new ShardMap(open);
    this.#values.fill(0);
  }

  /** Looks up where a record goes. */
  look(slot: number): void {
    const { partitionKey, explicitHashKey } = this.#columns;
    const value = partitionKey === undefined ? 0 : this.#records.attributes[partitionKey]!.column[slot]!;
    if (value === 0 || explicitHashKey !== undefined) return this.#work(slot);
    const place = Math.imul(value, SPREAD) >>> 16;
    if (this.#values[place] !== value) this.#remember(slot, value, place);
    this.shard = this.#shards[place]!;
    this.residue = this.#residues[place]!;
    this.length = this.#lengths[place]!;
  }

  #remember(slot: number, value: number, place: number): void {
    this.#work(slot);
    this.#values[place] = value;
    this.#shards[place] = this.shard;
    this.#residues[place] = this.residue;
    this.#lengths[place] = this.length;
  }

  #work(slot: number): void {
    const { partitionKey, explicitHashKey } = this.#columns;
    const { origin, number } = this.#records;
    const hash = this.#hash;
    hash.take(String(this.#valueOf(partitionKey, slot) ?? `${origin[slot]!}-${number[slot]!}`));
    this.residue = hash.residue;
    this.length = hash.length;
    // An explicit hash key chooses the shard; the lane is still that of the key.
    const explicit = this.#valueOf(explicitHashKey, slot);
    const position = explicit === undefined ? undefined : BigInt(explicit) % HASH_SPACE;
    const top = position === undefined ? hash.top : topOf(position);
    this.shard = this.#map.find(top, () => position ?? hash.position);
  }

  #valueOf(column: number | undefined, slot: number): string | number | boolean | undefined {
    if (column === undefined) return undefined;
    const { table, column: values } = this.#records.attributes[column]!;
    return table.valueAt(values[slot]!);
  }
}
