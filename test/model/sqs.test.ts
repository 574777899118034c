/** The queue: order, visibility, delay, retention, dead letters, redrive, and mappings that read from it. */
import { describe, expect, it } from 'vitest';
import { idsIn, makeQueue, makeWorld, receive, send, sleep } from '../support/queue.ts';
import { journaled, run } from '../support/run.ts';

describe('a queue', () => {
  it('returns the oldest visible message first, also one that has come back', () => {
    const world = makeWorld();
    const queue = makeQueue(world, { visibilityTimeout: 2e6 });
    send(world, queue, 'a');
    receive(world, queue, 1);
    sleep(world, 1e6);
    send(world, queue, 'b');
    send(world, queue, 'c');
    expect(idsIn(world, receive(world, queue, 1))).toEqual(['b']);
    sleep(world, 1e6);
    expect(idsIn(world, receive(world, queue, 10))).toEqual(['a', 'c']);
  });

  it('returns at most what is asked for', () => {
    const world = makeWorld();
    const queue = makeQueue(world);
    for (const id of ['a', 'b', 'c']) send(world, queue, id);
    expect(idsIn(world, receive(world, queue, 2))).toEqual(['a', 'b']);
    expect(queue.visible).toBe(1);
    expect(queue.inFlight).toBe(2);
  });

  it('keeps a delayed message from being received until its delay is over (SQS-61)', () => {
    const world = makeWorld();
    const queue = makeQueue(world, { delay: 3e6 });
    send(world, queue, 'queue’s');
    send(world, queue, 'own', 1e6);
    expect([queue.visible, queue.delayed]).toEqual([0, 2]);
    sleep(world, 1e6);
    expect(idsIn(world, receive(world, queue))).toEqual(['own']);
    sleep(world, 2e6);
    expect(idsIn(world, receive(world, queue))).toEqual(['queue’s']);
  });

  it('an old receipt no longer changes visibility', () => {
    const world = makeWorld();
    const queue = makeQueue(world, { visibilityTimeout: 1e6 });
    send(world, queue, 'a');
    const first = receive(world, queue);
    sleep(world, 1e6);
    receive(world, queue);
    expect(queue.changeVisibility(first.slots[0]!, first.receipts[0]!, 5e6)).toBe(false);
  });

  it('takes no more into flight than its quota (SQS-58)', () => {
    const result = run({
      lagcast: 1,
      duration: '1 s',
      facts: { 'sqs.inFlight.max': 7 },
      functions: { f: { coldStart: 'none', timeout: '20 s', handler: { duration: '10 s' } } },
      sources: { q: { type: 'sqs', visibilityTimeout: '2 min', arrivals: [{ rate: '100/s' }] } },
      mappings: { m: { source: 'q', function: 'f', batchSize: 2 } },
    });
    expect(result.sources['q']!.inFlight.max).toBe(7);
  });
});

const handled = { f: { coldStart: 'none', handler: { duration: '100 ms' } } };

describe('retention', () => {
  it('ends a message’s life to the second, while it waits (SQS-53)', () => {
    const { lines } = journaled({
      lagcast: 1,
      duration: '5 min',
      functions: handled,
      sources: {
        q: {
          type: 'sqs',
          messageRetentionPeriod: '60 s',
          arrivals: [{ records: [{ id: 'a' }, { id: 'b', at: '10 s' }] }],
        },
      },
      mappings: { m: { source: 'q', function: 'f', enabledAt: '65 s' } },
    });
    expect(lines.filter((line) => line.event === 'expired')).toEqual([
      { t: 60_000_000, event: 'expired', source: 'q', records: ['a'] },
    ]);
    expect(lines.find((line) => line.event === 'invoked')!.records).toEqual(['b']);
  });

  it('counts for messages nobody looks at, even without a mapping', () => {
    const { sources } = run({
      lagcast: 1,
      duration: '5 min',
      functions: {},
      mappings: {},
      sources: { q: { type: 'sqs', messageRetentionPeriod: '60 s', arrivals: [{ rate: '1/s' }] } },
    });
    expect(sources['q']!.books.out).toMatchObject({ expired: 241, waiting: 59 });
  });
});

describe('dead letters', () => {
  const poison = {
    lagcast: 1,
    duration: '10 min',
    functions: { f: { coldStart: 'none', handler: { duration: '100 ms', script: ['throw'] } } },
    sources: {
      q: {
        type: 'sqs',
        visibilityTimeout: '30 s',
        redrivePolicy: { maxReceiveCount: 3, deadLetterQueue: 'dlq' },
        arrivals: [{ records: [{ id: 'x', at: '1 s' }] }],
      },
      dlq: { type: 'sqs', messageRetentionPeriod: '14 d' },
    },
    mappings: { m: { source: 'q', function: 'f' } },
  };

  it('three deliveries 30 s apart, then the fourth receive moves it (SQS-46)', () => {
    const { lines } = journaled(poison);
    expect(lines.filter((line) => line.event === 'invoked').map((line) => line.t / 1e6)).toEqual([1, 31, 61]);
    const moved = lines.find((line) => line.event === 'deadLettered')!;
    expect(moved).toMatchObject({ t: 91_000_000, destination: 'dlq', records: ['x'], receiveCounts: [3] });
    expect(lines.filter((line) => line.t === moved.t && line.event === 'received')).toEqual([]);
  });

  it('a redrive sends them anew, at its rate: same id, age and receive count from the start', () => {
    const burst = Array.from({ length: 4 }, (_, i) => ({ id: `x${i}`, at: '1 s' }));
    const scenario = {
      ...poison,
      functions: {
        f: {
          coldStart: 'none',
          handler: { duration: '100 ms', script: [...Array<string>(12).fill('throw'), 'succeed'] },
        },
      },
      sources: { ...poison.sources, q: { ...poison.sources.q, arrivals: [{ records: burst }] } },
      mappings: { m: { source: 'q', function: 'f', batchSize: 1 } },
      events: [{ at: '5 min', redrive: { from: 'dlq', to: 'q', rate: '2/s' } }],
    };
    const { lines, result } = journaled(scenario);
    const moved = lines.filter((line) => line.event === 'redriven');
    expect(moved.map((line) => line.t / 1e6)).toEqual([300, 300.5, 301, 301.5]);
    const again = lines.filter((line) => line.event === 'invoked' && line.t >= 300e6);
    expect(again.map((line) => line.receiveCounts)).toEqual([[1], [1], [1], [1]]);
    expect(result.sources['dlq']!.books).toMatchObject({
      in: { deadLetteredIn: 4 },
      out: { redrivenOut: 4, waiting: 0 },
    });
    expect(result.sources['q']!.books).toMatchObject({
      in: { arrived: 4, redrivenIn: 4 },
      out: { deadLettered: 4, succeeded: 4 },
    });
  });
});

describe('batches', () => {
  const batches = (mapping: object, records: object[]) => {
    const { lines } = journaled({
      lagcast: 1,
      duration: '1 min',
      functions: handled,
      sources: { q: { type: 'sqs', visibilityTimeout: '1 min', arrivals: [{ records }] } },
      mappings: { m: { source: 'q', function: 'f', ...mapping } },
    });
    const closed = lines.filter((line) => line.event === 'batched');
    return closed.map((line) => [line.t / 1e6, line.records!.length, line.reason]);
  };
  const at = (second: number, n: number, more: object = {}): object[] =>
    Array.from({ length: n }, () => ({ at: `${second} s`, ...more }));

  it('of ten go at once, three wait for the window', () => {
    expect(batches({ batchSize: 10, maximumBatchingWindow: '5 s' }, at(1, 10))).toEqual([[1, 10, 'full']]);
    expect(batches({ batchSize: 10, maximumBatchingWindow: '5 s' }, at(1, 3))).toEqual([[6, 3, 'window']]);
  });

  it('without a window hold what is there', () => {
    const records = [...at(1, 5), ...at(2, 3), ...at(3, 1)];
    expect(batches({ batchSize: 5 }, records)).toEqual([
      [1, 5, 'full'],
      [2, 3, 'noWindow'],
      [3, 1, 'noWindow'],
    ]);
  });

  it('above ten are gathered from several receives', () => {
    expect(batches({ batchSize: 25, maximumBatchingWindow: '5 s', maximumConcurrency: 2 }, at(1, 25))).toEqual([
      [1, 25, 'full'],
    ]);
  });

  it('close when the payload of six MB is full; the rest is the poller’s next batch (SQS-31, UNK-23)', () => {
    const large = at(1, 10, { size: '1000 KiB' });
    const closed = batches({ batchSize: 10, maximumConcurrency: 2 }, large);
    expect(closed).toEqual([
      [1, 6, 'payload'],
      [1.1, 4, 'noWindow'],
    ]);
  });

  it('are spread over the pollers that wait, by chance: each gathers its own', () => {
    const trickle = Array.from({ length: 30 }, (_, i) => ({ at: `${1 + i / 20} s` }));
    const sizes = batches({ batchSize: 30, maximumBatchingWindow: '2 s', maximumConcurrency: 3 }, trickle).map(
      ([, n]) => n as number,
    );
    expect(sizes).toHaveLength(3);
    expect(sizes.reduce((sum, n) => sum + n, 0)).toBe(30);
    expect(Math.min(...sizes)).toBeGreaterThan(3);
  });
});

describe('a mapping', () => {
  it('throttled: tries the batch again after 1, 2, 4 s … within one receive, then lets go of it (SQS-39, SQS-42)', () => {
    const { lines } = journaled({
      lagcast: 1,
      duration: '60 s',
      functions: { f: { reservedConcurrency: 0, handler: { duration: '1 s' } } },
      sources: { q: { type: 'sqs', visibilityTimeout: '20 s', arrivals: [{ records: [{ id: 'a', at: '1 s' }] }] } },
      mappings: { m: { source: 'q', function: 'f' } },
    });
    expect(lines.filter((line) => line.event === 'throttled').map((line) => line.t / 1e6)).toEqual([
      1, 2, 4, 8, 16, 21, 22, 24, 28, 36, 41, 42, 44, 48, 56,
    ]);
    expect(lines.filter((line) => line.event === 'received').map((line) => [line.t / 1e6, line.receiveCounts])).toEqual(
      [
        [1, [1]],
        [21, [2]],
        [41, [3]],
      ],
    );
  });

  it('disabled finishes what it has and takes no more; enabled again it goes on', () => {
    const { lines } = journaled({
      lagcast: 1,
      duration: '60 s',
      functions: { f: { coldStart: 'none', timeout: '5 s', handler: { duration: '2 s' } } },
      sources: {
        q: { type: 'sqs', visibilityTimeout: '1 min', arrivals: [{ records: [{ at: '9 s' }, { at: '15 s' }] }] },
      },
      mappings: { m: { source: 'q', function: 'f' } },
      events: [
        { at: '10 s', disable: 'm' },
        { at: '30 s', enable: 'm' },
      ],
    });
    expect(lines.filter((line) => line.event === 'invoked').map((line) => line.t / 1e6)).toEqual([9, 30]);
    expect(lines.find((line) => line.event === 'finished')!.t).toBe(11_000_000);
  });

  it('whose visibility timeout is shorter than the work delivers twice, and the first to finish deletes', () => {
    const { result } = journaled({
      lagcast: 1,
      duration: '2 min',
      functions: { f: { coldStart: 'none', timeout: '10 s', handler: { duration: '8 s' } } },
      sources: { q: { type: 'sqs', visibilityTimeout: '10 s', arrivals: [{ records: [{ at: '1 s' }] }] } },
      mappings: { m: { source: 'q', function: 'f', batchSize: 1 } },
      events: [{ at: '0 s', set: { 'sources.q.visibilityTimeout': '5 s' } }],
    });
    expect(result.functions['f']!.invocations).toBe(2);
    expect(result.sources['q']).toMatchObject({ duplicates: 1, succeeded: 1, latency: { max: 8_000_000 } });
  });

  it('whose message was dead-lettered while it worked on it leaves it there: its receipt is of another queue', () => {
    const { result } = journaled({
      lagcast: 1,
      rules: 'ideal',
      duration: '1 min',
      functions: { f: { timeout: '10 s', handler: { duration: '3 s' } } },
      sources: {
        q: {
          type: 'sqs',
          visibilityTimeout: '2 s',
          redrivePolicy: { maxReceiveCount: 1, deadLetterQueue: 'dlq' },
          arrivals: [{ records: [{}] }],
        },
        dlq: { type: 'sqs', messageRetentionPeriod: '14 d' },
      },
      mappings: { m: { source: 'q', function: 'f' } },
    });
    expect(result.sources['q']!.books.out).toMatchObject({ deadLettered: 1, succeeded: 0, waiting: 0 });
    expect(result.sources['dlq']!.books.out.waiting).toBe(1);
  });

  it('one reading from a queue that another reads from shares its messages', () => {
    const result = run({
      lagcast: 1,
      duration: '60 s',
      functions: {
        a: { coldStart: 'none', handler: { duration: '100 ms' } },
        b: { coldStart: 'none', handler: { duration: '100 ms' } },
      },
      sources: { q: { type: 'sqs', visibilityTimeout: '1 min', arrivals: [{ rate: '20/s' }] } },
      mappings: { a: { source: 'q', function: 'a' }, b: { source: 'q', function: 'b' } },
    });
    const shares = [result.functions['a']!.invocations, result.functions['b']!.invocations];
    expect(shares[0]! + shares[1]!).toBe(1200);
    expect(Math.min(...shares)).toBeGreaterThan(0);
  });
});
