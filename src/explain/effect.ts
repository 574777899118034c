/**
 * When a re-run says that something mattered. Both runs have the same luck, stream by stream, so that what they differ in is the change; but
 * a change shifts which record meets which luck, and a small difference may be no more than that.
 */
import type { Harm } from './targets.ts';

/** Share of the mean time that has to go for a limit to bind. */
export const LEAST_TIME = 0.1;
/** Share of the records that are done with, in points, that have to be no longer lost; at least so many records, and that share of the losses. */
export const LEAST_LOST = 0.005;
const LEAST_RECORDS = 3;
const LEAST_OF_LOSSES = 0.1;
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
export function matters(before: Harm, after: Harm): boolean {
  const { time, lost } = effectOf(before, after);
  return savesRecords(before, after) || (time >= LEAST_TIME && lost > -LEAST_LOST);
}

function savesRecords(before: Harm, after: Harm): boolean {
  const { lost } = effectOf(before, after);
  const saved = lost * (before.lost + before.succeeded);
  return saved >= LEAST_RECORDS && lost >= Math.max(LEAST_LOST, LEAST_OF_LOSSES * before.lostShare);
}

/** Of what went without a limit that matters, the share that a change takes away: of the losses where those went, of the time where not. */
export function shareOf(before: Harm, lifted: Harm, changed: Harm): number {
  const [all, some] = [effectOf(before, lifted), effectOf(before, changed)];
  return savesRecords(before, lifted) ? some.lost / all.lost : some.time / all.time;
}

/** To compare limits by. */
export function sizeOf({ time, lost }: Effect): number {
  return Math.max(time, lost);
}
