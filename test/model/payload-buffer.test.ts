/** What a poller does with messages that do not fit into one invocation: UNK-23, and who may go on with them. */
import { describe, expect, it } from 'vitest';
import { journaled, run } from '../support/run.ts';

const messages = (count: number, size: string) => Array.from({ length: count }, () => ({ size }));

function scenario(
  mapping: object,
  events: object[],
  count: number,
  size: string,
  visibilityTimeout = '15 min',
): object {
  return {
    lagcast: 1,
    duration: '10 min',
    functions: { f: { timeout: '15 s', coldStart: 'none', handler: { duration: '10 s' } } },
    sources: { q: { type: 'sqs', visibilityTimeout, arrivals: [{ records: messages(count, size) }] } },
    mappings: { m: { source: 'q', function: 'f', ...mapping } },
    events,
  };
}

describe('a payload of 6 MB that is full before the batch (SQS-31)', () => {
  it('ends the receives: the backlog is shared by all pollers', () => {
    // 10 receives bring 100 messages of 99 KiB and 1,000 B each, 61 of which fit; five pollers have all 300 within two rounds.
    const result = run(scenario({ batchSize: 1000, maximumBatchingWindow: '1 s' }, [], 300, '99 KiB'));
    expect(result.functions['f']!.concurrency.max).toBe(5);
    expect(result.sources['q']!.latency.max).toBeLessThanOrEqual(21_000_000);
  });

  it('leaves at most the rest of one receive of ten in the buffer', () => {
    const { lines } = journaled(scenario({ batchSize: 10 }, [], 40, '1 MiB'));
    const held = new Map<string, number>();
    let most = 0;
    for (const { event, records } of lines) {
      if (event === 'received') records!.forEach((id) => held.set(id, 1));
      if (event === 'batched') records!.forEach((id) => held.delete(id));
      most = Math.max(most, held.size);
    }
    // Five pollers, each with at most ten.
    expect(most).toBeLessThanOrEqual(50);
    expect(most).toBeGreaterThan(0);
  });
});

describe('a poller with messages in its buffer', () => {
  it('stops when the mapping is disabled', () => {
    const { lines } = journaled(scenario({ batchSize: 10 }, [{ at: '1500 ms', disable: 'm' }], 200, '1 MiB'));
    const disabled = lines.findIndex((line) => line.event === 'mappingChanged' && line.t === 1_500_000);
    expect(disabled).toBeGreaterThan(0);
    expect(lines.slice(disabled).filter((line) => line.event === 'received' || line.event === 'batched')).toEqual([]);
  });

  it('goes when maximumConcurrency is lowered', () => {
    const { lines } = journaled(
      scenario(
        { batchSize: 10, maximumConcurrency: 5 },
        [{ at: '15 s', set: { 'mappings.m.maximumConcurrency': 2 } }],
        400,
        '1 MiB',
      ),
    );
    const late = lines.filter((line) => line.t > 30_000_000);
    let running = 0;
    let most = 0;
    for (const { event } of late) {
      if (event === 'invoked') most = Math.max(most, ++running);
      if (event === 'finished') running = Math.max(0, running - 1);
    }
    expect(most).toBe(2);
  });
});

describe('a delayed message', () => {
  it('expires when its retention ends, also with nothing else in the queue (SQS-53, SQS-61)', () => {
    const { lines } = journaled({
      lagcast: 1,
      duration: '5 min',
      sources: {
        q: {
          type: 'sqs',
          messageRetentionPeriod: '60 s',
          arrivals: [{ records: [{ id: 'a', at: '10 s', delay: '55 s' }] }],
        },
      },
    });
    expect(lines.filter((line) => line.event === 'expired').map((line) => line.t)).toEqual([70_000_000]);
  });
});
