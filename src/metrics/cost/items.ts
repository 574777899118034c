/**
 * All that a run can be charged for: in what unit it is counted, and by which facts it is priced. Prices themselves are facts; this is the
 * form of the price list. Leaves out how much of each there was (quantities.ts) and what it comes to (price.ts).
 */

export interface Tier {
  /** Path of the fact that is its price. */
  readonly price: string;
  /** Path of the fact up to which it goes, in units a month; absent: it has no end. */
  readonly upTo?: string;
}

export interface Item {
  readonly service: 'Lambda' | 'SQS' | 'Kinesis' | 'DynamoDB';
  /** In words, after the name of the part it is for. */
  readonly says: string;
  readonly unit: string;
  /** Of how many units the price is. */
  readonly per: number;
  /** From the first unit on. Items that have the same tiers fill them together. */
  readonly tiers: readonly [Tier, ...Tier[]];
  /** Path of the fact that says how many a month are free; shared by all items that name it. */
  readonly free?: string;
}

const MILLION = 1_000_000;

const LAMBDA_REQUESTS = {
  service: 'Lambda',
  unit: 'requests',
  per: MILLION,
  tiers: [{ price: 'price.lambda.request' }],
  free: 'price.lambda.request.free',
} as const;

const SQS_REQUESTS = {
  service: 'SQS',
  unit: 'requests',
  per: MILLION,
  tiers: [
    { price: 'price.sqs.standard.first', upTo: 'price.sqs.standard.first.upTo' },
    { price: 'price.sqs.standard.second', upTo: 'price.sqs.standard.second.upTo' },
    { price: 'price.sqs.standard.third' },
  ],
  free: 'price.sqs.free',
} as const;

/** The tiers of FIFO queues go as far as those of standard queues, and are filled by themselves. */
const FIFO_REQUESTS = {
  ...SQS_REQUESTS,
  tiers: [
    { price: 'price.sqs.fifo.first', upTo: 'price.sqs.standard.first.upTo' },
    { price: 'price.sqs.fifo.second', upTo: 'price.sqs.standard.second.upTo' },
    { price: 'price.sqs.fifo.third' },
  ],
} as const;

const DURATION = { service: 'Lambda', unit: 'GB-s', per: 1 } as const;
const SHARDS = { service: 'Kinesis', unit: 'shard-h', per: 1 } as const;
const DATA = { service: 'Kinesis', unit: 'GB', per: 1 } as const;
const STORED = { service: 'Kinesis', unit: 'GB-months', per: 1 } as const;

export const ITEMS = {
  'lambda.requests.mapping': { ...LAMBDA_REQUESTS, says: 'requests by mappings' },
  'lambda.requests.async': { ...LAMBDA_REQUESTS, says: 'asynchronous requests' },
  'lambda.requests.sync': { ...LAMBDA_REQUESTS, says: 'direct requests' },
  'lambda.requests.largeEvents': { ...LAMBDA_REQUESTS, says: 'requests for large events' },
  'lambda.duration.x86_64': {
    ...DURATION,
    says: 'duration',
    tiers: [
      { price: 'price.lambda.gbSecond.x86_64.first', upTo: 'price.lambda.gbSecond.x86_64.first.upTo' },
      { price: 'price.lambda.gbSecond.x86_64.second', upTo: 'price.lambda.gbSecond.x86_64.second.upTo' },
      { price: 'price.lambda.gbSecond.x86_64.third' },
    ],
    free: 'price.lambda.gbSecond.free',
  },
  'lambda.duration.arm64': {
    ...DURATION,
    says: 'duration',
    tiers: [
      { price: 'price.lambda.gbSecond.arm64.first', upTo: 'price.lambda.gbSecond.arm64.first.upTo' },
      { price: 'price.lambda.gbSecond.arm64.second', upTo: 'price.lambda.gbSecond.arm64.second.upTo' },
      { price: 'price.lambda.gbSecond.arm64.third' },
    ],
    free: 'price.lambda.gbSecond.free',
  },
  'lambda.provisioned.x86_64': {
    ...DURATION,
    says: 'provisioned concurrency',
    tiers: [{ price: 'price.lambda.provisioned.x86_64' }],
  },
  'lambda.provisioned.arm64': {
    ...DURATION,
    says: 'provisioned concurrency',
    tiers: [{ price: 'price.lambda.provisioned.arm64' }],
  },
  'lambda.provisioned.duration.x86_64': {
    ...DURATION,
    says: 'duration, provisioned',
    tiers: [{ price: 'price.lambda.provisioned.duration.x86_64' }],
  },
  'lambda.provisioned.duration.arm64': {
    ...DURATION,
    says: 'duration, provisioned',
    tiers: [{ price: 'price.lambda.provisioned.duration.arm64' }],
  },
  'lambda.storage': { ...DURATION, says: 'ephemeral storage', tiers: [{ price: 'price.lambda.storage' }] },
  'lambda.snapStart.cache': {
    ...DURATION,
    says: 'snapshot kept',
    tiers: [{ price: 'price.lambda.snapStart.cache' }],
  },
  'lambda.snapStart.restores': {
    service: 'Lambda',
    unit: 'GB',
    per: 1,
    says: 'snapshots restored',
    tiers: [{ price: 'price.lambda.snapStart.restore' }],
  },
  'lambda.pollers.sqs': {
    service: 'Lambda',
    unit: 'EPU-h',
    per: 1,
    says: 'provisioned pollers',
    tiers: [{ price: 'price.lambda.pollers.sqs' }],
  },
  'lambda.pollers.kafka': {
    service: 'Lambda',
    unit: 'EPU-h',
    per: 1,
    says: 'provisioned pollers',
    tiers: [{ price: 'price.lambda.pollers.kafka' }],
  },
  'sqs.sends': { ...SQS_REQUESTS, says: 'sends' },
  'sqs.receives': { ...SQS_REQUESTS, says: 'receives' },
  'sqs.emptyReceives': { ...SQS_REQUESTS, says: 'empty receives' },
  'sqs.deletes': { ...SQS_REQUESTS, says: 'deletes' },
  // On top of what the requests cost anyway, so nothing of it is free.
  'sqs.fair': {
    ...{ service: 'SQS', unit: 'requests', per: MILLION },
    says: 'surcharge of a fair queue',
    tiers: [{ price: 'price.sqs.fair' }],
  },
  'sqs.fifo.sends': { ...FIFO_REQUESTS, says: 'sends' },
  'sqs.fifo.receives': { ...FIFO_REQUESTS, says: 'receives' },
  'sqs.fifo.emptyReceives': { ...FIFO_REQUESTS, says: 'empty receives' },
  'sqs.fifo.deletes': { ...FIFO_REQUESTS, says: 'deletes' },
  'kinesis.shards': { ...SHARDS, says: 'shards', tiers: [{ price: 'price.kinesis.shardHour' }] },
  'kinesis.puts': {
    service: 'Kinesis',
    unit: 'PUT units',
    per: MILLION,
    says: 'puts',
    tiers: [{ price: 'price.kinesis.put' }],
  },
  'kinesis.retention': {
    ...SHARDS,
    says: 'extended retention',
    tiers: [{ price: 'price.kinesis.retention.shardHour' }],
  },
  'kinesis.retention.long': {
    ...STORED,
    says: 'long-term retention',
    tiers: [{ price: 'price.kinesis.retention.long' }],
  },
  'kinesis.fanOut.shards': {
    ...SHARDS,
    says: 'fan-out, consumer shards',
    tiers: [{ price: 'price.kinesis.fanOut.shardHour' }],
  },
  'kinesis.fanOut.data': { ...DATA, says: 'fan-out, data', tiers: [{ price: 'price.kinesis.fanOut.gb' }] },
  'kinesis.onDemand.streams': {
    service: 'Kinesis',
    unit: 'stream-h',
    per: 1,
    says: 'stream on demand',
    tiers: [{ price: 'price.kinesis.onDemand.streamHour' }],
  },
  'kinesis.onDemand.in': { ...DATA, says: 'data put', tiers: [{ price: 'price.kinesis.onDemand.in' }] },
  'kinesis.onDemand.out': { ...DATA, says: 'data read', tiers: [{ price: 'price.kinesis.onDemand.out' }] },
  'kinesis.onDemand.fanOut': { ...DATA, says: 'fan-out, data', tiers: [{ price: 'price.kinesis.onDemand.fanOut' }] },
  'kinesis.onDemand.retention': {
    ...STORED,
    says: 'extended retention',
    tiers: [{ price: 'price.kinesis.onDemand.retention' }],
  },
  'dynamodb.lambdaReads': {
    service: 'DynamoDB',
    unit: 'reads',
    per: 1,
    says: 'reads by mappings',
    tiers: [{ price: 'price.dynamodb.lambdaRead' }],
  },
} as const satisfies Record<string, Item>;

export type ItemName = keyof typeof ITEMS;

/** The facts that say something about an item, by path. */
export function factsOf(name: ItemName): string[] {
  const { tiers, free }: Item = ITEMS[name];
  const ofTiers = tiers.flatMap(({ price, upTo }) => (upTo === undefined ? [price] : [price, upTo]));
  return free === undefined ? ofTiers : [...ofTiers, free];
}
