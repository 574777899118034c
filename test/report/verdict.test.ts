/** The verdict's sentences must be true where counts and times have two sides: warm-ups, changes, outages, back-off, ones. */
import { describe, expect, it } from 'vitest';
import { verdict } from '../../src/report/verdict.ts';
import type { Result } from '../../src/metrics/result.ts';
import { run } from '../support/run.ts';

interface Parts {
  readonly fn?: object;
  readonly queue?: object;
  readonly mapping?: object;
  readonly records?: readonly object[];
  readonly rest?: object;
}

const small = ({ fn, queue, mapping, records = [{ id: 'a' }], rest }: Parts): Result =>
  run({
    lagcast: 1,
    duration: '2 min',
    rules: 'ideal',
    functions: { f: { coldStart: 'none', timeout: '30 s', handler: { perInvocation: '1 s' }, ...fn } },
    sources: {
      q: { type: 'sqs', visibilityTimeout: '30 s', arrivals: [{ records }], ...queue },
      dlq: { type: 'sqs' },
    },
    mappings: { m: { source: 'q', function: 'f', batchSize: 1, ...mapping } },
    ...rest,
  });
const said = (result: Result): string => verdict(result).join('\n');

describe('with a warm-up', () => {
  it('failures are a share of the invocations that ended after it, whenever they began', () => {
    const result = small({
      fn: { handler: { perInvocation: '5 s', script: ['throw'] } },
      records: [{ id: 'a', at: '8 s' }],
      rest: { warmUp: '10 s', duration: '30 s' },
    });
    expect(result.functions['f']).toMatchObject({ invocations: 0, errors: 1 });
    expect(said(result)).toContain('1 invocation of f failed (100 %).');
  });

  it('says which figures leave it out', () => {
    const text = said(
      small({ records: [{ id: 'a' }, { id: 'b', at: '60 s' }], fn: { handler: {} }, rest: { warmUp: '30 s' } }),
    );
    expect(text).toBe(
      'All 2 messages of q were handled: half within 0 µs, 99 % within 0 µs, the slowest after 0 µs.\n' +
        'What became of the messages counts the whole run; times and all that follows leave out the warm-up of 30 s.',
    );
    expect(said(small({}))).not.toContain('warm-up');
  });

  it('a backlog that was gone before its end is none', () => {
    const records = Array.from({ length: 50 }, (_, i) => ({ id: `r${i}` }));
    const backlog = { records, mapping: { maximumConcurrency: 2 }, fn: { handler: { perInvocation: '1 s' } } };
    expect(said(small(backlog))).toMatch(/The backlog of q was greatest/);
    expect(said(small({ ...backlog, rest: { warmUp: '60 s' } }))).not.toMatch(/backlog|limit/);
  });
});

it('where two queues share a dead-letter queue and one takes what the other lost, nothing is a share of too little', () => {
  const queue = (id: string) => ({
    type: 'sqs',
    visibilityTimeout: '30 s',
    redrivePolicy: { maxReceiveCount: 1, deadLetterQueue: 'dlq' },
    arrivals: [{ records: id === 'a' ? [{ id }] : [{ id }, { id: 'c', at: '2 s' }] }],
  });
  const text = said(
    run({
      lagcast: 1,
      duration: '3 min',
      rules: 'ideal',
      functions: {
        f: { coldStart: 'none', handler: { perInvocation: '1 s', script: ['throw', 'throw', 'throw', 'succeed'] } },
      },
      sources: { q1: queue('a'), q2: queue('b'), dlq: { type: 'sqs' } },
      mappings: {
        m1: { source: 'q1', function: 'f', batchSize: 1 },
        m2: { source: 'q2', function: 'f', batchSize: 1 },
      },
      events: [{ at: '2 min', redrive: { from: 'dlq', to: 'q1' } }],
    }),
  );
  expect(text).toContain(
    'Of 4 messages that came to q1 (1 sent, 3 redriven), each counted as often as it came, 3 were handled (1 dead-lettered)',
  );
  expect(text).toContain('None of the 2 messages sent to q2 was handled.');
});

describe('limits that change', () => {
  it('what ran at once is not held against what is reserved at the end', () => {
    const records = Array.from({ length: 50 }, (_, i) => ({ id: `r${i}` }));
    const text = said(
      small({
        fn: { reservedConcurrency: 5 },
        records,
        rest: { events: [{ at: '2500 ms', set: { 'functions.f.reservedConcurrency': 2 } }] },
      }),
    );
    expect(text).toMatch(/; at most 5 ran at once \(reserved: 2 from 2\.5 s on\)\./);
  });

  it('each moment is held against the limit of its own time', () => {
    // 900 messages of 1 s: with 20 pollers until 12 s, with 2 after that, of 120 s in all; and never more than 20 waited for.
    const text = said(
      small({
        records: Array.from({ length: 900 }, (_, i) => ({ id: `r${i}` })),
        mapping: { maximumConcurrency: 50 },
        queue: { visibilityTimeout: '1 min' },
        rest: { events: [{ at: '12 s', set: { 'mappings.m.maximumConcurrency': 2 } }] },
      }),
    );
    expect(text).toContain('m was at its limit of concurrent batches (from 2 to 50) for 100 % of the run');
    const later = said(
      small({
        records: [{ id: 'a' }, ...Array.from({ length: 200 }, (_, i) => ({ id: `r${i}`, at: '60 s' }))],
        mapping: { maximumConcurrency: 200 },
        rest: { events: [{ at: '59 s', set: { 'mappings.m.maximumConcurrency': 2 } }] },
      }),
    );
    expect(later).toMatch(
      /m was at its limit of 2 concurrent batches for 50(\.\d)? % of the run while messages waited/,
    );
  });

  it('a limit of one is a batch', () => {
    const records = Array.from({ length: 50 }, (_, i) => ({ id: `r${i}` }));
    expect(said(small({ records, mapping: { pollers: { policy: 'fixed', count: 1 } } }))).toContain(
      'at its limit of 1 concurrent batch for',
    );
  });
});

describe('one is one', () => {
  it.each<[string, Parts, RegExp]>([
    ['handled', {}, /^The only message sent to q was handled: half/],
    ['not handled', { mapping: { enabled: false } }, /^The only message sent to q was not handled\./],
    [
      'lost',
      { mapping: { enabled: false }, queue: { messageRetentionPeriod: '60 s' } },
      /1 message of q outlived the retention period and was lost\./,
    ],
    [
      'unprocessed',
      {
        records: [{ id: 'a' }, { id: 'b' }],
        mapping: { batchSize: 2 },
        fn: { handler: { perInvocation: '1 s', onRecordError: 'firstRecordOnly' } },
      },
      /1 message of q was deleted although the handler had not processed it\./,
    ],
    [
      'delivered twice',
      { queue: { visibilityTimeout: '5 s' }, fn: { handler: { perInvocation: '8 s' } } },
      /1 delivery of messages of q came after they were done/,
    ],
  ])('%s', (_what, parts, expected) => {
    expect(said(small(parts))).toMatch(expected);
  });
});

it('an answer that fails the batch is no error of the function', () => {
  const result = small({
    fn: { handler: { perInvocation: '1 s', script: [{ raw: 'no' }, 'throw', 'succeed'] } },
    mapping: { reportBatchItemFailures: true },
  });
  expect(result.functions['f']).toMatchObject({ invocations: 3, errors: 1, unusableAnswers: 1 });
  expect(result.mappings['m']!.failedInvocations).toBe(2);
  expect(said(result)).toContain('1 invocation of f failed (33.3 %).');
  expect(said(result)).toContain('1 invocation of f (33.3 %) gave an answer that fails the whole batch.');
});

describe('error back-off (SQS-11, SQS-12)', () => {
  const result = run({
    lagcast: 1,
    duration: '10 min',
    functions: { f: { coldStart: 'none', timeout: '5 s', handler: { perInvocation: '1 s', script: ['throw'] } } },
    sources: { q: { type: 'sqs', visibilityTimeout: '30 s', arrivals: [{ rate: '20/s' }] } },
    mappings: { m: { source: 'q', function: 'f', batchSize: 1 } },
  });

  it('is said with its time and what it left', () => {
    const { errorBackOff } = result.mappings['m']!;
    // The first failure ends at 1 s, and some invocation fails in every window after that.
    expect(errorBackOff).toMatchObject({ time: 599_000_000, least: 2 });
    expect(errorBackOff!.from).toBeGreaterThan(4);
    expect(said(result)).toMatch(
      /Invocations that failed held m back for 9 min 59 s \(error back-off\): it had 2 left of up to \d+ pollers\./,
    );
  });

  it('is not where nothing fails, nor where the rules leave it out', () => {
    expect(small({ rest: { rules: 'current' } }).mappings['m']!.errorBackOff).toBeNull();
    expect(small({ fn: { handler: { script: ['throw'] } } }).mappings['m']!.errorBackOff).toBeNull();
  });

  it('ends when its mapping is disabled', () => {
    const disabled = small({
      fn: { handler: { perInvocation: '1 s', script: ['throw'] } },
      rest: { rules: 'current', events: [{ at: '11 s', disable: 'm' }] },
    });
    expect(disabled.mappings['m']!.errorBackOff).toMatchObject({ time: 10_000_000 });
  });
});

it('outages are named with their spans, and a limit is not blamed for them', () => {
  const result = small({
    records: Array.from({ length: 300 }, (_, i) => ({ id: `r${i}`, at: '1 s' })),
    mapping: { pollers: { policy: 'fixed', count: 2 } },
    queue: { visibilityTimeout: '1 min' },
    rest: {
      downstreams: { db: { latency: '10 ms' } },
      events: [
        { at: '2 s', for: '5 s', outage: { downstream: 'db' } },
        { at: '10 s', for: '110 s', outage: { source: 'q' } },
        { at: '20 s', for: '1 s', outage: { mapping: 'm' } },
        { at: '100 s', for: '1 min', outage: { mapping: 'm' } },
      ],
    },
  });
  expect(result.outages).toEqual([
    { kind: 'downstream', name: 'db', from: 2e6, until: 7e6 },
    { kind: 'source', name: 'q', from: 10e6, until: 120e6 },
    { kind: 'mapping', name: 'm', from: 20e6, until: 21e6 },
    { kind: 'mapping', name: 'm', from: 100e6, until: null },
  ]);
  const text = said(result);
  expect(text).toContain('db was out, and calls to it failed or hung, from 2 s to 7 s.');
  expect(text).toContain('m was out, and polled nothing, from 20 s to 21 s and from 1 min 40 s to the end of the run.');
  // Messages wait from 1 s on, and are received until 10 s: 9 of 120 s.
  expect(text).toMatch(/m was at its limit of 2 concurrent batches for 7(\.\d+)? % of the run/);
});

it('the digest tells a run that failed from one that went well, and other batches of one time', () => {
  const digest = (script: string) => small({ fn: { handler: { perInvocation: '1 s', script: [script] } } }).digest;
  expect(digest('succeed')).toBe(digest('succeed'));
  expect(digest('succeed')).not.toBe(digest('throw'));
  const sized = (records: object[]) => small({ records, mapping: { batchSize: 10 } }).digest;
  expect(sized([{ id: 'a' }])).not.toBe(sized([{ id: 'a' }, { id: 'b' }]));
});
