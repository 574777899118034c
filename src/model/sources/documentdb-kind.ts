/** What a scenario may say about the change stream of DocumentDB, and about a mapping that reads from one. */
import type { Options } from '../options.ts';
import { MQ_KIND } from './mq-kind.ts';
import type { StartingPosition } from './stream-options.ts';

const stream = {
  retentionPeriod: {
    kind: 'duration',
    min: { fact: 'documentDb.retention.min' },
    max: { fact: 'documentDb.retention.max' },
    default: { fact: 'documentDb.retention' },
    wholeSeconds: true,
    doc: 'How long an event can be read (change_stream_log_retention_duration of the cluster).',
    source: 'DOC-01',
  },
} as const satisfies Options;

export const DOCUMENTDB_KIND = {
  summary: 'the change stream of a DocumentDB collection or database',
  options: stream,
  mapping: MQ_KIND.mapping,
  positions: ['TRIM_HORIZON', 'LATEST', 'AT_TIMESTAMP'] as readonly StartingPosition[],
  redrives: false,
  calls: undefined,
  filters: undefined,
  isTarget: false,
  payload: { envelope: 'documentDb.envelope' },
  longestTimeout: 'mq.timeout.max',
} as const;
