/** Mappings of Kafka in provisioned mode: pollers, what one of them can do, and what only this mode lets a mapping say. */
import { describe, expect, it, vi } from 'vitest';
import { ConsumerGroup } from '../../../src/model/sources/kafka/consumer-group.ts';
import type { BlockedSpan } from '../../../src/metrics/streams/result.ts';
import { murmur2, partitionOf } from '../../../src/model/sources/kafka/murmur2.ts';
import type { Line } from '../../support/run.ts';
import { run } from '../../support/run.ts';
import { kafkaRun, kafkaScenario, PROVISIONED, type Said } from '../../support/kafka-runs.ts';

const at = (time: string, ...ids: string[]) => ({ records: ids.map((id) => ({ id, at: time })) });

/** Records a second that were handled. */
function throughput(said: Said): number {
  const { sources } = run({ ...kafkaScenario({ duration: '12 s', ...said }), warmUp: '2 s' });
  return sources['t']!.succeeded / 10;
}

describe('one poller', () => {
  const batches = { batchSize: 20, ...PROVISIONED };
  const fast = { duration: '50 ms' };
  const load = { rate: '3000/s' };

  it('handles batch size × 1000 / ms × 5 records a second (KAF-04, A-DOC-07)', () => {
    const rate = throughput({ topic: { partitions: 10 }, arrivals: load, handler: fast, mapping: batches });
    expect(Math.abs(rate / 2000 - 1)).toBeLessThan(0.02);
  });

  it('has one batch of a partition at a time, or as many as the fact says (KAF-02)', () => {
    const one = { topic: { partitions: 1 }, arrivals: { rate: '2500/s' }, handler: fast, mapping: batches };
    expect(throughput(one)).toBeCloseTo(400, -1);
    const many = throughput({ ...one, facts: { 'kafka.provisioned.perPartition': 5 } });
    expect(Math.abs(many / 2000 - 1)).toBeLessThan(0.02);
  });

  it('reads 5 MB a second (KAF-03)', () => {
    const large = Array.from({ length: 400 }, () => ({ at: '0 s', size: '256 KiB' }));
    const rate = throughput({
      ...{ topic: { partitions: 10 }, arrivals: { records: large }, mapping: batches },
      handler: { duration: '1 ms' },
    });
    expect(Math.abs(rate / 20 - 1)).toBeLessThan(0.1);
  });

  it('begins the next batch when the one before is complete, without waiting for its invocation (KAF-05)', () => {
    const { of } = kafkaRun({
      topic: { partitions: 3 },
      arrivals: [at('1 s', 'a'), at('1.6 s', 'b'), at('1.7 s', 'c'), at('2.3 s', 'd')],
      handler: { duration: '10 s' },
      mapping: { maximumBatchingWindow: undefined, ...PROVISIONED },
    });
    expect(of('invoked').map(({ t, lane, records }) => [t / 1e6, lane, records!.join(' ')])).toEqual([
      [1.5, 'poller-0/0', 'a'],
      [2.1, 'poller-0/1', 'b c'],
      // Its partition is that of a.
      [12, 'poller-0/0', 'd'],
    ]);
  });
});

describe('pollers', () => {
  const config = (minimumPollers: number, maximumPollers: number) => ({
    provisionedPollerConfig: { minimumPollers, maximumPollers },
  });

  it('are the least at first, and more while records wait for 5 s that one more could take: never more than the most (KAF-03)', () => {
    const overload = { arrivals: { rate: '20/s' }, handler: { duration: '5 s' }, duration: '40 s' };
    const seen = kafkaRun({ ...overload, topic: { partitions: 40 }, mapping: { batchSize: 1, ...config(2, 5) } })
      .of('rebalanced')
      .map(({ t, consumers }) => [t / 1e6, consumers]);
    expect(seen[0]).toEqual([0, 2]);
    expect(seen.map(([, consumers]) => consumers)).toEqual([2, 3, 4, 5]);
    expect(seen[1]![0]).toBeGreaterThanOrEqual(5);
    expect(seen[1]![0]).toBeLessThanOrEqual(7);
    expect(seen[3]![0]! - seen[2]![0]!).toBeCloseTo(0.6, 3);
  });

  it('are never more than partitions (J.4 rule 9)', () => {
    const { of } = kafkaRun({
      ...{ arrivals: { rate: '20/s' }, handler: { duration: '5 s' }, duration: '30 s', topic: { partitions: 2 } },
      facts: { 'kafka.provisioned.perPartition': 5 },
      mapping: { batchSize: 1, ...config(1, 5) },
    });
    expect(of('rebalanced').map(({ consumers }) => consumers)).toEqual([1, 2]);
  });

  it.each([
    ['a hot partition', { arrivals: [{ rate: '30/s', endAt: '2 min', attributes: { user: 'a' } }] }],
    [
      'a record that always fails',
      {
        arrivals: [
          { rate: '1/s', attributes: { user: 'a' } },
          { records: [{ id: 'bad', at: '1 s', attributes: { user: 'a' } }] },
        ],
        handler: { when: [{ id: 'bad', then: 'throw' }] },
      },
    ],
  ])('are not added for %s, which no other could take', (_, more) => {
    const { of } = kafkaRun({
      ...{ duration: '3 min', topic: { partitions: 4, partitionKey: 'user' }, handler: { duration: '1 s' } },
      mapping: { batchSize: 10, ...config(1, 4) },
      ...more,
    });
    expect(of('rebalanced').map(({ consumers }) => consumers)).toEqual([1]);
  });

  it('are not given back while one more could take something: of partitions whose poller reads all it may', () => {
    const key = [...'abcdefgh'].find((user) => partitionOf(murmur2(new TextEncoder().encode(user)), 5) === 0);
    const { of } = kafkaRun({
      ...{ duration: '3 min', topic: { partitions: 5, partitionKey: 'user' } },
      arrivals: { rate: '10/s', attributes: { user: key, size: '1 MiB' } },
      mapping: { batchSize: 10, ...config(1, 3) },
    });
    expect(of('rebalanced').map(({ consumers }) => consumers)).toEqual([1, 2, 3]);
  });

  it('become fewer again when they are little used (UNK-11)', () => {
    const { of } = kafkaRun({
      duration: '3 min',
      topic: { partitions: 20 },
      arrivals: { rate: '40/s', endAt: '20 s' },
      handler: { duration: '1 s' },
      mapping: { batchSize: 1, ...config(1, 4) },
    });
    const seen = of('rebalanced').map(({ consumers }) => consumers!);
    expect(Math.max(...seen)).toBe(4);
    expect(seen.at(-1)).toBe(1);
  });

  it('follow an event that changes their limits', () => {
    const { of } = kafkaRun({
      topic: { partitions: 8 },
      arrivals: at('1 s', 'a'),
      mapping: config(1, 4),
      events: [{ at: '1 min', set: { 'mappings.m.provisionedPollerConfig.minimumPollers': 3 } }],
    });
    expect(of('rebalanced').map(({ t, consumers }) => [t / 60e6, consumers])).toEqual([
      [0, 1],
      [1, 3],
    ]);
  });
});

describe('limits that change while a mapping is disabled', () => {
  const consumersOf = (minimumPollers: number, set: Readonly<Record<string, number>>) =>
    kafkaRun({
      topic: { partitions: 8 },
      arrivals: at('1 s', 'a'),
      mapping: { provisionedPollerConfig: { minimumPollers, maximumPollers: 8 } },
      events: [
        { at: '1 min', for: '2 min', disable: 'm' },
        ...Object.entries(set).map(([limit, value]) => ({
          at: '2 min',
          set: { [`mappings.m.provisionedPollerConfig.${limit}`]: value },
        })),
      ],
    })
      .of('rebalanced')
      .map(({ t, consumers }) => [t / 60e6, consumers]);

  it('hold when it is enabled: it is no more than the most, and no fewer than the least', () => {
    const [first, second] = [
      consumersOf(6, { minimumPollers: 1, maximumPollers: 2 }),
      consumersOf(1, { minimumPollers: 5 }),
    ];
    expect(first.slice(0, 2)).toEqual([
      [0, 6],
      [3, 2],
    ]);
    expect(second).toEqual([
      [0, 1],
      [3, 5],
    ]);
  });
});

it('limits that change before a mapping begins to read hold when it does', () => {
  const { of, result } = kafkaRun({
    topic: { partitions: 4 },
    facts: { 'stream.startDelay': '2 min' },
    arrivals: [at('30 s', 'early'), at('3 min', 'late')],
    mapping: { startingPosition: 'LATEST', provisionedPollerConfig: { minimumPollers: 1, maximumPollers: 4 } },
    events: [{ at: '1 min', set: { 'mappings.m.provisionedPollerConfig.minimumPollers': 2 } }],
  });
  expect(of('rebalanced').map(({ t, consumers }) => [t / 60e6, consumers])).toEqual([[2, 2]]);
  expect(result.mappings['m']!.stream!.books.out).toMatchObject({ succeeded: 1, beforeStart: 1 });
});

/** What is given up, in short. */
function ends(lines: readonly Line[]): unknown[] {
  return lines
    .filter(({ event }) => ['delivered', 'skipped', 'expired'].includes(event))
    .map(({ event, records, condition, approximateInvokeCount: count }) => [event, records!.join(), condition, count]);
}

describe('a failed batch', () => {
  const poison = { when: [{ id: 'c', then: 'throw' }] };

  it('is given up after the retries, and goes to the destination (KAF-07, KAF-08)', () => {
    const { lines, batches } = kafkaRun({
      arrivals: at('1 s', 'a', 'b', 'c'),
      handler: poison,
      mapping: { maximumRetryAttempts: 2, onFailure: 'dlq', ...PROVISIONED },
    });
    expect(batches).toEqual(Array(3).fill('a b c'));
    expect(ends(lines)).toEqual([['delivered', 'a,b,c', 'RetryAttemptsExhausted', 3]]);
  });

  it('is tried ten times more where there is a destination and no limit, on demand too (KAF-07)', () => {
    for (const mode of [PROVISIONED, {}]) {
      const { lines } = kafkaRun({
        arrivals: at('1 s', 'c'),
        handler: poison,
        mapping: { onFailure: { kafka: 'failures' }, ...mode },
      });
      expect(ends(lines)).toEqual([['delivered', 'c', 'RetryAttemptsExhausted', 11]]);
    }
  });

  it('goes to a topic of the scenario, where it is a record like others (KAF-08)', () => {
    const scenario = kafkaScenario({
      arrivals: at('1 s', 'c'),
      handler: poison,
      mapping: { maximumRetryAttempts: 0, onFailure: 'failures', ...PROVISIONED },
    });
    const { sources } = run({ ...scenario, sources: { ...scenario.sources, failures: { type: 'kafka' } } });
    expect(sources['failures']!.arrived).toBe(1);
  });

  it('is bisected where the mapping says so (KAF-07)', () => {
    const { batches, lines } = kafkaRun({
      arrivals: at('1 s', 'a', 'b', 'c', 'd'),
      handler: poison,
      mapping: { bisectBatchOnFunctionError: true, maximumRetryAttempts: 0, ...PROVISIONED },
    });
    expect(batches).toEqual(['a b c d', 'a b', 'c d', 'c', 'd']);
    expect(ends(lines)).toEqual([['skipped', 'c', 'RetryAttemptsExhausted', 1]]);
  });

  it('is left alone when its records are too old (J.1)', () => {
    const { lines } = kafkaRun({
      arrivals: at('1 s', 'c'),
      handler: poison,
      mapping: { maximumRecordAge: '60 s', onFailure: { sns: 'topic' }, ...PROVISIONED },
    });
    expect(ends(lines).map((end) => (end as string[]).slice(0, 3))).toEqual([['delivered', 'c', 'RecordAgeExceeded']]);
  });
});

describe('a report of single records', () => {
  const reports = { reportBatchItemFailures: true, maximumRetryAttempts: 1, ...PROVISIONED };

  it('leaves, in each partition, what lies from the lowest reported one on (KAF-07)', () => {
    // a0 a1 a2 in one partition, b0 b1 b2 in the other.
    const { batches, of } = kafkaRun({
      topic: { partitions: 2 },
      arrivals: at('1 s', 'a0', 'b0', 'a1', 'b1', 'a2', 'b2'),
      handler: { script: [{ report: ['b2', 'a1'] }, 'succeed'] },
      mapping: reports,
    });
    expect(batches.slice(0, 2)).toEqual(['b0 b1 b2 a0 a1 a2', 'b2 a1 a2']);
    expect(of('checkpointed')[0]!.records).toEqual(['b0', 'b1', 'a0']);
  });

  it('blocks the partitions with a failure, and no other; none for longer than until it goes on', () => {
    // Before the batch: b0 b1 b2 of partition 1, then a0 a1 a2 of partition 0.
    const blocked = (...script: object[]) => {
      const { stream } = kafkaRun({
        topic: { partitions: 2 },
        facts: { 'stream.continuation': '0 s' },
        arrivals: at('1 s', 'a0', 'b0', 'a1', 'b1', 'a2', 'b2'),
        handler: { script: [...script, 'succeed'] },
        mapping: { ...reports, maximumRetryAttempts: 5 },
      }).result.mappings['m']!;
      const [{ partitions, records }] = stream!.blockedSpans as [BlockedSpan];
      const shards = Object.fromEntries(stream!.blockedShards.map(({ shard, time }) => [shard, time / 1000]));
      return { partitions, records, shards, all: stream!.blocked / 1000 };
    };
    // A try follows at once after progress, and takes 100 ms.
    expect(blocked({ report: ['b2'] })).toEqual({ partitions: [1], records: 1, shards: { 1: 100 }, all: 100 });
    const both = blocked({ report: ['b0', 'a1'] }, { report: ['b0'] });
    expect(both).toMatchObject({ partitions: [1, 0], records: 5 });
    expect(both.shards[0]).toBeLessThan(both.shards[1]!);
  });

  it('is a success without any, and with one that names nobody the whole batch is tried again (KAF-07)', () => {
    for (const [answer, invocations] of [
      [{ report: [] }, 1],
      [{ return: null }, 1],
      [{ report: ['nobody'] }, 2],
    ] as const) {
      const { batches } = kafkaRun({
        arrivals: at('1 s', 'a', 'b'),
        handler: { script: [answer, 'succeed'] },
        mapping: reports,
      });
      expect([answer, batches]).toEqual([answer, Array(invocations).fill('a b')]);
    }
  });
});

it('a record that no invocation can hold goes to the destination (KAF-08)', () => {
  const { lines } = kafkaRun({
    arrivals: {
      records: [
        { id: 'large', at: '1 s', size: '5 MiB' },
        { id: 'a', at: '1 s' },
      ],
    },
    mapping: { onFailure: { s3: 'bucket' } },
  });
  expect(ends(lines)).toEqual([['delivered', 'large', 'MaximumPayloadSizeExceeded', 1]]);
});

it('looks for what is too old once for each batch, however much of it there is', () => {
  const looks = vi.spyOn(ConsumerGroup.prototype, 'unfitFirst');
  const { of } = kafkaRun({
    duration: '3 min',
    arrivals: { rate: '100/s', endAt: '4 s' },
    mapping: { batchSize: 400, maximumBatchingWindow: '5 s', maximumRecordAge: '60 s', ...PROVISIONED },
    events: [{ at: '2 s', for: '2 min', set: { 'functions.f.reservedConcurrency': 0 } }],
  });
  const count = looks.mock.calls.length;
  looks.mockRestore();
  expect(of('skipped')).toHaveLength(400);
  expect(count).toBeLessThan(40);
});
