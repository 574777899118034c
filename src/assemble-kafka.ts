/** Builds topics of Kafka, and what a mapping is to its topic, from what a scenario says. A part of assemble.ts. */
import { destinationOf, limitOf, startOf } from './assemble-streams.ts';
import type { RecordFilter } from './model/filters/record-filter.ts';
import type { MappingSettings } from './model/mapping/event-source-mapping.ts';
import type { Outages } from './model/outages.ts';
import type { Destination } from './model/sources/destination.ts';
import { ConsumerGroup } from './model/sources/kafka/consumer-group.ts';
import type { GroupSettings } from './model/sources/kafka/group-settings.ts';
import { OnDemandConsumers } from './model/sources/kafka/on-demand-consumers.ts';
import { ProvisionedConsumers } from './model/sources/kafka/provisioned-consumers.ts';
import { Partitioner } from './model/sources/kafka/partitioner.ts';
import { Stream } from './model/sources/stream/stream.ts';
import { kafkaTraits } from './model/sources/stream/traits.ts';
import type { World } from './model/world.ts';
import type * as S from './scenario/scenario.ts';

/** A topic: a stream whose shards are partitions, which stay as they are. */
export function makeTopic(
  { name, options, sendsDuringOutage }: S.KafkaScenario,
  index: number,
  outages: Outages,
  world: World,
): Stream {
  const { partitions: shards, retentionPeriod, partitionKey } = options;
  const settings = {
    ...{ shards, retentionPeriod, outages, onThrottle: 'retry' as const, waits: sendsDuringOutage === 'wait' },
    idOf: (partition: number) => `${name}-${partition}`,
    mostBytes: world.rules.number('mapping.payload'),
  };
  const key = partitionKey === undefined ? undefined : world.records.attribute(partitionKey);
  return new Stream(name, index, settings, kafkaTraits(world.rules), new Partitioner(key, world.records), world);
}

/** What a mapping is to its topic. */
export function makeGroup(
  mapping: S.KafkaMapping,
  index: number,
  topic: Stream,
  { handler, filter }: { readonly handler: S.HandlerScenario; readonly filter: RecordFilter | undefined },
  destinations: ReadonlyMap<string, Destination>,
  world: World,
): ConsumerGroup {
  const { name, options, onFailure } = mapping;
  const settings: GroupSettings = {
    ...modeOf(mapping, world),
    startingPosition: startOf(mapping),
    maximumRetryAttempts: limitOf(options.maximumRetryAttempts),
    maximumRecordAge: limitOf(options.maximumRecordAge),
    bisectBatchOnFunctionError: options.bisectBatchOnFunctionError,
    destination: onFailure && destinationOf(onFailure, destinations),
    countsDeliveries: handler.when.some(({ receiveCount }) => receiveCount !== undefined),
    filter: filter && ((slot: number) => filter.accepts(slot)),
  };
  return new ConsumerGroup(topic, { name, index }, settings, world);
}

type Mode = Pick<GroupSettings, 'scaling' | 'lanes' | 'perPartition' | 'bytes'>;

function modeOf({ provisionedPollerConfig: config }: S.KafkaMapping, world: World): Mode {
  const { rules } = world;
  if (config !== undefined) {
    const lanes = rules.number('kafka.provisioned.invokes');
    return {
      scaling: (group) => new ProvisionedConsumers(world, group, config),
      lanes,
      perPartition: Math.min(lanes, rules.number('kafka.provisioned.perPartition')),
      bytes: rules.number('kafka.provisioned.bytes'),
    };
  }
  return {
    scaling: (group) => new OnDemandConsumers(world, group),
    ...{ lanes: 1, perPartition: 1, bytes: Infinity },
  };
}

/** What is said of all mappings, by a mapping of a topic. */
export function kafkaMappingSettings({ options }: S.KafkaMapping): MappingSettings {
  const { batchSize, maximumBatchingWindow, reportBatchItemFailures } = options;
  return {
    ...{ batchSize, maximumBatchingWindow, reportBatchItemFailures },
    ...{ maximumConcurrency: undefined, lowTrafficHold: false, pollers: { kind: 'fixed', count: 1 } },
  };
}
