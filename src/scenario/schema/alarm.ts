/**
 * An alarm of CloudWatch over one of the metrics by the period, with the keys of AWS::CloudWatch::Alarm. Whether the metric has the
 * statistic, and what its threshold is measured in, is checked when both are known. Left out: actions, metric math, anomaly detection.
 */
import type * as z from 'zod';
import { COMPARISONS, TREATMENTS, type Comparison } from '../../aws/cloudwatch-alarms.ts';
import { METRICS } from '../../aws/cloudwatch-metrics.ts';
import { DAY, MINUTE, SECOND } from '../../engine/time.ts';
import type { Said } from '../findings.ts';
import { nearest } from '../nearest.ts';
import { quote } from '../problem.ts';
import { quantity, readQuantity, type QuantitySpec } from './quantity.ts';
import { mapping, type Refused } from './shapes.ts';
import { leaf, reference, word } from './words.ts';

const NAMES = [...new Set(Object.values(METRICS).map(({ name }) => name as string))];
const STATISTICS = [...new Set(Object.values(METRICS).flatMap(({ statistics }) => statistics as readonly string[]))];

const metric = leaf<string>(
  { type: 'string', enum: NAMES, description: 'One of the metrics of metrics.csv.' },
  (value) => (NAMES.some((name) => name === value) ? { value: value as string } : sayStranger(value)),
  'the name of a metric such as ApproximateAgeOfOldestMessage',
);

function sayStranger(value: unknown): Said {
  const message = `no metric is called ${quote(value)}`;
  const meant = typeof value === 'string' ? nearest(value, NAMES) : undefined;
  return { message, hint: meant === undefined ? 'docs/metrics.md lists them' : `did you mean ${meant}?` };
}

const PERIOD: QuantitySpec = {
  kind: 'duration',
  above: 0,
  doc: 'Time of a datapoint: a multiple of 60 s; 60 s unless said.',
};
const HIGH_RESOLUTION = [10, 20, 30].map((seconds) => seconds * SECOND);

/** The metrics have a resolution of one minute, so an alarm of high resolution would look at nothing most of the time. */
const period = leaf<number>({ type: 'string', description: PERIOD.doc }, (value) => {
  const read = readQuantity(PERIOD, value);
  if (!('value' in read)) return read;
  if (HIGH_RESOLUTION.includes(read.value)) {
    const message = `a period of ${quote(value)} is for metrics of high resolution, and these have one datapoint a minute`;
    return { message, hint: '60 s, or a multiple of it' };
  }
  if (read.value % MINUTE !== 0) return { message: `a multiple of 60 s is due; found ${quote(value)}` };
  return read.value > 7 * DAY ? { message: `at most 7 d is allowed; found ${quote(value)}`, source: 'CWA-03' } : read;
});

const threshold = leaf<unknown>(
  {
    type: ['number', 'string'],
    description:
      'What the statistic is compared with: a time or a size with its unit where the metric is one, else a number.',
  },
  (value) => ({ value }),
  'a number, or a quantity such as 60 s',
);

const periods = (doc: string) => quantity({ kind: 'count', min: 1, max: DAY / MINUTE, doc }).optional();

/** Who writes the sign. */
const SIGNS = Object.fromEntries(
  Object.entries(COMPARISONS).map(([name, sign]): [string, Said] => [
    sign,
    { message: `comparisons have CloudWatch’s names; found ${quote(sign)}`, hint: `did you mean ${name}?` },
  ]),
);

/** What CloudFormation has and a run has no use for, or says in another way. */
const ELSEWHERE: Refused = {
  metricName: { message: 'nothing is called "metricName" here', hint: 'did you mean metric?' },
  dimensions: { message: 'dimensions are said by name', hint: 'of: orders' },
  namespace: { message: 'the metric tells its namespace', hint: 'leave it out' },
  extendedStatistic: { message: 'percentiles are statistics here', hint: 'statistic: p99' },
  comparisonOperator: { message: 'nothing is called "comparisonOperator" here', hint: 'did you mean comparison?' },
  alarmActions: { message: 'actions of alarms are not simulated', hint: 'leave it out' },
};

export const alarmSchema = mapping(
  {
    metric,
    of: reference('Name of the queue, stream, function or mapping; absent for metrics of the account.').optional(),
    statistic: word(
      STATISTICS,
      'What is made of the values of a period; the first that the metric has, unless said.',
    ).optional(),
    threshold,
    comparison: word(
      Object.keys(COMPARISONS) as Comparison[],
      'How the statistic has to compare with the threshold to breach it; GreaterThanThreshold unless said.',
      SIGNS,
    ).optional(),
    period: period.optional(),
    evaluationPeriods: periods('n: datapoints that are evaluated; 1 unless said.'),
    datapointsToAlarm: periods('m: so many of them have to breach the threshold; all unless said.'),
    treatMissingData: word(TREATMENTS, 'What a period without a datapoint counts as; missing unless said.').optional(),
  },
  ELSEWHERE,
);

export type AlarmWritten = z.output<typeof alarmSchema>;
