/** What SQS charges: requests, and what counts as one. A part of prices.ts. */
import type { Fact } from '../fact.ts';
import { amount, part, usd, type Page } from './price.ts';
import { KIB, READ } from './sources.ts';

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

export const SQS_PRICES = {
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
