/** Figures, books, series and warm-up, checked by hand on small runs. */
import { EFFECTS } from '../../src/metrics/effects/result.ts';
import { describe, expect, it } from 'vitest';
import { checkObjective, figureOf, quantileOf } from '../../src/metrics/figure.ts';
import { samplePeriod } from '../../src/metrics/sampler.ts';
import { FIGURES } from '../../src/scenario/objective-figures.ts';
import { run } from '../support/run.ts';

const scenario = {
  lagcast: 1,
  duration: '100 s',
  functions: { f: { coldStart: 'none', handler: { perInvocation: '500 ms' } } },
  sources: { q: { type: 'sqs', arrivals: [{ rate: '2/s' }] } },
  mappings: { m: { source: 'q', function: 'f', batchSize: 1 } },
};
const result = run(scenario);

describe('a run of two messages a second, half a second each', () => {
  it('has the figures one works out by hand', () => {
    expect(result.sources['q']).toMatchObject({
      arrived: 200,
      succeeded: 200 - 0,
      deadLettered: 0,
      duplicates: 0,
      receives: 200,
    });
    expect(result.sources['q']!.latency).toMatchObject({
      count: 200,
      mean: 500_000,
      min: 500_000,
      p50: 500_000,
      p99: 500_000,
      max: 500_000,
    });
    expect(result.functions['f']!.concurrency).toMatchObject({ mean: 1, max: 1 });
    expect(result.mappings['m']!.closed).toEqual({ noWindow: 0, full: 200, window: 0, payload: 0 });
  });

  it('has series that add up to the figures', () => {
    const { arrived, succeeded } = result.series.sources['q']!;
    const sum = (values: readonly number[]): number => values.reduce((total, n) => total + n, 0);
    expect([sum(arrived), sum(succeeded)]).toEqual([200, 200]);
    expect(result.series.period).toBe(500_000);
    expect(arrived).toHaveLength(200);
  });

  it('lists the assumptions it relied on, and no documented fact', () => {
    const kinds = new Set(result.assumptions.map((assumption) => assumption.kind));
    expect(kinds).not.toContain('documented');
    expect(result.assumptions.map((assumption) => assumption.path)).toContain('sqs.envelope');
    const changed = run({ ...scenario, facts: { 'sqs.pollers.max': 7 } }).assumptions.find(
      ({ path }) => path === 'sqs.pollers.max',
    );
    expect(changed).toMatchObject({ value: 7, overridden: true, kind: 'documented' });
  });

  it('is plain data: through JSON and back it is the same', () => {
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });
});

it('a warm-up is left out of the figures and not out of the books', () => {
  const warm = run({ ...scenario, warmUp: '50 s' });
  expect(warm.sources['q']!.books.in.arrived).toBe(200);
  expect(warm.sources['q']!.arrived).toBe(99);
  // What was sent at 50 s belongs to the warm-up, and was done after it.
  expect(warm.sources['q']!.latency.count).toBe(100);
  expect(warm.functions['f']!.concurrency.mean).toBe(1);
});

/** Some figures only mappings of streams have. */
const streamed = run({
  ...scenario,
  sources: { q: { type: 'kinesis', shards: 1, arrivals: [{ rate: '2/s' }] } },
  mappings: { m: { source: 'q', function: 'f', startingPosition: 'TRIM_HORIZON' } },
});

/** Some only queues with message groups. */
const grouped = run({
  ...scenario,
  sources: { q: { type: 'sqs', messageGroupId: 'tenant', arrivals: [{ rate: '2/s' }] } },
});

/** Some only FIFO queues. */
const fifo = run({
  ...scenario,
  sources: { q: { type: 'sqsFifo', messageGroupId: 'tenant', arrivals: [{ rate: '2/s', attributes: { tenant: 1 } }] } },
});

/** Some only mappings of Kafka, or of provisioned pollers. */
const topic = run({
  ...scenario,
  sources: { q: { type: 'kafka', partitions: 2, arrivals: [{ rate: '2/s' }] } },
  mappings: { m: { source: 'q', function: 'f', startingPosition: 'TRIM_HORIZON' } },
});
const provisioned = run({
  ...scenario,
  mappings: { m: { source: 'q', function: 'f', batchSize: 1, provisionedPollerConfig: {} } },
});

/** And some only asynchronous invocation has. */
const async = run({
  ...scenario,
  sources: { q: { type: 'async', function: 'f', arrivals: [{ rate: '2/s' }] } },
  mappings: {},
});

describe('figures by name', () => {
  it.each(
    Object.entries({ source: 'q', mapping: 'm', function: 'f' }).flatMap(([owner, name]) =>
      Object.entries(FIGURES[owner as keyof typeof FIGURES])
        .filter(([figure]) => !EFFECTS.some((effect) => effect === figure))
        .map(([figure, { statistics }]) => [name, figure, statistics] as const),
    ),
  )(
    '%s.%s exists in every result, of streams, groups and asynchronous invocation in theirs',
    (name, figure, statistics) => {
      const statistic = statistics === 'none' ? undefined : 'max';
      const { groups } = grouped.sources['q']!;
      if (name === 'q' && (figure in groups! || figure in groups!.fair!)) {
        expect(figureOf(grouped, name, figure, statistic)).not.toBeUndefined();
        return expect(figureOf(result, name, figure, statistic)).toBeUndefined();
      }
      if (name === 'q' && figure in fifo.sources['q']!.fifo!) {
        expect(figureOf(fifo, name, figure, statistic)).not.toBeUndefined();
        return expect(figureOf(result, name, figure, statistic)).toBeUndefined();
      }
      const ofKinds = [topic.mappings['m']!.stream!.kafka!, provisioned.mappings['m']!.provisioned!];
      const kind = name === 'm' ? ofKinds.findIndex((one) => figure in one && !(figure in result.mappings['m']!)) : -1;
      if (kind >= 0) {
        expect(figureOf([topic, provisioned][kind]!, name, figure, statistic)).not.toBeUndefined();
        return expect(figureOf(result, name, figure, statistic)).toBeUndefined();
      }
      const [ofQueue, ofStream, ofEvents] = [result, streamed, async].map((one) =>
        figureOf(one, name, figure, statistic),
      );
      const isOfEvents = name === 'q' && figure in async.sources['q']!.async! && figure !== 'duplicates';
      expect(ofStream === undefined).toBe(isOfEvents);
      expect(ofEvents === undefined).toBe(name === 'm');
      expect(ofQueue === undefined).toBe(
        isOfEvents || (name === 'm' && figure in streamed.mappings['m']!.stream! && figure !== 'filtered'),
      );
      return undefined;
    },
  );

  it('those of effects exist where the handler says what its effects are', () => {
    const functions = { f: { handler: { perRecord: '500 ms', effects: {} } } };
    const counted = run({ ...scenario, functions });
    expect(figureOf(counted, 'f', 'taken', undefined)).toBe(counted.sources['q']!.succeeded);
    expect(figureOf(counted, 'f', 'repeated', undefined)).toBe(0);
    expect(figureOf(result, 'f', 'taken', undefined)).toBeUndefined();
  });

  it('percentiles that are not listed come from the histogram', () => {
    const { latency } = run({
      ...scenario,
      functions: { f: { coldStart: 'none', handler: { perInvocation: { exponential: { mean: '100 ms' } } } } },
    }).sources['q']!;
    expect(quantileOf(latency, 0.9)).toBe(latency.p90);
    expect(quantileOf(latency, 0.37)!).toBeGreaterThan(latency.min!);
    expect(quantileOf(latency, 0.37)!).toBeLessThan(latency.p50!);
  });

  const objective = (operator: '<' | '<=' | '==' | '!=' | '>' | '>=', limit: number) => ({
    text: 't',
    statistic: 'p99',
    name: 'q',
    figure: 'latency',
    operator,
    limit,
  });

  it.each([
    ['<', 500_001, true],
    ['<', 500_000, false],
    ['<=', 500_000, true],
    ['==', 500_000, true],
    ['!=', 500_000, false],
    ['>', 499_999, true],
    ['>=', 500_001, false],
  ] as const)('p99(q.latency) %s %s is %s', (operator, limit, met) => {
    expect(checkObjective(result, objective(operator, limit), 'duration')).toEqual({
      text: 't',
      met,
      value: 500_000,
      unit: 'duration',
    });
  });

  it('an objective on nothing is missed, not met', () => {
    const nothing = run({ ...scenario, sources: { q: { type: 'sqs' } } });
    expect(checkObjective(nothing, objective('<', 1e9), 'duration')).toMatchObject({ met: false, value: null });
  });
});

it('readings are some 300 at most, at widths people like', () => {
  expect([60e6, 3600e6, 86_400e6, 30 * 86_400e6, 1].map(samplePeriod)).toEqual([200_000, 15e6, 300e6, 21_600e6, 1000]);
  for (const duration of [1e3, 7e6, 123e6, 4e9, 9e11, 5e14])
    expect(duration / samplePeriod(duration)).toBeLessThanOrEqual(300);
});
