/** Figures of the tier and of its groups of tenants under the names that objectives have for them: scenario/objective-figures.ts. */
import type { Spread } from '../result.ts';
import type { TierGroupResult, TierResult } from './result.ts';

/** What the tier as a whole goes by in objectives. */
export const TIER_NAME = 'tier';

/** A number, a spread with statistics, or null: nothing to measure. */
export type TierFigure = number | Spread | null;

/** Undefined: there is no such figure, or neither the tier nor a group has that name. */
export function tierFigureOf(tier: TierResult, name: string, figure: string): TierFigure | undefined {
  if (name === TIER_NAME) return OF_TIER[figure]?.(tier);
  const group = tier.groups[name];
  return group === undefined ? undefined : OF_GROUP[figure]?.(group);
}

const OF_TIER: Readonly<Record<string, (tier: TierResult) => TierFigure>> = {
  blastRadius: ({ harm }) => harm.blastRadius,
  excessBlastRadius: ({ harm }) => harm.excess,
  severity: ({ harm }) => harm.severity,
  painSeconds: ({ harm }) => harm.painSeconds,
  imbalance: ({ queueing }) => queueing.imbalance?.mean ?? null,
  imbalanceP99: ({ queueing }) => queueing.imbalance?.p99 ?? null,
  hotQueueTime: ({ queueing }) => queueing.hotTime,
  fairness: ({ fairness }) => fairness.satisfaction,
  fairnessOfSlowdown: ({ fairness }) => fairness.slowdown,
  goodput: ({ work }) => work.goodput,
  throughput: ({ work }) => work.throughput,
  workAmplification: ({ work }) => work.workAmplification,
  retryFraction: ({ work }) => work.retryFraction,
  duplicateRate: ({ work }) => work.duplicateRate,
  workConservationGap: ({ work }) => work.conservationGap,
  drainTime: ({ work }) => work.drainTime,
  censored: ({ work }) => work.censored,
  looksPerEvent: ({ work }) => work.looksPerEvent,
  deepestQueue: ({ queueing }) => queueing.deepest,
  lanesOpened: ({ lanes }) => lanes.opened,
  lanesClosed: ({ lanes }) => lanes.closed,
  leasesMoved: ({ leases }) => leases.moved,
  emptyReceives: ({ work }) => work.emptyReceives,
  rejected: ({ groups }) => Object.values(groups).reduce((sum, group) => sum + rejectedOf(group), 0),
};

const OF_GROUP: Readonly<Record<string, (group: TierGroupResult) => TierFigure>> = {
  firstAttemptAge: ({ firstAttemptAge }) => firstAttemptAge,
  dwell: ({ dwell }) => dwell,
  completionAge: ({ completionAge }) => completionAge,
  eventAge: ({ eventAge }) => eventAge,
  accepted: ({ accepted }) => accepted,
  rejected: rejectedOf,
  succeeded: ({ succeeded }) => succeeded,
  dropped: ({ dropped }) => dropped,
  runs: ({ runs }) => runs,
  throttled: ({ throttled }) => throttled,
  duplicates: ({ duplicates }) => duplicates,
  waiting: ({ waiting }) => waiting,
  callersAnswered: ({ callers }) => callers?.answered ?? null,
  callersTimedOut: ({ callers }) => callers?.timedOut ?? null,
  throttlesPerCompletion: ({ throttlesPerCompletion }) => throttlesPerCompletion,
};

/** All names, for whoever checks that the language has them. */
export const TIER_FIGURES = { tier: Object.keys(OF_TIER), group: Object.keys(OF_GROUP) } as const;

export function rejectedOf({ rejected }: TierGroupResult): number {
  return rejected.admission + rejected.queueFull;
}
