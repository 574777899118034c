/**
 * What the services charge, in us-east-1, in US dollars before taxes: prices, bounds of tiers, free allowances, and what is rounded to
 * what. The quantities they are multiplied by are counted in src/metrics/cost; docs/cost.md says how.
 *
 * Left out: data transfer, CloudWatch, tables and databases, topics and buses, other Regions, savings plans. Of what is listed no line of
 * a bill reads yet: mode on-demand Advantage, reads of DynamoDB streams by others than Lambda.
 */
import type { Fact } from '../fact.ts';
import { amount, usd, type Page } from './price.ts';
import { KINESIS_PRICES } from './prices-kinesis.ts';
import { LAMBDA_PRICES } from './prices-lambda.ts';
import { SQS_PRICES } from './prices-sqs.ts';

const DYNAMODB_PAGE: Page = { kind: 'documented', source: 'https://aws.amazon.com/dynamodb/pricing/', date: '2026' };

const DYNAMODB_PRICES = {
  'price.dynamodb.lambdaRead': usd('PR-40', 0, 'a read of a DynamoDB stream by a mapping of Lambda', DYNAMODB_PAGE),
  'price.dynamodb.read': usd('PR-40', 0.02, '100,000 reads of a DynamoDB stream by anybody else', DYNAMODB_PAGE),
  'price.dynamodb.read.free': amount('count', 'PR-40', 2_500_000, 'of these a month that are free', DYNAMODB_PAGE),
} as const satisfies Record<string, Fact>;

export const PRICES = { ...LAMBDA_PRICES, ...SQS_PRICES, ...KINESIS_PRICES, ...DYNAMODB_PRICES };
