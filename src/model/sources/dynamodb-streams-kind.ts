/** What a scenario may say about the stream of a DynamoDB table, and about a mapping that reads from one. */
import { SECOND } from '../../engine/time.ts';
import type { Options } from '../options.ts';
import { STREAM_MAPPING, type StartingPosition } from './stream-options.ts';

/** Most shards a scenario can ask for; the service names no bound, as it makes them itself. */
const MOST_SHARDS = 10_000;

const stream = {
  shards: {
    kind: 'count',
    min: 1,
    max: MOST_SHARDS,
    doc: 'Open shards: one for each partition of the table. Estimated where `table` is given instead.',
    source: 'DDB-05',
  },
  partitionKey: {
    kind: 'attribute',
    doc: 'Attribute of the records that is the key of the item; without one every record is of an item of its own.',
    source: 'DDB-04',
  },
  streamViewType: {
    kind: 'word',
    words: ['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES'],
    default: 'NEW_AND_OLD_IMAGES',
    isOurs: true,
    doc: 'What records hold of the item. Sizes are as the arrivals give them, whatever it says.',
    source: 'DDB-09',
  },
  rollover: {
    kind: 'duration',
    min: SECOND,
    max: { fact: 'dynamodb.retention' },
    doc: 'How long a shard takes records before a new one replaces it; measured as about 4 h. Without it shards stay.',
    source: 'DDB-06',
  },
} as const satisfies Options;

export const DYNAMODB_STREAMS_KIND = {
  summary: 'the stream of a DynamoDB table',
  options: stream,
  mapping: STREAM_MAPPING,
  positions: ['TRIM_HORIZON', 'LATEST'] as readonly StartingPosition[],
  redrives: false,
  calls: undefined,
  filters: 'dynamodbStreams',
  isTarget: true,
  payload: { envelope: 'dynamodb.envelope' },
  longestTimeout: undefined,
} as const;
