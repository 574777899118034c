/** Replications: what is estimated and how, objectives, stopping; and that intervals hold the truth of M/M/c. */
import { describe, expect, it } from 'vitest';
import { conduct, runCell, type Cell } from '../../src/plan/experiment.ts';
import { replicate, replicating } from '../../src/plan/replicate.ts';
import { simulate } from '../../src/simulate.ts';
import { shareInterval } from '../../src/stats/binomial.ts';
import { Histogram } from '../../src/stats/histogram.ts';
import { Moments } from '../../src/stats/moments.ts';
import { meanInterval } from '../../src/stats/student.ts';
import { meanWait, mmc, timeInSystem } from '../support/mmc.ts';

const two = { servers: 2, load: 0.5, warmUp: 20, measured: 200 };
const scenario = mmc(two, { objectives: ['p99(q.latency) < 5 s', 'q.deadLettered == 0'] });

describe('replications', () => {
  const outcome = replicate(scenario, { replications: 12, figures: ['mean(q.latency)', 'p99(q.latency)'] });
  const results = Array.from({ length: 12 }, (_, replication) => simulate(scenario, { replication }));

  it('of a mean are the mean over the runs, with Student’s interval', () => {
    const [mean] = outcome.figures;
    const values = results.map(({ sources }) => sources['q']!.latency.mean!);
    expect(mean!.values).toEqual(values);
    expect(mean!.method).toBe('student');
    expect(mean!.value).toBe(Moments.of(values).mean);
    expect(mean!.interval).toEqual(meanInterval(Moments.of(values), 0.95));
    // Ranks 3 and 10 of twelve.
    const sorted = values.toSorted((a, b) => a - b);
    expect(mean!.median!.interval).toEqual({ low: sorted[2], high: sorted[9] });
  });

  it('of a percentile are that of all observations of all runs', () => {
    const together = new Histogram();
    for (const { sources } of results) {
      const { count, min, max, histogram: bins } = sources['q']!.latency;
      together.merge({ count, sum: 0, min: min!, max: max!, bins });
    }
    const p99 = outcome.figures[1]!;
    expect(p99).toMatchObject({ method: 'woodruff', value: together.quantile(0.99) });
    expect(p99.perRun.mean).toBeCloseTo(Moments.of(results.map(({ sources }) => sources['q']!.latency.p99!)).mean, 3);
    expect(p99.interval!.low).toBeLessThan(p99.value!);
    expect(p99.interval!.high).toBeGreaterThan(p99.value!);
  });

  it('end their course with the estimate', () => {
    for (const { course, value, interval } of outcome.figures) {
      expect(course.at(-1)).toEqual({ runs: 12, value, interval });
      expect(course.map(({ runs }) => runs)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    }
  });

  it('count how often objectives were met, with an exact interval, and name the runs that missed', () => {
    const [latency, dead] = outcome.objectives;
    const missed = results.flatMap(({ objectives }, i) => (objectives[0]!.met ? [] : [i]));
    expect(missed.length).toBeGreaterThan(0);
    expect(missed.length).toBeLessThan(12);
    const met = 12 - missed.length;
    expect(latency).toMatchObject({ met, runs: 12, missedIn: missed, interval: shareInterval(met, 12, 0.95) });
    const p99s = results.map(({ objectives }) => objectives[0]!.value!);
    expect(latency!.worst).toEqual({ replication: p99s.indexOf(Math.max(...p99s)), value: Math.max(...p99s) });
    expect(dead).toMatchObject({ met: 12, missedIn: [], share: 1 });
  });

  it('begin where they are told to, and are the same wherever they run', () => {
    const backwards = (cells: readonly Cell[]) => cells.toReversed().map(runCell).toReversed();
    const experiment = replicating(scenario, { replications: 5, first: 3, figures: ['mean(q.latency)'] });
    let step = experiment.next([]);
    while (!step.done) step = experiment.next(backwards(step.value));
    expect(step.value.figures[0]!.values).toEqual(outcome.figures[0]!.values.slice(3, 8));
    expect(step.value).toEqual(
      conduct(replicating(scenario, { replications: 5, first: 3, figures: ['mean(q.latency)'] })),
    );
  });

  it('is plain data that survives JSON', () => {
    const { figures, ...rest } = outcome;
    expect(JSON.parse(JSON.stringify(rest))).toEqual(rest);
    expect(JSON.stringify(figures)).not.toMatch(/null,null|NaN|Infinity/);
  });

  it.each([
    [{ replications: 1 }, 'replications is a whole number from 2'],
    [{ replications: 2.5 }, 'replications is a whole number from 2'],
    [{ replications: 1e9 }, 'to 100000'],
    [{ confidence: 1 }, 'confidence is a share above 0 and below 1'],
    [{ confidence: NaN }, 'confidence is a share'],
    [{ first: -1 }, 'first is a whole number from 0'],
    [{ mostRuns: 0 }, 'mostRuns is a whole number'],
    [{ figures: ['p99(q.latncy)'] }, 'did you mean latency'],
    [{ until: ['p99(q.latency) within'] }, 'FIGURE within a share'],
    [{ until: ['p99(q.latency) within 5 %'], replications: 5 }, 'one of them'],
  ])('refuses %j', (options, why) => {
    expect(() => replicate(scenario, options)).toThrow(why);
  });
});

describe('replications until something is known', () => {
  const short = mmc({ servers: 1, load: 0.3, warmUp: 2, measured: 60 });

  it('stop when it is, and say when they looked', () => {
    const told: number[] = [];
    const until = ['mean(q.latency) within 20 %'];
    const { runs, stopping, figures } = replicate(short, { until, figures: [], onExpected: (n) => told.push(n) });
    expect(stopping).toMatchObject({ leastRuns: 20, mostRuns: 1000, reached: true });
    expect(stopping!.looks[0]).toBe(20);
    expect(stopping!.looks.at(-1)).toBe(runs);
    expect(runs).toBeGreaterThan(20);
    expect(figures[0]!.halfWidth! / figures[0]!.value!).toBeLessThanOrEqual(0.2 / 1.2);
    expect(told[0]).toBe(20);
    expect(told.at(-1)).toBe(runs);
  });

  it.each(['q.deadLettered within 5 %', 'q.deadLettered within 1'])('do not take zeros for knowledge: %s', (text) => {
    const { runs, stopping } = replicate(short, { until: [text], figures: [], mostRuns: 22 });
    expect(runs).toBe(22);
    expect(stopping!.precisions[0]).toMatchObject({ reached: false, halfWidth: null });
  });

  it('stop at the most, and say that it is not known', () => {
    const { runs, stopping } = replicate(short, { until: ['mean(q.latency) within 0.1 %'], figures: [], mostRuns: 25 });
    expect(runs).toBe(25);
    expect(stopping).toMatchObject({ reached: false, looks: [20, 25] });
    expect(stopping!.precisions[0]).toMatchObject({ text: 'mean(q.latency) within 0.1 %', reached: false });
  });
});

it('intervals hold the mean wait, and the percentiles, of M/M/2 as often as they say', () => {
  // The slow tests do this a thousand times; here 20 are within what chance allows of 95 %: 15 or more.
  const figures = ['mean(q.ageAtFirstAttempt)', 'p50(q.latency)', 'p99(q.latency)'];
  const truths = [meanWait(two), timeInSystem(two, 0.5), timeInSystem(two, 0.99)];
  const held = figures.map(() => 0);
  for (let seed = 1; seed <= 20; seed++) {
    const { figures: all } = replicate(mmc({ ...two, measured: 100, seed }), { replications: 8, figures });
    all.forEach(({ interval, isOpenAbove }, i) => {
      if (interval!.low <= truths[i]! && (isOpenAbove || truths[i]! <= interval!.high)) held[i]! += 1;
    });
  }
  for (const count of held) expect(count).toBeGreaterThanOrEqual(15);
});
