/** Mappings of Kafka on demand: consumers, batches, order, and what a failed batch holds up. */
import { describe, expect, it } from 'vitest';
import { kafkaRun } from '../../support/kafka-runs.ts';

const at = (time: string, ...ids: string[]) => ({ records: ids.map((id) => ({ id, at: time })) });

describe('a batch', () => {
  it('may be of several partitions of its consumer; records without a key go to them in turn (R-KAF-02)', () => {
    const { batches } = kafkaRun({ topic: { partitions: 3 }, arrivals: at('1 s', 'a', 'b', 'c', 'd') });
    // One partition after the other, each in order.
    expect(batches).toEqual(['c b a d']);
  });

  it('is closed 500 ms after its first record unless the mapping says otherwise (KAF-05)', () => {
    const { of } = kafkaRun({
      arrivals: [at('1 s', 'a'), at('1.3 s', 'b'), at('1.6 s', 'c')],
      mapping: { maximumBatchingWindow: undefined },
    });
    expect(of('invoked').map(({ t, records }) => [t, records!.join(' ')])).toEqual([
      [1.5e6, 'a b'],
      [2.1e6, 'c'],
    ]);
  });

  it('waits for the one before: the next window begins when its invocation has ended (KAF-05)', () => {
    const { of } = kafkaRun({
      arrivals: [at('1 s', 'a'), at('1.6 s', 'b')],
      handler: { duration: '1 s' },
      mapping: { maximumBatchingWindow: undefined },
    });
    expect(of('invoked').map(({ t }) => t)).toEqual([1.5e6, 3e6]);
  });

  it('has 100 records at the most unless the mapping says otherwise, and 6 MB (KAF-05)', () => {
    const ids = Array.from({ length: 250 }, (_, i) => `r${i}`);
    const many = kafkaRun({ arrivals: at('1 s', ...ids) });
    expect(many.of('invoked').map(({ records }) => records!.length)).toEqual([100, 100, 50]);
    // Base64 makes 4/3 of it: four records of 1 MiB and a little more fit.
    const large = { records: ids.slice(0, 9).map((id) => ({ id, at: '1 s', size: '1 MiB' })) };
    expect(
      kafkaRun({ arrivals: large })
        .of('batched')
        .map(({ records, reason }) => [records!.length, reason]),
    ).toEqual([
      [4, 'payload'],
      [4, 'payload'],
      [1, 'noWindow'],
    ]);
  });

  it('is begun where the mapping begins to read: what filters pass over is committed (KAF-09)', () => {
    const { batches, result } = kafkaRun({
      topic: { partitionKey: 'k' },
      arrivals: { records: ['x', 'y', 'x'].map((k, i) => ({ id: `${k}${i}`, at: '1 s', key: 'k', body: { k } })) },
      mapping: { filters: [{ value: { k: ['y'] } }] },
    });
    expect(batches).toEqual(['y1']);
    expect(result.mappings['m']!.stream!.books.out).toMatchObject({ filtered: 2, succeeded: 1, waiting: 0 });
  });
});

describe('consumers', () => {
  /** One consumer handles 10 records in a second, one by one. */
  const load = { rate: '10/s' };
  const oneByOne = { batchSize: 1 };

  it('are one at first, then twice as many each minute while the lag grows (KAF-01, UNK-10)', () => {
    const { of } = kafkaRun({
      ...{ duration: '5 min', topic: { partitions: 12 }, arrivals: load, mapping: oneByOne },
      handler: { duration: '300 ms' },
    });
    expect(of('rebalanced').map(({ t, consumers, moved }) => [t / 60e6, consumers, moved])).toEqual([
      [0, 1, 0],
      [1, 2, 6],
      [2, 4, 6],
    ]);
  });

  it('are never more than there are partitions (KAF-02)', () => {
    const { of, result } = kafkaRun({
      ...{ duration: '4 min', topic: { partitions: 3 }, arrivals: load, mapping: oneByOne },
      handler: { duration: '1 s' },
    });
    expect(of('rebalanced').map(({ consumers }) => consumers)).toEqual([1, 2, 3]);
    expect(result.functions['f']!.concurrency.max).toBe(3);
    expect(result.mappings['m']!.pollers!.max).toBe(3);
  });

  it('are halved after three minutes without lag', () => {
    const { of } = kafkaRun({
      ...{ duration: '8 min', topic: { partitions: 2 }, mapping: oneByOne },
      arrivals: { rate: '10/s', endAt: '2 min' },
      handler: { duration: '120 ms' },
    });
    const seen = of('rebalanced').map(({ t, consumers }) => [t / 60e6, consumers]);
    expect(seen.slice(0, 2)).toEqual([
      [0, 1],
      [1, 2],
    ]);
    // Two are enough: what waited after the first minute is gone at the second.
    expect(seen.slice(2)).toEqual([[4, 1]]);
  });

  it('are halved when most invocations of a minute were refused (KAF-01)', () => {
    const { of } = kafkaRun({
      ...{ duration: '4 min', topic: { partitions: 2 }, arrivals: load, mapping: oneByOne },
      handler: { duration: '300 ms' },
      events: [{ at: '2 min', set: { 'functions.f.reservedConcurrency': 0 } }],
    });
    expect(of('rebalanced').map(({ t, consumers }) => [t / 60e6, consumers])).toEqual([
      [0, 1],
      [1, 2],
      [3, 1],
    ]);
  });

  it('hand a partition over only when no batch holds records of it', () => {
    const { of } = kafkaRun({
      duration: '3 min',
      topic: { partitions: 2 },
      arrivals: [at('1 s', 'a'), at('30 s', 'b', 'c', 'd')],
      handler: { duration: '100 s' },
    });
    // At one minute the lag has grown. The batch of a is with the first consumer until 101 s; b waits in the other partition.
    const lanes = of('invoked').map(({ t, lane, records }) => [t / 1e6, lane, records!.join(' ')]);
    expect(lanes).toEqual([
      [1, 'consumer-0', 'a'],
      [60, 'consumer-1', 'b d'],
      [101, 'consumer-0', 'c'],
    ]);
  });
});

describe('a poison record', () => {
  it('blocks the partitions of its batch until it succeeds or is lost to retention (KAF-07, R-KAF-02)', () => {
    const { of, result } = kafkaRun({
      duration: '20 min',
      topic: { partitions: 2, retentionPeriod: '10 min' },
      arrivals: [at('1 s', 'p0', 'p1'), at('2 s', 'q0', 'q1'), at('15 min', 'r0', 'r1')],
      handler: { when: [{ id: 'p0', then: 'throw' }] },
    });
    const done = of('checkpointed').map(({ records }) => records!.join(' '));
    // p1 shares the batch, and goes with it; the others wait behind.
    expect(of('expired').map(({ records }) => records![0])).toEqual(['q0', 'q1', 'p1', 'p0']);
    expect(done).toEqual(['r1 r0']);
    expect(result.mappings['m']!.stream!.books.out).toMatchObject({ expired: 4, succeeded: 2, waiting: 0 });
  });

  it('leaves the partitions of other consumers alone', () => {
    const { of } = kafkaRun({
      duration: '6 min',
      topic: { partitions: 2 },
      // The lag grows in the first minute, so that there are two consumers.
      arrivals: [at('1 s', 'p0'), at('2 s', 'a1'), at('90 s', 'b0', 'b1')],
      facts: { 'kafka.onDemand.mostFailures': '100 %' },
      handler: { when: [{ id: 'p0', then: 'throw' }] },
    });
    const done = of('checkpointed').flatMap(({ records }) => records!);
    expect(done).toContain('b1');
    expect(done).not.toContain('b0');
  });
});
