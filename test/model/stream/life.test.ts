/** Streams and their mappings when shards, mappings and lanes come and go: resharding, rollover, disabling, outages, starts. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { run } from '../../support/run.ts';
import { AT_ONCE, streamRun, streamScenario, together } from '../../support/stream-runs.ts';

const ids = (n: number, prefix = 'r'): string[] => Array.from({ length: n }, (_, i) => `${prefix}${i}`);

/** A record each 50 ms, of ten keys in turn. */
const steady = (n: number) => ({
  records: ids(n).map((id, i) => ({ id, at: `${i * 50} ms`, attributes: { key: `k${i % 10}` } })),
});

describe('a reshard under backlog (KIN-32, KIN-33)', () => {
  // One shard, 20 records/s that come for a minute, 5 records/s handled.
  const told = streamRun({
    stream: { partitionKey: 'key' },
    arrivals: steady(1200),
    handler: { duration: '1 s' },
    mapping: { batchSize: 5 },
    events: [{ at: '10 s', reshard: { stream: 's', shards: 2 } }],
  });

  it('closes the shard half a minute later, while records are taken all the time', () => {
    const [reshard] = told.of('resharded');
    expect(reshard).toMatchObject({
      t: 40e6,
      closed: ['shardId-000000000000'],
      opened: ['shardId-000000000001', 'shardId-000000000002'],
    });
    expect(told.result.sources['s']).toMatchObject({ arrived: 1200, putsRefused: 0 });
  });

  it('hands over no record of a child before the last of the parent: the old backlog drains no faster', () => {
    const lanes = told.of('invoked').map(({ lane }) => lane!);
    const lastOfParent = lanes.lastIndexOf('shardId-000000000000');
    expect(lanes.slice(0, lastOfParent + 1)).toEqual(Array(lastOfParent + 1).fill('shardId-000000000000'));
    // The 800 records of the first 40 s take the 160 s that they would have taken without a reshard.
    const last = told.of('invoked')[lastOfParent]!.t / 1e6;
    expect(last).toBeGreaterThan(159);
    expect(last).toBeLessThan(162);
    expect(told.result.functions['f']!.concurrency.max).toBe(2);
    const parent = told
      .of('finished')
      .filter(({ lane }) => lane === 'shardId-000000000000')
      .at(-1)!;
    const children = told.of('invoked').filter(({ lane }) => lane !== 'shardId-000000000000');
    // Both begin at once, and only then.
    expect(new Set(children.slice(0, 2).map(({ t }) => t))).toEqual(new Set([parent.t]));
  });

  it('keeps the order of every key, and loses nothing', () => {
    const done = told.of('checkpointed').flatMap(({ records }) => records!);
    expect(new Set(done)).toEqual(new Set(ids(1200)));
    for (let key = 0; key < 10; key++) {
      const numbers = done.map((id) => Number(id.slice(1))).filter((number) => number % 10 === key);
      expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    }
  });
});

it('a shard that two were merged into waits for both (KIN-32)', () => {
  // MD5 puts a into the lower half of the hash keys and b into the upper: the backlog is in the lower shard alone.
  const of = (key: string, at: string, n: number) => ids(n, key).map((id) => ({ id, at, attributes: { key } }));
  const { lines } = streamRun({
    facts: { 'kinesis.reshard.time': '0 s' },
    stream: { shards: 2, partitionKey: 'key' },
    arrivals: {
      records: [...of('a', '0 s', 60), ...of('b', '0 s', 2), { id: 'late', at: '5 s', attributes: { key: 'b' } }],
    },
    handler: { duration: '1 s' },
    mapping: { batchSize: 5 },
    events: [{ at: '2 s', reshard: { stream: 's', shards: 1 } }],
  });
  const late = lines.findIndex(({ event, records }) => event === 'invoked' && records!.includes('late'));
  expect(lines[late]).toMatchObject({ lane: 'shardId-000000000002' });
  const before = lines.slice(0, late).filter(({ event }) => event === 'checkpointed');
  expect(before.flatMap(({ records }) => records!).length).toBe(62);
  expect(lines[late]!.t).toBeGreaterThan(12e6);
});

it('shards that roll over change neither concurrency nor order (DDB-06)', () => {
  const said = (rollover: object) => ({
    duration: '2 min',
    stream: { type: 'dynamodbStreams', shards: 2, partitionKey: 'key', ...rollover },
    arrivals: steady(1500),
    handler: { duration: '400 ms' },
    mapping: { batchSize: 5, parallelizationFactor: 2 },
  });
  const still = streamRun(said({}));
  const rolling = streamRun(said({ rollover: '7 s' }));
  expect(rolling.of('resharded').length).toBeGreaterThan(20);
  for (const { result, of } of [still, rolling]) {
    expect(result.functions['f']!.concurrency.max).toBe(4);
    const done = of('checkpointed').flatMap(({ records }) => records!.map((id) => Number(id.slice(1))));
    for (let key = 0; key < 10; key++) {
      const numbers = done.filter((number) => number % 10 === key);
      expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    }
    expect(result.sources['s']!.succeeded).toBe(1500);
  }
});

describe('shards that begin while a mapping does not poll are polled when it does', () => {
  const said = { stream: { shards: 1 }, arrivals: [together('ab', '1 s'), together('cd', '60 s')] };
  const reshard = { at: '20 s', reshard: { stream: 's', shards: 2 } };

  it.each([
    ['disabled', [{ at: '10 s', disable: 'm' }, reshard, { at: '100 s', enable: 'm' }]],
    ['out', [{ at: '10 s', for: '90 s', outage: { mapping: 'm' } }, reshard]],
  ])('%s', (_what, events) => {
    const { of, batches } = streamRun({ ...said, events });
    expect(of('resharded').length).toBe(1);
    expect(new Set(batches.flat())).toEqual(new Set('abcd'));
    expect(
      of('invoked')
        .filter(({ lane }) => lane !== 'shardId-000000000000')
        .every(({ t }) => t >= 100e6),
    ).toBe(true);
  });

  it('also when their lanes have higher numbers than some that were never polled', () => {
    const { batches } = streamRun({
      ...said,
      stream: { type: 'dynamodbStreams', shards: 2, rollover: '4 s' },
      events: [{ at: '10 s', for: '30 s', outage: { mapping: 'm' } }],
    });
    expect(new Set(batches.flat())).toEqual(new Set('abcd'));
  });
});

describe('a mapping begins (KIN-18)', () => {
  const arrivals = [together('ab', '1 s'), together('c', '30 s'), together('d', '50 s')];
  it.each([
    ['with the oldest record', { startingPosition: 'TRIM_HORIZON' }, 'abcd', 0],
    ['with what comes', { startingPosition: 'LATEST' }, 'd', 3],
    ['with an instant', { startingPosition: 'AT_TIMESTAMP', startingPositionTimestamp: '29 s' }, 'cd', 2],
  ])('%s', (_what, mapping, expected, passedOver) => {
    const { batches, of, result } = streamRun({ arrivals, mapping: { ...mapping, enabledAt: '40 s' } });
    expect(batches.flat()).toEqual([...expected]);
    expect(of('began')[0]).toMatchObject({ t: 40e6, passedOver });
    expect(result.sources['s']!.books.out).toMatchObject({ passed: 4, waiting: 0 });
  });

  it('some time after it was made, where the scenario says so: what LATEST misses', () => {
    const { batches } = streamRun({
      facts: { 'stream.startDelay': '35 s' },
      arrivals,
      mapping: { startingPosition: 'LATEST' },
    });
    expect(batches.flat()).toEqual(['d']);
  });

  it('without what has expired, though another mapping still holds it', () => {
    const scenario = {
      facts: { 'kinesis.retention': '20 s', 'kinesis.retention.min': '20 s' },
      function: { reservedConcurrency: 0 },
      arrivals: [together('a', '1 s'), together('b', '25 s')],
      mapping: { maximumRetryAttempts: 0 },
    };
    const held = streamRun(scenario).of('throttled').at(-1)!;
    expect(held.records).toEqual(['b']);
    // The first mapping is refused until after the expiry at 21 s, and looks again at 40 s; the second begins between.
    const { of } = streamRun({
      ...scenario,
      mapping: { ...scenario.mapping },
      events: [],
      others: {
        functions: { g: { coldStart: 'none', handler: { duration: '100 ms' } } },
        mappings: { n: { source: 's', function: 'g', startingPosition: 'TRIM_HORIZON', enabledAt: '30 s' } },
      },
    });
    expect(of('began')[1]).toMatchObject({ mapping: 'n', passedOver: 1 });
    expect(of('expired').map(({ mapping }) => mapping)).not.toContain('n');
    expect(of('invoked').map(({ mapping, records }) => [mapping, records])).toEqual([['n', ['b']]]);
  });
});

it('records that nobody reads leave their stream as they come, however late somebody looks', () => {
  const said = {
    duration: '1 min',
    arrivals: together('abc', '1 s'),
    mapping: { startingPosition: 'LATEST', enabledAt: '30 s' },
  };
  const { result } = streamRun(said);
  expect(result.sources['s']).toMatchObject({ depth: { mean: 0, last: 0 }, books: { out: { passed: 3, waiting: 0 } } });
});

it('what is left is counted after what came, however late somebody looks', () => {
  // A record comes while a batch is tried that is then given up; nobody waits for the record, as the mapping is out.
  const said = {
    duration: '1 min',
    arrivals: [together('a', '1 s'), together('b', '10 s'), together('c', '10900 ms')],
    facts: AT_ONCE.facts,
    handler: { duration: '10 s', script: ['throw', 'succeed'] },
    mapping: { ...AT_ONCE.mapping, maximumRetryAttempts: 0 },
    events: [{ at: '5 s', for: '20 s', outage: { mapping: 'm' } }],
  };
  const { of, result } = streamRun(said);
  expect(of('skipped')[0]).toMatchObject({ t: 11e6, records: ['a'] });
  expect(result.sources['s']!.depth.max).toBe(3);
  expect(run(streamScenario(said))).toEqual(result);
});

it('a mapping that is disabled between two tries begins with the same records, in their order', () => {
  const { batches, of } = streamRun({
    arrivals: together('abcd', '1 s'),
    facts: AT_ONCE.facts,
    handler: { script: ['throw', 'throw', 'throw', 'succeed'] },
    mapping: { ...AT_ONCE.mapping, batchSize: 3 },
    // Tried at 1 s, 1.25 s and 1.65 s, and next at 2.35 s.
    events: [
      { at: '2 s', disable: 'm' },
      { at: '30 s', enable: 'm' },
    ],
  });
  expect(batches.map((ids) => ids.join(''))).toEqual(['abc', 'abc', 'abc', 'abc', 'd']);
  expect(of('invoked').map(({ t, attempt }) => [t >= 30e6, attempt])).toEqual([
    [false, 1],
    [false, 2],
    [false, 3],
    [true, 1],
    [true, 1],
  ]);
});

it('readers of several shards and mappings do not poll at the same instants (KIN-11)', () => {
  const { of } = streamRun({
    stream: { shards: 3, partitionKey: 'key' },
    arrivals: steady(10),
    others: {
      functions: { g: { coldStart: 'none', handler: { duration: '100 ms' } } },
      mappings: { n: { source: 's', function: 'g', startingPosition: 'TRIM_HORIZON' } },
    },
    mapping: { enabledAt: '1 s' },
  });
  const reads = of('received').map(({ t }) => t % 1e6);
  expect(new Set(reads).size).toBe(reads.length);
  expect(reads.length).toBeGreaterThanOrEqual(6);
});

it('what did not fit into the payload waits for a window of its own, and more is read meanwhile (UNK-23)', () => {
  const big = (id: string, at: string) => ({ id, at, size: '1000 KiB' });
  const { batches, of } = streamRun({
    facts: AT_ONCE.facts,
    // Base64 makes 1.3 MiB of each: four fit into 6 MiB.
    arrivals: {
      records: [...ids(6).map((id, i) => big(id, `${i} s`)), big('late', '21 s')],
    },
    handler: { duration: '30 s' },
    mapping: { ...AT_ONCE.mapping, batchSize: 10, maximumBatchingWindow: '10 s', enabledAt: '20 s' },
  });
  expect(batches).toEqual([ids(4), ['r4', 'r5', 'late']]);
  expect(of('batched').map(({ reason }) => reason)).toEqual(['payload', 'window']);
});

describe('lanes (KIN-14, KIN-15)', () => {
  it('have the keys of their remainder by the factor, as node has it', () => {
    const { of } = streamRun({
      stream: { partitionKey: 'key' },
      arrivals: steady(200),
      mapping: { parallelizationFactor: 3 },
    });
    for (const { lane, records } of of('invoked')) {
      for (const id of records!) {
        const hash = createHash('md5')
          .update(`k${Number(id.slice(1)) % 10}`)
          .digest('hex');
        expect(Number(BigInt(`0x${hash}`) % 3n)).toBe(Number(lane!.split('/')[1]));
      }
    }
  });
});
