/**
 * What a scenario says happens during the run. What `set` may name is known when all parts are: the reader checks it.
 */
import * as z from 'zod';
import type { Rules } from '../../aws/rules.ts';
import type { OutageKind } from '../../model/observer.ts';
import { isMapping } from '../plain.ts';
import { complain } from './issues.ts';
import { quantity } from './quantity.ts';
import { recordOf } from './records.ts';
import { mapping, requireOne, variants } from './shapes.ts';
import { reference } from './words.ts';

const KINDS = ['set', 'redrive', 'enable', 'disable', 'outage', 'reshard'] as const;

const NO_RESHARD_BACK = 'a reshard is not undone: another reshard leads back';

const out = <K extends OutageKind>(kind: K, doc: string) =>
  reference(doc).transform((name) => ({ kind, name }) as { readonly kind: OutageKind; readonly name: string });

const outage = variants({
  downstream: out('downstream', 'Calls to it fail, or hang.'),
  source: out('source', 'Nothing is received from it or deleted; sends wait or are lost.'),
  mapping: out('mapping', 'It does not poll; unlike disabled, it keeps its pollers.'),
  function: out('function', 'Attempts to invoke it end in a system error (5xx); what runs goes on.'),
});

function redrive(rules: Rules) {
  return mapping({
    from: reference('A dead-letter queue.'),
    to: reference('Where the messages go; the queue they came from when there is but one.').optional(),
    rate: quantity({
      kind: 'rate',
      above: 0,
      max: rules.number('sqs.redrive.maxRate'),
      isRangeFact: true,
      doc: 'How fast messages are moved.',
      source: 'SQS-50',
    }).optional(),
  });
}

function reshard(rules: Rules) {
  return mapping({
    stream: reference('A Kinesis stream in mode provisioned.'),
    shards: quantity({
      kind: 'count',
      min: 1,
      max: rules.number('kinesis.shards.max'),
      isRangeFact: true,
      doc: 'Open shards afterwards: between half and twice as many as it has.',
      source: 'KIN-08',
    }),
  });
}

/** One entry of `events:`. */
export function eventSchema(rules: Rules) {
  return mapping({
    at: quantity({ kind: 'duration', min: 0, doc: 'When it happens; at the end of the run it still does.' }),
    for: quantity({ kind: 'duration', above: 0, doc: 'After this time it is undone.' }).optional(),
    set: recordOf(z.unknown(), {}).optional().describe('New values, by path: functions.NAME.reservedConcurrency: 100.'),
    redrive: redrive(rules).optional(),
    enable: reference('A mapping that begins to poll.').optional(),
    disable: reference('A mapping that stops polling.').optional(),
    outage: outage.optional().describe('What is out, to the end of the run or for as long as `for` says.'),
    reshard: reshard(rules).optional().describe('A stream is brought to another number of shards.'),
  })
    .superRefine(
      (written, context) => {
        if (!isMapping(written)) return;
        requireOne(written, KINDS, context, ['at', 'for']);
        const { for: duration } = written;
        if (duration === undefined) return;
        const message = written.redrive === undefined ? NO_RESHARD_BACK : 'a redrive cannot be undone';
        if (written.redrive === undefined && written.reshard === undefined) return;
        complain(context, duration, { message, about: 'key' }, ['for']);
      },
      { when: () => true },
    )
    .meta({ additionalProperties: false, oneOf: KINDS.map((key) => ({ required: [key] })) });
}

export type EventWritten = z.output<ReturnType<typeof eventSchema>>;
