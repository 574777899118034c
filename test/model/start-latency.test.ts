/** The calibrated time from sending to the start of a warm function (UNK-25): on a quiet system all of it, under load none. */
import { expect, it } from 'vitest';
import { Batch } from '../../src/model/batch.ts';
import { startLatencyOf } from '../../src/model/mapping/start-latency.ts';
import type { EventSource } from '../../src/model/sources/source.ts';
import { quantileOf } from '../../src/metrics/figure.ts';
import { readScenarioValue } from '../../src/scenario/read.ts';
import { makeWorld, ownerOf } from '../support/queue.ts';
import { journaled, run } from '../support/run.ts';

const ON = { 'sqs.startLatency': 'on' };
const OFF = { 'sqs.startLatency': 'off' };

function scenario(facts: object, source: object, extra: object = {}): object {
  return {
    ...{ lagcast: 1, name: 'latency', duration: '60 s', facts },
    functions: { f: { timeout: '5 s', coldStart: 'none', handler: { perInvocation: '50 ms' } } },
    sources: { q: { type: 'sqs', ...source } },
    mappings: { m: { source: 'q', function: 'f', batchSize: 1, pollers: { policy: 'fixed', count: 5 } } },
    ...extra,
  };
}

const records = (...at: string[]): object => ({ arrivals: [{ records: at.map((when) => ({ at: when })) }] });

/** In milliseconds. */
const MEASURED = [
  [0.1, 13.7],
  [0.5, 16.2],
  [0.9, 33.8],
  [0.99, 105],
] as const;

it('has the percentiles that were measured, within 2 % over a million draws', () => {
  const world = makeWorld();
  const latency = startLatencyOf(world.rules, world.records, () => world.sim.random('m', 'latency'))!;
  const source = { putOff: () => {} } as unknown as EventSource;
  const batch = new Batch(ownerOf({ name: 'q', index: 0 }), 0, 0);
  batch.add(world.records.add(0, 0), 1);
  batch.size = 1;
  const draws = Float64Array.from({ length: 1_000_000 }, () => latency.arrives(batch, source, 0) / 1000).sort();
  for (const [share, due] of MEASURED) {
    expect(Math.abs(draws[Math.floor(share * draws.length)]! / due - 1)).toBeLessThan(0.02);
  }
  expect(draws[0]).toBeGreaterThanOrEqual(10.96);
  expect(draws.at(-1)).toBeLessThanOrEqual(157.5);
});

it('is, on a quiet system, all there is between sending and the handler: shares within four standard errors', () => {
  const { ageAtFirstAttempt } = run(scenario(ON, { arrivals: [{ rate: '4/s' }] }, { duration: '2500 s' })).sources[
    'q'
  ]!;
  for (const [share, due] of MEASURED) {
    const error = 4 * Math.sqrt((share * (1 - share)) / ageAtFirstAttempt.count);
    expect(quantileOf(ageAtFirstAttempt, share - error)! / 1000).toBeLessThan(due * 1.004);
    expect(quantileOf(ageAtFirstAttempt, share + error)! / 1000).toBeGreaterThan(due * 0.996);
  }
});

it('takes no capacity: with a standing backlog as many are handled with it as without', () => {
  // 5 pollers of 50 ms: 100 a second of the 200 that are sent.
  const loaded = (facts: object): object => scenario(facts, { arrivals: [{ rate: '200/s' }] });
  const [on, off] = [ON, OFF].map((facts) => run(loaded(facts)).sources['q']!.succeeded);
  expect(off).toBeGreaterThan(5990);
  // The first messages of the run are fresh.
  expect(Math.abs(on! - off!)).toBeLessThanOrEqual(2 * 5);
});

const EXACT = {
  ...ON,
  ...Object.fromEntries(
    ['p0', 'p10', 'p50', 'p90', 'p99', 'p100'].map((name) => [`sqs.startLatency.${name}`, '40 ms']),
  ),
};
const invocations = (value: object): number[] =>
  journaled(value).lines.flatMap(({ event, t }) => (event === 'invoked' ? [t / 1000] : []));

it('counts from when the newest message of a batch was sent; one that waited that long begins at once', () => {
  const one = { mappings: { m: { source: 'q', function: 'f', batchSize: 2, pollers: { policy: 'fixed', count: 1 } } } };
  // a: 1000 + 40, busy until 1090; then b and c, sent at 1020 and 1085, 40 ms after c; d has waited by 1175.
  const times = ['1 s', '1.020 s', '1.085 s', '1.090 s'];
  expect(invocations(scenario(EXACT, records(...times), one))).toEqual([1040, 1125, 1175]);
});

it('is not for a message that was delayed or comes back, for which it is over', () => {
  expect(invocations(scenario(EXACT, { ...records('1 s'), delay: '2 s' }))).toEqual([3000]);
  const failing = {
    f: { timeout: '5 s', coldStart: 'none', handler: { perInvocation: '50 ms', invocationFails: '100 %' } },
  };
  expect(invocations(scenario(EXACT, records('1 s'), { functions: failing }))).toEqual([1040, 31_040]);
});

it('puts off the visibility timeout of what is still under way, and of nothing else', () => {
  const failing = { perInvocation: '50 ms', invocationFails: '100 %' };
  const two = {
    functions: { f: { timeout: '5 s', coldStart: 'none', handler: failing } },
    mappings: {
      m: {
        source: 'q',
        function: 'f',
        batchSize: 10,
        maximumBatchingWindow: '1 s',
        pollers: { policy: 'fixed', count: 1 },
      },
    },
  };
  // a and b are received at 1 s and 1.99 s, and delivered at 2.03 s. By then a was in the poller's hands for a second; b had just come.
  const { lines } = journaled(scenario(EXACT, records('1 s', '1.99 s'), two));
  const returned = lines.filter(({ event }) => event === 'returned').map(({ t }) => t / 1000);
  expect(returned.slice(0, 2)).toEqual([31_000, 32_020]);
});

it('is not part of the queueing model, and its percentiles must not fall', () => {
  expect(invocations(scenario({}, records('1 s'), { rules: 'ideal' }))).toEqual([1000]);
  const read = readScenarioValue(scenario({ 'sqs.startLatency.p50': '12 ms' }, records('1 s')));
  expect(read.problems.map(({ path, message }) => [path, message])).toContainEqual([
    'facts["sqs.startLatency.p50"]',
    'a higher percentile cannot have a lower value: sqs.startLatency.p10 is 13.7 ms',
  ]);
});
