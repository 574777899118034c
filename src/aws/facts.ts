/**
 * Every AWS number the simulator uses, with its source. Nowhere else in the program does an AWS number stand.
 *
 * A scenario overrides any of them under `facts:` by its path. Results list those a run relied on that are not documented.
 * `under` holds what a dated set of rules changes; `ideal` is the queueing model without AWS in the way.
 * The tables are in facts/, one for each service or each topic of one.
 */
import type { Fact } from './fact.ts';
import { ASYNC } from './facts/async.ts';
import { ASYNC_WAY } from './facts/async-way.ts';
import { CLOUDWATCH } from './facts/cloudwatch.ts';
import { DOCUMENTDB } from './facts/documentdb.ts';
import { DYNAMODB } from './facts/dynamodb.ts';
import { FIFO } from './facts/fifo.ts';
import { FAIR } from './facts/fair.ts';
import { FILTERS } from './facts/filters.ts';
import { KAFKA } from './facts/kafka.ts';
import { KINESIS } from './facts/kinesis.ts';
import { KINESIS_ENDS } from './facts/kinesis-ends.ts';
import { KINESIS_FAN_OUT } from './facts/kinesis-fan-out.ts';
import { KINESIS_SHARDS } from './facts/kinesis-shards.ts';
import { LAMBDA } from './facts/lambda.ts';
import { LAMBDA_ENVIRONMENTS } from './facts/lambda-environments.ts';
import { LAMBDA_PROVISIONED } from './facts/lambda-provisioned.ts';
import { MAPPING } from './facts/mapping.ts';
import { MQ } from './facts/mq.ts';
import { PRICES } from './facts/prices.ts';
import { PROVISIONED_POLLERS } from './facts/provisioned-pollers.ts';
import { SQS } from './facts/sqs.ts';
import { SQS_MAPPING } from './facts/sqs-mapping.ts';
import { SQS_POLLERS } from './facts/sqs-pollers.ts';
import { SQS_START_LATENCY } from './facts/sqs-start-latency.ts';
import { STREAM } from './facts/streams.ts';
import { TIER } from './facts/tier.ts';
import { TIER_ISOLATION } from './facts/tier-isolation.ts';
import { TIER_ORDER } from './facts/tier-order.ts';
import { TIER_POLLERS } from './facts/tier-pollers.ts';

export const FACTS = {
  ...SQS,
  ...SQS_START_LATENCY,
  ...SQS_MAPPING,
  ...SQS_POLLERS,
  ...FIFO,
  ...FAIR,
  ...KINESIS,
  ...KINESIS_SHARDS,
  ...KINESIS_FAN_OUT,
  ...KINESIS_ENDS,
  ...DYNAMODB,
  ...STREAM,
  ...KAFKA,
  ...PROVISIONED_POLLERS,
  ...MQ,
  ...DOCUMENTDB,
  ...MAPPING,
  ...FILTERS,
  ...LAMBDA,
  ...LAMBDA_PROVISIONED,
  ...LAMBDA_ENVIRONMENTS,
  ...ASYNC,
  ...ASYNC_WAY,
  ...CLOUDWATCH,
  ...TIER,
  ...TIER_POLLERS,
  ...TIER_ISOLATION,
  ...TIER_ORDER,
  ...PRICES,
} as const satisfies Record<string, Fact>;

export type FactPath = keyof typeof FACTS;
