/** Rules of the documentation whose arithmetic gives a figure, and what a scenario makes of them. */
import { MINUTE, SECOND } from '../../../engine/time.ts';
import { card, type Card } from '../card.ts';
import { followed } from '../course.ts';

const GUIDE = 'AWS Lambda Operator Guide, on-demand scaling example';
const EXACT = { absolute: 0 };
/** Calls that come at the start of a minute, as a rate over some milliseconds. */
const HALF = '500000/s';
/** Of provisioned mode: ten at once for each of two pollers, and how many more in a minute. */
const AT_FIRST = 20;
const PER_MINUTE = 1000;

export const documentedCards: readonly Card[] = [
  card({
    id: 'A-POLL-01',
    setting: 'an idle queue, five pollers',
    source:
      'a public note on how Lambda works with standard queues, which has the figure; five pollers, and a long poll of 20 s',
    seconds: 0.1,
    published: {
      empty: {
        figure: 'empty receives, 1/min',
        expected: 15,
        within: { relative: 0.1 },
        note: 'The note gives the figure; that it is five pollers times three long polls of 20 s, and the tolerance, are ours.',
      },
    },
    measure: (stage) => ({ empty: stage.play('idle-queue').sources['jobs']!.emptyReceives / 10 }),
  }),
  card({
    id: 'A-DOC-01',
    evidence: 'documented',
    setting: '10,000 calls at once, an account of 10,000, rules of 2023-10',
    source: GUIDE,
    seconds: 0.5,
    published: { calls: { figure: 'calls answered; refused', expected: [3000, 7000], within: EXACT } },
    measure: (stage) => {
      const { succeeded, refused } = stage.play('burst-at-once').sources['callers']!;
      return { calls: [succeeded, refused] };
    },
  }),
  card({
    id: 'A-DOC-02',
    evidence: 'documented',
    setting: '5,000 calls at once, and 5,000 a minute later, an account of 10,000, rules of 2023-10',
    source: GUIDE,
    seconds: 1,
    published: {
      refused: { figure: 'calls refused in the first minute; in the second', expected: [2000, 1500], within: EXACT },
    },
    measure: (stage) => {
      const first = { rate: HALF, endAt: '10 ms' };
      const second = { rate: HALF, startAt: '1 min', endAt: '60010 ms' };
      const refused = [[first], [first, second]].map(
        (arrivals) => stage.play('burst-at-once', { 'sources.callers.arrivals': arrivals }).sources['callers']!.refused,
      );
      return { refused: [refused[0]!, refused[1]! - refused[0]!] };
    },
  }),
  card({
    id: 'A-DOC-05',
    evidence: 'documented',
    setting: '1,000 calls/s that do not end, an account of 10,000',
    source: 'AWS Lambda Developer Guide, scaling behaviour; arithmetic of the reference',
    seconds: 0.5,
    published: {
      full: { figure: 'from idle to 10,000 environments, s', expected: 90, within: { relative: 0.12 } },
    },
    measure: (stage) => {
      const { options, course } = followed();
      stage.play('environments-per-second', {}, options);
      return { full: course().begins[9999]! / SECOND };
    },
  }),
  card({
    id: 'SQS-23',
    evidence: 'documented',
    setting: 'provisioned pollers, 2 at first, a backlog of 30,000 messages of 14 min each',
    source:
      'AWS News Blog, provisioned mode for SQS event source mapping, 2025: 1,000 more a minute; arithmetic of ours',
    seconds: 1,
    published: {
      full: {
        figure: 'from 20 to 10,000 at once, s',
        expected: ((10_000 - AT_FIRST) / PER_MINUTE) * 60,
        within: { relative: 0.02 },
        note: `The pace is documented as the greatest; that a backlog is noticed after 5 s is assumed. What follows from the pace, ${AT_FIRST} at once at first included, is arithmetic of ours, and so is the tolerance.`,
      },
      early: { figure: 'invocations that begin sooner than that pace allows', expected: 0, within: EXACT },
    },
    measure: (stage) => {
      const { options, course } = followed();
      stage.play('provisioned-ramp', {}, options);
      const { begins } = course();
      const early = begins.filter((at, i) => i + 1 > AT_FIRST + (PER_MINUTE * at) / MINUTE);
      return { full: begins[9999]! / SECOND, early: early.length };
    },
  }),
  card({
    id: 'A-DOC-07',
    evidence: 'documented',
    setting: 'one provisioned poller of Kafka, batches of 20, 50 ms each, ten partitions with a backlog',
    source: 'AWS Lambda Developer Guide, low latency Kafka',
    seconds: 1.5,
    published: {
      records: { figure: 'records a second of one poller, 1/s', expected: 2000, within: { relative: 0.02 } },
    },
    measure: (stage) => ({ records: stage.play('kafka-poller').mappings['events-to-worker']!.succeeded / 120 }),
  }),
  card({
    id: 'A-DOC-09',
    evidence: 'documented',
    setting: '100 shards of Kinesis, parallelization factor 2, a backlog',
    source: 'AWS Compute Blog, New AWS Lambda scaling controls for Kinesis and DynamoDB event sources, 2019',
    seconds: 0.5,
    published: { running: { figure: 'invocations at once, at the most', expected: 200, within: EXACT } },
    measure: (stage) => ({ running: stage.play('shards-and-factor').functions['worker']!.concurrency.max }),
  }),
  card({
    id: 'A-DOC-10',
    evidence: 'documented',
    setting: 'a FIFO queue with six message groups, maximumConcurrency 10, a backlog',
    source: 'AWS Lambda Developer Guide, scaling of queues',
    seconds: 0.5,
    published: { running: { figure: 'invocations at once, at the most', expected: 6, within: EXACT } },
    measure: (stage) => ({ running: stage.play('fifo-groups').functions['worker']!.concurrency.max }),
  }),
];
