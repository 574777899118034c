/**
 * What a scenario says about a source and about a mapping: what all of them have, and the options of the source's kind.
 */
import * as z from 'zod';
import type { Rules } from '../../aws/rules.ts';
import type { Options } from '../../model/options.ts';
import { isPolled, SOURCE_KINDS, type PolledType, type SourceType } from '../../model/sources/kinds.ts';
import { arrivalSchema } from './arrivals.ts';
import { filter } from './filter.ts';
import { complain } from './issues.ts';
import { optionShape } from './options.ts';
import { pollers } from './pollers.ts';
import { quantity } from './quantity.ts';
import { mapping, notYet, type Refused } from './shapes.ts';
import { flag, reference, word } from './words.ts';

export const SOURCE_TYPES = Object.keys(SOURCE_KINDS) as SourceType[];
export const POLLED_TYPES = SOURCE_TYPES.filter(isPolled);

/** Kinds of source in the language that this version does not have. */
export const UNREADY_TYPES = ['kinesis', 'dynamodbStreams', 'kafka', 'async', 'fifo', 'mq'];

export const typeSchema = word(SOURCE_TYPES, 'What kind of source it is.', UNREADY_TYPES);

const FIFO = notYet('fifo', 'fifoQueue', 'contentBasedDeduplication', 'deduplicationScope', 'fifoThroughputLimit');

/** A source of one kind; `type` has been looked at before. */
export function sourceSchema(type: SourceType, rules: Rules) {
  const kind = SOURCE_KINDS[type];
  return mapping(
    {
      type: word([type], `Here: ${kind.summary}.`),
      ...onlyIf(kind.calls, { function: reference('The function that is called.') }),
      ...optionShape(kind.options as Options, rules),
      ...onlyIf(kind.redrives, { redrivePolicy: redrivePolicy(rules).optional() }),
      sendsDuringOutage: word(
        ['wait', 'lost'],
        'What producers do while it is out: keep records and send them afterwards, or lose them; wait unless said.',
      ).optional(),
      arrivals: z.array(arrivalSchema(rules)).optional().describe('They add up.'),
    },
    FIFO,
  );
}

/** Keys that only some kinds have; of the others, whoever looks finds nothing. */
function onlyIf<S extends object>(has: boolean, shape: S): S {
  return has ? shape : ({} as S);
}

function redrivePolicy(rules: Rules) {
  return mapping({
    maxReceiveCount: quantity({
      kind: 'count',
      min: 1,
      max: rules.number('sqs.maxReceiveCount.max'),
      isRangeFact: true,
      doc: 'How often a message is received before the next receive moves it.',
      source: 'SQS-46',
    }).optional(),
    deadLetterQueue: reference('The queue that messages are moved to.'),
  });
}

/** What only streams have; a mapping of a queue that names one is refused by the service (J.4, rule 6). */
const STREAMS_ONLY: Refused = Object.fromEntries(
  [
    'parallelizationFactor',
    'startingPosition',
    'startingPositionTimestamp',
    'maximumRetryAttempts',
    'maximumRecordAge',
    'bisectBatchOnFunctionError',
    'tumblingWindow',
    'onFailure',
  ].map((key) => [key, { message: `${key} is for streams: a mapping of a queue has none`, source: 'J.4 rule 6' }]),
);

const STRANGERS: Refused = {
  ...STREAMS_ONLY,
  ...notYet('provisionedPollerConfig'),
};

/** A mapping that reads from a source of one kind. */
export function mappingSchema(type: PolledType, rules: Rules) {
  return mapping(
    {
      source: reference('The source it polls.'),
      function: reference('The function it invokes.'),
      ...optionShape(SOURCE_KINDS[type].mapping as Options, rules),
      pollers: pollers.optional(),
      filters: z.array(filter).optional(),
      enabled: flag('Whether it polls; true unless said.').optional(),
      enabledAt: quantity({ kind: 'duration', min: 0, doc: 'When it begins to poll; at once unless said.' }).optional(),
    },
    STRANGERS,
  ).superRefine(({ enabled, enabledAt }, context) => {
    if (enabled !== false || enabledAt === undefined) return;
    complain(
      context,
      enabled,
      { message: 'a mapping that is not enabled cannot be enabledAt some time', about: 'key' },
      ['enabled'],
    );
  });
}
