/** Cold starts, warm calls, and how long an idle environment is kept: 2018 to 2021. */
import { MILLISECOND, SECOND } from '../../../engine/time.ts';
import { quantileOf } from '../../../metrics/figure.ts';
import type { Spread } from '../../../metrics/result.ts';
import { card, type Card, type Stage } from '../card.ts';

const SHILKOV = 'M. Shilkov, data of serverless cold starts, 2019 and January 2021';
const STELLAR =
  'D. Ustiugov, T. Amariucai and B. Grot, Analyzing Tail Latency in Serverless Clouds with STeLLAR, IISWC 2021';
const RUNTIMES =
  'INIT is that of a minimal function in 2026; what comes before it, 60 ms, is assumed, and does not vary. The network of the caller is left out.';

/** Latency of calls that all begin cold, in seconds. */
function coldCalls(stage: Stage, runtime: string, memory = '128 MB'): Spread {
  const settings = { 'functions.worker.coldStart.runtime': runtime, 'functions.worker.memory': memory };
  return stage.play('cold-start', settings).sources['callers']!.latency;
}

function quartiles(latency: Spread): { readonly median: number; readonly quartiles: number[] } {
  const at = (share: number) => quantileOf(latency, share)! / SECOND;
  return { median: at(0.5), quartiles: [at(0.25), at(0.75)] };
}

/** Published figures in seconds. */
function coldStart(id: string, runtime: string, what: string, median: number, low: number, high: number): Card {
  const within = { relative: 0.25 };
  const isGo = runtime === 'go';
  const misses = isGo
    ? `Go ran in a managed runtime of its own then; the one that is measured now is an executable on the bare system, which starts far sooner. ${RUNTIMES}`
    : RUNTIMES;
  return card({
    id,
    setting: `a minimal function of ${what}, each call after a quarter of an hour, rules of 2023-10`,
    source: SHILKOV,
    seconds: 0.2,
    published: {
      median: { figure: 'median of a cold call, s', expected: median, within, misses: isGo ? misses : undefined },
      quartiles: { figure: 'quartiles of a cold call, s', expected: [low, high], within, misses },
    },
    measure: (stage) => quartiles(coldCalls(stage, runtime)),
  });
}

/** INIT of zip packages on x86_64 in milliseconds: median and 90th percentile. */
const INITS: readonly (readonly [runtime: string, p50: number, p90: number])[] = [
  ['nodejs24', 141, 171],
  ['python3.13', 93, 120],
  ['java21', 244, 286],
  ['dotnet8', 258, 330],
  ['go', 51, 55],
  ['rust', 16, 21],
];
const TABLE = 'Cold starts are drawn from the percentiles of this very table.';

const IDLE_MINUTES = [4, 5, 6, 7];

export const environmentCards: readonly Card[] = [
  card({
    id: 'A-COLD-01',
    setting: 'calls of a warm function that does nothing, rules of 2023-10',
    source: STELLAR,
    seconds: 0.2,
    published: {
      median: {
        figure: 'median as the caller sees it, s',
        expected: 0.018,
        within: { relative: 0.2 },
        misses:
          'The way of a call through the front end, authorisation and placement is left out: a warm call takes what its handler takes.',
      },
    },
    measure: (stage) => {
      const settings = { 'sources.callers.arrivals[0].rate': '1/s', duration: '1000 s', warmUp: '10 s' };
      return { median: stage.play('cold-start', settings).sources['callers']!.latency.p50! / SECOND };
    },
  }),
  card({
    id: 'A-COLD-03',
    setting: '100 calls at once of a function that works for 1 s, no environment, rules of 2023-10',
    source: STELLAR,
    seconds: 0.1,
    published: {
      median: { figure: 'median of a call, s', expected: 1.598, within: { relative: 0.1 }, misses: RUNTIMES },
      p99: { figure: 'p99 of a call, s', expected: 1.865, within: { relative: 0.1 }, misses: RUNTIMES },
    },
    measure: (stage) => {
      const { sources } = stage.play('cold-burst');
      const { latency } = sources['callers']!;
      return { median: latency.p50! / SECOND, p99: latency.p99! / SECOND };
    },
  }),
  card({
    id: 'M.2',
    setting: `cold starts of ${INITS.map(([runtime]) => runtime).join(', ')}, zip on x86_64`,
    source: 'maxday/lambda-perf, 86 daily runs to 2026-08-22',
    seconds: 0.6,
    published: {
      p50: {
        figure: 'median of INIT, ms',
        expected: INITS.map(([, p50]) => p50),
        within: { relative: 0.1 },
        fitted: TABLE,
      },
      p90: {
        figure: 'p90 of INIT, ms',
        expected: INITS.map(([, , p90]) => p90),
        within: { relative: 0.1 },
        fitted: TABLE,
      },
    },
    measure: (stage) => {
      const found = INITS.map(([runtime]) => {
        const settings = { 'functions.worker.coldStart': { runtime, platform: '0 s' } };
        return stage.play('cold-start', settings).functions['worker']!.initDuration;
      });
      return { p50: found.map(({ p50 }) => p50! / MILLISECOND), p90: found.map(({ p90 }) => p90! / MILLISECOND) };
    },
  }),
  coldStart('A-COLD-05', 'nodejs22', 'Node.js', 0.264142, 0.22944, 0.320339),
  coldStart('A-COLD-07', 'go', 'Go', 0.306623, 0.248207, 0.412983),
  card({
    id: 'A-KEEP-01',
    setting: 'a call 4, 5, 6, 7 min after another, rules of 2023-10',
    source: SHILKOV,
    seconds: 0.2,
    published: {
      recycled: {
        figure: 'share of environments that are gone',
        expected: [0.00303, 0.00303, 0.40606, 1],
        within: { absolute: 0.1 },
        misses:
          'Idle environments are kept for 10 minutes here, as measured in 2019, and in 2020 (A-POOL); in January 2021 it was 5 to 7. Nothing newer is published. A scenario can say: idleLifetime.',
      },
    },
    measure: (stage) => {
      const gone = IDLE_MINUTES.map((minutes) => {
        const settings = { 'sources.callers.arrivals[0].records[1].at': `${minutes} min` };
        return stage.play('keep-alive', settings).functions['worker']!.coldStarts - 1;
      });
      return { recycled: gone };
    },
  }),
  card({
    id: 'ENV-08',
    setting: 'a call 9 and 11 min after another',
    source: 'M. Shilkov, AWS Lambda: Cold Starts After 10 Minutes, 2019',
    seconds: 0.1,
    published: {
      recycled: {
        figure: 'share of environments that are gone',
        expected: [0, 1],
        within: { absolute: 0 },
        fitted: 'lambda.environment.idleLifetime is this finding.',
      },
    },
    measure: (stage) => {
      const gone = [9, 11].map((minutes) => {
        const settings = { 'sources.callers.arrivals[0].records[1].at': `${minutes} min` };
        return stage.play('keep-alive', settings).functions['worker']!.coldStarts - 1;
      });
      return { recycled: gone };
    },
  }),
  card({
    id: 'A-KEEP-03',
    setting: 'cold calls with 128 and 1,536 MB, Node.js, rules of 2023-10',
    source:
      'L. Wang et al., Peeking Behind the Curtains of Serverless Platforms, USENIX ATC 2018; the runtime is not stated where we read it',
    seconds: 0.3,
    published: {
      median: {
        figure: 'median of a cold call, s',
        expected: [0.26521, 0.25007],
        within: { relative: 0.1 },
        misses: `That memory hardly matters agrees; the time is shorter. ${RUNTIMES}`,
      },
    },
    measure: (stage) => {
      const medians = ['128 MB', '1536 MB'].map((memory) => coldCalls(stage, 'nodejs22', memory).p50! / SECOND);
      return { median: medians };
    },
  }),
];
