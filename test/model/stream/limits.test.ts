/** What shards take and give, and where keys go. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Listener, type Named } from '../../../src/model/observer.ts';
import { AT_ONCE, streamRun, streamScenario, together } from '../../support/stream-runs.ts';
import { run } from '../../support/run.ts';

const ids = (n: number, prefix = 'r'): string[] => Array.from({ length: n }, (_, i) => `${prefix}${i}`);

describe('a shard of Kinesis takes in a second (KIN-01)', () => {
  it('a thousand records, and the others later where producers try again', () => {
    const { result, of } = streamRun({ duration: '1 min', arrivals: together(ids(1200)) });
    expect(result.sources['s']).toMatchObject({ arrived: 1200, putsRefused: expect.any(Number), putsDropped: 0 });
    const perSecond = new Map<number, number>();
    for (const { t } of of('sent')) perSecond.set(Math.floor(t / 1e6), (perSecond.get(Math.floor(t / 1e6)) ?? 0) + 1);
    expect([...perSecond]).toEqual([
      [1, 1000],
      [2, 200],
    ]);
    // Those refused at 1 s are refused at 1.1, 1.3 and 1.7 s too, and taken at 2.5 s: pauses double from 0.1 s.
    expect(result.sources['s']!.putsRefused).toBe(4 * 200);
    expect(of('sent').at(-1)!.t).toBe(2.5e6);
  });

  it('a thousand records, and no others where producers drop them', () => {
    const { result, of } = streamRun({ arrivals: together(ids(1200)), stream: { onThrottle: 'drop' } });
    expect(result.sources['s']).toMatchObject({ arrived: 1000, putsRefused: 200, putsDropped: 200, succeeded: 1000 });
    expect(of('dropped').every(({ records }) => Number(records![0]!.slice(1)) >= 1000)).toBe(true);
  });

  it('a MiB, keys included', () => {
    const taken = (size: string) =>
      streamRun({
        stream: { onThrottle: 'drop', partitionKey: 'key' },
        arrivals: { records: ids(4).map((id) => ({ id, at: '1 s', size, attributes: { key: 'four' } })) },
      }).result.sources['s']!.arrived;
    // 4 × (262,140 + 4) is a MiB.
    expect(taken('262140 B')).toBe(4);
    expect(taken('262141 B')).toBe(3);
  });

  it('and each shard has that by itself', () => {
    const { result } = streamRun({ arrivals: together(ids(1200)), stream: { shards: 2, onThrottle: 'drop' } });
    expect(result.sources['s']!.arrived).toBe(1200);
  });

  it('of DynamoDB all that its table writes', () => {
    const { result } = streamRun({ arrivals: together(ids(3000)), stream: { type: 'dynamodbStreams' } });
    expect(result.sources['s']).toMatchObject({ arrived: 3000, putsRefused: 0, succeeded: 3000 });
  });
});

describe('a read', () => {
  interface Read {
    /** Seconds. */
    readonly at: number;
    readonly count: number;
    readonly behind: number;
  }

  /** A backlog of `n` records of `size`, one each 2 s, that was put before the mapping began at 100 s; what reads brought. */
  function readsOf(n: number, size: string, stream: object = {}): Read[] {
    const reads: Read[] = [];
    class Told extends Listener {
      readonly now: () => number;
      constructor(now: () => number) {
        super();
        this.now = now;
      }
      override read(_source: Named, _mapping: Named, _shard: number, count: number, behind: number): void {
        reads.push({ at: this.now() / 1e6, count, behind: behind / 1e6 });
      }
    }
    const records = ids(n).map((id, i) => ({ id, at: `${i * 2} s`, size }));
    const scenario = streamScenario({
      facts: { 'kinesis.write.bytes': '100 MiB' },
      stream,
      arrivals: { records },
      handler: { duration: '0 ms' },
      mapping: { batchSize: 10_000, enabledAt: '100 s' },
    });
    run(scenario, { observers: [({ sim }) => new Told(() => sim.now)] });
    return reads;
  }

  it('tells how old its last record is, and 0 when there is none after it (KIN-35)', () => {
    const [first, second, last] = readsOf(25, '1 MiB') as [Read, Read, Read];
    // The tenth record came at 18 s, the twentieth at 38 s.
    expect(first.behind).toBeCloseTo(first.at - 18, 5);
    expect(second.behind).toBeCloseTo(second.at - 38, 5);
    expect(last.behind).toBe(0);
  });

  it('of 10 MB makes those of the next five seconds fail, so nobody makes them (KIN-04)', () => {
    const reads = readsOf(25, '1 MiB');
    expect(reads.map(({ count }) => count)).toEqual([10, 10, 5]);
    expect(reads[1]!.at - reads[0]!.at).toBeCloseTo(5, 5);
    expect(reads[2]!.at - reads[1]!.at).toBeCloseTo(5, 5);
  });

  it('of less than 2 MB may be followed by the next after a fifth of a second, 2 MB a second on the whole (KIN-04)', () => {
    const reads = readsOf(30, '300 KiB', {});
    expect(reads.map(({ count }) => count)).toEqual([30]);
    const small = readsOf(25, '900 KiB');
    // 10 MiB at most, and no more than whole records of it.
    expect(small.map(({ count }) => count)).toEqual([11, 11, 3]);
    expect(small[1]!.at - small[0]!.at).toBeCloseTo((11 * 900) / 2048, 5);
  });

  it('of DynamoDB brings 1,000 records or 1 MB, four times a second (DDB-01, DDB-02)', () => {
    const reads = readsOf(25, '300 KiB', { type: 'dynamodbStreams' });
    expect(reads.map(({ count }) => count)).toEqual([...Array<number>(8).fill(3), 1]);
    for (let i = 1; i < reads.length; i++) expect(reads[i]!.at - reads[i - 1]!.at).toBeCloseTo(0.25, 5);
  });

  it('of DynamoDB brings no more than 1,000 small ones (DDB-02)', () => {
    const { of } = streamRun({
      stream: { type: 'dynamodbStreams' },
      arrivals: together(ids(2500)),
      mapping: { batchSize: 10_000 },
    });
    expect(of('invoked').map(({ records }) => records!.length)).toEqual([1000, 1000, 500]);
  });
});

describe('a stream in mode onDemand (KIN-09)', () => {
  const onDemand = (size: string) =>
    streamRun({
      duration: '20 min',
      stream: { shards: undefined, mode: 'onDemand', partitionKey: 'key' },
      arrivals: { rate: '1/s', attributes: { key: 'c', size } },
      handler: { duration: '1 ms' },
    });

  it('begins with four shards, and splits one that takes more than 500 KB/s within a quarter of an hour', () => {
    const { of, result } = onDemand('600 KiB');
    const reshards = of('resharded');
    expect(reshards.length).toBeGreaterThan(0);
    // The MD5 of its only key is 0x4a…, in the second quarter.
    expect(reshards[0]!.closed).toEqual(['shardId-000000000001']);
    expect(reshards[0]!.opened).toEqual(['shardId-000000000004', 'shardId-000000000005']);
    expect(reshards[0]!.t).toBeLessThanOrEqual(15 * 60e6);
    expect(result.sources['s']!.putsRefused).toBe(0);
  });

  it('leaves one that takes less as it is', () => {
    expect(onDemand('400 KiB').of('resharded')).toEqual([]);
  });
});

it('a record that no invocation can hold goes to the destination, and holds up nobody (KIN-02)', () => {
  const { of, batches, result } = streamRun({
    stream: { maxRecordSize: '10 MiB' },
    arrivals: {
      records: [
        { id: 'a', at: '1 s', size: '1 KiB' },
        // Base64 makes 6 MiB of 4.5 MiB, and the event has more than that.
        { id: 'large', at: '2 s', size: '4.5 MiB' },
        { id: 'b', at: '8 s', size: '1 KiB' },
        { id: 'c', at: '9 s', size: '4.49 MiB' },
      ],
    },
    mapping: { onFailure: 'dlq', enabledAt: '20 s' },
  });
  expect(batches).toEqual([['a'], ['b', 'c']]);
  expect(of('delivered')).toEqual([
    expect.objectContaining({ records: ['large'], condition: 'RetryAttemptsExhausted', approximateInvokeCount: 1 }),
  ]);
  expect(of('delivered')[0]).not.toHaveProperty('functionError');
  expect(result.sources['s']).toMatchObject({ succeeded: 3, toDestination: 1 });
});

describe('keys (KIN-05)', () => {
  const keys = ids(60, 'key-');
  const records = keys.map((key, i) => ({ id: `r${i}`, at: '1 s', attributes: { key } }));
  const lanesOf = (stream: object, more: object[] = records) => {
    const { of } = streamRun({ stream: { shards: 5, partitionKey: 'key', ...stream }, arrivals: { records: more } });
    return new Map(of('received').flatMap(({ lane, records: got }) => got!.map((id) => [id, Number(lane!.slice(-3))])));
  };

  it('go to the shard that has their MD5 in its range, as node has it', () => {
    const lanes = lanesOf({});
    keys.forEach((key, i) => {
      const position = BigInt(`0x${createHash('md5').update(key).digest('hex')}`);
      expect(lanes.get(`r${i}`)).toBe(Number((position * 5n) >> 128n));
    });
    expect(new Set(lanes.values()).size).toBe(5);
  });

  it('give way to a hash key that is explicit', () => {
    const explicit = records.map((record, i) => ({
      ...record,
      attributes: { ...record.attributes, hash: ((1n << 128n) * BigInt(i % 5) + 4n * BigInt(i)) / 5n + '' },
    }));
    const lanes = lanesOf({ explicitHashKey: 'hash' }, explicit);
    explicit.forEach(({ id }, i) => expect(lanes.get(id)).toBe(i % 5));
  });
});

describe('plain readers share what a shard gives, registered ones do not (KIN-04, KIN-10, PLN-11)', () => {
  /** `n` mappings of one stream, each with a function of its own. */
  function mappings(n: number, each: object, said: object) {
    const names = ids(n - 1, 'm');
    return streamRun({
      duration: '30 s',
      handler: { duration: '10 ms' },
      mapping: each,
      others: {
        functions: Object.fromEntries(
          names.map((name) => [`f${name}`, { timeout: '900 s', coldStart: 'none', handler: { duration: '10 ms' } }]),
        ),
        mappings: Object.fromEntries(
          names.map((name) => [name, { source: 's', function: `f${name}`, startingPosition: 'TRIM_HORIZON', ...each }]),
        ),
      },
      arrivals: {},
      ...said,
    });
  }
  const quiet = { arrivals: { rate: '2/s' } };
  const busy = { arrivals: { rate: '20/s', attributes: { size: '40 KiB' } } };

  it('five idle mappings are no trouble, six are', () => {
    expect(mappings(5, {}, quiet).of('readThrottled')).toEqual([]);
    expect(mappings(6, {}, quiet).of('readThrottled').length).toBeGreaterThan(10);
  });

  it('three busy ones get in each other’s way, three that are registered do not', () => {
    const plain = mappings(3, { batchSize: 1000 }, busy);
    const registered = mappings(3, { batchSize: 1000, enhancedFanOut: true }, busy);
    expect(plain.of('readThrottled').length).toBeGreaterThan(10);
    expect(registered.of('readThrottled')).toEqual([]);
    const late = (told: typeof plain) => told.result.mappings['m']!.latency.p50!;
    expect(late(plain)).toBeGreaterThan(4 * late(registered));
  });

  it('each registered one gets 2 MB a second, whatever the others get (KIN-10)', () => {
    const backlog = { arrivals: { records: ids(25).map((id, i) => ({ id, at: `${i} s`, size: '1000 KiB' })) } };
    const each = { batchSize: 1000, enabledAt: '26 s', enhancedFanOut: true };
    const last = (facts: object): number => {
      const told = mappings(3, each, { ...backlog, facts, duration: '2 min' });
      const ends = ['m', 'm0', 'm1'].map((name) => {
        const own = told.of('received').filter(({ mapping }) => mapping === name);
        expect(own.flatMap(({ records }) => records!)).toEqual(ids(25));
        return own.at(-1)!.t / 1e6;
      });
      // Pushes differ by tens of ms.
      expect(Math.max(...ends) - Math.min(...ends)).toBeLessThan(0.5);
      return ends[0]!;
    };
    // Two pushes of ten records, nearly 5 s each.
    expect(last({})).toBeGreaterThan(35);
    expect(last({})).toBeLessThan(37);
    expect(last({ 'kinesis.fanOut.bytes': '4 MiB' })).toBeLessThan(32);
  });

  it('two mappings of a DynamoDB stream are no trouble, three are (DDB-03)', () => {
    const stream = { stream: { type: 'dynamodbStreams' } };
    expect(mappings(2, {}, { ...quiet, ...stream }).of('readThrottled')).toEqual([]);
    expect(mappings(3, {}, { ...quiet, ...stream }).of('readThrottled').length).toBeGreaterThan(10);
  });

  it('a slow mapping delays no other', () => {
    const { result } = mappings(2, AT_ONCE.mapping, { ...quiet, facts: AT_ONCE.facts, handler: { duration: '20 s' } });
    expect(result.mappings['m']!.latency.max).toBeGreaterThanOrEqual(20e6);
    expect(result.mappings['m0']!.latency.max).toBeLessThan(20e3);
  });
});
