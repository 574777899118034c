/** The shard of a hash key, against a plain comparison of whole numbers. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { HASH_SPACE, topOf } from '../../../src/model/sources/stream/hash.ts';
import { ReadLimit } from '../../../src/model/sources/stream/read-limit.ts';
import { Shard, shardId } from '../../../src/model/sources/stream/shard.ts';
import { ShardMap } from '../../../src/model/sources/stream/shard-map.ts';
import { WriteLimit } from '../../../src/model/sources/stream/write-limit.ts';

const hashKey = fc.bigInt({ min: 0n, max: HASH_SPACE - 1n });

function shardsAt(boundaries: readonly bigint[]): Shard[] {
  const starts = [0n, ...new Set(boundaries.filter((at) => at > 0n))].sort((a, b) => (a < b ? -1 : 1));
  const limits = { writes: new WriteLimit(1, 1), reads: new ReadLimit(1, 1) };
  return starts.map((from, i) => new Shard(i, shardId(i), { from, to: starts[i + 1] ?? HASH_SPACE }, [], limits));
}

it('is the one whose range has it, also where keys and boundaries differ in their last bits only (KIN-05)', () => {
  const near = fc.tuple(hashKey, fc.bigInt({ min: -3n, max: 3n }));
  fc.assert(
    fc.property(fc.array(near, { minLength: 1, maxLength: 20 }), (places) => {
      const shards = shardsAt(places.map(([at]) => at));
      const map = new ShardMap(shards.toReversed());
      for (const [at, off] of places) {
        const position = ((at + off + HASH_SPACE) % HASH_SPACE) as bigint;
        const expected = shards.find((shard) => shard.covers(position));
        expect(map.find(topOf(position), () => position)).toBe(expected);
      }
    }),
  );
});
