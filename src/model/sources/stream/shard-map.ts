/**
 * The open shards in the order of their hash keys, which their ranges cover without a gap. Looked up by the upper 53 bits of a hash key,
 * which a double holds; only a key that shares them with the beginning of a range is compared in full.
 */
import { topOf } from './hash.ts';
import type { Shard } from './shard.ts';

export class ShardMap {
  readonly #shards: readonly Shard[];
  readonly #tops: Float64Array;

  constructor(open: readonly Shard[]) {
    this.#shards = open.toSorted((a, b) => (a.from < b.from ? -1 : 1));
    this.#tops = Float64Array.from(this.#shards, ({ from }) => topOf(from));
  }

  /** The shard whose range has a hash key; `exact` gives it in full. */
  find(top: number, exact: () => bigint): Shard {
    let low = 0;
    let high = this.#shards.length - 1;
    // The last range that begins at or before it, as far as the upper bits tell.
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.#tops[middle]! <= top) low = middle;
      else high = middle - 1;
    }
    while (low > 0 && this.#tops[low] === top && this.#shards[low]!.from > exact()) low--;
    return this.#shards[low]!;
  }
}
