/** What a scenario may say about an SQS FIFO queue, and about a mapping that reads from one. */
import type { Options } from '../options.ts';
import { SQS_KIND } from './sqs-kind.ts';

const { visibilityTimeout, messageRetentionPeriod, delay, maximumMessageSize } = SQS_KIND.options;
const { maximumConcurrency, reportBatchItemFailures } = SQS_KIND.mapping;

const queue = {
  ...{ visibilityTimeout, messageRetentionPeriod, delay, maximumMessageSize },
  messageGroupId: {
    kind: 'attribute',
    doc: 'Attribute of the messages that is their group (MessageGroupId): messages of one group are handled in order.',
    source: 'SQS-62',
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
