/** What events of the tier must survive: turns of queues that are halted or moved, hosts that are lost, ramps, lapsed leases, copies. */
import { expect, it } from 'vitest';
import type { TierResult } from '../../../src/metrics/tier/result.ts';
import { run } from '../../support/run.ts';

function tierOf(duration: string, tier: object, more: object = {}): TierResult {
  return run({ lagcast: 1, name: 'tier', rules: 'ideal', duration, tier, ...more }).tier!;
}

const LEASED = { model: 'leased', hosts: 6, zones: 3 };

it('a queue that is down does not hold up the others of a pool', () => {
  const tier = tierOf('60 s', {
    ...{ queues: 10, placement: 'roundRobin', pollers: { model: 'pooledRoundRobin', slots: 1, hosts: 1 } },
    tenants: { q: { count: 10, service: '10 ms', arrivals: [{ rate: '1000000/s', endAt: '1 ms' }] } },
    incidents: [{ at: '1 s', for: '40 s', queuesDown: 2 }],
  });
  // A thousand of 10 ms on one slot: 10 s, but for the tenth of them that waits for each of the two queues.
  expect(tier.groups['q']!.succeeded).toBe(1000);
  expect(tier.groups['q']!.lastDoneAt! / 1e6).toBeLessThan(43);
  // Idle only from when the eight others are empty, after some 8.2 s, until the two are back.
  expect(tier.work.conservationGap).toBeCloseTo((41 - 8.2) / 60, 1);
});

it('a queue whose lease moves is worked by its new host', () => {
  const tier = tierOf('120 s', {
    ...{ queues: 12, placement: 'roundRobin', pollers: { ...LEASED, slots: 1, visibilityTimeout: '5 s' } },
    leases: { evacuateAfter: '2 s', mostTaken: 99 },
    tenants: { q: { count: 10, service: '50 ms', arrivals: [{ rate: '1000000/s', endAt: '600 us' }] } },
    incidents: [{ at: '1 s', zoneDown: 1 }],
  });
  expect(tier.leases.moved).toBe(4);
  expect(tier.groups['q']).toMatchObject({ succeeded: 600, waiting: 0 });
});

it('a host that is lost receives nothing ahead, and what it held comes back', () => {
  const tier = tierOf('200 s', {
    queues: 12,
    placement: 'roundRobin',
    pollers: { ...LEASED, slots: 5, prefetch: 1000, visibilityTimeout: '10 s' },
    leases: { mostTaken: 99 },
    tenants: { q: { count: 10, service: '10 ms', arrivals: [{ rate: '50/s', endAt: '100 s' }] } },
    incidents: [{ at: '20 s', zoneDown: 1 }],
  });
  expect(tier.groups['q']).toMatchObject({ succeeded: 5000, waiting: 0 });
});

it('an event of a function that was on its way to a lost host is delivered again', () => {
  const tier = tierOf(
    '20 min',
    {
      ...{ queues: 12, placement: 'roundRobin', pollers: { ...LEASED, slots: 50, receiveLatency: '1 s' } },
      incidents: [{ at: '10 s', for: '60 s', zoneDown: 1 }],
    },
    {
      functions: { f: { handler: { duration: '300 ms' }, coldStart: 'none', timeout: '10 s' } },
      sources: { a: { type: 'async', function: 'f', arrivals: [{ rate: '10/s', endAt: '100 s' }] } },
    },
  );
  expect(tier.groups['functions']).toMatchObject({ accepted: 1000, succeeded: 1000, waiting: 0 });
});

it('slots of lanes that nobody has are idle for nobody', () => {
  const gap = (isolation: string): number =>
    tierOf('60 s', {
      ...{ queues: 20, placement: 'random', isolation },
      tenants: {
        q: { count: 100, service: { exponential: { mean: '50 ms' } }, arrivals: [{ rate: { poisson: '300/s' } }] },
      },
    }).work.conservationGap!;
  expect(gap('on')).toBe(gap('off'));
});

it('what was received ahead begins no faster than a ramp allows', () => {
  const tier = tierOf('80 s', {
    ...{
      queues: 1,
      placement: 'single',
      pollers: { slots: 100, prefetch: 100_000 },
      ramp: { normal: '10/s', first: '20 %' },
    },
    tenants: { q: { count: 10, service: '1 s', arrivals: [{ rate: '150/s', endAt: '30 s' }] } },
    incidents: [{ at: '30 s', for: '10 s', pollersDown: true }],
  });
  // 100 a second for 30 s, and then 2, 2.2, 2.42 … a second in each ten seconds.
  const after = 20 + 22 + 24 + 27;
  expect(tier.groups['q']!.succeeded).toBeGreaterThan(3000);
  expect(tier.groups['q']!.succeeded).toBeLessThan(3100 + after);
});

it('without stickiness every lease runs out, also one that was taken late', () => {
  const tier = tierOf('400 s', {
    ...{ queues: 12, placement: 'roundRobin', pollers: { ...LEASED, slots: 50 } },
    leases: { sticky: false, evacuateAfter: '5 s', mostTaken: 99 },
    tenants: { q: { count: 12, service: '100 ms', arrivals: [{ rate: '50/s' }] } },
    incidents: [
      { at: '100 s', for: '20 s', zoneDown: 1 },
      { at: '106 s', for: '250 s', leaseServiceDown: true },
    ],
  });
  expect(tier.leases.lapsed).toBe(12);
});

it('an event that has run well and is given up ends once, as done', () => {
  const { accepted, succeeded, dropped, waiting } = tierOf('300 s', {
    ...{ queues: 4, placement: 'random', lostAcknowledgements: '30 %', maximumEventAge: '60 s' },
    pollers: { heartbeat: false, visibilityTimeout: '2 s', slots: 10 },
    retries: { maximumRetryAttempts: 0 },
    tenants: {
      q: {
        count: 10,
        service: { exponential: { mean: '1 s' } },
        fails: '30 %',
        arrivals: [{ rate: { poisson: '10/s' }, endAt: '100 s' }],
      },
    },
  }).groups['q']!;
  expect(dropped).toBeGreaterThan(0);
  expect(succeeded + dropped + waiting).toBe(accepted);
});

it('pacing beside copies, prefetch and a limit in flight neither stalls nor hangs', () => {
  const { succeeded, lastDoneAt, waiting } = tierOf('60 s', {
    ...{ queues: 2, placement: 'random', inFlightLimit: 20, duplicates: '10 %', pacing: 'aimd' },
    pollers: { slots: 4, prefetch: -1, heartbeat: false, visibilityTimeout: '1 s' },
    tenants: {
      q: {
        count: 10,
        concurrency: 2,
        service: { exponential: { mean: '100 ms' } },
        arrivals: [{ rate: { poisson: '40/s' }, endAt: '50 s' }],
      },
    },
  }).groups['q']!;
  expect(succeeded).toBeGreaterThan(1800);
  expect(waiting).toBeLessThan(20);
  expect(lastDoneAt! / 1e6).toBeGreaterThan(45);
});
