/** A mapping with filters on a queue, end to end: what does not match is received and deleted before batches are made. */
import { describe, expect, it } from 'vitest';
import { journaled, run } from '../../support/run.ts';
import { metered, totalOf } from '../../support/metrics.ts';
import { scenarioOf } from '../../support/run.ts';

const REFUNDS = [{ body: { type: ['refund'] } }];

function scenario(arrivals: readonly object[], mapping: object = {}, more: object = {}): object {
  return {
    lagcast: 1,
    duration: '60 s',
    functions: { f: { timeout: '3 s', coldStart: 'none', handler: { duration: '100 ms' } } },
    sources: { q: { type: 'sqs', arrivals } },
    mappings: { m: { source: 'q', function: 'f', filters: REFUNDS, ...mapping } },
    ...more,
  };
}

const records = (...types: readonly string[]): object => ({
  records: types.map((type, i) => ({ id: `${type}${i}`, at: `${i} s`, attributes: { type } })),
});

describe('batches', () => {
  it('have as many matching records as they may, of a queue that has more', () => {
    const types = Array.from({ length: 40 }, (_, i) => (i % 4 === 0 ? 'refund' : 'order'));
    const now = { records: types.map((type, i) => ({ id: `${type}${i}`, attributes: { type } })) };
    const { lines, result } = journaled(
      scenario([now], { batchSize: 5, enabledAt: '1 s', pollers: { policy: 'fixed', count: 1 } }),
    );
    const sizes = lines
      .filter(({ event }) => event === 'batched')
      .map(({ records: ids, reason }) => [ids!.length, reason]);
    expect(sizes).toEqual([
      [5, 'full'],
      [5, 'full'],
    ]);
    expect(result.mappings['m']).toMatchObject({ filtered: 30, invocations: 2, succeeded: 10 });
    expect(result.sources['q']!.books.out).toMatchObject({ succeeded: 10, filtered: 30, waiting: 0 });
  });

  it('are opened by the first matching record, and their windows are', () => {
    const { lines } = journaled(
      scenario([records('order', 'order', 'refund', 'order', 'refund')], {
        maximumBatchingWindow: '5 s',
        pollers: { policy: 'fixed', count: 1 },
      }),
    );
    const invoked = lines.filter(({ event }) => event === 'invoked');
    expect(invoked.map(({ t, records: ids }) => [t / 1e6, ids])).toEqual([[7, ['refund2', 'refund4']]]);
    const filtered = lines.filter(({ event }) => event === 'filtered');
    expect(filtered.map(({ t, source, mapping, records: ids }) => [t / 1e6, source, mapping, ids])).toEqual([
      [0, 'q', 'm', ['order0']],
      [1, 'q', 'm', ['order1']],
      [3, 'q', 'm', ['order3']],
    ]);
  });

  it('count the payload of matching records only', () => {
    const big = Array.from({ length: 40 }, (_, i) => ({
      id: `r${i}`,
      size: '900 KiB',
      attributes: { type: i % 2 === 0 ? 'refund' : 'order' },
    }));
    const { lines } = journaled(
      scenario([{ records: big }], {
        batchSize: 100,
        maximumBatchingWindow: '1 s',
        enabledAt: '1 s',
        pollers: { policy: 'fixed', count: 1 },
      }),
    );
    // Six of 900 KiB fit into 6 MB with their envelopes.
    const batched = lines
      .filter(({ event }) => event === 'batched')
      .map(({ records: ids, reason }) => [ids!.length, reason]);
    expect(batched.slice(0, 3)).toEqual([
      [6, 'payload'],
      [6, 'payload'],
      [6, 'payload'],
    ]);
    expect(batched.reduce((sum, [n]) => sum + Number(n), 0)).toBe(20);
  });
});

it('the payload of a batch is that of what is in it, and receipts stay with their messages', () => {
  const orders = Array.from({ length: 9 }, (_, i) => ({ id: `o${i}`, size: '900 KiB', attributes: { type: 'order' } }));
  const refund = { id: 'r', size: '900 KiB', attributes: { type: 'refund' } };
  const big = journaled(
    scenario([{ records: [...orders, refund] }], { batchSize: 10, maximumBatchingWindow: '2 s', enabledAt: '1 s' }),
  );
  const batched = big.lines.filter(({ event }) => event === 'batched');
  expect(batched.map(({ t, reason, records: ids }) => [t / 1e6, reason, ids])).toEqual([[3, 'window', ['r']]]);

  // Received together: an order that was delayed, and a refund that is younger and failed once.
  const late = { id: 'o', delay: '6 s', attributes: { type: 'order' } };
  const failing = { handler: { duration: '100 ms', when: [{ id: 'r', receiveCount: { max: 1 }, then: 'throw' }] } };
  const again = journaled(
    scenario(
      [],
      {},
      {
        functions: { f: { timeout: '1 s', coldStart: 'none', ...failing } },
        sources: {
          q: { type: 'sqs', visibilityTimeout: '6 s', arrivals: [{ records: [late, { ...refund, at: '1 s' }] }] },
        },
        events: [
          { at: '3 s', disable: 'm' },
          { at: '20 s', enable: 'm' },
        ],
      },
    ),
  ).lines.filter(({ t, event }) => t >= 20e6 && ['received', 'filtered', 'invoked'].includes(event));
  expect(again.map(({ event, records: ids, receiveCounts }) => [event, ids, receiveCounts])).toEqual([
    ['received', ['o', 'r'], [1, 2]],
    ['filtered', ['o'], undefined],
    ['invoked', ['r'], [2]],
  ]);
});

describe('what is filtered out', () => {
  it('is deleted: not received again, not dead-lettered, and seen by no other mapping', () => {
    const two = {
      functions: { f: { handler: {} }, g: { handler: {} } },
      mappings: {
        m: { source: 'q', function: 'f', filters: REFUNDS },
        n: { source: 'q', function: 'g', filters: [{ body: { type: ['order'] } }] },
      },
    };
    const types = Array.from({ length: 200 }, (_, i) => (i % 2 === 0 ? 'refund' : 'order'));
    const now = { records: types.map((type, i) => ({ id: `${type}${i}`, at: `${i * 100} ms`, attributes: { type } })) };
    const { result, lines } = journaled(scenario([now], {}, two));
    const { q } = result.sources;
    expect(q!.received).toBe(200);
    expect(q!.books.out.succeeded + q!.books.out.filtered).toBe(200);
    // Each takes what comes to it, and half of that is the other's.
    expect(result.mappings['m']!.filtered).toBeGreaterThan(10);
    expect(result.mappings['n']!.filtered).toBeGreaterThan(10);
    const wrong = lines.filter(
      ({ event, function: fn, records: ids }) =>
        event === 'invoked' && ids!.some((id) => id.startsWith('order') === (fn === 'f')),
    );
    expect(wrong).toEqual([]);
  });

  it('is gone at once where its delivery was doubled', () => {
    const arrivals = [{ rate: '20/s', attributes: { type: 'order' } }];
    const { q } = run(
      scenario(arrivals, {}, { sources: { q: { type: 'sqs', duplicates: '50 %', arrivals } } }),
    ).sources;
    expect(q!.filtered).toBe(q!.arrived);
    expect(q!.received).toBe(q!.arrived);
    expect(q!.returned).toBeGreaterThan(100);
    expect([q!.depth.last, q!.inFlight.last]).toEqual([0, 0]);
  });

  it('counts in metrics by the period, after the warm-up in figures, and as long as the run in books', () => {
    const arrivals = [{ rate: '10/s', attributes: { type: { sequence: ['refund', 'order', 'order'] } } }];
    const value = scenario(arrivals, {}, { warmUp: '30 s', objectives: ['q.filtered == 200', 'm.filtered < 100'] });
    const { result, rows } = metered(scenarioOf(value), 60);
    expect(result.sources['q']!.books.out.filtered).toBe(400);
    expect(result.objectives.map(({ value: n }) => n)).toEqual([200, 200]);
    expect(totalOf(rows, 'm', 'FilteredOutEventCount')).toBe(400);
    expect(totalOf(rows, 'm', 'PolledEventCount')).toBe(600);
    expect(totalOf(rows, 'q', 'NumberOfMessagesDeleted')).toBe(600);
  });

  it('goes by the body where a record has one, and by attributes otherwise', () => {
    const some = [
      { id: 'a', attributes: { type: 'refund' } },
      { id: 'b', attributes: { type: 'refund' }, body: { type: 'order' } },
      { id: 'c', attributes: { type: 'order' }, body: '{"type":"refund"}' },
      { id: 'd', attributes: { type: 'refund' }, body: 'refund' },
      { id: 'e' },
    ];
    const { lines } = journaled(scenario([{ records: some }], { enabledAt: '1 s' }));
    expect(lines.flatMap(({ event, records: ids }) => (event === 'filtered' ? ids : []))).toEqual(['b', 'd', 'e']);
  });
});

it.each([
  { batchSize: 1 },
  { batchSize: 10, maximumBatchingWindow: '1 s' },
  { batchSize: 30, maximumBatchingWindow: '3 s', maximumConcurrency: 2 },
])('filters that let everything through change nothing: %j', (mapping) => {
  const arrivals = [{ rate: { poisson: '40/s' }, attributes: { type: 'refund', size: '50 KiB' } }];
  const sources = { q: { type: 'sqs', visibilityTimeout: '20 s', duplicates: '10 %', arrivals } };
  const [without, withAll] = [[], REFUNDS].map((filters) =>
    run(scenario(arrivals, { ...mapping, filters }, { sources })),
  );
  expect(without!.sources['q']!.succeeded).toBeGreaterThan(2000);
  expect(withAll!.digest).toBe(without!.digest);
  expect(withAll!.sources).toEqual(without!.sources);
});
