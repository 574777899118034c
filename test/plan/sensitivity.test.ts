/** Sensitivity as an experiment: what it runs with what luck, and what it makes of answers that are known because nobody simulated them. */
import { describe, expect, it } from 'vitest';
import { conduct, type Cell } from '../../src/plan/experiment.ts';
import type { OneAtATime } from '../../src/plan/sensitivity/outcome.ts';
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

  it('runs once what moves nothing, and the rest with the luck of the base', () => {
    expect(of('downstreams.idle.latency').ends.map(({ runs, effects }) => [runs, effects[0]!.verdict])).toEqual([
      [1, 'nothing'],
      [1, 'nothing'],
    ]);
    // The base, one run of each of ten ends, and three more of four.
    expect(outcome.runs).toBe(4 + 10 + 12);
    expect(cells).toHaveLength(outcome.runs);
    const ofDouble = cells.filter(({ scenario }) => JSON.stringify(scenario.sources[0]).includes('"perSecond":20'));
    expect(ofDouble.map(({ replication }) => replication)).toEqual([0, 1, 2, 3]);
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

  it('of which an end is refused say why, and the other end is tried', () => {
    const [low, high] = ends({ 'functions.worker.timeout': { times: 100 } });
    expect(low).toEqual(['× 1/100', '1 s', null]);
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
  [{ trajectories: NaN }, /trajectories is a whole number/],
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
  const outcome = sensitivity(template, options) as OneAtATime;
  expect(JSON.stringify(sensitivity(template, options))).toBe(JSON.stringify(outcome));
  const [half, double] = outcome.guesses[0]!.ends.map(({ effects }) => effects[0]!);
  expect(half!.mean!).toBeLessThan(outcome.base.means[0]!);
  expect(double!.mean!).toBeGreaterThan(1.4 * outcome.base.means[0]!);
});
