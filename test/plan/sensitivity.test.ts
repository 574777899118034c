/** Sensitivity as an experiment: what it runs with what luck, and what it makes of answers that are known because nobody simulated them. */
import { describe, expect, it } from 'vitest';
import { conduct, type Cell } from '../../src/plan/experiment.ts';
import { axisOf } from '../../src/plan/sensitivity/axis.ts';
import type { Method, MorrisEffect, OneAtATime } from '../../src/plan/sensitivity/outcome.ts';
import { sensing, sensitivity, type SensitivityOptions } from '../../src/plan/sensitivity/sensitivity.ts';
import type { Result } from '../../src/metrics/result.ts';
import { Template } from '../../src/scenario/template.ts';

const tree = {
  lagcast: 1,
  name: 'guessed',
  duration: '30 s',
  functions: {
    worker: {
      timeout: '60 s',
      handler: { perRecord: { exponential: { mean: '100 ms' } }, perKiB: '0 ms', outcome: [{ fails: '1 %' }] },
    },
  },
  downstreams: { idle: { latency: '20 ms' } },
  sources: {
    orders: {
      type: 'sqs',
      visibilityTimeout: '15 min',
      arrivals: [{ rate: { poisson: '10/s' }, attributes: { size: '1 KiB' } }],
    },
  },
  mappings: { m: { source: 'orders', function: 'worker' } },
  objectives: ['cost.total < 30 USD'],
};
const template = new Template(tree);

/** A run that costs: mean time in ms, times the square of the rate, plus luck. Nothing else matters. */
function known(cells: Cell[] = []) {
  return (cell: Cell): Result => {
    cells.push(cell);
    const { scenario, replication } = cell;
    const [{ handler }, { arrivals }] = [scenario.functions[0]!, scenario.sources[0]!] as never as [
      { handler: { perRecord: { time: { mean: number } }[] } },
      { arrivals: { when: { perSecond: number } }[] },
    ];
    const time = handler.perRecord[0]!.time.mean / 1000;
    const rate = arrivals[0]!.when.perSecond;
    const total = (time * rate * rate) / 1000 + replication / 100;
    const parts = { sources: {}, mappings: {}, functions: {}, tier: null, assumptions: [] };
    const objectives = [{ text: 'cost.total < 30 USD', met: total < 30 }];
    return { ...parts, digest: `${time} ${rate}`, cost: { total }, objectives } as never;
  };
}

const run = (options: SensitivityOptions = {}, cells: Cell[] = []) =>
  conduct(sensing(template, { figures: ['cost.total'], ...options }), known(cells));

describe('one at a time', () => {
  const cells: Cell[] = [];
  const outcome = run({ replications: 4 }, cells) as OneAtATime;
  const of = (path: string) => outcome.guesses.find((guess) => guess.path === path)!;

  it('tries what people usually guess: not what is 0', () => {
    expect(outcome.guesses.map(({ path }) => path).sort()).toEqual([
      'downstreams.idle.latency',
      'functions.worker.handler.outcome[0].fails',
      'functions.worker.handler.perRecord',
      'sources.orders.arrivals[0].attributes.size',
      'sources.orders.arrivals[0].rate',
    ]);
  });

  it('finds how far each moves the answer, the farthest first', () => {
    expect(outcome.guesses.slice(0, 2).map(({ path }) => path)).toEqual([
      'sources.orders.arrivals[0].rate',
      'functions.worker.handler.perRecord',
    ]);
    const [half, double] = of('sources.orders.arrivals[0].rate').ends;
    // 100 · 10² / 1000 = 10; a half of the rate makes 2.5, the double 40.
    expect(double!.effects[0]).toMatchObject({
      difference: 30,
      verdict: 'moves',
      interval: { low: expect.closeTo(30, 9) as number },
    });
    expect(half!.effects[0]!.difference).toBeCloseTo(-7.5, 9);
    expect(double!.effects[0]!.elasticity).toBeCloseTo(2, 1);
    expect(of('functions.worker.handler.perRecord').ends[1]!.effects[0]!.elasticity).toBeCloseTo(1, 1);
    expect(double!.value).toEqual({ poisson: '20/s' });
  });

  it('counts the runs that miss an objective', () => {
    expect(outcome.base.objectives).toEqual([{ text: 'cost.total < 30 USD', missed: 0, runs: 4 }]);
    const [half, double] = of('sources.orders.arrivals[0].rate').ends;
    expect(double!.objectives).toEqual([{ text: 'cost.total < 30 USD', missed: 4, runs: 4 }]);
    expect(half!.objectives[0]!.missed).toBe(0);
  });

  it('has runs with the luck of the base, also of what moves nothing in the first', () => {
    expect(of('downstreams.idle.latency').ends.map(({ runs, effects }) => [runs, effects[0]!.verdict])).toEqual([
      [4, 'nothing'],
      [4, 'nothing'],
    ]);
    expect(outcome.runs).toBe(4 + 10 * 4);
    expect(cells).toHaveLength(outcome.runs);
    const ofDouble = cells.filter(({ scenario }) => JSON.stringify(scenario.sources[0]).includes('"perSecond":20'));
    expect(ofDouble.map(({ replication }) => replication)).toEqual([0, 1, 2, 3]);
  });
});

describe('numbers of the service', () => {
  const assumed = { kind: 'assumed', path: 'sqs.pollers.start', value: 5, overridden: false };
  /** Misses its objective in the last run of four, whatever is guessed. */
  const runs = (cell: Cell): Result => {
    const objectives = [{ text: 'cost.total < 30 USD', met: cell.replication < 3, value: cell.replication }];
    return { ...known()(cell), assumptions: [assumed], objectives } as never;
  };
  const fact = 'facts.sqs.pollers.start';

  it('that nobody asked for run once where that changes nothing, and then meet what the base meets', () => {
    const outcome = conduct(sensing(template, { figures: ['cost.total'], replications: 4 }), runs) as OneAtATime;
    const { ends } = outcome.guesses.find(({ path }) => path === fact)!;
    expect(ends.map(({ runs, isScreened, effects }) => [runs, isScreened, effects[0]!.verdict])).toEqual([
      [1, true, 'nothing'],
      [1, true, 'nothing'],
    ]);
    expect(outcome.base.objectives[0]).toMatchObject({ missed: 1, runs: 4 });
    for (const { effects, objectives } of ends) {
      expect(objectives[0]).toMatchObject({ missed: 1, runs: 4 });
      expect(effects[0]!.mean).toBe(outcome.base.means[0]);
    }
  });

  it('that are named have all their runs', () => {
    const options = { figures: ['cost.total'], replications: 4, guesses: { [fact]: { times: 2 } } };
    const outcome = conduct(sensing(template, options), runs) as OneAtATime;
    expect(outcome.guesses[0]!.ends.map(({ runs }) => runs)).toEqual([4, 4]);
  });
});

describe('a guess that leaves nothing to measure', () => {
  /** Nothing costs anything where the handler takes longer than 150 ms. */
  const runs = (cell: Cell): Result => {
    const result = known()(cell);
    const time = Number(result.digest.split(' ')[0]);
    return time > 150 ? ({ ...result, sources: {}, cost: { total: null } } as never) : result;
  };
  const guesses = {
    'sources.orders.arrivals[0].rate': { from: '5/s', to: '20/s' },
    'functions.worker.handler.perRecord': { times: 2 },
  };
  const of = (method: Method, more: SensitivityOptions = {}) =>
    conduct(sensing(template, { method, figures: ['cost.total'], guesses, ...more }), runs);

  it('comes first, one at a time', () => {
    const outcome = of('one-at-a-time', { replications: 3 }) as OneAtATime;
    expect(outcome.guesses[0]!.path).toBe('functions.worker.handler.perRecord');
    const [half, double] = outcome.guesses[0]!.ends.map(({ effects }) => effects[0]!);
    expect(half).toMatchObject({ verdict: 'moves', lost: 0 });
    expect(double).toMatchObject({ verdict: 'ends', lost: 3, mean: null, interval: null });
  });

  it('comes first in Morris, and Sobol counts its rows', () => {
    const morris = of('morris', { trajectories: 8 });
    if (morris.method !== 'morris') throw new Error('unreachable');
    expect(morris.unmeasured[0]).toBeGreaterThan(0);
    expect(morris.guesses[0]).toMatchObject({ path: 'functions.worker.handler.perRecord' });
    // From × ½ or × 0.79 to × 1.26 or × 2, or back: of those only × 2 is too long.
    const [time, rate] = morris.guesses.map(({ effects }) => effects[0]!);
    expect(time!.broken + time!.count).toBe(8);
    expect(time!.broken).toBeGreaterThan(0);
    expect(rate!.broken).toBe(0);
    const sobol = of('sobol', { samples: 8 });
    if (sobol.method !== 'sobol') throw new Error('unreachable');
    expect(sobol.totals[0]!.rows).toBeLessThan(8);
    expect(sobol.totals[0]!.unmeasured).toBeGreaterThan(0);
    const broken = Object.fromEntries(sobol.guesses.map(({ path, effects }) => [path, effects[0]!.broken]));
    expect(broken['functions.worker.handler.perRecord']).toBeGreaterThan(0);
    expect(broken['sources.orders.arrivals[0].rate']).toBe(0);
  });
});

describe('Morris takes steps as long as the values are apart', () => {
  it.each<[string, Record<string, unknown>, number]>([
    // 100 ms and 10/s: the cost is 10; the whole range from 5/s to 20/s makes 2.5 to 40.
    ['a list of two', { 'sources.orders.arrivals[0].rate': [{ poisson: '5/s' }, { poisson: '20/s' }] }, 37.5],
    [
      'a list of three, evenly apart',
      { 'functions.worker.handler.perRecord': [1, 2, 3].map((n) => ({ exponential: { mean: `${n}00 ms` } })) },
      20,
    ],
  ])('%s', (_name, guesses, size) => {
    const outcome = run({ method: 'morris', guesses, trajectories: 6 });
    if (outcome.method !== 'morris') throw new Error('unreachable');
    const [{ meanSize, standardDeviation, count }] = outcome.guesses[0]!.effects as [MorrisEffect];
    expect(count).toBe(6);
    expect(meanSize).toBeCloseTo(size, 9);
    if (size === 20) expect(standardDeviation).toBeCloseTo(0, 9);
  });

  it('also where amounts are rounded or cut', () => {
    const { scenario } = template.variant();
    const standing = (path: string, guess: object, isWhole: boolean) => {
      const made = axisOf({ path, spread: guess as never }, template, scenario, true);
      if (!made.ok) throw new Error(made.why);
      return [0, 1 / 3, 2 / 3, 1].map((share) => made.axis.standing(share, isWhole));
    };
    const near = (values: number[]) => values.map((value) => expect.closeTo(value, 6) as number);
    expect(standing('mappings.m.batchSize', { kind: 'between', from: 1, to: 2 }, true)).toEqual([0, 0, 1, 1]);
    // 10 from 5 to 20 by the factors ½, 0.79, 1.26 and 2: 5, 8, 13 and 20.
    const at = (n: number) => Math.log(n / 5) / Math.log(4);
    expect(standing('mappings.m.batchSize', { kind: 'times', factor: 2 }, true)).toEqual(near([0, at(8), at(13), 1]));
    // 1 % to 100 %: the upper third of the range of 1/1000 to 1000 is cut away.
    const [, , third, last] = standing(
      'functions.worker.handler.outcome[0].fails',
      { kind: 'times', factor: 1000 },
      false,
    );
    expect(last).toBe(1);
    expect(third).toBeGreaterThan(0.7);
  });
});

describe('guesses', () => {
  const ends = (guesses: Record<string, unknown>) => {
    const { guesses: found } = run({ guesses, replications: 2 }) as OneAtATime;
    return found.flatMap(({ ends }) => ends.map(({ label, value, refused }) => [label, value, refused]));
  };

  it('are those that are named', () => {
    expect(ends({ 'functions.worker.handler.perRecord': { times: 4 } })).toEqual([
      ['× 1/4', { exponential: { mean: '25 ms' } }, null],
      ['× 4', { exponential: { mean: '400 ms' } }, null],
    ]);
    expect(ends({ 'mappings.m.batchSize': { from: 1, to: 8 } }).map(([label]) => label)).toEqual(['1', '8']);
  });

  it('may be of defaults and of facts', () => {
    expect(ends({ 'mappings.m.batchSize': { times: 2 } })).toEqual([
      ['× 1/2', 5, null],
      ['× 2', null, expect.stringMatching(/batch window/)],
    ]);
    expect(ends({ 'facts.sqs.pollers.start': { times: 5 } }).map(([, value]) => value)).toEqual([1, 25]);
    expect(ends({ 'facts.sqs.startLatency': ['on', 'off'] })).toEqual([['off', 'off', null]]);
  });

  it('stay whole where there is nothing between', () => {
    expect(ends({ 'functions.worker.timeout': { times: 8 } }).map(([, value]) => value)).toEqual(['8 s', '480 s']);
  });

  it('are called what was tried, where it is rounded or cut', () => {
    const { guesses } = run({
      replications: 2,
      guesses: {
        'mappings.m.maximumBatchingWindow': { from: '1 s', to: '3 s' },
        'functions.worker.handler.outcome[0].fails': { times: 500 },
        'mappings.m.batchSize': { times: 4 },
      },
    }) as OneAtATime;
    const of = Object.fromEntries(
      guesses.map(({ path, ends }) => [path, ends.map((e) => [e.label, e.factor, e.value])]),
    );
    expect(of['functions.worker.handler.outcome[0].fails']![1]).toEqual(['100 %', 100, '100 %']);
    expect(of['mappings.m.batchSize']![0]).toEqual(['3', 0.3, 3]);
  });

  it('of which nothing lies beyond what is written say so', () => {
    expect(ends({ 'functions.worker.timeout': { times: 1.001 } })).toEqual([
      ['× 1/1.001', null, expect.stringMatching(/nothing lies beyond 60 s, as it is written/)],
      ['× 1.001', null, expect.stringMatching(/nothing lies beyond 60 s/)],
    ]);
    expect(() => run({ method: 'morris', guesses: { 'functions.worker.timeout': { times: 1.001 } } })).toThrow(
      /both ends of its range are "60 s"/,
    );
  });

  it('of which an end is refused keep its name', () => {
    expect(ends({ 'functions.worker.timeout': ['800 ms', '30 s'] })).toEqual([
      ['800 ms', null, expect.stringContaining('timeout')],
      ['30 s', '30 s', null],
    ]);
  });

  it('of which an end is refused say why, and the other end is tried', () => {
    const [low, high] = ends({ 'functions.worker.timeout': { times: 100 } });
    expect(low).toEqual(['1 s', '1 s', null]);
    expect(high).toEqual([
      '× 100',
      null,
      expect.stringMatching(/functions.worker.timeout: from 1 s to 15 min is allowed/),
    ]);
  });

  it.each([
    [{ 'functions.worker.handler.perKiB': { times: 2 } }, /nothing to guess.*\n.*perKiB: is 0/],
    [{ 'sources.orders.type': { times: 2 } }, /sources.orders.type: is a word/],
  ])('that cannot be: %j', (guesses, said) => {
    expect(() => run({ guesses })).toThrow(said);
  });

  it('that are no paths of the scenario are refused with it', () => {
    expect(() => run({ guesses: { 'functions.wroker.handler.perRecord': { times: 2 } } })).toThrow(
      /did you mean worker/,
    );
  });
});

it.each<[SensitivityOptions, RegExp]>([
  [{ replications: 1 }, /replications is a whole number from 2/],
  [{ method: 'morris', trajectories: NaN }, /trajectories is a whole number/],
  [{ method: 'sobol', replications: 5 }, /replications is an option of the method one-at-a-time, not of sobol/],
  [{ samples: 10 }, /samples is an option of the method sobol/],
  [{ confidence: 1 }, /confidence is above 0 and below 1/],
  [{ figures: [] }, /at least one figure/],
  [{ figures: ['p99(orders.latencey)'] }, /did you mean latency/],
  [{ method: 'all' as never }, /method is one of/],
])('%j is refused', (options, said) => {
  expect(() => run(options)).toThrow(said);
});

describe('all at once', () => {
  const guesses = {
    'functions.worker.handler.perRecord': { times: 2 },
    'sources.orders.arrivals[0].rate': { from: '5/s', to: '20/s' },
    'downstreams.idle.latency': { times: 2 },
  };

  it('Morris: order, interaction, and luck by trajectory', () => {
    const cells: Cell[] = [];
    const outcome = run({ method: 'morris', guesses, trajectories: 6 }, cells);
    if (outcome.method !== 'morris') throw new Error('unreachable');
    expect(outcome.runs).toBe(6 * 4);
    expect(cells.map(({ replication }) => replication)).toEqual(
      Array.from({ length: 24 }, (_, i) => Math.floor(i / 4)),
    );
    expect(outcome.guesses.map(({ path }) => path)).toEqual([
      'sources.orders.arrivals[0].rate',
      'functions.worker.handler.perRecord',
      'downstreams.idle.latency',
    ]);
    expect(outcome.guesses[0]!.effects[0]!.standardDeviation).toBeGreaterThan(5);
    expect(outcome.guesses[2]!.effects[0]).toMatchObject({ meanSize: 0, standardDeviation: 0 });
  });

  it('Sobol: rows of their own luck, and what does nothing', () => {
    const cells: Cell[] = [];
    const outcome = run({ method: 'sobol', guesses, samples: 8 }, cells);
    if (outcome.method !== 'sobol') throw new Error('unreachable');
    expect(outcome.runs).toBe(8 * 5);
    expect(cells.map(({ replication }) => replication)).toEqual(
      Array.from({ length: 40 }, (_, i) => Math.floor(i / 5)),
    );
    expect(outcome.guesses[2]).toMatchObject({ path: 'downstreams.idle.latency', effects: [{ first: 0, total: 0 }] });
    expect(outcome.guesses[0]!.effects[0]!.total).toBeGreaterThan(0.3);
  });

  it('a guess of which an end is refused is left out, with the reason', () => {
    const outcome = run({
      method: 'morris',
      guesses: { ...guesses, 'functions.worker.timeout': { times: 100 } },
      trajectories: 2,
    });
    expect(outcome.leftOut).toEqual([
      { path: 'functions.worker.timeout', why: expect.stringMatching(/^× 100 is refused: .*15 min/) as string },
    ]);
  });
});

it('is the same twice, and simulates for real', () => {
  const options = {
    replications: 2,
    figures: ['p99(orders.latency)'],
    guesses: { 'functions.worker.handler.perRecord': { times: 2 } },
  };
  const outcome = sensitivity(template, options);
  expect(JSON.stringify(sensitivity(template, options))).toBe(JSON.stringify(outcome));
  const [half, double] = outcome.guesses[0]!.ends.map(({ effects }) => effects[0]!);
  expect(half!.mean!).toBeLessThan(outcome.base.means[0]!);
  expect(double!.mean!).toBeGreaterThan(1.4 * outcome.base.means[0]!);
});
