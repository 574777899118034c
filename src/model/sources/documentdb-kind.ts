/** What a scenario may say about the change stream of DocumentDB, and about a mapping that reads from one. */
import type { Options } from '../options.ts';
import { KAFKA_KIND } from './kafka-kind.ts';
import { STREAM_MAPPING, type StartingPosition } from './stream-options.ts';

const stream = {} as const satisfies Options;

const mapping = {
  batchSize: STREAM_MAPPING.batchSize,
  maximumBatchingWindow: KAFKA_KIND.mapping.maximumBatchingWindow,
} as const satisfies Options;

export const DOCUMENTDB_KIND = {
  summary: 'the change stream of a DocumentDB collection or database',
  options: stream,
  mapping,
  positions: ['TRIM_HORIZON', 'LATEST', 'AT_TIMESTAMP'] as readonly StartingPosition[],
  redrives: false,
  calls: undefined,
  filters: undefined,
  isTarget: false,
} as const;
