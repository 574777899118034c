/** What a scenario may say about a Kinesis data stream, and about a mapping that reads from one. */
import type { Options } from '../options.ts';
import { STREAM_MAPPING, type StartingPosition } from './stream-options.ts';

const stream = {
  shards: {
    kind: 'count',
    min: 1,
    max: { fact: 'kinesis.shards.max' },
    doc: 'Open shards at the beginning; due in mode provisioned.',
    source: 'KIN-08',
  },
  mode: {
    kind: 'word',
    words: ['provisioned', 'onDemand'],
    default: 'provisioned',
    doc: 'Whether shards are given, or split by the service as the load grows.',
    source: 'KIN-09',
  },
  retentionPeriod: {
    kind: 'duration',
    min: { fact: 'kinesis.retention.min' },
    max: { fact: 'kinesis.retention.max' },
    default: { fact: 'kinesis.retention' },
    wholeHours: true,
    doc: 'How long a record can be read.',
    source: 'KIN-06',
  },
  partitionKey: {
    kind: 'attribute',
    doc: 'Attribute of the records that is their partition key; without one every record has a key of its own.',
    source: 'KIN-05',
  },
  explicitHashKey: {
    kind: 'attribute',
    doc: 'Attribute that holds a hash key, a whole number below 2 to the power of 128, instead of that of the partition key.',
    source: 'KIN-05',
  },
  maxRecordSize: {
    kind: 'size',
    min: { fact: 'kinesis.record.size' },
    max: { fact: 'kinesis.record.size.max' },
    default: { fact: 'kinesis.record.size' },
    doc: 'Largest record the stream takes (MaxRecordSizeInKiB).',
    source: 'KIN-02',
  },
  onThrottle: {
    kind: 'word',
    words: ['retry', 'drop'],
    default: 'retry',
    isOurs: true,
    doc: 'What producers do with a record that a shard refuses: put it again later, or drop it.',
    source: 'KIN-01',
  },
} as const satisfies Options;

const mapping = {
  ...STREAM_MAPPING,
  enhancedFanOut: {
    kind: 'flag',
    default: false,
    doc: 'Whether it is a registered consumer that records are pushed to, with a read limit of its own.',
    source: 'KIN-12',
  },
} as const satisfies Options;

export const KINESIS_KIND = {
  summary: 'a Kinesis data stream',
  options: stream,
  mapping,
  positions: ['TRIM_HORIZON', 'LATEST', 'AT_TIMESTAMP'] as readonly StartingPosition[],
  redrives: false,
  calls: undefined,
  filters: 'kinesis',
  isTarget: true,
  payload: { inflation: 'kinesis.inflation', envelope: 'kinesis.envelope' },
  longestTimeout: undefined,
} as const;
