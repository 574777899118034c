/** What a scenario may say about a queue of Amazon MQ, and about a mapping that reads from one. */
import type { Options } from '../options.ts';
import { STREAM_MAPPING } from './stream-options.ts';
import { KAFKA_KIND } from './kafka-kind.ts';

const queue = {
  engine: {
    kind: 'word',
    words: ['activeMq', 'rabbitMq'],
    default: 'activeMq',
    isOurs: true,
    doc: 'Which broker it is.',
    source: 'MQ-01',
  },
} as const satisfies Options;

const mapping = {
  batchSize: STREAM_MAPPING.batchSize,
  maximumBatchingWindow: KAFKA_KIND.mapping.maximumBatchingWindow,
} as const satisfies Options;

export const MQ_KIND = {
  summary: 'a queue of Amazon MQ',
  options: queue,
  mapping,
  positions: undefined,
  redrives: false,
  calls: undefined,
  filters: 'mq',
  isTarget: true,
} as const;
