/** The run over time, worked out by hand: what counts in which interval, spikes, limits, and the end of a warm-up. */
import { describe, expect, it } from 'vitest';
import { run } from '../support/run.ts';

/** Ten minutes in intervals of 2 s. One poller, 400 ms a message. */
const scenario = (records: readonly object[], more: object = {}, mapping: object = {}) => ({
  lagcast: 1,
  duration: '10 min',
  functions: {
    f: { timeout: '5 s', coldStart: 'none', handler: { perInvocation: '400 ms' }, reservedConcurrency: 30 },
  },
  sources: { q: { type: 'sqs', arrivals: [{ records }] } },
  mappings: { m: { source: 'q', function: 'f', batchSize: 1, pollers: { policy: 'fixed', count: 1 }, ...mapping } },
  ...more,
});

const at = (...times: string[]): object[] => times.map((time) => ({ at: time }));

describe('series', () => {
  // Sent at 1 s; the last of ten is done with at 5 s.
  const { period, sources, mappings, functions } = run(scenario(at(...Array<string>(10).fill('1 s')))).series;
  const q = sources['q']!;

  it('count in the interval in which something happens, its end included', () => {
    expect(period).toBe(2e6);
    // Done at 1.4, 1.8, 2.2 … 5.0 s.
    expect(q.succeeded.slice(0, 4)).toEqual([2, 5, 3, 0]);
    expect(mappings['m']!.invocations.slice(0, 4)).toEqual([3, 5, 2, 0]);
    expect(mappings['m']!.closed.full.slice(0, 4)).toEqual([3, 5, 2, 0]);
  });

  it('have latencies of the interval, and none where nothing was done with', () => {
    expect(q.latency.max.slice(0, 4)).toEqual([0.8e6, 2.8e6, 4e6, null].map(near));
    expect(q.latency.p50.slice(0, 4)).toEqual([0.4e6, 2e6, 3.6e6, null].map(near));
  });

  it('keep spikes: depth, and the age of what is gone by the end of the interval', () => {
    expect(q.depth.slice(0, 4)).toEqual([10, 7, 2, 0]);
    // At 2 and 4 s those that wait are 1 and 3 s old; the last leaves at 5 s, 4 s old.
    expect(q.ageOfOldest.slice(0, 4)).toEqual([1e6, 3e6, 4e6, 0]);
    expect(functions['f']!.concurrency.slice(0, 4)).toEqual([1, 1, 1, 0]);
  });

  it('say what the limit was at the end of the interval', () => {
    const events = [{ at: '3 s', for: '2 s', set: { 'functions.f.reservedConcurrency': 5 } }];
    expect(run(scenario(at('1 s'), { events })).series.functions['f']!.limit.slice(0, 4)).toEqual([30, 5, 30, 30]);
    expect(functions['f']!.provisioned).toBeUndefined();
    const free = run({
      ...scenario(at('1 s')),
      rules: 'ideal',
      functions: { f: { handler: { duration: '1 s' } } },
    }).series;
    expect(free.functions['f']!.limit[0]).toBe(null);
  });

  it('have provisioned environments once there are any', () => {
    const events = [{ at: '4 s', set: { 'functions.f.provisionedConcurrency': 3 } }];
    const facts = { 'lambda.provisioned.prepare': '1 s' };
    const { provisioned } = run(scenario(at('1 s'), { events, facts })).series.functions['f']!;
    expect(provisioned!.slice(0, 5)).toEqual([0, 0, 3, 3, 3]);
    expect(provisioned).toHaveLength(300);
  });

  it('have the mean batch of an interval, and nothing where none began', () => {
    const batches = scenario(at('1 s', '1 s', '1 s', '7 s'), {}, { batchSize: 10 });
    expect(run(batches).series.mappings['m']!.batchSize.slice(0, 5)).toEqual([3, null, null, 1, null]);
  });

  // Within an interval, and where one ends.
  it.each(['3 s', '4 s'])('go on over the end of a warm-up of %s', (warmUp) => {
    const warm = run(scenario(at(...Array<string>(10).fill('1 s')), { warmUp })).series;
    expect(warm.sources['q']!.succeeded.slice(0, 4)).toEqual([2, 5, 3, 0]);
    expect(warm.sources['q']!.latency.p50.slice(0, 4)).toEqual([0.4e6, 2e6, 3.6e6, null].map(near));
    expect(warm.sources['q']!.latency.max.slice(0, 4)).toEqual([0.8e6, 2.8e6, 4e6, null].map(near));
    expect(warm.mappings['m']!.batchSize.slice(0, 4)).toEqual([1, 1, 1, null]);
  });

  it('have the mean batch of the whole interval in which a warm-up ends', () => {
    // Three at 1 s and one at 1.5 s, done one after the other: batches of 3 and 1 in the first two seconds.
    const batches = scenario(at('1 s', '1 s', '1 s', '1500 ms'), { warmUp: '1200 ms' }, { batchSize: 10 });
    expect(run(batches).series.mappings['m']!.batchSize.slice(0, 2)).toEqual([2, null]);
  });
});

/** Within a bin of a histogram. */
function near(value: number | null): unknown {
  return value === null ? null : expect.toSatisfy((one: number) => Math.abs(one / value - 1) < 0.005);
}
