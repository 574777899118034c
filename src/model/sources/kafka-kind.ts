/** What a scenario may say about a topic of Kafka, and about a mapping that reads from one. */
import { DAY, MILLISECOND } from '../../engine/time.ts';
import type { Options } from '../options.ts';
import { STREAM_MAPPING, type StartingPosition } from './stream-options.ts';

const { batchSize, maximumRetryAttempts, maximumRecordAge, bisectBatchOnFunctionError, reportBatchItemFailures } =
  STREAM_MAPPING;

const topic = {
  cluster: {
    kind: 'word',
    words: ['msk', 'selfManaged'],
    default: 'msk',
    isOurs: true,
    doc: 'Whose cluster it is: of Amazon MSK, or one’s own. Mappings of a cluster of one’s own need no startingPosition.',
    source: 'R-KAF-01',
  },
  partitions: {
    kind: 'count',
    min: 1,
    max: 10_000,
    default: 1,
    doc: 'Partitions of the topic: the most consumers that can read it.',
    source: 'KAF-01',
  },
  retentionPeriod: {
    kind: 'duration',
    min: MILLISECOND,
    max: 365 * DAY,
    default: { fact: 'kafka.retention' },
    doc: 'How long the topic keeps a record.',
    source: 'KAF-07',
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
    settable: true,
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
  payload: { inflation: 'kafka.inflation', envelope: 'kafka.envelope' },
  longestTimeout: 'kafka.timeout.max',
} as const;
