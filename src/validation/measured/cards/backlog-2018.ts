/** A backlog of 100,000 messages under the rules of 2018: five batches at once, 60 more a minute, 1,000 at the most. */
import { MINUTE, SECOND } from '../../../engine/time.ts';
import { card, type Card, type Stage } from '../card.ts';
import { followed, type Course } from '../course.ts';

const SOURCE =
  'M. Shilkov, From 0 to 1000 Instances: How Serverless Providers Scale Queue Processing, 2018; charts read to ±3 instances and ±300 messages';
const BACKLOG = 100_000;
/** The bars of the charts. */
const BAR = 6 * SECOND;

const SLEEP = {
  setting: '100,000 messages in batches of one, 500 ms of sleep each, rules of 2023-10',
  work: 0.5,
  source: SOURCE,
  seconds: 1.2,
};
const HASH = {
  setting: '100,000 messages in batches of one, about 1.7 s of hashing each, rules of 2023-10',
  work: 1.7,
  source: SOURCE,
  seconds: 1.2,
};
const OVERHEAD =
  'Each message cost the service about 0.1 s beside the work of the function (A-SQS18-13). In a backlog of ours it costs the work alone, so that more is done with the same number of instances.';

export const backlogCards: readonly Card[] = [
  drained('A-SQS18-01', SLEEP, 5.5),
  growth('A-SQS18-02', SLEEP, 65.3),
  instances('A-SQS18-03', SLEEP, { 1: 67, 2: 127, 3: 185, 4: 260, 5: 330 }),
  card({
    ...SLEEP,
    id: 'A-SQS18-04',
    seconds: 2.4,
    published: {
      left: { ...left(), misses: OVERHEAD },
      slower: {
        ...left(),
        figure: 'the same, with the 600 ms a message took in the chart',
        fitted: 'The 600 ms were read off the chart that this is compared with.',
      },
    },
    measure: (stage) => ({ left: leftOf(run(stage, 0.5)), slower: leftOf(run(stage, 0.6)) }),
  }),
  drained('A-SQS18-05', HASH, 9.8),
  growth('A-SQS18-06', HASH, 63.2),
  instances('A-SQS18-07', HASH, { 1: 68, 2: 125, 4: 253, 6: 381, 8: 506, 9: 567 }),
  card({
    ...SLEEP,
    id: 'A-SQS18-13',
    published: {
      overhead: {
        figure: 'time of an instance for a message, beside the work of the function, s',
        expected: 0.1,
        within: { absolute: 0.04 },
        misses:
          'What polling, invoking and deleting take of a poller is not modelled while messages wait: the only time from sending to the handler that was measured (A-LAT-01) is of a quiet queue, and far less.',
      },
    },
    measure: (stage) => ({ overhead: timeOf(run(stage, 0.5)) - 0.5 }),
  }),
];

type Setting = typeof SLEEP;

function drained(id: string, one: Setting, minutes: number): Card {
  return card({
    ...one,
    id,
    published: {
      drained: { figure: 'until all are done, min', expected: minutes, within: { relative: 0.08 } },
    },
    measure: (stage) => ({ drained: run(stage, one.work).ends.at(-1)! / MINUTE }),
  });
}

function growth(id: string, one: Setting, perMinute: number): Card {
  return card({
    ...one,
    id,
    published: {
      growth: {
        figure: 'growth of the running instances, least squares, 1/min',
        expected: perMinute,
        within: { relative: 0.12 },
      },
    },
    measure: (stage) => ({ growth: growthOf(run(stage, one.work)) }),
  });
}

function instances(id: string, one: Setting, byMinute: Readonly<Record<number, number>>): Card {
  const minutes = Object.keys(byMinute).map(Number);
  return card({
    ...one,
    id,
    published: {
      instances: {
        figure: `running instances after ${minutes.join(', ')} min`,
        expected: Object.values(byMinute),
        within: { relative: 0.15 },
      },
    },
    measure: (stage) => {
      const course = run(stage, one.work);
      return { instances: minutes.map((minute) => course.runningAt(minute * MINUTE)) };
    },
  });
}

function left() {
  return {
    figure: 'messages left after 1, 2, 3, 4, 5 min',
    expected: [96_992, 87_594, 71_303, 48_496, 18_546],
    within: { absolute: 5000 },
  };
}

/** `work`: what the function takes for a message, in seconds. */
function run(stage: Stage, work: number): Course {
  const { options, course } = followed();
  stage.play('backlog-2018', { 'functions.worker.handler.perInvocation': `${work} s` }, options);
  return course();
}

function leftOf({ ends }: Course): number[] {
  return [1, 2, 3, 4, 5].map((minute) => BACKLOG - ends.filter((end) => end <= minute * MINUTE).length);
}

/** Instances a minute, of a straight line through the bars from the start to the greatest. */
function growthOf(course: Course): number {
  const bars: number[] = [];
  for (let at = BAR; at < course.ends.at(-1)!; at += BAR) bars.push(course.runningAt(at));
  const rising = bars.slice(0, bars.indexOf(Math.max(...bars)) + 1);
  const middle = (rising.length - 1) / 2;
  const products = rising.reduce((sum, value, i) => sum + (i - middle) * value, 0);
  const squares = rising.reduce((sum, _, i) => sum + (i - middle) * (i - middle), 0);
  return ((products / squares) * MINUTE) / BAR;
}

/** Seconds that instances were at work for each message, cold starts included. */
function timeOf({ begins, ends }: Course): number {
  const worked = ends.reduce((sum, end) => sum + end, 0) - begins.reduce((sum, begin) => sum + begin, 0);
  return worked / ends.length / SECOND;
}
