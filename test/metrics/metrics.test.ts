/** Metrics by the period, worked out by hand: which rows there are, what is in them, and when there are none. */
import { describe, expect, it } from 'vitest';
import { AccountLevels } from '../../src/metrics/account-levels.ts';
import { METRICS } from '../../src/aws/cloudwatch-metrics.ts';
import { metricsCsv, metricsCsvHead } from '../../src/report/metrics-csv.ts';
import { scenarioOf } from '../support/run.ts';
import { metered, valuesOf } from '../support/metrics.ts';

/** One poller with long polls of 20 s; 10 s a message. */
const scenario = (records: readonly object[], more: object = {}, fn: object = {}, mapping: object = {}) => ({
  lagcast: 1,
  duration: '2 min',
  functions: { f: { timeout: '60 s', coldStart: 'none', ...fn, handler: { perRecord: '10 s', ...handlerOf(fn) } } },
  sources: { q: { type: 'sqs', visibilityTimeout: '10 min', arrivals: [{ records }] } },
  mappings: { m: { source: 'q', function: 'f', pollers: { policy: 'fixed', count: 1 }, ...mapping } },
  ...more,
});
const handlerOf = (fn: { handler?: object }): object => fn.handler ?? {};
const rowsOf = (value: unknown, period?: number) => metered(scenarioOf(value), period).rows;

/** Two messages work from 10 to 30 s; one from 55 to 65 s, which fails. */
const WORKED = scenario(
  [
    { at: '10 s', size: '100 B' },
    { at: '10 s', size: '100 B' },
    { at: '55 s', size: '400 B' },
  ],
  {},
  { handler: { script: ['succeed', 'throw'] } },
);

describe('metrics by the minute', () => {
  it('are these, worked out by hand', () => {
    const spread = (start: string, value: number): string[] =>
      ['Average', 'Minimum', 'Maximum', 'p50', 'p90', 'p95', 'p99'].map(
        (statistic) => start.replace('*', statistic) + value,
      );
    const extremes = (start: string, value: number): string[] => spread(start, value).slice(0, 3);
    const account = (time: number, mean: number): string[] => [
      `${time},AWS/Lambda,,ConcurrentExecutions,Maximum,Count,1`,
      `${time},AWS/Lambda,,ConcurrentExecutions,Average,Count,${mean}`,
      `${time},AWS/Lambda,,UnreservedConcurrentExecutions,Maximum,Count,1`,
      `${time},AWS/Lambda,,UnreservedConcurrentExecutions,Average,Count,${mean}`,
      `${time},AWS/Lambda,,ClaimedAccountConcurrency,Maximum,Count,1`,
    ];
    const expected = [
      'time_s,namespace,resource,metric,statistic,unit,value',
      '0,AWS/SQS,q,NumberOfMessagesSent,Sum,Count,3',
      '0,AWS/SQS,q,SentMessageSize,Average,Bytes,200',
      '0,AWS/SQS,q,NumberOfMessagesReceived,Sum,Count,3',
      '0,AWS/SQS,q,NumberOfEmptyReceives,Sum,Count,1',
      '0,AWS/SQS,q,NumberOfMessagesDeleted,Sum,Count,2',
      '0,AWS/SQS,q,ApproximateNumberOfMessagesVisible,Maximum,Count,2',
      '0,AWS/SQS,q,ApproximateNumberOfMessagesVisible,Average,Count,0',
      '0,AWS/SQS,q,ApproximateNumberOfMessagesNotVisible,Maximum,Count,2',
      '0,AWS/SQS,q,ApproximateNumberOfMessagesNotVisible,Average,Count,0.75',
      '0,AWS/SQS,q,ApproximateNumberOfMessagesDelayed,Maximum,Count,0',
      '0,AWS/SQS,q,ApproximateNumberOfMessagesDelayed,Average,Count,0',
      '0,AWS/SQS,q,ApproximateAgeOfOldestMessage,Maximum,Seconds,20',
      ...spread('0,lagcast,q,AgeAtFirstAttempt,*,Milliseconds,', 0),
      '0,AWS/Lambda,f,Invocations,Sum,Count,2',
      '0,AWS/Lambda,f,Errors,Sum,Count,1',
      '0,AWS/Lambda,f,Throttles,Sum,Count,0',
      ...spread('0,AWS/Lambda,f,Duration,*,Milliseconds,', 20000),
      '0,AWS/Lambda,f,ConcurrentExecutions,Maximum,Count,1',
      `0,AWS/Lambda,f,ConcurrentExecutions,Average,Count,${25 / 60}`,
      ...account(0, 25 / 60),
      '0,AWS/Lambda,m,PolledEventCount,Sum,Count,3',
      '0,AWS/Lambda,m,InvokedEventCount,Sum,Count,3',
      '0,AWS/Lambda,m,FailedInvokeEventCount,Sum,Count,0',
      '0,AWS/Lambda,m,DeletedEventCount,Sum,Count,2',
      '0,lagcast,m,BatchSize,Average,Count,1.5',
      '0,lagcast,m,BatchSize,Minimum,Count,1',
      '0,lagcast,m,BatchSize,Maximum,Count,2',
      '0,lagcast,m,RecordSize,Average,Bytes,200',
      ...extremes('0,lagcast,m,BatchProcessingTime,*,Milliseconds,', 20000),
      '0,lagcast,m,BatchSuccessRate,Average,Percent,100',
      '0,lagcast,m,Pollers,Maximum,Count,1',
      '60,AWS/SQS,q,NumberOfMessagesSent,Sum,Count,0',
      '60,AWS/SQS,q,NumberOfMessagesReceived,Sum,Count,0',
      '60,AWS/SQS,q,NumberOfEmptyReceives,Sum,Count,2',
      '60,AWS/SQS,q,NumberOfMessagesDeleted,Sum,Count,0',
      '60,AWS/SQS,q,ApproximateNumberOfMessagesVisible,Maximum,Count,0',
      '60,AWS/SQS,q,ApproximateNumberOfMessagesVisible,Average,Count,0',
      '60,AWS/SQS,q,ApproximateNumberOfMessagesNotVisible,Maximum,Count,1',
      '60,AWS/SQS,q,ApproximateNumberOfMessagesNotVisible,Average,Count,1',
      '60,AWS/SQS,q,ApproximateNumberOfMessagesDelayed,Maximum,Count,0',
      '60,AWS/SQS,q,ApproximateNumberOfMessagesDelayed,Average,Count,0',
      '60,AWS/SQS,q,ApproximateAgeOfOldestMessage,Maximum,Seconds,65',
      ...spread('60,AWS/Lambda,f,Duration,*,Milliseconds,', 10000),
      '60,AWS/Lambda,f,ConcurrentExecutions,Maximum,Count,1',
      `60,AWS/Lambda,f,ConcurrentExecutions,Average,Count,${5 / 60}`,
      ...account(60, 5 / 60),
      '60,AWS/Lambda,m,PolledEventCount,Sum,Count,0',
      '60,AWS/Lambda,m,FailedInvokeEventCount,Sum,Count,1',
      '60,AWS/Lambda,m,DeletedEventCount,Sum,Count,0',
      ...extremes('60,lagcast,m,BatchProcessingTime,*,Milliseconds,', 10000),
      '60,lagcast,m,BatchSuccessRate,Average,Percent,0',
      '60,lagcast,m,Pollers,Maximum,Count,1',
    ];
    expect((metricsCsvHead() + metricsCsv(rowsOf(WORKED))).trimEnd().split('\n')).toEqual(expected);
  });

  it('count errors where the invocation began, failed records where it ended, and keep the order of time', () => {
    const slow = { timeout: '50 s', handler: { perInvocation: '2 min' } };
    const { rows, writtenAt } = metered(scenarioOf(scenario([{ at: '5 s' }, { at: '100 s' }], {}, slow)), 10, {}, 1);
    expect(valuesOf(rows, 'f', 'Errors')).toEqual({ 0: 1, 90: 0 });
    expect(valuesOf(rows, 'f', 'Invocations')).toEqual({ 0: 1, 90: 1 });
    expect(valuesOf(rows, 'm', 'FailedInvokeEventCount')).toEqual({ 50: 1 });
    expect(rows.map(({ time }) => time)).toEqual(rows.map(({ time }) => time).toSorted((a, b) => a - b));
    // Nothing is written while the first may fail, and all but what the second may change when it has.
    expect(writtenAt.filter(({ now, rows: n }) => now < 60e6 && n > 0)).toEqual([]);
    expect(writtenAt.some(({ now, rows: n }) => now < 110e6 && n > 0)).toBe(true);
  });

  it('have a shorter last period', () => {
    const rows = rowsOf(scenario([{ at: '65 s' }], { duration: '75 s' }));
    expect(valuesOf(rows, 'q', 'ApproximateNumberOfMessagesNotVisible', 'Average')).toEqual({ 0: 0, 60: 10 / 15 });
    expect(valuesOf(rows, 'f', 'Invocations')).toEqual({ 60: 1 });
  });

  it('count what happens at the end of a period as its own', () => {
    const rows = rowsOf(scenario([{ at: '60 s' }], {}, { handler: { script: ['throw'] } }));
    expect(valuesOf(rows, 'q', 'NumberOfMessagesSent')).toEqual({ 0: 1, 60: 0 });
    expect(valuesOf(rows, 'f', 'Errors')).toEqual({ 0: 1 });
  });

  it('know no warm-up', () => {
    const records = Array.from({ length: 8 }, (_, i) => ({
      ...{ at: `${i * 15} s`, size: '1 kB', duration: `${i + 1} s` },
    }));
    const cold = rowsOf(scenario(records));
    const warm = rowsOf(scenario(records, { warmUp: '47 s' }));
    const isQuantile = ({ statistic }: { statistic: string }): boolean => statistic.startsWith('p');
    expect(warm.filter((row) => !isQuantile(row))).toEqual(cold.filter((row) => !isQuantile(row)));
    // Percentiles are of the whole period, within the error of a histogram.
    const near = (value: number): unknown => expect.toSatisfy((one: number) => Math.abs(one - value) <= value * 0.005);
    expect(warm.filter(isQuantile)).toEqual(cold.filter(isQuantile).map((row) => ({ ...row, value: near(row.value) })));
    expect(cold.length).toBeGreaterThan(80);
  });
});

describe('a row is absent', () => {
  const emitted = (rows: ReturnType<typeof rowsOf>, resource: string): string[] => [
    ...new Set(rows.filter((row) => row.resource === resource).map(({ metric }) => metric)),
  ];

  it('where a queue was never asked for anything, and six hours after it last was', () => {
    const dead = {
      duration: '20 h',
      sources: {
        q: {
          type: 'sqs',
          visibilityTimeout: '6 min',
          redrivePolicy: { maxReceiveCount: 1, deadLetterQueue: 'd' },
          arrivals: [{ records: [{ at: '30 min' }] }],
        },
        d: { type: 'sqs', messageRetentionPeriod: '2 h' },
        never: { type: 'sqs' },
      },
    };
    const rows = rowsOf(scenario([], dead, { handler: { script: ['throw'] } }), 3600);
    expect(emitted(rows, 'never')).toEqual([]);
    // Dead-lettered at 36 min, lost two hours after it was sent.
    const visible = valuesOf(rows, 'd', 'ApproximateNumberOfMessagesVisible', 'Maximum');
    expect(visible).toEqual(Object.fromEntries([1, 1, 1, 0, 0, 0, 0, 0, 0].map((n, i) => [i * 3600, n])));
    expect(valuesOf(rows, 'd', 'NumberOfMessagesSent')[0]).toBe(0);
    expect(Object.keys(valuesOf(rows, 'q', 'NumberOfEmptyReceives'))).toHaveLength(20);
  });

  it('where nothing was asked of a function: only throttles where it refused all', () => {
    const rows = rowsOf(scenario([{ at: '10 s' }], {}, { reservedConcurrency: 0 }));
    expect(emitted(rows, 'f')).toEqual(['Throttles']);
    expect(valuesOf(rows, 'f', 'Throttles')[0]).toBeGreaterThan(1);
    expect(emitted(rows, '')).toEqual([]);
    // Tries that were refused are no events that a function was invoked with.
    expect(emitted(rows, 'm')).toEqual(['PolledEventCount', 'Pollers']);
  });

  it('while a mapping is disabled, and of sizes that the scenario leaves out', () => {
    const events = [
      { at: '58 s', disable: 'm' },
      { at: '190 s', enable: 'm' },
    ];
    const rows = rowsOf(scenario([{ at: '55 s' }, { at: '200 s' }], { duration: '5 min', events }));
    expect(Object.keys(valuesOf(rows, 'm', 'Pollers', 'Maximum'))).toEqual(['0', '180', '240']);
    // The invocation that was under way ends in a minute of which nothing is told.
    expect(valuesOf(rows, 'm', 'BatchSize', 'Average')).toEqual({ 0: 1, 180: 1 });
    expect(valuesOf(rows, 'q', 'NumberOfMessagesDeleted')).toEqual({ 0: 0, 60: 1, 120: 0, 180: 1, 240: 0 });
    expect(valuesOf(rows, 'm', 'DeletedEventCount')).toEqual({ 180: 1 });
    expect(emitted(rows, 'q')).not.toContain('SentMessageSize');
    expect(emitted(rows, 'm')).not.toContain('RecordSize');
  });

  it('of callers: they are no queue', () => {
    const rows = rowsOf({
      lagcast: 1,
      duration: '2 min',
      functions: { f: { coldStart: 'none', handler: { perRecord: '1 s' } } },
      sources: { api: { type: 'sync', function: 'f', arrivals: [{ records: [{ at: '10 s' }] }] } },
    });
    expect(emitted(rows, 'api')).toEqual([]);
    expect(valuesOf(rows, 'f', 'Invocations')).toEqual({ 0: 1 });
    expect(valuesOf(rows, '', 'ConcurrentExecutions', 'Average')).toEqual({ 0: 1 / 60 });
  });
});

describe('the account', () => {
  it('has the greatest of a sum, which is not the sum of the greatest', () => {
    const functions = { f: { coldStart: 'none', timeout: '60 s', handler: { perRecord: '10 s' } } };
    const rows = rowsOf({
      lagcast: 1,
      duration: '1 min',
      functions: { ...functions, g: functions.f },
      sources: Object.fromEntries(
        [
          ['a', 'f', '5 s'],
          ['b', 'g', '30 s'],
        ].map(([name, fn, at]) => [name, { type: 'sync', function: fn, arrivals: [{ records: [{ at }, { at }] }] }]),
      ),
    });
    for (const fn of ['f', 'g', '']) expect(valuesOf(rows, fn, 'ConcurrentExecutions', 'Maximum')).toEqual({ 0: 2 });
    expect(valuesOf(rows, '', 'ConcurrentExecutions', 'Average')).toEqual({ 0: 40 / 60 });
  });

  it('knows what is reserved, and what stops to be', () => {
    const levels = new AccountLevels(
      [undefined, 10],
      [
        { at: 100, fn: 1, to: undefined },
        { at: 300, fn: 0, to: 7 },
      ],
    );
    levels.step(0, 1, 10);
    for (let i = 0; i < 3; i++) levels.step(1, 1, 20);
    expect(levels.takePeaks(50)).toEqual({ running: 4, unreserved: 1, claimed: 11 });
    // Its last reservation goes with three that run: at once four are unreserved, before one of them ends.
    levels.step(1, -1, 100);
    expect(levels.takePeaks(200)).toEqual({ running: 4, unreserved: 4, claimed: 11 });
    expect(levels.takePeaks(299)).toEqual({ running: 3, unreserved: 3, claimed: 3 });
    expect(levels.takePeaks(400)).toEqual({ running: 3, unreserved: 3, claimed: 9 });
    expect(levels.unreserved.area(400)).toBe(1 * 90 + 3 * 200 + 2 * 100);
  });
});

it('provisioned concurrency: what ran on it, what spilt over, and how much of it was used', () => {
  const calls = Array.from({ length: 3 }, () => ({ at: '70 s' }));
  const rows = rowsOf({
    lagcast: 1,
    duration: '3 min',
    functions: {
      f: {
        coldStart: 'none',
        timeout: '60 s',
        provisionedConcurrency: { environments: 2, readyAt: '0 s' },
        handler: { perRecord: '6 s' },
      },
    },
    sources: { api: { type: 'sync', function: 'f', arrivals: [{ records: [...calls, { at: '130 s' }] }] } },
  });
  expect(valuesOf(rows, 'f', 'ProvisionedConcurrencyInvocations')).toEqual({ 60: 2, 120: 1 });
  expect(valuesOf(rows, 'f', 'ProvisionedConcurrencySpilloverInvocations')).toEqual({ 60: 1, 120: 0 });
  expect(valuesOf(rows, 'f', 'ProvisionedConcurrentExecutions', 'Maximum')).toEqual({ 60: 2, 120: 1 });
  expect(valuesOf(rows, 'f', 'ProvisionedConcurrentExecutions', 'Average')).toEqual({ 60: 0.2, 120: 0.1 });
  expect(valuesOf(rows, 'f', 'ProvisionedConcurrencyUtilization', 'Maximum')).toEqual({ 60: 1, 120: 0.5 });
  // Two provisioned and one beside them.
  expect(valuesOf(rows, '', 'ClaimedAccountConcurrency', 'Maximum')).toEqual({ 60: 3, 120: 2 });
});

describe('as CSV', () => {
  it('quotes what it must, and lets no name be a formula', () => {
    const row = { time: 1.5e6, namespace: 'lagcast', metric: 'BatchSize', statistic: 'Sum', unit: 'Count' } as const;
    const names = ['=1+1', '@x', '+7', '-7', 'a,b', 'say "no"', 'two\nlines', '名前'];
    const text = metricsCsv(names.map((resource) => ({ ...row, resource, value: 0.1 })));
    const cells = [`'=1+1`, `'@x`, `'+7`, `'-7`, '"a,b"', '"say ""no"""', '"two\nlines"', '名前'];
    expect(text).toBe(cells.map((cell) => `1.5,lagcast,${cell},BatchSize,Sum,Count,0.1\n`).join(''));
    expect(metricsCsv([])).toBe('');
  });

  it('has no two metrics that could be mistaken for each other', () => {
    const all = Object.values(METRICS).map(({ namespace, of, name }) => `${namespace} ${of} ${name}`);
    expect(new Set(all).size).toBe(all.length);
  });
});
