/**
 * The way of an event until it reaches a function for the first time: through the services that hand it over, which try again, and from its acceptance
 * to its delivery.
 */
import { HOUR, MILLISECOND, MINUTE, SECOND } from '../../engine/time.ts';
import type { Fact, FactKind } from '../fact.ts';
import { OURS, READ } from './sources.ts';

const RECALLED = 'recalled from the public documentation, not read again';
const FITTED = 'fitted: with async.dispatch it adds up to the measured time from publish to handler (M.1)';

type Point = 'p0' | 'p10' | 'p50' | 'p90' | 'p99' | 'p100';

/** The percentiles of a time, in milliseconds; straight lines between them. */
function percentiles<P extends string>(
  path: P,
  fact: { readonly id: string; readonly kind: FactKind; readonly says: string; readonly source: string },
  values: Readonly<Record<Point, number>>,
): Record<`${P}.${Point}`, Fact> {
  const entries = Object.entries(values).map(([point, value]) => {
    const says = `percentile ${point.slice(1)} of ${fact.says}`;
    return [`${path}.${point}`, { ...fact, unit: 'duration', value: value * MILLISECOND, says, date: READ }];
  });
  return Object.fromEntries(entries) as Record<`${P}.${Point}`, Fact>;
}

export const ASYNC_WAY = {
  'async.dispatch': {
    id: 'UNK-13',
    kind: 'assumed',
    unit: 'word',
    value: 'on',
    oneOf: ['on', 'off'],
    under: { ideal: 'off' },
    says: 'whether an accepted event takes time to reach the function for the first time',
    source: OURS,
    date: READ,
  },
  ...percentiles(
    'async.dispatch',
    {
      id: 'UNK-13',
      kind: 'assumed',
      says: 'the time from the acceptance of an event until it is first delivered, on a quiet system',
      source: 'median and percentile 99 suggested below the measured SNS path, the others estimated',
    },
    { p0: 9.6, p10: 12, p50: 20, p90: 30, p99: 100, p100: 150 },
  ),
  'async.handOver': {
    id: 'M.1',
    kind: 'measured',
    unit: 'word',
    value: 'on',
    oneOf: ['on', 'off'],
    under: { ideal: 'off' },
    says: 'whether a service in front takes time from publish until Lambda has accepted the event',
    source: 'bitesizedserverless.com, Serverless Messaging: Latency Compared; eu-west-1',
    date: '2022-09',
  },
  ...percentiles(
    'async.handOver.sns',
    {
      id: 'M.1',
      kind: 'inferred',
      says: 'the time from publish to SNS until Lambda has accepted the event',
      source: FITTED,
    },
    { p0: 36.5, p10: 45.6, p50: 54.5, p90: 55, p99: 184, p100: 276 },
  ),
  ...percentiles(
    'async.handOver.eventBridge',
    {
      id: 'M.1',
      kind: 'inferred',
      says: 'the time from putting an event on EventBridge until Lambda has accepted it, as of February 2023',
      source: FITTED,
    },
    { p0: 76, p10: 95, p50: 120, p90: 194, p99: 340, p100: 510 },
  ),
  'async.handOver.s3': {
    id: 'E.6',
    kind: 'assumed',
    unit: 'word',
    value: 'eventBridge',
    oneOf: ['sns', 'eventBridge'],
    says: 'whose time and retries S3 event notifications take',
    source: OURS,
    date: READ,
  },
  'async.handOver.scheduler': {
    id: 'E.6',
    kind: 'assumed',
    unit: 'word',
    value: 'eventBridge',
    oneOf: ['sns', 'eventBridge'],
    says: 'whose time and retries EventBridge Scheduler takes',
    source: OURS,
    date: READ,
  },
  'sns.retry.immediate': {
    id: 'E.6',
    kind: 'recalled',
    unit: 'count',
    value: 3,
    says: 'tries of SNS to hand an event over that follow the first without a pause',
    source: RECALLED,
    date: READ,
  },
  'sns.retry.early': {
    id: 'E.6',
    kind: 'recalled',
    unit: 'count',
    value: 2,
    says: 'tries of SNS after these, each after sns.retry.min',
    source: RECALLED,
    date: READ,
  },
  'sns.retry.backOff': {
    id: 'E.6',
    kind: 'recalled',
    unit: 'count',
    value: 10,
    says: 'tries of SNS after these, with pauses that double from sns.retry.min to sns.retry.max (the growth is documented, its steps assumed)',
    source: RECALLED,
    date: READ,
  },
  'sns.retry.late': {
    id: 'E.6',
    kind: 'recalled',
    unit: 'count',
    value: 100_000,
    says: 'tries of SNS after these, each after sns.retry.max; then the event is dropped',
    source: RECALLED,
    date: READ,
  },
  'sns.retry.min': {
    id: 'E.6',
    kind: 'recalled',
    unit: 'duration',
    value: SECOND,
    positive: true,
    says: 'least pause of SNS between tries that do not follow at once',
    source: RECALLED,
    date: READ,
  },
  'sns.retry.max': {
    id: 'E.6',
    kind: 'recalled',
    unit: 'duration',
    value: 20 * SECOND,
    positive: true,
    says: 'greatest pause of SNS between tries',
    source: RECALLED,
    date: READ,
  },
  'eventBridge.retry.attempts': {
    id: 'E.6',
    kind: 'recalled',
    unit: 'count',
    value: 185,
    says: 'tries of EventBridge after the first to hand an event over',
    source: RECALLED,
    date: READ,
  },
  'eventBridge.retry.age': {
    id: 'E.6',
    kind: 'recalled',
    unit: 'duration',
    value: 24 * HOUR,
    says: 'time for which EventBridge tries',
    source: RECALLED,
    date: READ,
  },
  'eventBridge.retry.min': {
    id: 'E.6',
    kind: 'assumed',
    unit: 'duration',
    value: SECOND,
    positive: true,
    says: 'pause of EventBridge after the first try, which then doubles; of each pause one half is drawn evenly',
    source: OURS,
    date: READ,
  },
  'eventBridge.retry.max': {
    id: 'E.6',
    kind: 'assumed',
    unit: 'duration',
    value: 10 * MINUTE,
    positive: true,
    says: 'longest of these pauses: 185 of them take about a day',
    source: OURS,
    date: READ,
  },
} as const satisfies Record<string, Fact>;
