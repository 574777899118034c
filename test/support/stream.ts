/** A stream by itself, with mappings and functions that do as they are told: for tests of the source's own interface. */
import { Outages } from '../../src/model/outages.ts';
import { Keys } from '../../src/model/sources/stream/keys.ts';
import { shardId } from '../../src/model/sources/stream/shard.ts';
import { kinesisTraits } from '../../src/model/sources/stream/traits.ts';
import { Stream } from '../../src/model/sources/stream/stream.ts';
import type { World } from '../../src/model/world.ts';

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

/** Puts a record with an id and a key, now. */
export function put(world: World, stream: Stream, id: string, key = id, size = 100): number {
  const { records } = world;
  const slot = records.add(world.sim.now, stream.index);
  const { table, column } = records.attributes[records.attribute('key')]!;
  records.label[slot] = records.labels.indexOf(id);
  records.size[slot] = size;
  column[slot] = table.indexOf(key);
  stream.accept(slot, world.sim.now);
  stream.wake();
  return slot;
}
