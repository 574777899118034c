/** What keeps a storm of retries away and what does not; the backlog behind a small concurrency for six hours. Larger ones: docs/placement.md. */
import { describe, expect, it } from 'vitest';
import { near } from '../theory/tier-models.ts';
import { backlogOf, storm } from '../theory/tier-storms.ts';

describe('callers that give up after a second and send again, 300/s of capacity, ten seconds of outage', () => {
  it.each([155, 200, 280])('%i/s: nothing is answered any more, and twice as much is sent', (rate) => {
    const seen = storm({ rate, duration: 300 });
    expect(seen.answered).toBeLessThan(3);
    near(`sent at ${rate}/s`, seen.sent, 2 * rate, 0.05);
  });

  it('no retries, a budget, a short queue and LIFO keep it away; a queue as long as the timeout and a time to live do not', () => {
    const good = [
      storm({ rate: 280, callers: { retries: 0 }, duration: 240 }),
      storm({ rate: 280, callers: { budgetShare: 0.1 }, duration: 240 }),
    ];
    for (const { answered } of good) near('without a storm', answered, 280, 0.05);
    expect(storm({ rate: 280, tier: { queueLimit: 100 } }).answered).toBeGreaterThan(260);
    expect(storm({ rate: 280, tier: { discipline: 'lifo' } }).answered).toBeGreaterThan(260);
    const long = storm({ rate: 280, tier: { queueLimit: 300 }, callers: { noticesRefusals: false } });
    expect(long.answered).toBeGreaterThan(20);
    expect(long.answered).toBeLessThan(130);
    const late = storm({ rate: 280, tier: { discipline: { type: 'ttl', ttl: '1 s' } } });
    expect(late.answered).toBeLessThan(30);
  });

  it('an outage of half a second does no harm, one of two seconds is fatal', () => {
    near('half a second', storm({ rate: 280, outage: '500 ms' }).answered, 280, 0.05);
    expect(storm({ rate: 280, outage: '2 s' }).answered).toBeLessThan(10);
  });
});

describe('a backlog for six hours', () => {
  it.each([
    [10_000, 1, 10_000, 415_608],
    [50_000, 10, 50_000, 1_201_887],
  ])('of %i behind a concurrency of %i: %i are done, with %i throttles', (backlog, concurrency, done, throttles) => {
    const { succeeded, throttled } = backlogOf({ backlog, concurrency, hours: 6 });
    near('done', succeeded, done, 0.02);
    near('throttles', throttled, throttles, 0.03);
  });
});
