/** The shapes of a function and of a downstream in a `result.json`. */
import * as z from 'zod';
import { SEEN_ENDS } from '../../metrics/downstreams/recorder.ts';
import { EFFECTS } from '../../metrics/effects/result.ts';
import { number, maybe, text, named, each, level, spread } from './basic.ts';

const provisioned = z.object({
  requested: number,
  ready: level,
  concurrency: level,
  utilization: each(['mean', 'max'], maybe),
  changes: z.array(z.object({ at: number, to: number, why: text })),
  changesLeftOut: number,
});

export const fn = each(
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

export const downstream = each(['calls', 'callsFailed', 'callsWaited', 'timeAtLimit'], number).extend({
  ends: each(SEEN_ENDS, number),
  waited: spread,
  latency: spread,
  connections: level,
  connectionsLimit: maybe,
  connectionsWanted: level,
  inProgress: level,
});
