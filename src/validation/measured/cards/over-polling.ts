/** What a mapping reads that its function cannot take: with a reservation, with a cap, and by too many readers of one shard. */
import { SECOND } from '../../../engine/time.ts';
import type { Result } from '../../../metrics/result.ts';
import { card, type Card } from '../card.ts';

const EXACT = { absolute: 0 };

export const overPollingCards: readonly Card[] = [
  card({
    id: 'A-MAXC-01',
    setting: '25 messages of 10 s, maximumConcurrency 5, visibility 20 s, one receive, rules of 2023-10',
    source: 'aws-samples/aws-lambda-amazon-sqs-max-concurrency, 2023',
    seconds: 0.1,
    published: {
      ends: { figure: 'succeeded; throttles; dead-lettered', expected: [25, 0, 0], within: EXACT },
      running: { figure: 'concurrent executions, greatest', expected: 5, within: EXACT },
    },
    measure: (stage) => {
      const { sources, functions } = stage.play('maximum-concurrency');
      const { succeeded, deadLettered } = sources['jobs']!;
      const { throttles, concurrency } = functions['worker']!;
      return { ends: [succeeded, throttles, deadLettered], running: concurrency.max };
    },
  }),
  card({
    id: 'A-MAXC-03',
    setting: '10 messages of 5 s, reserved concurrency 1, visibility 30 s, one receive, rules of 2023-10',
    source: 'Z. Charles, sqs-overpull-reproduction and articles, 2019',
    seconds: 0.1,
    published: {
      lost: {
        figure: 'dead-lettered messages',
        expected: 4,
        within: { from: 4, to: 9 },
        note: 'The exact number is not published. How a refused batch is tried again is assumed (UNK-04).',
      },
    },
    measure: (stage) => ({ lost: stage.play('over-polling').sources['jobs']!.deadLettered }),
  }),
  card({
    id: 'A-ITER-01',
    setting: 'one shard of a table, bursts of 400 changes/s, four readers and two',
    source: 'Kraken Tech, Optimizing AWS Stream Consumer Performance, 2024',
    seconds: 1.5,
    published: {
      age: {
        figure: 'greatest iterator age with four readers; with two, s',
        expected: [50, 4],
        within: { relative: 0.5 },
        misses:
          'Neither load nor shards are stated; ours are a guess. Records do get older with four readers than with two, because half of the reads are refused (8 a second are assumed to be answered), but a refused read is made again with the next, and what it would have brought comes along: ages of a minute need a load that fills every read.',
      },
    },
    measure: (stage) => {
      const four = stage.play('stream-readers');
      const two = stage.play('stream-readers', {
        'mappings.c': undefined,
        'mappings.d': undefined,
        'functions.c': undefined,
        'functions.d': undefined,
      });
      return { age: [oldest(four), oldest(two)] };
    },
  }),
];

/** The greatest iterator age of any mapping, in seconds. */
function oldest({ mappings }: Result): number {
  return Math.max(...Object.values(mappings).map(({ stream }) => stream!.iteratorAge.max!)) / SECOND;
}
