/**
 * The metrics that lagcast has by the period, as CloudWatch names them: what each is of, its unit and its statistics. When a row
 * is there is decided where it is made (src/metrics/part-metrics.ts); docs/metrics.md has both for people.
 *
 * Left out: metrics of what is not simulated (extensions), and those of brokers beside their queues.
 */
export type Statistic = 'Sum' | 'Average' | 'Minimum' | 'Maximum' | 'p50' | 'p90' | 'p95' | 'p99';

/** CloudWatch's words for units. */
export type MetricUnit = 'Count' | 'Bytes' | 'Seconds' | 'Milliseconds' | 'Percent' | 'None';

export interface Metric {
  /** `lagcast` has what CloudWatch has not. */
  readonly namespace: 'AWS/SQS' | 'AWS/Kinesis' | 'AWS/AmazonMQ' | 'AWS/Lambda' | 'lagcast';
  readonly name: string;
  /** What `resource` names; of the account it is empty. */
  readonly of: 'queue' | 'stream' | 'activeMq' | 'rabbitMq' | 'function' | 'account' | 'mapping';
  readonly unit: MetricUnit;
  readonly statistics: readonly Statistic[];
}

const SUM = ['Sum'] as const;
const LEVEL = ['Maximum', 'Average'] as const;
const SPREAD = ['Average', 'Minimum', 'Maximum', 'p50', 'p90', 'p95', 'p99'] as const;
const AGE = ['Maximum', 'Average'] as const;
const EXTREMES = ['Average', 'Minimum', 'Maximum'] as const;

const sqs = { namespace: 'AWS/SQS', of: 'queue' } as const;
const kinesis = { namespace: 'AWS/Kinesis', of: 'stream' } as const;
const activeMq = { namespace: 'AWS/AmazonMQ', of: 'activeMq' } as const;
const rabbitMq = { namespace: 'AWS/AmazonMQ', of: 'rabbitMq' } as const;
const lambda = { namespace: 'AWS/Lambda', of: 'function' } as const;
const account = { namespace: 'AWS/Lambda', of: 'account' } as const;
const mapping = { namespace: 'AWS/Lambda', of: 'mapping' } as const;
const ownOfMapping = { namespace: 'lagcast', of: 'mapping' } as const;

/** In the order of their rows within a period. */
export const METRICS = {
  sent: { ...sqs, name: 'NumberOfMessagesSent', unit: 'Count', statistics: SUM },
  sentSize: { ...sqs, name: 'SentMessageSize', unit: 'Bytes', statistics: ['Average'] },
  received: { ...sqs, name: 'NumberOfMessagesReceived', unit: 'Count', statistics: SUM },
  emptyReceives: { ...sqs, name: 'NumberOfEmptyReceives', unit: 'Count', statistics: SUM },
  deleted: { ...sqs, name: 'NumberOfMessagesDeleted', unit: 'Count', statistics: SUM },
  deduplicated: { ...sqs, name: 'NumberOfDeduplicatedSentMessages', unit: 'Count', statistics: SUM },
  visible: { ...sqs, name: 'ApproximateNumberOfMessagesVisible', unit: 'Count', statistics: LEVEL },
  notVisible: { ...sqs, name: 'ApproximateNumberOfMessagesNotVisible', unit: 'Count', statistics: LEVEL },
  delayed: { ...sqs, name: 'ApproximateNumberOfMessagesDelayed', unit: 'Count', statistics: LEVEL },
  groupsInFlight: {
    ...sqs,
    ...{ name: 'ApproximateNumberOfGroupsWithInflightMessages', unit: 'Count', statistics: LEVEL },
  },
  ageOfOldest: { ...sqs, name: 'ApproximateAgeOfOldestMessage', unit: 'Seconds', statistics: ['Maximum'] },
  noisyGroups: { ...sqs, name: 'ApproximateNumberOfNoisyGroups', unit: 'Count', statistics: LEVEL },
  quietVisible: { ...sqs, name: 'ApproximateNumberOfMessagesVisibleInQuietGroups', unit: 'Count', statistics: LEVEL },
  quietNotVisible: {
    ...sqs,
    name: 'ApproximateNumberOfMessagesNotVisibleInQuietGroups',
    unit: 'Count',
    statistics: LEVEL,
  },
  quietDelayed: { ...sqs, name: 'ApproximateNumberOfMessagesDelayedInQuietGroups', unit: 'Count', statistics: LEVEL },
  quietAgeOfOldest: {
    ...sqs,
    ...{ name: 'ApproximateAgeOfOldestMessageInQuietGroups', unit: 'Seconds', statistics: ['Maximum'] },
  },
  ageAtFirstAttempt: {
    ...{ namespace: 'lagcast', of: 'queue' },
    ...{ name: 'AgeAtFirstAttempt', unit: 'Milliseconds', statistics: SPREAD },
  },
  enqueued: { ...activeMq, name: 'EnqueueCount', unit: 'Count', statistics: SUM },
  dispatched: { ...activeMq, name: 'DispatchCount', unit: 'Count', statistics: SUM },
  dequeued: { ...activeMq, name: 'DequeueCount', unit: 'Count', statistics: SUM },
  expiredMessages: { ...activeMq, name: 'ExpiredCount', unit: 'Count', statistics: SUM },
  inFlightMessages: { ...activeMq, name: 'InFlightCount', unit: 'Count', statistics: LEVEL },
  queueSize: { ...activeMq, name: 'QueueSize', unit: 'Count', statistics: ['Average'] },
  messageReady: { ...rabbitMq, name: 'MessageReadyCount', unit: 'Count', statistics: LEVEL },
  messageUnacknowledged: { ...rabbitMq, name: 'MessageUnacknowledgedCount', unit: 'Count', statistics: LEVEL },
  messageCount: { ...rabbitMq, name: 'MessageCount', unit: 'Count', statistics: ['Average'] },
  incomingRecords: { ...kinesis, name: 'IncomingRecords', unit: 'Count', statistics: SUM },
  incomingBytes: { ...kinesis, name: 'IncomingBytes', unit: 'Bytes', statistics: SUM },
  writesRefused: { ...kinesis, name: 'WriteProvisionedThroughputExceeded', unit: 'Count', statistics: SUM },
  getRecords: { ...kinesis, name: 'GetRecords.Records', unit: 'Count', statistics: SUM },
  getRecordsBytes: { ...kinesis, name: 'GetRecords.Bytes', unit: 'Bytes', statistics: SUM },
  getRecordsAge: { ...kinesis, name: 'GetRecords.IteratorAgeMilliseconds', unit: 'Milliseconds', statistics: AGE },
  getRecordsSuccess: { ...kinesis, name: 'GetRecords.Success', unit: 'Count', statistics: SUM },
  readsThrottled: { ...kinesis, name: 'ReadProvisionedThroughputExceeded', unit: 'Count', statistics: SUM },
  pushed: { ...kinesis, name: 'SubscribeToShardEvent.Records', unit: 'Count', statistics: SUM },
  invocations: { ...lambda, name: 'Invocations', unit: 'Count', statistics: SUM },
  errors: { ...lambda, name: 'Errors', unit: 'Count', statistics: SUM },
  throttles: { ...lambda, name: 'Throttles', unit: 'Count', statistics: SUM },
  recursionsDropped: { ...lambda, name: 'RecursiveInvocationsDropped', unit: 'Count', statistics: SUM },
  duration: { ...lambda, name: 'Duration', unit: 'Milliseconds', statistics: SPREAD },
  iteratorAge: { ...lambda, name: 'IteratorAge', unit: 'Milliseconds', statistics: AGE },
  offsetLag: { ...lambda, name: 'OffsetLag', unit: 'Count', statistics: ['Maximum'] },
  oversized: { ...lambda, name: 'OversizedRecordCount', unit: 'Count', statistics: SUM },
  eventsReceived: { ...lambda, name: 'AsyncEventsReceived', unit: 'Count', statistics: SUM },
  eventAge: { ...lambda, name: 'AsyncEventAge', unit: 'Milliseconds', statistics: EXTREMES },
  eventsDropped: { ...lambda, name: 'AsyncEventsDropped', unit: 'Count', statistics: SUM },
  deadLetterErrors: { ...lambda, name: 'DeadLetterErrors', unit: 'Count', statistics: SUM },
  deliveryFailures: { ...lambda, name: 'DestinationDeliveryFailures', unit: 'Count', statistics: SUM },
  concurrency: { ...lambda, name: 'ConcurrentExecutions', unit: 'Count', statistics: LEVEL },
  provisionedInvocations: { ...lambda, name: 'ProvisionedConcurrencyInvocations', unit: 'Count', statistics: SUM },
  spillOver: { ...lambda, name: 'ProvisionedConcurrencySpilloverInvocations', unit: 'Count', statistics: SUM },
  provisionedConcurrency: {
    ...lambda,
    ...{ name: 'ProvisionedConcurrentExecutions', unit: 'Count', statistics: LEVEL },
  },
  provisionedUtilization: {
    ...lambda,
    ...{ name: 'ProvisionedConcurrencyUtilization', unit: 'None', statistics: ['Maximum'] },
  },
  accountConcurrency: { ...account, name: 'ConcurrentExecutions', unit: 'Count', statistics: LEVEL },
  unreserved: { ...account, name: 'UnreservedConcurrentExecutions', unit: 'Count', statistics: LEVEL },
  claimed: { ...account, name: 'ClaimedAccountConcurrency', unit: 'Count', statistics: ['Maximum'] },
  polled: { ...mapping, name: 'PolledEventCount', unit: 'Count', statistics: SUM },
  filteredOut: { ...mapping, name: 'FilteredOutEventCount', unit: 'Count', statistics: SUM },
  invoked: { ...mapping, name: 'InvokedEventCount', unit: 'Count', statistics: SUM },
  failedInvoke: { ...mapping, name: 'FailedInvokeEventCount', unit: 'Count', statistics: SUM },
  droppedEvents: { ...mapping, name: 'DroppedEventCount', unit: 'Count', statistics: SUM },
  deliveredEvents: {
    ...mapping,
    ...{ name: 'OnFailureDestinationDeliveredEventCount', unit: 'Count', statistics: SUM },
  },
  committedEvents: { ...mapping, name: 'CommittedEventCount', unit: 'Count', statistics: SUM },
  maxOffsetLag: { ...mapping, name: 'MaxOffsetLag', unit: 'Count', statistics: ['Maximum'] },
  sumOffsetLag: { ...mapping, name: 'SumOffsetLag', unit: 'Count', statistics: ['Maximum'] },
  deletedEvents: { ...mapping, name: 'DeletedEventCount', unit: 'Count', statistics: SUM },
  provisionedPollers: { ...mapping, name: 'ProvisionedPollers', unit: 'Count', statistics: ['Maximum'] },
  batchSize: { ...ownOfMapping, name: 'BatchSize', unit: 'Count', statistics: EXTREMES },
  recordSize: { ...ownOfMapping, name: 'RecordSize', unit: 'Bytes', statistics: ['Average'] },
  batchTime: { ...ownOfMapping, name: 'BatchProcessingTime', unit: 'Milliseconds', statistics: EXTREMES },
  batchSuccess: { ...ownOfMapping, name: 'BatchSuccessRate', unit: 'Percent', statistics: ['Average'] },
  iteratorAgeOfMapping: { ...ownOfMapping, name: 'IteratorAge', unit: 'Milliseconds', statistics: AGE },
  pollers: { ...ownOfMapping, name: 'Pollers', unit: 'Count', statistics: ['Maximum'] },
} as const satisfies Record<string, Metric>;
