/** The shape of a mapping in a `result.json`, with what only those have that read streams. */
import * as z from 'zod';
import { number, maybe, text, numbers, named, each, level, spread, whereTimeWent } from './basic.ts';

const streamBooks = z.object({
  in: each(['arrived'], number),
  out: each(
    [
      'beforeStart',
      'filtered',
      'succeeded',
      'acknowledgedUnprocessed',
      'toDestination',
      'skipped',
      'expired',
      'waiting',
    ],
    number,
  ),
});

const kafka = each(['offsetLag', 'offsetLagSum'], level).extend({ rebalances: number });

const streamMapping = each(
  [
    ...['acknowledged', 'toDestination', 'discarded', 'expired', 'expiredBehindBlocked'],
    ...['reads', 'emptyReads', 'readsThrottled', 'lanesUsed', 'retries', 'bisects', 'blocked', 'blockings'],
  ] as const,
  number,
).extend({
  books: streamBooks,
  iteratorAge: spread,
  iteratorAgeAtSend: spread,
  iteratorAgeAtFinish: spread,
  recordsPerRead: spread,
  running: level,
  blockedShards: z.array(each(['shard', 'time'], number)),
  blockedSpans: z.array(
    each(['shard', 'records', 'failures', 'from'], number).extend({
      partitions: numbers.exactOptional(),
      lane: text,
      record: text,
      until: maybe,
      end: z.enum(['succeeded', 'toDestination', 'skipped', 'expired']).nullable(),
    }),
  ),
  kafka: kafka.exactOptional(),
});

const provisionedPollers = each(['timeAtMaximum', 'pollerHours', 'unitHours'], number).extend({
  pollers: level,
  use: each(['invokes', 'polls', 'bytes'], number).nullable(),
  boundBy: each(['invokes', 'polls', 'bytes'], number),
});

export const mapping = each(
  ['invocations', 'failedInvocations', 'throttles', 'systemErrors', 'filtered', 'succeeded'],
  number,
).extend({
  source: text,
  function: text,
  batchSize: spread,
  closed: named(number),
  latency: spread,
  whereTimeWent,
  pollers: level.nullable(),
  pollersLimit: maybe,
  errorBackOff: each(['time', 'from', 'least'], number).nullable(),
  changes: z.array(z.object({ at: number, change: text })),
  stream: streamMapping.nullable(),
  provisioned: provisionedPollers.nullable(),
});
