/** Sends that a FIFO queue accepts and does not deliver (SQS-66). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecentKeys } from '../../../src/engine/recent-keys.ts';
import { journaled, run } from '../../support/run.ts';

describe('keys seen within a span of time', () => {
  it('are known until the span is over, and take no room after it', () => {
    const key = fc.record({
      first: fc.integer({ min: -3, max: 40 }),
      second: fc.integer({ min: 0, max: 2 }),
      after: fc.integer({ min: 0, max: 4 }),
    });
    fc.assert(
      fc.property(fc.array(key, { maxLength: 400 }), (keys) => {
        const recent = new RecentKeys(20);
        const known = new Map<string, number>();
        let now = 0;
        for (const { first, second, after } of keys) {
          now += after;
          for (const [text, at] of known) if (at <= now - 20) known.delete(text);
          const text = `${first} ${second}`;
          expect(recent.isKnown(first, second, now)).toBe(known.has(text));
          if (!known.has(text)) known.set(text, now);
          expect(recent.size).toBe(known.size);
        }
      }),
      { numRuns: 100 },
    );
  });
});

/** Ten messages, one each 90 s, of two groups in turn, each half with one deduplication id. */
function scenario(queue: object, records?: readonly object[]): object {
  return {
    lagcast: 1,
    duration: '20 min',
    functions: { f: { timeout: '5 s', handler: { duration: '10 ms' } } },
    sources: {
      q: {
        type: 'sqsFifo',
        ...queue,
        arrivals: [
          {
            records:
              records ??
              Array.from({ length: 10 }, (_, i) => ({ id: `m${i}`, at: `${i * 90} s`, group: i % 2, dedup: 'd' })),
          },
        ],
      },
    },
    mappings: { m: { source: 'q', function: 'f' } },
  };
}

describe('deduplication', () => {
  const handled = (value: object): string[] => {
    const { lines } = journaled(value);
    return lines.filter(({ event }) => event === 'deleted').flatMap(({ records }) => records!);
  };

  it('an id is known for five minutes from the send that was accepted, whatever was sent since (inferred)', () => {
    expect(handled(scenario({}))).toEqual(['m0', 'm4', 'm8']);
  });

  it('within a group each group knows its own ids (J.3)', () => {
    expect(handled(scenario({ deduplicationScope: 'messageGroup' }))).toEqual(['m0', 'm1', 'm4', 'm5', 'm8', 'm9']);
  });

  it('the interval is a fact', () => {
    const all = handled({ ...scenario({}), facts: { 'fifo.deduplication': '1 s' } });
    expect(all).toHaveLength(10);
  });

  it('the content is the id only where the queue says so, and an id goes before it', () => {
    const records = [
      { id: 'a', group: 1, body: 'same' },
      { id: 'b', group: 1, body: 'same', at: '1 s' },
      { id: 'c', group: 1, body: 'same', dedup: 'own', at: '2 s' },
      { id: 'd', group: 1, at: '3 s' },
      { id: 'e', group: 1, at: '4 s' },
    ];
    expect(handled(scenario({}, records))).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(handled(scenario({ contentBasedDeduplication: true }, records))).toEqual(['a', 'c', 'd', 'e']);
  });

  it('what the relay of an outbox sends again is not delivered again; the books leave it out, and it is counted', () => {
    const outbox = { every: '1 s', repeats: '50 %' };
    const arrivals = [{ rate: '20/s', endAt: '5 min', attributes: { group: { zipf: { values: 50, exponent: 0 } } } }];
    const value = {
      ...scenario({ messageGroupId: 'group' }),
      sources: { q: { type: 'sqsFifo', messageGroupId: 'group', outbox, arrivals } },
    };
    const { result, lines } = journaled(value);
    const { arrived, fifo, books, duplicates } = result.sources['q']!;
    expect(fifo!.deduplicated).toBeGreaterThan(1000);
    expect(lines.filter(({ event }) => event === 'deduplicated')).toHaveLength(fifo!.deduplicated);
    expect(lines.filter(({ event }) => event === 'relayed')).toHaveLength(arrived + fifo!.deduplicated);
    expect([arrived, duplicates, books.out.succeeded]).toEqual([6000, 0, 6000]);
  });

  it('a standard queue delivers all of them', () => {
    const outbox = { every: '1 s', repeats: '50 %' };
    const arrivals = [{ rate: '20/s', endAt: '1 min' }];
    const value = { ...scenario({}), sources: { q: { type: 'sqs', outbox, arrivals } } };
    expect(run(value).sources['q']!.arrived).toBeGreaterThan(1500);
  });
});
