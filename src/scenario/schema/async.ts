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

/** Settings of a function at AWS that a scenario says at a source of its events: their names here and there, and an example. */
const EVENT_SETTINGS: readonly (readonly [names: readonly string[], example: string, source: string])[] = [
  [['deadLetterQueue', 'DeadLetterQueue', 'deadLetterConfig', 'DeadLetterConfig'], 'deadLetterQueue: QUEUE', 'ASY-12'],
  [['maximumRetryAttempts', 'MaximumRetryAttempts'], 'maximumRetryAttempts: 1', 'ASY-03'],
  [['maximumEventAge', 'maximumEventAgeInSeconds', 'MaximumEventAgeInSeconds'], 'maximumEventAge: 1 h', 'ASY-04'],
  [['eventInvokeConfig', 'EventInvokeConfig'], 'maximumRetryAttempts: 1, maximumEventAge: 1 h', 'ASY-03'],
  [['onSuccess', 'OnSuccess'], 'onSuccess: QUEUE', 'ASY-13'],
  [['onFailure', 'OnFailure', 'destinationConfig', 'DestinationConfig'], 'onFailure: QUEUE', 'ASY-13'],
];

/** Refused of functions. */
export const OF_EVENTS: Refused = Object.fromEntries(
  EVENT_SETTINGS.flatMap(([names, example, source]) => {
    const hint = `sources: { NAME: { type: async, function: F, ${example} } }`;
    return names.map((name) => {
      const message = `${name} is said at the source of type async that invokes the function`;
      return [name, { message, hint, source }];
    });
  }),
);

/** What people write for the kinds of destination that have no key here. */
function kindsRefused(key: string): Refused {
  const hint = `${key}: NAME`;
  return {
    sqs: { message: 'a queue is named by itself', hint },
    lambda: { message: 'a function is told by a source of type async that invokes it: name that by itself', hint },
  };
}

function destinationOf(kind: DestinationScenario['kind']) {
  return (name: string): DestinationScenario => ({ kind, name });
}

const source = (doc: string) => reference(doc).transform(destinationOf('source'));

const elsewhere = {
  sns: reference('A topic: takes records of 256 KB at the most.').transform(destinationOf('sns')),
  eventBridge: reference('An event bus.').transform(destinationOf('eventBridge')),
};
const NO_DEAD_LETTERS = {
  message: 'a dead-letter queue is a queue or a topic',
  hint: 'deadLetterQueue: NAME',
  source: 'ASY-12',
};
const NOT_DEAD_LETTERS: Refused = {
  sqs: kindsRefused('deadLetterQueue')['sqs']!,
  ...{ lambda: NO_DEAD_LETTERS, eventBridge: NO_DEAD_LETTERS, s3: NO_DEAD_LETTERS },
};

const SOURCE = 'A source of the scenario: a queue, or another function’s source of type async.';

/** What a source of asynchronous invocations has beside its options. */
export const EVENTS = {
  onSuccess: shortOr(
    source(SOURCE),
    variants(elsewhere, {
      ...kindsRefused('onSuccess'),
      s3: { message: 'S3 takes failures only', hint: 'onFailure: { s3: NAME }', source: 'ASY-13' },
    }),
  )
    .describe('Where the record of an event goes that has succeeded; without it nobody is told.')
    .optional(),
  onFailure: shortOr(
    source(SOURCE),
    variants({ ...elsewhere, s3: reference('A bucket.').transform(destinationOf('s3')) }, kindsRefused('onFailure')),
  )
    .describe('Where the record of an event goes that is given up; without it nobody is told.')
    .optional(),
  deadLetterQueue: shortOr(
    source('A queue of the scenario.'),
    variants({ sns: reference('A topic.').transform(destinationOf('sns')) }, NOT_DEAD_LETTERS),
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
