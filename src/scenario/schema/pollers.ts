/**
 * What a scenario says about the pollers of a mapping: a policy, and what goes with it.
 */
import type * as z from 'zod';
import { complain } from './issues.ts';
import { quantity } from './quantity.ts';
import { listed, mapping } from './shapes.ts';
import { word } from './words.ts';

export const POLLER_POLICIES = ['onDemand', 'textbook', 'naive', 'fixed'] as const;
type Policy = (typeof POLLER_POLICIES)[number];

/** Which keys go with which policies. */
const GOES_WITH: Readonly<Record<'min' | 'max' | 'count' | 'every' | 'sleep', readonly Policy[]>> = {
  min: ['onDemand', 'textbook'],
  max: ['onDemand', 'textbook'],
  count: ['naive', 'fixed'],
  every: ['textbook'],
  sleep: ['naive'],
};

/** Who looks next is found by asking all loops, so there must not be too many. */
const MOST_LOOPS = 1000;

export const pollers = mapping({
  policy: word(POLLER_POLICIES, 'How the number of pollers comes about; onDemand unless said.', {
    provisioned: {
      message: 'provisioned pollers are a setting of the service, not one of our policies',
      hint: 'provisionedPollerConfig: { minimumPollers: 2, maximumPollers: 200 } of the mapping',
      source: 'SQS-21',
    },
  }).optional(),
  min: count('onDemand, textbook: begins with so many and never has fewer.').optional(),
  max: count('onDemand, textbook: never has more.').optional(),
  count: count('fixed, naive: always has so many.').optional(),
  every: quantity({ kind: 'duration', above: 0, doc: 'textbook: how often it decides.' }).optional(),
  sleep: quantity({
    kind: 'duration',
    above: 0,
    doc: 'naive: pause of a loop after each receive and its work.',
  }).optional(),
}).superRefine((written, context) => {
  const { policy = 'onDemand', min, max, count } = written;
  const tell = (key: string, message: string) => complain(context, undefined, { message, about: 'key' }, [key]);
  for (const [key, policies] of Object.entries(GOES_WITH)) {
    if (written[key as keyof typeof GOES_WITH] === undefined || policies.includes(policy)) continue;
    tell(key, `${key} goes with policy: ${listed(policies, 'or')}`);
  }
  if (policy === 'fixed' && count === undefined) complain(context, undefined, { message: 'is missing' }, ['count']);
  if (policy === 'naive' && count !== undefined && count > MOST_LOOPS)
    complain(context, count, { message: `from 1 to ${MOST_LOOPS} loops are allowed; found ${count}` }, ['count']);
  if (min !== undefined && max !== undefined && min > max) tell('max', 'max is less than min');
});

/** The pollers a scenario wrote. */
export type PollersWritten = z.output<typeof pollers>;

function count(doc: string): z.ZodType<number> {
  return quantity({ kind: 'count', min: 1, max: 1_000_000, doc });
}
