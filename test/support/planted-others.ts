/**
 * More scenarios in which exactly one limit binds, or none: kinds of sources, limits set by events, outages, and pipelines that share what they
 * run on. Each is drawn as those of planted.ts are, and explained by the same tests.
 */
import type { Random } from './planted-random.ts';
import type { LimitName } from '../../src/explain/limits.ts';

type Part = Readonly<Record<string, unknown>>;

interface Drawn {
  readonly scenario: Part;
  /** Of what is explained; `s` unless said. */
  readonly target?: string;
}

const FROM_THE_START = { startingPosition: 'TRIM_HORIZON' };
const NO_WINDOW = { maximumBatchingWindow: '0 s' };
const EACH = { batchSize: 1 };

const fn = (ms: number, more: Part = {}): Part => ({
  timeout: '20 s',
  coldStart: 'none',
  handler: { perRecord: `${ms} ms`, ...(more['handler'] as Part | undefined) },
  ...Object.fromEntries(Object.entries(more).filter(([key]) => key !== 'handler')),
});

/** One source, one function, one mapping where the source is polled. */
function pipeline(source: Part, mapping: Part | null, f: Part, more: Part = {}): Part {
  return {
    lagcast: 1,
    duration: '90 s',
    functions: { f },
    sources: { s: source },
    ...(mapping === null ? {} : { mappings: { m: { source: 's', function: 'f', ...mapping } } }),
    ...more,
  };
}

const poisson = (perSecond: number, more: Part = {}): Part => ({
  arrivals: [{ rate: { poisson: `${perSecond}/s` }, ...more }],
});

/** A record that fails whenever it is handled, among others that do not. */
const poisoned = ({ between }: Random, perSecond: number): Part => ({
  arrivals: [
    { rate: { poisson: `${perSecond}/s` } },
    { records: [{ at: `${Math.round(between(10, 25))} s`, id: 'p', attributes: { poison: true } }] },
  ],
});
const failsOnPoison = (ms: number): Part =>
  fn(ms, { handler: { when: [{ attributes: { poison: true }, then: 'throw' }] } });

/** Milliseconds for one at a time to be so busy. */
const busy = ({ between }: Random, perSecond: number, low: number, high: number): number =>
  Math.round((1000 / perSecond) * between(low, high));

const connections = (count: number, ms: number): Part => ({
  downstreams: { db: { latency: `${ms} ms`, connections: count, onExhausted: 'wait' } },
});
const usesDb = fn(5, { handler: { uses: [{ downstream: 'db' }] } });
const out = (what: Part): Part => ({ duration: '3 min', events: [{ at: '30 s', for: '60 s', ...what }] });

const readers = (r: Random): Part => {
  const names = ['m', 'a', 'b'];
  const perSecond = Math.round(r.between(80, 120));
  return {
    lagcast: 1,
    duration: '60 s',
    functions: Object.fromEntries(names.map((name) => [`f-${name}`, fn(2)])),
    sources: { s: { type: 'dynamodbStreams', shards: 1, ...poisson(perSecond) } },
    mappings: Object.fromEntries(
      names.map((name) => [name, { source: 's', function: `f-${name}`, ...FROM_THE_START }]),
    ),
  };
};

/** Two queues with a function each, in one account. */
const neighbours = (loud: number, quiet: number, concurrency: number): Part => ({
  lagcast: 1,
  duration: '90 s',
  account: { concurrency },
  functions: { f: fn(100), g: fn(100) },
  sources: { s: { type: 'sqs', ...poisson(quiet) }, loud: { type: 'sqs', ...poisson(loud) } },
  mappings: {
    m: { source: 's', function: 'f', ...EACH },
    n: { source: 'loud', function: 'g', ...EACH },
  },
});

type Plant = readonly [name: string, limit: LimitName, plant: (random: Random) => Drawn];

const calls = (perSecond: number): Part => ({ type: 'sync', function: 'f', ...poisson(perSecond) });

const OF_CALLS: readonly Plant[] = [
  [
    'direct calls and a reservation',
    'reserved',
    (r) => ({ scenario: pipeline(calls(40), null, fn(Math.round(r.between(90, 130)), { reservedConcurrency: 3 })) }),
  ],
  [
    'direct calls and a small account',
    'unreservedPool',
    (r) => ({
      scenario: pipeline(calls(40), null, fn(Math.round(r.between(90, 130))), { account: { concurrency: 3 } }),
    }),
  ],
  [
    'direct calls a second',
    'requestsPerSecond',
    (r) => ({ scenario: pipeline(calls(Math.round(r.between(55, 70))), null, fn(10, { reservedConcurrency: 4 })) }),
  ],
  [
    'direct calls that time out',
    'functionTimeout',
    (r) => {
      const slow = `${Math.round(r.between(3, 6))} s`;
      const perRecord = { choice: { '20 ms': '94 %', [slow]: '6 %' } };
      return { scenario: pipeline(calls(10), null, fn(0, { timeout: '2 s', handler: { perRecord } })) };
    },
  ],
  [
    'direct calls of a database that was out',
    'downstream',
    () => ({
      scenario: pipeline(calls(20), null, usesDb, {
        downstreams: { db: { latency: '20 ms' } },
        ...out({ outage: { downstream: 'db' } }),
      }),
    }),
  ],
  [
    'direct calls that fail by themselves',
    'none',
    (r) => {
      const outcome = [{ fails: `${Math.round(r.between(3, 10))} %` }];
      return { scenario: pipeline(calls(20), null, fn(50, { handler: { outcome } })) };
    },
  ],
  [
    'healthy direct calls',
    'none',
    () => ({ scenario: pipeline(calls(20), null, fn(100, { reservedConcurrency: 12 })) }),
  ],
];

const events = (perSecond: number, more: Part = {}): Part => ({
  type: 'async',
  function: 'f',
  ...poisson(perSecond),
  ...more,
});

const OF_EVENTS: readonly Plant[] = [
  [
    'events of a function that reserves nothing',
    'reserved',
    () => ({ scenario: pipeline(events(5, { maximumEventAge: '60 s' }), null, fn(50, { reservedConcurrency: 0 })) }),
  ],
  [
    'events that fail',
    'retryBackOff',
    (r) => {
      const outcome = [{ fails: `${Math.round(r.between(5, 12))} %` }];
      return { scenario: pipeline(events(10), null, fn(50, { handler: { outcome } }), { duration: '6 min' }) };
    },
  ],
  [
    'events and a small account',
    'unreservedPool',
    () => ({ scenario: pipeline(events(40), null, fn(100), { account: { concurrency: 3 } }) }),
  ],
];

const table = (perSecond: number): Part => ({ type: 'dynamodbStreams', shards: 1, ...poisson(perSecond) });

const OF_STREAMS: readonly Plant[] = [
  [
    'one lane of a table',
    'pollerThroughput',
    (r) => ({ target: 'm', scenario: pipeline(table(20), FROM_THE_START, fn(busy(r, 20, 1.3, 1.8))) }),
  ],
  [
    'a record of a table that cannot be handled',
    'blockedByRecord',
    (r) => ({
      target: 'm',
      scenario: pipeline({ ...table(20), ...poisoned(r, 20) }, FROM_THE_START, failsOnPoison(4)),
    }),
  ],
  [
    'records of a table that fail now and then',
    'retryBackOff',
    (r) => {
      const outcome = [{ fails: `${Math.round(r.between(8, 14))} %` }];
      return {
        target: 'm',
        scenario: pipeline(table(10), { ...FROM_THE_START, ...EACH }, fn(20, { handler: { outcome } })),
      };
    },
  ],
  ['three readers of a table', 'readersPerStream', (r) => ({ target: 'm', scenario: readers(r) })],
  [
    'a window of a stream',
    'batchWindow',
    (r) => ({
      target: 'm',
      scenario: pipeline(
        { type: 'kinesis', shards: 1, ...poisson(5) },
        { ...FROM_THE_START, maximumBatchingWindow: `${Math.round(r.between(6, 15))} s` },
        fn(5),
      ),
    }),
  ],
  [
    'reserved concurrency of a topic',
    'reserved',
    (r) => ({
      target: 'm',
      scenario: pipeline(
        { type: 'kafka', partitions: 20, ...poisson(30) },
        {
          ...FROM_THE_START,
          ...NO_WINDOW,
          ...EACH,
          provisionedPollerConfig: { minimumPollers: 20, maximumPollers: 20 },
        },
        fn(Math.round(r.between(90, 120)), { reservedConcurrency: 2 }),
      ),
    }),
  ],
  [
    'a record of a topic that cannot be handled',
    'blockedByRecord',
    (r) => ({
      target: 'm',
      scenario: pipeline(
        { type: 'kafka', partitions: 2, ...poisoned(r, 20) },
        { ...FROM_THE_START, ...NO_WINDOW },
        failsOnPoison(4),
      ),
    }),
  ],
  [
    'a change stream one at a time',
    'pollerThroughput',
    (r) => ({
      target: 'm',
      scenario: pipeline(
        { type: 'documentDb', ...poisson(20) },
        { ...FROM_THE_START, ...NO_WINDOW },
        fn(busy(r, 20, 1.3, 1.8)),
      ),
    }),
  ],
  [
    'a lane of a stream that is busy four tenths of the time',
    'none',
    (r) => ({
      target: 'm',
      scenario: pipeline({ type: 'kinesis', shards: 1, ...poisson(20) }, FROM_THE_START, fn(busy(r, 20, 0.3, 0.4))),
    }),
  ],
  [
    'a healthy topic with the window of the service',
    'none',
    () => ({ target: 'm', scenario: pipeline({ type: 'kafka', partitions: 2, ...poisson(5) }, FROM_THE_START, fn(5)) }),
  ],
  [
    'a stream whose mapping was disabled',
    'none',
    () => ({
      target: 'm',
      scenario: pipeline({ type: 'kinesis', shards: 1, ...poisson(20) }, FROM_THE_START, fn(10), out({ disable: 'm' })),
    }),
  ],
];

const broker = (perSecond: number, engine: string): Part => ({ type: 'mq', engine, ...poisson(perSecond) });
const fifo = (perSecond: number, groups: number): Part => ({
  type: 'sqsFifo',
  messageGroupId: 'group',
  ...poisson(perSecond, { attributes: { group: { uniform: { min: 1, max: groups } } } }),
});
const queue = (perSecond: number, more: Part = {}): Part => ({ type: 'sqs', ...poisson(perSecond), ...more });

const OF_QUEUES: readonly Plant[] = [
  [
    'the consumer of a broker',
    'pollerThroughput',
    (r) => ({
      scenario: pipeline(broker(20, 'rabbitMq'), { ...NO_WINDOW, ...EACH }, fn(busy(r, 20, 1.3, 1.8))),
    }),
  ],
  [
    'a message of a broker that cannot be handled',
    'blockedByRecord',
    (r) => ({
      scenario: pipeline({ type: 'mq', engine: 'rabbitMq', ...poisoned(r, 20) }, NO_WINDOW, failsOnPoison(4)),
    }),
  ],
  [
    'a database behind a broker',
    'downstream',
    (r) => ({
      scenario: pipeline(
        broker(20, 'activeMq'),
        { ...NO_WINDOW, ...EACH },
        usesDb,
        connections(1, busy(r, 20, 1.3, 1.7)),
      ),
    }),
  ],
  [
    'calls of a queue in order',
    'requestsPerSecond',
    (r) => ({
      scenario: pipeline(fifo(Math.round(r.between(380, 450)), 100_000), { batchSize: 10 }, fn(2), {
        duration: '30 s',
      }),
    }),
  ],
  [
    'maximum concurrency of a queue in order',
    'maximumConcurrency',
    (r) => ({
      scenario: pipeline(fifo(40, 5000), { ...EACH, maximumConcurrency: 3 }, fn(Math.round(r.between(100, 120)))),
    }),
  ],
  [
    'a message of a group that cannot be handled',
    'blockedByRecord',
    (r) => ({
      scenario: pipeline(
        {
          ...fifo(20, 5),
          arrivals: [
            ...(fifo(20, 5)['arrivals'] as readonly Part[]),
            {
              records: [{ at: `${Math.round(r.between(10, 25))} s`, id: 'p', attributes: { group: 3, poison: true } }],
            },
          ],
        },
        EACH,
        failsOnPoison(20),
      ),
    }),
  ],
  [
    'a maximum that an event sets',
    'maximumConcurrency',
    (r) => ({
      scenario: pipeline(queue(40), EACH, fn(Math.round(r.between(95, 120))), {
        events: [{ at: '30 s', set: { 'mappings.m.maximumConcurrency': 2 } }],
      }),
    }),
  ],
  [
    'a function that is stopped by an event',
    'reserved',
    () => ({
      scenario: pipeline(
        queue(20),
        EACH,
        fn(50, { reservedConcurrency: 20 }),
        out({ set: { 'functions.f.reservedConcurrency': 0 } }),
      ),
    }),
  ],
  [
    'a database without limits that was out',
    'downstream',
    () => ({
      scenario: pipeline(queue(20), EACH, usesDb, {
        downstreams: { db: { latency: '20 ms' } },
        ...out({ outage: { downstream: 'db' } }),
      }),
    }),
  ],
  [
    'the only message, which cannot be handled',
    'retryBackOff',
    () => ({
      scenario: pipeline(
        { type: 'sqs', arrivals: [{ records: [{ at: '3 s', attributes: { poison: true } }] }] },
        EACH,
        failsOnPoison(10),
      ),
    }),
  ],
  [
    'provisioned pollers that are too few',
    'pollerThroughput',
    (r) => ({
      scenario: pipeline(
        queue(40),
        { ...EACH, provisionedPollerConfig: { minimumPollers: 2, maximumPollers: 2 } },
        fn(Math.round(r.between(450, 600))),
      ),
    }),
  ],
  [
    'a filter and a maximum',
    'maximumConcurrency',
    (r) => ({
      scenario: pipeline(
        queue(100, poisson(100, { attributes: { kind: { choice: { a: '40 %', b: '60 %' } } } })),
        { ...EACH, maximumConcurrency: 3, filters: [{ body: { kind: ['a'] } }] },
        fn(Math.round(r.between(90, 120))),
      ),
    }),
  ],
  [
    'a neighbour that takes the account',
    'unreservedPool',
    (r) => ({ scenario: neighbours(Math.round(r.between(90, 110)), 5, 8) }),
  ],
  ['a neighbour that takes little', 'none', () => ({ scenario: neighbours(20, 5, 100) })],
  [
    'a function that was out',
    'none',
    () => ({ scenario: pipeline(queue(20), EACH, fn(50), out({ outage: { function: 'f' } })) }),
  ],
  [
    'a mapping that was out',
    'none',
    () => ({ scenario: pipeline(queue(20), EACH, fn(50), out({ outage: { mapping: 'm' } })) }),
  ],
  ['a queue with a delay', 'none', () => ({ scenario: pipeline(queue(20, { delay: '30 s' }), EACH, fn(50)) })],
  [
    'a reservation with room',
    'none',
    () => ({ scenario: pipeline(queue(40), EACH, fn(100, { reservedConcurrency: 10 })) }),
  ],
  ['a healthy broker', 'none', () => ({ scenario: pipeline(broker(10, 'activeMq'), NO_WINDOW, fn(10)) })],
];

export const OTHER_PLANTS: readonly Plant[] = [...OF_CALLS, ...OF_EVENTS, ...OF_STREAMS, ...OF_QUEUES];
