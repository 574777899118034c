/** Sensitivity in words, tables and charts, of outcomes that nobody simulated. */
import { describe, expect, it } from 'vitest';
import type { Effect, Sensitivity } from '../../src/plan/sensitivity/outcome.ts';
import { sensitivityCharts } from '../../src/report/experiments/sensitivity-charts.ts';
import { sensitivityCsv } from '../../src/report/experiments/sensitivity-csv.ts';
import { sensitivityMarkdown, sensitivityText } from '../../src/report/experiments/sensitivity.ts';
import { sentences } from '../../src/report/experiments/sensitivity-words.ts';
import { validate, warnings } from '../support/chart-contract.ts';
import { PLAIN } from '../../src/report/style.ts';

const effect = (mean: number, verdict: Effect['verdict']): Effect => {
  const difference = mean - 2e6;
  const interval = { low: difference - 1e5, high: difference + 1e5 };
  return { mean, difference, interval, ratio: mean / 2e6, elasticity: null, verdict };
};
const end = (label: string, factor: number | null, of: Effect, missed = 0) => {
  const objectives = [{ text: 'p99(orders.latency) < 5 s', missed, runs: 5 }];
  return { label, factor, value: 1, refused: null, runs: 5, effects: [of], objectives };
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
  ...{ lagcastSensitivity: 1, version: '0.1.0', name: 'orders', question: null, seed: 1, rules: 'current' },
  ...{ confidence: 0.95, runs: 31, figures: [figure], leftOut: [] },
};

const guess = (path: string) => ({ path, of: 'input' as const, spread, written: '1 s' });
const outcome: Sensitivity = {
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
        { label: '× 2', factor: null, value: null, refused: 'too much', runs: 0, effects: [], objectives: [] },
      ],
    },
  ],
};

describe('one at a time', () => {
  it('is told in words', () => {
    expect(sentences(outcome)).toEqual([
      'Doubling your guess of functions.w.handler.perRecord moves p99(orders.latency) ninefold, from 2 s to 18 s; halving it changes little.',
      'Setting your guess of sources.orders.arrivals[0].rate to 5/s moves p99(orders.latency) to 50 % of it, from 2 s to 1 s; setting it to 20/s may or may not.',
      'functions.w.handler.invocationFails does not matter to it.',
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
      'functions.w.handler.perRecord,input,× 2,2,p99(orders.latency),duration,5,18000000,16000000,15900000,16100000,9,,moves',
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

it('Morris and Sobol are told in words', () => {
  const of = (meanSize: number, standardDeviation: number) => [
    { count: 10, mean: meanSize, meanSize, interval: null, standardDeviation },
  ];
  const morris: Sensitivity = {
    ...head,
    method: 'morris',
    trajectories: 10,
    levels: 4,
    guesses: [
      { ...guess('a.b'), effects: of(4e6, 3e6) },
      { ...guess('c.d'), effects: of(1e5, 0) },
    ],
  };
  expect(sentences(morris)).toEqual([
    'Over its whole range a.b moves p99(orders.latency) by 4 s on average, and how much depends on where it or another stands.',
    'c.d does not matter: less than a twentieth of that.',
  ]);
  const share = (first: number, total: number) => [{ first, firstInterval: null, total, totalInterval: null }];
  const totals = [{ rows: 64, mean: 2e6, variance: 1e6, luck: 0.2 }];
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
