/** Queues of Amazon MQ, rule by rule (MQ-01, KAF-05, G.3). Instants are worked out by hand. */
import { describe, expect, it } from 'vitest';
import { metered, valuesOf } from '../../support/metrics.ts';
import { journaled, scenarioOf, type Line } from '../../support/run.ts';

interface Said {
  readonly source?: object;
  readonly handler?: object;
  readonly function?: object;
  readonly mapping?: object;
  readonly more?: object;
  readonly facts?: object;
  readonly events?: readonly object[];
}

const messages = (ids: string, more: object = {}): object[] => [...ids].map((id) => ({ id, at: '1 s', ...more }));

/** A queue `q`, a function `f` that takes 1 s, a mapping `m` without a window. */
function scenario(records: readonly object[], said: Said = {}) {
  return {
    lagcast: 1,
    duration: '5 min',
    facts: said.facts ?? {},
    sources: { q: { type: 'mq', arrivals: [{ records }], ...said.source } },
    functions: {
      f: { timeout: '60 s', coldStart: 'none', handler: { duration: '1 s', ...said.handler }, ...said.function },
    },
    mappings: { m: { source: 'q', function: 'f', batchSize: 1, maximumBatchingWindow: '0 s', ...said.mapping } },
    events: said.events ?? [],
    ...said.more,
  };
}

/** What was invoked: seconds, and records. */
function invoked(lines: readonly Line[]): [number, string][] {
  return lines.filter(({ event }) => event === 'invoked').map(({ t, records }) => [t / 1e6, records!.join('')]);
}

const told = (records: readonly object[], said: Said = {}) => journaled(scenario(records, said));

describe('consumers', () => {
  it('a mapping of ActiveMQ has 5 batches at work, in order (MQ-01)', () => {
    const { lines, result } = told(messages('abcdefg'));
    expect(invoked(lines).map(([t]) => t)).toEqual([1, 1, 1, 1, 1, 2, 2]);
    expect(
      invoked(lines)
        .map(([, ids]) => ids)
        .join(''),
    ).toBe('abcdefg');
    expect(result.functions['f']!.concurrency.max).toBe(5);
    expect(result.mappings['m']!.pollers!.max).toBe(5);
  });

  it('a mapping of RabbitMQ has 1, and keeps the order (MQ-01)', () => {
    const { lines } = told(messages('abc'), { source: { engine: 'rabbitMq' } });
    expect(invoked(lines)).toEqual([
      [1, 'a'],
      [2, 'b'],
      [3, 'c'],
    ]);
  });

  it('where AWS has raised the limit a fact says so', () => {
    const { lines } = told(messages('abc'), {
      source: { engine: 'rabbitMq' },
      facts: { 'mq.rabbitMq.concurrency': 2 },
    });
    expect(invoked(lines).map(([t]) => t)).toEqual([1, 1, 2]);
  });

  it('several mappings of one queue compete: each message goes to one of them', () => {
    const n = { source: 'q', function: 'f', batchSize: 1, maximumBatchingWindow: '0 s' };
    const more = {
      functions: {
        f: { coldStart: 'none', handler: { duration: '1 s' } },
        g: { coldStart: 'none', handler: { duration: '1 s' } },
      },
    };
    const { lines, result } = told(messages('abcdefghijkl'), {
      more: { ...more, mappings: { m: n, n: { ...n, function: 'g' } } },
    });
    expect(invoked(lines).filter(([t]) => t === 1)).toHaveLength(10);
    expect(result.mappings['m']!.invocations + result.mappings['n']!.invocations).toBe(12);
    expect(result.mappings['n']!.invocations).toBeGreaterThanOrEqual(5);
    expect(result.sources['q']!.succeeded).toBe(12);
  });
});

describe('batches', () => {
  it('the window is 500 ms unless said, and begins with the first message (MQ-01)', () => {
    const records = [
      { id: 'a', at: '1 s' },
      { id: 'b', at: '1400 ms' },
      { id: 'c', at: '1600 ms' },
    ];
    const { lines } = journaled({
      ...scenario(records),
      mappings: { m: { source: 'q', function: 'f' } },
    });
    expect(invoked(lines)).toEqual([
      [1.5, 'ab'],
      [2.1, 'c'],
    ]);
  });

  it('a batch goes once, though its window became none while it was gathered', () => {
    const records = [
      { id: 'a', at: '1 s' },
      { id: 'b', at: '4 s' },
    ];
    const { lines } = told(records, {
      handler: { duration: '20 s' },
      mapping: { batchSize: 10, maximumBatchingWindow: '10 s' },
      events: [{ at: '3 s', set: { 'mappings.m.maximumBatchingWindow': '0 s' } }],
    });
    expect(invoked(lines)).toEqual([[4, 'ab']]);
  });

  it('a message that no invocation can hold is never sent: drawn sizes are cut (KAF-05)', () => {
    // A third more, and 600 B: 6 MiB.
    const most = Math.floor((6 * 1024 * 1024 - 600) / (4 / 3));
    const size = { uniform: { min: '5 MiB', max: '6 MiB' } };
    const { functions } = told([], {
      source: { arrivals: [{ rate: '1/s', endAt: '2 s', attributes: { size } }] },
      handler: { duration: undefined, perKiB: '1 ms' },
    }).result;
    expect(functions['f']!.duration.max! / 1000).toBeCloseTo(most / 1024, 0);
    const error = `a record of ${most + 1} B is larger than an invocation takes`;
    expect(() => told(messages('a', { size: `${most + 1} B` }))).toThrow(error);
    expect(told(messages('a', { size: `${most} B` })).result.sources['q']!.succeeded).toBe(1);
    const sends = [{ to: 'q', size: '5 MiB' }];
    expect(() => told([], { handler: { sends } })).toThrow('is larger than q takes');
  });

  it('a full batch goes at once', () => {
    const { lines } = told(messages('abcde'), { mapping: { batchSize: 2, maximumBatchingWindow: '10 s' } });
    expect(invoked(lines)).toEqual([
      [1, 'ab'],
      [1, 'cd'],
      [11, 'e'],
    ]);
  });

  it('no more than fits into 6 MB, as base64 and with the envelope (KAF-05)', () => {
    const { lines } = told(messages('abcd', { size: '2 MiB' }), { mapping: { batchSize: 10 } });
    // 2 MiB are 2.67 MiB in the event: two of them fit, and the third begins the next batch of its consumer.
    expect(invoked(lines).map(([, ids]) => ids)).toEqual(['ab', 'd', 'c']);
  });
});

describe('what becomes of messages', () => {
  it('a failed batch is tried again as it is, with pauses that double, until it succeeds (MQ-01, UNK-05)', () => {
    const { lines, result } = told(messages('ab'), {
      handler: { when: [{ receiveCount: { max: 3 }, then: 'throw' }] },
      mapping: { batchSize: 2 },
    });
    expect(invoked(lines)).toEqual([
      [1, 'ab'],
      [2.15, 'ab'],
      [3.45, 'ab'],
      [5.05, 'ab'],
    ]);
    expect(result.sources['q']!.books.out).toMatchObject({ succeeded: 2, expired: 0, waiting: 0 });
    // Nothing went back to the broker meanwhile.
    expect(result.sources['q']!.returned).toBe(0);
  });

  it('others are handled meanwhile, by other consumers', () => {
    const { result } = told(messages('abcdefghij'), { handler: { when: [{ id: 'a', then: 'throw' }] } });
    expect(result.sources['q']!.succeeded).toBe(9);
    expect(result.sources['q']!.inFlight.last).toBe(1);
  });

  it('a handler sees how often a message was delivered, refusals not counted', () => {
    const { lines, result } = told(messages('a'), {
      handler: { when: [{ receiveCount: { max: 2 }, then: 'throw' }] },
      events: [
        { at: '0 s', set: { 'functions.f.reservedConcurrency': 0 } },
        { at: '4 s', set: { 'functions.f.reservedConcurrency': null } },
      ],
    });
    expect(result.functions['f']!.throttles).toBeGreaterThan(3);
    expect(invoked(lines)).toHaveLength(3);
  });

  it('a message expires while it waits (MQ-01)', () => {
    const { lines, result } = told(messages('abc'), {
      source: { engine: 'rabbitMq', expiry: '1500 ms' },
    });
    expect(invoked(lines)).toEqual([
      [1, 'a'],
      [2, 'b'],
    ]);
    expect(lines.filter(({ event }) => event === 'expired').map(({ t }) => t)).toEqual([2.5e6]);
    expect(result.sources['q']!.books.out).toMatchObject({ succeeded: 2, expired: 1 });
  });

  it('and between two tries of its batch: what is left of the batch is tried again', () => {
    const records = [
      { id: 'a', at: '1 s' },
      { id: 'b', at: '2900 ms' },
    ];
    const { lines, result } = told(records, {
      source: { engine: 'rabbitMq', expiry: '4 s' },
      handler: { when: [{ id: 'a', then: 'throw' }] },
      mapping: { batchSize: 2, maximumBatchingWindow: '2 s' },
    });
    // a is too old at 5 s.
    expect(invoked(lines).slice(0, 3)).toEqual([
      [2.9, 'ab'],
      [4.05, 'ab'],
      [5.35, 'b'],
    ]);
    expect(result.sources['q']!.books.out).toMatchObject({ succeeded: 1, expired: 1, waiting: 0 });
  });

  it('nothing expires unless the producers say so', () => {
    const { result } = told(messages('a'), { handler: { when: [{ id: 'a', then: 'throw' }] } });
    expect(result.sources['q']!.books.out).toMatchObject({ expired: 0, waiting: 1 });
  });

  it('failures of single records are not listened to: such a batch counts as a success (J.1)', () => {
    const { result } = told(messages('ab'), {
      handler: { onRecordError: 'report', outcome: [{ when: { bad: true }, fails: '100 %' }] },
      source: { arrivals: [{ records: messages('ab', { attributes: { bad: true } }) }] },
      mapping: { batchSize: 2 },
    });
    expect(result.sources['q']!).toMatchObject({ acknowledged: 2, succeeded: 0 });
  });

  it('what no filter lets through is acknowledged (G.3)', () => {
    const { lines, result } = told([], {
      source: {
        arrivals: [
          {
            records: [...messages('a', { attributes: { kind: 'x' } }), ...messages('b', { attributes: { kind: 'y' } })],
          },
        ],
      },
      mapping: { filters: [{ data: { kind: ['y'] } }] },
    });
    expect(invoked(lines)).toEqual([[1, 'b']]);
    expect(result.sources['q']!.books.out).toMatchObject({ filtered: 1, succeeded: 1, waiting: 0 });
  });
});

describe('what happens on the way', () => {
  it('a mapping that is disabled gives back what it would have tried again', () => {
    const { lines, result } = told(messages('a'), {
      handler: { when: [{ receiveCount: { max: 2 }, then: 'throw' }] },
      events: [
        { at: '1500 ms', disable: 'm' },
        { at: '10 s', enable: 'm' },
      ],
    });
    // It failed at 2 s, and would have been tried again at 2.15 s.
    expect(lines.filter(({ event }) => event === 'returned').map(({ t }) => t)).toEqual([2.15e6]);
    expect(invoked(lines).map(([t]) => t)).toEqual([1, 10, 11.15]);
    expect(result.sources['q']!.succeeded).toBe(1);
  });

  it('while the broker is out nothing is received, and what succeeds cannot be acknowledged: it comes again', () => {
    const { lines, result } = told([...messages('a'), { id: 'b', at: '4 s' }], {
      events: [{ at: '1500 ms', for: '5 s', outage: { source: 'q' } }],
    });
    expect(invoked(lines)).toEqual([
      [1, 'a'],
      [6.5, 'a'],
      [6.5, 'b'],
    ]);
    expect(result.sources['q']!).toMatchObject({ succeeded: 2, duplicates: 1 });
  });

  it('handlers send to it, and settings of its mapping can be set', () => {
    const { lines, result } = told(messages('ab'), {
      events: [{ at: '500 ms', set: { 'mappings.m.batchSize': 2, 'mappings.m.maximumBatchingWindow': '2 s' } }],
      function: { handler: { duration: '1 s', sends: [{ to: 'next', size: '1 KiB' }] } },
      more: {
        sources: {
          q: { type: 'mq', arrivals: [{ records: messages('ab') }] },
          next: { type: 'mq', engine: 'rabbitMq' },
        },
        mappings: {
          m: { source: 'q', function: 'f', batchSize: 1, maximumBatchingWindow: '0 s' },
          n: { source: 'next', function: 'g' },
        },
        functions: {
          f: { coldStart: 'none', handler: { duration: '1 s', sends: [{ to: 'next' }] } },
          g: { coldStart: 'none', handler: { duration: '100 ms' } },
        },
      },
    });
    expect(invoked(lines)).toHaveLength(2);
    expect(invoked(lines)[0]).toEqual([1, 'ab']);
    expect(result.sources['next']!).toMatchObject({ arrived: 2, succeeded: 2 });
  });
});

describe('metrics', () => {
  const rowsOf = (engine: string) =>
    metered(scenarioOf(scenario(messages('abc'), { source: { engine, expiry: '1500 ms' } }))).rows;

  it('of ActiveMQ: sent, handed out, acknowledged, expired; none of SQS', () => {
    const rows = rowsOf('activeMq');
    const of = (metric: string, statistic = 'Sum') => valuesOf(rows, 'q', metric, statistic)[0];
    expect(of('EnqueueCount')).toBe(3);
    expect(of('DispatchCount')).toBe(3);
    expect(of('DequeueCount')).toBe(3);
    expect(of('ExpiredCount')).toBe(0);
    expect(of('InFlightCount', 'Maximum')).toBe(3);
    expect(of('QueueSize', 'Average')).toBeCloseTo(3 / 60);
    expect(rows.filter(({ namespace }) => namespace === 'AWS/SQS')).toEqual([]);
  });

  it('of RabbitMQ: what is ready and what is not acknowledged', () => {
    const rows = rowsOf('rabbitMq');
    expect(valuesOf(rows, 'q', 'MessageReadyCount', 'Maximum')[0]).toBe(3);
    expect(valuesOf(rows, 'q', 'MessageUnacknowledgedCount', 'Maximum')[0]).toBe(1);
    // One is at work for 2 s, two wait for 1 s, one of them for half a second more.
    expect(valuesOf(rows, 'q', 'MessageCount', 'Average')[0]).toBeCloseTo((2 + 2 + 0.5) / 60);
    expect(valuesOf(rows, 'q', 'EnqueueCount')).toEqual({});
  });

  it('of the mapping AWS has none (H.2)', () => {
    const rows = rowsOf('activeMq').filter(({ resource }) => resource === 'm');
    expect(new Set(rows.map(({ namespace }) => namespace))).toEqual(new Set(['lagcast']));
  });
});
