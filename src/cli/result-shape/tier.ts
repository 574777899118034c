/** The shape of the tier in a `result.json`. */
import * as z from 'zod';
import { TIER_DROPS } from '../../metrics/tier/summary.ts';
import { number, maybe, text, numbers, maybes, named, each, spread } from './basic.ts';

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

export const tier = z.object({
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
