/**
 * When a re-run says that something mattered. Both runs have the same luck, stream by stream, so that what they differ in is the change; but
 * a change shifts which record meets which luck, and a small difference may be no more than that.
 */
import type { Harm } from './targets.ts';

/** Share of the mean time that has to go for a limit to bind. */
export const LEAST_TIME = 0.1;
/** Of arrivals that come in bursts, which all do somewhat: the share of the time that has to go without the bursts. */
export const LEAST_BURST = 0.3;
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

/** What the source did not take by the end, and takes after the change, its producers still kept back: it counts as what waits. */
export function effectOf(before: Harm, after: Harm): Effect {
  const lost = before.lostShare - after.lostShare;
  if (before.time === null || before.time === 0 || after.time === null) return { time: 0, lost };
  const kept = before.keptBack === null ? 0 : Math.max(0, after.entered - before.entered);
  const records = before.succeeded + before.waiting;
  const time = (before.time * records + (kept * (before.keptBack ?? 0)) / 2) / (records + kept);
  return { time: 1 - after.time / time, lost };
}

/** Whether it is more than luck, and not at the price of records. */
export function matters(before: Harm, after: Harm, leastTime = LEAST_TIME): boolean {
  const { time, lost } = effectOf(before, after);
  return savesRecords(before, after) || (time >= leastTime && lost > -LEAST_LOST);
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
