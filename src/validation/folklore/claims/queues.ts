/** What one reads about queues and their mappings. */
import type { Claim } from '../claim.ts';

const SQS_GUIDE = 'AWS, Lambda developer guide, pages on Amazon SQS, read 2026';
const QUEUE_GUIDE = 'AWS, Amazon SQS developer guide, read 2026';

export const QUEUE_CLAIMS: readonly Claim[] = [
  {
    id: 'F-SQS-01',
    claim: 'A message goes to the dead-letter queue when its last attempt fails.',
    instead:
      'The queue decides when somebody receives. A message that has been delivered `maxReceiveCount` times is hidden until its visibility timeout ends, and the receive after that moves it. An alarm on the dead-letter queue is late by that much.',
    statements: ['SQS-46', 'R-SQS-02'],
    evidence: 'recorded',
    source: 'localstack/localstack, tests recorded on the service, 2022 to 2025',
    scenario: 'validation/folklore/dead-letter-at-the-failure.yaml',
    shown: [
      { objective: 'worker.invocations == 3', figure: 'attempts' },
      {
        objective: 'max(jobs-dlq.ageOfOldest) < 51 s',
        figure: 'time in the dead-letter queue at the end',
        believed: '109 s',
      },
    ],
  },
  {
    id: 'F-SQS-02',
    claim: 'What fails is visible again at once; what is reported in batchItemFailures in any case.',
    instead:
      'Lambda does not change the visibility of a message. Whether the function throws or reports, the message comes back when the timeout since its receive ends. A long visibility timeout is therefore a long wait before each retry.',
    statements: ['SQS-37', 'SQS-38', 'R-FIFO-01'],
    evidence: 'recorded',
    source:
      'localstack/localstack, tests recorded on the service, 2022 to 2025; AWS, managed policy AWSLambdaSQSQueueExecutionRole',
    scenario: 'validation/folklore/visible-at-once.yaml',
    shown: [
      { objective: 'max(thrown.latency) > 91 s', figure: 'sent until handled, after an exception', believed: '2 s' },
      { objective: 'max(reported.latency) > 91 s', figure: 'sent until handled, after a report', believed: '2 s' },
    ],
  },
  {
    id: 'F-SQS-03',
    claim: 'The visibility timeout of a new queue is five minutes.',
    instead: 'It is 30 s. A function with a longer timeout cannot be given such a queue at all.',
    statements: ['SQS-34', 'SQS-45'],
    evidence: 'documented',
    source: QUEUE_GUIDE,
    scenario: 'validation/folklore/five-minutes-default.yaml',
    shown: [
      { objective: 'max(jobs.latency) < 32 s', figure: 'sent until handled, with one failure', believed: '301 s' },
    ],
  },
  {
    id: 'F-SQS-04',
    claim:
      'The visibility timeout must be six times the timeout of the function, or messages are handled twice; with it they never are.',
    instead:
      'Lambda demands no less than the timeout itself; six times is advice, for batches that are refused and tried again. And it is six times the timeout plus the batching window: the timer runs while a batch is gathered.',
    statements: ['SQS-33', 'SQS-34'],
    evidence: 'documented',
    source: SQS_GUIDE,
    scenario: 'validation/folklore/six-times-the-timeout.yaml',
    shown: [
      {
        objective: 'equal.duplicates == 0',
        figure: 'handled twice, timeout of the queue equal to that of the function',
        believed: '1',
      },
      {
        objective: 'six-times.duplicates > 0',
        figure: 'handled twice, six times the timeout and a window',
        believed: '0',
      },
    ],
  },
  {
    id: 'F-SQS-05',
    claim: 'Lambda tries a failed message of a queue twice more, then gives it up.',
    instead:
      'That is asynchronous invocation. A message of a queue comes back as often as `maxReceiveCount` says, and without a dead-letter queue until its retention ends.',
    statements: ['SQS-37', 'SQS-46'],
    evidence: 'documented',
    source: QUEUE_GUIDE,
    scenario: 'validation/folklore/retries-of-a-queue.yaml',
    shown: [{ objective: 'worker.invocations == 5', figure: 'attempts', believed: '3' }],
  },
  {
    id: 'F-SQS-06',
    claim: 'Reserved concurrency keeps Lambda from reading more messages than the function can handle.',
    instead:
      'Pollers do not look at it. They receive, are refused, and hold the messages until the visibility timeout ends; each receive counts. Messages reach the dead-letter queue that the function never saw. `maximumConcurrency` of the mapping is what stops the reading.',
    statements: ['SQS-15', 'SQS-40', 'SQS-41', 'R-SQS-14'],
    evidence: 'measured',
    source: 'Zac Charles, Lambda concurrency limits and SQS triggers don’t mix well, 2019; AWS, Compute Blog, 2023',
    scenario: '05-reserved-concurrency-fills-the-dlq.yaml',
    shown: [
      { objective: 'jobs.deadLettered >= 14', figure: 'dead letters', believed: '0' },
      { objective: 'report.errors == 0', figure: 'invocations that failed' },
    ],
  },
  {
    id: 'F-SQS-07',
    claim: 'With a batch size of 10 the function gets ten messages at a time.',
    instead:
      'Ten is the most. Without a batching window the function is invoked as soon as a receive has found something, and on a quiet queue that is one message.',
    statements: ['SQS-13', 'SQS-30'],
    evidence: 'documented',
    source: SQS_GUIDE,
    scenario: 'validation/folklore/full-batches.yaml',
    shown: [
      { objective: 'p50(jobs-to-worker.batchSize) == 1', figure: 'messages of half the invocations', believed: '10' },
    ],
  },
  {
    id: 'F-SQS-08',
    claim: 'A queue in which nothing happens costs nothing.',
    instead:
      'Lambda polls it all day, with two pollers at the least, and an empty receive costs as much as another one: about ten cents a month for each queue.',
    statements: ['SQS-04', 'SQS-08'],
    evidence: 'documented',
    source: `${SQS_GUIDE}; how long a poll waits is inferred`,
    scenario: 'validation/folklore/idle-costs-nothing.yaml',
    shown: [
      { objective: 'jobs.emptyReceives == 180', figure: 'empty receives in half an hour', believed: '0' },
      { objective: 'cost.perMonth > $0.10', figure: 'cost of a month', believed: '$0' },
    ],
  },
  {
    id: 'F-SQS-09',
    claim: 'A backlog makes Lambda scale to a thousand at once.',
    instead:
      'The mapping begins with five batches at once and adds 300 a minute, up to 1,250: a thousand take more than three minutes.',
    statements: ['SQS-05', 'SQS-06', 'SQS-07'],
    evidence: 'documented',
    source: SQS_GUIDE,
    scenario: 'validation/folklore/ramp-of-a-queue.yaml',
    shown: [{ objective: 'max(worker.concurrency) <= 305', figure: 'at once after a minute', believed: '1000' }],
  },
  {
    id: 'F-SQS-10',
    claim: 'Pollers of a queue grow by 60 a minute.',
    instead:
      'So it was until November 2023. It has been 300 a minute since; run with the rules `2023-10` to have the old ramp.',
    statements: ['SQS-06'],
    evidence: 'documented',
    source: 'AWS, What’s New, 2023-11-06',
    scenario: 'validation/folklore/ramp-of-a-queue.yaml',
    shown: [{ objective: 'max(worker.concurrency) >= 295', figure: 'at once after a minute', believed: '65' }],
  },
  {
    id: 'F-SQS-11',
    claim: 'A provisioned poller is one batch at a time.',
    instead:
      'One handles ten invocations at once, ten receives a second and 1 MB a second, whichever is reached first.',
    statements: ['SQS-22'],
    evidence: 'documented',
    source: SQS_GUIDE,
    scenario: 'validation/folklore/provisioned-poller.yaml',
    shown: [{ objective: 'max(worker.concurrency) == 20', figure: 'at once with two pollers', believed: '2' }],
  },
  {
    id: 'F-SQS-12',
    claim: 'With a dead-letter queue no message is ever lost.',
    instead:
      'Retention goes on while a message fails. Where `maxReceiveCount` visibility timeouts are longer than it, the message is deleted first, and no metric says so.',
    statements: ['SQS-53'],
    evidence: 'documented',
    source: QUEUE_GUIDE,
    scenario: 'validation/folklore/lost-by-retention.yaml',
    shown: [
      { objective: 'jobs.expired == 1', figure: 'lost', believed: '0' },
      { objective: 'jobs.deadLettered == 0', figure: 'dead letters', believed: '1' },
    ],
  },
  {
    id: 'F-SQS-13',
    claim: 'A dead-letter queue keeps a message for its own retention, counted from the move.',
    instead:
      'A standard queue counts from when the message was sent first. With the same retention as the source, a message that failed for most of it is gone soon after it moved.',
    statements: ['SQS-48'],
    evidence: 'documented',
    source: QUEUE_GUIDE,
    scenario: 'validation/folklore/age-in-the-dead-letter-queue.yaml',
    shown: [
      {
        objective: 'jobs-dlq.expired == 1',
        figure: 'gone from the dead-letter queue eight minutes after the sending',
        believed: '0',
      },
    ],
  },
  {
    id: 'F-SQS-14',
    claim: 'An alarm on NumberOfMessagesSent of the dead-letter queue tells of dead letters.',
    instead:
      'What a queue moves by itself was not sent, and the metric stays at zero. ApproximateNumberOfMessagesVisible of the dead-letter queue shows them.',
    statements: ['H.3'],
    evidence: 'documented',
    source: QUEUE_GUIDE,
    scenario: 'validation/folklore/alarm-on-dead-letters.yaml',
    shown: [
      { objective: 'jobs.deadLettered > 50', figure: 'dead letters' },
      { objective: 'sent.alarms == 0', figure: 'alarms on NumberOfMessagesSent', believed: '1' },
      { objective: 'visible.alarms == 1', figure: 'alarms on ApproximateNumberOfMessagesVisible' },
    ],
  },
  {
    id: 'F-SQS-15',
    claim: 'Several functions can share a queue, each with a filter for its own messages.',
    instead:
      'A mapping deletes what its filters do not let through. A message goes to whichever mapping receives it, and half of them to the wrong one. Fan out to a queue each, or use a stream, whose records stay for the others.',
    statements: ['SQS-72', 'R-SQS-11'],
    evidence: 'recorded',
    source: 'localstack/localstack, tests recorded on the service, 2022 to 2025',
    scenario: 'validation/folklore/filters-of-two-mappings.yaml',
    shown: [{ objective: 'events.filtered > 2500', figure: 'deleted unseen, of about 5,400', believed: '0' }],
  },
  {
    id: 'F-FIFO-01',
    claim: 'Batches of a FIFO queue may have up to 10,000 messages.',
    instead: 'Ten, and without a batching window. 10,000 is for standard queues, and needs a window.',
    statements: ['SQS-30'],
    evidence: 'documented',
    source: SQS_GUIDE,
    scenario: 'validation/folklore/fifo-batch.yaml',
    shown: [{ objective: 'worker.invocations >= 100', figure: 'invocations for a thousand messages', believed: '1' }],
    refused: {
      figure: 'a mapping with a batch size of 10,000',
      written: 'batchSize: 10',
      believed: 'batchSize: 10000',
      statement: 'J.4 rule 1',
    },
  },
  {
    id: 'F-FIFO-02',
    claim: 'A FIFO queue is worked off one message at a time.',
    instead:
      'One invocation for each message group that has something, and order within each. Many groups are as parallel as a standard queue.',
    statements: ['SQS-62', 'SQS-63'],
    evidence: 'documented',
    source: QUEUE_GUIDE,
    scenario: 'validation/folklore/fifo-one-at-a-time.yaml',
    shown: [
      { objective: 'max(worker.concurrency) == 5', figure: 'at once with five groups', believed: '1' },
      { objective: 'orders.outOfOrder == 0', figure: 'handled out of order' },
    ],
  },
  {
    id: 'F-FIFO-03',
    claim: 'One bad message stops a FIFO queue.',
    instead: 'It stops its group, until it is handled or dead-lettered. Other groups do not notice.',
    statements: ['SQS-63', 'SQS-64', 'R-FQ-06'],
    evidence: 'documented',
    source: QUEUE_GUIDE,
    scenario: 'validation/folklore/fifo-poison.yaml',
    shown: [
      {
        objective: 'p90(orders.latency) < 1 s',
        figure: 'sent until handled, of 90 % of the messages',
        believed: '100 s',
      },
      { objective: 'max(orders.latency) > 170 s', figure: 'the same of the one behind it' },
    ],
  },
  {
    id: 'F-FIFO-04',
    claim: 'Within a message group of a FIFO queue nothing is ever handled before what was sent earlier.',
    instead:
      'A dead-letter queue takes the failing message out of its group, and the group goes on without it. Where that must not be, there can be no dead-letter queue.',
    statements: ['SQS-67'],
    evidence: 'documented',
    source: QUEUE_GUIDE,
    scenario: 'validation/folklore/fifo-poison.yaml',
    shown: [
      { objective: 'orders.deadLettered == 1', figure: 'taken out of its group' },
      { objective: 'orders.succeeded == 59', figure: 'handled, the one behind it included', believed: '58' },
    ],
  },
];
