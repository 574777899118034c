/** Rules of SQS mappings that take a whole run to see, each by its id; answers by hand. */
import { describe, expect, it } from 'vitest';
import { readScenarioValue } from '../../src/scenario/read.ts';
import { journaled, run, type Line } from '../support/run.ts';

const seconds = (lines: readonly Line[], event: string) =>
  lines.filter((line) => line.event === event).map((line) => line.t / 1e6);

describe('a low-traffic hold (SQS-74)', () => {
  const invoked = (mapping: object, at: number[]) => {
    const records = at.map((second) => ({ at: `${second} s` }));
    const { lines, result } = journaled({
      lagcast: 1,
      duration: '2 min',
      functions: { f: { coldStart: 'none', handler: { duration: '1 ms' } } },
      sources: { q: { type: 'sqs', visibilityTimeout: '2 min', arrivals: [{ records }] } },
      // One poller, so that it is clear who gathers what.
      mappings: { m: { source: 'q', function: 'f', pollers: { policy: 'fixed', count: 1 }, ...mapping } },
    });
    const starts = lines.filter((line) => line.event === 'invoked').map((line) => [line.t / 1e6, line.records!.length]);
    return { starts, empty: result.sources['q']!.emptyReceives };
  };
  const window = (length: string) => ({ maximumBatchingWindow: length });
  const held = (length: string) => ({ ...window(length), lowTrafficHold: true });

  it('keeps a lone message of a window of 5 s for the 20 s of a long poll; without the hold 5 s', () => {
    expect(invoked(held('5 s'), [0]).starts).toEqual([[20, 1]]);
    expect(invoked(window('5 s'), [0]).starts).toEqual([[5, 1]]);
  });

  it('ends with the first message after the window, which goes along', () => {
    expect(invoked(held('5 s'), [0, 3, 8]).starts).toEqual([[8, 3]]);
    expect(invoked(window('5 s'), [0, 3, 8]).starts).toEqual([
      [5, 2],
      [13, 1],
    ]);
  });

  it('is counted from the last receive: a message inside the window begins a new long poll', () => {
    expect(invoked(held('5 s'), [0, 3]).starts).toEqual([[23, 2]]);
  });

  it('takes as many long polls as a longer window needs', () => {
    const { starts, empty } = invoked(held('30 s'), [0]);
    expect(starts).toEqual([[40, 1]]);
    // Two while it gathered, and three afterwards, until 120 s.
    expect(empty).toBe(2 + 3);
  });

  it('does not keep a full batch, nor one without a window', () => {
    expect(invoked({ ...held('5 s'), batchSize: 2 }, [0, 1]).starts).toEqual([[1, 2]]);
    expect(invoked({ lowTrafficHold: true }, [0]).starts).toEqual([[0, 1]]);
  });
});

describe('maximum concurrency', () => {
  const two = (reserved: number, maximumConcurrency: number) => {
    const queue = { type: 'sqs', visibilityTimeout: '1 min', arrivals: [{ rate: '20/s' }] };
    return run({
      lagcast: 1,
      duration: '2 min',
      functions: { f: { reservedConcurrency: reserved, coldStart: 'none', handler: { duration: '1 s' } } },
      sources: { a: queue, b: queue },
      mappings: {
        a: { source: 'a', function: 'f', batchSize: 1, maximumConcurrency },
        b: { source: 'b', function: 'f', batchSize: 1, maximumConcurrency },
      },
    }).functions['f']!;
  };

  it('of two mappings is each its own: two of 8 against 10 reserved are refused, two of 5 are not (SQS-16)', () => {
    expect(two(10, 8).throttles).toBeGreaterThan(0);
    expect(two(10, 5)).toMatchObject({ throttles: 0, concurrency: { max: 10 } });
  });

  it('stops the reading: nothing more is received than it works on, and nothing twice (SQS-15, SQS-19)', () => {
    const { lines, result } = journaled({
      lagcast: 1,
      duration: '1 min',
      functions: { f: { coldStart: 'none', handler: { duration: '2 s' } } },
      sources: { q: { type: 'sqs', visibilityTimeout: '10 s', arrivals: [{ rate: '10/s' }] } },
      mappings: { m: { source: 'q', function: 'f', batchSize: 1, maximumConcurrency: 3 } },
    });
    expect(result.sources['q']!.inFlight.max).toBe(3);
    expect(result.mappings['m']!.pollers).toMatchObject({ mean: 3, max: 3 });
    const counts = lines.filter((line) => line.event === 'received').flatMap((line) => line.receiveCounts!);
    expect(new Set(counts)).toEqual(new Set([1]));
  });
});

describe('visibility', () => {
  it('of a failed message ends with its timeout, not with the failure (SQS-37)', () => {
    const { lines } = journaled({
      lagcast: 1,
      duration: '3 min',
      functions: { f: { coldStart: 'none', handler: { duration: '2 s', script: ['throw', 'succeed'] } } },
      sources: { q: { type: 'sqs', visibilityTimeout: '90 s', arrivals: [{ records: [{ at: '0 s' }] }] } },
      mappings: { m: { source: 'q', function: 'f' } },
    });
    expect(seconds(lines, 'finished')).toEqual([2, 92]);
    expect(seconds(lines, 'invoked')).toEqual([0, 90]);
  });

  it('runs from each message’s own receive, while it waits in a batch too (SQS-33)', () => {
    const { lines } = journaled({
      lagcast: 1,
      duration: '1 min',
      functions: {
        f: { timeout: '3 s', coldStart: 'none', handler: { duration: '1 s', script: ['throw', 'succeed'] } },
      },
      sources: {
        q: { type: 'sqs', visibilityTimeout: '10 s', arrivals: [{ records: [{ at: '0 s' }, { at: '4 s' }] }] },
      },
      mappings: {
        m: { source: 'q', function: 'f', maximumBatchingWindow: '5 s', pollers: { policy: 'fixed', count: 1 } },
      },
    });
    // Received at 0 and 4 s, invoked together at 5 s and failed at 6 s: visible again at 10 and 14 s.
    expect(seconds(lines, 'returned')).toEqual([10, 14]);
  });

  it('must not be shorter than the function’s timeout: an error, not advice (SQS-34)', () => {
    const read = readScenarioValue({
      lagcast: 1,
      duration: '1 min',
      functions: { f: { timeout: '60 s', handler: {} } },
      sources: { q: { type: 'sqs', visibilityTimeout: '30 s' } },
      mappings: { m: { source: 'q', function: 'f' } },
    });
    expect(read.problems.find(({ source }) => source === 'SQS-34')).toMatchObject({ severity: 'error' });
  });
});

describe('pollers and reserved concurrency', () => {
  const { lines, result } = journaled({
    lagcast: 1,
    duration: '100 s',
    functions: { f: { timeout: '25 s', reservedConcurrency: 1, coldStart: 'none', handler: { duration: '20 s' } } },
    sources: {
      q: {
        type: 'sqs',
        visibilityTimeout: '30 s',
        redrivePolicy: { maxReceiveCount: 3, deadLetterQueue: 'dlq' },
        arrivals: [{ records: Array.from({ length: 40 }, () => ({ at: '0 s' })) }],
      },
      dlq: { type: 'sqs', messageRetentionPeriod: '14 d' },
    },
    mappings: { m: { source: 'q', function: 'f', batchSize: 1 } },
  });

  it('know nothing of each other: five receive at once even if one is reserved (SQS-41)', () => {
    expect(lines.filter((line) => line.event === 'received' && line.t === 0)).toHaveLength(5);
    expect(lines.filter((line) => line.event === 'throttled' && line.t === 0)).toHaveLength(4);
  });

  it('wear messages out that the function never saw, and tries within a receive do not count (SQS-39, SQS-40)', () => {
    const worn = lines.filter((line) => line.event === 'deadLettered').flatMap((line) => line.records!);
    const seen = new Set(lines.filter((line) => line.event === 'invoked').flatMap((line) => line.records!));
    expect(worn.length).toBeGreaterThan(0);
    expect(worn.filter((id) => !seen.has(id)).length).toBeGreaterThan(0);
    expect(result.functions['f']!.errors).toBe(0);
    const received = lines.filter((line) => line.event === 'received').flatMap((line) => line.records!);
    for (const id of worn) expect(received.filter((other) => other === id)).toHaveLength(3);
    const tries = lines.filter((line) => line.event === 'throttled' && line.records!.includes(worn[0]!));
    expect(tries.length).toBeGreaterThan(3);
  });

  it('with a maximum concurrency of what is reserved, and two of it, wear nothing out (SQS-15)', () => {
    const sound = run({
      lagcast: 1,
      duration: '10 min',
      functions: { f: { timeout: '25 s', reservedConcurrency: 2, coldStart: 'none', handler: { duration: '20 s' } } },
      sources: {
        q: {
          type: 'sqs',
          visibilityTimeout: '30 s',
          redrivePolicy: { maxReceiveCount: 3, deadLetterQueue: 'dlq' },
          arrivals: [{ records: Array.from({ length: 40 }, () => ({ at: '0 s' })) }],
        },
        dlq: { type: 'sqs', messageRetentionPeriod: '14 d' },
      },
      mappings: { m: { source: 'q', function: 'f', batchSize: 1, maximumConcurrency: 2 } },
    });
    expect(sound.sources['q']).toMatchObject({ deadLettered: 0, succeeded: 40 });
    expect(sound.functions['f']!.throttles).toBe(0);
  });
});

describe('a refused batch', () => {
  it('is tried again with a message that another invocation has deleted meanwhile: its poller is not told', () => {
    const { lines, result } = journaled({
      lagcast: 1,
      rules: 'ideal',
      duration: '20 s',
      functions: { f: { timeout: '10 s', reservedConcurrency: 1, handler: { duration: '5500 ms' } } },
      sources: { q: { type: 'sqs', visibilityTimeout: '5 s', arrivals: [{ records: [{ id: 'a' }] }] } },
      mappings: { m: { source: 'q', function: 'f', pollers: { policy: 'fixed', count: 2 } } },
    });
    // Visible again at 5 s while it is worked on, received by the other poller, refused, done with at 5.5 s.
    expect(seconds(lines, 'throttled')).toEqual([5]);
    expect(seconds(lines, 'deleted')).toEqual([5.5]);
    expect(seconds(lines, 'invoked')).toEqual([0, 6]);
    expect(result.sources['q']).toMatchObject({ duplicates: 1, succeeded: 1 });
  });

  it('is let go of when the visibility timeout of that receive has ended, whoever has deleted it', () => {
    const { lines, result } = journaled({
      lagcast: 1,
      rules: 'ideal',
      duration: '20 s',
      functions: { f: { timeout: '20 s', reservedConcurrency: 1, handler: { duration: '5500 ms' } } },
      sources: {
        q: {
          type: 'sqs',
          visibilityTimeout: '3 s',
          arrivals: [{ records: [{ id: 'a' }, { id: 'b', at: '5200 ms', duration: '1 s' }] }],
        },
      },
      mappings: { m: { source: 'q', function: 'f', pollers: { policy: 'fixed', count: 2 } } },
    });
    // Received again at 3 s, until 6 s; deleted at 5.5 s. The tries at 3 s and 4 s are refused, the next would be at 6 s.
    expect(lines.filter((line) => line.event === 'throttled').map((line) => [line.t / 1e6, line.records])).toEqual([
      [3, ['a']],
      [4, ['a']],
    ]);
    expect(lines.filter((line) => line.event === 'invoked').map((line) => [line.t / 1e6, line.records])).toEqual([
      [0, ['a']],
      [5.5, ['b']],
    ]);
    expect(result.sources['q']).toMatchObject({ duplicates: 0, succeeded: 2 });
  });
});

it('a batch size that is lowered while a batch is gathered holds when its window ends', () => {
  const { lines } = journaled({
    lagcast: 1,
    duration: '40 s',
    facts: { 'sqs.startLatency': 'off' },
    functions: { f: { coldStart: 'none', handler: { duration: '1 s' } } },
    sources: {
      q: { type: 'sqs', visibilityTimeout: '1 min', arrivals: [{ records: [{ id: 'a' }, { id: 'b' }, { id: 'c' }] }] },
    },
    mappings: {
      m: { source: 'q', function: 'f', maximumBatchingWindow: '10 s', pollers: { policy: 'fixed', count: 1 } },
    },
    events: [{ at: '4 s', set: { 'mappings.m.batchSize': 2 } }],
  });
  const batches = lines.filter((line) => line.event === 'batched');
  // The third stays in the poller's buffer, and begins the next batch when the invocation of 1 s is over.
  expect(batches.map((line) => [line.t / 1e6, line.records, line.reason])).toEqual([
    [10, ['a', 'b'], 'full'],
    [21, ['c'], 'window'],
  ]);
});

it('of messages sent at one instant the first is received first, also when it comes back', () => {
  const { lines } = journaled({
    lagcast: 1,
    rules: 'ideal',
    duration: '10 s',
    functions: { f: { handler: { duration: '1500 ms', script: ['throw', 'succeed'] } } },
    sources: {
      q: { type: 'sqs', visibilityTimeout: '2 s', arrivals: [{ records: [{ id: 'a' }, { id: 'b' }, { id: 'c' }] }] },
    },
    mappings: { m: { source: 'q', function: 'f', batchSize: 1, pollers: { policy: 'fixed', count: 1 } } },
  });
  // a fails and is visible again at 2 s, while c has not been received yet; the poller is free at 3 s.
  const received = lines.filter((line) => line.event === 'received');
  expect(received.map((line) => [line.t / 1e6, line.records])).toEqual([
    [0, ['a']],
    [1.5, ['b']],
    [3, ['a']],
    [4.5, ['c']],
  ]);
});
