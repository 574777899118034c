/**
 * What differs between kinds of stream, as numbers: how they are polled, how much a read brings, what their shards take and give.
 * The numbers are facts; this file says which of them plays which part.
 */
import type { Rules } from '../../../aws/rules.ts';
import type { Micros } from '../../../engine/time.ts';
import type { GivenUp } from '../../observer.ts';

export interface StreamTraits {
  /** Between two reads of a reader that is not behind. */
  readonly pollEvery: Micros;
  /** From when a record is put until a read can return it. */
  readonly propagation: Micros;
  /** What one read returns at the most. */
  readonly mostRecords: number;
  readonly mostBytes: number;
  /** What all plain readers of a shard may read in a second. */
  readonly readCalls: number;
  readonly readBytes: number;
  /** What a shard pushes in a second to each reader by fan-out. */
  readonly fanOutBytes: number;
  /** How soon after a read a reader that is behind reads again: it keeps to the limits by itself, not knowing of others. */
  readonly readGap: Micros;
  /** What a shard takes in a second. */
  readonly writeRecords: number;
  readonly writeBytes: number;
  /** Pauses of producers before they put a refused record again, the first and the longest; time that one split or merge takes. */
  readonly putRetryFirst: Micros;
  readonly putRetryLongest: Micros;
  readonly reshardTime: Micros;
  /** What a record adds to the payload of an invocation, and by how much its own bytes grow in it. */
  readonly envelope: number;
  readonly inflation: number;
  /** Arrival times are rounded down to whole multiples. */
  readonly resolution: Micros;
  /** What is said of a record that no invocation can hold, when it is given up. */
  readonly tooLarge: GivenUp['condition'];
}

type Changing = Pick<StreamTraits, 'putRetryFirst' | 'putRetryLongest' | 'reshardTime'>;

/** Of streams whose shards refuse records, and split. */
function changing(rules: Rules): Changing {
  return {
    putRetryFirst: rules.number('kinesis.put.retry.first'),
    putRetryLongest: rules.number('kinesis.put.retry.max'),
    reshardTime: rules.number('kinesis.reshard.time'),
  };
}

/** Of those that take all, and stay as they are. */
const LASTING: Changing = { putRetryFirst: 0, putRetryLongest: 0, reshardTime: 0 };

/** Kinesis data streams (KIN-01, KIN-04, KIN-10, KIN-11, KIN-17). */
export function kinesisTraits(rules: Rules): StreamTraits {
  const readCalls = rules.number('kinesis.read.calls');
  return {
    ...changing(rules),
    pollEvery: rules.number('kinesis.poll.every'),
    propagation: rules.number('kinesis.propagation'),
    mostRecords: rules.number('kinesis.read.mostRecords'),
    mostBytes: rules.number('kinesis.read.mostBytes'),
    readCalls,
    readBytes: rules.number('kinesis.read.bytes'),
    fanOutBytes: rules.number('kinesis.fanOut.bytes'),
    readGap: Math.ceil(1e6 / readCalls),
    writeRecords: rules.number('kinesis.write.records'),
    writeBytes: rules.number('kinesis.write.bytes'),
    envelope: rules.number('kinesis.envelope'),
    inflation: rules.number('kinesis.inflation'),
    resolution: 1,
    // Inferred: all that is left is to tell the destination (KIN-02). Under which condition is assumed.
    tooLarge: 'RetryAttemptsExhausted',
  };
}

/** What has no limits that are published, and is read by waiting at its end. */
const UNBOUND = {
  ...LASTING,
  pollEvery: 0,
  mostRecords: Infinity,
  mostBytes: Infinity,
  readCalls: Infinity,
  readBytes: Infinity,
  fanOutBytes: Infinity,
  readGap: 0,
  writeRecords: Infinity,
  writeBytes: Infinity,
  resolution: 1,
} as const;

/** Topics of Kafka: brokers set no limits here, and a fetch waits for the next record (KAF-01, UNK-20). */
export function kafkaTraits(rules: Rules): StreamTraits {
  return {
    ...UNBOUND,
    propagation: rules.number('kafka.fetch.latency'),
    envelope: rules.number('kafka.envelope'),
    inflation: rules.number('kafka.inflation'),
    tooLarge: 'MaximumPayloadSizeExceeded',
  };
}

/** DynamoDB Streams (DDB-01 to DDB-03, DDB-09): what the table takes is the table's business, and its images are no base64. */
export function dynamoDbTraits(rules: Rules): StreamTraits {
  const pollEvery = rules.number('dynamodb.poll.every');
  return {
    ...changing(rules),
    pollEvery,
    propagation: rules.number('dynamodb.propagation'),
    mostRecords: rules.number('dynamodb.read.mostRecords'),
    mostBytes: rules.number('dynamodb.read.mostBytes'),
    readCalls: rules.number('dynamodb.read.calls'),
    readBytes: Infinity,
    fanOutBytes: Infinity,
    readGap: pollEvery,
    writeRecords: Infinity,
    writeBytes: Infinity,
    envelope: rules.number('dynamodb.envelope'),
    inflation: 1,
    resolution: rules.number('dynamodb.resolution'),
    tooLarge: 'RetryAttemptsExhausted',
  };
}

/** Change streams of DocumentDB (DOC-01): one shard, no limits that are published, and whoever reads waits at its end. */
export function documentDbTraits(rules: Rules): StreamTraits {
  return {
    ...UNBOUND,
    propagation: rules.number('documentDb.latency'),
    envelope: rules.number('documentDb.envelope'),
    inflation: 1,
    tooLarge: 'Oversized',
  };
}
