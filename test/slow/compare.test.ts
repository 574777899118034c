/** How often comparisons err: of two that are the same and have luck of their own, and of a difference that there is. */
import { describe, expect, it } from 'vitest';
import { compare, comparing } from '../../src/plan/compare.ts';
import type { Comparison } from '../../src/plan/comparison.ts';
import { conduct, type Cell } from '../../src/plan/experiment.ts';
import { simulate } from '../../src/simulate.ts';
import { servers } from '../support/compared.ts';
import { mmc, timeInSystem } from '../support/mmc.ts';

const FIGURES = ['mean(q.latency)', 'p50(q.latency)', 'p99(q.latency)', 'q.arrived'];
const SMALL = { duration: '1 min', warmUp: '10 s' };
const EXPERIMENTS = 100;
const RUNS = 8;

describe('a hundred comparisons and more', () => {
  const same = [
    { scenario: servers(3, SMALL), label: 'a' },
    { scenario: servers(3, SMALL), label: 'b' },
  ];
  const options = { figures: FIGURES, replications: RUNS, margin: 0 };
  // The other one runs on replications that no baseline ever has.
  const apart = ({ scenario, replication }: Cell) =>
    simulate(scenario, { replication: scenario === same[1]!.scenario ? replication + 1_000_000 : replication });

  it('of the same scenario with luck of its own call something better or worse in 5 % at most', () => {
    const isWrong = ({ figures }: Comparison): boolean =>
      figures.some(({ differences: [one] }) => !['undecided', 'equal', 'negligible'].includes(one!.verdict));
    let wrong = 0;
    for (let i = 0; i < EXPERIMENTS; i++)
      if (isWrong(conduct(comparing(same, { ...options, first: i * RUNS }), apart))) wrong += 1;
    // Three standard errors of 5 % above it; figures go together, so that it is below as a rule.
    expect(wrong / EXPERIMENTS).toBeLessThanOrEqual(0.05 + 3 * Math.sqrt((0.05 * 0.95) / EXPERIMENTS));
  });

  it('hold the true difference of three servers and four in about 95 %', () => {
    const variants = [{ scenario: servers(3) }, { scenario: servers(4) }];
    const one = { ...options, figures: ['mean(q.latency)'] };
    const differences = Array.from({ length: EXPERIMENTS }, (_, i) => {
      const { figures } = conduct(comparing(variants, { ...one, first: i * RUNS }));
      return figures[0]!.differences[0]!;
    });
    const truth = differences.reduce((sum, { mean }) => sum + mean!, 0) / EXPERIMENTS;
    const holding = differences.filter(({ interval }) => interval!.low <= truth && truth <= interval!.high).length;
    // Three standard errors of 95 % to either side.
    expect(holding / EXPERIMENTS).toBeGreaterThan(0.88);
    expect(holding / EXPERIMENTS).toBeLessThan(0.99);
    expect(truth).toBeLessThan(0);
    const left = differences.map(({ varianceLeft }) => varianceLeft!).toSorted((a, b) => a - b);
    expect(left[EXPERIMENTS / 2]!).toBeLessThan(0.7);
  });
});

it('the difference in p99 of many short runs closes in on that of the formula, which is in its interval', () => {
  // A hundred messages a run: the p99 of one rests on a single message.
  const [two, three] = [2, 3].map((servers) => ({ servers, load: 1 / servers, warmUp: 100, measured: 100 }));
  const variants = [two!, three!].map((queue) => ({ scenario: mmc(queue) }));
  const [difference] = compare(variants, { figures: ['p99(q.latency)'], replications: 400 }).figures[0]!.differences;
  const truth = timeInSystem(three!, 0.99) - timeInSystem(two!, 0.99);
  expect(difference!.interval!.low).toBeLessThan(truth);
  expect(difference!.interval!.high).toBeGreaterThan(truth);
  // The mean of the runs' own is 0.6 of it. That messages which are late at the end of a run are not among them makes it 0.9 here.
  expect(difference!.mean! / truth).toBeGreaterThan(0.75);
  expect(difference!.mean! / truth).toBeLessThan(1.15);
});
