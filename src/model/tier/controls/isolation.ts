/**
 * When a noisy tenant gets an express lane of its own, and when it goes back (AP-2.15). Pure decisions about one tenant in one queue,
 * from what a window has shown; whoever asks keeps the streak, the usual rate and the rest in arrays of its own.
 *
 * The thresholds are not public. They are apart on purpose: what isolates a tenant has to be gone by half, for minutes, before it is
 * let back, or a tenant that comes in pulses would move with each.
 */
import { SECOND, type Micros } from '../../../engine/time.ts';

export interface IsolationSettings {
  readonly window: Micros;
  readonly consecutive: number;
  readonly hotAfter: Micros;
  readonly shareOfQueue: number;
  readonly growthFactor: number;
  readonly shareOfDrain: number;
  readonly releaseIdle: Micros;
  readonly releaseFactor: number;
  readonly minimumDwell: Micros;
}

/** What a window has shown of a queue. */
export interface QueueWindow {
  /** Events that have come, of all tenants. */
  readonly arrivals: number;
  /** Events that are there at its end. */
  readonly depth: number;
  /** Events a second that the queue works off. */
  readonly drainRate: number;
}

/** Whether a queue has more than it works off in time. One that works off nothing is hot by a single event. */
export function isHot(queue: QueueWindow, settings: IsolationSettings): boolean {
  return queue.depth * SECOND > settings.hotAfter * queue.drainRate;
}

/**
 * Whether a tenant is noisy in this window. `arrivals`: its own; `usual`: its usual rate a second before this window. A tenant that
 * nobody knows has a usual rate of 0, so that only its share counts.
 */
export function isNoisy(arrivals: number, usual: number, queue: QueueWindow, settings: IsolationSettings): boolean {
  if (arrivals === 0 || !isHot(queue, settings)) return false;
  if (arrivals < settings.shareOfQueue * queue.arrivals) return false;
  const rate = rateOf(arrivals, settings.window);
  return rate > settings.growthFactor * usual || rate > settings.shareOfDrain * queue.drainRate;
}

/** Noisy windows in a row, this one included. A tenant is isolated when there are `consecutive` of them. */
export function streakAfter(streak: number, isNoisyNow: boolean): number {
  return isNoisyNow ? streak + 1 : 0;
}

/** Whether a streak is long enough, and no outage of pollers so near that everybody has a backlog. `resumedAt`: −Infinity for none. */
export function isToIsolate(
  streak: number,
  now: Micros,
  resumedAt: Micros,
  settings: IsolationSettings & { readonly suspendAfter: Micros },
): boolean {
  return streak >= settings.consecutive && now - resumedAt >= settings.suspendAfter;
}

/** What a tenant's lane has shown. */
export interface LaneWindow {
  /** How long nothing has been in it; 0 while there is something. */
  readonly emptyFor: Micros;
  readonly openFor: Micros;
  /** The tenant's usual rate a second by now, and its rate in the window that isolated it. */
  readonly usual: number;
  readonly rateAtIsolation: number;
}

export function isToRelease(lane: LaneWindow, settings: IsolationSettings): boolean {
  return (
    lane.emptyFor >= settings.releaseIdle &&
    lane.openFor >= settings.minimumDwell &&
    lane.usual < settings.releaseFactor * lane.rateAtIsolation
  );
}

/** Events a second. */
export function rateOf(arrivals: number, time: Micros): number {
  return (arrivals * SECOND) / time;
}

/**
 * The usual rate after a time with that rate: a mean in which the past fades over `over`. Windows without events need not be told
 * one by one: a rate of 0 over all of them together is the same.
 */
export function usualAfter(usual: number, rate: number, time: Micros, over: Micros): number {
  return rate + (usual - rate) * Math.exp(-time / over);
}
