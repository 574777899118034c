/** What a scenario may say about a topic of Kafka, and about a mapping that reads from one. */
import type { Options } from '../options.ts';
import { STREAM_MAPPING, type StartingPosition } from './stream-options.ts';

const { batchSize, maximumRetryAttempts, maximumRecordAge, bisectBatchOnFunctionError, reportBatchItemFailures } =
  STREAM_MAPPING;

const topic = {
  partitions: {
    kind: 'count',
    min: 1,
    max: 10_000,
    default: 1,
    doc: 'Partitions of the topic.',
    source: 'KAF-01',
  },
  partitionKey: {
    kind: 'attribute',
    doc: 'Attribute of the records that is their key; without one they go to the partitions in turn.',
    source: 'KAF-01',
  },
} as const satisfies Options;

const mapping = {
  batchSize,
  maximumBatchingWindow: {
    kind: 'duration',
    min: 0,
    max: { fact: 'mapping.batchingWindow.max' },
    default: { fact: 'kafka.batchingWindow' },
    doc: 'How long records are gathered after the first before the function is invoked.',
    source: 'KAF-05',
  },
  ...{ maximumRetryAttempts, maximumRecordAge, bisectBatchOnFunctionError, reportBatchItemFailures },
} as const satisfies Options;

export const KAFKA_KIND = {
  summary: 'a topic of Kafka, of Amazon MSK or one’s own',
  options: topic,
  mapping,
  positions: ['TRIM_HORIZON', 'LATEST', 'AT_TIMESTAMP'] as readonly StartingPosition[],
  redrives: false,
  calls: undefined,
  filters: 'kafka',
  isTarget: true,
  payload: undefined,
  longestTimeout: undefined,
} as const;
