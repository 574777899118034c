/**
 * How fast pollers start events after an outage (AP-6.5): they begin with a share of the normal rate and turn it up while all is well and
 * more gets done, and down otherwise. A pure rule, asked once in each interval.
 *
 * The rule is published in words: too slow keeps events waiting, too fast tips what recovers. Taken literally it never ends: a rate
 * that is cut gets less done, and would be cut for that again, down to nothing. So getting less done counts only where it cannot be the
 * rule's own doing, or for want of events.
 */
export interface RampSettings {
  /** Starts a second in normal operation; Infinity has no ramp. */
  readonly normal: number;
  /** Share of it to begin with. */
  readonly first: number;
  /** Share added while all is well, and taken off otherwise. */
  readonly growth: number;
  readonly back: number;
  /** Times the normal rate at the most. */
  readonly most: number;
  /** Share of runs that have to succeed. */
  readonly health: number;
}

/** What an interval has shown. */
export interface RampInterval {
  /** Share of the runs that succeeded; 1 when there were none. */
  readonly health: number;
  /** Events that were done, a second, in this interval and in the one before it. */
  readonly recovery: number;
  readonly recoveryBefore: number;
  /** The rate in the interval before it. */
  readonly rateBefore: number;
  /** Whether events are left that could be started. */
  readonly hasBacklog: boolean;
}

/** Starts a second right after an outage. */
export function firstRate({ normal, first }: RampSettings): number {
  return normal * first;
}

/** Starts a second in the next interval. Never less than one, or there would be nothing to tell that all is well again. */
export function nextRate(rate: number, seen: RampInterval, settings: RampSettings): number {
  const { normal, growth, back, most, health } = settings;
  const isWell = seen.health >= health && hasRisen(rate, seen);
  const next = isWell ? Math.min(rate * (1 + growth), normal * most) : rate * (1 - back);
  return Math.max(next, Math.min(1, normal));
}

/** Whether more gets done; or no more could have been: the rate was not raised, or nothing was left to start. */
function hasRisen(rate: number, { recovery, recoveryBefore, rateBefore, hasBacklog }: RampInterval): boolean {
  return recovery > recoveryBefore || rate <= rateBefore || !hasBacklog;
}
