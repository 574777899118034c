/**
 * Every AWS number the simulator uses, with its source. Nowhere else in the program does an AWS number stand.
 *
 * A scenario overrides any of them under `facts:` by its path. Results list those a run relied on that are not documented.
 * `under` holds what a dated set of rules changes; `ideal` is the queueing model without AWS in the way.
 * The tables are in facts/, one for each service.
 */
import type { Fact } from './fact.ts';
import { ASYNC } from './facts/async.ts';
import { CLOUDWATCH } from './facts/cloudwatch.ts';
import { DOCUMENTDB } from './facts/documentdb.ts';
import { DYNAMODB } from './facts/dynamodb.ts';
import { FIFO } from './facts/fifo.ts';
import { FAIR } from './facts/fair.ts';
import { FILTERS } from './facts/filters.ts';
import { KAFKA } from './facts/kafka.ts';
import { KINESIS } from './facts/kinesis.ts';
import { LAMBDA } from './facts/lambda.ts';
import { MAPPING } from './facts/mapping.ts';
import { MQ } from './facts/mq.ts';
import { PRICES } from './facts/prices.ts';
import { PROVISIONED_POLLERS } from './facts/provisioned-pollers.ts';
import { SQS } from './facts/sqs.ts';
import { STREAM } from './facts/streams.ts';
import { TIER_FACTS } from './facts/tier.ts';

export const FACTS = {
  ...SQS,
  ...FIFO,
  ...FAIR,
  ...KINESIS,
  ...DYNAMODB,
  ...STREAM,
  ...KAFKA,
  ...PROVISIONED_POLLERS,
  ...MQ,
  ...DOCUMENTDB,
  ...MAPPING,
  ...FILTERS,
  ...LAMBDA,
  ...ASYNC,
  ...CLOUDWATCH,
  ...TIER_FACTS,
  ...PRICES,
} as const satisfies Record<string, Fact>;

export type FactPath = keyof typeof FACTS;
