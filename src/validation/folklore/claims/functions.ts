/** What one reads about asynchronous invocation, concurrency and environments. */
import type { Claim } from '../claim.ts';

const CONCURRENCY_GUIDE = 'AWS, Lambda developer guide, concurrency and scaling, read 2026';

export const FUNCTION_CLAIMS: readonly Claim[] = [
  {
    id: 'F-ASY-01',
    claim: 'An event that fails is tried three times within seconds.',
    instead:
      'Three times in three minutes: one minute before the first retry, two before the second, with about a tenth of jitter. An outage of four minutes outlasts them.',
    statements: ['ASY-03', 'R-ASY-02', 'R-ASY-11'],
    evidence: 'recorded',
    source:
      'localstack/localstack, tests recorded on the service, 2022 to 2025; cosmo-grant/aws-by-example, log of a run, 2025',
    scenario: 'validation/folklore/async-retries.yaml',
    shown: [
      { objective: 'uploads.executions == 3', figure: 'attempts' },
      { objective: 'max(uploads.latency) > 165 s', figure: 'accepted until handled', believed: '6 s' },
    ],
  },
  {
    id: 'F-ASY-02',
    claim: 'Events that are throttled are lost after two retries.',
    instead:
      'Retries count errors of the function. A throttled event goes back to the queue, with pauses from one second to five minutes, for up to six hours.',
    statements: ['ASY-04', 'R-ASY-08', 'R-ASY-10'],
    evidence: 'recorded',
    source:
      'localstack/localstack, tests recorded on the service, 2022 to 2025; cosmo-grant/aws-by-example, log of a run, 2025',
    scenario: 'validation/folklore/async-throttles.yaml',
    shown: [
      { objective: 'uploads.throttled > 10', figure: 'tries that were throttled', believed: '3' },
      { objective: 'uploads.dropped == 0', figure: 'lost', believed: '1' },
    ],
  },
  {
    id: 'F-ASY-03',
    claim: 'Events wait while a function has a reserved concurrency of zero.',
    instead:
      'They are given up at their first delivery, without a retry: to the dead-letter queue or the destination, or to nowhere. It is a switch that throws events away.',
    statements: ['ASY-08', 'R-ASY-07'],
    evidence: 'recorded',
    source: 'localstack/localstack, tests recorded on the service, 2022 to 2025',
    scenario: 'validation/folklore/async-reserved-zero.yaml',
    shown: [
      { objective: 'uploads.succeeded == 0', figure: 'handled when there was concurrency again', believed: '240' },
      { objective: 'lost-uploads.arrived == 240', figure: 'in the dead-letter queue', believed: '0' },
    ],
  },
  {
    id: 'F-ASY-04',
    claim: 'An event is given up when it reaches its maximum age.',
    instead:
      'The service looks ahead: when the next attempt would come too late, the event is given up right after the failure.',
    statements: ['ASY-06', 'R-ASY-05', 'R-ASY-06'],
    evidence: 'recorded',
    source: 'localstack/localstack, tests recorded on the service, 2022 to 2025',
    scenario: 'validation/folklore/async-age-looks-ahead.yaml',
    shown: [
      { objective: 'uploads.executions == 2', figure: 'attempts within 90 s' },
      {
        objective: 'max(lost-uploads.ageOfOldest) > 165 s',
        figure: 'time in the dead-letter queue at the end',
        believed: '150 s',
      },
    ],
  },
  {
    id: 'F-ASY-05',
    claim: 'Lambda stops endless loops.',
    instead:
      'After about 16 runs of a function in one chain through SQS, SNS, S3 or Lambda itself. It does not see a loop through a stream, a table or a bus, which goes on for as long as somebody pays.',
    statements: ['ASY-16'],
    evidence: 'documented',
    source: 'AWS, Lambda developer guide, recursive loop detection, read 2026',
    scenario: 'validation/folklore/loops.yaml',
    shown: [
      { objective: 'of-queue.invocations == 16', figure: 'runs of the loop through a queue' },
      {
        objective: 'of-stream.invocations > 100',
        figure: 'runs of the loop through a stream, in ten minutes',
        believed: '16',
      },
    ],
  },
  {
    id: 'F-CON-02',
    claim: 'Functions burst to 3,000 and then grow by 500 a minute.',
    instead:
      'Since November 2023 each function has 1,000 environments and 1,000 more every ten seconds, up to the concurrency of the account.',
    statements: ['CON-07'],
    evidence: 'documented',
    source: CONCURRENCY_GUIDE,
    scenario: 'validation/folklore/burst-of-environments.yaml',
    shown: [{ objective: 'max(api.concurrency) > 4900', figure: 'at once after 40 s', believed: '3333' }],
  },
  {
    id: 'F-CON-03',
    claim: 'Provisioned concurrency is there when one asks for it.',
    instead:
      'After a minute or two, then at up to 6,000 a minute, and none of it before all of it is ready. Until then requests start cold.',
    statements: ['CON-05'],
    evidence: 'documented',
    source: CONCURRENCY_GUIDE,
    scenario: 'validation/folklore/provisioned-late.yaml',
    shown: [{ objective: 'api.coldStarts > 50', figure: 'cold starts with half of it in use', believed: '0' }],
  },
  {
    id: 'F-CON-04',
    claim: 'Requests beyond provisioned concurrency are throttled.',
    instead:
      'They run on demand, in environments that start cold, unless the function has reserved no more than it has provisioned.',
    statements: ['CON-04'],
    evidence: 'documented',
    source: CONCURRENCY_GUIDE,
    scenario: 'validation/folklore/provisioned-late.yaml',
    shown: [
      { objective: 'api.spillOver > 0', figure: 'requests on demand beside it', believed: '0' },
      { objective: 'api.throttles == 0', figure: 'throttled', believed: '15000' },
    ],
  },
  {
    id: 'F-CON-05',
    claim: 'Reserved concurrency keeps environments warm.',
    instead: 'It sets concurrency aside, and nothing runs in it. Only provisioned concurrency is started ahead.',
    statements: ['CON-03'],
    evidence: 'documented',
    source: CONCURRENCY_GUIDE,
    scenario: 'validation/folklore/reserved-is-not-warm.yaml',
    shown: [
      {
        objective: 'reserved.coldStarts == 30',
        figure: 'cold starts of 30 calls, one every twelve minutes',
        believed: '0',
      },
    ],
  },
  {
    id: 'F-ENV-01',
    claim: 'An idle environment lives for five minutes.',
    instead:
      'AWS promises nothing. Ten minutes were measured, in 2019, and nothing newer is published: it is a fact to vary.',
    statements: ['ENV-08'],
    evidence: 'measured',
    source: 'mikhail.io, AWS Lambda: cold starts after 10 minutes, 2019',
    scenario: 'validation/folklore/reserved-is-not-warm.yaml',
    shown: [
      {
        objective: 'plain.coldStarts < 4',
        figure: 'cold starts of 42 calls, one every eight to nine minutes',
        believed: '42',
      },
    ],
  },
];
