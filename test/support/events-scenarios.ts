/** Random small scenarios of asynchronous invocation that are valid, for properties. */
import fc from 'fast-check';

const MILLISECOND = 1000;

const source = fc.record({
  origin: fc.constantFrom('direct', 'direct', 'sns', 's3', 'eventBridge', 'scheduler'),
  maximumRetryAttempts: fc.constantFrom(0, 1, 2, 2),
  maximumEventAge: fc.constantFrom('60 s', '90 s', '200 s', '6 h'),
  lostAcknowledgements: fc.constantFrom('0 %', '0 %', '20 %', '50 %'),
  onSuccess: fc.constantFrom(undefined, undefined, 'kept', 'next', { sns: 'topic' }),
  onFailure: fc.constantFrom(undefined, 'kept', 'next', { s3: 'bucket' }),
  deadLetterQueue: fc.constantFrom(undefined, undefined, 'dlq', { sns: 'topic' }),
  upstreamAttempts: fc.constantFrom(undefined, 0, 2),
  sendsDuringOutage: fc.constantFrom(undefined, undefined, 'lost'),
  size: fc.constantFrom(undefined, undefined, '256 KiB', '255 KiB'),
  events: fc.array(
    fc.record({
      // Many at few instants, so that they get in each other's way.
      at: fc.oneof(fc.integer({ min: 0, max: 200_000 }), fc.constantFrom(1000, 1001, 10_000)),
      takes: fc.constantFrom(undefined, undefined, '3 s', '70 s'),
    }),
    { minLength: 1, maxLength: 40, size: 'max' },
  ),
});

const CHANGES: readonly object[] = [
  { at: '15 s', for: '20 s', outage: { source: 's0' } },
  { at: '30 s', for: '100 s', outage: { source: 'kept' } },
  { at: '40 s', for: '30 s', outage: { source: 'next' } },
  { at: '20 s', set: { 'functions.f.reservedConcurrency': 0 } },
  { at: '100 s', set: { 'functions.f.reservedConcurrency': 5 } },
  { at: '70 s', set: { 'sources.s0.maximumEventAge': '60 s' } },
  { at: '90 s', set: { 'sources.s0.maximumRetryAttempts': 1 } },
];

/** One or two sources, `s0` and `s1`, of a function `f`; queues `kept` and `dlq`; and `next`, of another function. */
export const anyEventsScenario = fc
  .record({
    seed: fc.integer({ min: 0, max: 1_000_000 }),
    sources: fc.array(source, { minLength: 1, maxLength: 2, size: 'max' }),
    reservedConcurrency: fc.constantFrom(undefined, 0, 1, 1, 2, 5),
    timeout: fc.constantFrom('3 s', '30 s', '900 s'),
    coldStart: fc.constantFrom('none', { runtime: 'java21' }),
    perInvocation: fc.constantFrom('0 ms', '20 ms', '4 s'),
    invocationFails: fc.constantFrom('0 %', '30 %', '90 %'),
    then: fc.constantFrom(undefined, 'crash', 'timeout', 'succeed'),
    calls: fc.array(fc.integer({ min: 0, max: 200_000 }), { maxLength: 8, size: 'max' }),
    dispatch: fc.constantFrom('on', 'off'),
    pacing: fc.constantFrom('none', 'none', 'aimd'),
    lookAhead: fc.constantFrom('on', 'on', 'off'),
    multiplier: fc.constantFrom(1, 1, 2.5),
    changes: fc.subarray([...CHANGES], { maxLength: 3 }),
  })
  .map((any) => ({
    lagcast: 1,
    name: 'any events',
    seed: any.seed,
    duration: '10 min',
    facts: {
      'async.dispatch': any.dispatch,
      'async.handOver': any.dispatch,
      'async.pacing': any.pacing,
      'async.lookAhead': any.lookAhead,
      'async.backlog.many': 5,
      'async.backlog.multiplier': any.multiplier,
    },
    functions: {
      f: {
        timeout: any.timeout,
        coldStart: any.coldStart,
        ...optional('reservedConcurrency', any.reservedConcurrency),
        handler: {
          perInvocation: any.perInvocation,
          invocationFails: any.invocationFails,
          ...optional('when', any.then && [{ receiveCount: { max: 1 }, then: any.then }]),
        },
      },
      g: { timeout: '3 s', handler: { perInvocation: '10 ms', invocationFails: '20 %' } },
    },
    sources: {
      ...Object.fromEntries(any.sources.map((one, i) => [`s${i}`, sourceOf(one, i)])),
      next: { type: 'async', function: 'g', maximumRetryAttempts: 1 },
      kept: { type: 'sqs' },
      dlq: { type: 'sqs', maximumMessageSize: '255 KiB' },
      ...optional('calls', any.calls.length > 0 ? callsAt(any.calls) : undefined),
    },
    events: any.changes,
  }));

type AnySource = typeof source extends fc.Arbitrary<infer S> ? S : never;

function sourceOf(one: AnySource, index: number): object {
  const { origin, events, size, upstreamAttempts, sendsDuringOutage, ...rest } = one;
  const { maximumRetryAttempts, maximumEventAge, lostAcknowledgements } = rest;
  const canRetry = origin === 'eventBridge' || origin === 'scheduler';
  const sorted = [...events].sort((a, b) => a.at - b.at);
  return {
    ...{ type: 'async', function: 'f', origin, maximumRetryAttempts, maximumEventAge, lostAcknowledgements },
    ...optional('onSuccess', rest.onSuccess),
    ...optional('onFailure', rest.onFailure),
    ...optional('deadLetterQueue', rest.deadLetterQueue),
    ...optional(
      'upstreamRetries',
      canRetry && upstreamAttempts !== undefined ? { attempts: upstreamAttempts } : undefined,
    ),
    ...optional('sendsDuringOutage', origin === 'direct' ? sendsDuringOutage : undefined),
    arrivals: [
      {
        ...optional('attributes', size === undefined ? undefined : { size }),
        records: sorted.map(({ at, takes }, i) => ({
          id: `s${index}.${i}`,
          at: `${at * MILLISECOND} us`,
          ...optional('duration', takes),
        })),
      },
    ],
  };
}

function callsAt(times: readonly number[]): object {
  const sorted = [...times].sort((a, b) => a - b);
  return {
    type: 'sync',
    function: 'f',
    arrivals: [{ records: sorted.map((at) => ({ at: `${at} ms`, duration: '9 s' })) }],
  };
}

function optional<V>(key: string, value: V | undefined): object {
  return value === undefined ? {} : { [key]: value };
}
