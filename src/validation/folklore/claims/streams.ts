/** What one reads about streams, topics and brokers, and the mappings that read them. */
import type { Claim } from '../claim.ts';

const KINESIS_GUIDE = 'AWS, Lambda developer guide, pages on Kinesis, read 2026';

export const STREAM_CLAIMS: readonly Claim[] = [
  {
    id: 'F-KIN-01',
    claim: 'A record of a stream that always fails is skipped after a few attempts.',
    instead:
      'By default a batch is tried again until it succeeds or the stream drops it, a day later; its shard stands still. Give a number of retries or an age, and a destination.',
    statements: ['KIN-22'],
    evidence: 'documented',
    source: KINESIS_GUIDE,
    scenario: 'validation/folklore/stream-poison.yaml',
    shown: [
      {
        objective: 'clicks-to-reader.blocked > 28 min',
        figure: 'the shard stands still, of 29 min',
        believed: '1 min',
      },
      { objective: 'clicks.succeeded == 0', figure: 'records handled behind it', believed: '1430' },
    ],
  },
  {
    id: 'F-KIN-02',
    claim: 'The checkpoint stays right before the bad record by itself.',
    instead:
      'A function that throws has said nothing about the records before it: the whole batch comes again, with all that had been done. Only a partial response moves the checkpoint to the bad record.',
    statements: ['KIN-21', 'KIN-26', 'R-KIN-03'],
    evidence: 'recorded',
    source: 'localstack/localstack, tests recorded on the service, 2022 to 2025',
    scenario: 'validation/folklore/stream-checkpoint.yaml',
    shown: [
      {
        objective: 'throws.repeated == 12',
        figure: 'effects that were repeated, without a partial response',
        believed: '0',
      },
      { objective: 'reports.repeated == 0', figure: 'the same with one' },
    ],
  },
  {
    id: 'F-KIN-03',
    claim: 'With three retries a record is seen four times at the most.',
    instead:
      'Four times by batches that did not get on. An invocation that moves the checkpoint starts the count anew, so the record at the end of a batch is seen five times, and the destination says four.',
    statements: ['KIN-36', 'R-KIN-03', 'R-DDB-02'],
    evidence: 'recorded',
    source: 'localstack/localstack, tests recorded on the service, 2022 to 2025',
    scenario: 'validation/folklore/stream-retries.yaml',
    shown: [
      {
        objective: 'reader.invocations == 6',
        figure: 'invocations, of which the first did not hold it',
        believed: '5',
      },
    ],
  },
  {
    id: 'F-KIN-04',
    claim: 'A parallelization factor of 10 makes a stream ten times as fast; more shards help as well.',
    instead:
      'Records of one key go one after the other, whatever the factor and the shards. A hot key is as fast as one lane.',
    statements: ['KIN-15', 'PLN-09'],
    evidence: 'documented',
    source: KINESIS_GUIDE,
    scenario: 'validation/folklore/stream-hot-key.yaml',
    shown: [
      { objective: 'max(clicks-to-reader.running) == 1', figure: 'at once, on 40 lanes', believed: '10' },
      { objective: 'max(clicks.latency) > 85 s', figure: 'put until handled, of the slowest', believed: '9 s' },
    ],
  },
  {
    id: 'F-KIN-05',
    claim: 'The destination of a stream gets the records that failed.',
    instead:
      'A queue or a topic gets one message about the batch: its shard, the first and the last sequence number. The records are in the stream, as long as that keeps them; and the good ones of the batch are given up with the bad. S3 gets them as well.',
    statements: ['KIN-28'],
    evidence: 'documented',
    source: KINESIS_GUIDE,
    scenario: 'validation/folklore/stream-destination.yaml',
    shown: [
      { objective: 'given-up.arrived == 1', figure: 'messages at the destination', believed: '10' },
      { objective: 'clicks.toDestination == 10', figure: 'records given up', believed: '1' },
    ],
  },
  {
    id: 'F-KIN-06',
    claim: 'Lambda has a record as soon as it is in the stream.',
    instead:
      'It looks at each shard once a second: half a second on average, and its own 120 ms. Only a consumer with enhanced fan-out is told.',
    statements: ['KIN-11', 'KIN-12', 'M.1'],
    evidence: 'measured',
    source: 'bitesizedserverless.com, Serverless messaging: latency compared, 2022; the fixed part is fitted to it',
    scenario: 'validation/folklore/stream-latency.yaml',
    shown: [
      {
        objective: 'p50(polled.latency) > 500 ms',
        figure: 'put until handled, half of the records',
        believed: '50 ms',
      },
      { objective: 'p50(pushed.latency) < 100 ms', figure: 'the same with enhanced fan-out' },
    ],
  },
  {
    id: 'F-KIN-07',
    claim: 'A throttled function uses up the retries of a stream.',
    instead: 'Refusals and system errors are no attempts. The batch waits, and its shard with it.',
    statements: ['KIN-23', 'KIN-24'],
    evidence: 'documented',
    source: KINESIS_GUIDE,
    scenario: 'validation/folklore/stream-throttles.yaml',
    shown: [
      { objective: 'reader.throttles > 5', figure: 'refusals' },
      { objective: 'clicks.discarded == 0', figure: 'given up, with no retry allowed', believed: '10' },
    ],
  },
  {
    id: 'F-DDB-01',
    claim: 'Any number of functions can read the changes of a table.',
    instead:
      'Two readers of a shard, says DynamoDB. Each mapping reads four times a second, and with five of them most reads are refused: all of them are late.',
    statements: ['DDB-01', 'DDB-03'],
    evidence: 'documented',
    source: 'AWS, Lambda and DynamoDB developer guides, read 2026; that each shard answers so many reads is inferred',
    scenario: 'validation/folklore/three-readers-of-a-table.yaml',
    shown: [
      { objective: 'crowded-a.readsThrottled > 0', figure: 'reads refused to one of five', believed: '0' },
      {
        objective: 'p50(crowded-a.latency) > 400 ms',
        figure: 'change until handled, half of the records',
        believed: '220 ms',
      },
    ],
  },
  {
    id: 'F-KAF-01',
    claim: 'A mapping of Kafka scales with its backlog.',
    instead: 'To one consumer for each partition, and no further. It begins with fewer, and looks once a minute.',
    statements: ['KAF-01', 'KAF-02'],
    evidence: 'documented',
    source: 'AWS, Lambda developer guide, Kafka scaling modes, read 2026',
    scenario: 'validation/folklore/kafka-consumers.yaml',
    shown: [
      { objective: 'max(worker.concurrency) == 3', figure: 'at once, with three partitions', believed: '100' },
      { objective: 'max(clicks-to-worker.offsetLagSum) > 50000', figure: 'records behind' },
    ],
  },
  {
    id: 'F-MQ-01',
    claim: 'A queue of RabbitMQ scales as one of SQS does.',
    instead:
      'A mapping of RabbitMQ has one invocation at a time, one of ActiveMQ five. Larger batches, and work side by side within them, are what is left.',
    statements: ['MQ-01'],
    evidence: 'documented',
    source: 'AWS, Lambda developer guide, Amazon MQ, read 2026',
    scenario: '108-brokers-and-a-change-stream.yaml',
    shown: [
      { objective: 'max(rabbit-worker.concurrency) == 1', figure: 'at once, RabbitMQ', believed: '100' },
      { objective: 'max(active-worker.concurrency) == 5', figure: 'at once, ActiveMQ', believed: '100' },
    ],
  },
  {
    id: 'F-DOC-01',
    claim: 'A change stream of DocumentDB is read in parallel like a stream of Kinesis.',
    instead:
      'One invocation at a time, for the order of the collection. At ten changes a second and no faster, thirty a second pile up.',
    statements: ['DOC-01'],
    evidence: 'documented',
    source: 'AWS, Lambda developer guide, DocumentDB, read 2026',
    scenario: '108-brokers-and-a-change-stream.yaml',
    shown: [{ objective: 'changes.waiting > 11000', figure: 'changes that wait after ten minutes', believed: '0' }],
  },
];
