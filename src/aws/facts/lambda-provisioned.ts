/** Provisioned concurrency: how long it takes to be ready, and how target tracking changes it. */
import { MINUTE, SECOND } from '../../engine/time.ts';
import type { Fact } from '../fact.ts';
import { LDG, READ } from './sources.ts';

/** How target tracking of provisioned concurrency works; no page of AWS says it in numbers. */
const TRACKING = 'G. Mao, Understanding Lambda Provisioned Concurrency AutoScaling, 2020-09-03';

export const LAMBDA_PROVISIONED = {
  'lambda.provisioned.prepare': {
    id: 'CON-05',
    kind: 'inferred',
    unit: 'duration',
    value: 90 * SECOND,
    under: { ideal: 0 },
    says: 'time before provisioned environments begin to start: documented as one or two minutes',
    source: `${LDG}provisioned-concurrency.html`,
    date: READ,
  },
  'lambda.provisioned.rate': {
    id: 'CON-05',
    kind: 'documented',
    unit: 'rate',
    value: 100,
    under: { ideal: Infinity },
    says: 'provisioned environments of a function that start then: 6,000 a minute',
    source: `${LDG}provisioned-concurrency.html`,
    date: READ,
  },
  'lambda.autoScaling.period': {
    id: 'AAS-01',
    kind: 'recalled',
    unit: 'duration',
    value: MINUTE,
    positive: true,
    says: 'period of the utilisation of provisioned concurrency that target tracking looks at',
    source: TRACKING,
    date: READ,
  },
  'lambda.autoScaling.scaleOut.datapoints': {
    id: 'AAS-01',
    kind: 'recalled',
    unit: 'count',
    value: 3,
    positive: true,
    says: 'datapoints in a row above the target after which it scales out',
    source: TRACKING,
    date: READ,
  },
  'lambda.autoScaling.scaleIn.datapoints': {
    id: 'AAS-01',
    kind: 'recalled',
    unit: 'count',
    value: 15,
    positive: true,
    says: 'datapoints in a row below the threshold after which it scales in',
    source: TRACKING,
    date: READ,
  },
  'lambda.autoScaling.scaleIn.threshold': {
    id: 'AAS-01',
    kind: 'recalled',
    unit: 'share',
    value: 0.9,
    says: 'share of the target that utilisation has to be below to scale in',
    source: 'alarms of target tracking as people see them; no page says so',
    date: READ,
  },
  'lambda.autoScaling.cooldown': {
    id: 'AAS-02',
    kind: 'documented',
    unit: 'duration',
    value: 0,
    says: 'time after a change of provisioned concurrency before the next in the same direction',
    source: 'https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_lambda.UtilizationScalingOptions.html',
    date: READ,
  },
  'lambda.autoScaling.target.min': {
    id: 'AAS-03',
    kind: 'recalled',
    unit: 'share',
    value: 0.1,
    under: { ideal: 0 },
    says: 'least utilisation that can be aimed at',
    source: 'AWS CDK refuses others, from memory',
    date: READ,
  },
  'lambda.autoScaling.target.max': {
    id: 'AAS-03',
    kind: 'recalled',
    unit: 'share',
    value: 0.9,
    under: { ideal: 1 },
    says: 'greatest utilisation that can be aimed at',
    source: 'AWS CDK refuses others, from memory',
    date: READ,
  },
} as const satisfies Record<string, Fact>;
