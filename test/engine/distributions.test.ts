/** Every kind of distribution against its closed forms, by fixed seeds. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  alias,
  compile,
  lognormalByMoments,
  lognormalByQuantiles,
  meanOf,
  zipfWeights,
  type DistributionSpec,
} from '../../src/engine/distributions.ts';
import { RandomStreams } from '../../src/engine/random.ts';
import {
  always,
  chiSquareDeviate,
  erf,
  kolmogorovSmirnov,
  momentsOf,
  normalCdf,
} from '../support/engine-statistics.ts';

const DRAWS = 200_000;

function stream(name: string) {
  return new RandomStreams(1).stream(name, 'test');
}

function sampled(spec: DistributionSpec, draws = DRAWS): Float64Array {
  const random = stream(JSON.stringify(spec));
  const draw = compile(spec);
  return Float64Array.from({ length: draws }, () => draw(random));
}

interface Case {
  readonly spec: DistributionSpec;
  readonly mean: number;
  readonly variance: number;
  /** Share of values up to x; x is not below the least value. */
  readonly cdf: (x: number) => number;
}

/** Balanced means: each branch has half of the mean. */
function hyperexponential(mean: number, squaredVariation: number): Case {
  const p = (1 + Math.sqrt((squaredVariation - 1) / (squaredVariation + 1))) / 2;
  return {
    spec: { kind: 'hyperexponential', mean, squaredVariation },
    mean,
    variance: squaredVariation * mean * mean,
    cdf: (x) => 1 - p * Math.exp((-2 * p * x) / mean) - (1 - p) * Math.exp((-2 * (1 - p) * x) / mean),
  };
}

const exponential = (x: number) => 1 - Math.exp(-x);
const cases: Case[] = [
  { spec: { kind: 'uniform', min: 2, max: 10 }, mean: 6, variance: 64 / 12, cdf: (x) => (x - 2) / 8 },
  { spec: { kind: 'exponential', mean: 250 }, mean: 250, variance: 62_500, cdf: (x) => exponential(x / 250) },
  {
    spec: { kind: 'lognormal', mu: 5, sigma: 0.8 },
    mean: Math.exp(5.32),
    variance: Math.expm1(0.64) * Math.exp(10.64),
    cdf: (x) => normalCdf((Math.log(x) - 5) / 0.8),
  },
  {
    spec: { kind: 'gamma', mean: 40, shape: 0.5 },
    mean: 40,
    variance: 3200,
    cdf: (x) => erf(Math.sqrt(x / 80)),
  },
  { spec: { kind: 'gamma', mean: 40, shape: 1 }, mean: 40, variance: 1600, cdf: (x) => exponential(x / 40) },
  {
    spec: { kind: 'gamma', mean: 60, shape: 3 },
    mean: 60,
    variance: 1200,
    cdf: (x) => 1 - Math.exp(-x / 20) * (1 + x / 20 + (x * x) / 800),
  },
  hyperexponential(100, 4),
  hyperexponential(100, 1),
  {
    spec: { kind: 'pareto', min: 10, shape: 6 },
    mean: 12,
    variance: (100 * 6) / (25 * 4),
    cdf: (x) => 1 - (10 / x) ** 6,
  },
  {
    spec: { kind: 'weibull', scale: 30, shape: 0.5 },
    mean: 60,
    variance: 20 * 900,
    cdf: (x) => exponential(Math.sqrt(x / 30)),
  },
  {
    spec: { kind: 'weibull', scale: 30, shape: 2 },
    mean: 15 * Math.sqrt(Math.PI),
    variance: 900 * (1 - Math.PI / 4),
    cdf: (x) => exponential((x / 30) ** 2),
  },
  {
    // Even on 0 to 10 with weight 1/2, on 10 to 40 with weight 1/2.
    spec: {
      kind: 'quantiles',
      points: [
        [0, 0],
        [0.5, 10],
        [1, 40],
      ],
    },
    mean: 15,
    variance: 100 / 6 + 2100 / 6 - 225,
    cdf: (x) => (x < 10 ? x / 20 : 0.5 + (x - 10) / 60),
  },
];

describe.each(cases.map((each) => [JSON.stringify(each.spec), each] as const))('%s', (_, each) => {
  const values = sampled(each.spec).sort();
  const moments = momentsOf(values);

  it('has the mean it claims', () => expect(meanOf(each.spec) / each.mean).toBeCloseTo(1, 9));

  it('is drawn with that mean', () => {
    expect(Math.abs(moments.mean - each.mean)).toBeLessThan(4 * moments.meanError);
  });

  it('is drawn with the variance of the closed form', () => {
    expect(Math.abs(moments.variance - each.variance)).toBeLessThan(4 * moments.varianceError);
  });

  it('is drawn with the quantiles of the closed form, all of them', () => {
    expect(kolmogorovSmirnov(values, each.cdf)).toBeLessThan(1.95);
  });
});

describe('any sampler', () => {
  const extremes: DistributionSpec[] = [
    ...cases.map(({ spec }) => spec),
    { kind: 'constant', value: 3 },
    { kind: 'gamma', mean: 1, shape: 0.02 },
    { kind: 'hyperexponential', mean: 1, squaredVariation: 400 },
    { kind: 'pareto', min: 1, shape: 0.5 },
    { kind: 'choice', values: [4, 9], weights: [1, 2] },
  ];

  it.each(extremes)('$kind gives finite values, zero or more', (spec) => {
    for (const value of sampled(spec, 5000)) if (!(Number.isFinite(value) && value >= 0)) expect.fail(String(value));
  });

  it.each(extremes)('$kind keeps nothing between draws: two share a stream as one does alone', (spec) => {
    const random = stream(JSON.stringify(spec));
    const two = [compile(spec), compile(spec)];
    const shared = Float64Array.from({ length: 200 }, (_, i) => two[i % 2]!(random));
    expect(shared).toEqual(sampled(spec, 200));
  });
});

describe('the ends of the unit interval', () => {
  it('uniform draws its least value and does not exceed its greatest', () => {
    const draw = compile({ kind: 'uniform', min: 5, max: 6 });
    expect(draw(always(0))).toBe(5);
    expect(draw(always(1 - 2 ** -53))).toBeLessThanOrEqual(6);
    expect(draw(always(1 - 2 ** -53))).toBeCloseTo(6, 12);
  });

  it('Weibull draws zero and Pareto its least value, and both are finite at the other end', () => {
    const specs: DistributionSpec[] = [
      { kind: 'weibull', scale: 7, shape: 2 },
      { kind: 'pareto', min: 7, shape: 2 },
    ];
    expect(specs.map((spec) => compile(spec)(always(0)))).toEqual([0, 7]);
    for (const spec of specs) expect(compile(spec)(always(1 - 2 ** -53))).toBeLessThan(1e10);
  });
});

describe('an exponential of ten million draws', () => {
  const CELLS = 400;
  const LEVELS = [6, 7.5, 8, 9, 10, 12];
  const cells = new Array<number>(CELLS).fill(0);
  const beyond = LEVELS.map(() => 0);
  const random = stream('exponential');
  const draw = compile({ kind: 'exponential', mean: 1 });
  for (let i = 0; i < 10_000_000; i++) {
    const x = draw(random);
    if (i < 2_000_000) cells[Math.floor(CELLS * (1 - Math.exp(-x)))]!++;
    for (let level = 0; x > LEVELS[level]!; level++) beyond[level]!++;
  }

  it('fills four hundred cells of equal probability evenly', () => {
    expect(Math.abs(chiSquareDeviate(cells, new Array(CELLS).fill(1 / CELLS)))).toBeLessThan(3.5);
  });

  it.each(LEVELS.map((x, i) => [x, i] as const))('goes beyond %f as often as it should', (x, i) => {
    const expected = 1e7 * Math.exp(-x);
    expect(Math.abs(beyond[i]! - expected)).toBeLessThan(4 * Math.sqrt(expected));
  });
});

describe('a lognormal', () => {
  const shareUpTo = (values: Float64Array, x: number) => values.filter((value) => value <= x).length / values.length;

  it('by quantiles hits median and p99', () => {
    const values = sampled(lognormalByQuantiles(120, 900));
    expect(Math.abs(shareUpTo(values, 120) - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / DRAWS));
    expect(Math.abs(shareUpTo(values, 900) - 0.99)).toBeLessThan(4 * Math.sqrt(0.0099 / DRAWS));
  });

  it('by quantiles has 99 % below p99 to the last digits', () => {
    const spec = lognormalByQuantiles(120, 900);
    if (spec.kind !== 'lognormal') return expect.fail(spec.kind);
    expect(Math.exp(spec.mu)).toBeCloseTo(120, 10);
    expect(normalCdf((Math.log(900) - spec.mu) / spec.sigma)).toBeCloseTo(0.99, 13);
  });

  it('by quantiles with p99 at the median is that value always', () => {
    for (const value of sampled(lognormalByQuantiles(80, 80), 100)) expect(value).toBeCloseTo(80, 10);
  });

  it('by moments hits mean and coefficient of variation', () => {
    const spec = lognormalByMoments(250, 0.7);
    const { mean, variance, meanError, varianceError } = momentsOf(sampled(spec));
    expect(meanOf(spec)).toBeCloseTo(250, 9);
    expect(Math.abs(mean - 250)).toBeLessThan(4 * meanError);
    expect(Math.abs(variance - (0.7 * 250) ** 2)).toBeLessThan(4 * varianceError);
  });
});

describe('means in closed form', () => {
  it('a Weibull’s is a gamma function, to the twelve digits promised', () => {
    const means: [shape: number, mean: number][] = [
      [1, 1],
      [1 / 2, 2],
      [1 / 3, 6],
      [1 / 5, 120],
      [2, Math.sqrt(Math.PI) / 2],
      [2 / 3, 0.75 * Math.sqrt(Math.PI)],
    ];
    for (const [shape, mean] of means)
      expect(Math.abs(meanOf({ kind: 'weibull', scale: 1, shape }) / mean - 1)).toBeLessThan(1e-12);
  });

  it('a Pareto of shape 1 or less has none', () => {
    expect(meanOf({ kind: 'pareto', min: 3, shape: 1 })).toBe(Infinity);
    expect(meanOf({ kind: 'pareto', min: 3, shape: 0.4 })).toBe(Infinity);
    expect(meanOf({ kind: 'pareto', min: 3, shape: 3 })).toBeCloseTo(4.5, 12);
  });

  it('a constant is its own mean and its only value', () => {
    const spec: DistributionSpec = { kind: 'constant', value: 42 };
    expect(meanOf(spec)).toBe(42);
    expect(new Set(sampled(spec, 10))).toEqual(new Set([42]));
  });

  it('a choice weighs its values', () => {
    expect(meanOf({ kind: 'choice', values: [10, 40], weights: [1, 2] })).toBe(30);
  });
});

describe('quantiles', () => {
  const draw = compile({
    kind: 'quantiles',
    points: [
      [0, 10],
      [0.5, 20],
      [0.9, 100],
      [1, 1000],
    ],
  });

  it.each([
    [0, 10],
    [0.25, 15],
    [0.5, 20],
    [0.7, 60],
    [0.9, 100],
    [0.95, 550],
    [0.999, 991],
  ])('at share %f lies on the line between its neighbours, at %f', (share, value) => {
    expect(draw(always(share))).toBeCloseTo(value, 9);
  });

  it('may jump', () => {
    const jump = compile({
      kind: 'quantiles',
      points: [
        [0, 1],
        [0.5, 1],
        [0.5, 9],
        [1, 9],
      ],
    });
    expect([0, 0.499, 0.5, 0.999].map((share) => jump(always(share)))).toEqual([1, 1, 9, 9]);
  });
});

describe('drawing by weight', () => {
  it('a choice draws its values as often as they weigh', () => {
    const weights = [5, 0, 1, 14, 30];
    const counts = [0, 0, 0, 0, 0];
    for (const value of sampled({ kind: 'choice', values: [0, 1, 2, 3, 4], weights })) counts[value]!++;
    expect(counts[1]).toBe(0);
    const drawn = (_: number, i: number) => i !== 1;
    const shares = weights.map((weight) => weight / 50).filter(drawn);
    expect(Math.abs(chiSquareDeviate(counts.filter(drawn), shares))).toBeLessThan(3.5);
  });

  it('an alias table gives each index exactly its share of the unit interval', () => {
    // With whole weights every border of the table is a multiple of 1 / (n · total): middles between those decide exactly.
    const some = fc.array(fc.nat(30), { minLength: 1, maxLength: 12 }).filter((all) => all.some((w) => w > 0));
    fc.assert(
      fc.property(some, (weights) => {
        const pick = alias(weights);
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        const cells = weights.length * total;
        const counts = weights.map(() => 0);
        for (let cell = 0; cell < cells; cell++) counts[pick(always((cell + 0.5) / cells))]!++;
        expect(counts).toEqual(weights.map((weight) => weight * weights.length));
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('an alias table of thousands draws by Zipf’s law', () => {
    const weights = zipfWeights(2000, 1.1);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const pick = alias(weights);
    const random = stream('zipf');
    const counts = new Array<number>(2000).fill(0);
    for (let i = 0; i < 1_000_000; i++) counts[pick(random)]!++;
    const shares = Array.from(weights, (weight) => weight / total);
    expect(Math.abs(chiSquareDeviate(counts, shares))).toBeLessThan(3.5);
  });

  it('Zipf’s weights are k^−exponent', () => {
    const weights = zipfWeights(50, 0.8);
    expect(weights).toHaveLength(50);
    weights.forEach((weight, i) => expect(weight * (i + 1) ** 0.8).toBeCloseTo(1, 12));
    expect([...zipfWeights(3, 0)]).toEqual([1, 1, 1]);
  });
});
