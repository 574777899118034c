/** How a mapping of today grows, holds its cap, and gives way to errors: measured in 2026, of functions of 50 to 600 ms. */
import { MINUTE, SECOND } from '../../../engine/time.ts';
import type { Settings } from '../../../scenario/template.ts';
import { card, type Card, type Stage } from '../card.ts';
import { followed } from '../course.ts';
import type { Figure, Published } from '../published.ts';

const SOURCE = 'R. van der Merwe, 7 SQS Lambda ESM Scaling Behaviours, 2026';
const LOAD = 'The load is not stated; it was set to 2,000 messages a second, which need what the runs had in the end.';
const FITTED =
  'That a mapping adds its pollers one by one (sqs.pollers.rampStep) is from the page of this author, and the load was set so that it is no limit. How many a minute is documented.';
const RATE = 'environments started in a minute of the ramp';
const EAGER =
  'Here a mapping adds 300 a minute as long as messages wait, whatever the function takes. The published runs added fewer the shorter the function was, as if each message cost a poller some time beside it.';
const OVERHEAD =
  'Each message cost the service some time beside the work of the function (A-SQS18-13). In a backlog of ours it costs the work alone.';

interface Ramp {
  readonly id: string;
  /** Milliseconds of the function. */
  readonly work: number;
  /** Seconds that the ramp took. */
  readonly length: number;
  readonly perMinute: number;
  readonly relative: number;
  /** Where that was published. */
  readonly invocations?: number;
  readonly isEager: boolean;
}

const RAMPS: readonly Ramp[] = [
  {
    id: 'A-SQS26-01',
    work: 100,
    length: 70,
    perMinute: 157,
    relative: 0.25,
    invocations: 50_871,
    isEager: true,
  },
  {
    id: 'A-SQS26-03',
    work: 400,
    length: 170,
    perMinute: 281,
    relative: 0.12,
    invocations: 128_758,
    isEager: false,
  },
  { id: 'SQS-10-200', work: 200, length: 80, perMinute: 265, relative: 0.12, isEager: true },
  { id: 'SQS-10-600', work: 600, length: 210, perMinute: 297, relative: 0.12, isEager: false },
];

function ramp({ id, work, length, perMinute, relative, invocations, isEager }: Ramp): Card {
  const within = { relative };
  const misses = isEager ? EAGER : undefined;
  const published: Record<string, Published> = {
    rate: { figure: RATE, expected: perMinute, within, misses, fitted: FITTED },
  };
  if (invocations !== undefined) {
    published['invocations'] = {
      figure: 'invocations in the ramp',
      expected: invocations,
      within,
      misses: OVERHEAD,
      note: LOAD,
    };
  }
  return card({
    id,
    source: SOURCE,
    setting: `2,000 messages/s, batches of one, ${work} ms each, the first ${length} s`,
    seconds: 1,
    published,
    measure: (stage) => {
      const { options, course } = followed();
      stage.play('ramp-2026', { ...workOf(work), duration: `${length} s` }, options);
      const { lives, ends } = course();
      const found: Record<string, Figure> = {
        rate: (lives.length / length) * (MINUTE / SECOND),
        invocations: ends.length,
      };
      return found;
    },
  });
}

/** Concurrent executions under a steady load, by a cap of the mapping. */
function capped(id: string, work: number, cap: number, highest: number): Card {
  const within = { relative: 0.05 };
  return card({
    id,
    source: SOURCE,
    setting: `2,000 messages/s, batches of one, ${work} ms each, maximumConcurrency ${cap}`,
    seconds: 1,
    published: {
      steady: {
        figure: 'concurrent executions, steady',
        expected: cap,
        within,
        note: 'The load is not stated; it was set by the run without a cap (A-SQS26-05).',
      },
      highest: { figure: 'concurrent executions, greatest', expected: highest, within },
      throttles: { figure: 'throttles', expected: 0, within: { absolute: 0 } },
    },
    measure: (stage) => steady(stage, { ...workOf(work), 'mappings.jobs-to-worker.maximumConcurrency': cap }),
  });
}

const uncapped = card({
  id: 'A-SQS26-05',
  source: SOURCE,
  setting: '2,000 messages/s, batches of one, 50 ms each, no cap',
  seconds: 3,
  published: {
    steady: {
      figure: 'concurrent executions, steady',
      expected: 100,
      within: { relative: 0.2 },
      fitted:
        'The load is not stated, and was set so that this comes out. The greatest, 173, was at a deployment and is not compared: nothing is deployed here.',
    },
    throttles: { figure: 'throttles', expected: 0, within: { absolute: 0 } },
  },
  measure: (stage) => {
    const { steady: all, throttles } = steady(stage, workOf(50));
    return { steady: all, throttles };
  },
});

function workOf(milliseconds: number): Settings {
  return { 'functions.worker.handler.perInvocation': `${milliseconds} ms` };
}

function steady(stage: Stage, settings: Settings) {
  const { functions, series } = stage.play('steady-2026', settings);
  const { concurrency, throttles } = functions['worker']!;
  // The series has the beginning, too, which the warm-up leaves out.
  return { steady: concurrency.mean, highest: Math.max(...series.functions['worker']!.concurrency), throttles };
}

const BACK_OFF = 'How far errors take pollers down (sqs.backOff.halfAt, exponent) was fitted to these measurements.';
const SPARE =
  'The law takes its share off the pollers that there are, and here there are twice as many as the load needs: growing through a backlog leaves them, and nothing takes them away while messages come.';

/** `throughput` and `concurrency`: while errors last, relative to before. */
function errors(id: string, percent: number, throughput: number, concurrency: number, fewer: boolean): Card {
  const within = { absolute: 0.15 };
  return card({
    id,
    source: SOURCE,
    setting: `1,200 messages/s, batches of one, 50 ms each, ${percent} % of invocations fail for five minutes`,
    seconds: 4,
    published: {
      throughput: {
        figure: 'throughput, relative to before the errors',
        expected: throughput,
        within,
        fitted: BACK_OFF,
        misses: fewer ? SPARE : undefined,
      },
      concurrency: {
        figure: 'concurrent executions, relative to before the errors',
        expected: concurrency,
        within,
        fitted: BACK_OFF,
        misses: SPARE,
      },
    },
    measure: (stage) => {
      const settings = { 'functions.worker.handler.outcome[0].fails': `${percent} %` };
      const before = lastMinute(stage, { ...settings, duration: '2 min', warmUp: '1 min' });
      const during = lastMinute(stage, settings);
      return {
        throughput: during.throughput / before.throughput,
        concurrency: during.concurrency / before.concurrency,
      };
    },
  });
}

function lastMinute(stage: Stage, settings: Settings) {
  const { sources, functions } = stage.play('errors-2026', settings);
  return { throughput: sources['jobs']!.succeeded, concurrency: functions['worker']!.concurrency.mean };
}

/** The backlogs, from a thousand messages to a million, and for how long each of them keeps a mapping growing. */
const BACKLOGS = [1_000, 10_000, 100_000, 1_000_000];
const GROWING = 15 * SECOND;

const depth = card({
  id: 'A-SQS26-17',
  source: SOURCE,
  setting: 'backlogs of 1,000, 10,000, 100,000 and 1,000,000 messages, batches of one, 1 s each',
  seconds: 1,
  published: {
    spread: {
      figure: 'greatest difference of the growth in 15 s from that of the smallest backlog, share',
      expected: 0,
      within: { absolute: 0.1 },
    },
  },
  measure: (stage) => {
    const grown = BACKLOGS.map((backlog) => {
      const { options, course } = followed();
      stage.play('depth-2026', { 'sources.jobs.arrivals[0].rate': `${backlog}/s` }, options);
      return course().runningAt(GROWING);
    });
    return { spread: Math.max(...grown.map((one) => Math.abs(one / grown[0]! - 1))) };
  },
});

export const mappingCards: readonly Card[] = [
  ...RAMPS.map(ramp),
  uncapped,
  capped('A-SQS26-07', 50, 90, 90),
  capped('A-SQS26-08', 50, 50, 50),
  capped('A-SQS26-11', 400, 90, 91),
  capped('A-SQS26-12', 400, 60, 60),
  errors('A-SQS26-14', 1, 0.8, 25 / 60, false),
  errors('SQS-12-5', 5, 0.25, 16 / 60, true),
  errors('A-SQS26-16', 10, 0.15, 13 / 60, true),
  depth,
];
