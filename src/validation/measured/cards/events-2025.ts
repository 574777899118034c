/** Asynchronous invocation: how failing, throttled and forbidden events were tried, 2025. */
import { SECOND } from '../../../engine/time.ts';
import { card, type Card, type Stage } from '../card.ts';
import { followed } from '../course.ts';

/** Waits have a jitter, and one recording is one draw of it: what is compared with it is a mean. */
const RUNS = 40;
const SOURCE = 'C. Grant, AWS by example: Lambda retries, a notebook with its output, 2025';

function replications<T>(run: (replication: number) => T): T[] {
  return Array.from({ length: RUNS }, (_, replication) => run(replication));
}

/** Seconds at which the attempts of the only event ended: the handler takes no time, and the first comes after a cold start. */
function attempts(stage: Stage, replication: number): number[] {
  const { options, course } = followed();
  stage.play('async-errors', {}, { ...options, replication });
  return course().ends.map((end) => end / SECOND);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export const eventCards: readonly Card[] = [
  card({
    id: 'A-ASYNC-01',
    setting: `an event whose handler throws at once, two retries; means of ${RUNS} runs`,
    source: SOURCE,
    seconds: 0.5,
    published: {
      gaps: {
        figure: 'gaps between the attempts, s',
        expected: [66.184, 130.199],
        within: { relative: 0.12 },
        fitted:
          'One and two minutes are documented; their jitter of 10 % (async.retry.error.jitter) is from this recording, and even on both sides by assumption: both gaps of the recording are longer than ours on average.',
      },
      first: {
        figure: 'until the first attempt, s',
        expected: 0.363,
        within: { relative: 0.12 },
        misses:
          'One observation, with a cold start. What comes before INIT (60 ms) and the time in the queue (20 ms in the median) are assumed here, and the way of the call to Lambda is left out.',
      },
    },
    measure: (stage) => {
      const runs = replications((replication) => attempts(stage, replication));
      const gap = (i: number): number => mean(runs.map((ends) => ends[i + 1]! - ends[i]!));
      return { gaps: [gap(0), gap(1)], first: mean(runs.map((ends) => ends[0]!)) };
    },
  }),
  card({
    id: 'A-ASYNC-03',
    setting: `an event that finds the only reserved execution busy for 60 s; mean of ${RUNS} runs`,
    source: SOURCE,
    seconds: 0.5,
    published: {
      throttles: {
        figure: 'attempts in vain',
        expected: 6,
        within: { absolute: 1 },
        fitted:
          'Waits from 1 s are documented, and that they grow; that they double is inferred. Their jitter of 10 % (async.retry.throttle.jitter) is from this recording.',
      },
    },
    measure: (stage) => {
      const throttles = replications(
        (replication) => stage.play('async-throttles', {}, { replication }).functions['worker']!.throttles,
      );
      return { throttles: mean(throttles) };
    },
  }),
  card({
    id: 'A-ASYNC-05',
    setting: 'an event for a function with a reserved concurrency of 0',
    source: SOURCE,
    seconds: 0.1,
    published: {
      attempts: { figure: 'attempts', expected: 0, within: { absolute: 0 } },
      throttles: { figure: 'throttles', expected: 0, within: { absolute: 0 } },
      dropped: { figure: 'events that were given up', expected: 1, within: { absolute: 0 } },
    },
    measure: (stage) => {
      const { functions, sources } = stage.play('async-reserved-0');
      const { invocations, throttles } = functions['worker']!;
      return { attempts: invocations, throttles, dropped: sources['events']!.failed };
    },
  }),
];
