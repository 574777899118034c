/** Alarms as scenarios write them: the whole of one, and what is wrong with others. */
import { describe, expect, it } from 'vitest';
import { METRICS } from '../../src/aws/cloudwatch-metrics.ts';
import { explain } from '../../src/scenario/explain.ts';
import { formatProblems } from '../../src/scenario/problem.ts';
import { readScenarioValue } from '../../src/scenario/read.ts';

const read = (alarm: object) =>
  readScenarioValue({
    lagcast: 1,
    duration: '1 h',
    sources: { orders: { type: 'sqs' }, clicks: { type: 'kinesis', shards: 1 }, both: { type: 'sqs' } },
    functions: { worker: { handler: { perRecord: '1 ms' } }, both: { handler: { perRecord: '1 ms' } } },
    mappings: {
      m: { source: 'orders', function: 'worker' },
      both: { source: 'clicks', function: 'both', startingPosition: 'LATEST' },
    },
    alarms: { a: alarm },
  });

function parsed(alarm: object) {
  const result = read(alarm);
  if (!result.ok) throw new Error(formatProblems('', result.problems));
  return result.scenario;
}

const refused = (alarm: object): string =>
  formatProblems(
    '',
    read(alarm).problems.filter(({ severity }) => severity === 'error'),
  ).replace(/^ error: alarms\.a\.?/, '');

const backlog = { metric: 'ApproximateAgeOfOldestMessage', of: 'orders', threshold: '60 s' };

describe('an alarm', () => {
  it('has defaults for all but what it watches and the threshold', () => {
    expect(parsed(backlog).alarms).toEqual([
      {
        name: 'a',
        text: 'Maximum ApproximateAgeOfOldestMessage of orders > 1 min for 1 min',
        metric: METRICS.ageOfOldest,
        of: 'orders',
        statistic: 'Maximum',
        threshold: 60,
        comparison: 'GreaterThanThreshold',
        period: 60e6,
        evaluationPeriods: 1,
        datapointsToAlarm: 1,
        treatMissingData: 'missing',
      },
    ]);
  });

  it('is explained', () => {
    const lines = explain(parsed({ ...backlog, evaluationPeriods: 3 })).lines.map(
      ({ text, value }) => `${text} # ${value?.origin ?? ''}`,
    );
    expect(lines.slice(lines.indexOf('alarms: # '))).toEqual([
      'alarms: # ',
      '  a: # ',
      '    metric: ApproximateAgeOfOldestMessage # given',
      '    of: orders # given',
      '    statistic: Maximum # our default',
      '    comparison: GreaterThanThreshold # our default',
      '    threshold: 1 min # given',
      '    period: 1 min # our default',
      '    evaluationPeriods: 3 # given',
      '    datapointsToAlarm: 3 # service default',
      '    treatMissingData: missing # service default',
    ]);
  });

  it('compares in the unit of CloudWatch', () => {
    const threshold = (metric: string, of: string | undefined, written: unknown) =>
      parsed({ metric, ...(of !== undefined && { of }), threshold: written }).alarms[0]!.threshold;
    expect(threshold('Duration', 'worker', '1.5 s')).toBe(1500);
    expect(threshold('SentMessageSize', 'orders', '4 KiB')).toBe(4096);
    expect(threshold('BatchSuccessRate', 'm', '95 %')).toBeCloseTo(95, 9);
    expect(threshold('ProvisionedConcurrencyUtilization', 'worker', 0.8)).toBe(0.8);
    expect(threshold('ConcurrentExecutions', undefined, 900)).toBe(900);
  });

  it('is of the part that has the metric, or of the account', () => {
    const of = (metric: string, name?: string) =>
      parsed({ metric, ...(name && { of: name }), threshold: 1 }).alarms[0]!.metric.of;
    expect(of('ConcurrentExecutions')).toBe('account');
    expect(of('ConcurrentExecutions', 'worker')).toBe('function');
    expect(of('Errors', 'both')).toBe('function');
    expect(of('IncomingRecords', 'clicks')).toBe('stream');
  });

  it.each([
    [
      { ...backlog, metric: 'ApproximateAgeOfOldestMesage' },
      'metric: no metric is called "ApproximateAgeOfOldestMesage" (did you mean ApproximateAgeOfOldestMessage?)',
    ],
    [
      { ...backlog, metric: 'CPUUtilization' },
      'metric: no metric is called "CPUUtilization" (docs/metrics.md lists them)',
    ],
    [
      { ...backlog, statistic: 'Sum' },
      'statistic: ApproximateAgeOfOldestMessage has no statistic Sum here (what there is: Maximum)',
    ],
    [
      { ...backlog, threshold: 60 },
      'threshold: ApproximateAgeOfOldestMessage: a duration needs a unit; did you mean 60 s?',
    ],
    [
      { ...backlog, of: 'oders' },
      'of: ApproximateAgeOfOldestMessage is a metric of a queue, and none is called "oders" (did you mean orders?)',
    ],
    [
      { ...backlog, of: 'worker' },
      'of: ApproximateAgeOfOldestMessage is a metric of a queue, and worker is a function (there is: orders, both)',
    ],
    [{ metric: 'Errors', threshold: 1 }, 'of: is missing: the name of a function (Errors is a metric of a function)'],
    [
      { metric: 'ClaimedAccountConcurrency', of: 'worker', threshold: 1 },
      'of: ClaimedAccountConcurrency is a metric of the account (leave of out)',
    ],
    [
      { metric: 'IteratorAge', of: 'both', threshold: '1 s' },
      'of: both is the name of a function and of a mapping, and both have IteratorAge (give one of them another name)',
    ],
    [
      { ...backlog, period: '10 s' },
      'period: a period of "10 s" is for metrics of high resolution, and these have one datapoint a minute (60 s, or a multiple of it)',
    ],
    [{ ...backlog, period: '90 s' }, 'period: a multiple of 60 s is due; found "90 s"'],
    [
      { ...backlog, evaluationPeriods: 2, datapointsToAlarm: 3 },
      'datapointsToAlarm: 3 of 2 datapoints can never breach the threshold (at most evaluationPeriods: 2)',
    ],
    [
      { ...backlog, period: '30 min', evaluationPeriods: 49 },
      'evaluationPeriods: 49 periods of 30 min are 1470 min; CloudWatch looks back 1 d at the most [CWA-03]',
    ],
    [
      { ...backlog, comparison: '>' },
      'comparison: comparisons have CloudWatch’s names; found ">" (did you mean GreaterThanThreshold?)',
    ],
    [
      { ...backlog, treatMissingData: 'notbreaching' },
      'treatMissingData: missing, notBreaching, breaching or ignore is due; found "notbreaching" (did you mean notBreaching?)',
    ],
    [
      { ...backlog, comparisonOperator: 'GreaterThanThreshold' },
      'comparisonOperator: nothing is called "comparisonOperator" here (did you mean comparison?)',
    ],
  ])('%j is refused', (alarm, problem) => {
    expect(refused(alarm)).toBe(problem);
  });
});
