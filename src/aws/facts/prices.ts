/**
 * What the services charge, in us-east-1, in US dollars before taxes: prices, bounds of tiers, free allowances, and what is rounded to
 * what. The quantities they are multiplied by are counted in src/metrics/cost; docs/cost.md says how.
 *
 * Left out: data transfer, CloudWatch, tables and databases, topics and buses, other Regions, savings plans. Of what is listed no line of
 * a bill reads yet: mode on-demand Advantage, reads of DynamoDB streams by others than Lambda.
 */
import { HOUR, MILLISECOND, MINUTE } from '../../engine/time.ts';
import type { Fact, FactKind, FactUnit } from '../fact.ts';
import { KIB, LDG, MIB, OURS, READ } from './sources.ts';

/** Where a price was read. A summary by others is no documentation: what it says is recalled, or measured where they measured it. */
interface Page {
  readonly kind: FactKind;
  readonly source: string;
  readonly date: string;
}

const LAMBDA_PAGE: Page = { kind: 'documented', source: 'https://aws.amazon.com/lambda/pricing/', date: READ };
const SQS_LIST: Page = {
  kind: 'recalled',
  source: 'SQS price list as summarised by cloudburn.io',
  date: '2026-03-14',
};
const SQS_TIERS: Page = {
  kind: 'measured',
  source: 'SQS price list as summarised by factualminds.com',
  date: '2026-06-13',
};
const KINESIS_LIST: Page = {
  kind: 'recalled',
  source: 'summaries of the price list of Kinesis Data Streams',
  date: '2026-09',
};
const DYNAMODB_PAGE: Page = { kind: 'documented', source: 'https://aws.amazon.com/dynamodb/pricing/', date: '2026' };

/** US dollars for what `says` names. */
function usd(id: string, value: number, says: string, page: Page): Fact {
  return { id, unit: 'money', value, says, ...page };
}

/** How much, or how many: never a price. */
function amount(unit: FactUnit, id: string, value: number, says: string, page: Page): Fact {
  return { id, unit, value, says, ...page };
}

/** Something that other things are divided by. */
function part(unit: FactUnit, id: string, value: number, says: string, page: Page): Fact {
  return { ...amount(unit, id, value, says, page), positive: true };
}

const LAMBDA_PRICES = {
  'price.lambda.request': usd('PR-01', 0.2, 'a million requests', LAMBDA_PAGE),
  'price.lambda.request.free': amount('count', 'PR-04', 1_000_000, 'requests a month that are free', LAMBDA_PAGE),
  'price.lambda.gbSecond.free': amount(
    'count',
    'PR-04',
    400_000,
    'GB-seconds a month that are free, on all architectures together and not on provisioned environments',
    LAMBDA_PAGE,
  ),
  'price.lambda.gbSecond.x86_64.first': usd('PR-02', 0.0000166667, 'a GB-second on x86_64, first tier', LAMBDA_PAGE),
  'price.lambda.gbSecond.x86_64.first.upTo': amount(
    'count',
    'PR-02',
    6e9,
    'GB-seconds a month up to which the first tier goes',
    LAMBDA_PAGE,
  ),
  'price.lambda.gbSecond.x86_64.second': usd('PR-02', 0.000015, 'a GB-second on x86_64, second tier', LAMBDA_PAGE),
  'price.lambda.gbSecond.x86_64.second.upTo': amount(
    'count',
    'PR-02',
    15e9,
    'GB-seconds a month up to which the second tier goes',
    LAMBDA_PAGE,
  ),
  'price.lambda.gbSecond.x86_64.third': usd('PR-02', 0.0000133334, 'a GB-second on x86_64, third tier', LAMBDA_PAGE),
  'price.lambda.gbSecond.arm64.first': usd('PR-03', 0.0000133334, 'a GB-second on arm64, first tier', LAMBDA_PAGE),
  'price.lambda.gbSecond.arm64.first.upTo': amount(
    'count',
    'PR-03',
    7.5e9,
    'GB-seconds a month up to which the first tier goes',
    LAMBDA_PAGE,
  ),
  'price.lambda.gbSecond.arm64.second': usd('PR-03', 0.0000120001, 'a GB-second on arm64, second tier', LAMBDA_PAGE),
  'price.lambda.gbSecond.arm64.second.upTo': amount(
    'count',
    'PR-03',
    18.75e9,
    'GB-seconds a month up to which the second tier goes',
    LAMBDA_PAGE,
  ),
  'price.lambda.gbSecond.arm64.third': usd('PR-03', 0.0000106667, 'a GB-second on arm64, third tier', LAMBDA_PAGE),
  'price.lambda.rounding': part(
    'duration',
    'PR-05',
    MILLISECOND,
    'to a whole number of which the time of an invocation is rounded up',
    LAMBDA_PAGE,
  ),
  'price.lambda.init': {
    id: 'PR-05',
    kind: 'documented',
    unit: 'word',
    value: 'billed',
    oneOf: ['billed', 'free'],
    under: { '2023-10': 'free' },
    says: 'whether INIT on demand is billed: until August 2025 that of zip packages was not',
    source: `AWS Compute Blog, AWS Lambda standardizes billing for INIT Phase; ${LDG}lambda-runtime-environment.html`,
    date: READ,
  },
  'price.lambda.largeEvent.above': amount(
    'size',
    'PR-06',
    256 * KIB,
    'of an asynchronous event what one request covers',
    LAMBDA_PAGE,
  ),
  'price.lambda.largeEvent.part': part(
    'size',
    'PR-06',
    64 * KIB,
    'of an asynchronous event what each further request covers',
    LAMBDA_PAGE,
  ),
  'price.lambda.provisioned.x86_64': usd(
    'PR-07',
    0.0000041667,
    'a GB-second of provisioned concurrency on x86_64, used or not',
    LAMBDA_PAGE,
  ),
  'price.lambda.provisioned.arm64': usd(
    'PR-07',
    0.0000033334,
    'a GB-second of provisioned concurrency on arm64, used or not',
    LAMBDA_PAGE,
  ),
  'price.lambda.provisioned.rounding': part(
    'duration',
    'PR-07',
    5 * MINUTE,
    'to a whole number of which the time is rounded up for which provisioned concurrency is enabled',
    LAMBDA_PAGE,
  ),
  'price.lambda.provisioned.duration.x86_64': usd(
    'PR-08',
    0.0000097222,
    'a GB-second of invocations on provisioned environments on x86_64',
    LAMBDA_PAGE,
  ),
  'price.lambda.provisioned.duration.arm64': usd(
    'PR-08',
    0.0000077778,
    'a GB-second of invocations on provisioned environments on arm64',
    LAMBDA_PAGE,
  ),
  'price.lambda.storage': usd(
    'PR-09',
    0.0000000309,
    'a GB-second of ephemeral storage beyond what is included',
    LAMBDA_PAGE,
  ),
  'price.lambda.storage.included': amount(
    'count',
    'PR-09',
    512,
    'MB of ephemeral storage that are included',
    LAMBDA_PAGE,
  ),
  'price.lambda.snapStart.cache': usd(
    'PR-11',
    0.0000015046,
    'a GB-second for which the snapshot of a version is kept; not of Java, and three hours at least, which is not counted',
    LAMBDA_PAGE,
  ),
  'price.lambda.snapStart.restore': usd(
    'PR-11',
    0.0001397998,
    'a GB of memory restored from a snapshot; not of Java',
    LAMBDA_PAGE,
  ),
  'price.lambda.pollers.sqs': usd(
    'PR-10',
    0.00925,
    'an hour of a provisioned poller of a queue: one event poller unit',
    LAMBDA_PAGE,
  ),
  'price.lambda.pollers.kafka': usd(
    'PR-10',
    0.185,
    'an hour of an event poller unit of provisioned pollers of Kafka',
    LAMBDA_PAGE,
  ),
  'price.lambda.pollers.least': amount(
    'duration',
    'PR-10',
    MINUTE,
    'for how long an event poller unit is billed at the least',
    LAMBDA_PAGE,
  ),
} as const satisfies Record<string, Fact>;

const SQS_PRICES = {
  'price.sqs.free': amount('count', 'PR-22', 1_000_000, 'requests a month that are free', SQS_LIST),
  'price.sqs.unit': part(
    'size',
    'PR-22',
    64 * KIB,
    'of the payload of an API call what is one request: 1 MiB is 16',
    SQS_LIST,
  ),
  'price.sqs.deleteBatch': part(
    'count',
    'PR-22',
    10,
    'messages that one DeleteMessageBatch of a mapping deletes at most; it always deletes as many as it can',
    { kind: 'inferred', source: 'the most the call takes, which a mapping is taken to use', date: READ },
  ),
  'price.sqs.standard.first': usd('PR-20', 0.4, 'a million requests of standard queues, first tier', SQS_LIST),
  'price.sqs.standard.first.upTo': amount(
    'count',
    'PR-20',
    100e9,
    'requests a month up to which the first tier goes',
    SQS_LIST,
  ),
  'price.sqs.standard.second': usd('PR-20', 0.3, 'a million requests of standard queues, second tier', SQS_LIST),
  'price.sqs.standard.second.upTo': amount(
    'count',
    'PR-20',
    200e9,
    'requests a month up to which the second tier goes',
    SQS_LIST,
  ),
  'price.sqs.standard.third': usd('PR-20', 0.24, 'a million requests of standard queues, third tier', SQS_LIST),
  'price.sqs.fifo.first': usd('PR-21', 0.5, 'a million requests of FIFO queues, first tier', SQS_LIST),
  'price.sqs.fifo.second': usd('PR-21', 0.4, 'a million requests of FIFO queues, second tier', SQS_LIST),
  'price.sqs.fifo.third': usd('PR-21', 0.35, 'a million requests of FIFO queues, third tier', SQS_LIST),
  'price.sqs.fair': usd('PR-23', 0.1, 'a million requests with a message group on top, in fair queues', SQS_TIERS),
} as const satisfies Record<string, Fact>;

const KINESIS_PRICES = {
  'price.kinesis.shardHour': usd('PR-30', 0.015, 'an hour of an open shard, in mode provisioned', KINESIS_LIST),
  'price.kinesis.put': usd('PR-31', 0.014, 'a million PUT payload units, in mode provisioned', KINESIS_LIST),
  'price.kinesis.put.unit': part(
    'size',
    'PR-31',
    25 * KIB,
    'of the data of a record what is one PUT payload unit',
    KINESIS_LIST,
  ),
  'price.kinesis.fanOut.shardHour': usd(
    'PR-32',
    0.015,
    'an hour of an open shard for each registered consumer',
    KINESIS_LIST,
  ),
  'price.kinesis.fanOut.gb': usd('PR-32', 0.013, 'a GB pushed to a registered consumer', KINESIS_LIST),
  'price.kinesis.retention.included': amount(
    'duration',
    'PR-33',
    24 * HOUR,
    'retention that is included',
    KINESIS_LIST,
  ),
  'price.kinesis.retention.shardHour': usd(
    'PR-33',
    0.02,
    'an hour of an open shard that keeps records for longer than what is included',
    KINESIS_LIST,
  ),
  'price.kinesis.retention.long.after': amount(
    'duration',
    'PR-33',
    7 * 24 * HOUR,
    'after how long a record that is still kept is stored for the long term',
    KINESIS_LIST,
  ),
  'price.kinesis.retention.long': usd(
    'PR-33',
    0.023,
    'a GB stored for the long term, a month; reading it again is 0.021 a GB, which is not counted',
    KINESIS_LIST,
  ),
  'price.kinesis.onDemand.streamHour': usd('PR-34', 0.04, 'an hour of a stream in mode onDemand', KINESIS_LIST),
  'price.kinesis.onDemand.in': usd('PR-34', 0.08, 'a GB put into a stream in mode onDemand', KINESIS_LIST),
  'price.kinesis.onDemand.roundedTo': part(
    'size',
    'PR-34',
    KIB,
    'to a whole number of which each record put is rounded up',
    KINESIS_LIST,
  ),
  'price.kinesis.onDemand.out': usd('PR-34', 0.04, 'a GB read from a stream in mode onDemand', KINESIS_LIST),
  'price.kinesis.onDemand.fanOut': usd(
    'CTR-21',
    0.05,
    'a GB that a stream in mode onDemand pushes to a registered consumer; one source says 0.04',
    { kind: 'assumed', source: `${KINESIS_LIST.source}, which disagree; ${OURS}`, date: KINESIS_LIST.date },
  ),
  'price.kinesis.onDemand.retention': usd(
    'PR-34',
    0.1,
    'a GB that a stream in mode onDemand keeps for longer than what is included, a month',
    KINESIS_LIST,
  ),
  'price.kinesis.advantage.in': usd('PR-35', 0.032, 'a GB put, in mode on-demand Advantage', KINESIS_LIST),
  'price.kinesis.advantage.out': usd('PR-35', 0.016, 'a GB read or pushed, in mode on-demand Advantage', KINESIS_LIST),
  'price.kinesis.advantage.least': amount(
    'size',
    'PR-35',
    25 * MIB,
    'data a second that mode on-demand Advantage commits to',
    KINESIS_LIST,
  ),
} as const satisfies Record<string, Fact>;

const DYNAMODB_PRICES = {
  'price.dynamodb.lambdaRead': usd('PR-40', 0, 'a read of a DynamoDB stream by a mapping of Lambda', DYNAMODB_PAGE),
  'price.dynamodb.read': usd('PR-40', 0.02, '100,000 reads of a DynamoDB stream by anybody else', DYNAMODB_PAGE),
  'price.dynamodb.read.free': amount('count', 'PR-40', 2_500_000, 'of these a month that are free', DYNAMODB_PAGE),
} as const satisfies Record<string, Fact>;

export const PRICES = { ...LAMBDA_PRICES, ...SQS_PRICES, ...KINESIS_PRICES, ...DYNAMODB_PRICES };
