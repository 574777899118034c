/**
 * How many pollers a mapping has: the decisions, pure. Who asks, and when, is scaling.ts and textbook.ts.
 *
 * On demand (SQS-05 to SQS-08) a mapping begins with five, adds while messages remain, and goes back when receives come
 * back empty. How it scales down is not published: those numbers are labelled assumptions. What errors do to it is
 * error-back-off.ts.
 */
import type { Rules } from '../../aws/rules.ts';
import type { Micros } from '../../engine/time.ts';
import type { ProvisionedPollerConfig } from './provisioned-options.ts';

export type PollerPolicy =
  | { readonly kind: 'onDemand'; readonly min: number | undefined; readonly max: number | undefined }
  | { readonly kind: 'textbook'; readonly min: number; readonly max: number; readonly every: Micros }
  /** A hand-written loop: receives without waiting, works, sleeps. */
  | { readonly kind: 'naive'; readonly count: number; readonly sleep: Micros }
  | { readonly kind: 'fixed'; readonly count: number }
  /** Kept ready and paid for; see provisioned.ts. */
  | ({ readonly kind: 'provisioned' } & ProvisionedPollerConfig);

/** The numbers on-demand scaling works with. */
export interface OnDemandLimits {
  readonly start: number;
  readonly max: number;
  /** What a long idle mapping falls to. */
  readonly floor: number;
  readonly floorAfter: Micros;
  readonly shrinkWhenEmpty: number;
  readonly shrinkBy: number;
  readonly rampStep: number;
}

/**
 * The limits under a set of rules; `maximumConcurrency` caps them and rules out the floor (SQS-08, SQS-19). That it may be exceeded
 * a little is off unless the scenario says how far (SQS-17).
 */
export function onDemandLimits(
  rules: Rules,
  policy: { readonly min: number | undefined; readonly max: number | undefined },
  maximumConcurrency: number | undefined,
): OnDemandLimits {
  const overshoot = rules.number('sqs.maximumConcurrency.overshoot');
  const capped = maximumConcurrency === undefined ? Infinity : Math.ceil(maximumConcurrency * (1 + overshoot));
  const max = Math.min(policy.max ?? rules.number('sqs.pollers.max'), capped);
  const start = Math.min(policy.min ?? rules.number('sqs.pollers.start'), max);
  const keepsStart = maximumConcurrency !== undefined || policy.min !== undefined;
  return {
    start,
    max,
    floor: keepsStart ? start : Math.min(rules.number('sqs.pollers.floor'), start),
    floorAfter: rules.number('sqs.pollers.floorAfter'),
    shrinkWhenEmpty: rules.number('sqs.pollers.shrinkWhenEmpty'),
    shrinkBy: rules.number('sqs.pollers.shrinkBy'),
    rampStep: rules.number('sqs.pollers.rampStep'),
  };
}

/** Pollers after a step of the ramp, taken while messages remain that nobody is free to receive. */
export function grown(pollers: number, limits: OnDemandLimits): number {
  return Math.min(limits.max, pollers + limits.rampStep);
}

/** What a look at the pollers' work has seen since the look before. */
export interface Seen {
  readonly receives: number;
  readonly emptyReceives: number;
  /** Time since a message was last received. */
  readonly quietFor: Micros;
}

/** Pollers after a look: fewer when too many receives came back empty. */
export function shrunk(pollers: number, seen: Seen, limits: OnDemandLimits): number {
  const polls = seen.receives + seen.emptyReceives;
  if (polls === 0 || seen.emptyReceives / polls <= limits.shrinkWhenEmpty) return pollers;
  const least = seen.quietFor >= limits.floorAfter ? limits.floor : limits.start;
  return Math.max(Math.min(least, pollers), pollers - Math.ceil(pollers * limits.shrinkBy));
}

/** What the textbook's controller looks at: two figures of the queue, and its own pollers. */
export interface Load {
  readonly pollers: number;
  /** Messages received, and neither deleted nor visible again. */
  readonly inFlight: number;
  /** Messages that can be received. */
  readonly depth: number;
}

/**
 * Pollers after a decision of the textbook's controller: one more while the queue holds more than twice what is in flight,
 * one fewer while less than half of them have a message.
 */
export function textbook(
  { pollers, inFlight, depth }: Load,
  limits: { readonly min: number; readonly max: number },
): number {
  const wanted = depth > 2 * inFlight ? pollers + 1 : inFlight < 0.5 * pollers ? pollers - 1 : pollers;
  return Math.max(limits.min, Math.min(limits.max, wanted));
}
