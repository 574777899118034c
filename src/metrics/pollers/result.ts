/** What a result says about the provisioned pollers of a mapping; times in microseconds. */
import { HOUR, type Micros } from '../../engine/time.ts';
import { useOf, type PollerCapacity } from '../../model/mapping/provisioned.ts';
import type { PollerTotals } from '../../model/mapping/poller-meter.ts';
import type { LevelResult } from '../result.ts';
import { levelResult } from '../summary.ts';
import type { PollerRecord } from './poller-recorder.ts';

export interface ProvisionedPollersResult {
  readonly pollers: LevelResult;
  /** How long there were as many as there may be. */
  readonly timeAtMaximum: number;
  /** Used of what the pollers could do, by each of their limits: shares, means over the run. Null when there were no pollers. */
  readonly use: { readonly invokes: number; readonly polls: number; readonly bytes: number } | null;
  /** Time in which records waited and no poller could take them, by the limit that held the pollers. */
  readonly boundBy: { readonly invokes: number; readonly polls: number; readonly bytes: number };
  readonly pollerHours: number;
  /** Hours of event poller units that are paid for: by the second, and a minute at the least. */
  readonly unitHours: number;
}

/** `totals`: what the pollers have done since the run began; `capacity`: of one poller. */
export function provisionedPollersResult(
  record: PollerRecord,
  totals: PollerTotals | undefined,
  capacity: PollerCapacity,
  now: Micros,
): ProvisionedPollersResult {
  const since = (of: (totals: PollerTotals) => number): number =>
    (totals === undefined ? 0 : of(totals)) - (record.before === undefined ? 0 : of(record.before));
  const pollerTime = since((sums) => sums.pollerTime);
  const work = {
    invokeTime: since((sums) => sums.invokeTime),
    polls: since((sums) => sums.polls),
    bytes: since((sums) => sums.bytes),
  };
  const { invokes, polls, bytes } = useOf(work, pollerTime, capacity);
  return {
    pollers: levelResult(record.pollers, now),
    timeAtMaximum: record.atMaximum.area(now),
    use: pollerTime === 0 ? null : { invokes, polls, bytes },
    boundBy: {
      invokes: Math.round(since((sums) => sums.boundByInvokes)),
      polls: Math.round(since((sums) => sums.boundByPolls)),
      bytes: Math.round(since((sums) => sums.boundByBytes)),
    },
    pollerHours: record.pollers.area(now) / HOUR,
    unitHours: record.unitHours(now),
  };
}
