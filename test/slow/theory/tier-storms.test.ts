/**
 * Storms that sustain themselves, and what keeps them away: callers that send again, pollers that hold too much, a backlog behind a
 * small concurrency. Figures of Bronson 2021, of Brooker's Stability Sim and of computations that share no code with this.
 */
import { describe, expect, it } from 'vitest';
import { atOnce, sends, tierOf } from '../../support/tiers.ts';
import { near } from '../../theory/tier-models.ts';
import { backlogOf, storm } from '../../theory/tier-storms.ts';

describe('callers that give up after a second and send again, 300/s of capacity, ten seconds of outage', () => {
  it.each([
    [140, 140],
    [280, 0],
  ])('%i/s: afterwards %i/s are answered', (rate, answered) => {
    const seen = storm({ rate });
    if (answered > 0) near(`storm of ${rate}/s`, seen.answered, answered, 0.05);
    else {
      expect(seen.answered).toBeLessThan(3);
      near(`sent at ${rate}/s`, seen.sent, 2 * rate, 0.05);
    }
  });

  it('a retry budget keeps it away', () => {
    expect(storm({ rate: 200, callers: { budgetShare: 0.1 }, duration: 80 }).answered).toBeGreaterThan(180);
  });
});

describe('pollers that receive ahead, 100/s of capacity, a visibility timeout of 30 s, a minute at a fifth of the speed', () => {
  function ahead(rate: number, prefetch: number, more: object = {}) {
    const { tier, of } = tierOf({
      ...{ duration: 500, warmUp: 440, queues: 1, placement: 'single' },
      pollers: { slots: 1, prefetch, heartbeat: false, visibilityTimeout: '30 s', ...more },
      incidents: [{ at: '40 s', for: '60 s', slow: '20 %' }],
      tenants: { t: sends(rate, 0.01) },
    });
    return { again: of('t').duplicates / 60, done: of('t').succeeded / 60, tier };
  }

  it('recovers at 50/s', () => {
    const { again, done } = ahead(50, -1);
    expect(again).toBe(0);
    near('first completions', done, 50, 0.05);
  });

  it('runs what is done again and again at 80/s, unless it holds less than it can run within the timeout', () => {
    expect(ahead(80, -1).again).toBeGreaterThan(70);
    expect(ahead(80, 1000).again).toBeLessThan(0.5);
  });

  it('is better off, and not cured, when it looks at the timeout before it runs', () => {
    const { again } = ahead(80, -1, { expiryCheck: true });
    expect(again).toBeLessThan(60);
  });
});

it('work that nobody waits for any more keeps a queue for as long as the backlog lasts', () => {
  const { tier } = tierOf({
    ...{ duration: 200, queues: 1, placement: 'single', pollers: { slots: 10 } },
    incidents: [{ at: '50 s', for: '8 s', slow: '33.333 %' }],
    measure: { every: '100 ms' },
    tenants: { t: { service: '100 ms', arrivals: [{ rate: '90/s' }] } },
  });
  // (90 − 33.3)/s for 8 s, worked off at 10/s; what was running slowly at the end goes on for another 0.2 s.
  near('backlog', tier.queueing.deepest, 453 + 10, 0.02);
  near('time to drain', tier.work.drainTime! / 1e6, 453 / 10, 0.03);
});

it('three retries after one server of two was down for five seconds: no recovery at 70/s, and one at 20/s', () => {
  const crash = (rate: number) =>
    tierOf({
      ...{ duration: 150, warmUp: 120, queues: 2, placement: 'random', pollers: { slots: 1 } },
      incidents: [{ at: '20 s', for: '5 s', queuesDown: { first: 1, count: 1 } }],
      tenants: { t: { ...sends(rate, 0.02), callers: { timeout: '1 s', retries: 3 } } },
    }).of('t').callers!.answered / 30;
  expect(crash(70)).toBeLessThan(15);
  near('at 20/s', crash(20), 20, 0.1);
});

describe('a backlog behind a concurrency of one', () => {
  it('without jitter wakes all at once: one is done in each wave, and there are eighty in six hours', () => {
    const backlog = 400;
    const { throttled, succeeded, endedBy } = backlogOf({ backlog, hours: 7, retries: { jitter: 'none' } });
    expect(succeeded).toBe(80);
    expect(endedBy.ageExceeded).toBe(backlog - 80);
    // In the n-th wave all that are left but one.
    expect(throttled).toBe(80 * (backlog - 1) - (80 * 79) / 2);
  });

  it('with it keeps the function busy, at the cost of many throttles', () => {
    const { succeeded, throttled } = backlogOf({ backlog: 1000, hours: 1 });
    expect(succeeded).toBe(1000);
    expect(throttled / succeeded).toBeGreaterThan(10);
    expect(throttled / succeeded).toBeLessThan(40);
  });

  it('a token bucket of its concurrency spares nearly all throttles', () => {
    const { succeeded, throttled } = backlogOf({ backlog: 1000, hours: 1, pacing: 'tokenBucket' });
    expect(succeeded).toBe(1000);
    expect(throttled).toBeLessThan(30);
  });
});

describe('a window that grows by one and is cut', () => {
  it.each([
    [50, 0.78, 0.022],
    [70, 0.88, 0.032],
    // 0.26 are published; here nothing is let out after a throttle before a run has ended, so it is fewer.
    [90, 0.97, 0.18],
  ])('to %i percent uses the concurrency to %f, with %f throttles a completion', (keep, use, throttles) => {
    const { succeeded, throttled } = backlogOf({
      ...{ backlog: 20_000, hours: 0.4, concurrency: 10, service: 1, pacing: { policy: 'aimd', keep: `${keep} %` } },
    });
    near(`use, ${keep} %`, succeeded / 10 / (0.4 * 3600), use, 0.04);
    near(`throttles, ${keep} %`, throttled / succeeded, throttles, 0.15);
  });
});

it('events that a queue cannot hand out wait, and are not lost', () => {
  const tenants = { t: { service: '1 s', concurrency: 2, arrivals: [{ records: atOnce(50) }] } };
  const { of } = tierOf({ duration: 100, queues: 1, pollers: { slots: 10 }, pacing: 'aimd', tenants });
  expect(of('t')).toMatchObject({ succeeded: 50, waiting: 0 });
});
