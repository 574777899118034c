/** How fast streams are worked off, and how long a record takes that nothing is in the way of. */
import { describe, expect, it } from 'vitest';
import { streamRun, streamScenario, together, type Told } from '../../support/stream-runs.ts';
import { run } from '../../support/run.ts';

/** Records a second handled by one shard whose backlog never ends, with batches of 10 that take 1 s. */
function pace(keys: number, parallelizationFactor: number): number {
  const { succeeded } = run(
    streamScenario({
      duration: '30 s',
      stream: { partitionKey: 'key' },
      arrivals: { rate: '200/s', attributes: { key: { zipf: { values: keys, exponent: 0 } } } },
      handler: { duration: '1 s' },
      mapping: { batchSize: 10, parallelizationFactor },
    }),
  ).sources['s']!;
  return succeeded / 30;
}

describe('the parallelization factor', () => {
  it('gains nothing with one key, with three no more than three, with ten thousand tenfold (KIN-14, KIN-15, PLN-09)', () => {
    const one = pace(1, 1);
    expect(one).toBeGreaterThan(9);
    expect(one).toBeLessThanOrEqual(10);
    expect(Math.abs(pace(1, 10) / one - 1)).toBeLessThan(0.02);
    expect(pace(3, 10) / one).toBeLessThan(3.1);
    expect(pace(10_000, 10) / pace(10_000, 1)).toBeGreaterThan(9);
  });

  it('keeps up as soon as shards × factor is what λ · D / B says (PLN-08)', () => {
    // 60 records/s in batches of 10 for 1 s: 6.
    const backlog = (shards: number, parallelizationFactor: number): number =>
      run(
        streamScenario({
          duration: '2 min',
          stream: { shards },
          arrivals: { rate: '60/s' },
          handler: { duration: '1 s' },
          mapping: { batchSize: 10, parallelizationFactor },
        }),
      ).sources['s']!.depth.last;
    // Five at the most handle 50/s: at least 10 · 120 wait.
    expect(backlog(1, 5)).toBeGreaterThan(1150);
    expect(backlog(5, 1)).toBeGreaterThan(1150);
    // Keys do not fall evenly: with a margin it keeps up.
    expect(backlog(2, 5)).toBeLessThan(200);
  });

  it('runs no more than shards × factor at once, and that many under backlog (KIN-14)', () => {
    const { result } = streamRun({
      duration: '10 s',
      stream: { shards: 3 },
      arrivals: { rate: '400/s' },
      handler: { duration: '1 s' },
      mapping: { batchSize: 5, parallelizationFactor: 4 },
    });
    expect(result.functions['f']!.concurrency).toMatchObject({ max: 12 });
  });
});

it('the window or the batch size ends a batch, of each lane by itself (KIN-16, KIN-17, PLN-13)', () => {
  const mean = (factor: number, batchSize: number): number => {
    const { result } = streamRun({
      duration: '2 min',
      arrivals: { rate: '20/s' },
      handler: { duration: '10 ms' },
      mapping: { batchSize, maximumBatchingWindow: '5 s', parallelizationFactor: factor },
    });
    return result.mappings['m']!.batchSize.mean!;
  };
  // 20/s · 5 s, and what comes until the next read.
  expect(mean(1, 1000)).toBeGreaterThan(95);
  expect(mean(1, 1000)).toBeLessThan(125);
  expect(mean(4, 1000)).toBeGreaterThan(23);
  expect(mean(4, 1000)).toBeLessThan(32);
  expect(mean(1, 30)).toBeGreaterThan(29);
});

describe('a record that nothing is in the way of (KIN-11, DDB-01, M.1)', () => {
  /** Delays from put to handler, in ms, of records that come every few seconds. */
  function delays(stream: object, mapping: object, n = 2000): number[] {
    const told: Told = streamRun({
      duration: `${n * 3} s`,
      stream,
      arrivals: { rate: { poisson: '20/min' } },
      handler: { duration: '5 ms' },
      mapping: { batchSize: 1, ...mapping },
    });
    const sent = new Map(told.of('sent').map(({ t, records }) => [records![0]!, t]));
    const invoked = told.of('invoked').map(({ t, records }) => (t - sent.get(records![0]!)!) / 1000);
    return invoked.sort((a, b) => a - b);
  }
  const at = (sorted: readonly number[], share: number): number => sorted[Math.floor(share * sorted.length)]!;
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  /** Two values within a share of the second. */
  const near = (value: number, wanted: number, share: number): void => {
    expect(value).toBeGreaterThan(wanted * (1 - share));
    expect(value).toBeLessThan(wanted * (1 + share));
  };

  it('of Kinesis waits for the next poll and 120 ms: the median that was measured (PLN-12)', () => {
    const sorted = delays({}, {});
    near(at(sorted, 0.5), 627, 0.1);
    near(at(sorted, 0.9), 965, 0.1);
    // Measured at 267 ms: uniform polling begins lower.
    near(at(sorted, 0.1), 220, 0.1);
    near(mean(sorted), 500 + 120, 0.03);
    expect(sorted[0]).toBeGreaterThanOrEqual(120);
    expect(sorted.at(-1)).toBeLessThan(1130);
  });

  it('of DynamoDB waits for the next poll of four a second and 95 ms (PLN-12)', () => {
    const sorted = delays({ type: 'dynamodbStreams' }, {});
    near(at(sorted, 0.1), 118, 0.1);
    near(at(sorted, 0.5), 213, 0.1);
    near(at(sorted, 0.9), 341, 0.1);
    near(mean(sorted), 125 + 95, 0.03);
    expect(sorted[0]).toBeGreaterThanOrEqual(95);
  });

  it('by fan-out takes what was measured: calibrated, not built (KIN-10, KIN-12)', () => {
    const sorted = delays({}, { enhancedFanOut: true });
    near(at(sorted, 0.1), 28.8, 0.05);
    near(at(sorted, 0.5), 49.4, 0.05);
    near(at(sorted, 0.9), 67.5, 0.05);
    near(at(sorted, 0.99), 109, 0.1);
    const { assumptions } = run(
      streamScenario({ duration: '1 s', arrivals: together('a'), mapping: { enhancedFanOut: true } }),
    );
    // The report names it as measured, not as documented.
    expect(assumptions.find(({ path }) => path === 'kinesis.fanOut.latency.p50')).toMatchObject({ kind: 'measured' });
  });
});
