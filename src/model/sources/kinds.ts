/** The kinds of source there are: adding one is a file beside this and a line here. */
import type { FactPath } from '../../aws/facts.ts';
import type { FilteredKind } from '../filters/source-fields.ts';
import type { Options } from '../options.ts';
import { ASYNC_KIND } from './async/async-kind.ts';
import { DYNAMODB_STREAMS_KIND } from './dynamodb-streams-kind.ts';
import { DOCUMENTDB_KIND } from './documentdb-kind.ts';
import { KAFKA_KIND } from './kafka-kind.ts';
import { KINESIS_KIND } from './kinesis-kind.ts';
import { MQ_KIND } from './mq-kind.ts';
import { SQS_FIFO_KIND } from './sqs-fifo-kind.ts';
import { SQS_KIND } from './sqs-kind.ts';
import { SYNC_KIND } from './sync-kind.ts';
import type { StartingPosition } from './stream-options.ts';

/** What the scenario reader and the documentation need to know of a kind of source. */
export interface SourceKind {
  /** One sentence for the reference page and the editor. */
  readonly summary: string;
  /** What a source of this kind may say of itself. */
  readonly options: Options;
  /** What a mapping that reads from it may say, beside source, function and what all mappings have; undefined: none does. */
  readonly mapping: Options | undefined;
  /** Where a mapping can begin to read, of a stream; undefined: it is no stream. */
  readonly positions: readonly StartingPosition[] | undefined;
  /** Whether it may have a redrive policy. */
  readonly redrives: boolean;
  /** How it invokes a function by itself, of which it says which: waiting for the answer or not; undefined: it does not. */
  readonly calls: 'sync' | 'async' | undefined;
  /** What filters of its mappings see of a record; undefined: they have none. */
  readonly filters: FilteredKind | undefined;
  /** Whether handlers can send to it. */
  readonly isTarget: boolean;
  /** What a record takes up in the invocation payload; undefined: its event is the payload. */
  readonly payload: PayloadFacts | undefined;
  /** Longest timeout of functions that its mappings invoke; undefined: any. */
  readonly longestTimeout: FactPath | undefined;
}

/** By what a record grows in the payload, where it is base64, and the bytes that are written around it. */
export interface PayloadFacts {
  readonly inflation?: FactPath;
  readonly envelope: FactPath;
}

export const SOURCE_KINDS = {
  sqs: SQS_KIND,
  sqsFifo: SQS_FIFO_KIND,
  sync: SYNC_KIND,
  async: ASYNC_KIND,
  kinesis: KINESIS_KIND,
  dynamodbStreams: DYNAMODB_STREAMS_KIND,
  kafka: KAFKA_KIND,
  mq: MQ_KIND,
  documentDb: DOCUMENTDB_KIND,
} as const satisfies Record<string, SourceKind>;

export type SourceType = keyof typeof SOURCE_KINDS;

/** Kinds that mappings read from. */
export type PolledType = {
  [T in SourceType]: (typeof SOURCE_KINDS)[T]['mapping'] extends Options ? T : never;
}[SourceType];

/** Whether mappings read from sources of this kind. */
export function isPolled(type: SourceType): type is PolledType {
  return SOURCE_KINDS[type].mapping !== undefined;
}

/** Kinds that are queues of SQS. */
export type QueueType = 'sqs' | 'sqsFifo';

/** Whether sources of this kind are queues of SQS: hidden while they are received, and redriven. */
export function isQueueType(type: SourceType): type is QueueType {
  return SOURCE_KINDS[type].redrives;
}

/** Kinds that are streams. */
export type StreamType = 'kinesis' | 'dynamodbStreams' | 'kafka' | 'documentDb';

/** Whether sources of this kind are streams, which mappings read from a position on and checkpoint. */
export function isStreamType(type: SourceType): type is StreamType {
  return SOURCE_KINDS[type].positions !== undefined;
}
