/**
 * What sources of Amazon MQ and DocumentDB and their mappings do not have of what others have, with the reason (J.1). Leaves out
 * their options, which the model describes.
 */
import type { Said } from '../findings.ts';
import type { Refused } from './shapes.ts';

const OWN_DEAD_LETTERS =
  'brokers have dead-letter queues of their own, which are left out: a batch that fails is tried again until its messages expire';

/** Of a queue of Amazon MQ. */
export const NOT_OF_MQ: Refused = {
  redrivePolicy: { message: OWN_DEAD_LETTERS, hint: 'expiry: 1 h', source: 'MQ-01' },
  visibilityTimeout: {
    message: 'a broker has no visibility timeout: a message is its consumer’s until it is acknowledged',
    source: 'MQ-01',
  },
  messageRetentionPeriod: {
    message: 'a broker keeps messages until they expire',
    hint: 'expiry: 1 h',
    source: 'MQ-01',
  },
};

/** Of the change stream of DocumentDB. */
export const NOT_OF_DOCUMENTDB: Refused = {
  redrivePolicy: {
    message: 'a change stream has no redrive policy: a batch that fails is sent again until the stream drops it',
    hint: 'a short retentionPeriod, or a handler that catches',
    source: 'DOC-01',
  },
  shards: { message: 'a change stream has no shards: all of it is in one order', source: 'DOC-01' },
  partitionKey: { message: 'a change stream has no keys: all of it is in one order', source: 'DOC-01' },
};

const AT_ONCE = ['pollers', 'maximumConcurrency', 'lowTrafficHold', 'parallelizationFactor', 'provisionedPollerConfig'];
const GIVING_UP = [
  ...['maximumRetryAttempts', 'maximumRecordAge', 'bisectBatchOnFunctionError', 'onFailure'],
  ...['destinationConfig', 'DestinationConfig'],
];
const REPORTS: Said = {
  message: 'failures of single records are not listened to: a batch succeeds or fails as a whole',
  source: 'J.1',
};
const STREAMS = 'is for streams: a queue of a broker has no positions and no windows over time';

/** Of a mapping that reads a queue of Amazon MQ. */
export const NOT_OF_MQ_MAPPINGS: Refused = {
  ...all(AT_ONCE, {
    message: 'the engine decides: a mapping has 5 batches of ActiveMQ at work, and 1 of RabbitMQ',
    hint: 'facts: { mq.activeMq.concurrency: 10 }, where AWS has raised it',
    source: 'MQ-01',
  }),
  ...all(GIVING_UP, {
    message: 'nothing is given up: a batch that fails is tried again until its messages expire',
    hint: 'expiry: 1 h of the source',
    source: 'MQ-01',
  }),
  ...each(['startingPosition', 'startingPositionTimestamp', 'tumblingWindow', 'enhancedFanOut'], STREAMS),
  reportBatchItemFailures: REPORTS,
};

/** Of a mapping that reads a change stream. */
export const NOT_OF_CHANGE_MAPPINGS: Refused = {
  ...all(AT_ONCE, { message: 'a change stream has one batch at work, so that order is kept', source: 'DOC-01' }),
  ...all(GIVING_UP, {
    message: 'nothing is given up: a batch that fails is sent again until the stream drops it',
    hint: 'a short retentionPeriod of the source, or a handler that catches',
    source: 'DOC-01',
  }),
  filters: { message: 'mappings of DocumentDB have no filters', hint: 'a condition in the handler', source: 'G.3' },
  reportBatchItemFailures: REPORTS,
  tumblingWindow: { message: 'tumbling windows are for Kinesis and DynamoDB streams', source: 'J.1' },
  enhancedFanOut: { message: 'enhanced fan-out is for Kinesis', source: 'KIN-12' },
};

function all(keys: readonly string[], said: Said): Refused {
  return Object.fromEntries(keys.map((key) => [key, said]));
}

function each(keys: readonly string[], what: string): Refused {
  return Object.fromEntries(keys.map((key) => [key, { message: `${key} ${what}`, source: 'J.1' }]));
}
