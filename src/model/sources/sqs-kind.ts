/** What a scenario may say about an SQS standard queue, and about a mapping that reads from one. */
import type { Options } from '../options.ts';

const queue = {
  visibilityTimeout: {
    kind: 'duration',
    min: 0,
    max: { fact: 'sqs.visibilityTimeout.max' },
    default: { fact: 'sqs.visibilityTimeout' },
    wholeSeconds: true,
    settable: true,
    doc: 'How long a received message is hidden from other receives.',
    source: 'SQS-45',
  },
  messageRetentionPeriod: {
    kind: 'duration',
    min: { fact: 'sqs.messageRetentionPeriod.min' },
    max: { fact: 'sqs.messageRetentionPeriod.max' },
    default: { fact: 'sqs.messageRetentionPeriod' },
    wholeSeconds: true,
    settable: true,
    doc: 'How long a message is kept before it is deleted unread.',
    source: 'SQS-53',
  },
  delay: {
    kind: 'duration',
    min: 0,
    max: { fact: 'sqs.delay.max' },
    default: 0,
    wholeSeconds: true,
    settable: true,
    doc: 'How long a new message is invisible (DelaySeconds).',
    source: 'SQS-61',
  },
  maximumMessageSize: {
    kind: 'size',
    min: 1024,
    max: { fact: 'sqs.maximumMessageSize' },
    default: { fact: 'sqs.maximumMessageSize' },
    doc: 'Largest message the queue takes.',
    source: 'SQS-59',
  },
  duplicates: {
    kind: 'share',
    min: 0,
    // Each delivery may be doubled in turn, so not all of them.
    max: 0.5,
    default: { fact: 'sqs.duplicates' },
    doc: 'Share of deliveries after which the message can be received once more at once, inside its visibility timeout.',
    source: 'SQS-51',
  },
  messageGroupId: {
    kind: 'attribute',
    doc: 'Attribute of the messages that is their group (MessageGroupId), by which the queue is fair: quiet groups go first. A message without it is a tenant of its own.',
    source: 'SQS-68',
  },
} as const satisfies Options;

const mapping = {
  batchSize: {
    kind: 'count',
    min: 1,
    max: { fact: 'sqs.batchSize.max' },
    default: { fact: 'sqs.batchSize' },
    settable: true,
    doc: 'Most messages of one invocation. Above 10 it needs a batching window.',
    source: 'SQS-30',
  },
  maximumBatchingWindow: {
    kind: 'duration',
    min: 0,
    max: { fact: 'mapping.batchingWindow.max' },
    default: 0,
    wholeSeconds: true,
    settable: true,
    doc: 'How long a poller gathers messages after the first before it invokes.',
    source: 'SQS-30',
  },
  maximumConcurrency: {
    kind: 'count',
    min: { fact: 'sqs.maximumConcurrency.min' },
    max: { fact: 'sqs.maximumConcurrency.max' },
    settable: true,
    doc: 'Most batches in flight at once: the mapping stops reading when they are (ScalingConfig).',
    source: 'SQS-14',
  },
  reportBatchItemFailures: {
    kind: 'flag',
    default: false,
    doc: 'Whether the function’s batchItemFailures are listened to.',
    source: 'SQS-54',
  },
  lowTrafficHold: {
    kind: 'flag',
    default: false,
    doc: 'Whether a window is looked at only when a long poll returns: without traffic a batch is then held up to 20 s.',
    source: 'SQS-74',
  },
} as const satisfies Options;

export const SQS_KIND = {
  summary: 'an SQS standard queue',
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
