/** The shapes of what a `result.json` says of no one part: the bill, the account, the alarms. */
import * as z from 'zod';
import { ALARM_STATES } from '../../metrics/alarms/evaluate.ts';
import { LIMITS } from '../../model/batch.ts';
import { number, maybe, text, each, level } from './basic.ts';

const inMonth = each(['quantity', 'amount'], number).extend({
  tiers: z.array(each(['quantity', 'price', 'amount'], number).extend({ fact: text })),
});

const costLine = each(['quantity', 'price', 'amount'], number).extend({
  ...each(['item', 'says', 'service', 'resource', 'unit', 'fact', 'id'], text).shape,
  per: z.number().positive(),
  inMonth,
});

export const cost = each(['total', 'perMonth', 'records'], number).extend({
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

export const account = z.object({
  ...{ concurrency: maybe, claimed: level.nullable() },
  ...{ worst: accountWorst.nullable().exactOptional(), causedBy: z.array(accountCause).exactOptional() },
});

export const alarm = each(
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
