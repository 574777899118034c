/** What a scenario may say about an SQS FIFO queue, and about a mapping that reads from one. */
import type { Options } from '../options.ts';
import { SQS_KIND } from './sqs-kind.ts';

/** Regions with a quota of their own for high throughput; all others share one. */
export const FIFO_REGIONS = [
  'us-east-1',
  'us-east-2',
  'us-west-2',
  'eu-west-1',
  'eu-west-2',
  'eu-central-1',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-northeast-1',
  'sa-east-1',
  'other',
] as const;

const { visibilityTimeout, messageRetentionPeriod, delay, maximumMessageSize } = SQS_KIND.options;
const { maximumConcurrency, reportBatchItemFailures } = SQS_KIND.mapping;

const queue = {
  ...{ visibilityTimeout, messageRetentionPeriod },
  delay: { ...delay, doc: 'How long a new message is invisible (DelaySeconds); messages have no delay of their own.' },
  maximumMessageSize,
  messageGroupId: {
    kind: 'attribute',
    doc: 'Attribute of the messages that is their group (MessageGroupId): messages of one group are handled in order.',
    source: 'SQS-62',
  },
  messageDeduplicationId: {
    kind: 'attribute',
    doc: 'Attribute that is their deduplication id; without one every message has an id of its own, which its repeats share.',
    source: 'SQS-66',
  },
  contentBasedDeduplication: {
    kind: 'flag',
    default: false,
    doc: 'Whether the body is the deduplication id of a message that has none.',
    source: 'SQS-66',
  },
  deduplicationScope: {
    kind: 'word',
    words: ['queue', 'messageGroup'],
    default: 'queue',
    doc: 'Within what a deduplication id is known.',
    source: 'J.3',
  },
  fifoThroughputLimit: {
    kind: 'word',
    words: ['perQueue', 'perMessageGroupId'],
    default: 'perQueue',
    doc: 'What the quota of calls counts for; perMessageGroupId is high throughput.',
    source: 'SQS-44',
  },
  region: {
    kind: 'word',
    words: FIFO_REGIONS,
    default: 'us-east-1',
    isOurs: true,
    doc: 'Whose quota a queue with high throughput has.',
    source: 'SQS-44',
  },
  sendBatch: {
    kind: 'count',
    min: 1,
    max: { fact: 'sqs.receive.most' },
    default: 1,
    doc: 'Messages of one call of a producer: the quota counts calls, and so does the bill.',
    source: 'J.3',
  },
  onThrottle: {
    kind: 'word',
    words: ['retry', 'drop'],
    default: 'retry',
    isOurs: true,
    doc: 'What producers do with a message that the quota refuses: send it again later, in order, or drop it.',
    source: 'SQS-44',
  },
} as const satisfies Options;

const mapping = {
  batchSize: {
    kind: 'count',
    min: 1,
    max: { fact: 'sqs.receive.most' },
    default: { fact: 'sqs.batchSize' },
    settable: true,
    doc: 'Most messages of one invocation.',
    source: 'J.4 rule 1',
  },
  ...{ maximumConcurrency, reportBatchItemFailures },
  oneGroupPerBatch: {
    kind: 'flag',
    default: false,
    doc: 'Whether a batch holds messages of one group only (ours: the service may mix them).',
    source: 'UNK-17',
  },
} as const satisfies Options;

export const SQS_FIFO_KIND = {
  summary: 'an SQS FIFO queue',
  options: queue,
  mapping,
  positions: undefined,
  redrives: true,
  calls: undefined,
  filters: 'sqs',
  isTarget: true,
  payload: { envelope: 'sqs.envelope' },
  longestTimeout: undefined,
} as const;
