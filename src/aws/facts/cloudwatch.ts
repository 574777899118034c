/** How alarms of CloudWatch are evaluated. Nearly nothing of it is in our sheet: recalled from its guide, or assumed. */
import { DAY, MINUTE } from '../../engine/time.ts';
import type { Fact } from '../fact.ts';
import { OURS, READ } from './sources.ts';

const RECALLED = 'recalled from the CloudWatch user guide, not read again';

export const CLOUDWATCH = {
  'cloudwatch.alarm.delay': {
    id: 'CWA-01',
    kind: 'assumed',
    unit: 'duration',
    value: MINUTE,
    under: { ideal: 0 },
    says: 'from the end of a period until an alarm has its datapoint and is evaluated',
    source: OURS,
    date: READ,
  },
  'cloudwatch.alarm.extraPeriods': {
    id: 'CWA-02',
    kind: 'recalled',
    unit: 'count',
    value: 2,
    says: 'periods that an evaluation looks at beyond evaluationPeriods, for datapoints in place of missing ones (the guide’s example: 5 for 3)',
    source: RECALLED,
    date: READ,
  },
  'cloudwatch.alarm.longest': {
    id: 'CWA-03',
    kind: 'recalled',
    unit: 'duration',
    value: DAY,
    says: 'longest period times evaluationPeriods where the period is below an hour',
    source: RECALLED,
    date: READ,
  },
  'cloudwatch.alarm.longestOfHours': {
    id: 'CWA-03',
    kind: 'recalled',
    unit: 'duration',
    value: 7 * DAY,
    says: 'longest period times evaluationPeriods where the period is an hour or more',
    source: RECALLED,
    date: READ,
  },
} as const satisfies Record<string, Fact>;
