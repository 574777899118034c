/** Where time went in pipelines small enough to say by hand what each record waited for. */
import { describe, expect, it } from 'vitest';
import type { TimeOf } from '../../../src/metrics/where-time-went/result.ts';
import { run } from '../../support/run.ts';

const SECOND = 1e6;
const FACTS = { 'sqs.startLatency': 'off' };

/** Sums over the records, in seconds. */
function seconds({ records, whole, parts }: TimeOf): Record<string, number> {
  const named = Object.entries(parts).map(([part, time]) => [part, Math.round(time / 1e3) / 1e3] as const);
  return { records, whole: whole / SECOND, ...Object.fromEntries(named) };
}

function timesOf(value: unknown, name: string): Record<string, number> {
  const { sources, mappings } = run(value);
  return seconds((sources[name] ?? mappings[name])!.whereTimeWent!.all);
}

const records = (...at: readonly string[]): unknown => [
  { records: at.map((one, i) => ({ id: `m${i + 1}`, at: one })) },
];

function queue(more: {
  readonly source?: object;
  readonly mapping?: object;
  readonly fn?: object;
  readonly handler?: object;
  readonly at?: readonly string[];
}): unknown {
  return {
    ...{ lagcast: 1, name: 'x', duration: '10 min', facts: FACTS },
    functions: {
      worker: { timeout: '10 s', coldStart: 'none', handler: { perInvocation: '1 s', ...more.handler }, ...more.fn },
    },
    sources: {
      jobs: { type: 'sqs', visibilityTimeout: '30 s', arrivals: records(...(more.at ?? ['1 s'])), ...more.source },
    },
    mappings: { m: { source: 'jobs', function: 'worker', batchSize: 1, ...more.mapping } },
  };
}

describe('of a queue', () => {
  it('is running, where nothing is in the way', () => {
    expect(timesOf(queue({}), 'jobs')).toEqual({ records: 1, whole: 1, running: 1 });
  });

  it('is the delay of the queue, then the cold start, then running', () => {
    const delayed = queue({ source: { delay: '4 s' }, fn: { coldStart: { init: '2 s', platform: '0 s' } } });
    expect(timesOf(delayed, 'jobs')).toEqual({ records: 1, whole: 7, delay: 4, coldStart: 2, running: 1 });
  });

  it('is filling the batch, until its window ends', () => {
    const times = timesOf(
      queue({ at: ['1 s', '3 s'], mapping: { batchSize: 10, maximumBatchingWindow: '5 s' } }),
      'jobs',
    );
    // The first waits 5 s for the end of the window and the second 3 s; both run for 1 s.
    expect(times).toEqual({ records: 2, whole: 10, batch: 8, running: 2 });
  });

  it('is the visibility timeout after a failure, and the attempt that failed', () => {
    const times = timesOf(queue({ handler: { script: ['throw', 'succeed'] } }), 'jobs');
    // Received at 1 s, failed at 2 s, visible at 31 s.
    expect(times).toEqual({ records: 1, whole: 31, retry: 29, running: 2 });
  });

  it('is the maximum concurrency, while others have all its pollers', () => {
    const times = timesOf(queue({ at: Array<string>(4).fill('1 s'), mapping: { maximumConcurrency: 2 } }), 'jobs');
    expect(times).toEqual({ records: 4, whole: 6, maximumConcurrency: 2, running: 4 });
  });

  it('is the reserved concurrency, while it refuses', () => {
    const times = timesOf(queue({ at: ['1 s', '1 s'], fn: { reservedConcurrency: 1 } }), 'jobs');
    expect(times.running).toBe(2);
    expect(times.reserved).toBeGreaterThan(0.5);
    expect(times.whole).toBeCloseTo(times.running! + times.reserved!, 6);
  });

  it('is the downstream, for as long as the handler waits for it', () => {
    const value = queue({ handler: { uses: ['db'] } }) as Record<string, unknown>;
    const times = timesOf({ ...value, downstreams: { db: { latency: '3 s' } } }, 'jobs');
    expect(times).toEqual({ records: 1, whole: 4, running: 1, downstream: 3 });
  });

  it('is the group, while an earlier message of it is in flight', () => {
    const value = queue({ source: { type: 'sqsFifo', messageGroupId: 'g' } }) as { sources: { jobs: object } };
    const times = timesOf(
      {
        ...value,
        sources: {
          jobs: {
            ...value.sources.jobs,
            arrivals: [{ records: [1, 2, 3].map((i) => ({ id: `m${i}`, at: '1 s', attributes: { g: 'a' } })) }],
          },
        },
      },
      'jobs',
    );
    // One after the other: the second waits 1 s and the third 2 s.
    expect(times).toEqual({ records: 3, whole: 6, blocked: 3, running: 3 });
  });

  it('begins anew in the dead-letter queue of a FIFO queue, as the age does', () => {
    const { functions } = queue({ handler: { when: [{ id: 'm1', then: 'throw' }] } }) as { functions: object };
    const times = timesOf(
      {
        ...{ duration: '10 min', facts: FACTS },
        functions: { ...functions, mender: { coldStart: 'none', handler: { perInvocation: '2 s' } } },
        sources: {
          jobs: {
            ...{ type: 'sqsFifo', visibilityTimeout: '30 s', messageGroupId: 'g' },
            redrivePolicy: { maxReceiveCount: 1, deadLetterQueue: 'dead' },
            arrivals: [{ records: [{ id: 'm1', at: '1 s', attributes: { g: 'a' } }] }],
          },
          dead: { type: 'sqsFifo', messageGroupId: 'g', messageRetentionPeriod: '14 d' },
        },
        mappings: {
          m: { source: 'jobs', function: 'worker', batchSize: 1 },
          n: { source: 'dead', function: 'mender', batchSize: 1 },
        },
      },
      'dead',
    );
    expect(times).toEqual({ records: 1, whole: 2, running: 2 });
  });

  it('is the visibility timeout of what a poller lets go of, for its mapping is disabled', () => {
    const gathered = queue({ mapping: { batchSize: 10, maximumBatchingWindow: '20 s' } }) as object;
    const times = timesOf({ ...gathered, events: [{ at: '4 s', for: '1 min', disable: 'm' }] }, 'jobs');
    // Received at 1 s, let go at 4 s, visible at 31 s; received again at 64 s, and its batch is full when the window ends.
    expect(times).toEqual({ records: 1, whole: 84, batch: 23, retry: 27, notPolled: 33, running: 1 });
  });
});

/** One shard; batches of one, so that each record waits for the one before it. */
function stream(mapping: object, handler: object, count: number): unknown {
  const arrivals = [
    { records: Array.from({ length: count }, (_, i) => ({ id: `r${i + 1}`, at: '5 s', attributes: { k: 'a' } })) },
  ];
  return {
    ...{ lagcast: 1, name: 'x', duration: '10 min' },
    functions: { worker: { timeout: '10 s', coldStart: 'none', handler: { perInvocation: '1 s', ...handler } } },
    sources: { s: { type: 'kinesis', shards: 1, partitionKey: 'k', arrivals } },
    mappings: { m: { source: 's', function: 'worker', startingPosition: 'TRIM_HORIZON', batchSize: 1, ...mapping } },
  };
}

describe('of a stream', () => {
  it('is the next poll, and running', () => {
    const { nextPoll, running, whole, ...others } = timesOf(stream({}, {}, 1), 'm');
    expect(others).toEqual({ records: 1 });
    expect(running).toBe(1);
    expect(nextPoll).toBeGreaterThan(0);
    expect(whole).toBeCloseTo(nextPoll! + running!, 2);
  });

  it('is the record before, for as long as that is being worked on', () => {
    const { blocked, running } = timesOf(stream({}, {}, 3), 'm');
    expect([blocked, running]).toEqual([3, 3]);
  });

  it('is the record before also while that is tried again', () => {
    const { blocked, running, retry } = timesOf(stream({}, { script: ['throw', 'succeed'] }, 2), 'm');
    // The first runs twice, with a pause; the second waits for all of it, and runs once.
    expect(running).toBe(3);
    expect(retry).toBeGreaterThan(0);
    expect(blocked).toBeCloseTo(2 + retry!, 6);
  });

  it('is the other half of a bisected batch, which goes first', () => {
    const bisected = stream(
      { batchSize: 2, bisectBatchOnFunctionError: true, maximumBatchingWindow: '1 s' },
      { script: ['throw', 'succeed'] },
      2,
    );
    const { records: count, running, blocked } = timesOf(bisected, 'm');
    // Both run in vain together, then each by itself; the second waits for the first.
    expect([count, running]).toEqual([2, 4]);
    expect(blocked).toBeGreaterThanOrEqual(1);
    expect(blocked).toBeLessThan(1.1);
  });
});
