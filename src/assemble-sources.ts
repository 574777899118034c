/** Makes the sources of a scenario, each as its kind is, and connects them with who sends to them and with what they lead to. A part of assemble.ts. */
import { arrivalStreams } from './assemble-arrivals.ts';
import { endingsOf, makeAsync, type EventQueues } from './assemble-async.ts';
import { makeChangeStream } from './assemble-documentdb.ts';
import { makeFifoQueue } from './assemble-fifo.ts';
import { makeTopic } from './assemble-kafka.ts';
import { makeMq } from './assemble-mq.ts';
import { outagesOf } from './assemble-outages.ts';
import type { Parts } from './assemble-parts.ts';
import { makeStream } from './assemble-streams.ts';
import { assert } from './engine/assert.ts';
import { Outbox } from './model/arrivals/outbox.ts';
import { Producer } from './model/arrivals/producer.ts';
import { Outages } from './model/outages.ts';
import { AsyncSource } from './model/sources/async/async.ts';
import { largestEvent } from './model/sources/async/origins.ts';
import { fairLines } from './model/sources/fair-line.ts';
import { isStreamType } from './model/sources/kinds.ts';
import type { LineMaker } from './model/sources/line.ts';
import { payloadRule } from './model/sources/payload.ts';
import { SqsQueue, type SqsSettings } from './model/sources/sqs.ts';
import type { Stream } from './model/sources/stream/stream.ts';
import { SyncSource } from './model/sources/sync.ts';
import type { World } from './model/world.ts';
import type * as S from './scenario/scenario.ts';

/** What a source is made of beside its description. */
export interface SourceNeeds {
  readonly scenario: S.Scenario;
  readonly parts: Parts;
  readonly eventQueues: EventQueues;
  readonly world: World;
}

export function addSource(source: S.SourceScenario, needs: SourceNeeds): void {
  const { type } = source;
  if (type === 'sqs' || type === 'sqsFifo') return addQueue(source, needs);
  if (isStreamType(type)) return addStream(source as AnyStream, needs);
  if (type === 'mq') return addBroker(source, needs);
  assert(type === 'sync' || type === 'async', `${type} is to come`);
  addCaller(source as S.SyncScenario | S.AsyncScenario, needs);
}

function addCaller(
  source: S.SyncScenario | S.AsyncScenario,
  { scenario, parts, eventQueues, world }: SourceNeeds,
): void {
  const { name } = source;
  const numbers = { index: parts.sources.size, ownerIndex: scenario.mappings.length + parts.callers.size };
  const caller =
    source.type === 'sync'
      ? new SyncSource(name, numbers.index, numbers.ownerIndex, world)
      : makeAsync(source, numbers, eventQueues, world);
  parts.sources.set(name, caller);
  parts.callers.set(name, caller);
  if (caller instanceof AsyncSource) parts.destinations.set(name, caller);
}

function addQueue(source: S.QueueScenario, needs: SourceNeeds): void {
  const { visibilityTimeout, messageRetentionPeriod, delay, maximumMessageSize } = source.options;
  const maxReceiveCount = source.redrivePolicy?.maxReceiveCount ?? Infinity;
  const settings = { visibilityTimeout, messageRetentionPeriod, delay, maximumMessageSize, maxReceiveCount };
  const queue = makeQueue(source, settings, needs);
  const { parts } = needs;
  parts.sources.set(source.name, queue);
  parts.queues.set(source.name, queue);
  parts.destinations.set(source.name, queue);
}

function makeQueue(source: S.QueueScenario, settings: SqsSettings, { scenario, parts, world }: SourceNeeds): SqsQueue {
  const index = parts.sources.size;
  if (source.type === 'sqs') {
    const { duplicates } = source.options;
    return new SqsQueue(source.name, index, { ...settings, duplicates }, world, lineOf(source, world));
  }
  return makeFifoQueue(source, index, settings, outagesOf(scenario, 'source', source.name), world);
}

function addBroker(source: S.MqScenario, { parts, world }: SourceNeeds): void {
  const queue = makeMq(source, parts.sources.size, world);
  parts.sources.set(source.name, queue);
  parts.brokers.set(source.name, queue);
  parts.destinations.set(source.name, queue);
}

function addStream(source: AnyStream, { scenario, parts, world }: SourceNeeds): void {
  const outages = outagesOf(scenario, 'source', source.name);
  const stream = makeStreamOf(source, parts.sources.size, outages, world);
  parts.sources.set(source.name, stream);
  parts.streams.set(source.name, stream);
  parts.destinations.set(source.name, stream);
}

/** All sources and functions are made. */
export function connectSource(source: S.SourceScenario, { scenario, parts, world }: SourceNeeds): void {
  if (source.type === 'sync' || source.type === 'async') connectCaller(source, parts, world);
  else if ('redrivePolicy' in source && source.redrivePolicy !== undefined)
    connectDeadLetters(source.name, source.redrivePolicy, parts);
  if (source.arrivals.length === 0) return;
  const { name } = source;
  const waiting = parts.queues.get(name) ?? parts.brokers.get(name);
  const sink = waiting ?? parts.streams.get(name) ?? parts.callers.get(name)!;
  const outages = outagesOf(scenario, 'source', name);
  // Commits go on while the source is out, and so do those who publish to a service in front; relay and service have to wait.
  const streams = arrivalStreams(source, hasSomebodyInFront(source) ? NO_OUTAGES : outages, world);
  const largest = largestRecord(source, world);
  if (source.outbox === undefined) {
    sink.producer = new Producer(world, sink, streams, largest);
    return;
  }
  const outbox = new Outbox(world, source.outbox, sink, outages);
  outbox.producer = new Producer({ ...world, promptArrivals: false }, outbox, streams, largest);
  sink.producer = outbox;
}

function connectCaller(source: S.SyncScenario | S.AsyncScenario, parts: Parts, world: World): void {
  const caller = parts.callers.get(source.name)!;
  caller.callee = parts.functions.get(source.function)!;
  if (source.type !== 'async') return;
  (caller as AsyncSource).endings = endingsOf(source, parts.destinations, world);
}

function connectDeadLetters(name: string, { deadLetterQueue }: S.RedrivePolicy, { queues }: Parts): void {
  queues.get(name)!.deadLetterQueue = queues.get(deadLetterQueue)!;
}

function largestRecord(source: S.SourceScenario, { rules }: World): number {
  if (source.type === 'sqs' || source.type === 'sqsFifo') return source.options.maximumMessageSize;
  if (source.type === 'kinesis') return source.options.maxRecordSize;
  if (source.type === 'dynamodbStreams') return rules.number('dynamodb.read.mostBytes');
  if (source.type === 'documentDb') return rules.number('documentDb.event.max');
  if (source.type === 'mq') return payloadRule('mq', rules).largest;
  if (source.type === 'kafka') return rules.number('mapping.payload');
  return source.type === 'async' ? largestEvent(source.options.origin, rules) : rules.number('lambda.invoke.payload');
}

/** A source that mappings read from a position on. */
type AnyStream = S.StreamScenario | S.KafkaScenario | S.DocumentDbScenario;

function makeStreamOf(source: AnyStream, index: number, outages: Outages, world: World): Stream {
  switch (source.type) {
    case 'kafka':
      return makeTopic(source, index, outages, world);
    case 'documentDb':
      return makeChangeStream(source, index, outages, world);
    default:
      return makeStream(source, index, outages, world);
  }
}

/** Undefined: that of a standard queue. */
function lineOf({ options }: S.StandardQueueScenario, { records, rules }: World): LineMaker | undefined {
  if (options.messageGroupId === undefined) return undefined;
  const [share, least] = [rules.number('sqs.fair.share'), rules.number('sqs.fair.least')];
  const [window, release] = [rules.number('sqs.fair.window'), rules.number('sqs.fair.release')];
  return fairLines(records.attribute(options.messageGroupId), { share, least, window, release });
}

const NO_OUTAGES = new Outages([]);

function hasSomebodyInFront(source: S.SourceScenario): boolean {
  return source.outbox !== undefined || (source.type === 'async' && source.options.origin !== 'direct');
}
