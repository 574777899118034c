/** Pollers that slow down for a function that throttles, and what a backlog does to one with little concurrency. */
import { describe, expect, it } from 'vitest';
import { AimdWindow } from '../../../src/model/sources/async/pacing.ts';
import { scenarioOfEvents } from '../../support/events.ts';
import { run } from '../../support/run.ts';

describe('the window', () => {
  it('widens by one in a round of successes, and allows whole invocations only', () => {
    const window = new AimdWindow(5, 0.5);
    expect([window.allows(4), window.allows(5)]).toEqual([true, false]);
    for (let i = 0; i < 5; i++) window.succeeded(1e6);
    expect(window.size).toBeGreaterThan(5.9);
    expect(window.size).toBeLessThan(6);
    expect(window.allows(5)).toBe(false);
    window.succeeded(1e6);
    expect([window.allows(5), window.allows(6)]).toEqual([true, false]);
  });

  it('is cut by a throttle, once in the time of an invocation, and never to less than one', () => {
    const window = new AimdWindow(5, 0.5);
    window.succeeded(1e6);
    const before = window.size;
    window.throttled(10e6);
    window.throttled(10.9e6);
    expect(window.size).toBe(before / 2);
    window.throttled(11e6);
    expect(window.size).toBe(before / 4);
    for (let t = 12; t < 20; t++) window.throttled(t * 1e6);
    expect(window.size).toBe(1);
    expect([window.allows(0), window.allows(1)]).toEqual([true, false]);
  });
});

/** So many events at once. */
const backlog = (count: number) => ({
  arrivals: [{ records: Array.from({ length: count }, () => ({ at: '0 s' })) }],
});

describe('a backlog before a function of concurrency 10, which takes 1 s in the mean, for an hour', () => {
  // Section 6.4 of the specification: computed there, with rounds of 1 s; ours are as long as the last invocation.
  it.each([
    ['50 %', 0.78, 0.022],
    ['70 %', 0.88, 0.032],
  ])(
    'with a window of which a throttle leaves %s: utilisation %d, throttles for each completion %d',
    (share, used, refused) => {
      const { functions, sources } = run(
        scenarioOfEvents({
          ...{
            duration: '1 h',
            fn: { reservedConcurrency: 10 },
            handler: { duration: { exponential: { mean: '1 s' } } },
          },
          facts: { 'async.pacing': 'aimd', 'async.pacing.share': share },
          // More than an hour of work for 10.
          source: { arrivals: [{ rate: '50000/s', endAt: '1 s' }] },
        }),
      );
      const f = functions['f']!;
      expect(Math.abs(f.concurrency.mean! / 10 - used)).toBeLessThan(0.03);
      expect(Math.abs(f.throttles / sources['e']!.succeeded - refused)).toBeLessThan(0.004);
    },
  );

  it('all of it comes to an end with the window, also where it begins with one', () => {
    const { sources } = run(
      scenarioOfEvents({
        ...{ duration: '1 h', fn: { reservedConcurrency: 1 }, handler: { duration: '100 ms' } },
        ...{ facts: { 'async.pacing': 'aimd', 'async.pacing.first': 1 }, source: backlog(300) },
      }),
    );
    expect(sources['e']).toMatchObject({ succeeded: 300, expired: 0 });
  });
});

describe('a backlog before a function of concurrency one, which takes 1 s (section 5.8)', () => {
  it.each([500, 1500])(
    'without jitter, 80 of %i are handled in six hours: one for each time they all come back',
    (count) => {
      const { functions, sources } = run(
        scenarioOfEvents({ duration: '6 h', fn: { reservedConcurrency: 1 }, source: backlog(count) }),
      );
      const { succeeded, expired, books } = sources['e']!;
      // Looking ahead, the others are given up at the last of the 80 times, 21,511 s, and not when they would be due again.
      expect({ succeeded, expired, waiting: books.out.waiting }).toEqual({
        succeeded: 80,
        expired: count - 80,
        waiting: 0,
      });
      // Of each wave one less: 80 · count − (1 + 2 + … + 80).
      expect(functions['f']!.throttles).toBe(80 * count - 3240);
    },
  );

  it('a little jitter spreads them, so that most are handled, with many refusals each', () => {
    const { functions, sources } = run(
      scenarioOfEvents({
        ...{ duration: '6 h', fn: { reservedConcurrency: 1 }, source: backlog(1500) },
        facts: { 'async.retry.throttle.jitter': '10 %' },
      }),
    );
    expect(sources['e']!.succeeded).toBeGreaterThan(1000);
    expect(functions['f']!.throttles / sources['e']!.succeeded).toBeGreaterThan(10);
  });
});
