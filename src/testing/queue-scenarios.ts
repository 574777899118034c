/**
 * Random small scenarios of queues that are valid, as plain data: a queue with a dead-letter queue, a function that fails now and then, and
 * whatever may happen to them. The simulator's own properties are asked of these.
 */
import fc from 'fast-check';

const share = (max: number) => fc.integer({ min: 0, max }).map((n) => `${n / 2} %`);

const handler = fc.record(
  {
    perInvocation: fc.constantFrom('0 ms', '20 ms', '1500 ms'),
    perRecord: fc.constantFrom(
      '5 ms',
      '400 ms',
      { exponential: { mean: '300 ms' } },
      { lognormal: { median: '50 ms', p99: '9 s' } },
    ),
    parallel: fc.constantFrom(1, 3),
    invocationFails: share(20),
    outcome: fc.constantFrom([], [{ fails: '3 %' }], [{ when: { type: 'bad' }, fails: '100 %' }, { fails: '1 %' }]),
    onRecordError: fc.constantFrom('throw', 'stopAndReport', 'report', 'firstRecordOnly'),
  },
  { requiredKeys: ['perRecord'] },
);

const rate = fc.oneof(
  fc.integer({ min: 1, max: 60 }).map((n) => ({ rate: `${n}/s` })),
  fc.integer({ min: 1, max: 60 }).map((n) => ({ rate: { poisson: `${n}/s` } })),
  fc.constant({
    rate: {
      steps: [
        { at: '0 s', rate: '200/s' },
        { at: '5 s', rate: '0/s' },
        { at: '40 s', rate: '20/s' },
      ],
    },
  }),
);

/** What `f` sends on, to `next` and in some back to where it came from. */
const sends = fc.constantFrom(
  undefined,
  undefined,
  [{ to: 'next' }],
  [
    { to: 'next', at: 'start', share: '50 %', count: { uniform: { min: 0, max: 3 } }, size: '1 KiB' },
    { to: 'q', share: '40 %', when: { type: 'good' } },
  ],
  [{ to: 'next', for: 'invocation', attributes: { type: { choice: { good: '50 %', bad: '50 %' } } } }],
);

/** A queue with a dead-letter queue, a function and a mapping: `q`, `dlq`, `f`, `m`; in some, direct callers `api` of `f`. */
export const anyScenario = scenarioWith(fc.constant(undefined), fc.constant(undefined));

/** Of a queue `b` of Amazon MQ, which `f` reads by `bm`. */
const broker = fc.record({
  source: fc.constantFrom({ engine: 'activeMq' }, { engine: 'rabbitMq' }, { engine: 'activeMq', expiry: '7 s' }),
  mapping: fc.constantFrom(
    { batchSize: 1, maximumBatchingWindow: '0 s' },
    { batchSize: 5 },
    { batchSize: 3, filters: [{ data: { type: ['good'] } }] },
  ),
  events: fc.constantFrom(
    [],
    [
      { at: '20 s', for: '9 s', outage: { source: 'b' } },
      { at: '33 s', disable: 'bm' },
      { at: '41 s', enable: 'bm' },
    ],
    [{ at: '33 s', set: { 'mappings.bm.batchSize': 2 } }],
  ),
});

type Broker = typeof broker extends fc.Arbitrary<infer B> ? B : never;

/** The same; in some `f` sends on to another queue `next`, which `g` reads, and in some it reads a queue `b` of Amazon MQ. */
export const anyChain = scenarioWith(sends, fc.option(broker, { nil: undefined }));

function scenarioWith(sends: fc.Arbitrary<readonly object[] | undefined>, broker: fc.Arbitrary<Broker | undefined>) {
  return fc
    .record({
      seed: fc.integer({ min: 0, max: 1_000_000 }),
      rate,
      handler,
      timeout: fc.constantFrom('3 s', '6 s', '10 s'),
      visibilityTimeout: fc.constantFrom('10 s', '15 s', '40 s'),
      delay: fc.constantFrom('0 s', '3 s'),
      retention: fc.constantFrom('60 s', '4 d'),
      maxReceiveCount: fc.integer({ min: 1, max: 4 }),
      reserved: fc.option(fc.integer({ min: 0, max: 12 }), { nil: undefined }),
      batch: fc.constantFrom([1, '0 s'], [10, '0 s'], [10, '2 s'], [40, '3 s']),
      maximumConcurrency: fc.option(fc.integer({ min: 2, max: 20 }), { nil: undefined }),
      reports: fc.boolean(),
      size: fc.constantFrom(undefined, '300 KiB', '900 KiB'),
      filters: fc.constantFrom(
        undefined,
        undefined,
        [{ body: { type: ['good'] } }],
        [{ body: { type: [{ 'anything-but': 'good' }] } }, { body: { none: [{ exists: true }] } }],
      ),
      duplicates: fc.constantFrom('0 %', '0 %', '20 %'),
      warmUp: fc.constantFrom('0 s', '20 s'),
      sends,
      broker,
      calls: fc.constantFrom(undefined, undefined, { rate: { poisson: '4/s' } }, { rate: '2/s' }),
      events: fc.constantFrom(
        [],
        [
          { at: '30 s', disable: 'm' },
          { at: '50 s', enable: 'm' },
        ],
        [{ at: '60 s', redrive: { from: 'dlq', to: 'q', rate: '20/s' } }],
        [{ at: '25 s', set: { 'sources.q.visibilityTimeout': '11 s', 'mappings.m.batchSize': 2 } }],
        [{ at: '25 s', set: { 'functions.f.reservedConcurrency': 3 } }],
        [{ at: '25 s', set: { 'mappings.m.maximumConcurrency': 2 } }],
        [
          { at: '20 s', for: '15 s', outage: { source: 'q' } },
          { at: '30 s', for: '10 s', outage: { mapping: 'm' } },
        ],
        [{ at: '20 s', for: '25 s', outage: { function: 'f' } }],
        // Shorter than the work: messages are delivered twice, and dead-lettered while somebody works on them.
        [{ at: '5 s', set: { 'sources.q.visibilityTimeout': '1 s' } }],
        [
          { at: '5 s', set: { 'sources.q.visibilityTimeout': '1 s' } },
          { at: '40 s', redrive: { from: 'dlq', to: 'q', rate: '5/s' } },
        ],
      ),
    })
    .map((any) => ({
      lagcast: 1,
      name: 'any',
      seed: any.seed,
      duration: '100 s',
      warmUp: any.warmUp,
      functions: {
        f: {
          timeout: any.timeout,
          handler: { ...any.handler, ...optional('sends', any.sends) },
          ...optional('reservedConcurrency', any.reserved),
        },
        ...optional('g', any.sends && { handler: { perRecord: '20 ms', sends: [{ to: 'q', share: '20 %' }] } }),
      },
      sources: {
        q: {
          type: 'sqs',
          visibilityTimeout: any.visibilityTimeout,
          delay: any.delay,
          messageRetentionPeriod: any.retention,
          duplicates: any.duplicates,
          redrivePolicy: { maxReceiveCount: any.maxReceiveCount, deadLetterQueue: 'dlq' },
          arrivals: [
            {
              ...any.rate,
              attributes: { type: { choice: { good: '90 %', bad: '10 %' } }, ...optional('size', any.size) },
            },
          ],
        },
        dlq: { type: 'sqs' },
        ...optional('next', any.sends && { type: 'sqs' }),
        ...optional('api', any.calls && callers(any.calls)),
        ...optional('b', any.broker && { type: 'mq', ...any.broker.source, arrivals: [BROKER_ARRIVALS] }),
      },
      mappings: {
        m: {
          source: 'q',
          function: 'f',
          batchSize: any.batch[0],
          maximumBatchingWindow: any.batch[1],
          reportBatchItemFailures: any.reports,
          ...optional('maximumConcurrency', any.maximumConcurrency),
          ...optional('filters', any.filters),
        },
        ...optional('n', any.sends && { source: 'next', function: 'g' }),
        ...optional('bm', any.broker && { source: 'b', function: 'f', ...any.broker.mapping }),
      },
      events: [...any.events, ...(any.broker?.events ?? [])],
    }));
}

const BROKER_ARRIVALS = {
  rate: { poisson: '6/s' },
  attributes: { type: { choice: { good: '90 %', bad: '10 %' } }, size: '900 KiB' },
};

function callers(arrivals: object): object {
  const attributes = { type: { choice: { good: '80 %', bad: '20 %' } } };
  return { type: 'sync', function: 'f', arrivals: [{ ...arrivals, attributes }] };
}

function optional(name: string, value: unknown): object {
  return value === undefined ? {} : { [name]: value };
}
