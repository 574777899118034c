/**
 * What a scenario says about a source and about a mapping: what all of them have, and the options of the source's kind.
 */
import * as z from 'zod';
import type { Rules } from '../../aws/rules.ts';
import type { Options } from '../../model/options.ts';
import {
  isPolled,
  isQueueType,
  isStreamType,
  SOURCE_KINDS,
  type PolledType,
  type SourceType,
} from '../../model/sources/kinds.ts';
import { arrivalSchema } from './arrivals.ts';
import { EVENTS, NOT_OF_EVENTS } from './async.ts';
import { NOT_OF_CHANGE_MAPPINGS, NOT_OF_DOCUMENTDB, NOT_OF_MQ, NOT_OF_MQ_MAPPINGS } from './brokers.ts';
import { NOT_OF_FIFO, NOT_OF_FIFO_MAPPINGS, ONLY_OF_FIFO } from './fifo.ts';
import { filter } from './filter.ts';
import { complain } from './issues.ts';
import { optionShape } from './options.ts';
import { pollers } from './pollers.ts';
import { NO_PROVISIONED_POLLERS, provisionedPollerConfig } from './provisioned-pollers.ts';
import { quantity } from './quantity.ts';
import { mapping, onlyIf, type Refused } from './shapes.ts';
import { SOURCE_TYPES } from './source-types.ts';
import {
  dueIn,
  KINESIS_ONLY,
  NOT_OF_KAFKA,
  NOT_OF_STREAMS,
  ofStreams,
  QUEUES_ONLY,
  STREAMS_ONLY,
  table,
} from './streams.ts';
import { flag, reference, word } from './words.ts';

export const POLLED_TYPES = SOURCE_TYPES.filter(isPolled);

/** A source of one kind; `type` has been looked at before. */
export function sourceSchema(type: SourceType, rules: Rules) {
  const kind = SOURCE_KINDS[type];
  return mapping(
    {
      type: word([type], `Here: ${kind.summary}.`),
      ...onlyIf(kind.calls !== undefined, { function: reference('The function that is called.') }),
      ...optionsOf(kind.options, rules),
      ...onlyIf(type === 'dynamodbStreams', { table: table.optional() }),
      ...onlyIf(type === 'async', EVENTS),
      ...onlyIf(kind.redrives, { redrivePolicy: redrivePolicy(rules).optional() }),
      ...onlyIf(canHaveOutbox(type), { outbox: outbox.optional() }),
      sendsDuringOutage: word(
        ['wait', 'lost'],
        'What producers do while it is out: keep records and send them afterwards, or lose them; wait unless said.',
      ).optional(),
      arrivals: z.array(arrivalSchema(rules)).optional().describe('They add up.'),
    },
    strangersTo(type),
  ).meta({ additionalProperties: false, ...dueIn(type) });
}

/** What sources of one kind do not have, with the reason. */
function strangersTo(type: SourceType): Refused {
  if (type === 'async') return NOT_OF_EVENTS;
  if (type === 'sqsFifo') return NOT_OF_FIFO;
  if (type === 'mq') return NOT_OF_MQ;
  if (type === 'documentDb') return NOT_OF_DOCUMENTDB;
  return isStreamType(type) ? NOT_OF_STREAMS : ONLY_OF_FIFO;
}

/** The stream of a table is what an outbox is made of, and callers wait for their answers. */
function canHaveOutbox(type: SourceType): boolean {
  return isQueueType(type) || type === 'kinesis';
}

const outbox = mapping({
  every: quantity({ kind: 'duration', above: 0, doc: 'Between two looks of the relay; 1 s unless said.' }).optional(),
  batchSize: quantity({
    kind: 'count',
    min: 1,
    max: 1_000_000,
    doc: 'Records that one look sends at the most; 100 unless said.',
  }).optional(),
  latency: quantity({
    kind: 'duration',
    min: 0,
    doc: 'From a look until its records are with the source; 20 ms unless said.',
  }).optional(),
  repeats: quantity({
    kind: 'share',
    doc: 'Share of looks whose records are sent again with the next, because the relay could not mark them; none unless said.',
  }).optional(),
}).describe('A transactional outbox: arrivals are committed, and a relay sends them.');

/** Which options there are differs by kind: the schema has them all, its type knows none of them. */
function optionsOf(options: Options, rules: Rules): Record<never, never> {
  return optionShape(options, rules);
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

/** What mappings of one kind do not have, with the reason. */
function strangers(type: PolledType): Refused {
  if (type === 'sqsFifo') return { ...STREAMS_ONLY, ...NOT_OF_FIFO_MAPPINGS };
  if (type === 'mq') return NOT_OF_MQ_MAPPINGS;
  if (type === 'documentDb') return NOT_OF_CHANGE_MAPPINGS;
  if (!isStreamType(type)) return { ...STREAMS_ONLY, ...NO_PROVISIONED_POLLERS };
  if (type === 'kafka') return NOT_OF_KAFKA;
  return { ...QUEUES_ONLY, ...NO_PROVISIONED_POLLERS, ...(type === 'kinesis' ? {} : KINESIS_ONLY) };
}

/** A mapping that reads from a source of one kind. */
export function mappingSchema(type: PolledType, rules: Rules) {
  return mapping(
    {
      source: reference('The source it polls.'),
      function: reference('The function it invokes.'),
      ...optionsOf(SOURCE_KINDS[type].mapping, rules),
      ...onlyIf(isStreamType(type), ofStreams(type)),
      ...onlyIf(isQueueType(type), { pollers: pollers.optional() }),
      ...provisionedPollerConfig(type, rules),
      ...onlyIf(SOURCE_KINDS[type].filters !== undefined, { filters: z.array(filter).optional() }),
      enabled: flag('Whether it polls; true unless said.').optional(),
      enabledAt: quantity({ kind: 'duration', min: 0, doc: 'When it begins to poll; at once unless said.' }).optional(),
    },
    strangers(type),
  ).superRefine(({ enabled, enabledAt, pollers: policy, provisionedPollerConfig: provisioned }, context) => {
    if (policy !== undefined && provisioned !== undefined)
      complain(context, policy, { message: 'pollers that are provisioned have no other policy', about: 'key' }, [
        'pollers',
      ]);
    if (enabled !== false || enabledAt === undefined) return;
    complain(
      context,
      enabled,
      { message: 'a mapping that is not enabled cannot be enabledAt some time', about: 'key' },
      ['enabled'],
    );
  });
}
