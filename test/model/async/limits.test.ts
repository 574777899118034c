/** What the limits of a function do to events: concurrency, none at all, requests a second, provisioned environments, scaling. */
import { describe, expect, it } from 'vitest';
import { busyFor, eventsAt, livesIn, scenarioOfEvents } from '../../support/events.ts';
import { run } from '../../support/run.ts';

describe('reserved concurrency 0 (ASY-08)', () => {
  it('from the start: given up at once, without an attempt or a throttle', () => {
    const { life, result } = livesIn({
      fn: { reservedConcurrency: 0 },
      source: { onFailure: { s3: 'failures' }, arrivals: eventsAt(['a', 3]) },
    });
    expect(life('a')).toMatchObject({ attempts: [], sent: 3 });
    expect(life('a').end).toMatchObject({
      ...{ at: 3, condition: 'ZeroReservedConcurrency', approximateInvokeCount: 0 },
      ...{ destination: 'failures', delivered: true },
    });
    expect(life('a').end).not.toHaveProperty('functionError');
    expect(result.functions['f']).toMatchObject({ throttles: 0, invocations: 0 });
    expect(result.sources['e']!.books.out.failed).toBe(1);
  });

  it('set in mid-run: queued events follow when they are due, running ones end as ever', () => {
    const { life } = livesIn({
      fn: { reservedConcurrency: 1 },
      source: { arrivals: eventsAt(['runs', 0, 10], ['throttled', 1], ['fresh', 6]) },
      events: [{ at: '5 s', set: { 'functions.f.reservedConcurrency': 0 } }],
    });
    expect(life('runs').end).toMatchObject({ at: 10, condition: 'Success' });
    // Refused at 1, 2 and 4 s; due again at 8 s.
    expect(life('throttled').throttled).toEqual([1, 2, 4]);
    expect(life('throttled').end).toMatchObject({ at: 8, condition: 'ZeroReservedConcurrency' });
    expect(life('fresh')).toMatchObject({ attempts: [], end: { at: 6, condition: 'ZeroReservedConcurrency' } });
  });

  it('of an event that ran before tells what became of it', () => {
    const { life } = livesIn({
      handler: { script: ['throw'] },
      source: { arrivals: eventsAt(['a', 0]) },
      events: [{ at: '30 s', set: { 'functions.f.reservedConcurrency': 0 } }],
    });
    expect(life('a').end).toMatchObject({
      ...{ at: 61, condition: 'ZeroReservedConcurrency', approximateInvokeCount: 1, functionError: 'Unhandled' },
    });
  });

  it('and taken back before they are due: they run', () => {
    const { life } = livesIn({
      fn: { reservedConcurrency: 1 },
      source: { arrivals: eventsAt(['runs', 0, 10], ['throttled', 1]) },
      events: [{ at: '5 s', for: '2 s', set: { 'functions.f.reservedConcurrency': 0 } }],
    });
    expect(life('throttled')).toMatchObject({ throttled: [1, 2, 4, 8], invoked: [16] });
  });
});

describe('two sources of one function', () => {
  it('share its concurrency, and keep their own settings', () => {
    const { life, result } = livesIn({
      ...{ fn: { reservedConcurrency: 1 }, handler: { script: ['throw'] } },
      source: { maximumRetryAttempts: 0, arrivals: eventsAt(['a', 0]) },
      sources: { e2: { type: 'async', function: 'f', maximumRetryAttempts: 1, arrivals: eventsAt(['b', 0.5]) } },
    });
    expect(life('a').end).toMatchObject({ source: 'e', at: 1, approximateInvokeCount: 1 });
    // Refused once, while the other ran.
    expect(life('b')).toMatchObject({ throttled: [0.5], invoked: [1.5, 62.5] });
    expect(life('b').end).toMatchObject({ source: 'e2', at: 63.5, approximateInvokeCount: 2 });
    expect([result.sources['e']!.failed, result.sources['e2']!.failed]).toEqual([1, 1]);
  });
});

describe('invocations a second (ASY-11)', () => {
  const at15 = (type: string) =>
    run(
      scenarioOfEvents({
        ...{ duration: '60 s', fn: { reservedConcurrency: 1 }, handler: { duration: '50 ms' } },
        source: { type, arrivals: [{ rate: '15/s' }] },
      }),
    );

  it('are limited for direct callers, ten for each environment, and not for events', () => {
    const events = at15('async');
    expect(events.functions['f']!.throttles).toBe(0);
    expect(events.sources['e']!.succeeded).toBeGreaterThan(895);
    const calls = at15('sync');
    expect(calls.sources['e']!.succeeded / 60).toBeCloseTo(10, 0);
    expect(calls.functions['f']!.throttles).toBeGreaterThan(280);
  });

  it('events take nothing of what direct callers have', () => {
    const both = run(
      scenarioOfEvents({
        ...{ duration: '60 s', fn: { reservedConcurrency: 2 }, handler: { duration: '1 ms' } },
        source: { arrivals: [{ rate: '100/s' }] },
        sources: { calls: { type: 'sync', function: 'f', arrivals: [{ rate: '19/s' }] } },
      }),
    );
    expect(both.sources['calls']!.refused).toBe(0);
    expect(both.sources['e']!.succeeded).toBeGreaterThan(5990);
  });
});

it('events run on provisioned environments before any other', () => {
  const { lines } = livesIn({
    fn: { provisionedConcurrency: { environments: 2, readyAt: '0 s' }, coldStart: { init: '200 ms', platform: '0 s' } },
    source: { arrivals: eventsAt(['a', 1], ['b', 1.1], ['c', 1.2]) },
  });
  const ran = lines.filter(({ event }) => event === 'invoked');
  expect(ran.map(({ records, provisioned, cold }) => [records![0], provisioned === true, cold])).toEqual([
    ['a', true, false],
    ['b', true, false],
    ['c', false, true],
  ]);
});

it('a burst of a thousand starts a thousand environments, and refuses nothing; one more is refused, and comes back', () => {
  const burst = (n: number) =>
    livesIn({
      fn: { coldStart: { init: '200 ms', platform: '0 s' } },
      source: { arrivals: [{ records: Array.from({ length: n }, () => ({ at: '1 s' })) }] },
    });
  const fits = burst(1000).result.functions['f']!;
  expect([fits.coldStarts, fits.throttles, fits.concurrency.max]).toEqual([1000, 0, 1000]);
  const { result, lines } = burst(1001);
  // At once and a second later, when the others still run: 1.2 s each.
  expect(result.functions['f']).toMatchObject({ throttles: 2, coldStarts: 1000 });
  expect(lines.find(({ event }) => event === 'throttled')!.reason).toBe('ConcurrentInvocationLimitExceeded');
  expect(result.sources['e']!.succeeded).toBe(1001);
});

it('an event waits while direct callers have all the concurrency, which one that waits for it gets', () => {
  const { life } = livesIn({
    fn: { reservedConcurrency: 1 },
    sources: busyFor(0.25),
    source: { arrivals: eventsAt(['a', 0.1]) },
  });
  // Ages 0, 1, 3 … 511 s, then 811 s; the callers stop after 900 s.
  expect(life('a').throttled).toHaveLength(11);
  expect(life('a').invoked).toEqual([1111.1]);
});
