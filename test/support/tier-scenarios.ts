/** Random small tiers that are valid, for properties: all strategies, disciplines, pollers, retries, callers, incidents, lanes and pacings. */
import fc from 'fast-check';

const percent = (...shares: readonly number[]) => fc.constantFrom(...shares.map((share) => `${share} %`));
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });

const placement: fc.Arbitrary<unknown> = fc.constantFrom<unknown>(
  'single',
  'perTenant',
  'random',
  'roundRobin',
  'ring',
  { strategy: 'ring', virtualNodes: 3 },
  'rendezvous',
  'jump',
  'boundedLoad',
  { strategy: 'boundedLoad', boundFactor: 1.05 },
  'bestOf',
  { strategy: 'bestOf', d: 3, withReplacement: true },
  'jsq',
  'jiq',
  'onePlusBeta',
  'shuffle',
  { strategy: 'shuffle', shardSize: 3, sample: 2 },
  { strategy: 'shuffle', shardSize: 2, sample: 2, shardConstruction: 'dealer' },
  { strategy: 'shuffle', shardSize: 2, sample: 1, shardConstruction: 'ring' },
);

const discipline: fc.Arbitrary<unknown> = fc.constantFrom<unknown>(
  'fifo',
  'fifo',
  'lifo',
  { type: 'lifoUnderBacklog', after: '2 s', drainShare: '20 %' },
  { type: 'sideline', after: '2 s', moveCost: '0 s' },
  { type: 'sideline', by: 'rate', rate: '2/s', moveCost: '1 ms' },
  { type: 'ttl', ttl: '5 s' },
  'drr',
  'sfq',
  { type: 'sqsFair', least: 2 },
  { type: 'stochastic', buckets: 3 },
);

const depth = fc.oneof(
  fc.constant<object>({ view: 'live' }),
  fc.record({ view: fc.constant('live'), metric: fc.constantFrom('visible', 'estimatedWait', 'oldestAge') }),
  fc.record({
    view: fc.constant('periodic'),
    refreshEvery: fc.constantFrom('1 s', '7 s'),
    phase: fc.constantFrom('together', 'staggered'),
    metric: fc.constantFrom('visibleAndInFlight', 'estimatedWait', 'oldestAge'),
    inFlightCorrection: fc.boolean(),
    driftCorrection: fc.boolean(),
  }),
  fc.record({ view: fc.constant('delayed'), delay: fc.constantFrom('1 s', '3 s'), inFlightCorrection: fc.boolean() }),
  fc.record({ view: fc.constant('push'), inFlightCorrection: fc.boolean() }),
);

const held = fc.record({
  slots: fc.constantFrom(1, 2, 5),
  receiveLatency: fc.constantFrom('0 s', '10 ms'),
  prefetch: fc.constantFrom(0, 0, 3, -1),
  visibilityTimeout: fc.constantFrom('1 s', '10 s'),
  heartbeat: fc.boolean(),
  expiryCheck: fc.boolean(),
});

const pollers = fc.oneof(
  held,
  held.map((one) => ({ ...one, receiveEvery: '500 ms' })),
  fc
    .tuple(held, fc.constantFrom('pooledRoundRobin', 'pooledWeighted', 'leased', 'leased'), fc.constantFrom(3, 5))
    .map(([one, model, hosts]) => ({ ...one, model, hosts, ...(model === 'leased' ? { zones: 3 } : {}) })),
);

const tenants = (rate: number, noisy: boolean) =>
  fc
    .record({
      count: noisy ? fc.constantFrom(1, 4) : fc.constantFrom(3, 12),
      popularity: fc.constantFrom<unknown>('equal', { zipf: 1.2 }),
      service: fc.constantFrom<unknown>('100 ms', { exponential: { mean: '300 ms' } }, '0 s'),
      fails: percent(0, 0, 20, 100),
      concurrency: maybe(fc.constantFrom(0, 1, 2)),
      weight: fc.constantFrom(1, 3),
      admissionRate: maybe(fc.constantFrom('2/s')),
      callers: maybe(
        fc.record({
          timeout: fc.constantFrom('500 ms', '3 s'),
          retries: fc.constantFrom(0, 1, 3),
          budgetShare: maybe(fc.constant(0.2)),
          breakerAt: maybe(fc.constant('50 %')),
          backoffBase: fc.constantFrom('0 s', '200 ms'),
          noticesRefusals: fc.boolean(),
        }),
      ),
    })
    .map((one) => ({
      ...present(one),
      ...(one.callers === undefined ? {} : { callers: present(one.callers) }),
      noisy,
      arrivals: [
        { rate: { poisson: `${rate}/s` }, ...(noisy ? { startAt: '10 s', endAt: '25 s' } : { endAt: '45 s' }) },
      ],
    }));

const SPANS = [{ at: '5 s', for: '4 s' }, { at: '12 s', for: '11 s' }, { at: '14 s' }, { at: '30 s', for: '20 s' }];

const incident = (isLeased: boolean) =>
  fc
    .tuple(
      fc.constantFrom(...SPANS),
      fc.constantFrom<object>(
        { pollersDown: true },
        { slow: '25 %' },
        { queuesDown: 1 },
        { queuesDown: { first: 2, count: 2 } },
        ...(isLeased ? [{ zoneDown: 1 }, { zoneDown: 3 }, { leaseServiceDown: true }] : []),
      ),
    )
    .map(([span, what]) => ({ ...span, ...what }));

/** One of a kind at the most. */
const incidents = (isLeased: boolean) =>
  fc.uniqueArray(incident(isLeased), {
    ...{ maxLength: 3, size: 'max' },
    selector: (one) => Object.keys(one).find((key) => key !== 'at' && key !== 'for'),
  });

/** A tier of few queues and tenants with a lot that happens to them within a minute. */
export const anyTier = fc
  .record({
    seed: fc.integer({ min: 0, max: 1_000_000 }),
    queues: fc.constantFrom(3, 5, 8),
    frontHosts: fc.constantFrom(1, 3),
    tieBreak: fc.constantFrom('random', 'random', 'lowestIndex', 'firstSampled'),
    ...{ placement, discipline, depth, pollers },
    queueLimit: maybe(fc.constantFrom(5, 30)),
    inFlightLimit: maybe(fc.constantFrom(2, 10)),
    maximumEventAge: fc.constantFrom('3 s', '20 s', '6 h'),
    ageRule: fc.constantFrom('atReceive', 'lookAhead'),
    lostAcknowledgements: percent(0, 0, 10),
    duplicates: percent(0, 0, 10),
    retries: fc.record({
      maximumRetryAttempts: fc.constantFrom(0, 1, 2),
      firstErrorDelay: fc.constantFrom('0 s', '1 s', '60 s'),
      laterErrorDelay: fc.constantFrom('2 s', '120 s'),
      jitter: fc.constantFrom('none', 'full', 'equal', 'decorrelated'),
      throttleHold: fc.constantFrom('0 s', '10 ms'),
      counter: fc.constantFrom('separate', 'separate', 'receiveCount'),
      placeAnew: fc.boolean(),
    }),
    pacing: fc.constantFrom<unknown>('off', 'off', 'tokenBucket', { policy: 'aimd', first: 2, keep: '50 %' }),
    isolation: fc.constantFrom<unknown>('off', 'off', {
      ...{
        window: '1 s',
        consecutive: 2,
        hotAfter: '1 s',
        releaseIdle: '3 s',
        minimumDwell: '3 s',
        suspendAfter: '2 s',
      },
    }),
    ramp: maybe(fc.constant({ normal: '20/s', every: '2 s' })),
    leases: fc.record({
      ttl: fc.constantFrom('3 s', '8 s'),
      renewEvery: fc.constant('2 s'),
      takeEvery: fc.constant('2 s'),
      sticky: fc.boolean(),
      evacuateAfter: maybe(fc.constant('1 s')),
    }),
    quiet: tenants(15, false),
    noisy: maybe(tenants(40, true)),
  })
  .chain((any) => {
    const isLeased = 'model' in any.pollers && any.pollers.model === 'leased';
    return incidents(isLeased).map((incidents) => {
      const { seed, quiet, noisy, leases, ...all } = any;
      // A tier of one queue has no second to lose.
      const broken = any.placement === 'single' ? incidents.filter((it) => !('queuesDown' in it)) : incidents;
      return {
        ...{ lagcast: 1, name: 'any tier', seed, duration: '60 s' },
        tier: {
          ...present(all),
          // A bound is a number of events, and wants loads that are.
          ...(isBounded(any.placement) ? { depth: { ...any.depth, metric: undefined } } : {}),
          ...(isLeased ? { leases: present(leases) } : {}),
          tenants: { quiet, ...(noisy === undefined ? {} : { noisy }) },
          incidents: broken,
        },
      };
    });
  });

function isBounded(placement: unknown): boolean {
  return JSON.stringify(placement).includes('boundedLoad');
}

export type AnyTier = typeof anyTier extends fc.Arbitrary<infer S> ? S : never;

function present<T extends object>(of: T): T {
  return Object.fromEntries(Object.entries(of).filter(([, value]) => value !== undefined)) as T;
}
