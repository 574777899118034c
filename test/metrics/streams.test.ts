/** What a result says of streams: each figure worked out by hand, on scenarios whose instants are round. */
import { describe, expect, it } from 'vitest';
import { ShardRows } from '../../src/metrics/streams/series.ts';
import { journaled, run, type Line } from '../support/run.ts';

/** Pushed at once, and going on at once: all that is left are the handler's times and the pauses before retries (0.15 s, 0.3 s …). */
const ROUND = { 'kinesis.fanOut.latency': 'off', 'stream.continuation': '0 s' };
const S = 1_000_000;
const quick = { handler: { duration: '1 ms' } };

interface Parts {
  readonly records: readonly object[];
  readonly handler?: object;
  readonly mapping?: object;
  readonly source?: object;
  readonly facts?: object;
  readonly top?: object;
}

function scenario({ records, handler, mapping, source, facts, top }: Parts): object {
  const poison = { duration: '100 ms', when: [{ attributes: { bad: true }, then: 'throw' }] };
  return {
    lagcast: 1,
    duration: '1 min',
    facts: { ...ROUND, ...facts },
    functions: { f: { timeout: '1 min', coldStart: 'none', handler: handler ?? poison } },
    sources: { s: { type: 'kinesis', shards: 1, arrivals: [{ records }], ...source } },
    mappings: { m: { source: 's', function: 'f', startingPosition: 'TRIM_HORIZON', enhancedFanOut: true, ...mapping } },
    ...top,
  };
}

function streamOf(parts: Parts) {
  const result = run(scenario(parts));
  return {
    source: result.sources['s']!,
    stream: result.sources['s']!.stream!,
    m: result.mappings['m']!.stream!,
    result,
  };
}

const bad = { attributes: { bad: true } };
const abc = [{ id: 'a' }, { id: 'b', ...bad }, { id: 'c' }];

describe('the iterator age', () => {
  // a is sent at once and takes a second; b, put at 0.5 s, is sent when a is over.
  const two: Parts = { records: [{ id: 'a' }, { id: 'b', at: '500 ms' }], handler: { duration: '1 s' } };

  it('is that of the last record when it is sent (KIN-34)', () => {
    const { m } = streamOf(two);
    expect(m.iteratorAge).toMatchObject({ count: 2, min: 0, max: 0.5 * S });
    expect(m.iteratorAge).toEqual(m.iteratorAgeAtSend);
  });

  it('does not exist for the last call of a tumbling window, which has no records (KIN-31)', () => {
    // Windows of 10 s; the one of a ends when b is read, the one of b two minutes late.
    const { m, result } = streamOf({
      records: [{ id: 'a' }, { id: 'b', at: '15 s' }],
      mapping: { tumblingWindow: '10 s' },
      top: { duration: '5 min' },
    });
    expect(result.mappings['m']!.invocations).toBe(4);
    expect(m.iteratorAgeAtSend).toMatchObject({ count: 2, min: 0, max: 0.1 * S, mean: 0.05 * S });
    expect(m.iteratorAgeAtFinish).toMatchObject({ count: 2, min: 0.1 * S, max: 0.2 * S });
  });

  it('was that of the last record when the function had finished it (KIN-34, until 2023)', () => {
    expect(streamOf(two).m.iteratorAgeAtFinish).toMatchObject({ count: 2, min: S, max: 1.5 * S });
    const { m } = streamOf({ ...two, facts: { 'stream.iteratorAgeAt': 'finish' } });
    expect(m.iteratorAge).toEqual(m.iteratorAgeAtFinish);
    expect(m.iteratorAge.max).toBe(1.5 * S);
  });

  it('is emitted again, and larger, for a retry (KIN-34)', () => {
    const { m } = streamOf({ records: [{ id: 'a', ...bad }], mapping: { maximumRetryAttempts: 2 } });
    // Sent at 0, at 0.1 + 0.15 and at 0.35 + 0.3 s.
    expect(m.iteratorAge).toMatchObject({ count: 3, min: 0, max: 0.65 * S, mean: (0.25 * S + 0.65 * S) / 3 });
  });

  it('counts from a whole second in a DynamoDB stream (DDB-09)', () => {
    const { result, lines } = journaled({
      ...scenario({ records: [] }),
      sources: { s: { type: 'dynamodbStreams', shards: 1, arrivals: [{ records: [{ id: 'a', at: '1.4 s' }] }] } },
      mappings: { m: { source: 's', function: 'f', startingPosition: 'TRIM_HORIZON' } },
    });
    const sent = lines.find(({ event }) => event === 'invoked')!.t;
    expect(result.mappings['m']!.stream!.iteratorAge).toMatchObject({ count: 1, max: sent - S });
  });

  it('is not that of GetRecords, which is 0 when there is nothing behind (KIN-35)', () => {
    const { result, lines } = journaled(
      scenario({
        records: [{ id: 'a' }, { id: 'b' }],
        mapping: { enhancedFanOut: undefined, batchSize: 1 },
        facts: { 'kinesis.read.mostRecords': 1, 'kinesis.propagation': '0 s' },
      }),
    );
    const first = lines.find(({ event }) => event === 'received')!.t;
    expect(result.sources['s']!.stream!.getRecordsAge).toMatchObject({ count: 2, min: 0, max: first });
    expect(result.mappings['m']!.stream!.recordsPerRead).toMatchObject({ count: 2, max: 1 });
  });
});

describe('a lane that is blocked', () => {
  it('is so from the first failure until its batch is given up, by the record at its head', () => {
    const { m } = streamOf({ records: abc, mapping: { maximumRetryAttempts: 1 } });
    // Fails at 0.1 s, is tried again after 0.15 s, fails at 0.35 s.
    expect(m.blockedSpans).toEqual([
      {
        ...{ shard: 0, lane: 'shardId-000000000000', record: 'a', records: 3, failures: 2 },
        ...{ from: 0.1 * S, until: 0.35 * S, end: 'skipped' },
      },
    ]);
    expect(m).toMatchObject({
      blocked: 0.25 * S,
      blockings: 1,
      retries: 1,
      bisects: 0,
      discarded: 3,
      toDestination: 0,
    });
    expect(m.blockedShards).toEqual([{ shard: 0, time: 0.25 * S }]);
  });

  it('is so by the record that bisecting finds; parts that succeed acquit theirs (KIN-25)', () => {
    const { m } = streamOf({
      records: abc,
      mapping: { maximumRetryAttempts: 1, bisectBatchOnFunctionError: true, onFailure: { sns: 't' } },
    });
    // [a b c] until 0.1 s, [a b] until 0.2 s, [a] succeeds at 0.3 s, [b] fails at 0.4 s and again at 0.65 s.
    expect(m.blockedSpans).toMatchObject([
      { record: 'b', records: 3, failures: 4, from: 0.1 * S, until: 0.65 * S, end: 'toDestination' },
    ]);
    expect(m).toMatchObject({ retries: 1, bisects: 2, toDestination: 1, discarded: 0, blocked: 0.55 * S });
    expect(m.books.out).toMatchObject({ succeeded: 2, toDestination: 1, waiting: 0 });
  });

  it('is so until all parts have succeeded, when none of them is to blame', () => {
    const handler = { duration: '100 ms', script: ['throw', 'succeed'] };
    const { m } = streamOf({ records: abc, handler, mapping: { bisectBatchOnFunctionError: true } });
    expect(m.blockedSpans).toMatchObject([
      { record: 'c', failures: 1, from: 0.1 * S, until: 0.3 * S, end: 'succeeded' },
    ]);
  });

  it('is so by the first record that is reported, and by the next one after progress (KIN-27, KIN-36)', () => {
    const script = [{ report: ['b'] }, { report: ['c'] }, 'succeed'];
    const { m } = streamOf({
      records: abc,
      handler: { duration: '100 ms', script },
      mapping: { reportBatchItemFailures: true },
    });
    // a succeeds at 0.1 s, b at 0.2 s, c at 0.3 s: what is left is sent at once, which is no retry of the batch.
    expect(m.blockedSpans).toMatchObject([
      { record: 'b', records: 2, failures: 1, from: 0.1 * S, until: 0.2 * S, end: 'succeeded' },
      { record: 'c', records: 1, failures: 1, from: 0.2 * S, until: 0.3 * S, end: 'succeeded' },
    ]);
    expect(m).toMatchObject({ blocked: 0.2 * S, blockings: 2, retries: 0 });
  });

  it('is not so by a refusal (KIN-23)', () => {
    const { m, result } = streamOf({
      records: [{ id: 'a' }],
      top: { functions: { f: { timeout: '1 min', reservedConcurrency: 0, handler: { duration: '1 s' } } } },
    });
    expect(result.mappings['m']!.throttles).toBeGreaterThan(0);
    expect(m).toMatchObject({ blocked: 0, blockedSpans: [], retries: 0 });
  });

  it('may be so at the end: its time counts until then, and has no end', () => {
    const { m } = streamOf({ records: [{ id: 'a', ...bad }] });
    expect(m.blockedSpans).toMatchObject([{ record: 'a', from: 0.1 * S, until: null, end: null }]);
    expect(m.blocked).toBe(60 * S - 0.1 * S);
    expect(m.books.out.waiting).toBe(1);
  });

  it('counts a shard once, however many of its lanes are blocked', () => {
    const records = ['x', 'y', 'z'].map((key, i) => ({ id: key, key, at: `${i} s`, attributes: { bad: true } }));
    const { m } = streamOf({ records, source: { partitionKey: 'key' }, mapping: { parallelizationFactor: 10 } });
    expect(m.lanesUsed).toBe(new Set(m.blockedSpans.map(({ lane }) => lane)).size);
    expect(m.lanesUsed).toBeGreaterThan(1);
    expect(m.blocked).toBe(60 * S - 0.1 * S);
  });

  it('keeps the twenty longest, the longest first', () => {
    const records = Array.from({ length: 30 }, (_, i) => ({ id: `r${i}`, at: `${i} s`, ...bad }));
    const { m } = streamOf({ records, mapping: { maximumRetryAttempts: 1 } });
    expect(m.blockings).toBe(30);
    expect(m.blockedSpans).toHaveLength(20);
    expect(m.blockedSpans[0]).toMatchObject({ record: 'r0' });
  });
});

describe('a poison record that outlives the retention', () => {
  const day = 24 * 3600 * S;
  const { result, lines } = journaled(
    scenario({
      records: [
        { id: 'a', ...bad },
        { id: 'b', at: '1 s' },
        { id: 'c', at: '2 h' },
      ],
      mapping: { batchSize: 1 },
      top: { duration: '25 h' },
    }),
  );
  const m = result.mappings['m']!.stream!;

  it('takes with it what expires behind it, and nobody is told', () => {
    const lost = lines.filter(({ event }) => event === 'expired');
    expect(lost.map(({ records }) => records![0])).toEqual(['b', 'a']);
    expect(lost[0]!.t).toBe(day + S);
    expect(m).toMatchObject({ expired: 2, expiredBehindBlocked: 1 });
    expect(m.books.out).toMatchObject({ succeeded: 1, expired: 2, waiting: 0 });
  });

  it('blocks until the retry that finds it gone', () => {
    const [span] = m.blockedSpans;
    expect(span).toMatchObject({ record: 'a', from: 0.1 * S, end: 'expired' });
    expect(span!.until).toBe(lines.find(({ records, event }) => event === 'expired' && records![0] === 'a')!.t);
  });
});

describe('the parallelism', () => {
  it('is no more than the keys there are, whatever lanes there could be (KIN-14)', () => {
    const records = Array.from({ length: 300 }, (_, i) => ({ id: `r${i}`, key: `k${i % 3}` }));
    const { m, result } = streamOf({
      records,
      source: { shards: 4, partitionKey: 'key' },
      handler: { duration: '1 s' },
      mapping: { parallelizationFactor: 10, batchSize: 10 },
    });
    expect(result.mappings['m']!.pollers!.max).toBe(40);
    expect(m.lanesUsed).toBeLessThanOrEqual(3);
    expect(m.running.max).toBe(m.lanesUsed);
    // 30 batches of a second.
    expect(m.running.mean * 60).toBeCloseTo(30);
  });
});

describe('puts', () => {
  it('are refused, tried again, and late (KIN-01)', () => {
    const { source, stream } = streamOf({
      records: [{ id: 'a' }, { id: 'b' }],
      facts: { 'kinesis.write.records': 1, 'kinesis.put.retry.first': '600 ms', 'kinesis.put.retry.max': '600 ms' },
    });
    // b is refused at 0 and at 0.6 s, and taken in the next second, at 1.2 s.
    expect(source).toMatchObject({ arrived: 2, putsRefused: 2, putsDropped: 0 });
    expect(stream.putDelay).toMatchObject({ count: 1, max: 1.2 * S });
  });

  it('are refused and dropped, where the producer does so', () => {
    const { source, stream } = streamOf({
      records: [{ id: 'a' }, { id: 'b' }],
      source: { onThrottle: 'drop' },
      facts: { 'kinesis.write.records': 1 },
    });
    expect(source).toMatchObject({ arrived: 1, putsRefused: 1, putsDropped: 1 });
    expect(stream.putDelay.count).toBe(0);
  });
});

describe('reads', () => {
  it('are refused where three mappings read a DynamoDB stream (DDB-03), and counted for each', () => {
    const mapping = (fn: string) => ({ source: 's', function: fn, startingPosition: 'TRIM_HORIZON' });
    const { result, lines } = journaled({
      lagcast: 1,
      duration: '1 min',
      functions: { f: quick, g: quick, h: quick },
      sources: { s: { type: 'dynamodbStreams', shards: 1, arrivals: [{ rate: '50/s' }] } },
      mappings: { a: mapping('f'), b: mapping('g'), c: mapping('h') },
    });
    const told = (mapping: string) =>
      lines.filter((line: Line) => line.event === 'readThrottled' && line.mapping === mapping).length;
    for (const name of ['a', 'b', 'c']) expect(result.mappings[name]!.stream!.readsThrottled).toBe(told(name));
    expect(result.sources['s']!.stream!.readsThrottled).toBe(told('a') + told('b') + told('c'));
    expect(result.sources['s']!.stream!.readsThrottled).toBeGreaterThan(10);
  });
});

describe('shards', () => {
  it('are counted over time, and each split is told (KIN-08)', () => {
    const { stream } = streamOf({
      records: abc,
      facts: { 'kinesis.reshard.time': '10 s' },
      top: { events: [{ at: '20 s', reshard: { stream: 's', shards: 2 } }] },
    });
    // One until 30 s, then two.
    expect(stream.shards).toMatchObject({ mean: 1.5, min: 1, max: 2, last: 2 });
    expect(stream.reshards).toEqual([
      { at: 30 * S, closed: ['shardId-000000000000'], opened: ['shardId-000000000001', 'shardId-000000000002'] },
    ]);
    expect(stream.reshardsLeftOut).toBe(0);
  });
});

describe('the books of a mapping', () => {
  it('begin where it begins to read (KIN-18)', () => {
    const { m } = streamOf({
      records: [{ id: 'a' }, { id: 'b', at: '20 s' }],
      mapping: { startingPosition: 'LATEST', enabledAt: '10 s' },
    });
    expect(m.books).toEqual({
      in: { arrived: 2 },
      out: {
        ...{ beforeStart: 1, filtered: 0, succeeded: 1, acknowledgedUnprocessed: 0 },
        ...{ toDestination: 0, skipped: 0, expired: 0, waiting: 0 },
      },
    });
  });

  it('hold the warm-up, and figures do not', () => {
    const { m } = streamOf({
      records: [
        { id: 'a', ...bad },
        { id: 'b', at: '20 s', ...bad },
      ],
      mapping: { maximumRetryAttempts: 1 },
      top: { warmUp: '10 s' },
    });
    expect(m.books.out.skipped).toBe(2);
    expect(m).toMatchObject({ discarded: 1, retries: 1, blockings: 1, blocked: 0.25 * S, iteratorAge: { count: 2 } });
    expect(m.blockedSpans).toHaveLength(2);
  });

  it('are not made where there are no streams', () => {
    const result = run({
      lagcast: 1,
      duration: '1 min',
      functions: { f: quick },
      sources: { q: { type: 'sqs', arrivals: [{ rate: '1/s' }] } },
      mappings: { m: { source: 'q', function: 'f' } },
    });
    expect([result.sources['q']!.stream, result.mappings['m']!.stream]).toEqual([null, null]);
  });
});

describe('the series of a mapping', () => {
  it('have the age of the oldest record where nothing was sent, so that a blocked shard grows older', () => {
    // a fails at 0.1 s and is tried at 0.25, 0.65, 1.35, 2.65, 5.15, 10.05 and 19.75 s; the next pause is 19.2 s.
    const { result } = streamOf({ records: [{ id: 'a', ...bad }], mapping: {} });
    const { period } = result.series;
    const { iteratorAge, blockedLanes, running, shards, shardsPerRow } = result.series.mappings['m']!.stream!;
    expect(period).toBe(0.2 * S);
    // Sent at 0, 0.25 and 0.65 s; blocked from 0.1 s on, and older at the end of each reading.
    expect(iteratorAge.slice(0, 5)).toEqual([0.2 * S, 0.4 * S, 0.6 * S, 0.8 * S, S]);
    expect(iteratorAge.at(-1)).toBe(60 * S);
    expect(blockedLanes.every((lanes) => lanes === 1)).toBe(true);
    expect(running.slice(0, 4)).toEqual([1, 1, 0, 1]);
    expect([shards.length, shardsPerRow]).toEqual([1, 1]);
    expect(shards[0]!.iteratorAge).toEqual(iteratorAge);
  });

  it('tell the shards apart', () => {
    const [first, second] = [0n, 2n ** 127n].map(String);
    const { result } = streamOf({
      records: [
        { id: 'a', attributes: { hash: first!, bad: true } },
        { id: 'b', at: '30 s', attributes: { hash: second! } },
      ],
      source: { shards: 2, explicitHashKey: 'hash' },
    });
    const { shards, iteratorAge } = result.series.mappings['m']!.stream!;
    expect(shards[0]!.iteratorAge).toEqual(iteratorAge);
    expect(shards[1]!.iteratorAge.filter((age) => age !== null)).toEqual([0]);
    expect(shards[1]!.blockedLanes.some((lanes) => lanes > 0)).toBe(false);
  });

  it('have refused puts and throttled reads by the interval, and the shards there are', () => {
    const { result } = streamOf({
      records: [{ id: 'a' }, { id: 'b' }],
      facts: { 'kinesis.write.records': 1, 'kinesis.put.retry.first': '600 ms', 'kinesis.put.retry.max': '600 ms' },
    });
    const { putsRefused, shards } = result.series.sources['s']!.stream!;
    expect(putsRefused.slice(0, 5)).toEqual([1, 0, 1, 0, 0]);
    expect(shards.every((n) => n === 1)).toBe(true);
  });

  it('have rows of neighbours where shards are too many: the greatest age, the sum of blocked lanes', () => {
    const rows = new ShardRows(4);
    [0, 1, 2, 3].forEach((shard) => rows.note(shard, 0, shard * 10, 1));
    expect(rows.perRow).toBe(1);
    rows.note(4, 1, null, 2);
    rows.note(5, 1, 7, 0);
    expect(rows.perRow).toBe(2);
    expect(rows.toResult(3)).toEqual([
      { iteratorAge: [10, null, null], blockedLanes: [2, 0, 0] },
      { iteratorAge: [30, null, null], blockedLanes: [2, 0, 0] },
      { iteratorAge: [null, 7, null], blockedLanes: [0, 2, 0] },
    ]);
    rows.note(9_999, 2, 1, 0);
    expect(rows.perRow).toBe(4096);
    expect(rows.toResult(3)).toHaveLength(3);
  });
});

describe('objectives', () => {
  it('may be about streams', () => {
    const objectives = [
      'p99(m.iteratorAge) < 1 s',
      'm.blocked <= 250 ms',
      'm.discarded == 3',
      's.discarded == 3',
      'max(m.running) == 1',
    ];
    const { result } = streamOf({ records: abc, mapping: { maximumRetryAttempts: 1 }, top: { objectives } });
    expect(result.objectives.map(({ met, value, unit }) => [met, value, unit])).toEqual([
      [true, 0.25 * S, 'duration'],
      [true, 0.25 * S, 'duration'],
      [true, 3, 'count'],
      [true, 3, 'count'],
      [true, 1, 'count'],
    ]);
  });
});
