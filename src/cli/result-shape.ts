/**
 * What a `result.json` must look like to be read: every field of the format with its type, as `metrics/result.ts` has it.
 * Fields it does not know are left alone. Leaves out whether the numbers make sense.
 */
import * as z from 'zod';
import type { Result } from '../metrics/result.ts';
import { SEEN_ENDS } from '../metrics/downstreams/recorder.ts';
import { EFFECTS } from '../metrics/effects/result.ts';
import { ALARM_STATES } from '../metrics/alarms/evaluate.ts';
import { ATTEMPT_OUTCOMES } from '../metrics/events/result.ts';
import { FIFO_COUNTS } from '../metrics/groups/fifo-result.ts';
import { DROPPED } from '../metrics/events/summary.ts';
import { TIER_DROPS } from '../metrics/tier/summary.ts';
import { CLOSE_REASONS, LIMITS } from '../model/batch.ts';
import { CONDITIONS, RETRY_CAUSES } from '../model/observer.ts';

const number = z.number();
const maybe = z.number().nullable();
const text = z.string();
const numbers = z.array(number);
const maybes = z.array(maybe);
const named = <T extends z.ZodType>(of: T) => z.record(text, of);
const each = <K extends string, T extends z.ZodType>(keys: readonly K[], of: T) =>
  z.object(Object.fromEntries(keys.map((key) => [key, of])) as Record<K, T>);

const level = each(['mean', 'min', 'max', 'last'], number);
const spread = each(['mean', 'min', 'max', 'p50', 'p90', 'p95', 'p99', 'p99.9'], maybe).extend({
  count: number,
  histogram: z.array(z.tuple([number, number])),
});

const timeOf = z.object({ records: number, whole: number, parts: named(number) });
const whereTimeWent = z.object({ all: timeOf, bands: z.array(timeOf.extend({ from: number, to: number })) }).nullable();

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

const stream = z.object({
  shards: level,
  reshards: z.array(z.object({ at: number, closed: z.array(text), opened: z.array(text) })),
  reshardsLeftOut: number,
  readsThrottled: number,
  recordsPerRead: spread,
  getRecordsAge: spread,
  putDelay: spread,
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

const source = each(
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

const provisionedPollers = each(['timeAtMaximum', 'pollerHours', 'unitHours'], number).extend({
  pollers: level,
  use: each(['invokes', 'polls', 'bytes'], number).nullable(),
  boundBy: each(['invokes', 'polls', 'bytes'], number),
});

const mapping = each(
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

const provisioned = z.object({
  requested: number,
  ready: level,
  concurrency: level,
  utilization: each(['mean', 'max'], maybe),
  changes: z.array(z.object({ at: number, to: number, why: text })),
  changesLeftOut: number,
});

const fn = each(
  [
    'invocations',
    'errors',
    'unusableAnswers',
    'timeouts',
    'outOfMemory',
    'throttles',
    'systemErrors',
    'recursiveInvocationsDropped',
    'sent',
    'sendsFailed',
    'coldStarts',
    'suppressedInits',
    'provisionedInvocations',
    'spillOver',
    'timeout',
  ],
  number,
).extend({
  throttlesBy: named(number),
  duration: spread,
  initDuration: spread,
  memoryUsed: spread.nullable(),
  concurrency: level,
  reservedConcurrency: maybe,
  reservedConcurrencyChanges: z.array(z.object({ at: number, to: maybe })),
  provisioned: provisioned.nullable(),
  effects: each(EFFECTS, number).nullable(),
});

const shards = z.array(z.object({ iteratorAge: maybes, blockedLanes: numbers }));
const streamSeries = each(['shards', 'putsRefused', 'readsThrottled'], numbers);
const dwellSeries = each(['p50', 'p99', 'max'], maybes);
const groupsSeries = z.object({
  dwell: dwellSeries,
  fair: each(['noisyGroups', 'quietDepth'], numbers)
    .extend({ quietDwell: dwellSeries, noisyDwell: dwellSeries })
    .exactOptional(),
});
const streamMappingSeries = each(['running', 'blockedLanes', 'readsThrottled'], numbers).extend({
  iteratorAge: maybes,
  shardsPerRow: number,
  shards,
  offsetLag: numbers.exactOptional(),
});

const eventSeries = z.object({
  eventAge: each(['mean', 'max'], maybes),
  maximumEventAge: numbers,
  received: numbers,
  ended: each(CONDITIONS, numbers),
  retries: each(RETRY_CAUSES, numbers),
  attempts: each(ATTEMPT_OUTCOMES, numbers),
});

const downstream = each(['calls', 'callsFailed', 'callsWaited', 'timeAtLimit'], number).extend({
  ends: each(SEEN_ENDS, number),
  waited: spread,
  latency: spread,
  connections: level,
  connectionsLimit: maybe,
  connectionsWanted: level,
  inProgress: level,
});

const series = z.object({
  period: z.number().positive(),
  sources: named(
    each(
      ['arrived', 'succeeded', 'deadLettered', 'failed', 'refused', 'depth', 'inFlight', 'ageOfOldest'],
      numbers,
    ).extend({
      latency: each(['p50', 'p95', 'p99', 'max'], maybes),
      stream: streamSeries.exactOptional(),
      async: eventSeries.exactOptional(),
      groups: groupsSeries.exactOptional(),
    }),
  ),
  mappings: named(
    each(['invocations', 'throttles', 'pollers'], numbers).extend({
      pollersLimit: maybes,
      batchSize: maybes,
      closed: each(CLOSE_REASONS, numbers),
      stream: streamMappingSeries.exactOptional(),
    }),
  ),
  functions: named(
    each(['invocations', 'errors', 'throttles', 'concurrency'], numbers).extend({
      limit: maybes,
      provisioned: numbers.exactOptional(),
    }),
  ),
  downstreams: named(each(['calls', 'callsFailed', 'connections', 'connectionsWanted', 'inProgress'], numbers)),
  account: z.object({ running: named(numbers) }).exactOptional(),
});

const tierGroup = each(
  [
    ...(['tenants', 'accepted', 'succeeded', 'dropped', 'droppedUnrun', 'waiting', 'runs', 'duplicates'] as const),
    ...(['failures', 'lost', 'throttled', 'censored'] as const),
  ],
  number,
).extend({
  noisy: z.boolean(),
  rejected: each(['admission', 'queueFull'], number),
  endedBy: each(TIER_DROPS, number),
  throttlesPerCompletion: maybe,
  ...each(['firstAttemptAge', 'firstAttemptAgeInWindow', 'eventAge', 'dwell', 'completionAge'], spread).shape,
  lastDoneAt: maybe,
  callers: each(['answered', 'timedOut', 'sentAgain', 'gaveUp'], number).nullable(),
});

const span = each(['from', 'until'], number);
const tenantCurve = z.object({ tenants: number, rank: numbers, p99: numbers });

const tier = z.object({
  ...{ placement: text, discipline: text, pollerModel: text, queues: number },
  groups: named(tierGroup),
  harm: each(['threshold', 'from', 'until', 'tenants', 'harmed', 'fewEvents', 'censored'], number).extend({
    trigger: span.nullable(),
    ...each(['blastRadius', 'without', 'excess', 'severity', 'painSeconds'], maybe).shape,
    recovery: each(['mean', 'max'], maybe).extend({ unrecovered: number }).nullable(),
  }),
  work: each(['goodput', 'throughput', 'censored', 'emptyReceives', 'escapes'], number).extend(
    each(
      [
        ...(['workAmplification', 'retryFraction', 'duplicateRate', 'conservationGap'] as const),
        ...(['drainTime', 'backlogBefore', 'looksPerEvent'] as const),
      ],
      maybe,
    ).shape,
  ),
  queueing: each(['hotAfter', 'mostHot', 'deepest', 'every'], number).extend({
    imbalance: each(['mean', 'p99'], number).nullable(),
    hotTime: maybe,
  }),
  fairness: each(['satisfaction', 'slowdown'], maybe),
  lanes: each(['opened', 'closed', 'denied'], number).extend({ firstAt: maybe }),
  leases: each(['moved', 'lapsed'], number),
  blocked: number,
  worst: z.array(each(['events', 'p99'], number).extend({ tenant: text, harmed: z.boolean() })),
  series: z.object({
    period: z.number().positive(),
    depth: each(['mean', 'max'], maybes),
    hot: maybes,
    hottest: maybes,
    groups: named(
      each(['accepted', 'backlog', 'running'], numbers).extend({ firstAttemptAge: each(['p50', 'p99'], maybes) }),
    ),
    tenants: z.object({ quiet: tenantCurve, noisy: tenantCurve }),
  }),
});

const inMonth = each(['quantity', 'amount'], number).extend({
  tiers: z.array(each(['quantity', 'price', 'amount'], number).extend({ fact: text })),
});
const costLine = each(['quantity', 'price', 'amount'], number).extend({
  ...each(['item', 'says', 'service', 'resource', 'unit', 'fact', 'id'], text).shape,
  per: z.number().positive(),
  inMonth,
});
const cost = each(['total', 'perMonth', 'records'], number).extend({
  perMillion: maybe,
  ...each(['span', 'month'], z.number().positive()).shape,
  freeTier: z.boolean(),
  lines: z.array(costLine),
});

const accountWorst = each(['at', 'throttlesByAccount', 'throttlesByReservation'], number).extend({
  unreserved: maybe,
  functions: z.array(
    each(['running', 'onProvisioned', 'environments'], number).extend({ function: text, reserved: maybe }),
  ),
  owners: z.array(each(['running', 'onProvisioned'], number).extend({ owner: text, function: text })),
});

const accountCause = z.object({
  ...{ owner: text, function: text, limit: z.enum(LIMITS), throttles: number },
  causedBy: z.array(each(['throttles', 'held'], number).extend({ owner: text.nullable(), function: text.nullable() })),
});

const alarm = each(
  [
    ...(['threshold', 'period', 'evaluationPeriods', 'datapointsToAlarm', 'alarms', 'timeInAlarm'] as const),
    ...(['datapoints', 'missing'] as const),
  ],
  number,
).extend({
  ...{ text, namespace: text, metric: text, of: text.nullable(), statistic: text, comparison: text },
  ...each(['firedAt', 'crossedAt', 'timeToAlarm'], maybe).shape,
  kind: z.enum(['queue', 'stream', 'activeMq', 'rabbitMq', 'function', 'account', 'mapping']),
  unit: z.enum(['Count', 'Bytes', 'Seconds', 'Milliseconds', 'Percent', 'None']),
  treatMissingData: text,
  after: z.object({ kind: z.enum(['outage', 'set', 'disable']), name: text, at: number }).nullable(),
  state: z.enum(ALARM_STATES),
  changes: z.array(z.object({ at: number, state: z.enum(ALARM_STATES) })),
  nearest: each(['at', 'value'], number).nullable(),
});

const fact = { path: text, id: text, kind: text };

export const RESULT_SHAPE = z.object({
  lagcastResult: number,
  version: text,
  name: text,
  question: text.nullable(),
  seed: z.union([number, text]),
  replication: number.exactOptional(),
  rules: text,
  duration: z.number().positive(),
  warmUp: z.number().nonnegative(),
  digest: text,
  events: number,
  sources: named(source),
  mappings: named(mapping),
  functions: named(fn),
  downstreams: named(downstream),
  chains: z.array(z.object({ from: text, to: text, stages: each(['min', 'max'], number), latency: spread })),
  account: z.object({
    ...{ concurrency: maybe, claimed: level.nullable() },
    ...{ worst: accountWorst.nullable().exactOptional(), causedBy: z.array(accountCause).exactOptional() },
  }),
  outages: z.array(
    z.object({ kind: z.enum(['downstream', 'source', 'mapping', 'function']), name: text, from: number, until: maybe }),
  ),
  alarms: named(alarm).exactOptional(),
  tier: tier.nullable(),
  cost,
  objectives: z.array(
    z.object({
      text,
      met: z.boolean(),
      value: maybe,
      unit: z.enum(['duration', 'count', 'share', 'rate', 'size', 'money']),
    }),
  ),
  assumptions: z.array(
    z.object({
      ...fact,
      unit: text,
      value: z.union([number, text]).nullable(),
      overridden: z.boolean(),
      says: text,
    }),
  ),
  facts: z.array(z.object(fact)),
  inputs: z.array(z.object({ path: text, written: text, origin: text })),
  inputsLeftOut: number,
  series,
}) satisfies z.ZodType<Result>;
