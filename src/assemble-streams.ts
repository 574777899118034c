/**
 * Builds streams, and what a mapping is to its stream, from what a scenario says. A part of assemble.ts.
 */
import type { RecordFilter } from './model/filters/record-filter.ts';
import type { MappingSettings } from './model/mapping/event-source-mapping.ts';
import type { Outages } from './model/outages.ts';
import { StreamConsumer } from './model/sources/stream/consumer.ts';
import { Elsewhere, type Destination } from './model/sources/destination.ts';
import { pushTimeOf } from './model/sources/stream/fan-out.ts';
import { OnDemandCapacity } from './model/sources/stream/on-demand.ts';
import { Keys } from './model/sources/stream/keys.ts';
import { rollOver } from './model/sources/stream/rollover.ts';
import { shardId } from './model/sources/stream/shard.ts';
import type { StartingPosition } from './model/sources/stream/starting-position.ts';
import { Stream, type StreamSettings } from './model/sources/stream/stream.ts';
import { dynamoDbTraits, kinesisTraits } from './model/sources/stream/traits.ts';
import type { World } from './model/world.ts';
import type * as S from './scenario/scenario.ts';

/** A stream with its shards, and what changes them by itself. */
export function makeStream(source: S.StreamScenario, index: number, outages: Outages, world: World): Stream {
  return source.type === 'kinesis' ? kinesis(source, index, outages, world) : dynamoDb(source, index, outages, world);
}

function kinesis(
  { name, options, sendsDuringOutage }: S.KinesisScenario,
  index: number,
  outages: Outages,
  world: World,
): Stream {
  const { shards, retentionPeriod, onThrottle, partitionKey, explicitHashKey, mode } = options;
  const waits = sendsDuringOutage === 'wait';
  const mostBytes = options.maxRecordSize;
  const settings: StreamSettings = { shards, idOf: shardId, retentionPeriod, onThrottle, outages, waits, mostBytes };
  const columns = { partitionKey: column(partitionKey, world), explicitHashKey: column(explicitHashKey, world) };
  const keys = new Keys(columns, world.records);
  const stream = new Stream(name, index, settings, kinesisTraits(world.rules), keys, world);
  if (mode === 'onDemand') new OnDemandCapacity(world, stream);
  return stream;
}

function dynamoDb({ name, options }: S.DynamoDbStreamsScenario, index: number, outages: Outages, world: World): Stream {
  const { shards, partitionKey, rollover } = options;
  const retentionPeriod = world.rules.number('dynamodb.retention');
  const settings: StreamSettings = {
    shards,
    idOf: shardId,
    retentionPeriod,
    onThrottle: 'retry',
    outages,
    waits: true,
    mostBytes: world.rules.number('dynamodb.read.mostBytes'),
  };
  const columns = { partitionKey: column(partitionKey, world), explicitHashKey: undefined };
  const keys = new Keys(columns, world.records);
  const stream = new Stream(name, index, settings, dynamoDbTraits(world.rules), keys, world);
  if (rollover !== undefined) rollOver(stream, rollover, world);
  return stream;
}

function column(attribute: string | undefined, { records }: World): number | undefined {
  return attribute === undefined ? undefined : records.attribute(attribute);
}

/** What a mapping is to its stream. */
export function makeConsumer(
  mapping: S.StreamMapping,
  index: number,
  stream: Stream,
  { handler, filter }: { readonly handler: S.HandlerScenario; readonly filter: RecordFilter | undefined },
  destinations: ReadonlyMap<string, Destination>,
  world: World,
): StreamConsumer {
  const { name, options, onFailure } = mapping;
  const settings = {
    parallelizationFactor: options.parallelizationFactor,
    startingPosition: startOf(mapping),
    maximumRetryAttempts: limitOf(options.maximumRetryAttempts),
    maximumRecordAge: limitOf(options.maximumRecordAge),
    bisectBatchOnFunctionError: options.bisectBatchOnFunctionError,
    destination: onFailure && destinationOf(onFailure, destinations),
    countsDeliveries: asksForDeliveries(handler),
    tumbling:
      options.tumblingWindow > 0
        ? { length: options.tumblingWindow, statePerRecord: handler.statePerRecord }
        : undefined,
    pushTime: options.enhancedFanOut === true ? pushTimeOf(world.rules) : undefined,
    filter: filter && ((slot: number) => filter.accepts(slot)),
  };
  return new StreamConsumer(stream, { name, index }, settings, world);
}

/** AWS writes no limit as −1, and the scenario may leave it out. */
export function limitOf(value: number | undefined): number {
  return value === undefined || value < 0 ? Infinity : value;
}

/** Whether a handler asks how often it was given a record. */
export function asksForDeliveries({ when }: S.HandlerScenario): boolean {
  return when.some(({ receiveCount }) => receiveCount !== undefined);
}

/** Where a mapping of a stream begins to read. */
export function startOf({ startingPosition: kind, startingPositionTimestamp: at }: S.StreamReading): StartingPosition {
  return kind === 'AT_TIMESTAMP' ? { kind, at: at! } : { kind };
}

/** Where the news of what was given up goes: a source of the scenario, or something outside it. */
export function destinationOf(
  { kind, name }: S.OnFailureDestination,
  destinations: ReadonlyMap<string, Destination>,
): Destination {
  return kind === 'queue' ? destinations.get(name)! : new Elsewhere(name);
}

/** What is said of all mappings, by a mapping of a stream. */
export function streamMappingSettings({ options }: S.StreamMapping): MappingSettings {
  const { batchSize, maximumBatchingWindow, reportBatchItemFailures } = options;
  return {
    ...{ batchSize, maximumBatchingWindow, reportBatchItemFailures },
    ...{ maximumConcurrency: undefined, lowTrafficHold: false, pollers: { kind: 'fixed', count: 1 } },
  };
}
