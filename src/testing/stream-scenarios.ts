/**
 * Random small scenarios of streams that are valid, as plain data. Each id begins with the key of its record and a dot. The simulator's own
 * properties are asked of these.
 */
import fc from 'fast-check';

/** A mapping, its function of the same number, and when it begins. */
const mapping = fc
  .record({
    batchSize: fc.constantFrom(1, 2, 5, 10, 100),
    window: fc.constantFrom('0 s', '0 s', '1 s', '5 s'),
    factor: fc.integer({ min: 1, max: 4 }),
    retries: fc.constantFrom(-1, 0, 1, 3),
    age: fc.constantFrom(undefined, undefined, '60 s'),
    bisects: fc.boolean(),
    reports: fc.boolean(),
    onFailure: fc.constantFrom(undefined, 'dlq', { sns: 'topic' }),
    start: fc.constantFrom('TRIM_HORIZON', 'TRIM_HORIZON', 'LATEST', 'AT_TIMESTAMP'),
    enabledAt: fc.constantFrom('0 s', '0 s', '7 s', '30 s'),
    fanOut: fc.boolean(),
    duration: fc.constantFrom('0 ms', '20 ms', '700 ms', '4 s'),
    fails: fc.constantFrom('0 %', '2 %', '15 %'),
    invocationFails: fc.constantFrom('0 %', '0 %', '30 %'),
    poison: fc.constantFrom(undefined, 'throw', 'report', 'timeout'),
    onRecordError: fc.constantFrom('throw', 'stopAndReport', 'report', 'firstRecordOnly'),
    reserved: fc.constantFrom(undefined, undefined, 0, 1, 2),
    passes: fc.constantFrom(undefined, undefined, ['k0', 'k1', 'k7'], [{ 'anything-but': ['k0', 'k2'] }]),
  })
  .map((any) => ({
    ...any,
    // Records before this are passed over.
    timestamp: any.start === 'AT_TIMESTAMP' ? '5 s' : undefined,
    enabledAt: any.start === 'AT_TIMESTAMP' && any.enabledAt === '0 s' ? '7 s' : any.enabledAt,
  }));

type AnyMapping = typeof mapping extends fc.Arbitrary<infer M> ? M : never;

const record = fc.record({
  // Many at few instants, so that batches hold several.
  at: fc.oneof(fc.integer({ min: 0, max: 60_000 }), fc.constantFrom(1000, 1001, 10_000, 30_000)),
  key: fc.integer({ min: 0, max: 39 }),
});

const events = fc.constantFrom(
  [],
  [],
  [
    { at: '20 s', disable: 'm0' },
    { at: '45 s', enable: 'm0' },
  ],
  [{ at: '15 s', for: '20 s', outage: { mapping: 'm0' } }],
  [{ at: '15 s', for: '12 s', outage: { source: 's' } }],
  [{ at: '15 s', for: '12 s', outage: { function: 'f0' } }],
  [{ at: '25 s', set: { 'mappings.m0.maximumRetryAttempts': 2 } }],
  [{ at: '25 s', set: { 'mappings.m0.batchSize': 3, 'functions.f0.reservedConcurrency': 1 } }],
);

/** Changes of the number of shards, as one that the service allows. */
const reshards = fc.constantFrom<readonly { readonly at: string; readonly to: (now: number) => number }[]>(
  [],
  [],
  [{ at: '12 s', to: (now) => now * 2 }],
  [{ at: '8 s', to: (now) => Math.max(1, Math.ceil(now / 2)) }],
  [
    { at: '5 s', to: (now) => now + 1 },
    { at: '20 s', to: (now) => Math.ceil(now / 2) },
    { at: '50 s', to: (now) => now * 2 },
  ],
);

/** A stream `s` with mappings `m0`, `m1` … to functions `f0`, `f1` …, and a queue `dlq`. */
export const anyStreamScenario = fc
  .record({
    seed: fc.integer({ min: 0, max: 1_000_000 }),
    kind: fc.constantFrom('kinesis', 'kinesis', 'dynamodbStreams', 'dynamodbStreams', 'documentDb'),
    shards: fc.integer({ min: 1, max: 6 }),
    keys: fc.constantFrom(1, 3, 10, 40),
    records: fc.array(record, { minLength: 1, maxLength: 120, size: 'max' }),
    mappings: fc.array(mapping, { minLength: 1, maxLength: 4, size: 'max' }),
    size: fc.constantFrom(undefined, undefined, '300 KiB', '900 KiB'),
    onThrottle: fc.constantFrom('retry', 'drop'),
    // Not whole seconds: a mapping does not begin at the instant at which a record expires.
    retention: fc.constantFrom('1 d', '1 d', '24999 ms'),
    reshardTime: fc.constantFrom('0 s', '1 s'),
    events,
    reshards,
    rollover: fc.constantFrom(undefined, '11 s'),
  })
  .map((any) => {
    const isKinesis = any.kind === 'kinesis';
    const sorted = [...any.records].sort((a, b) => a.at - b.at);
    return {
      lagcast: 1,
      name: 'any stream',
      seed: any.seed,
      duration: '90 s',
      facts: { 'kinesis.retention': any.retention, 'kinesis.retention.min': any.retention, ...rest(any) },
      functions: Object.fromEntries(any.mappings.map((one, i) => [`f${i}`, functionOf(one)])),
      sources: {
        s: {
          ...sourceOf(any),
          arrivals: [
            {
              ...optional('attributes', any.size && { size: any.size }),
              records: sorted.map(({ at, key }, i) => ({
                id: `k${key % any.keys}.${i}`,
                at: `${at} ms`,
                attributes: { key: `k${key % any.keys}` },
              })),
            },
          ],
        },
        dlq: { type: 'sqs' },
      },
      mappings: Object.fromEntries(any.mappings.map((one, i) => [`m${i}`, mappingOf(one, i, any.kind)])),
      events: [...eventsOf(any.kind, any.events), ...(isKinesis ? reshardEvents(any.shards, any.reshards) : [])],
    };
  });

function sourceOf(any: { kind: string; shards: number; onThrottle: string; rollover: string | undefined }): object {
  if (any.kind === 'documentDb') return { type: any.kind };
  const own = any.kind === 'kinesis' ? { onThrottle: any.onThrottle } : optional('rollover', any.rollover);
  return { type: any.kind, ...own, shards: any.shards, partitionKey: 'key' };
}

/** Nothing but the batch of a mapping of DocumentDB can be set. */
function eventsOf(kind: string, events: readonly object[]): readonly object[] {
  return kind === 'documentDb' && JSON.stringify(events).includes('maximumRetryAttempts') ? [] : events;
}

function rest({ retention, reshardTime }: { retention: string; reshardTime: string }): object {
  const change = { 'documentDb.retention': retention, 'documentDb.retention.min': retention };
  return { ...change, 'dynamodb.retention': retention, 'kinesis.reshard.time': reshardTime, 'lambda.init.max': '10 s' };
}

function functionOf({ duration, fails, invocationFails, poison, onRecordError, reserved }: AnyMapping): object {
  const when = poison === undefined ? {} : { when: [{ attributes: { key: 'k0' }, then: poison }] };
  const handler = { perInvocation: duration, invocationFails, onRecordError, outcome: [{ fails }], ...when };
  return { timeout: '6 s', handler, ...optional('reservedConcurrency', reserved) };
}

function mappingOf(any: AnyMapping, i: number, kind: string): object {
  const isKinesis = kind === 'kinesis';
  const { start: startingPosition, timestamp, enabledAt } = any;
  if (kind === 'documentDb') {
    const batch = { batchSize: any.batchSize, maximumBatchingWindow: any.window };
    const start = { startingPosition, ...optional('startingPositionTimestamp', timestamp), enabledAt };
    return { source: 's', function: `f${i}`, ...batch, ...start };
  }
  // A DynamoDB stream is not read from an instant, nor by fan-out.
  const isPosition = isKinesis || any.start !== 'AT_TIMESTAMP';
  return {
    source: 's',
    function: `f${i}`,
    batchSize: any.batchSize,
    maximumBatchingWindow: any.window,
    parallelizationFactor: any.factor,
    maximumRetryAttempts: any.retries,
    ...optional('maximumRecordAge', any.age),
    bisectBatchOnFunctionError: any.bisects,
    reportBatchItemFailures: any.reports,
    ...optional('onFailure', any.onFailure),
    startingPosition: isPosition ? any.start : 'LATEST',
    ...optional('startingPositionTimestamp', isPosition ? any.timestamp : undefined),
    enabledAt: any.enabledAt,
    ...(isKinesis && any.fanOut ? { enhancedFanOut: true } : {}),
    ...(isKinesis && any.passes !== undefined ? { filters: [{ data: { key: any.passes } }] } : {}),
  };
}

function reshardEvents(
  shards: number,
  steps: readonly { readonly at: string; readonly to: (now: number) => number }[],
): object[] {
  let now = shards;
  return steps.map(({ at, to }) => {
    now = to(now);
    return { at, reshard: { stream: 's', shards: now } };
  });
}

function optional(name: string, value: unknown): object {
  return value === undefined ? {} : { [name]: value };
}
