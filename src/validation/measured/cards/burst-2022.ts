/** Bursts into a mapping that has long been idle, 2022: the best there is about its first seconds. */
import { MINUTE, SECOND } from '../../../engine/time.ts';
import { card, type Card, type Stage } from '../card.ts';
import { followed } from '../course.ts';

const SOURCE = 'The Guardian, mobile-n10n, notes on the timing of its harvester, 2022';
/** When the burst comes: the mapping has had nothing to do for longer than it takes until it is down to two pollers. */
const BURST = 20 * MINUTE;
const LOOKS = [18, 20, 30, 40];
const SLOW =
  'An idle mapping begins with two batches here as well, and adds one a second from the first moment that messages wait (60 a minute, documented). The service left it at two for 18 s, and then added some at once. Nobody else published that, and no rule of ours is made of one run.';
const GUESS =
  'Warm invocations took “under 1 s”: 500 ms are assumed, and what depends on them shows an order of magnitude.';

interface Burst {
  /** In seconds from the first message. */
  readonly instances: number[];
  readonly started: number;
  readonly lastDone: number;
  readonly meanDone: number;
}

function burst(stage: Stage, messages: number): Burst {
  const { options, course } = followed();
  // The same 120 ms, whatever the number.
  const result = stage.play('burst-2022', { 'sources.jobs.arrivals[0].rate': `${messages / 0.12}/s` }, options);
  const { ends, lives } = course();
  if (ends.length !== messages) throw new Error(`${ends.length} of ${messages} messages were handled`);
  return {
    instances: LOOKS.map((second) => course().startedBy(BURST + second * SECOND)),
    started: lives.length,
    lastDone: (ends.at(-1)! - BURST) / SECOND,
    meanDone: result.sources['jobs']!.latency.mean! / SECOND,
  };
}

export const burstCards: readonly Card[] = [
  card({
    id: 'A-GUARD-01',
    setting: '153 messages within 120 ms to an idle mapping, batches of one, cold start 9.5 s, rules of 2023-10',
    source: SOURCE,
    seconds: 0.1,
    published: {
      instances: {
        figure: 'instances after 18, 20, 30, 40 s',
        expected: [2, 7, 11, 12],
        within: { absolute: 3 },
        misses: SLOW,
      },
      started: { figure: 'instances in all', expected: 12, within: { absolute: 3 }, misses: SLOW },
      lastDone: {
        figure: 'until all are done, s',
        expected: 47.01,
        within: { relative: 0.2 },
        misses: SLOW,
        note: GUESS,
      },
      meanDone: {
        figure: 'mean time from sent to done, s',
        expected: 30.06,
        within: { relative: 0.2 },
        misses: SLOW,
        note: GUESS,
      },
    },
    measure: (stage) => ({ ...burst(stage, 153) }),
  }),
  card({
    id: 'A-GUARD-03',
    setting: '335 messages to an idle mapping, batches of one, cold start 9.5 s, rules of 2023-10',
    source: SOURCE,
    seconds: 0.1,
    published: {
      lastDone: { figure: 'until all are done, s', expected: 31.51, within: { relative: 0.2 }, note: GUESS },
      meanDone: { figure: 'mean time from sent to done, s', expected: 22, within: { relative: 0.2 }, note: GUESS },
    },
    measure: (stage) => {
      const { lastDone, meanDone } = burst(stage, 335);
      return { lastDone, meanDone };
    },
  }),
];
