/** The greatest rate of several entries of arrivals together: each counts while it sends, with the most that it sends then. */
import type { Micros } from '../../engine/time.ts';
import { peakOf } from '../../scenario/checks/concurrency-need.ts';
import type { ArrivalScenario } from '../../scenario/scenario.ts';

/** Messages a second, at the most. Of rates that change by themselves the greatest is taken, so all at once may never happen. */
export function greatestRate(arrivals: readonly ArrivalScenario[], duration: Micros): number {
  const instants = arrivals.flatMap(({ startAt = 0, when }) => [
    startAt,
    ...(when.kind === 'steps' ? when.steps.map(({ at }) => at) : []),
  ]);
  const within = instants.filter((at) => at < duration);
  return Math.max(0, ...within.map((at) => arrivals.reduce((sum, one) => sum + rateAt(one, at), 0)));
}

function rateAt(one: ArrivalScenario, now: Micros): number {
  const { when, startAt = 0, endAt = Infinity } = one;
  if (now < startAt || now >= endAt) return 0;
  if (when.kind === 'steps') return when.steps.findLast(({ at }) => at <= now)?.perSecond ?? 0;
  return peakOf([one]);
}
