/** Runs behind tier-storms.test.ts and its slow brother. */
import type { TierGroupResult } from '../../src/metrics/tier/result.ts';
import { atOnce, sends, tierOf } from '../support/tiers.ts';

export interface Storm {
  readonly rate: number;
  readonly outage?: string;
  readonly callers?: object;
  readonly tier?: object;
  /** Seconds of the run; the last thirty are looked at. */
  readonly duration?: number;
}

/** Thirty slots of 0.1 s; an outage at 20 s. Answered and accepted a second, at the end. */
export function storm({ rate, outage = '10 s', callers = {}, tier = {}, duration = 150 }: Storm): {
  answered: number;
  sent: number;
} {
  const { of } = tierOf({
    ...{ duration, warmUp: duration - 30, queues: 1, placement: 'single', pollers: { slots: 30 } },
    incidents: [{ at: '20 s', for: outage, pollersDown: true }],
    ...tier,
    tenants: { t: { ...sends(rate, 0.1), callers: { timeout: '1 s', retries: 1, ...callers } } },
  });
  return { answered: of('t').callers!.answered / 30, sent: of('t').accepted / 30 };
}

export interface Backlog {
  readonly backlog: number;
  readonly hours: number;
  readonly concurrency?: number;
  /** Mean of an exponential, in seconds; absent: one second exactly. */
  readonly service?: number;
  readonly retries?: object;
  readonly pacing?: unknown;
}

/** Events that are all there at first, of one tenant; throttled attempts return at once. */
export function backlogOf({
  backlog,
  hours,
  concurrency = 1,
  service,
  retries = {},
  pacing,
}: Backlog): TierGroupResult {
  return tierOf({
    ...{ duration: hours * 3600, queues: 1, placement: 'single', pollers: { slots: 100 }, retries },
    ...(pacing === undefined ? {} : { pacing }),
    tenants: {
      t: {
        service: service === undefined ? '1 s' : { exponential: { mean: `${service} s` } },
        concurrency,
        arrivals: [{ records: atOnce(backlog) }],
      },
    },
  }).of('t');
}
