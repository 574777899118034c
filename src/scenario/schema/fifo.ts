/** What FIFO queues have in a scenario and others do not, and the other way round, with the reason. */
import type { Refused } from './shapes.ts';

const TO_FIFO = {
  message: 'this is for FIFO queues, which are a type of their own',
  hint: 'type: sqsFifo',
  source: 'SQS-62',
};

/** What only FIFO queues have, or what says at AWS that a queue is one. */
export const ONLY_OF_FIFO: Refused = Object.fromEntries(
  [
    ...[
      'fifo',
      'fifoQueue',
      'FifoQueue',
      'contentBasedDeduplication',
      'ContentBasedDeduplication',
      'deduplicationScope',
    ],
    ...['DeduplicationScope', 'fifoThroughputLimit', 'FifoThroughputLimit'],
    ...['messageDeduplicationId', 'sendBatch'],
  ].map((key) => [key, TO_FIFO]),
);

/** What a FIFO queue does not have. */
export const NOT_OF_FIFO: Refused = {
  ...Object.fromEntries(
    ['fifo', 'fifoQueue', 'FifoQueue'].map((key) => [
      key,
      { message: 'its type says so already: nothing else is due', source: 'SQS-62' },
    ]),
  ),
  duplicates: {
    message: 'duplicates are for standard queues: a FIFO queue delivers no message twice within its visibility timeout',
    source: 'SQS-51',
  },
};

/** What a mapping of a FIFO queue does not have. */
export const NOT_OF_FIFO_MAPPINGS: Refused = Object.fromEntries(
  ['maximumBatchingWindow', 'lowTrafficHold', 'maximumBatchingWindowInSeconds', 'MaximumBatchingWindowInSeconds'].map(
    (key) => [
      key,
      { message: 'a mapping of a FIFO queue has no batching window: the service refuses one', source: 'J.4 rule 1' },
    ],
  ),
);
