/** A stream by itself, of which nobody reads. */
import { Outages } from '../../../model/outages.ts';
import { Keys } from '../../../model/sources/stream/keys.ts';
import { shardId } from '../../../model/sources/stream/shard.ts';
import { Stream } from '../../../model/sources/stream/stream.ts';
import { kinesisTraits } from '../../../model/sources/stream/traits.ts';
import type { World } from '../../../model/world.ts';
import { carry, makeRecord } from './world.ts';

/** Its partition key is the attribute `key`. */
export function makeStream(world: World, shards = 1, name = 's', index = 0): Stream {
  const settings = {
    shards,
    idOf: shardId,
    retentionPeriod: 86_400e6,
    onThrottle: 'retry',
    outages: new Outages([]),
    waits: true,
    mostBytes: 1_048_576,
  } as const;
  const columns = { partitionKey: world.records.attribute('key'), explicitHashKey: undefined };
  return new Stream(name, index, settings, kinesisTraits(world.rules), new Keys(columns, world.records), world);
}

/** Puts a record with an id and a key, now; returns its slot. */
export function put(world: World, stream: Stream, id: string, key = id, size = 100): number {
  const slot = makeRecord(world, stream.index, id);
  world.records.size[slot] = size;
  carry(world, slot, 'key', key);
  stream.accept(slot, world.sim.now);
  stream.wake();
  return slot;
}
