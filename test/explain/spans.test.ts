/** Spans begin and end with what they name, and not with what goes on anyway. */
import { describe, expect, it } from 'vitest';
import { suspectsOf } from '../../src/explain/evidence.ts';
import type { LimitName } from '../../src/explain/limits.ts';
import { spansOf, type Span } from '../../src/explain/spans.ts';
import { harmBy, harmTo, targetsOf } from '../../src/explain/targets.ts';
import type { Result } from '../../src/metrics/result.ts';
import { Template } from '../../src/scenario/template.ts';
import { simulate } from '../../src/simulate.ts';

const run = (scenario: object): Result => simulate(new Template(scenario).variant().scenario);

/** Of the first target, with the suspects of these limits blamed in that order. */
function spansWith(limits: readonly LimitName[], result: Result): Span[] {
  const [target] = targetsOf(result);
  const suspects = suspectsOf(result, [target!]);
  const blamed = limits.map((limit) => suspects.find((one) => one.limit === limit)!);
  return spansOf(target!, blamed, result);
}

const seconds = (spans: readonly Span[], limit: LimitName): (readonly [from: number, until: number])[] =>
  spans.filter((span) => span.limit === limit).map(({ from, until }) => [from / 1e6, until / 1e6]);

describe('a downstream that is out from 60 s to 90 s', () => {
  const queue = (downstream: object): object => ({
    duration: '4 min',
    downstreams: { db: downstream },
    functions: {
      f: { timeout: '10 s', coldStart: 'none', handler: { perRecord: '60 ms', uses: ['db'], onRecordError: 'report' } },
    },
    sources: { s: { type: 'sqs', visibilityTimeout: '20 s', arrivals: [{ rate: { poisson: '20/s' } }] } },
    mappings: { m: { source: 's', function: 'f', batchSize: 10, reportBatchItemFailures: true } },
    events: [{ at: '60 s', for: '30 s', outage: { downstream: 'db' } }],
  });

  it.each([
    ['called step by step', { latency: '20 ms', connections: 1000 }],
    ['of which only its outage is known', { latency: '20 ms' }],
  ])('is not named before, and no longer than what it failed takes to come back: %s', (_what, downstream) => {
    const spans = seconds(spansWith(['downstream'], run(queue(downstream))), 'downstream');
    expect(spans).toHaveLength(1);
    const [from, until] = spans[0]!;
    expect(from).toBeGreaterThanOrEqual(60 - 2);
    expect(from).toBeLessThanOrEqual(61);
    expect(until).toBeGreaterThanOrEqual(90);
    expect(until).toBeLessThanOrEqual(90 + 20 + 10);
  });
});

it('cold starts are named while they last, and not when the records that waited for them are done', () => {
  const result = run({
    duration: '3 s',
    functions: { f: { timeout: '10 s', coldStart: { init: '600 ms' }, handler: { perInvocation: '1 s' } } },
    sources: { s: { type: 'async', function: 'f', arrivals: [{ rate: '100/s', startAt: '400 ms', endAt: '500 ms' }] } },
  });
  const [span, ...others] = seconds(spansWith(['coldStart'], result), 'coldStart');
  const period = result.series.period / 1e6;
  const done = result.series.sources['s']!.latency.max.findIndex((latency) => latency !== null) * period;
  expect(others).toEqual([]);
  expect(done).toBeGreaterThan(2);
  expect(span![0]).toBeGreaterThan(0.4 - period);
  expect(span![0]).toBeLessThan(0.6);
  expect(span![1]).toBeGreaterThan(1);
  expect(span![1]).toBeLessThan(1.5);
});

describe('of direct callers and a queue at one function, the callers', () => {
  const shared = (calls: object): object => ({
    duration: '2 min',
    functions: {
      f: {
        timeout: '10 s',
        coldStart: 'none',
        reservedConcurrency: 3,
        handler: { perInvocation: '100 ms', outcome: [{ fails: '5 %' }] },
      },
    },
    sources: {
      calls: { type: 'sync', function: 'f', arrivals: [calls] },
      s: { type: 'sqs', arrivals: [{ rate: '60/s', startAt: '60 s', endAt: '80 s' }] },
    },
    mappings: { m: { source: 's', function: 'f', batchSize: 1 } },
  });
  const before = run(shared({ rate: { poisson: '4/s' }, endAt: '20 s' }));
  const during = run(shared({ rate: { poisson: '4/s' } }));

  it('are not bound by a reservation that only refused the queue, whatever else fails', () => {
    const { refused, failed } = before.sources['calls']!;
    expect([refused, failed > 0, before.functions['f']!.throttles > 0]).toEqual([0, true, true]);
    const [calls] = targetsOf(before);
    expect(suspectsOf(before, [calls!]).map(({ limit }) => limit)).not.toContain('reserved');
  });

  it('lose to it what was refused, no time, and nothing that failed by itself', () => {
    const [calls] = targetsOf(during);
    const { refused, failed } = during.sources['calls']!;
    expect(failed).toBeGreaterThan(0);
    expect(harmBy('reserved', calls!, during)).toMatchObject({ lost: refused, time: null });
    expect(harmBy('functionTimeout', calls!, during)).toEqual(harmTo(calls!, during));
    expect(harmTo(calls!, during).lost).toBe(refused + failed);
  });

  it('have it named from when they were refused until they no longer were', () => {
    const spans = spansWith(['reserved'], during).filter(({ limit }) => limit === 'reserved');
    const { period, sources, functions } = during.series;
    const { refused } = sources['calls']!;
    expect(functions['f']!.throttles.some((n, i) => n > 0 && refused[i] === 0)).toBe(true);
    expect(spans.length).toBeGreaterThan(0);
    for (const { from, until } of spans)
      expect([refused[from / period]! > 0, refused[until / period - 1]! > 0]).toEqual([true, true]);
  });
});

it('pollers are named as too few by their ramp, and as all there are from when they are', () => {
  const result = run({
    duration: '10 min',
    functions: { f: { timeout: '30 s', coldStart: 'none', handler: { perRecord: '100 ms' } } },
    sources: { s: { type: 'kafka', partitions: 4, arrivals: [{ rate: { poisson: '50/s' } }] } },
    mappings: { m: { source: 's', function: 'f', batchSize: 10, startingPosition: 'TRIM_HORIZON' } },
  });
  const { pollers, pollersLimit } = result.series.mappings['m']!;
  const all = (pollers.findIndex((n, i) => n === pollersLimit[i]) * result.series.period) / 1e6;
  expect(all).toBeGreaterThan(60);
  const spans = spansWith(['pollerThroughput', 'pollerRamp'], result);
  expect(seconds(spans, 'pollerThroughput')).toEqual([[all, 600]]);
  expect(seconds(spans, 'pollerRamp').at(-1)![1]).toBe(all);
});
