/**
 * Builds change streams of DocumentDB, and what a mapping is to one: a stream of one shard, read by waiting at its end. A part of
 * assemble.ts.
 */
import type { Outages } from './model/outages.ts';
import { StreamConsumer } from './model/sources/stream/consumer.ts';
import { Keys } from './model/sources/stream/keys.ts';
import { shardId } from './model/sources/stream/shard.ts';
import { Stream } from './model/sources/stream/stream.ts';
import { documentDbTraits } from './model/sources/stream/traits.ts';
import type { World } from './model/world.ts';
import { startOf } from './assemble-streams.ts';
import type * as S from './scenario/scenario.ts';

export function makeChangeStream(source: S.DocumentDbScenario, index: number, outages: Outages, world: World): Stream {
  const settings = {
    shards: 1,
    idOf: shardId,
    retentionPeriod: source.options.retentionPeriod,
    onThrottle: 'retry' as const,
    outages,
    waits: source.sendsDuringOutage === 'wait',
    mostBytes: world.rules.number('documentDb.event.max'),
  };
  const keys = new Keys({ partitionKey: undefined, explicitHashKey: undefined }, world.records);
  return new Stream(source.name, index, settings, documentDbTraits(world.rules), keys, world);
}

/** Failed batches are sent again for as long as the stream keeps them, as they are (DOC-01). */
export function makeChangeConsumer(
  mapping: S.DocumentDbMapping,
  index: number,
  stream: Stream,
  countsDeliveries: boolean,
  world: World,
): StreamConsumer {
  const latency = world.rules.number('documentDb.latency');
  const settings = {
    parallelizationFactor: 1,
    startingPosition: startOf(mapping),
    maximumRetryAttempts: Infinity,
    maximumRecordAge: Infinity,
    bisectBatchOnFunctionError: false,
    destination: undefined,
    countsDeliveries,
    tumbling: undefined,
    pushTime: () => latency,
    filter: undefined,
  };
  return new StreamConsumer(stream, { name: mapping.name, index }, settings, world);
}
