/** Makes the event source mappings of a scenario: what each receives from, as its filters let it see it, and how it is set. A part of assemble.ts. */
import { makeChangeConsumer } from './assemble-documentdb.ts';
import { kafkaMappingSettings, makeGroup } from './assemble-kafka.ts';
import { oneBatchEach } from './assemble-mq.ts';
import type { Parts } from './assemble-parts.ts';
import { asksForDeliveries, makeConsumer, streamMappingSettings } from './assemble-streams.ts';
import { assert } from './engine/assert.ts';
import { Rank } from './engine/rank.ts';
import { LAMBDA } from './model/filters/dialect.ts';
import { readPattern } from './model/filters/pattern.ts';
import { RecordFilter } from './model/filters/record-filter.ts';
import { Refused } from './model/filters/refused.ts';
import type { ViewOptions } from './model/filters/views.ts';
import { EventSourceMapping, type MappingSettings } from './model/mapping/event-source-mapping.ts';
import type { PollerPolicy } from './model/mapping/pollers.ts';
import type { Destination } from './model/sources/destination.ts';
import { FilteredSource, type Discarding } from './model/sources/filtered.ts';
import { SOURCE_KINDS } from './model/sources/kinds.ts';
import type { EventSource } from './model/sources/source.ts';
import type { Stream } from './model/sources/stream/stream.ts';
import type { Subscriber } from './model/sources/stream/subscriber.ts';
import type { World } from './model/world.ts';
import type * as S from './scenario/scenario.ts';

/** What a mapping is made of beside its description: all sources and functions are made. */
export interface MappingNeeds {
  readonly scenario: S.Scenario;
  readonly parts: Parts;
  readonly world: World;
}

export function addMapping(mapping: S.MappingScenario, needs: MappingNeeds): void {
  const { parts, world } = needs;
  const [source, settings] = endOf(mapping, needs);
  const fn = parts.functions.get(mapping.function)!;
  const made = new EventSourceMapping(mapping.name, parts.mappings.size, settings, source, fn, world);
  parts.mappings.set(mapping.name, made);
  if (mapping.enabledAt === undefined || mapping.enabledAt > world.sim.end) return;
  world.sim.at(
    mapping.enabledAt,
    world.sim.action(Rank.scenario, () => made.enable(true)),
    0,
  );
}

/** What a mapping receives from, and what is said of all mappings. */
function endOf(mapping: S.MappingScenario, needs: MappingNeeds): [EventSource, MappingSettings] {
  const { queues, brokers } = needs.parts;
  switch (mapping.type) {
    case 'sqs':
    case 'sqsFifo':
      return [
        filtered(queues.get(mapping.source)!, mapping, needs),
        { ...mapping.options, pollers: pollerPolicyOf(mapping) },
      ];
    case 'mq':
      return [filtered(brokers.get(mapping.source)!, mapping, needs), oneBatchEach(mapping.options)];
    case 'documentDb':
      return [addConsumer(mapping, needs), oneBatchEach(mapping.options)];
    case 'kafka':
      return [addConsumer(mapping, needs), kafkaMappingSettings(mapping)];
    default:
      return [addConsumer(mapping, needs), streamMappingSettings(mapping)];
  }
}

/** The source as a mapping with its filters sees it. */
function filtered(source: Discarding, mapping: S.MappingScenario, needs: MappingNeeds): EventSource {
  const filter = filterOf(mapping, needs);
  const named = { name: mapping.name, index: needs.parts.mappings.size };
  const isProvisioned = 'provisionedPollerConfig' in mapping && mapping.provisionedPollerConfig !== undefined;
  return filter === undefined ? source : new FilteredSource(source, filter, named, isProvisioned);
}

/** Undefined: all records are for the mapping. */
function filterOf(
  { type, source, filters }: S.MappingScenario,
  { scenario, world }: MappingNeeds,
): RecordFilter | undefined {
  if (filters.length === 0) return undefined;
  const patterns = filters.map((written) => {
    const pattern = readPattern(written, { dialect: LAMBDA, mostRules: Infinity });
    assert(!(pattern instanceof Refused), 'a filter that was checked cannot be read');
    return pattern;
  });
  const from = scenario.sources.find(({ name }) => name === source)!;
  return new RecordFilter(patterns, world.records, SOURCE_KINDS[type].filters!, viewOf(from));
}

/** What of a record a filter of a stream's mapping can see beside its body. */
function viewOf(source: S.SourceScenario): ViewOptions {
  if (source.type === 'kinesis') return { partitionKey: source.options.partitionKey };
  if (source.type !== 'dynamodbStreams') return {};
  const { partitionKey, streamViewType } = source.options;
  return { streamView: streamViewType, tableKeys: partitionKey === undefined ? [] : [partitionKey] };
}

type AnyStreamMapping = S.StreamMapping | S.DocumentDbMapping | S.KafkaMapping;

/** What a mapping is to its stream. */
function addConsumer(mapping: AnyStreamMapping, needs: MappingNeeds): EventSource {
  const { scenario, parts, world } = needs;
  const stream = parts.streams.get(mapping.source)!;
  const { handler } = scenario.functions.find(({ name }) => name === mapping.function)!;
  const ends = { handler, filter: mapping.type === 'documentDb' ? undefined : filterOf(mapping, needs) };
  const consumer = consumerOf(mapping, parts.mappings.size, stream, ends, parts.destinations, world);
  parts.consumers.set(mapping.name, consumer);
  return consumer;
}

function consumerOf(
  mapping: AnyStreamMapping,
  index: number,
  stream: Stream,
  ends: { readonly handler: S.HandlerScenario; readonly filter: RecordFilter | undefined },
  destinations: ReadonlyMap<string, Destination>,
  world: World,
): EventSource & Subscriber {
  switch (mapping.type) {
    case 'kafka':
      return makeGroup(mapping, index, stream, ends, destinations, world);
    case 'documentDb':
      return makeChangeConsumer(mapping, index, stream, asksForDeliveries(ends.handler), world);
    default:
      return makeConsumer(mapping, index, stream, ends, destinations, world);
  }
}

function pollerPolicyOf({ pollers, provisionedPollerConfig: provisioned }: S.QueueMapping): PollerPolicy {
  return pollers ?? { kind: 'provisioned', ...provisioned! };
}
