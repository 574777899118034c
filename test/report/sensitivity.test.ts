/** Sensitivity in words, tables and charts, of outcomes that nobody simulated. */
import { describe, expect, it } from 'vitest';
import type { Effect, OneAtATime, Sensitivity } from '../../src/plan/sensitivity/outcome.ts';
import { sensitivityCharts } from '../../src/report/experiments/sensitivity-charts.ts';
import { sensitivityCsv } from '../../src/report/experiments/sensitivity-csv.ts';
import { sensitivityMarkdown, sensitivityText } from '../../src/report/experiments/sensitivity.ts';
import { sentences } from '../../src/report/experiments/sensitivity-words.ts';
import { validate, warnings } from '../support/chart-contract.ts';
import { PLAIN } from '../../src/report/style.ts';

const effect = (mean: number, verdict: Effect['verdict']): Effect => {
  const difference = mean - 2e6;
  const interval = { low: difference - 1e5, high: difference + 1e5 };
  return { lost: 0, gained: 0, mean, difference, interval, ratio: mean / 2e6, elasticity: null, verdict };
};
const end = (label: string, factor: number | null, of: Effect, missed = 0) => {
  const objectives = [{ text: 'p99(orders.latency) < 5 s', missed, runs: 5 }];
  return { label, factor, value: 1, refused: null, runs: 5, isScreened: false, effects: [of], objectives };
};
const nothing = { ...effect(2e6, 'nothing'), difference: 0 };
const spread = { kind: 'times', factor: 2 } as const;
const figure = {
  text: 'p99(orders.latency)',
  statistic: 'p99',
  name: 'orders',
  figure: 'latency',
  unit: 'duration',
} as const;
const head = {
  ...{ assumptions: [], notModelled: [] },
  ...{ lagcastSensitivity: 1, version: '0.1.0', name: 'orders', question: null, seed: 1, rules: 'current' },
  ...{ confidence: 0.95, runs: 31, figures: [figure], leftOut: [] },
};

const guess = (path: string) => ({ path, of: 'input' as const, spread, written: '1 s' });
const outcome: OneAtATime = {
  ...head,
  method: 'one-at-a-time',
  replications: 5,
  base: { means: [2e6], objectives: [{ text: 'p99(orders.latency) < 5 s', missed: 0, runs: 5 }] },
  guesses: [
    {
      ...guess('functions.w.handler.perRecord'),
      ends: [end('× 1/2', 0.5, effect(1.99e6, 'little')), end('× 2', 2, effect(18e6, 'moves'), 5)],
    },
    {
      ...guess('sources.orders.arrivals[0].rate'),
      ends: [end('5/s', 0.5, effect(1e6, 'moves')), end('20/s', 2, effect(3e6, 'unclear'))],
    },
    {
      ...guess('functions.w.handler.invocationFails'),
      ends: [
        end('× 1/2', 0.5, nothing),
        {
          label: '× 2',
          factor: null,
          value: null,
          refused: 'too much',
          runs: 0,
          isScreened: false,
          effects: [],
          objectives: [],
        },
      ],
    },
  ],
};

describe('one at a time', () => {
  it('is told in words', () => {
    expect(sentences(outcome)).toEqual([
      'Doubling your guess of functions.w.handler.perRecord moves p99(orders.latency) ninefold, from 2 s to 18 s; halving it changes little.',
      'Setting your guess of sources.orders.arrivals[0].rate to 5/s moves p99(orders.latency) to 50 % of it, from 2 s to 1 s; setting it to 20/s may or may not.',
      'functions.w.handler.invocationFails does not matter to it at the end that could be tried.',
      'p99(orders.latency) < 5 s is met as written, and missed by doubling functions.w.handler.perRecord (5 runs of 5).',
    ]);
  });

  it('has a table that fits, with what was not tried', () => {
    const text = sensitivityText(outcome, PLAIN);
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
    expect(text).toMatch(/^functions\.w\.handler\.perRecord +× 1\/2 +1\.99 s +× 0\.995 +−110 ms to \+90 ms +little$/m);
    expect(text).toMatch(/^ +× 2 +18 s +× 9 +\+15\.9 s to \+16\.1 s +moves$/m);
    expect(text).toContain('Not tried: functions.w.handler.invocationFails × 2: too much.');
    expect(text).not.toMatch(/^functions\.w\.handler\.invocationFails +×/m);
  });

  it('has rows for each end', () => {
    const rows = sensitivityCsv(outcome).trim().split('\n');
    expect(rows).toHaveLength(1 + 5);
    expect(rows[2]).toBe(
      'functions.w.handler.perRecord,input,× 2,2,p99(orders.latency),duration,5,18000000,16000000,15900000,16100000,9,,moves,0,0',
    );
  });

  it('cannot be steered by names', () => {
    const hostile = { ...outcome, name: 'a\u001b[2J|b', question: '<script>' };
    expect(sensitivityText(hostile, PLAIN)).not.toContain('\u001b');
    expect(sensitivityMarkdown(hostile)).toContain('a [2J\\|b'.replace('[', '\\['));
  });

  it('has charts as Vega-Lite’s schema has them', () => {
    const { spec } = sensitivityCharts(outcome)[0]!;
    expect(validate(spec) || validate.errors?.slice(0, 3)).toBe(true);
    expect(warnings(spec)).toEqual([]);
  });

  it('is a tornado', () => {
    const [chart, ...others] = sensitivityCharts(outcome);
    expect(others).toEqual([]);
    expect(chart!.id).toBe('tornado-p99-orders-latency');
    expect(chart!.title).toBe('functions.w.handler.perRecord moves p99(orders.latency) most');
    const { layer } = chart!.spec as unknown as { layer: { data: { values: unknown[] } }[] };
    expect(layer[0]!.data.values[1]).toEqual({ k: '0', from: 2, v: 18, s: 'upper end' });
    expect(layer[2]!.data.values).toHaveLength(2);
  });
});

describe('one at a time, in words', () => {
  const told = (guesses: OneAtATime['guesses'], base: OneAtATime['base'] = outcome.base) =>
    sentences({ ...outcome, guesses, base });
  const objectives = (missed: number) => [{ text: 'p99(orders.latency) < 5 s', missed, runs: 5 }];
  const gone = { ...effect(0, 'ends'), lost: 5, mean: null, difference: null, interval: null, ratio: null };

  it('what leaves nothing to measure stands first', () => {
    const ended = { ...guess('a.b'), ends: [end('100 ms', 1, nothing), end('40 s', 400, gone)] };
    expect(told([ended])).toEqual([
      'Setting your guess of a.b to 40 s leaves nothing to measure of p99(orders.latency) in 5 runs of 5; setting it to 100 ms changes nothing.',
    ]);
    expect(told([ended, { ...guess('c.d'), ends: [end('× 2', 2, nothing)] }])).toContain(
      'No other guess moves p99(orders.latency) for certain.',
    );
    const { guesses } = outcome;
    const text = sensitivityText({ ...outcome, guesses: [ended, ...guesses] }, PLAIN);
    expect(text).toMatch(/^ +40 s +– +– +– +ends \(5\)$/m);
    expect(text).toContain('Ends: in so many runs');
    const [chart] = sensitivityCharts({ ...outcome, guesses: [ended, ...guesses] });
    expect(chart!.title).toBe('a.b can leave nothing to measure of p99(orders.latency)');
    expect(JSON.stringify(chart!.spec)).toContain('40 s → nothing to measure');
  });

  it('what brings something to measure, and what does not', () => {
    const begun = { ...gone, verdict: 'begins' as const, lost: 0, gained: 4 };
    expect(told([{ ...guess('a.b'), ends: [end('× 2', 2, begun)] }], { ...outcome.base, means: [null] })).toEqual([
      'As written there is nothing to measure of p99(orders.latency).',
      'Doubling your guess of a.b gives p99(orders.latency) a value in 4 runs of 5 that had none.',
    ]);
    expect(told([{ ...guess('a.b'), ends: [end('× 2', 2, nothing)] }], { ...outcome.base, means: [null] })).toEqual([
      'As written there is nothing to measure of p99(orders.latency), and no guess changes that.',
    ]);
  });

  it('what was tried in one run only is told as that', () => {
    const once = { ...end('× 2', 2, nothing, 1), runs: 1, isScreened: true };
    expect(told([{ ...guess('facts.a'), ends: [once] }], { means: [2e6], objectives: objectives(1) })).toEqual([
      'No guess moves p99(orders.latency) for certain.',
      'facts.a was tried in one run each way, in which nothing happened otherwise.',
    ]);
  });

  it('nothing is claimed where nothing was tried', () => {
    const refused = { ...end('9', 2, nothing), refused: 'too much', runs: 0, effects: [], objectives: [] };
    expect(told([{ ...guess('a.b'), ends: [refused] }])).toEqual(['No guess could be tried.']);
  });

  it('objectives are told when more or fewer runs miss them than luck may make', () => {
    const of = (...missed: number[]) => ({
      ...guess('a.b'),
      ends: missed.map((n, i) => end(i === 0 ? '× 1/2' : '× 2', i === 0 ? 0.5 : 2, nothing, n)),
    });
    const last = (missed: number, guessed: ReturnType<typeof of>) =>
      told([guessed], { means: [2e6], objectives: objectives(missed) }).slice(2);
    expect(last(1, of(0, 5))).toEqual([
      'p99(orders.latency) < 5 s is missed in 1 run of 5 as written, in more by doubling a.b (5 runs of 5).',
    ]);
    expect(last(3, of(0, 5))).toEqual([
      'p99(orders.latency) < 5 s is missed in 3 runs of 5 as written, in more by doubling a.b (5 runs of 5), and in fewer by halving a.b (0 runs of 5).',
    ]);
    expect(last(0, of(0, 1))).toEqual([]);
  });
});

describe('Morris and Sobol, in words', () => {
  const sized = (meanSize: number | null, low: number, high: number, broken = 0) => [
    {
      count: meanSize === null ? 0 : 10,
      broken,
      mean: meanSize,
      meanSize,
      interval: { low, high },
      standardDeviation: 0,
    },
  ];
  const morris = { ...head, method: 'morris', trajectories: 10, levels: 4, unmeasured: [0] } as const;

  it('say how well a size is known, and call small only what is', () => {
    const guesses = [
      { ...guess('a.b'), effects: sized(6.29e6, 0, 15.2e6) },
      { ...guess('c.d'), effects: sized(1e5, 0, 1e6) },
      { ...guess('e.f'), effects: sized(1e5, 0, 2e5) },
    ];
    expect(sentences({ ...morris, guesses })).toEqual([
      'Over its whole range a.b moves p99(orders.latency) by 6.29 s on average (95 %: 0 µs to 15.2 s).',
      'e.f does not matter: less than a twentieth of that.',
      'Of c.d 10 trajectories cannot tell: more may.',
    ]);
    const of = (first: number, total: number, high: number) => [
      { first, firstInterval: { low: 0.11, high: 1 }, total, totalInterval: { low: 0, high }, broken: 0 },
    ];
    const shares = [
      { ...guess('a.b'), effects: of(0.46, 0.5, 1.9) },
      { ...guess('c.d'), effects: of(0, 0.02, 0.3) },
      { ...guess('e.f'), effects: of(0, 0.02, 0.03) },
    ];
    const totals = [{ rows: 64, unmeasured: 0, mean: 1, variance: 1, luck: 0 }];
    expect(sentences({ ...head, method: 'sobol', samples: 64, totals, guesses: shares })).toEqual([
      'a.b by itself makes 46 % of the variance of p99(orders.latency) (95 %: 11 % to 100 %).',
      'e.f does not matter: less than 5 % of it in any way.',
      'Of c.d 64 rows cannot tell: more may.',
    ]);
  });

  it('say where there was nothing to measure', () => {
    const guesses = [{ ...guess('a.b'), effects: sized(null, 0, 0, 10) }];
    expect(sentences({ ...morris, unmeasured: [10], guesses })).toEqual([
      'There was nothing to measure of p99(orders.latency) at 10 of 20 points, which hangs on a.b (in 10 steps).',
    ]);
    expect(
      sentences({ ...morris, unmeasured: [20], guesses: [{ ...guess('a.b'), effects: sized(null, 0, 0) }] }),
    ).toEqual(['There was nothing to measure of p99(orders.latency) at any of 20 points.']);
    const none = [{ first: null, firstInterval: null, total: null, totalInterval: null, broken: 3 }];
    const totals = [{ rows: 1, unmeasured: 9, mean: 1, variance: null, luck: null }];
    const sobol = {
      ...head,
      method: 'sobol',
      samples: 4,
      totals,
      guesses: [{ ...guess('a.b'), effects: none }],
    } as const;
    expect(sentences(sobol)).toEqual([
      'There was nothing to measure of p99(orders.latency) at 9 of 12 points, which hangs on a.b (in 3 rows).',
      'Too few rows are whole to tell any share: 1 of 4.',
    ]);
  });
});

it('Morris and Sobol are told in words', () => {
  const of = (meanSize: number, standardDeviation: number) => [
    { count: 10, broken: 0, mean: meanSize, meanSize, interval: null, standardDeviation },
  ];
  const morris: Sensitivity = {
    ...head,
    method: 'morris',
    trajectories: 10,
    levels: 4,
    unmeasured: [0],
    guesses: [
      { ...guess('a.b'), effects: of(4e6, 3e6) },
      { ...guess('c.d'), effects: of(1e5, 0) },
    ],
  };
  expect(sentences(morris)).toEqual([
    'Over its whole range a.b moves p99(orders.latency) by 4 s on average, and how much depends on where it or another stands.',
    'c.d does not matter: less than a twentieth of that.',
  ]);
  const share = (first: number, total: number) => [
    { first, firstInterval: null, total, totalInterval: null, broken: 0 },
  ];
  const totals = [{ rows: 64, unmeasured: 0, mean: 2e6, variance: 1e6, luck: 0.2 }];
  const sobol: Sensitivity = {
    ...head,
    method: 'sobol',
    samples: 64,
    totals,
    guesses: [
      { ...guess('a.b'), effects: share(0.5, 0.8) },
      { ...guess('c.d'), effects: share(0.01, 0.02) },
    ],
  };
  expect(sentences(sobol)).toEqual([
    'a.b by itself makes 50 % of the variance of p99(orders.latency), and 80 % together with others.',
    'c.d does not matter: less than 5 % of it in any way.',
    'Luck alone makes 20 %.',
  ]);
  expect(sensitivityText(sobol, PLAIN)).toMatch(/^a\.b +50 % +80 %$/m);
  expect([morris, sobol].map((one) => sensitivityCharts(one)[0]!.id)).toEqual([
    'morris-p99-orders-latency',
    'sobol-p99-orders-latency',
  ]);
});
