/** Deliveries that a standard queue makes twice (SQS-51): one message in the books, a duplicate in the figures. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { journaled, run } from '../support/run.ts';

const scenario = (queue: object, more: object = {}): object => ({
  lagcast: 1,
  duration: '1000 s',
  functions: { f: { coldStart: 'none', handler: { perRecord: '100 ms' } } },
  sources: { q: { type: 'sqs', arrivals: [{ rate: '10/s' }], ...queue } },
  mappings: { m: { source: 'q', function: 'f', batchSize: 1, pollers: { policy: 'fixed', count: 10 } } },
  ...more,
});

it('every delivery is doubled with the same chance: p / (1 - p) more receives, all of them duplicates', () => {
  // Received 1 / (1 - p) times on the average, by pollers that are free; deleted 100 ms after the first.
  const { q } = run(scenario({ duplicates: '20 %' })).sources;
  const error = Math.sqrt(0.2 / (0.8 * 0.8) / q!.arrived);
  expect(Math.abs(q!.received / q!.arrived - 1.25)).toBeLessThan(4 * error);
  expect(Math.abs(q!.duplicates - (q!.received - q!.arrived))).toBeLessThan(10);
  expect(q!.arrived).toBe(q!.books.out.succeeded + q!.books.out.waiting);
});

it('there are none unless said', () => {
  const { q } = run(scenario({})).sources;
  expect([q!.received, q!.duplicates]).toEqual([q!.arrived, 0]);
});

it('the journal shows the message received, returned at once, and received again by another', () => {
  const one = { duplicates: '50 %', arrivals: [{ records: [{ id: 'a', at: '1 s' }] }] };
  const seeds = Array.from({ length: 20 }, (_, seed) => journaled(scenario(one, { seed, duration: '10 s' })));
  const twice = seeds.find(({ result }) => result.sources['q']!.received === 2)!;
  const story = twice.lines.filter(({ records }) => records !== undefined).map(({ t, event }) => [t / 1000, event]);
  expect(story.filter(([, event]) => ['received', 'returned', 'deleted'].includes(String(event)))).toEqual([
    [1000, 'received'],
    [1000, 'returned'],
    [1000, 'received'],
    [1100, 'deleted'],
  ]);
  expect(twice.lines.flatMap(({ event, receiveCounts }) => (event === 'received' ? receiveCounts : []))).toEqual([
    1, 2,
  ]);
  expect(twice.result.sources['q']!.duplicates).toBe(1);
});

it('the books balance with failures, batches, windows, refusals and a dead-letter queue', () => {
  const any = fc.record({
    seed: fc.integer({ min: 0, max: 1_000_000 }),
    duplicates: fc.constantFrom('1 %', '20 %', '50 %'),
    fails: fc.constantFrom('0 %', '30 %'),
    maxReceiveCount: fc.integer({ min: 1, max: 6 }),
    batch: fc.constantFrom(
      { batchSize: 1 },
      { batchSize: 10 },
      { batchSize: 40, maximumBatchingWindow: '2 s', reportBatchItemFailures: true },
    ),
    reservedConcurrency: fc.constantFrom(2, 20),
  });
  fc.assert(
    fc.property(any, ({ seed, duplicates, fails, maxReceiveCount, batch, reservedConcurrency }) => {
      const redrivePolicy = { maxReceiveCount, deadLetterQueue: 'd' };
      const handler = { perRecord: { exponential: { mean: '200 ms' } }, outcome: [{ fails }], onRecordError: 'report' };
      const value = {
        ...{ lagcast: 1, seed, duration: '60 s' },
        functions: { f: { timeout: '5 s', reservedConcurrency, handler } },
        sources: {
          q: {
            ...{ type: 'sqs', visibilityTimeout: '5 s', duplicates, redrivePolicy },
            arrivals: [{ rate: { poisson: '20/s' } }],
          },
          d: { type: 'sqs', messageRetentionPeriod: '14 d' },
        },
        mappings: { m: { source: 'q', function: 'f', ...batch } },
      };
      // The run itself fails when they do not, or when the queue holds another number than the recorder.
      const { q } = run(value).sources;
      const { succeeded, acknowledgedUnprocessed, deadLettered, waiting } = q!.books.out;
      expect(q!.books.in.arrived).toBe(succeeded + acknowledgedUnprocessed + deadLettered + waiting);
    }),
    { numRuns: 25 },
  );
});
