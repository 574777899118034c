/** What is not modelled of streams and topics, whose records stay when they have been read. Queues: queues.ts. */
import type { LimitedPart } from './limit.ts';

export const STREAMS: readonly LimitedPart[] = [
  {
    title: 'Streams',
    touchedBy: /^sources\..+\.type = (kinesis|dynamodbStreams)$/,
    limits: [
      {
        what: 'batches that Lambda sends again without a failure',
        means:
          'A record is handled twice only where a batch failed or was blocked. The service promises at least once, and no more (DDB-07).',
        isLeftOutByIdeal: true,
      },
      {
        what: 'invocations above the number of lanes for a moment',
        means: 'Concurrency never exceeds shards × parallelizationFactor. The real one may for a short time (KIN-14).',
        isLeftOutByIdeal: true,
      },
      {
        what: 'what was handled ahead of the checkpoint and is read again',
        touchedBy: /^events\[\d+\].*\benable\b/,
        means:
          'A mapping that is enabled again goes on where each lane was. The real one begins at the checkpoint of the shard, and repeats what some lanes had done.',
      },
      {
        what: 'records that the KPL packs together, and calls of PutRecords',
        touchedBy: /^sources\..+\.type = kinesis$/,
        means:
          'Each record is put by itself, so calls are counted high, and a refused put concerns one record (KIN-03, KIN-19).',
      },
      {
        what: 'distribution of records by AUTO, and changes of the mode of a stream',
        touchedBy: /^sources\..+\.type = kinesis$/,
        means:
          'A record goes to the shard of its key. RecordDistributionStrategy AUTO gives up keys and order for even shards (KIN-05): records without a partitionKey come close to it. A stream is provisioned or on demand from the beginning to the end (KIN-09).',
      },
      {
        what: 'shards that are read again by expired iterators or renewed subscriptions',
        touchedBy: /^sources\..+\.type = kinesis$/,
        means: 'Reading goes on without the short gaps that these make (KIN-06, KIN-10).',
        isLeftOutByIdeal: true,
      },
      {
        what: 'subscriptions that an outage breaks, and calls of the control plane',
        touchedBy: /^mappings\..+\.enhancedFanOut = (?!false$)/,
        means:
          'In an outage of the stream reads fail, those of fan-out as well; nothing has to be set up again after it.',
        isLeftOutByIdeal: true,
      },
      {
        what: 'on-demand capacity that falls, warm throughput and the maximum of a Region',
        touchedBy: /^sources\..+\.mode = onDemand$/,
        means: 'Capacity only grows (KIN-09): a run of weeks is too hopeful about a peak after a quiet time.',
        isLeftOutByIdeal: true,
      },
      {
        what: 'global tables, whose streams have room for one reader',
        touchedBy: /^sources\..+\.type = dynamodbStreams$/,
        means: 'Two readers of a shard are allowed; of a global table that is one too many (DDB-03).',
        isLeftOutByIdeal: true,
      },
    ],
  },
  {
    title: 'Kafka',
    touchedBy: /^sources\..+\.type = kafka$/,
    limits: [
      {
        what: 'limits of the brokers',
        means:
          'Quotas, throughput of a partition, replication and acknowledgements are not there: writes always succeed unless the topic is out.',
        isLeftOutByIdeal: true,
      },
      {
        what: 'pauses while a group rebalances, and the time until scaling takes effect',
        means:
          'Consumers change in an instant. The service may take up to three minutes (KAF-01), so a rising load is met too early here.',
        isLeftOutByIdeal: true,
      },
      {
        what: 'transactions, compaction, tombstones and headers',
        means: 'Every record is there until it expires, and is read when it is written.',
      },
      {
        what: 'more partitions in the run, several topics in a mapping, groups of pollers',
        means:
          'A topic keeps its partitions; mappings that share what they pay for (KAF-03) are billed each for itself.',
      },
      {
        what: 'schema registries, authentication and commits that fail',
        means: 'Nothing is refused for its form, and a commit always holds.',
      },
    ],
  },
  {
    title: 'DocumentDB',
    touchedBy: /^sources\..+\.type = documentDb$/,
    limits: [
      {
        what: 'full documents that are looked up',
        means: 'An event has the size that the scenario gives it, and takes no time to be completed.',
      },
      {
        what: 'several collections in one stream, and resume tokens',
        means: 'A stream is one collection; a mapping that stops goes on exactly where it was.',
      },
    ],
  },
];
