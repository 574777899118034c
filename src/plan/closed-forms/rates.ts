/**
 * Rates of several entries of arrivals together, of each the share that passes a filter: over the run, and the greatest, for which
 * each counts while it sends with the most that it sends then.
 */
import { SECOND, type Micros } from '../../engine/time.ts';
import { messagesBetween } from '../../scenario/checks/amount.ts';
import { peakOf } from '../../scenario/checks/concurrency-need.ts';
import type { ArrivalScenario } from '../../scenario/scenario.ts';

/** Messages a second on average, those written out included; traces bring none. `shares`: by entry, what passes. */
export function meanRateOf(arrivals: readonly ArrivalScenario[], shares: readonly number[], duration: Micros): number {
  const messages = arrivals.reduce((sum, one, i) => sum + shares[i]! * messagesOf(one, duration), 0);
  return messages / (duration / SECOND);
}

function messagesOf(one: ArrivalScenario, duration: Micros): number {
  if (one.when.kind === 'records') return one.when.records.filter(({ at }) => at < duration).length;
  return messagesBetween(one, 0, duration);
}

/** Messages a second, at the most. Of rates that change by themselves the greatest is taken, so all at once may never happen. */
export function greatestRateOf(
  arrivals: readonly ArrivalScenario[],
  shares: readonly number[],
  duration: Micros,
): number {
  const instants = arrivals.flatMap(({ startAt = 0, when }) => [
    startAt,
    ...(when.kind === 'steps' ? when.steps.map(({ at }) => at) : []),
  ]);
  const within = instants.filter((at) => at < duration);
  const totals = within.map((at) => arrivals.reduce((sum, one, i) => sum + shares[i]! * rateAt(one, at), 0));
  return Math.max(0, ...totals);
}

function rateAt(one: ArrivalScenario, now: Micros): number {
  const { when, startAt = 0, endAt = Infinity } = one;
  if (now < startAt || now >= endAt) return 0;
  if (when.kind === 'steps') return when.steps.findLast(({ at }) => at <= now)?.perSecond ?? 0;
  return peakOf([one]);
}
