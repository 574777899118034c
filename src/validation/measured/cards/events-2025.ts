/** Asynchronous invocation: how failing, throttled and forbidden events were tried, 2025. */
import { SECOND } from '../../../engine/time.ts';
import { card, type Card } from '../card.ts';
import { followed } from '../course.ts';

const SOURCE = 'C. Grant, AWS by example: Lambda retries, a notebook with its output, 2025';

export const eventCards: readonly Card[] = [
  card({
    id: 'A-ASYNC-01',
    setting: 'an event whose handler throws at once, two retries; the jitter that was fitted to this is off',
    source: SOURCE,
    seconds: 0.1,
    published: {
      gaps: {
        figure: 'gaps between the attempts, s',
        expected: [66.184, 130.199],
        within: { relative: 0.12 },
        note: 'One and two minutes are documented. The recording was used for their jitter of 10 % alone (async.retry.error.jitter).',
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
      const { options, course } = followed();
      stage.play('async-errors', {}, options);
      // The handler takes no time, and the end comes after a cold start.
      const [first, second, third] = course().ends.map((end) => end / SECOND);
      return { gaps: [second! - first!, third! - second!], first: first! };
    },
  }),
  card({
    id: 'A-ASYNC-03',
    setting: 'an event that finds the only reserved execution busy for 60 s; the jitter that was fitted to this is off',
    source: SOURCE,
    seconds: 0.1,
    published: {
      throttles: {
        figure: 'attempts in vain',
        expected: 6,
        within: { absolute: 1 },
        note: 'Waits from 1 s are documented, and that they grow; that they double is inferred. The recording was used for their jitter of 10 % alone (async.retry.throttle.jitter).',
      },
    },
    measure: (stage) => ({ throttles: stage.play('async-throttles').functions['worker']!.throttles }),
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
