/**
 * Turns what a scenario says about alarms into the whole of it: which metric of which part is meant, whether that has the statistic,
 * and what the threshold is in CloudWatch's unit.
 */
import { COMPARISONS } from '../../aws/cloudwatch-alarms.ts';
import { METRICS, type Metric, type Statistic } from '../../aws/cloudwatch-metrics.ts';
import { HOUR, MILLISECOND, MINUTE, SECOND } from '../../engine/time.ts';
import type { Quantity } from '../../model/options.ts';
import type { SourceType } from '../../model/sources/kinds.ts';
import { nearest } from '../nearest.ts';
import { quote, type Path } from '../problem.ts';
import { formatQuantity } from '../quantities.ts';
import type { AlarmScenario } from '../scenario.ts';
import { alarmSchema, type AlarmWritten } from '../schema/alarm.ts';
import { readPart } from '../schema/issues.ts';
import { readQuantity } from '../schema/quantity.ts';
import { readEntries, type Context } from './context.ts';

export function readAlarms(value: unknown, context: Context): AlarmScenario[] {
  return readEntries(value, 'alarms', context.findings, (name, part, path) => {
    const written = readPart(alarmSchema, part, path, context.findings);
    return written === undefined ? undefined : complete(name, written, path, context);
  });
}

function complete(name: string, written: AlarmWritten, path: Path, context: Context): AlarmScenario | undefined {
  const { findings, origins } = context;
  const metric = findMetric(written, path, context);
  if (metric === undefined) return undefined;
  const statistic = findStatistic(written.statistic, metric, path, context);
  const threshold = readThreshold(written.threshold, metric, path, context);
  if (statistic === undefined || threshold === undefined) return undefined;
  const comparison = written.comparison ?? origins.ours([...path, 'comparison'], 'GreaterThanThreshold');
  const period = written.period ?? origins.ours([...path, 'period'], MINUTE);
  const evaluationPeriods = written.evaluationPeriods ?? origins.ours([...path, 'evaluationPeriods'], 1);
  const datapointsToAlarm =
    written.datapointsToAlarm ?? origins.service([...path, 'datapointsToAlarm'], evaluationPeriods);
  const treatMissingData = written.treatMissingData ?? origins.service([...path, 'treatMissingData'], 'missing');
  if (datapointsToAlarm > evaluationPeriods) {
    const message = `${datapointsToAlarm} of ${evaluationPeriods} datapoints can never breach the threshold`;
    findings.error([...path, 'datapointsToAlarm'], {
      message,
      hint: `at most evaluationPeriods: ${evaluationPeriods}`,
    });
  }
  const settings = { comparison, threshold, period, evaluationPeriods, datapointsToAlarm, treatMissingData };
  checkLength(settings, path, context);
  const of = written.of;
  const text = inWords({ ...settings, metric, of, statistic });
  return { name, text, metric, of, statistic, ...settings };
}

// — the metric —

const NOUNS: Readonly<Record<Metric['of'], string>> = {
  queue: 'a queue',
  stream: 'a Kinesis stream',
  activeMq: 'a queue of ActiveMQ',
  rabbitMq: 'a queue of RabbitMQ',
  function: 'a function',
  account: 'the account',
  mapping: 'a mapping',
};

function findMetric({ metric: name, of }: AlarmWritten, path: Path, context: Context): Metric | undefined {
  const { findings } = context;
  const called = Object.values<Metric>(METRICS).filter((metric) => metric.name === name);
  const isAccounts = called.some((metric) => metric.of === 'account');
  if (of === undefined) {
    if (isAccounts) return called.find((metric) => metric.of === 'account');
    const what = listOr(called);
    findings.error([...path, 'of'], {
      message: `is missing: the name of ${what}`,
      hint: `${name} is a metric of ${what}`,
    });
    return undefined;
  }
  const found = called.filter((metric) => namesOf(metric.of, context).includes(of));
  if (found.length === 1) return found[0];
  if (found.length > 1) {
    const message = `${of} is the name of ${found.map((metric) => NOUNS[metric.of]).join(' and of ')}, and both have ${name}`;
    findings.error([...path, 'of'], { message, hint: 'give one of them another name' });
    return undefined;
  }
  if (called.every((metric) => metric.of === 'account')) {
    findings.error([...path, 'of'], { message: `${name} is a metric of the account`, hint: 'leave of out' });
    return undefined;
  }
  const known = called.flatMap((metric) => namesOf(metric.of, context));
  const meant = nearest(of, known);
  const isThere = (Object.keys(NOUNS) as Metric['of'][]).find((kind) => namesOf(kind, context).includes(of));
  const rest = isThere === undefined ? `and none is called ${quote(of)}` : `and ${of} is ${NOUNS[isThere]}`;
  const there = known.length === 0 ? undefined : `there is: ${known.slice(0, 10).join(', ')}`;
  const hint = meant === undefined ? there : `did you mean ${meant}?`;
  findings.error([...path, 'of'], { message: `${name} is a metric of ${listOr(called)}, ${rest}`, hint });
  return undefined;
}

function listOr(metrics: readonly Metric[]): string {
  return [...new Set(metrics.map(({ of }) => NOUNS[of]))].join(' or ');
}

function namesOf(kind: Metric['of'], { names }: Context): string[] {
  const sources = (...types: SourceType[]): string[] =>
    [...names.sources].flatMap(([name, of]) => (of !== undefined && types.includes(of) ? [name] : []));
  switch (kind) {
    case 'queue':
      return sources('sqs', 'sqsFifo');
    case 'stream':
      return sources('kinesis');
    case 'activeMq':
    case 'rabbitMq':
      return sources('mq');
    case 'function':
      return [...names.functions];
    case 'mapping':
      return [...names.mappings];
    case 'account':
      return [];
  }
}

function findStatistic(
  written: string | undefined,
  { name, statistics }: Metric,
  path: Path,
  { findings, origins }: Context,
): Statistic | undefined {
  if (written === undefined) return origins.ours([...path, 'statistic'], statistics[0]!);
  const found = statistics.find((statistic) => statistic === written);
  if (found !== undefined) return found;
  const message = `${name} has no statistic ${written} here`;
  findings.error([...path, 'statistic'], { message, hint: `what there is: ${statistics.join(', ')}` });
  return undefined;
}

// — the threshold —

/** How people write a value of a metric, and how many of these make one of CloudWatch's units. */
const WRITTEN: Readonly<Record<Metric['unit'], readonly [kind: Quantity, per: number]>> = {
  Count: ['number', 1],
  None: ['number', 1],
  Bytes: ['size', 1],
  Seconds: ['duration', SECOND],
  Milliseconds: ['duration', MILLISECOND],
  Percent: ['share', 0.01],
};

function readThreshold(
  written: unknown,
  { name, unit }: Metric,
  path: Path,
  { findings }: Context,
): number | undefined {
  const [kind, per] = WRITTEN[unit];
  const read = readQuantity({ kind, doc: '' }, written);
  if ('value' in read) return read.value / per;
  findings.error([...path, 'threshold'], { message: `${name}: ${read.message}`, hint: read.hint });
  return undefined;
}

/** A threshold as a scenario writes it. */
export function thresholdText(threshold: number, { unit }: Metric): string {
  const [kind, per] = WRITTEN[unit];
  return formatQuantity(kind, threshold * per);
}

type Settings = Pick<AlarmScenario, 'period' | 'evaluationPeriods'>;

function checkLength({ period, evaluationPeriods: n }: Settings, path: Path, { findings, rules }: Context): void {
  const most = rules.number(period < HOUR ? 'cloudwatch.alarm.longest' : 'cloudwatch.alarm.longestOfHours');
  if (period * n <= most) return;
  const write = (time: number): string => formatQuantity('duration', time);
  const message = `${n} periods of ${write(period)} are ${write(period * n)}; CloudWatch looks back ${write(most)} at the most`;
  findings.error([...path, 'evaluationPeriods'], { message, source: 'CWA-03' });
}

/** `Maximum ApproximateAgeOfOldestMessage of orders > 1 min, 2 of 3 periods of 1 min`. */
function inWords(alarm: Omit<AlarmScenario, 'name' | 'text'>): string {
  const { metric, of, statistic, comparison, threshold, period, evaluationPeriods: n, datapointsToAlarm: m } = alarm;
  const each = formatQuantity('duration', period);
  const when =
    n === 1 ? `for ${each}` : m === n ? `for ${n} periods of ${each}` : `for ${m} of ${n} periods of ${each}`;
  const whose = of === undefined ? 'of the account' : `of ${of}`;
  return `${statistic} ${metric.name} ${whose} ${COMPARISONS[comparison]} ${thresholdText(threshold, metric)} ${when}`;
}
