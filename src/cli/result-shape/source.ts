/** The shape of a source in a `result.json`, with what only streams, events, FIFO queues and queues with groups have. */
import * as z from 'zod';
import { FIFO_COUNTS } from '../../metrics/groups/fifo-result.ts';
import { DROPPED } from '../../metrics/events/summary.ts';
import { RETRY_CAUSES } from '../../model/observer.ts';
import { number, maybe, text, each, level, spread, whereTimeWent } from './basic.ts';

const books = z.object({
  in: each(['arrived', 'deadLetteredIn', 'redrivenIn'], number),
  out: each(
    [
      'succeeded',
      'acknowledgedUnprocessed',
      'deadLettered',
      'redrivenOut',
      'expired',
      'filtered',
      'failed',
      'refused',
      'passed',
      'waiting',
    ],
    number,
  ),
  inFlight: number,
});

const stream = z.object({
  shards: level,
  reshards: z.array(z.object({ at: number, closed: z.array(text), opened: z.array(text) })),
  reshardsLeftOut: number,
  readsThrottled: number,
  recordsPerRead: spread,
  getRecordsAge: spread,
  putDelay: spread,
});

const delivery = each(['delivered', 'failed'], number).extend({ name: text }).nullable();

const events = each(
  [
    ...['published', 'received', 'dropped', 'droppedUnrun', 'droppedUntried', 'attempts', 'throttled', 'systemErrors'],
    ...['stopped', 'executions', 'functionErrors', 'duplicates', 'maximumRetryAttempts', 'maximumEventAge'],
  ] as const,
  number,
).extend({
  function: text,
  origin: text,
  settingChanges: z.array(z.object({ at: number, setting: text, to: number })),
  upstream: each(['waiting', 'refused', 'dropped'], number),
  droppedBy: each(DROPPED, number),
  retries: each(RETRY_CAUSES, number),
  longestBackOff: maybe,
  eventAge: spread,
  onSuccess: delivery,
  onFailure: delivery,
  deadLetterQueue: delivery,
});

const groupName = z.union([text, number, z.boolean()]);

const groups = z.object({
  attribute: text,
  groupCount: number,
  groups: z.array(
    each(['sent', 'received', 'handled', 'deadLettered', 'expired', 'waiting'], number).extend({
      group: groupName.nullable(),
      dwell: each(['mean', 'p50', 'p95', 'p99', 'max'], maybe).extend({ count: number }),
      noisy: each(['times', 'time'], number).nullable(),
    }),
  ),
  groupsLeftOut: number,
  dwell: spread,
  fair: z
    .object({
      ...{ noisyGroups: level, everNoisy: number, quietDwell: spread, noisyDwell: spread, quietDepth: level },
      noisySpans: z.array(z.object({ group: groupName, from: number, until: maybe })),
      noisySpansLeftOut: number,
    })
    .nullable(),
});

const deadLetteredBy = each(
  [
    ...(['earlier', 'failed', 'timedOut', 'unusableAnswer', 'reported', 'late', 'refused', 'held'] as const),
    ...(['dropped', 'notDeleted', 'systemError', 'stopped', 'outOfMemory'] as const),
  ],
  number,
);

const fifo = each(FIFO_COUNTS, number).extend({
  groupsPresent: level,
  groupsInFlight: level,
  sendsHeld: level,
  sendDelay: spread,
});

export const source = each(
  [
    'arrived',
    'succeeded',
    'acknowledged',
    'deadLettered',
    'deadLetteredUnseen',
    'expired',
    'filtered',
    'toDestination',
    'discarded',
    'putsRefused',
    'putsDropped',
    'failed',
    'refused',
    'duplicates',
    'received',
    'receives',
    'emptyReceives',
    'returned',
  ],
  number,
).extend({
  type: text,
  books,
  deadLetteredBy,
  latency: spread,
  whereTimeWent,
  ageAtFirstAttempt: spread,
  endToEnd: spread.nullable(),
  depth: level,
  inFlight: level,
  ageOfOldest: each(['max', 'last'], maybe),
  stream: stream.nullable(),
  async: events.nullable(),
  fifo: fifo.nullable(),
  groups: groups.nullable(),
});
