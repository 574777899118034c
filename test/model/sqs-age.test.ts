/** What a queue's oldest message is, and who is received last, after messages failed often (SQS-48, SQS-49); answers by hand. */
import { describe, expect, it } from 'vitest';
import { journaled, run, type Line } from '../support/run.ts';

const seconds = (lines: readonly Line[], event: string, id: string): number[] =>
  lines.flatMap((line) => (line.event === event && line.records!.includes(id) ? [line.t / 1e6] : []));

describe('the age of a message that was moved to a dead-letter queue counts from the move (SQS-48)', () => {
  // Received at 0, 30 and 60 s, moved by the receive at 90 s.
  const moved = (deadLetterQueue: object = {}): object => ({
    lagcast: 1,
    duration: '200 s',
    functions: { f: { coldStart: 'none', handler: { perInvocation: '1 s', script: ['throw'] } } },
    sources: {
      q: {
        type: 'sqs',
        redrivePolicy: { maxReceiveCount: 3, deadLetterQueue: 'd' },
        arrivals: [{ records: [{ id: 'a' }] }],
      },
      d: { type: 'sqs', messageRetentionPeriod: '14 d', ...deadLetterQueue },
    },
    mappings: { m: { source: 'q', function: 'f', pollers: { policy: 'fixed', count: 1 } } },
  });

  it('it is 110 s at 200 s; in its first queue it was 90 s', () => {
    const { q, d } = run(moved()).sources;
    expect(d!.ageOfOldest).toEqual({ max: 110e6, last: 110e6 });
    expect(q!.ageOfOldest).toEqual({ max: 90e6, last: null });
  });

  it('beside messages of the queue’s own the oldest of both counts', () => {
    const own = (at: string): object => moved({ arrivals: [{ records: [{ at }] }] });
    expect(run(own('50 s')).sources['d']!.ageOfOldest.last).toBe(150e6);
    expect(run(own('120 s')).sources['d']!.ageOfOldest.last).toBe(110e6);
  });

  it('retention counts from when it was sent all the same: 150 s end 60 s after the move', () => {
    const { result, lines } = journaled(moved({ messageRetentionPeriod: '150 s' }));
    expect(seconds(lines, 'expired', 'a')).toEqual([150]);
    expect(result.sources['d']!.ageOfOldest).toEqual({ max: 60e6, last: null });
  });

  it('a message that is redriven is new', () => {
    const { q, d } = run({ ...moved(), events: [{ at: '150 s', redrive: { from: 'd', to: 'q' } }] }).sources;
    expect(d!.ageOfOldest).toEqual({ max: 60e6, last: null });
    expect(q!.ageOfOldest).toEqual({ max: 90e6, last: 50e6 });
  });
});

describe('a message received three times gives way to the others, where maxReceiveCount is greater (SQS-49)', () => {
  // A poison message and 40 others of a second each, one poller; c is sent before the poison message returns at 30 s, d after.
  const poison = (duration: string, maxReceiveCount = 5, queue: object = {}, more: object = {}): object => ({
    lagcast: 1,
    duration,
    functions: {
      f: { coldStart: 'none', handler: { perInvocation: '1 s', when: [{ id: 'p', then: 'throw' }] } },
    },
    sources: {
      q: {
        type: 'sqs',
        visibilityTimeout: '10 s',
        redrivePolicy: { maxReceiveCount, deadLetterQueue: 'd' },
        arrivals: [
          {
            records: [
              { id: 'p' },
              ...Array.from({ length: 40 }, (_, i) => ({ id: `b${i + 1}`, at: '500 ms' })),
              { id: 'c', at: '25 s' },
              { id: 'd', at: '31 s' },
            ],
          },
        ],
        ...queue,
      },
      d: { type: 'sqs', messageRetentionPeriod: '14 d' },
    },
    mappings: { m: { source: 'q', function: 'f', batchSize: 1, pollers: { policy: 'fixed', count: 1 } } },
    ...more,
  });
  it('it stands where it would if it were sent as it came back', () => {
    const { lines } = journaled(poison('100 s'));
    // 10 to 19 are b10 to b18 and so on: 0, 10, 20; back at 30 behind b28 to b40 (until 43) and c; d comes later.
    expect(seconds(lines, 'invoked', 'p')).toEqual([0, 10, 20, 44, 54]);
    expect(seconds(lines, 'invoked', 'c')).toEqual([43]);
    expect(seconds(lines, 'invoked', 'd')).toEqual([45]);
    expect(seconds(lines, 'deadLettered', 'p')).toEqual([64]);
  });

  it('with maxReceiveCount 3, or the fact at a great number, it is first each time', () => {
    expect(seconds(journaled(poison('100 s', 3)).lines, 'deadLettered', 'p')).toEqual([30]);
    const never = { facts: { 'sqs.sendsBack.receives': 'unlimited' } };
    expect(seconds(journaled(poison('100 s', 5, {}, never)).lines, 'invoked', 'p')).toEqual([0, 10, 20, 30, 40]);
  });

  it('its age counts until it comes back, and no more', () => {
    const { q } = run(poison('50 s')).sources;
    // b40 was sent at 0.5 s and is deleted at 43 s; the poison message is 50 s old, and hidden.
    expect(q!.ageOfOldest).toEqual({ max: 42.5e6, last: null });
    expect(q!.books.out.waiting).toBe(1);
    expect(run(poison('35 s')).sources['q']!.ageOfOldest.last).toBe(34.5e6);
  });

  it('retention ends its life to the second while it waits behind', () => {
    const backlog = { records: Array.from({ length: 30 }, (_, i) => ({ id: `x${i}`, at: '29 s' })) };
    const queue = poison('100 s') as { sources: { q: { arrivals: object[] } } };
    const arrivals = [...queue.sources.q.arrivals, backlog];
    const { lines, result } = journaled(poison('100 s', 5, { messageRetentionPeriod: '60 s', arrivals }));
    expect(seconds(lines, 'expired', 'p')).toEqual([60]);
    expect(result.sources['q']!.books.out).toMatchObject({ expired: 1, succeeded: 72, waiting: 0 });
  });

  it('a late delete by an old receipt takes it out of the back', () => {
    // The third invocation outlasts the visibility timeout, and succeeds while the message waits behind the others.
    const slow = { id: 'p', receiveCount: { min: 3 }, then: 'succeed' };
    const scenario = {
      lagcast: 1,
      duration: '60 s',
      functions: {
        f: {
          ...{ coldStart: 'none', timeout: '10 s' },
          handler: { perInvocation: '9 s', when: [slow, { id: 'p', then: 'throw' }] },
        },
      },
      sources: {
        q: {
          ...{ type: 'sqs', visibilityTimeout: '10 s', redrivePolicy: { maxReceiveCount: 5, deadLetterQueue: 'd' } },
          arrivals: [{ records: [{ id: 'p' }, { id: 'b', at: '21 s' }] }],
        },
        d: { type: 'sqs', messageRetentionPeriod: '14 d' },
      },
      mappings: { m: { source: 'q', function: 'f', batchSize: 1, pollers: { policy: 'fixed', count: 1 } } },
      // From then on a receive hides it for 5 s: back at 25 s, deleted at 29 s.
      events: [{ at: '15 s', set: { 'sources.q.visibilityTimeout': '5 s' } }],
    };
    const { lines, result } = journaled(scenario);
    expect(seconds(lines, 'returned', 'p')).toEqual([10, 20, 25]);
    expect(seconds(lines, 'deleted', 'p')).toEqual([29]);
    expect(result.sources['q']!.books.out).toMatchObject({ succeeded: 2, waiting: 0 });
  });
});
