/** The function: admission, environments, timeouts, and what a handler does with bad records. */
import { describe, expect, it } from 'vitest';
import { Environment, Environments } from '../../src/model/lambda/environments.ts';
import { readResponse } from '../../src/model/lambda/response.ts';
import { TokenBucket } from '../../src/model/lambda/token-bucket.ts';
import { journaled, run } from '../support/run.ts';

describe('environments', () => {
  const limits = { maxLifetime: Infinity, order: 'mru' } as const;
  const pool = (idleLifetime: number) => new Environments({ idleLifetime, ...limits }, () => 0);
  const start = (environments: Environments, id: number, at = 0) => {
    environments.add();
    return new Environment(id, at, false);
  };

  it('are used most recently used first, and none is idle in the beginning', () => {
    const environments = pool(600e6);
    expect(environments.takeIdle(0)).toBeUndefined();
    const [a, b] = [start(environments, 1), start(environments, 2)];
    environments.release(a, 10);
    environments.release(b, 20);
    expect(environments.takeIdle(30)).toBe(b);
    expect(environments.takeIdle(30)).toBe(a);
  });

  it('expire after their idle lifetime, oldest first, to the microsecond (ENV-08)', () => {
    const environments = pool(600e6);
    const [a, b] = [start(environments, 1), start(environments, 2)];
    environments.release(a, 0);
    environments.release(b, 5);
    expect(environments.count(600e6 - 1)).toBe(2);
    expect(environments.count(600e6)).toBe(1);
    expect(environments.count(600e6 + 5)).toBe(0);
    expect(environments.takeIdle(600e6 + 5)).toBeUndefined();
  });

  it('stay few while many come and go', () => {
    const environments = pool(100);
    for (let now = 0; now < 100_000; now += 10) environments.release(start(environments, now + 1, now), now);
    expect(environments.count(100_000)).toBe(9);
  });
});

it('a bucket of 1,000 refilled at 100 a second gives 1,000 at once, 2,000 by 10 s, 5,000 by 40 s (CON-07)', () => {
  const bucket = new TokenBucket(1000, 100);
  const given = [0, 10, 40].map((seconds) => {
    let n = 0;
    for (let at = 0; at <= seconds * 10; at++) while (bucketAt(seconds, at)) n++;
    return n;
  });
  expect(given).toEqual([1000, 1000, 3000]);

  /** Continues the one bucket; only tenths of seconds not yet passed count. */
  function bucketAt(seconds: number, tenths: number): boolean {
    const from = seconds === 40 ? 100 : 0;
    return tenths >= from && bucket.take(tenths * 100_000);
  }
});

describe('answers of a function to a mapping that listens (SQS-54, SQS-56, SQS-57)', () => {
  const known = (id: string): boolean => ['a', 'b'].includes(id);
  const items = (...ids: unknown[]): unknown => ({
    batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })),
  });

  it.each([
    ['an empty list', { batchItemFailures: [] }],
    ['a null list', { batchItemFailures: null }],
    ['an empty object', {}],
    ['null', null],
    ['nothing', undefined],
    ['another key only', { failures: ['a'] }],
    ['an empty text', ''],
    ['a list instead of an object', []],
  ])('%s is success', (_what, value) => {
    expect(readResponse(value, known)).toBe('succeeded');
  });

  it.each([
    ['an empty identifier', items('')],
    ['a null identifier', items(null)],
    ['a number as identifier', items(123)],
    ['a wrong key', { batchItemFailures: [{ id: 'a' }] }],
    ['an identifier that is not in the batch', items('c')],
    ['a bad entry beside a good one', items('a', '')],
    ['an entry that is no object', { batchItemFailures: ['a'] }],
    ['a list that is none', { batchItemFailures: 'a' }],
  ])('%s fails the whole batch', (_what, value) => {
    expect(readResponse(value, known)).toBe('unusableAnswer');
  });

  it('valid identifiers name the failures; one named twice counts once', () => {
    expect(readResponse(items('a'), known)).toEqual(new Set(['a']));
    expect(readResponse(items('b', 'b', 'a'), known)).toEqual(new Set(['a', 'b']));
  });
});

/** Three messages in one batch, the second bad. */
function threeWithBadSecond(handler: object, mapping: object = {}) {
  const records = ['a', 'b', 'c'].map((id) => ({ at: '1 s', id, attributes: { bad: id === 'b' } }));
  return journaled({
    lagcast: 1,
    duration: '20 s',
    functions: {
      f: {
        coldStart: 'none',
        handler: {
          perInvocation: '10 ms',
          perRecord: '100 ms',
          outcome: [{ when: { bad: true }, fails: '100 %' }],
          ...handler,
        },
      },
    },
    sources: { q: { type: 'sqs', visibilityTimeout: '1 min', arrivals: [{ records }] } },
    mappings: { m: { source: 'q', function: 'f', reportBatchItemFailures: true, ...mapping } },
  });
}

describe('a handler with a bad record', () => {
  it('throws at once: nothing is deleted, and the third was never begun', () => {
    const { result, lines } = threeWithBadSecond({ onRecordError: 'throw' });
    expect(lines.filter((line) => line.event === 'deleted')).toEqual([]);
    expect(lines.find((line) => line.event === 'finished')).toMatchObject({ t: 1_210_000, outcome: 'failed' });
    expect(result.functions['f']!.errors).toBe(1);
  });

  it('stops and reports the rest: only the first is deleted', () => {
    const { lines } = threeWithBadSecond({ onRecordError: 'stopAndReport' });
    expect(lines.find((line) => line.event === 'finished')).toMatchObject({ t: 1_210_000, outcome: 'partial' });
    expect(lines.find((line) => line.event === 'deleted')!.records).toEqual(['a']);
  });

  it('carries on and reports the bad one: the others are deleted', () => {
    const { result, lines } = threeWithBadSecond({ onRecordError: 'report' });
    expect(lines.find((line) => line.event === 'finished')).toMatchObject({ t: 1_310_000, outcome: 'partial' });
    expect(lines.find((line) => line.event === 'deleted')!.records).toEqual(['a', 'c']);
    expect(result.functions['f']!.errors).toBe(0);
  });

  it('handles only the first and acknowledges all: two are deleted unprocessed', () => {
    const { result, lines } = threeWithBadSecond({ onRecordError: 'firstRecordOnly' });
    expect(lines.find((line) => line.event === 'finished')).toMatchObject({ t: 1_110_000, outcome: 'succeeded' });
    expect(lines.find((line) => line.event === 'deleted')).toMatchObject({
      records: ['a', 'b', 'c'],
      unprocessed: ['b', 'c'],
    });
    expect(result.sources['q']!.books.out).toMatchObject({ succeeded: 1, acknowledgedUnprocessed: 2, waiting: 0 });
  });

  it('reports to a mapping that does not listen: the bad one is deleted unprocessed', () => {
    const { result } = threeWithBadSecond({ onRecordError: 'report' }, { reportBatchItemFailures: false });
    expect(result.sources['q']!.books.out).toMatchObject({ succeeded: 2, acknowledgedUnprocessed: 1 });
  });

  it('reports by script to a mapping that does not listen: the same, and an unusable answer is not looked at', () => {
    const script = [{ report: ['b'] }];
    const { result } = threeWithBadSecond({ script }, { reportBatchItemFailures: false });
    expect(result.sources['q']!.books.out).toMatchObject({ succeeded: 2, acknowledgedUnprocessed: 1 });
    const unusable = threeWithBadSecond({ script: [{ report: ['?'] }] }, { reportBatchItemFailures: false });
    expect(unusable.result.sources['q']!.books.out).toMatchObject({ succeeded: 3 });
  });

  it('works in parallel: two at a time take two rounds', () => {
    const { lines } = threeWithBadSecond({ onRecordError: 'report', parallel: 2 });
    expect(lines.find((line) => line.event === 'finished')!.t).toBe(1_210_000);
  });
});

const direct = (fn: object, records: object[], more: object = {}) => ({
  lagcast: 1,
  duration: '30 min',
  functions: { f: { coldStart: 'none', ...fn } },
  sources: { q: { type: 'sqs', visibilityTimeout: '15 min', arrivals: [{ records }] } },
  mappings: { m: { source: 'q', function: 'f', batchSize: 1 } },
  ...more,
});

describe('a function', () => {
  it('ends at its timeout, and the environment runs INIT again (ENV-07)', () => {
    const { lines } = journaled(
      direct(
        {
          timeout: '2 s',
          coldStart: { init: '300 ms', platform: '0 ms' },
          handler: { script: ['timeout', 'succeed'], duration: '50 ms' },
        },
        [{ id: 'a' }, { id: 'b', at: '10 s' }],
      ),
    );
    const finished = lines.filter((line) => line.event === 'finished').slice(0, 2);
    expect(finished.map(({ t, outcome, environment }) => ({ t, outcome, environment }))).toEqual([
      { t: 2_300_000, outcome: 'timedOut', environment: 1 },
      { t: 10_350_000, outcome: 'succeeded', environment: 1 },
    ]);
  });

  it('takes exactly its timeout without being cut off', () => {
    const { functions } = run(direct({ timeout: '2 s', handler: { duration: '2 s' } }, [{}]));
    expect(functions['f']).toMatchObject({ timeouts: 0, errors: 0 });
  });

  it('starts cold again after ten idle minutes, not before (ENV-08)', () => {
    const cold = { coldStart: { init: '100 ms', platform: '0 ms' }, handler: { duration: '1 s' } };
    const at = (second: string) => run(direct(cold, [{}, { at: second }])).functions['f']!.coldStarts;
    expect(at('601.0 s')).toBe(1);
    expect(at('601.2 s')).toBe(2);
  });

  it('gives records the time they carry', () => {
    const { lines } = journaled(
      direct({ timeout: '10 s', handler: { duration: '1 s' } }, [
        { id: 'a', duration: '4 s' },
        { id: 'b', at: '20 s' },
      ]),
    );
    expect(lines.filter((line) => line.event === 'finished').map((line) => line.t)).toEqual([4_000_000, 21_000_000]);
  });

  it('shares the account’s unreserved concurrency with the others, and keeps what is reserved (CON-01 to CON-03)', () => {
    const records = (n: number): object[] => Array.from({ length: n }, () => ({}));
    const fn = (more: object = {}): object => ({
      timeout: '20 s',
      coldStart: 'none',
      handler: { duration: '10 s' },
      ...more,
    });
    const queue = { type: 'sqs', visibilityTimeout: '15 min' };
    const result = run({
      lagcast: 1,
      duration: '9 s',
      account: { concurrency: 110 },
      facts: { 'sqs.pollers.start': 200 },
      functions: { a: fn(), b: fn(), own: fn({ reservedConcurrency: 10 }) },
      sources: {
        a: { ...queue, arrivals: [{ records: records(70) }] },
        b: { ...queue, arrivals: [{ records: records(70) }] },
        own: { ...queue, arrivals: [{ records: records(30) }] },
      },
      mappings: Object.fromEntries(
        ['a', 'b', 'own'].map((name) => [`to-${name}`, { source: name, function: name, batchSize: 1 }]),
      ),
    });
    const peak = (name: string): number => result.functions[name]!.concurrency.max;
    expect(peak('a') + peak('b')).toBe(100);
    expect(peak('own')).toBe(10);
    expect(Object.keys(result.functions['b']!.throttlesBy)).toEqual(['ConcurrentInvocationLimitExceeded']);
    expect(Object.keys(result.functions['own']!.throttlesBy)).toEqual([
      'ReservedFunctionConcurrentInvocationLimitExceeded',
    ]);
  });

  it('adds environments no faster than the scaling rate allows (CON-07)', () => {
    const result = run({
      lagcast: 1,
      duration: '12 s',
      account: { concurrency: 10_000 },
      facts: { 'sqs.pollers.start': 3000, 'sqs.pollers.max': 3000 },
      functions: { f: { timeout: '3 min', coldStart: 'none', handler: { duration: '2 min' } } },
      sources: {
        q: {
          type: 'sqs',
          visibilityTimeout: '15 min',
          arrivals: [
            {
              rate: {
                steps: [
                  { at: '0 s', rate: '2000000/s' },
                  { at: '2 ms', rate: '0/s' },
                ],
              },
            },
          ],
        },
      },
      mappings: { m: { source: 'q', function: 'f', batchSize: 1 } },
    });
    const concurrency = result.series.functions['f']!.concurrency;
    const at = (second: number): number => concurrency[Math.round((second * 1e6) / result.series.period) - 1]!;
    expect(at(1)).toBeGreaterThanOrEqual(1000);
    expect(at(1)).toBeLessThanOrEqual(1100);
    expect(at(11)).toBeLessThanOrEqual(2100);
    expect(result.functions['f']!.throttlesBy['FunctionInvocationRateLimitExceeded']).toBeGreaterThan(0);
  });
});
