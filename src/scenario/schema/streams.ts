/**
 * What only streams and their mappings have in a scenario, and what of queues they do not have, with the reason.
 * Leaves out their options, which the model describes (model/sources/kinds.ts).
 */
import { SOURCE_KINDS, type SourceType } from '../../model/sources/kinds.ts';
import type { StartingPosition } from '../../model/sources/stream-options.ts';
import type { OnFailureDestination } from '../scenario.ts';
import { quantity } from './quantity.ts';
import { mapping, onlyIf, shortOr, variants, type Refused } from './shapes.ts';
import { reference, word } from './words.ts';

/** What queues have, and streams do otherwise. */
export const NOT_OF_STREAMS: Refused = {
  redrivePolicy: {
    message: 'a stream has no redrive policy: what its mapping gives up goes to onFailure of the mapping',
    hint: 'maximumRetryAttempts: 3 and onFailure: NAME of a queue, in the mapping',
    source: 'KIN-28',
  },
  messageRetentionPeriod: {
    message: 'this is for queues',
    hint: 'retentionPeriod of a Kinesis stream',
    source: 'KIN-06',
  },
  // Kinesis streams have it.
  retentionPeriod: {
    message: 'a DynamoDB stream keeps its records for a day: this cannot be changed',
    source: 'DDB-02',
  },
};

const units = (doc: string) => quantity({ kind: 'count', min: 0, doc, source: 'DDB-05' });

export const table = mapping({
  rcu: units('Read capacity units.'),
  wcu: units('Write capacity units.'),
  size: quantity({ kind: 'size', min: 0, doc: 'Bytes of all items.', source: 'DDB-05' }),
}).describe('What the table can serve and holds, instead of shards: its partitions are estimated from it.');

/** Where the number of shards comes from, for editors; the reader says it in words. */
export function dueIn(type: SourceType): Readonly<Record<string, unknown>> {
  const shards = { required: ['shards'] };
  const onDemand = { properties: { mode: { const: 'onDemand' } }, required: ['mode'] };
  if (type === 'kinesis') return { anyOf: [shards, onDemand] };
  return type === 'dynamodbStreams' ? { oneOf: [shards, { required: ['table'] }] } : {};
}

/** What only streams have; a mapping of a queue that names one is refused by the service (J.4, rule 6). */
export const STREAMS_ONLY: Refused = {
  ...Object.fromEntries(
    [
      'parallelizationFactor',
      'startingPosition',
      'startingPositionTimestamp',
      'maximumRetryAttempts',
      'maximumRecordAge',
      'bisectBatchOnFunctionError',
      'tumblingWindow',
      'enhancedFanOut',
    ].map((key) => [key, { message: `${key} is for streams: a mapping of a queue has none`, source: 'J.4 rule 6' }]),
  ),
  ...Object.fromEntries(
    ['onFailure', 'destinationConfig', 'DestinationConfig'].map((key) => [
      key,
      {
        message: `${key} is for streams: a mapping of a queue has no destination, and what fails too often goes to the dead-letter queue`,
        hint: 'redrivePolicy: { maxReceiveCount: 5, deadLetterQueue: NAME } of the queue',
        source: 'CTR-20',
      },
    ]),
  ),
};

/** What only queues have. */
export const QUEUES_ONLY: Refused = {
  pollers: {
    message:
      'pollers are for queues: a stream has one reader for each shard, and parallelizationFactor batches of it at once',
    source: 'KIN-14',
  },
  maximumConcurrency: {
    message: 'maximumConcurrency is for queues: a stream runs shards × parallelizationFactor batches at once at most',
    hint: 'fewer shards, or a reservedConcurrency of the function',
    source: 'KIN-14',
  },
  lowTrafficHold: {
    message: 'lowTrafficHold is for queues: shards are asked at a base rate, and no long poll holds a batch',
    source: 'KIN-11',
  },
};

/** What mappings of topics do otherwise. */
export const NOT_OF_KAFKA: Refused = {
  pollers: {
    message: 'pollers are for queues: a topic has consumers, one for each partition at the most',
    hint: 'provisionedPollerConfig: { minimumPollers: 1, maximumPollers: 10 } keeps some ready',
    source: 'KAF-01',
  },
  maximumConcurrency: {
    message: 'maximumConcurrency is for queues: a topic is read by one consumer for each partition at the most',
    hint: 'fewer partitions, or a reservedConcurrency of the function',
    source: 'KAF-02',
  },
  lowTrafficHold: { message: 'lowTrafficHold is for queues: a fetch ends when there is a record', source: 'KAF-05' },
  parallelizationFactor: {
    message:
      'parallelizationFactor is for Kinesis and DynamoDB: of a partition one batch is with the function at a time',
    hint: 'more partitions',
    source: 'KAF-02',
  },
  tumblingWindow: { message: 'tumbling windows are for Kinesis and DynamoDB', source: 'KIN-31' },
  enhancedFanOut: { message: 'enhanced fan-out is for Kinesis', source: 'KIN-12' },
};

/** What only mappings of Kinesis streams have. */
export const KINESIS_ONLY: Refused = {
  enhancedFanOut: { message: 'enhanced fan-out is for Kinesis: a DynamoDB stream is polled', source: 'KIN-12' },
  startingPositionTimestamp: {
    message: 'a DynamoDB stream is read from TRIM_HORIZON or LATEST: it has no AT_TIMESTAMP',
    source: 'J.4 rule 7',
  },
};

/** Where the news of what was given up goes: a source of the scenario by its name, or something outside it. */
const onFailure = (type: SourceType) =>
  shortOr(
    reference(
      `A queue${type === 'kafka' ? ' or a topic of Kafka' : ''} of the scenario: it gets a message without the records.`,
    ).transform(toDestination('queue')),
    variants({
      s3: reference('A bucket: it gets the records, too.').transform(toDestination('s3')),
      sns: reference('A topic: it gets a message without the records.').transform(toDestination('sns')),
      ...onlyIf(type === 'kafka', {
        kafka: reference('A topic of Kafka outside the scenario.').transform(toDestination('kafka')),
      }),
    }),
  ).describe('Where the news of a batch that is given up goes; without it nobody is told.');

function toDestination(kind: OnFailureDestination['kind']) {
  return (name: string): OnFailureDestination => ({ kind, name });
}

/** What mappings of a kind of stream have beside its options; of other kinds, nothing of it is looked at. */
export function ofStreams(type: SourceType) {
  const positions = SOURCE_KINDS[type].positions ?? [];
  // Said by name: people who know Kinesis try it on DynamoDB.
  const elsewhere = positions.includes('AT_TIMESTAMP')
    ? {}
    : { AT_TIMESTAMP: KINESIS_ONLY['startingPositionTimestamp']! };
  const position = word<StartingPosition>(positions, 'Where it begins to read (KIN-18).', elsewhere);
  return {
    startingPosition: type === 'kafka' ? position.optional() : position,
    ...onlyIf(positions.includes('AT_TIMESTAMP'), {
      startingPositionTimestamp: quantity({
        kind: 'duration',
        doc: 'With AT_TIMESTAMP: the instant of the run from which it reads; before 0 s, before the run began.',
        source: 'J.1',
      }).optional(),
    }),
    // A mapping of DocumentDB gives nothing up.
    ...onlyIf(type !== 'documentDb', { onFailure: onFailure(type).optional() }),
  };
}
