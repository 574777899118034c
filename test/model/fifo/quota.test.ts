/** The quotas of calls of a FIFO queue, and producers that keep to the order of a group (SQS-44). */
import { describe, expect, it } from 'vitest';
import { verdict } from '../../../src/report/verdict.ts';
import { journaled, run, type Line } from '../../support/run.ts';

/** `rate` messages a second for 3 s, of so many groups, and a function that takes no time. */
function scenario(rate: number, queue: object = {}, mapping: object = {}, more: object = {}): object {
  const group = { zipf: { values: 500, exponent: 0 } };
  return {
    lagcast: 1,
    duration: '20 s',
    functions: { f: { timeout: '5 s', coldStart: 'none', handler: { duration: '0 s' } } },
    sources: {
      q: {
        type: 'sqsFifo',
        messageGroupId: 'group',
        ...queue,
        arrivals: [{ rate: `${rate}/s`, endAt: '3 s', attributes: { group } }],
      },
    },
    mappings: { m: { source: 'q', function: 'f', pollers: { policy: 'fixed', count: 100 }, ...mapping } },
    ...more,
  };
}

function bySecond(lines: readonly Line[], event: string): number[] {
  const counts: number[] = [];
  for (const line of lines) {
    if (line.event !== event) continue;
    const second = Math.floor(line.t / 1e6);
    counts[second] = (counts[second] ?? 0) + 1;
  }
  return Array.from(counts, (count) => count ?? 0);
}

const HIGH = { deduplicationScope: 'messageGroup', fifoThroughputLimit: 'perMessageGroupId' };

describe('sends', () => {
  it('300 calls a second, and what is refused is sent later: nothing is lost', () => {
    const { result, lines } = journaled(scenario(400));
    const seconds = bySecond(lines, 'sent');
    expect(Math.max(...seconds)).toBe(300);
    expect(seconds.slice(0, 4)).toEqual([300, 300, 300, 300]);
    expect(result.sources['q']!.arrived).toBe(1200);
    expect(result.sources['q']!.putsRefused).toBeGreaterThan(0);
    expect(result.sources['q']!.putsDropped).toBe(0);
  });

  it('messages of one group arrive in the order in which they were first sent', () => {
    const { lines } = journaled(scenario(700));
    const sent = lines.filter(({ event }) => event === 'sent').map(({ records }) => Number(records![0]!.slice(2)));
    expect(sent).toHaveLength(2100);
    // Without high throughput the queue is one partition: all keep their order.
    expect(sent).toEqual([...sent].sort((a, b) => a - b));
  });

  it('with ten messages to a call, 3,000 messages a second', () => {
    expect(run(scenario(2900, { sendBatch: 10 })).sources['q']!.putsRefused).toBe(0);
    expect(run(scenario(3100, { sendBatch: 10 })).sources['q']!.putsRefused).toBeGreaterThan(0);
  });

  it('or it is dropped', () => {
    const { arrived, putsDropped, putsRefused } = run(scenario(400, { onThrottle: 'drop' })).sources['q']!;
    expect([arrived, putsDropped, putsRefused]).toEqual([900, 300, 300]);
  });

  it('what waits at its producers is told: how late it came, how much still waits at the end, and a sentence of both', () => {
    // Ten at once, and two calls a second: tried again after 100, 200, 400 and 800 ms, then after 100, 200 and 400 ms again.
    const records = Array.from({ length: 10 }, (_, i) => ({ id: `m${i}`, group: 'a' }));
    const result = run({
      ...scenario(1, {}, {}, { facts: { 'fifo.calls': '2/s' } }),
      duration: '2.6 s',
      sources: { q: { type: 'sqsFifo', arrivals: [{ records }] } },
      objectives: ['last(q.sendsHeld) == 0', 'max(q.sendDelay) < 2 s', 'p50(q.sendDelay) < 2 s'],
    });
    const { arrived, fifo, books, putsRefused } = result.sources['q']!;
    expect([arrived, books.out.waiting]).toEqual([6, 0]);
    expect(fifo!.sendsHeld).toMatchObject({ max: 8, last: 4 });
    expect(fifo!.sendsHeld.mean).toBeCloseTo((8 * 1.5 + 6 * 0.7 + 4 * 0.4) / 2.6, 6);
    expect(fifo!.sendDelay).toMatchObject({ count: 4, min: 1.5e6, max: 2.2e6 });
    // Those behind the first are not tried.
    expect(putsRefused).toBe(4 + 3 + 3);
    expect(result.objectives.map(({ met }) => met)).toEqual([false, false, true]);
    const said = verdict(result);
    expect(said[1]).toBe(
      '4 messages for q still waited at their producers at the end: its quota of calls did not let them in.',
    );
    expect(said).toContain(
      'The quota of calls of q refused 10 sends; with what waited behind them, 4 messages came up to 2.2 s late.',
    );
  });

  it('with high throughput what the region gives, and 300 a second for each partition', () => {
    const facts = { 'fifo.partitions': 4 };
    const { result, lines } = journaled(scenario(2000, HIGH, {}, { facts }));
    expect(Math.max(...bySecond(lines, 'sent'))).toBe(1200);
    expect(result.sources['q']!.arrived).toBe(6000);
    const other = scenario(3000, { ...HIGH, region: 'other' });
    expect(Math.max(...bySecond(journaled(other).lines, 'sent'))).toBeLessThanOrEqual(2400);
    expect(run(scenario(3000, HIGH)).sources['q']!.putsRefused).toBe(0);
  });
});

it('there may be as many partitions as one likes: those that nothing is sent to take no room', () => {
  const facts = { 'fifo.partitions': 1_000_000_000 };
  const records = [{ group: 'a' }, { group: 'b' }];
  const value = { ...scenario(1, HIGH, {}, { facts }), duration: '1 s' };
  const sources = { q: { type: 'sqsFifo', ...HIGH, arrivals: [{ records }] } };
  expect(run({ ...value, sources }).sources['q']!.arrived).toBe(2);
});

describe('calls of Lambda', () => {
  it('receives over the quota find nothing until the next second, and are counted', () => {
    const { result, lines } = journaled(scenario(400, { sendBatch: 10 }, { batchSize: 1 }));
    expect(Math.max(...bySecond(lines, 'received'))).toBe(300);
    expect(result.sources['q']!.fifo!.receivesThrottled).toBeGreaterThan(0);
    expect(result.sources['q']!.succeeded).toBe(1200);
  });

  it('each poller that waits is refused once a second, whatever arrives meanwhile; no mapping is forgotten', () => {
    const group = { sequence: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] };
    const pollers = { policy: 'fixed', count: 3 };
    const of = (fn: string): object => ({ source: 'q', function: fn, batchSize: 1, pollers });
    const instant = { timeout: '5 s', coldStart: 'none', handler: { duration: '0 s' } };
    const result = run({
      ...scenario(1, {}, {}, { facts: { 'fifo.calls': '4/s' } }),
      duration: '9.99 s',
      sources: {
        q: {
          type: 'sqsFifo',
          messageGroupId: 'group',
          sendBatch: 10,
          arrivals: [{ rate: '20/s', startAt: '0 s', attributes: { group } }],
        },
      },
      functions: { f: instant, g: instant },
      mappings: { m: of('f'), n: of('g') },
    });
    const { receives, fifo } = result.sources['q']!;
    expect(receives).toBe(4 * 10);
    expect(fifo!.receivesThrottled).toBe((3 + 3) * 10);
    for (const { invocations } of Object.values(result.mappings)) expect(invocations).toBeGreaterThan(15);
  });

  it('deletes over it are tried again in the next second; the messages are hidden meanwhile', () => {
    const facts = { 'fifo.calls': '5/s' };
    // Ten batches of one begin over two seconds, and all end at 5.9 s.
    const records = Array.from({ length: 10 }, (_, i) => ({
      id: `m${i}`,
      group: i,
      at: '0 s',
      duration: i < 5 ? '5.9 s' : '4.9 s',
    }));
    const value = {
      ...scenario(1, {}, { batchSize: 1 }, { facts }),
      functions: { f: { timeout: '10 s', coldStart: 'none', handler: { perRecord: '1 s' } } },
      sources: { q: { type: 'sqsFifo', visibilityTimeout: '60 s', sendBatch: 10, arrivals: [{ records }] } },
    };
    const { result, lines } = journaled(value);
    expect(bySecond(lines, 'deleted').slice(5, 7)).toEqual([5, 5]);
    expect(result.sources['q']!.fifo!.deletesThrottled).toBe(5);
    // Of sends none was refused: the sentence stands by itself.
    expect(verdict(result).join(' ')).toMatch(/The quota of calls of q refused \d+ receives? and 5 deletes: batches/);
    expect(result.functions['f']!.invocations).toBe(10);
    expect(result.sources['q']!.books.out.waiting).toBe(0);
  });
});
