/** What Kinesis Data Streams charges in each of its modes. A part of prices.ts. */
import { HOUR } from '../../engine/time.ts';
import type { Fact } from '../fact.ts';
import { amount, part, usd, type Page } from './price.ts';
import { KIB, MIB, OURS } from './sources.ts';

const KINESIS_LIST: Page = {
  kind: 'recalled',
  source: 'summaries of the price list of Kinesis Data Streams',
  date: '2026-09',
};

export const KINESIS_PRICES = {
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
