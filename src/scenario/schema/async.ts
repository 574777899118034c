/**
 * What only sources of asynchronous invocations have in a scenario: where their events end, and how long the service in front goes on
 * trying. Leaves out their options, which the model describes (model/sources/async/async-kind.ts).
 */
import type { DestinationScenario } from '../scenario.ts';
import { quantity } from './quantity.ts';
import { mapping, shortOr, variants, type Refused } from './shapes.ts';
import { reference } from './words.ts';

/** What people know of queues and streams, and asynchronous invocation does otherwise. */
export const NOT_OF_EVENTS: Refused = {
  redrivePolicy: {
    message: 'this is for queues: an event that is given up goes to onFailure, and to deadLetterQueue',
    hint: 'deadLetterQueue: NAME of a queue',
    source: 'ASY-07',
  },
  maximumRecordAge: { message: 'this is for streams', hint: 'maximumEventAge: 1 h', source: 'ASY-04' },
  bisectBatchOnFunctionError: { message: 'this is for streams: an event is invoked by itself', source: 'KIN-25' },
  batchSize: { message: 'an event is invoked by itself: there are no batches', source: 'ASY-02' },
};

function destinationOf(kind: DestinationScenario['kind']) {
  return (name: string): DestinationScenario => ({ kind, name });
}

const source = (doc: string) => reference(doc).transform(destinationOf('source'));

const elsewhere = {
  sns: reference('A topic: takes records of 256 KB at the most.').transform(destinationOf('sns')),
  eventBridge: reference('An event bus.').transform(destinationOf('eventBridge')),
};
const SOURCE = 'A source of the scenario: a queue, or another function’s source of type async.';

/** What a source of asynchronous invocations has beside its options. */
export const EVENTS = {
  onSuccess: shortOr(source(SOURCE), variants(elsewhere))
    .describe('Where the record of an event goes that has succeeded; without it nobody is told.')
    .optional(),
  onFailure: shortOr(
    source(SOURCE),
    variants({ ...elsewhere, s3: reference('A bucket.').transform(destinationOf('s3')) }),
  )
    .describe('Where the record of an event goes that is given up; without it nobody is told.')
    .optional(),
  deadLetterQueue: shortOr(
    source('A queue of the scenario.'),
    variants({ sns: reference('A topic.').transform(destinationOf('sns')) }),
  )
    .describe('The function’s dead-letter queue: an event that is given up goes there as it is.')
    .optional(),
  upstreamRetries: mapping({
    attempts: quantity({
      kind: 'count',
      min: 0,
      max: 185,
      doc: 'Tries after the first; 185 unless said.',
      source: 'E.6',
    }).optional(),
    age: quantity({
      kind: 'duration',
      min: 60_000_000,
      max: 86_400_000_000,
      wholeSeconds: true,
      doc: 'Time for which it tries; 24 h unless said.',
      source: 'E.6',
    }).optional(),
  })
    .describe('How long EventBridge or its Scheduler tries to hand an event over while Lambda takes none.')
    .optional(),
};
