/** The parts of a model while it is put together, by their names in the scenario: each file of assemble-….ts adds to them and looks them up. */
import type { LambdaFunction } from './model/lambda/function.ts';
import type { EventSourceMapping } from './model/mapping/event-source-mapping.ts';
import type { AsyncSource } from './model/sources/async/async.ts';
import type { Destination } from './model/sources/destination.ts';
import type { MqQueue } from './model/sources/mq.ts';
import type { Source } from './model/sources/source.ts';
import type { SqsQueue } from './model/sources/sqs.ts';
import type { Stream } from './model/sources/stream/stream.ts';
import type { Subscriber } from './model/sources/stream/subscriber.ts';
import type { SyncSource } from './model/sources/sync.ts';

/** Each map in the order of the scenario. */
export class Parts {
  readonly sources = new Map<string, Source>();
  /** Those of the sources that are queues. */
  readonly queues = new Map<string, SqsQueue>();
  /** Those that are queues of a broker. */
  readonly brokers = new Map<string, MqQueue>();
  /** Those of the sources that are streams, and what each of their mappings is to them. */
  readonly streams = new Map<string, Stream>();
  readonly consumers = new Map<string, Subscriber>();
  /** Those of the sources that call by themselves. */
  readonly callers = new Map<string, SyncSource | AsyncSource>();
  /** Those that take messages which the model makes. */
  readonly destinations = new Map<string, Destination>();
  readonly functions = new Map<string, LambdaFunction>();
  readonly mappings = new Map<string, EventSourceMapping>();
}
