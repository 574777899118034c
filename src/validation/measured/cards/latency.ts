/** From sending to the start of a warm function on a quiet system, source by source: 2022, and one look at 2018. */
import { MINUTE, SECOND } from '../../../engine/time.ts';
import { quantileOf } from '../../../metrics/figure.ts';
import { card, type Card, type Stage } from '../card.ts';
import type { Published } from '../published.ts';

const SOURCE = 'L. van Donkersgoed, Serverless Messaging: Latency Compared, 2022';
const SHARES = [0.1, 0.5, 0.9, 0.99];
const WITHIN = { relative: 0.2 };

/** Milliseconds at the 10th, 50th, 90th and 99th percentile. */
type Percentiles = readonly [number, number, number, number];

interface Path {
  readonly id: string;
  readonly scenario: string;
  readonly what: string;
  readonly published: Percentiles;
  readonly fitted?: string;
  /** Of percentiles that do not agree. */
  readonly misses?: { readonly [percentile: number]: string };
}

const TAIL =
  'Times between two reads and a constant have no tail: nothing is ever slower than a read and that constant. What makes the slowest of a hundred so slow is not published.';
const CONSTANT = (path: string) =>
  `The constant (${path}) was fitted to the median of this measurement, and moves all percentiles alike.`;
const EARLIER =
  'The time of EventBridge here is that of February 2023, when the author measured again and found it far shorter; there are no rules for before.';
const LIKE_STANDARD =
  'A FIFO queue has the times of a standard one here. It was measured 60 to 80 % slower, and six times as slow in its slowest of a hundred.';

const PATHS: readonly Path[] = [
  {
    id: 'A-LAT-01',
    scenario: 'latency-sqs',
    what: 'SQS standard, batches of one',
    published: [13.7, 16.2, 33.8, 105],
    fitted: 'sqs.startLatency is made of these percentiles.',
  },
  {
    id: 'A-LAT-03',
    scenario: 'latency-sns',
    what: 'SNS to asynchronous invocation',
    published: [62, 73, 125, 225],
    fitted: 'async.handOver.sns and async.dispatch were fitted so that their sum has these percentiles.',
  },
  {
    id: 'A-LAT-06',
    scenario: 'latency-eventbridge',
    what: 'EventBridge to asynchronous invocation, September 2022',
    published: [221, 395, 579, 794],
    misses: { 0.1: EARLIER, 0.5: EARLIER, 0.9: EARLIER, 0.99: EARLIER },
  },
  {
    id: 'M.1-EventBridge',
    scenario: 'latency-eventbridge',
    what: 'EventBridge to asynchronous invocation, February 2023',
    published: [113, 148, 241, 387],
    fitted: 'async.handOver.eventBridge and async.dispatch were fitted so that their sum has these percentiles.',
  },
  {
    id: 'A-LAT-07',
    scenario: 'latency-kinesis',
    what: 'Kinesis, one shard, standard reads, batches of one',
    published: [267, 627, 965, 1580],
    fitted: CONSTANT('kinesis.propagation'),
    misses: { 0.99: TAIL },
  },
  {
    id: 'M.1-fanOut',
    scenario: 'latency-fan-out',
    what: 'Kinesis, one shard, enhanced fan-out, batches of one',
    published: [28.8, 49.4, 67.5, 109],
    fitted: 'kinesis.fanOut.latency is made of these percentiles.',
  },
  {
    id: 'A-LAT-09',
    scenario: 'latency-dynamodb',
    what: 'DynamoDB Streams, one shard, batches of one',
    published: [118, 213, 341, 552],
    fitted: CONSTANT('dynamodb.propagation'),
    misses: { 0.99: TAIL },
  },
  {
    id: 'M.1-FIFO',
    scenario: 'latency-fifo',
    what: 'SQS FIFO, batches of one',
    published: [21.9, 28.1, 61.2, 645],
    misses: { 0.1: LIKE_STANDARD, 0.5: LIKE_STANDARD, 0.9: LIKE_STANDARD, 0.99: LIKE_STANDARD },
  },
];

function percentiles({ id, scenario, what, published, fitted, misses }: Path): Card {
  const figures = SHARES.map((share, i): [string, Published] => [
    `p${100 * share}`,
    {
      figure: `p${100 * share} from sending to the start of the handler, ms`,
      expected: published[i]!,
      within: WITHIN,
      fitted,
      misses: misses?.[share],
    },
  ]);
  return card({
    id,
    setting: what,
    source: SOURCE,
    seconds: 0.6,
    published: Object.fromEntries(figures),
    measure: (stage) => {
      const found = quantiles(stage, scenario);
      return Object.fromEntries(SHARES.map((share, i) => [`p${100 * share}`, found[i]!]));
    },
  });
}

/** The shape of the delay: how far the slow are from the quick, whatever the constant. Seconds. */
function shape(id: string, scenario: string, what: string, expected: number, relative: number): Card {
  return card({
    id,
    setting: what,
    source: SOURCE,
    seconds: 0.6,
    published: {
      width: {
        figure: 'p90 less p10, s',
        expected,
        within: { relative },
        note: 'No constant plays a part in it: how often a shard is read is documented, and this follows.',
      },
    },
    measure: (stage) => {
      const [p10, , p90] = quantiles(stage, scenario);
      return { width: (p90! - p10!) / 1000 };
    },
  });
}

function quantiles(stage: Stage, scenario: string): number[] {
  const { ageAtFirstAttempt } = stage.play(scenario).sources['sender']!;
  return SHARES.map((share) => quantileOf(ageAtFirstAttempt, share)! / 1000);
}

export const latencyCards: readonly Card[] = [
  ...PATHS.map(percentiles),
  shape('A-LAT-10', 'latency-kinesis', 'Kinesis, one shard, one read a second', 0.698, 0.2),
  shape('A-LAT-11', 'latency-dynamodb', 'DynamoDB Streams, one shard, four reads a second', 0.223, 0.25),
  card({
    id: 'A-LAT-12',
    setting: 'one message that a function sends on to its own queue, batches of one, rules of 2023-10',
    source: 'L. Hoban, lambdaperf, 2018',
    seconds: 0.5,
    published: {
      hop: {
        figure: 'time of a hop, with a send and a write of the function, s',
        expected: 0.125,
        within: { relative: 0.3 },
        misses:
          'How long the function’s two calls took is not stated, and they take no time here. Beside them, the time from sending to the handler is that of 2022, with functions of 3 GB (A-LAT-01); another measurement of 2018 found about 0.1 s of overhead (A-SQS18-13). There are no rules for that year.',
      },
    },
    measure: (stage) => ({ hop: MINUTE / SECOND / stage.play('ping-pong-2018').functions['player']!.invocations }),
  }),
];
