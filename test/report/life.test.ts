/** The life of a record in words: of each kind of source one that can be worked out by hand, and what it comes to. */
import { describe, expect, it } from 'vitest';
import { looking } from '../../src/assemble-life.ts';
import { nearestId } from '../../src/cli/nearest-id.ts';
import { roleOf } from '../../src/metrics/ledgers.ts';
import { clock } from '../../src/report/life/clock.ts';
import { remarkedWords } from '../../src/report/life/remarked.ts';
import { story } from '../../src/report/life/story.ts';
import { timeTables } from '../../src/report/life/time-tables.ts';
import { summaryOf } from '../../src/report/life/summary.ts';
import { PLAIN } from '../../src/report/style.ts';
import { simulate } from '../../src/simulate.ts';
import { scenarioOf } from '../support/run.ts';

const WIDE = { ...PLAIN, width: 200 };

function lifeOf(value: unknown, id?: string) {
  const scenario = scenarioOf(value);
  const { run, found } = looking(scenario, id);
  simulate(scenario, run);
  const roles = new Map(scenario.sources.map(({ name, type }) => [name, roleOf(type)]));
  const { life, times, remarked, given } = found();
  const lines = life === undefined ? [] : (story(life, (source) => roles.get(source), WIDE) ?? []);
  return {
    life,
    times,
    tables:
      life === undefined ? [] : timeTables(life, times, WIDE).map((line) => line.replace(/ {2,}/g, ' ').trimEnd()),
    remarked,
    given,
    lines,
    sentences: lines.slice(2).map((line) => line.replace(/ {2,}/g, ' ').trimEnd()),
  };
}

const records = (...some: object[]) => [{ records: some }];

describe('the life of a message', () => {
  const queue = {
    duration: '1 min',
    functions: {
      worker: {
        timeout: '1 s',
        coldStart: { init: '200 ms' },
        handler: { perRecord: '50 ms', script: [{ report: ['m2'] }, 'succeed'] },
      },
    },
    sources: {
      orders: {
        type: 'sqs',
        visibilityTimeout: '6 s',
        redrivePolicy: { maxReceiveCount: 1, deadLetterQueue: 'orders-dlq' },
        arrivals: records({ id: 'm1', at: '1 s' }, { id: 'm2', at: '1 s' }, { id: 'm3', at: '2 s' }),
      },
      'orders-dlq': { type: 'sqs', messageRetentionPeriod: '14 d' },
    },
    mappings: { 'orders-to-worker': { source: 'orders', function: 'worker', reportBatchItemFailures: true } },
    events: [{ at: '10 s', redrive: { from: 'orders-dlq' } }],
  };

  it('that fails, goes to the dead-letter queue and is moved back', () => {
    expect(lifeOf(queue, 'm2').sentences).toEqual([
      '0:01.000 is sent to orders',
      '0:01.000 is received by poller 5 of orders-to-worker, with 1 other',
      '0:01.000 is in a batch of 2; it goes at once, for there is no batching window',
      '0:01.000 runs in environment 1 of worker; a cold start of 260 ms comes first',
      '0:01.360 +360 ms the function reports it as failed after 360 ms',
      '0:07.000 +5.64 s is visible again in orders, received once so far',
      '0:07.000 is moved to orders-dlq: it was received once and not deleted, 1 invocation had it',
      '0:10.000 +3 s is moved back from orders-dlq to orders',
      '0:10.000 is received by poller 5 of orders-to-worker',
      '0:10.000 is a batch of its own; it goes at once, for there is no batching window',
      '0:10.000 runs in environment 1 of worker, which is warm',
      '0:10.050 +50 ms the invocation succeeds after 50 ms',
      '0:10.050 is deleted from orders',
      '',
      'It was handled, 9.05 s after it was sent: received twice and invoked twice (1 of them in vain).',
    ]);
  });

  it('that stays in the dead-letter queue is there when the run ends', () => {
    const { life, sentences } = lifeOf({ ...queue, events: [] }, 'm2');
    expect(sentences.at(-1)).toBe(
      'It is in a dead-letter queue when the run ends, 59 s after it was sent: received once and invoked once (1 of them in vain).',
    );
    expect(summaryOf(life!)).toMatchObject({ ending: ['deadLettered'], since: 1e6, until: 60e6 });
  });

  it('that is old when the run begins, waits for a place, and is refused until one is free', () => {
    const refused = {
      duration: '1 min',
      functions: {
        f: { timeout: '10 s', reservedConcurrency: 1, coldStart: 'none', handler: { duration: '2500 ms' } },
      },
      sources: { q: { type: 'sqs', arrivals: records({ id: 'a', at: '-2 s' }, { id: 'b', at: '-1 s' }) } },
      mappings: { m: { source: 'q', function: 'f', batchSize: 1 } },
    };
    const { sentences } = lifeOf(refused, 'b');
    expect(sentences[0]).toBe('0:00.000 is sent to q, 1 s before the run begins');
    expect(sentences).toContain('0:00.000 is refused by f: the concurrency reserved for it is in use, all 1');
    expect(sentences).toContain(
      '0:01.000 +1 s is refused by f, at try 2: the concurrency reserved for it is in use, all 1',
    );
    expect(sentences.at(-1)).toBe(
      'It was handled, 6.5 s after it was sent: received once, invoked once and refused twice.',
    );
  });

  it('that is handled again after its visibility timeout tells of both, and ends with the first', () => {
    const late = {
      duration: '1 min',
      functions: { f: { timeout: '5 s', coldStart: { init: '2 s' }, handler: { duration: '4 s' } } },
      sources: { q: { type: 'sqs', visibilityTimeout: '5 s', arrivals: records({ id: 'a', at: '1 s' }) } },
      mappings: { m: { source: 'q', function: 'f' } },
    };
    const { life, sentences } = lifeOf(late, 'a');
    expect(sentences).toContain('0:06.000 +5 s is visible again in q, received once so far; its invocation still runs');
    expect(sentences).toContain('0:12.060 was deleted before by somebody else: this was a duplicate delivery');
    const summary = summaryOf(life!);
    expect(summary).toMatchObject({ ending: ['handled'], until: 7.06e6, receives: 2, invocations: 2, failed: 0 });
  });
});

describe('the life of', () => {
  it('a call that is refused', () => {
    const calls = {
      duration: '1 min',
      functions: {
        worker: { timeout: '5 s', reservedConcurrency: 1, coldStart: 'none', handler: { duration: '2 s' } },
      },
      sources: {
        api: { type: 'sync', function: 'worker', arrivals: records({ id: 'a', at: '1 s' }, { id: 'b', at: '1 s' }) },
      },
    };
    expect(lifeOf(calls, 'b').sentences).toEqual([
      '0:01.000 is called through api',
      '0:01.000 is refused by worker: the concurrency reserved for it is in use, all 1',
      '0:01.000 its caller hears that it is refused (429)',
      '',
      'It failed, 0 µs after it was sent: never invoked and refused once.',
    ]);
  });

  it('an event that fails twice', () => {
    const events = {
      duration: '2 min',
      facts: { 'async.retry.error.jitter': '0 %' },
      functions: { worker: { timeout: '5 s', coldStart: 'none', handler: { duration: '100 ms', script: ['throw'] } } },
      sources: {
        uploads: {
          type: 'async',
          function: 'worker',
          maximumRetryAttempts: 1,
          onFailure: 'failures',
          arrivals: records({ id: 'a', at: '1 s' }),
        },
        failures: { type: 'sqs' },
      },
    };
    expect(lifeOf(events, 'a').sentences).toEqual([
      '0:01.000 is accepted by Lambda for uploads',
      '0:01.000 runs in environment 1 of worker, which is warm',
      '0:01.100 +100 ms the invocation fails after 100 ms',
      '0:01.100 the function failed: it will be tried again in 1 min',
      '1:01.100 +1 min runs for the 2nd time, in environment 1 of worker, which is warm',
      '1:01.200 +100 ms the invocation fails after 100 ms',
      '1:01.200 failures-1 is sent about it',
      '1:01.200 is given up after 2 invocations: its retries are used up; failures is told',
      '',
      'It was given up, 1 min after it was sent: invoked twice (2 of them in vain).',
      'Out of it was made failures-1.',
    ]);
    expect(lifeOf(events, 'failures-1').sentences.slice(0, 2)).toEqual([
      '1:01.200 is made of a, whose end it tells of',
      '1:01.200 is sent to failures',
    ]);
  });

  const stream = {
    duration: '1 min',
    facts: { 'kinesis.fanOut.latency': 'off', 'stream.continuation': '0 s' },
    functions: {
      f: {
        timeout: '5 s',
        coldStart: 'none',
        handler: { duration: '100 ms', when: [{ attributes: { bad: true }, then: 'throw' }] },
      },
    },
    sources: {
      clicks: {
        type: 'kinesis',
        shards: 1,
        arrivals: records({ id: 'a' }, { id: 'b', attributes: { bad: true } }, { id: 'c' }),
      },
    },
    mappings: {
      one: {
        source: 'clicks',
        function: 'f',
        startingPosition: 'TRIM_HORIZON',
        enhancedFanOut: true,
        maximumRetryAttempts: 1,
        bisectBatchOnFunctionError: true,
      },
    },
  };

  it('a record of a stream that is cut out of its batch and given up', () => {
    expect(lifeOf(stream, 'b').sentences).toEqual([
      '0:00.000 is put on clicks',
      '0:00.000 is received by one, shardId-000000000000, with 2 others',
      '0:00.000 is in a batch of 3; it goes at once, for there is no batching window',
      '0:00.000 runs in environment 1 of f, which is warm',
      '0:00.100 +100 ms the invocation fails after 100 ms, with all 3 of the batch',
      '0:00.100 the batch is split into 2 and 1; it is in the first part',
      '0:00.100 runs for the 2nd time, in environment 1 of f, which is warm',
      '0:00.200 +100 ms the invocation fails after 100 ms, with all 2 of the batch',
      '0:00.200 the batch is split into 1 and 1; it is in the second part',
      '0:00.300 +100 ms runs for the 3rd time, in environment 1 of f, which is warm',
      '0:00.400 +100 ms the invocation fails after 100 ms',
      '0:00.550 +150 ms runs for the 4th time, in environment 1 of f, which is warm',
      '0:00.650 +100 ms the invocation fails after 100 ms',
      '0:00.650 one gives it up, for its retries are used up (invocations of the batch: 2); it is skipped',
      '',
      'It was given up, 650 ms after it was sent: received once and invoked 4 times (4 of them in vain).',
    ]);
  });

  it('a record that two mappings read says of each what is its own', () => {
    const both = { ...stream, mappings: { one: stream.mappings.one, two: stream.mappings.one } };
    const { life, sentences } = lifeOf(both, 'a');
    expect(sentences).toContain('0:00.000 two: is in a batch of 3; it goes at once, for there is no batching window');
    expect(sentences).toContain('0:00.300 one is done with it');
    expect(summaryOf(life!)).toMatchObject({ ending: ['handled', 'handled'] });
  });

  it('a record that is made out of another, and is followed by a third', () => {
    const chain = {
      duration: '1 min',
      functions: {
        f: { timeout: '5 s', coldStart: 'none', handler: { duration: '100 ms', sends: [{ to: 'b' }] } },
        g: { timeout: '5 s', coldStart: 'none', handler: { duration: '100 ms', sends: [{ to: 'c' }] } },
      },
      sources: { a: { type: 'sqs', arrivals: records({ id: 'first' }) }, b: { type: 'sqs' }, c: { type: 'sqs' } },
      mappings: { m: { source: 'a', function: 'f' }, n: { source: 'b', function: 'g' } },
    };
    const { sentences } = lifeOf(chain, 'b-1');
    expect(sentences[0]).toBe('0:00.100 is made out of first by the handler of f');
    expect(sentences).toContain('0:00.200 the handler of g sends c-1 on');
    expect(sentences.slice(-2)).toEqual(['It was made out of first.', 'Out of it was made c-1.']);
  });

  it('an event of a tenant of a tier that is refused', () => {
    const tier = {
      duration: '1 min',
      rules: 'ideal',
      tier: {
        queues: 1,
        placement: 'single',
        pollers: { slots: 2 },
        retries: { throttleBase: '2 s', jitter: 'none' },
        tenants: { serial: { concurrency: 1, service: '1500 ms', arrivals: [{ rate: '1000/s', endAt: '2 ms' }] } },
      },
    };
    expect(lifeOf(tier, 'serial-2').sentences).toEqual([
      '0:00.001 is stored in queue 0 of the tier, and answered with 202',
      '0:00.001 is received from queue 0 by a poller of the tier',
      '0:00.001 is refused: serial has no concurrency left',
      '0:00.001 the function refused: it will be visible again in 2 s',
      '0:02.001 +2 s is visible again in queue 0',
      '0:02.001 is received from queue 0 by a poller of the tier',
      '0:02.001 a run begins',
      '0:03.501 +1.5 s the run succeeds after 1.5 s',
      '0:03.501 is done with',
      '',
      'It was handled, 3.5 s after it was sent: received twice, invoked once and refused once.',
    ]);
  });

  it('a record with a hostile id does nothing to the terminal', () => {
    const id = 'a\u001b[2Jb';
    const hostile = {
      duration: '1 min',
      functions: { f: { coldStart: 'none', handler: { duration: '100 ms' } } },
      sources: { q: { type: 'sqs', arrivals: records({ id }) } },
      mappings: { m: { source: 'q', function: 'f' } },
    };
    const { life, lines, remarked } = lifeOf(hostile, id);
    expect(life!.moments.length).toBeGreaterThan(3);
    expect([...lines, ...remarkedWords(remarked, WIDE)].join('\n')).not.toContain('\u001b');
  });
});

describe('a record that nobody has', () => {
  const { life, remarked, given } = lifeOf(
    {
      duration: '10 s',
      functions: { f: { coldStart: 'none', handler: { duration: '100 ms' } } },
      sources: { orders: { type: 'sqs', arrivals: [{ rate: '10/s' }, ...records({ id: 'special', at: '1 s' })] } },
      mappings: { m: { source: 'orders', function: 'f' } },
    },
    'order-7',
  );

  it('has no life', () => {
    expect(life!.moments).toEqual([]);
  });

  it.each([
    ['order-7', 'orders-7'],
    ['oders-9999', 'orders-101'],
    ['orders-0', 'orders-1'],
    ['speical', 'special'],
    ['elsewhere', undefined],
  ])('%s may be meant for %s', (id, meant) => {
    expect(nearestId(id, remarked, given)).toBe(meant);
  });

  it('is told which there are', () => {
    expect(remarked).toMatchObject([{ source: 'orders', count: 101, first: 'orders-1' }]);
    expect(remarkedWords(remarked, WIDE)[0]).toMatch(/^orders: 101 records, orders-1 … orders-\d+$/);
  });
});

it.each([
  [0, '0:00.000'],
  [7_250_400, '0:07.250'],
  [3_723_004_000, '1:02:03.004'],
  [59_999_999, '1:00.000'],
])('the clock shows %d µs as %s', (micros, text) => {
  expect(clock(micros)).toBe(text);
});

describe('where the time of one record went', () => {
  const queue = {
    duration: '2 min',
    functions: {
      f: { timeout: '10 s', coldStart: 'none', handler: { duration: '1 s', when: [{ id: 'bad', then: 'throw' }] } },
    },
    sources: {
      q: {
        ...{ type: 'sqs', visibilityTimeout: '30 s', redrivePolicy: { maxReceiveCount: 1, deadLetterQueue: 'd' } },
        arrivals: records({ id: 'good', at: '-2 s' }, { id: 'bad', at: '1 s' }),
      },
      d: { type: 'sqs', messageRetentionPeriod: '14 d' },
    },
    mappings: { m: { source: 'q', function: 'f' } },
  };

  it('is told from when it was sent until it was handled, part by part', () => {
    const { times, tables } = lifeOf(queue, 'good');
    expect(times).toEqual([{ by: 'm', from: -2e6, to: 1e6, hasSucceeded: true, parts: { poller: 2e6, running: 1e6 } }]);
    expect(tables).toEqual([
      'Where its time went, from −0:02.000 to 0:01.000, when it was handled',
      ' waiting for a poller 2 s 2,000,000 µs 66.7 %',
      ' running 1 s 1,000,000 µs 33.3 %',
      ' in all 3 s 3,000,000 µs',
    ]);
  });

  it('is told of one that is not handled, until the run ends or it is moved back', () => {
    expect(lifeOf(queue, 'bad').tables).toEqual([
      'Where its time went, from 0:01.000 to 2:00.000, without being handled',
      ' not polled 1 min 29 s 89,000,000 µs 74.8 %',
      ' running 1 s 1,000,000 µs 0.84 %',
      ' waiting for a retry 29 s 29,000,000 µs 24.4 %',
      ' in all 1 min 59 s 119,000,000 µs',
    ]);
    const back = { ...queue, events: [{ at: '40 s', redrive: { from: 'd' } }] };
    expect(lifeOf(back, 'bad').times).toMatchObject([
      { from: 1e6, to: 40e6, parts: { running: 1e6, retry: 29e6, notPolled: 9e6 } },
      { from: 40e6, to: 120e6, parts: { running: 1e6, retry: 29e6, notPolled: 50e6 } },
    ]);
  });

  it('is told for each mapping of a stream, and not of what none has received', () => {
    const stream = {
      duration: '20 s',
      functions: {
        f: { coldStart: 'none', handler: { duration: '1 s' } },
        g: { coldStart: 'none', handler: { duration: '1 min' } },
      },
      sources: {
        s: { type: 'kinesis', shards: 1, arrivals: records({ id: 'a', at: '2 s' }, { id: 'late', at: '10 s' }) },
      },
      mappings: {
        quick: { source: 's', function: 'f', startingPosition: 'TRIM_HORIZON' },
        slow: { source: 's', function: 'g', startingPosition: 'TRIM_HORIZON' },
      },
    };
    const { times } = lifeOf(stream, 'a');
    expect(times).toMatchObject([
      { by: 'quick', from: 2e6, hasSucceeded: true },
      { by: 'slow', to: 20e6, hasSucceeded: false },
    ]);
    for (const { from, to, parts } of times) expect(Object.values(parts).reduce((a, b) => a + b, 0)).toBe(to - from);
    expect(lifeOf(stream, 'late').times.map(({ by }) => by)).toEqual(['quick']);
    const unread = { ...stream, mappings: {} };
    expect(lifeOf(unread, 'a').tables).toEqual([
      'Where its time went is not known of a record that waits in its stream, or is lost there.',
    ]);
  });

  it('is left out of a call that is refused at once', () => {
    const calls = {
      duration: '1 min',
      functions: { f: { reservedConcurrency: 0, handler: { duration: '1 s' } } },
      sources: { api: { type: 'sync', function: 'f', arrivals: records({ id: 'a', at: '1 s' }) } },
    };
    expect(lifeOf(calls, 'a').tables).toEqual([]);
  });
});
