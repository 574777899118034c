/** Comparisons whose answer is known: servers more and fewer, the same twice, parts that only one has. */
import { describe, expect, it } from 'vitest';
import { compare, comparing, WrongComparison } from '../../src/plan/compare.ts';
import type { Comparison } from '../../src/plan/comparison.ts';
import { conduct, conductAsync, runCell } from '../../src/plan/experiment.ts';
import { quantileOf } from '../../src/metrics/figure.ts';
import { replicate } from '../../src/plan/replicate.ts';
import { LEAST_RUNS } from '../../src/plan/stopping.ts';
import { simulate } from '../../src/simulate.ts';
import { servers } from '../support/compared.ts';

const P99 = 'p99(q.latency)';
const MEAN = 'mean(q.latency)';
const OBJECTIVE = { objectives: ['mean(q.latency) < 1.6 s'] };
const of = ({ figures }: Comparison, text: string) => figures.find(({ figure }) => figure.text === text)!;

describe('servers more and fewer', () => {
  const comparison = compare(
    [
      { scenario: servers(3, OBJECTIVE), label: 'three' },
      { scenario: servers(4, OBJECTIVE), label: 'four' },
      { scenario: servers(2, OBJECTIVE), label: 'two' },
    ],
    { figures: [MEAN, P99, 'q.arrived'] },
  );

  it('are better and worse, each beside the first', () => {
    const mean = of(comparison, MEAN);
    expect(mean.differences.map((one) => one!.verdict)).toEqual(['better', 'worse']);
    // In the system: 1 s and the wait of Erlang C, 0.444 s of three servers, 0.087 s of four; two are used up.
    expect(mean.estimates[0]!.value! / 1e6).toBeCloseTo(1.444, 0);
    expect(mean.differences[0]!.relative).toBeGreaterThan(-0.4);
    expect(mean.differences[0]!.relative).toBeLessThan(-0.12);
  });

  it('have the same arrivals, to the last', () => {
    expect(of(comparison, 'q.arrived').differences.map((one) => one!.verdict)).toEqual(['equal', 'equal']);
  });

  it('share their luck, which leaves little of the variance', () => {
    expect(of(comparison, MEAN).differences[0]!.varianceLeft).toBeLessThan(0.7);
    const apart = conduct(
      comparing([{ scenario: servers(3) }, { scenario: servers(4) }], { figures: [MEAN] }),
      (cell) => runCell({ ...cell, replication: cell.replication + (cell.scenario.name === 'M/M/4' ? 1000 : 0) }),
    );
    const width = (one: Comparison) => of(one, MEAN).differences[0]!.interval!;
    const [shared, own] = [comparison, apart].map((one) => width(one).high - width(one).low);
    expect(shared!).toBeLessThan(own!);
  });

  it('say which meets the objective, and how often', () => {
    const [objective] = comparison.objectives;
    const [three, four, two] = objective!.met as number[];
    expect(four).toBe(10);
    expect(two).toBeLessThan(three!);
    expect(objective!.changes[0]).toMatchObject({ lost: 0, gained: four! - three! });
    expect(comparison.variants.map(({ met }) => met)).toEqual(objective!.met);
  });

  it('are judged together: each interval as sure as all of them take', () => {
    const open = comparison.figures.flatMap(({ differences }) => differences).filter((one) => one!.verdict !== 'equal');
    // Objectives are judged by themselves, and take no certainty away from figures.
    expect(comparison.comparisons).toBe(open.length);
    expect(1 - comparison.confidenceOfEach).toBeCloseTo(0.05 / comparison.comparisons, 12);
  });

  it('are called by the same name as in replicate, and are the same', () => {
    const { figures } = replicate(servers(3, OBJECTIVE), { replications: 10, figures: [MEAN, P99] });
    for (const { figure, value, interval, method } of figures) {
      const { estimates, differences } = of(comparison, figure.text);
      expect(estimates[0]).toMatchObject({ value, interval, method });
      expect(differences[0]!.base).toBe(value);
    }
  });

  it('pool what all runs of a variant have seen', () => {
    const [curve] = comparison.variants[0]!.curves.quantiles;
    const single = Array.from(
      { length: 10 },
      (_, replication) => simulate(servers(3), { replication }).sources['q']!.latency,
    );
    expect(curve!.count).toBe(single.reduce((sum, { count }) => sum + count, 0));
    const p99 = curve!.points.find(([share]) => share === 0.99)![1];
    const own = single.map((spread) => quantileOf(spread, 0.99)!);
    expect(p99).toBeGreaterThan(Math.min(...own));
    expect(p99).toBeLessThan(Math.max(...own));
    const [waiting] = comparison.variants[2]!.curves.waiting;
    waiting!.mean.forEach((mean, i) => {
      expect(waiting!.low[i]!).toBeLessThanOrEqual(mean);
      expect(mean).toBeLessThanOrEqual(waiting!.high[i]!);
    });
    expect(Math.max(...waiting!.high)).toBeGreaterThan(10);
  });
});

describe('a comparison', () => {
  const short = { duration: '1 min', warmUp: '0 s' };
  const SHORT = servers(3, short);

  it('of a scenario with itself finds it equal in every run, whatever the seeds in the files', () => {
    const comparison = compare([{ scenario: servers(3, short) }, { scenario: servers(3, { ...short, seed: 7 }) }], {
      replications: 3,
    });
    expect(new Set(comparison.figures.flatMap(({ differences }) => differences.map((one) => one!.verdict)))).toEqual(
      new Set(['equal']),
    );
    expect(comparison.comparisons).toBe(0);
    expect(comparison.remarks).toEqual([{ about: 'seed', variant: 1 }]);
    expect(comparison.variants.map(({ label }) => label)).toEqual(['M/M/3', 'M/M/3 (2)']);
  });

  it('names what only one has, and what is not alike', () => {
    const renamed = servers(3, {
      duration: '2 min',
      warmUp: '0 s',
      sources: { other: { type: 'sqs', arrivals: [{ rate: { poisson: '2/s' } }] } },
      mappings: { m: { source: 'other', function: 'f' } },
    });
    const comparison = compare([{ scenario: servers(3, short) }, { scenario: renamed }], { replications: 2 });
    expect(of(comparison, P99)).toMatchObject({ estimates: [{ perRun: { runs: 2 } }, null], differences: [null] });
    expect(of(comparison, 'p99(other.latency)')).toMatchObject({
      estimates: [null, { perRun: { runs: 2 } }],
      differences: [null],
    });
    expect(of(comparison, 'f.throttles').differences[0]).not.toBeNull();
    expect(comparison.remarks).toEqual([{ about: 'duration', variant: 1 }]);
  });

  it('goes on until differences are known, and says how it came to stop', () => {
    const variants = [{ scenario: servers(3, short) }, { scenario: servers(4, short) }];
    const until = [`${MEAN} within 40 %`];
    const comparison = compare(variants, { figures: [MEAN], until, confidence: 0.8 });
    expect(comparison.stopping).toMatchObject({ leastRuns: LEAST_RUNS, reached: true });
    expect(comparison.stopping!.looks.at(-1)).toBe(comparison.runs);
    const [asked] = comparison.stopping!.precisions;
    expect(asked!.halfWidth!).toBeLessThanOrEqual(asked!.wanted!);
    const most = compare(variants, { figures: [MEAN], until: [`${MEAN} within 0.1 %`], mostRuns: LEAST_RUNS + 4 });
    expect(most).toMatchObject({
      runs: LEAST_RUNS + 4,
      stopping: { reached: false, looks: [LEAST_RUNS, LEAST_RUNS + 4] },
    });
  });

  it('says that runs are too few to be sure of an objective, and from how many on one could be', () => {
    const few = (variants: readonly number[], replications: number) => {
      const all = variants.map((count) => ({ scenario: servers(count, { ...short, objectives: ['q.waiting < 20'] }) }));
      return compare(all, { replications, figures: ['q.arrived'] }).objectives[0]!;
    };
    // 2 arrive a second: of one server's queue 60 are left, of six servers' none.
    expect(few([6, 1], 3)).toMatchObject({ met: [3, 0], changes: [{ lost: 3, verdict: 'tooFew', runsNeeded: 6 }] });
    expect(few([6, 1], 6)).toMatchObject({ met: [6, 0], changes: [{ lost: 6, verdict: 'worse' }] });
  });

  it('does not take what never happened for known', () => {
    const variants = [{ scenario: SHORT }, { scenario: servers(4, short) }];
    const until = ['q.deadLettered within 5 %'];
    expect(compare(variants, { figures: [MEAN], until, mostRuns: 20 }).stopping!.reached).toBe(false);
  });

  it('is the same wherever its runs are made, and never asks for many at once', async () => {
    const variants = [{ scenario: servers(3, short) }, { scenario: servers(4, short) }];
    const options = { replications: 20, figures: [MEAN] };
    const here = compare(variants, options);
    const asked: number[] = [];
    const elsewhere = await conductAsync(comparing(variants, options), (cells) => {
      asked.push(cells.length);
      return Promise.resolve(cells.toReversed().map(runCell).toReversed());
    });
    expect(JSON.stringify(elsewhere)).toBe(JSON.stringify(here));
    expect(Math.max(...asked)).toBeLessThanOrEqual(32);
  });

  it.each([
    ['one variant', 1, {}, 'from 2 to 20 variants can be compared; found 1'],
    ['too many variants', 21, {}, 'found 21'],
    ['no runs', 2, { replications: 1 }, 'replications: a whole number from 2 is needed; found 1'],
    ['half a run', 2, { replications: 2.5 }, 'found 2.5'],
    ['NaN runs', 2, { replications: NaN }, 'found NaN'],
    ['no confidence', 2, { confidence: 1 }, 'confidence: a share above 0 and below 1 is needed; found 1'],
    ['a margin below nothing', 2, { margin: -0.1 }, 'margin: a share from 0 and below 1 is needed; found -0.1'],
    ['both rules', 2, { replications: 5, until: [`${MEAN} within 5 %`] }, 'one of them says how many runs there are'],
    [
      'an unknown figure',
      2,
      { figures: ['p99(p.latency)'] },
      'figures: no source, mapping, function or downstream is called "p"',
    ],
    ['no figure', 2, { figures: ['latency'] }, 'a figure is statistic(name.figure)'],
    ['an unknown precision', 2, { until: [MEAN] }, 'until: FIGURE within a share is due'],
  ])('refuses %s', (_, n, options, message) => {
    const variants = Array.from({ length: n }, () => ({ scenario: SHORT }));
    expect(() => compare(variants, options)).toThrow(WrongComparison);
    expect(() => compare(variants, options)).toThrow(message);
  });
});
