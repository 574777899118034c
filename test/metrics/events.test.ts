/** Figures of asynchronous invocation: worked out by hand, against recordings (R-ASY-07, R-ASY-10), and from the journal. */
import { describe, expect, it } from 'vitest';
import { EventRecord } from '../../src/metrics/events/ledger.ts';
import { discrepancy } from '../../src/metrics/events/summary.ts';
import { metered, totalOf, valuesOf } from '../support/metrics.ts';
import { journaled, run, scenarioOf } from '../support/run.ts';

/** Nothing takes time or varies but what the scenario says. */
const EXACT = {
  'async.dispatch': 'off',
  'async.handOver': 'off',
  'async.retry.error.jitter': '0 %',
  'async.retry.throttle.jitter': '0 %',
};

const scenario = (source: object, fn: object = {}, more: object = {}, facts: object = EXACT) => ({
  lagcast: 1,
  duration: '5 min',
  facts,
  functions: {
    f: {
      timeout: '1 min',
      coldStart: 'none',
      handler: { duration: '100 ms', when: [{ attributes: { bad: true }, then: 'throw' }] },
      ...fn,
    },
    idle: { handler: {} },
  },
  sources: { e: { type: 'async', function: 'f', ...source }, dlq: { type: 'sqs' } },
  ...more,
});

const bad = { attributes: { bad: true } };
const failing = scenario({
  maximumRetryAttempts: 1,
  onSuccess: { sns: 'good' },
  onFailure: 'dlq',
  deadLetterQueue: { sns: 'topic' },
  arrivals: [
    {
      records: [
        { id: 'a', size: '1 kB' },
        { id: 'b', size: '300 kB', ...bad },
      ],
    },
  ],
});

it('a success, and an event that fails twice and is too large for a topic (ASY-03, ASY-07, ASY-12)', () => {
  const { result, rows } = metered(scenarioOf(failing));
  const { async } = result.sources['e']!;
  expect(async).toMatchObject({
    ...{ function: 'f', origin: 'direct', maximumRetryAttempts: 1, maximumEventAge: 6 * 3600e6 },
    ...{ published: 2, upstream: { waiting: 0, refused: 0, dropped: 0 }, received: 2, dropped: 1, droppedUnrun: 0 },
    droppedBy: { RetriesExhausted: 1, EventAgeExceeded: 0, ZeroReservedConcurrency: 0, RecursiveInvocation: 0 },
    ...{ attempts: 3, throttled: 0, systemErrors: 0, executions: 3, functionErrors: 2, duplicates: 0 },
    retries: { functionError: 1, throttle: 0, systemError: 0, lostAcknowledgement: 0 },
    longestBackOff: null,
    eventAge: { count: 3, min: 0, max: 60_100_000, mean: 60_100_000 / 3 },
    onSuccess: { name: 'good', delivered: 1, failed: 0 },
    onFailure: { name: 'dlq', delivered: 1, failed: 0 },
    deadLetterQueue: { name: 'topic', delivered: 0, failed: 1 },
  });
  const { eventAge } = result.series.sources['e']!.async!;
  const readings = eventAge.max.map((age, i) => [i, age] as const).filter(([, age]) => age !== null);
  expect(readings).toEqual([
    [0, 0],
    [60, 60_100_000],
  ]);
  expect(eventAge.mean).toEqual(eventAge.max);
  expect(result.sources['dlq']!.async).toBeNull();
  const of = (metric: string, statistic = 'Sum') => valuesOf(rows, 'f', metric, statistic);
  expect(of('AsyncEventsReceived')).toEqual({ 0: 2 });
  expect(of('AsyncEventAge', 'Average')).toEqual({ 0: 0, 60: 60_100 });
  expect(of('AsyncEventAge', 'Maximum')).toEqual({ 0: 0, 60: 60_100 });
  expect(of('AsyncEventsDropped')).toEqual({ 60: 1 });
  expect(of('DeadLetterErrors')).toEqual({ 60: 1 });
  expect(of('DestinationDeliveryFailures')).toEqual({});
  expect(rows.filter(({ resource }) => resource === 'idle')).toEqual([]);
});

it('a function sums over its sources, and its destinations fail for it', () => {
  const arrivals = [{ records: [{ size: '300 kB' }] }];
  const two = scenario({ onSuccess: { sns: 'x' }, arrivals });
  const { rows } = metered(
    scenarioOf({ ...two, sources: { ...two.sources, other: { type: 'async', function: 'f', arrivals } } }),
  );
  expect(totalOf(rows, 'f', 'AsyncEventsReceived')).toBe(2);
  expect(totalOf(rows, 'f', 'DestinationDeliveryFailures')).toBe(1);
});

it('reserved concurrency 0: received 1, dropped 1, and no throttle (R-ASY-07)', () => {
  const { result, rows } = metered(
    scenarioOf(scenario({ arrivals: [{ records: [{}] }], onFailure: 'dlq' }, { reservedConcurrency: 0 })),
  );
  expect(rows.filter(({ resource }) => resource === 'f')).toMatchObject([
    { metric: 'AsyncEventsReceived', value: 1 },
    { metric: 'AsyncEventsDropped', value: 1 },
  ]);
  expect(result.sources['e']!.async).toMatchObject({
    ...{ attempts: 0, executions: 0, dropped: 1, droppedUnrun: 1, eventAge: { count: 0 } },
    droppedBy: { ZeroReservedConcurrency: 1 },
  });
});

it('the age at each attempt, throttled ones included, by the minute as recorded (R-ASY-10, ASY-17)', () => {
  const arrivals = [
    {
      records: [
        { id: 'e1', at: '35 s' },
        { id: 'e2', at: '35500 ms' },
      ],
    },
  ];
  const { result, rows } = metered(
    scenarioOf(
      scenario({ arrivals }, { timeout: '2 min', reservedConcurrency: 1, handler: { duration: '60 s' } }, {}, {}),
    ),
  );
  const { async } = result.sources['e']!;
  expect(async).toMatchObject({ attempts: 8, throttled: 6, executions: 2, retries: { throttle: 6 }, dropped: 0 });
  const of = (statistic: string) => valuesOf(rows, 'f', 'AsyncEventAge', statistic);
  const attempts = journaled(
    scenario({ arrivals }, { timeout: '2 min', reservedConcurrency: 1, handler: { duration: '60 s' } }, {}, {}),
  )
    .lines.filter(({ event }) => event === 'invoked' || event === 'throttled')
    .map(({ t }) => (t <= 60e6 ? 0 : 60));
  // Recorded: 6 in the first minute, 2 in the second.
  expect(attempts).toEqual([0, 0, 0, 0, 0, 0, 60, 60]);
  for (const [statistic, minute, recorded] of [
    ['Average', 0, 4791.83],
    ['Maximum', 0, 16_645],
    ['Minimum', 60, 32_790],
    ['Maximum', 60, 67_932],
  ] as const) {
    expect(of(statistic)[minute]).toBeGreaterThan(recorded * 0.9);
    expect(of(statistic)[minute]).toBeLessThan(recorded * 1.1);
  }
});

it('tries that meet a system error are attempts with an age, and no throttles (ASY-04)', () => {
  const out = { events: [{ at: '0 s', for: '2 s', outage: { function: 'f' } }] };
  const { result, rows } = metered(scenarioOf(scenario({ arrivals: [{ records: [{ at: '1 s' }] }] }, {}, out)));
  // Tried at 1, 2 (or when the outage is over) and 4 s at the latest.
  const { async } = result.sources['e']!;
  expect(async!.systemErrors).toBeGreaterThan(0);
  expect(async).toMatchObject({ throttled: 0, executions: 1, droppedUnrun: 0 });
  expect(async!.attempts).toBe(async!.systemErrors + 1);
  expect(async!.retries.systemError).toBe(async!.systemErrors);
  expect(async!.eventAge.count).toBe(async!.attempts);
  expect(valuesOf(rows, 'f', 'AsyncEventAge', 'Maximum')[0]).toBeGreaterThanOrEqual(1000);
});

/** Much at once: failures, throttles, lost acknowledgements, a service in front that has to wait, few slots used again and again. */
const rough = (more: object = {}) =>
  scenario(
    {
      origin: 'eventBridge',
      maximumEventAge: '2 min',
      maximumRetryAttempts: 1,
      lostAcknowledgements: '30 %',
      onFailure: 'dlq',
      upstreamRetries: { attempts: 1, age: '1 min' },
      arrivals: [{ rate: { poisson: '4/s' } }],
    },
    { timeout: '1 s', reservedConcurrency: 1, handler: { duration: '100 ms', invocationFails: '20 %' } },
    { duration: '10 min', events: [{ at: '2 min', for: '30 s', outage: { source: 'e' } }], ...more },
    {},
  );

describe('of a rough run', () => {
  const { result, lines } = journaled(rough());
  const { books } = result.sources['e']!;
  const async = result.sources['e']!.async!;
  const told = (event: string, more: object = {}): number =>
    lines.filter(
      (line) =>
        line.event === event && line.source === 'e' && Object.entries(more).every(([k, v]) => line[k as never] === v),
    ).length;

  it('is what the journal tells', () => {
    expect(async.published).toBe(told('published'));
    expect(async.received).toBe(told('sent'));
    expect(async.upstream).toEqual({
      waiting: told('published') - told('sent') - told('dropped'),
      refused: told('refused') + told('dropped'),
      dropped: told('dropped'),
    });
    expect(async.executions).toBe(told('invoked'));
    expect(async.functionErrors).toBe(told('finished', { outcome: 'failed' }));
    expect(async.throttled).toBe(told('throttled'));
    expect(async.attempts).toBe(told('invoked') + told('throttled'));
    for (const [cause, n] of Object.entries(async.retries)) expect(n, cause).toBe(told('retrying', { reason: cause }));
    for (const [condition, n] of Object.entries(async.droppedBy)) expect(n).toBe(told('concluded', { condition }));
    const dropped = lines.filter(({ event, condition }) => event === 'concluded' && condition !== 'Success');
    expect(async.droppedUnrun).toBe(dropped.filter((line) => line.approximateInvokeCount === 0).length);
    expect(async.onFailure).toEqual({ name: 'dlq', delivered: dropped.length, failed: 0 });
  });

  it('has all of it: otherwise the rest proves nothing', () => {
    expect(Math.min(async.upstream.dropped, async.throttled, async.duplicates, async.droppedUnrun)).toBeGreaterThan(0);
    expect(Math.min(async.droppedBy.EventAgeExceeded, async.droppedBy.RetriesExhausted)).toBeGreaterThan(0);
    expect(async.upstream.refused).toBeGreaterThan(async.upstream.dropped);
  });

  it('duplicates are successes of what had succeeded before', () => {
    const succeeded = new Map<string, number>();
    for (const { event, outcome, records } of lines)
      if (event === 'finished' && outcome === 'succeeded')
        succeeded.set(records![0]!, (succeeded.get(records![0]!) ?? 0) + 1);
    expect(async.duplicates).toBe([...succeeded.values()].reduce((sum, n) => sum + n - 1, 0));
    expect(result.sources['e']!.duplicates).toBe(async.duplicates);
  });

  it('ages are those of the attempts, from acceptance', () => {
    const accepted = new Map<string, number>();
    const ages: number[] = [];
    for (const { t, event, source, records } of lines) {
      if (event === 'sent' && source === 'e') accepted.set(records![0]!, t);
      if (event === 'invoked' || event === 'throttled') ages.push(t - accepted.get(records![0]!)!);
    }
    expect(async.eventAge).toMatchObject({ count: ages.length, min: Math.min(...ages), max: Math.max(...ages) });
    expect(async.eventAge.mean).toBeCloseTo(ages.reduce((sum, age) => sum + age, 0) / ages.length, 3);
  });

  it('the longest wait is one after a throttle', () => {
    const waits = lines.flatMap((line) =>
      line.event === 'retrying' && line.reason === 'throttle' ? [(line as unknown as { wait: number }).wait] : [],
    );
    expect(async.longestBackOff).toBe(Math.max(...waits));
  });

  it('adds up by the interval and by the minute', () => {
    const sum = (counts: readonly number[]): number => counts.reduce((total, n) => total + n, 0);
    const series = result.series.sources['e']!.async!;
    expect(sum(series.received)).toBe(async.received);
    for (const [condition, n] of Object.entries(async.droppedBy))
      expect(sum(series.ended[condition as 'RetriesExhausted'])).toBe(n);
    expect(sum(series.ended.Success)).toBe(books.out.succeeded);
    for (const [cause, n] of Object.entries(async.retries)) expect(sum(series.retries[cause as 'throttle'])).toBe(n);
    expect(sum(series.attempts.throttled)).toBe(async.throttled);
    expect(sum(series.attempts.functionErrors)).toBe(async.functionErrors);
    expect(Math.max(...series.eventAge.max.map((age) => age ?? 0))).toBe(async.eventAge.max);
    expect(new Set(series.maximumEventAge)).toEqual(new Set([120e6]));
    const { rows } = metered(scenarioOf(rough()));
    expect(totalOf(rows, 'f', 'AsyncEventsReceived')).toBe(async.received);
    expect(totalOf(rows, 'f', 'AsyncEventsDropped')).toBe(async.dropped);
  });

  it('a warm-up is left out of the figures', () => {
    const warm = run(rough({ warmUp: '4 min' })).sources['e']!;
    const after = lines.filter(({ t }) => t > 240e6);
    const later = (event: string): number => after.filter((line) => line.event === event && line.source === 'e').length;
    expect(warm.async).toMatchObject({
      received: later('sent'),
      throttled: later('throttled'),
      upstream: { dropped: 0 },
    });
    expect(warm.async!.eventAge.count).toBe(later('invoked') + later('throttled'));
    expect(warm.books).toEqual(books);
  });
});

it('says what does not add up', () => {
  const record = new EventRecord({
    ...{
      function: 'f',
      origin: 'sns',
      onSuccess: undefined,
      onFailure: undefined,
      deadLetterQueue: undefined,
      settingChanges: [],
    },
  });
  record.published.add(4);
  record.received.add(2);
  record.upstreamDropped.add();
  record.upstreamWaiting = 1;
  record.ended.Success.add();
  expect(discrepancy(record, 1, 1)).toBeUndefined();
  expect(discrepancy(record, 0, 1)).toContain('2 were received, 1 ended, and it holds 0');
  expect(discrepancy(record, 1, 2)).toContain('1 wait in front, and it has 2 there');
  record.published.add();
  expect(discrepancy(record, 1, 1)).toContain('5 were published');
});
