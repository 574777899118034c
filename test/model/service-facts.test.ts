/** Facts about queues and functions that show in a few invocations, each worked out by hand. */
import { describe, expect, it } from 'vitest';
import { journaled, run } from '../support/run.ts';

const queue = (more: object = {}): object => ({
  lagcast: 1,
  duration: '10 min',
  facts: { 'sqs.backOff': 'off' },
  functions: { f: { timeout: '15 s', coldStart: 'none', handler: { duration: '2 s' } } },
  sources: { q: { type: 'sqs', visibilityTimeout: '90 s', arrivals: [{ records: [{ id: 'a' }, { id: 'b' }] }] } },
  mappings: {
    m: { source: 'q', function: 'f', pollers: { policy: 'fixed', count: 1 }, reportBatchItemFailures: true },
  },
  ...more,
});

describe('after an invocation', () => {
  it('SQS-36: success deletes every message of the batch', () => {
    const { lines } = journaled(queue());
    expect(lines.filter((line) => line.event === 'deleted').map((line) => line.records)).toEqual([['a', 'b']]);
  });

  it('SQS-38: a reported message waits for its visibility timeout, counted from its receive', () => {
    const handler = { duration: '2 s', when: [{ id: 'a', receiveCount: { max: 1 }, then: { report: ['a'] } }] };
    const { lines } = journaled(queue({ functions: { f: { timeout: '15 s', coldStart: 'none', handler } } }));
    const invoked = lines.filter((line) => line.event === 'invoked');
    expect(invoked.map((line) => line.records)).toEqual([['a', 'b'], ['a']]);
    expect(invoked[1]!.t - lines.find((line) => line.event === 'received')!.t).toBeGreaterThanOrEqual(90_000_000);
    expect(invoked[1]!.t - invoked[0]!.t).toBeLessThan(91_000_000);
  });

  it('SQS-52: a changed visibility timeout holds at once, for what is received from then on', () => {
    const handler = { duration: '2 s', script: ['throw'] };
    const { lines } = journaled(
      queue({
        functions: { f: { timeout: '15 s', coldStart: 'none', handler } },
        events: [{ at: '10 s', set: { 'sources.q.visibilityTimeout': '30 s' } }],
      }),
    );
    const received = lines.filter((line) => line.event === 'received').map((line) => Math.round(line.t / 1e6));
    expect(received.slice(0, 4)).toEqual([0, 90, 120, 150]);
  });
});

describe('concurrency', () => {
  it('CON-12: counts from admission to the end of the invocation, INIT included', () => {
    const result = run(
      queue({
        duration: '10 s',
        functions: {
          f: { timeout: '15 s', coldStart: { init: '3 s', platform: '0 s' }, handler: { duration: '2 s' } },
        },
      }),
    );
    expect(result.functions['f']!.concurrency.mean).toBeCloseTo(0.5, 2);
    expect(result.functions['f']!.duration.max).toBe(2_000_000);
  });

  it('CON-09: is the rate of requests times their duration', () => {
    const result = run({
      lagcast: 1,
      duration: '1 h',
      warmUp: '1 min',
      functions: { f: { coldStart: 'none', handler: { perInvocation: { exponential: { mean: '300 ms' } } } } },
      sources: { q: { type: 'sqs', arrivals: [{ rate: { poisson: '20/s' } }] } },
      mappings: { m: { source: 'q', function: 'f', batchSize: 1 } },
    });
    // 72,000 invocations: the mean is within 1 % or so of 20/s × 0.3 s.
    expect(result.functions['f']!.concurrency.mean).toBeCloseTo(6, 0);
    expect(Math.abs(result.functions['f']!.concurrency.mean! / 6 - 1)).toBeLessThan(0.03);
  });
});
