/**
 * Scenarios in which exactly one limit binds, and some in which none does: a healthy pipeline of each kind of source, with one setting, or one
 * thing that befalls it, that makes it slow or lossy. What is drawn is how busy it is and how long its work takes.
 */
import { OTHER_PLANTS } from './planted-others.ts';
import { random, type Random } from './planted-random.ts';
import type { LimitName } from '../../src/explain/limits.ts';

export interface Planted {
  readonly name: string;
  readonly limit: LimitName;
  /** Of what is explained. */
  readonly target: string;
  readonly scenario: Readonly<Record<string, unknown>>;
}

type Part = Readonly<Record<string, unknown>>;
interface Pipeline {
  readonly facts?: Part;
  readonly account?: Part;
  readonly fn?: Part;
  readonly source?: Part;
  readonly mapping?: Part | null;
  readonly more?: Part;
}

/** Load in records a second, and how long one takes, in milliseconds: three to six at once, unless a plant wants it otherwise. */
interface Load {
  readonly perSecond: number;
  readonly ms: number;
  readonly busy: number;
}

function loadOf({ between }: Random): Load {
  const busy = between(3.2, 6);
  const perSecond = Math.round(between(20, 40));
  return { perSecond, ms: Math.round((busy / perSecond) * 1000), busy };
}

function pipeline(
  type: string,
  load: Load,
  { facts = {}, account = {}, fn = {}, source = {}, mapping = {}, more = {} }: Pipeline,
): Part {
  const isStream = type === 'kinesis' || type === 'kafka';
  const start = isStream ? { startingPosition: 'TRIM_HORIZON' } : {};
  const sized = isStream ? {} : { batchSize: 1 };
  return {
    lagcast: 1,
    duration: '90 s',
    facts,
    account,
    functions: { f: { timeout: '20 s', coldStart: 'none', handler: { perRecord: `${load.ms} ms` }, ...fn } },
    sources: {
      s: {
        type,
        ...(type === 'async' ? { function: 'f' } : {}),
        arrivals: [{ rate: { poisson: `${load.perSecond}/s` } }],
        ...source,
      },
    },
    ...(mapping === null ? {} : { mappings: { m: { source: 's', function: 'f', ...start, ...sized, ...mapping } } }),
    ...more,
  };
}

type Plant = (random: Random) => { readonly scenario: Part; readonly target?: string };

const queue = (random: Random, make: (load: Load) => Pipeline): { scenario: Part } => {
  const load = loadOf(random);
  return { scenario: pipeline('sqs', load, make(load)) };
};
/** Fewer than are needed. */
const short = ({ busy }: Load): number => Math.max(2, Math.floor(busy * 0.7));

/** Shards and partitions enough for the work one after the other, ten records at once. */
const stream = (random: Random, make: (load: Load) => Pipeline & { readonly load?: Partial<Load> }) => {
  const load = { perSecond: Math.round(random.between(20, 40)), ms: Math.round(random.between(2, 6)), busy: 1 };
  const made = make(load);
  return {
    target: 'm',
    scenario: pipeline('kinesis', { ...load, ...made.load }, { ...made, source: { shards: 1, ...made.source } }),
  };
};

export const PLANTS: readonly (readonly [name: string, limit: LimitName, plant: Plant])[] = [
  [
    'maximum concurrency of a queue',
    'maximumConcurrency',
    (r) => queue(r, (load) => ({ mapping: { maximumConcurrency: short(load) } })),
  ],
  [
    'reserved concurrency of a queue',
    'reserved',
    (r) => queue(r, (load) => ({ fn: { reservedConcurrency: short(load) } })),
  ],
  [
    'refusals that fill a dead-letter queue',
    'reserved',
    (r) =>
      queue(r, (load) => ({
        fn: { reservedConcurrency: short(load), timeout: '2 s' },
        source: { visibilityTimeout: '2 s', redrivePolicy: { maxReceiveCount: 2, deadLetterQueue: 'dlq' } },
      })),
  ],
  ['a small account', 'unreservedPool', (r) => queue(r, (load) => ({ account: { concurrency: short(load) } }))],
  [
    'invocations a second',
    'requestsPerSecond',
    (r) => {
      const reserved = Math.round(r.between(3, 5));
      const load = { perSecond: Math.round(reserved * r.between(13, 18)), ms: Math.round(r.between(5, 20)), busy: 1 };
      return { scenario: pipeline('sqs', load, { fn: { reservedConcurrency: reserved } }) };
    },
  ],
  [
    'environments that may start',
    'scalingRate',
    (r) => queue(r, (load) => ({ facts: { 'lambda.scaling.burst': short(load) - 1, 'lambda.scaling.rate': '1/min' } })),
  ],
  [
    'a batch window',
    'batchWindow',
    (r) => {
      const load = { perSecond: Math.round(r.between(2, 5)), ms: Math.round(r.between(20, 50)), busy: 1 };
      const window = `${Math.round(r.between(5, 20))} s`;
      return { scenario: pipeline('sqs', load, { mapping: { batchSize: 500, maximumBatchingWindow: window } }) };
    },
  ],
  ['messages in flight', 'inFlightQuota', (r) => queue(r, (load) => ({ facts: { 'sqs.inFlight.max': short(load) } }))],
  [
    'the timeout of the function',
    'functionTimeout',
    (r) => {
      const slow = `${Math.round(r.between(4, 7))} s`;
      const load = { perSecond: Math.round(r.between(5, 10)), ms: 0, busy: 1 };
      const perRecord = { choice: { '50 ms': '94 %', [slow]: '6 %' } };
      return {
        scenario: pipeline('sqs', load, {
          fn: { timeout: '2 s', handler: { perRecord } },
          source: { visibilityTimeout: '30 s' },
        }),
      };
    },
  ],
  [
    'connections of a database',
    'downstream',
    (r) =>
      queue(r, (load) => ({
        fn: { handler: { perRecord: '5 ms', uses: [{ downstream: 'db' }] } },
        more: { downstreams: { db: { latency: `${load.ms} ms`, connections: short(load), onExhausted: 'wait' } } },
      })),
  ],
  [
    'calls a second of a service',
    'downstream',
    (r) =>
      queue(r, (load) => ({
        fn: { handler: { perRecord: '5 ms', uses: [{ downstream: 'api' }] } },
        more: {
          downstreams: {
            api: { latency: '20 ms', requestRate: `${Math.round(load.perSecond * 0.7)}/s`, onRateExceeded: 'wait' },
          },
        },
      })),
  ],
  [
    'retries of a queue',
    'retryBackOff',
    (r) =>
      queue(r, ({ ms }) => ({
        fn: { handler: { perRecord: `${ms} ms`, outcome: [{ fails: `${Math.round(r.between(5, 15))} %` }] } },
        source: { visibilityTimeout: `${Math.round(r.between(20, 30))} s` },
      })),
  ],
  [
    'the ramp of pollers',
    'pollerRamp',
    (r) => {
      const busy = r.between(50, 80);
      const perSecond = Math.round(r.between(50, 70));
      return { scenario: pipeline('sqs', { busy, perSecond, ms: Math.round((busy / perSecond) * 1000) }, {}) };
    },
  ],
  [
    'a fixed number of pollers',
    'pollerThroughput',
    (r) => queue(r, (load) => ({ mapping: { pollers: { policy: 'fixed', count: short(load) } } })),
  ],
  [
    'cold starts',
    'coldStart',
    (r) => {
      const load = { perSecond: 0.3, ms: Math.round(r.between(20, 60)), busy: 1 };
      const coldStart = { init: `${Math.round(r.between(800, 2000))} ms`, idleLifetime: '4 s' };
      return { scenario: pipeline('sqs', load, { fn: { coldStart } }) };
    },
  ],
  [
    'a burst',
    'arrivalShape',
    (r) => {
      const load = { perSecond: Math.round(r.between(60, 90)), ms: 100, busy: 1 };
      return {
        scenario: pipeline('sqs', load, {
          fn: { reservedConcurrency: 3 },
          source: { arrivals: [{ rate: `${load.perSecond}/s`, startAt: '5 s', endAt: '15 s' }] },
          mapping: { maximumConcurrency: 3 },
        }),
      };
    },
  ],
  [
    'few groups',
    'activeKeys',
    (r) => {
      const groups = Math.round(r.between(2, 3));
      const load = { perSecond: groups * 15, ms: 100, busy: 1 };
      const attributes = { group: { uniform: { min: 1, max: groups } } };
      return {
        scenario: pipeline('sqsFifo', load, {
          source: { messageGroupId: 'group', arrivals: [{ rate: { poisson: `${load.perSecond}/s` }, attributes }] },
          mapping: { batchSize: 10 },
        }),
      };
    },
  ],
  [
    'writes of a shard',
    'shardWrite',
    (r) =>
      stream(r, () => ({
        source: {
          arrivals: [{ rate: { poisson: `${Math.round(r.between(13, 18))}/s` }, attributes: { size: '100 KiB' } }],
        },
      })),
  ],
  [
    'reads of a shard',
    'shardRead',
    (r) =>
      stream(r, () => ({
        facts: { 'kinesis.read.bytes': '512 KiB' },
        source: {
          arrivals: [{ rate: { poisson: `${Math.round(r.between(7, 9))}/s` }, attributes: { size: '100 KiB' } }],
        },
      })),
  ],
  [
    'readers of a shard',
    'readersPerStream',
    (r) => {
      const { scenario } = stream(r, () => ({
        source: {
          arrivals: [{ rate: { poisson: `${Math.round(r.between(13, 14))}/s` }, attributes: { size: '64 KiB' } }],
        },
      }));
      const functions = scenario['functions'] as Part;
      const { m } = scenario['mappings'] as Part;
      const others = ['a', 'b'];
      return {
        target: 'm',
        scenario: {
          ...scenario,
          functions: { ...functions, ...Object.fromEntries(others.map((name) => [name, functions['f']])) },
          mappings: {
            m,
            ...Object.fromEntries(others.map((name) => [`m-${name}`, { ...(m as Part), function: name }])),
          },
        },
      };
    },
  ],
  [
    'one lane of a shard',
    'pollerThroughput',
    (r) => stream(r, (load) => ({ load: { ms: Math.round(1000 / load.perSecond / r.between(0.5, 0.7)) } })),
  ],
  [
    'a record that cannot be handled',
    'blockedByRecord',
    (r) =>
      stream(r, ({ perSecond, ms }) => ({
        fn: { handler: { perRecord: `${ms} ms`, when: [{ attributes: { poison: true }, then: 'throw' }] } },
        source: {
          arrivals: [
            { rate: { poisson: `${perSecond}/s` } },
            { records: [{ at: `${Math.round(r.between(10, 30))} s`, id: 'p', attributes: { poison: true } }] },
          ],
        },
      })),
  ],
  [
    'few keys',
    'activeKeys',
    (r) =>
      stream(r, () => {
        const perSecond = Math.round(r.between(20, 30));
        const attributes = { key: { uniform: { min: 1, max: 2 } } };
        return {
          load: { ms: Math.round((2 / perSecond) * 1500) },
          source: { partitionKey: 'key', arrivals: [{ rate: { poisson: `${perSecond}/s` }, attributes }] },
          mapping: { parallelizationFactor: 10 },
        };
      }),
  ],
  [
    'reserved concurrency of events',
    'reserved',
    (r) => {
      const load = loadOf(r);
      return { scenario: pipeline('async', load, { fn: { reservedConcurrency: short(load) }, mapping: null }) };
    },
  ],
  [
    'partitions of a topic',
    'pollerThroughput',
    (r) => {
      const perSecond = Math.round(r.between(15, 25));
      const load = { perSecond, ms: Math.round(1500 / perSecond), busy: 1 };
      return {
        target: 'm',
        scenario: pipeline('kafka', load, {
          source: { partitions: 1 },
          mapping: {
            provisionedPollerConfig: { minimumPollers: 16, maximumPollers: 16 },
            maximumBatchingWindow: '0 s',
          },
        }),
      };
    },
  ],
  ['a healthy queue', 'none', (r) => queue(r, () => ({}))],
  [
    'a healthy queue with a database',
    'none',
    (r) =>
      queue(r, (load) => ({
        fn: { handler: { perRecord: '20 ms', uses: [{ downstream: 'db' }] } },
        more: { downstreams: { db: { latency: `${load.ms} ms`, connections: 100, onExhausted: 'wait' } } },
      })),
  ],
  [
    'a healthy queue in order',
    'none',
    (r) => {
      const load = { perSecond: Math.round(r.between(20, 30)), ms: 50, busy: 1 };
      const attributes = { group: { uniform: { min: 1, max: 5000 } } };
      return {
        scenario: pipeline('sqsFifo', load, {
          source: { messageGroupId: 'group', arrivals: [{ rate: { poisson: `${load.perSecond}/s` }, attributes }] },
        }),
      };
    },
  ],
  ['a healthy stream', 'none', (r) => stream(r, () => ({}))],
  ['healthy events', 'none', (r) => ({ scenario: pipeline('async', loadOf(r), { mapping: null }) })],
  [
    'a healthy topic',
    'none',
    (r) => ({
      target: 'm',
      scenario: pipeline(
        'kafka',
        { perSecond: 10, ms: Math.round(r.between(2, 6)), busy: 1 },
        { source: { partitions: 2 }, mapping: { maximumBatchingWindow: '0 s' } },
      ),
    }),
  ],
];

/** All of this file, drawn by a seed. */
export function planted(seed: number): Planted[] {
  return drawn(PLANTS, seed);
}

/** Those of the kinds of sources, of events and outages, and of shared accounts: planted-others.ts. */
export function plantedOthers(seed: number): Planted[] {
  return drawn(OTHER_PLANTS, seed);
}

function drawn(plants: typeof PLANTS, seed: number): Planted[] {
  return plants.map(([name, limit, plant], i) => {
    const { scenario, target = 's' } = plant(random(seed, i));
    const dlq = JSON.stringify(scenario).includes('"dlq"');
    const sources = scenario['sources'] as Part;
    const whole = { name, seed, ...scenario, sources: dlq ? { ...sources, dlq: { type: 'sqs' } } : sources };
    return { name, limit, target, scenario: whole };
  });
}
