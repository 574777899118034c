/**
 * When a re-run says that something mattered. Both runs have the same luck, stream by stream, so that what they differ in is the change; but
 * a change shifts which record meets which luck, and a small difference may be no more than that.
 */
import type { Harm } from './targets.ts';

/** Share of the mean time that has to go for a limit to bind. */
export const LEAST_TIME = 0.1;
/** Share of the records that are done with, in points, that have to be no longer lost. */
export const LEAST_LOST = 0.005;
/** Of what goes without the limit, what has to go by a change that is proposed. */
export const ENOUGH = 0.8;

/** What went by a change: a share of the time; points of the share that is lost. Below 0 it is worse. */
export interface Effect {
  readonly time: number;
  readonly lost: number;
}

export function effectOf(before: Harm, after: Harm): Effect {
  const time = before.time === null || before.time === 0 || after.time === null ? 0 : 1 - after.time / before.time;
  return { time, lost: before.lostShare - after.lostShare };
}

/** Whether it is more than luck, and not at the price of records. */
export function matters({ time, lost }: Effect): boolean {
  return lost >= LEAST_LOST || (time >= LEAST_TIME && lost > -LEAST_LOST);
}

/** What losses or time, whichever counts, went of what could; the lift matters. */
export function shareOf(effect: Effect, lifted: Effect): number {
  return lifted.lost >= LEAST_LOST ? effect.lost / lifted.lost : effect.time / lifted.time;
}

/** To compare limits by. */
export function sizeOf({ time, lost }: Effect): number {
  return Math.max(time, lost);
}
