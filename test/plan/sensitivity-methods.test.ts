/** Designs and estimators of sensitivity on functions whose answers are known: by hand, or published. */
import { describe, expect, it } from 'vitest';
import { RandomStreams } from '../../src/engine/random.ts';
import { halton } from '../../src/plan/designs/halton.ts';
import { morrisEffects, trajectories } from '../../src/plan/sensitivity/morris.ts';
import { effectOf } from '../../src/plan/sensitivity/one-at-a-time.ts';
import { sobolIndices, sobolRows } from '../../src/plan/sensitivity/sobol.ts';

const stream = (purpose: string, seed = 1) => new RandomStreams(seed).stream('test', purpose);

describe('points of the Halton sequence', () => {
  it('lie one in each part of the cube’s edge, in each dimension', () => {
    const points = halton(64, 1, stream('halton'));
    expect(points.map(([x]) => Math.floor(x! * 64)).sort((a, b) => a - b)).toEqual([...points.keys()]);
    const thirds = halton(81, 2, stream('halton'));
    expect(thirds.map(([, y]) => Math.floor(y! * 81)).sort((a, b) => a - b)).toEqual([...thirds.keys()]);
  });

  it('fill a square more evenly than chance does', () => {
    const inBoxes = halton(36 * 8, 2, stream('halton')).map(([x, y]) => Math.floor(x! * 6) * 6 + Math.floor(y! * 6));
    const counts = Array.from({ length: 36 }, (_, box) => inBoxes.filter((one) => one === box).length);
    // Of chance, the counts would have a variance of about 8.
    const variance = counts.reduce((sum, n) => sum + (n - 8) * (n - 8), 0) / 36;
    expect(variance).toBeLessThan(2);
  });

  it('are the same of the same luck, others of other luck, and within the cube in many dimensions', () => {
    expect(halton(50, 40, stream('halton'))).toEqual(halton(50, 40, stream('halton')));
    expect(halton(50, 40, stream('halton'))).not.toEqual(halton(50, 40, stream('halton', 2)));
    expect(
      halton(200, 40, stream('halton'))
        .flat()
        .every((x) => x >= 0 && x < 1),
    ).toBe(true);
  });
});

const levelsOf = (dimensions: number) => new Array<number>(dimensions).fill(4);

function morrisOf(f: (x: readonly number[]) => number, dimensions: number, count: number) {
  const all = trajectories(count, levelsOf(dimensions), stream('morris'));
  const values = all.map(({ points }) => points.map(f));
  return { all, effects: morrisEffects(all, values, dimensions, 0.95) };
}

describe('Morris', () => {
  it('steps through the levels, each guess once in a trajectory', () => {
    for (const { points, steps } of trajectories(20, levelsOf(5), stream('morris'))) {
      expect(steps.map(({ guess }) => guess).sort()).toEqual([0, 1, 2, 3, 4]);
      expect(points).toHaveLength(6);
      steps.forEach(({ guess, by }, i) => {
        expect(Math.abs(by)).toBeCloseTo(2 / 3, 12);
        points[i + 1]!.forEach((x, k) => expect(x - points[i]![k]!).toBeCloseTo(k === guess ? by : 0, 12));
      });
      for (const x of points.flat())
        expect(Math.min(...[0, 1 / 3, 2 / 3, 1].map((l) => Math.abs(l - x)))).toBeLessThan(1e-9);
    }
  });

  it('has the values of a list as levels, each of them tried, and steps by half of them', () => {
    for (const n of [2, 3, 5, 6, 20]) {
      const all = trajectories(40 * n, [n], stream('morris'));
      const index = all.flatMap(({ points }) => points.map(([x]) => Math.round(x! * (n - 1))));
      expect(new Set(index).size).toBe(n);
      expect(Math.min(...index)).toBe(0);
      expect(Math.max(...index)).toBe(n - 1);
      for (const { steps } of all) expect(Math.abs(steps[0]!.by)).toBeCloseTo(Math.floor(n / 2) / (n - 1), 12);
    }
  });

  it('finds the slopes of a plane, and that they are the same everywhere', () => {
    const { effects } = morrisOf(([a, b, c]) => 3 * a! - 5 * b! + 0 * c!, 3, 8);
    expect(effects.map(({ mean }) => mean!)).toEqual([3, -5, 0].map((slope) => expect.closeTo(slope, 9) as number));
    expect(effects.map(({ meanSize }) => meanSize!)).toEqual(
      [3, 5, 0].map((size) => expect.closeTo(size, 9) as number),
    );
    for (const { standardDeviation } of effects) expect(standardDeviation).toBeCloseTo(0, 9);
  });

  it('tells what bends and what goes together by its spread', () => {
    const { effects } = morrisOf(([a, b, c]) => a! * b! + c!, 3, 400);
    expect(effects[0]!.standardDeviation!).toBeGreaterThan(0.2);
    expect(effects[2]!.standardDeviation!).toBeCloseTo(0, 9);
    // Steps of ⅔ or −⅔: a mean of ½ for a product with another that is at 0, ⅓, ⅔ and 1 alike.
    expect(effects[0]!.mean!).toBeCloseTo(0.5, 1);
  });

  it('finds in Morris’s function of twenty inputs the ten that matter, and which of them bend', () => {
    const { effects } = morrisOf(morrisFunction, 20, 100);
    const sizes = effects.map(({ meanSize }) => meanSize!);
    const order = sizes.map((size, i) => ({ size, i })).sort((a, b) => b.size - a.size);
    expect(
      order
        .slice(0, 10)
        .map(({ i }) => i)
        .sort((a, b) => a - b),
    ).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(Math.min(...sizes.slice(0, 10))).toBeGreaterThan(5 * Math.max(...sizes.slice(10)));
    // Figure 1 of the paper: x8, x9 and x10 have a large mean and little spread; the first seven much.
    for (const i of [7, 8, 9]) expect(effects[i]!.standardDeviation! / sizes[i]!).toBeLessThan(0.2);
    for (const i of [0, 1, 2, 3, 4, 5, 6]) expect(effects[i]!.standardDeviation! / sizes[i]!).toBeGreaterThan(0.5);
  });

  it('leaves out steps of which a value is missing', () => {
    const all = trajectories(2, levelsOf(1), stream('morris'));
    const [effect] = morrisEffects(
      all,
      [
        [1, null],
        [1, 1 + all[1]!.steps[0]!.by],
      ],
      1,
      0.95,
    );
    expect(effect).toMatchObject({ count: 1, broken: 1, meanSize: expect.closeTo(1, 9) as number, interval: null });
    expect(
      morrisEffects(
        all,
        [
          [null, null],
          [null, 1],
        ],
        1,
        0.95,
      )[0],
    ).toMatchObject({ count: 0, broken: 1, mean: null });
  });
});

/** Morris (1991), equation 4, without the terms whose coefficients he drew at random: they are small beside the others. */
function morrisFunction(x: readonly number[]): number {
  const w = x.map((v, i) => ([2, 4, 6].includes(i) ? 2 * ((1.1 * v) / (v + 0.1) - 0.5) : 2 * (v - 0.5)));
  let y = 0;
  for (let i = 0; i < 20; i++) y += (i < 10 ? 20 : 0) * w[i]!;
  for (let i = 0; i < 6; i++) for (let j = i + 1; j < 6; j++) y -= 15 * w[i]! * w[j]!;
  for (let i = 0; i < 5; i++)
    for (let j = i + 1; j < 5; j++) for (let l = j + 1; l < 5; l++) y -= 10 * w[i]! * w[j]! * w[l]!;
  for (let i = 0; i < 4; i++)
    for (let j = i + 1; j < 4; j++)
      for (let l = j + 1; l < 4; l++) for (let s = l + 1; s < 4; s++) y += 5 * w[i]! * w[j]! * w[l]! * w[s]!;
  return y;
}

function sobolOf(f: (x: readonly number[], row: number) => number | null, dimensions: number, count: number) {
  const rows = sobolRows(count, dimensions, stream('sobol'));
  const values = rows.map((points, row) => points.map((point) => f(point, row)));
  return sobolIndices(values, dimensions, 0.95, stream('bootstrap'));
}

describe('Sobol', () => {
  /** Ishigami and Homma (1990), a = 7, b = 0.1; the indices are known in closed form. */
  const ishigami = (x: readonly number[]) => {
    const [a, b, c] = x.map((u) => Math.PI * (2 * u - 1)) as [number, number, number];
    return Math.sin(a) + 7 * Math.sin(b) * Math.sin(b) + 0.1 * c * c * c * c * Math.sin(a);
  };
  const known = sobolOf(ishigami, 3, 4096);

  it('has the first indices of the Ishigami function', () => {
    [0.3139, 0.4424, 0].forEach((first, i) => expect(Math.abs(known.effects[i]!.first! - first)).toBeLessThan(0.02));
  });

  it('has its total indices, mean and variance', () => {
    [0.5576, 0.4424, 0.2437].forEach((total, i) =>
      expect(Math.abs(known.effects[i]!.total! - total)).toBeLessThan(0.02),
    );
    expect(known.total.mean).toBeCloseTo(3.5, 1);
    expect(Math.abs(known.total.variance! - 13.8446)).toBeLessThan(0.3);
    expect(Math.abs(known.total.luck!)).toBeLessThan(0.02);
  });

  it('has intervals that hold them', () => {
    [0.3139, 0.4424, 0].forEach((first, i) => {
      const { low, high } = known.effects[i]!.firstInterval!;
      expect(low - 0.01 < first && first < high + 0.01).toBe(true);
      expect(high - low).toBeLessThan(0.2);
    });
  });

  it('tells the share of luck', () => {
    const luck = stream('luck');
    const ofRow = Array.from({ length: 4096 }, () => luck.next());
    // Variances: of x 1/12, of twice the luck 4/12.
    const { total, effects } = sobolOf(([x], row) => x! + 2 * ofRow[row]!, 1, 4096);
    expect(Math.abs(total.luck! - 0.8)).toBeLessThan(0.03);
    expect(Math.abs(effects[0]!.first! - 0.2)).toBeLessThan(0.03);
  });

  it('has none where nothing varies, and leaves out rows with a value missing', () => {
    expect(sobolOf(() => 4, 2, 16)).toMatchObject({
      total: { variance: null },
      effects: [{ first: null }, { total: null }],
    });
    const { total, effects } = sobolOf(([x, y], row) => (row % 2 === 0 ? null : x! + 0 * y!), 2, 256);
    expect(total).toMatchObject({ rows: 128, unmeasured: 128 * 4 });
    const gone = sobolOf(([x, y]) => (x! > 0.5 ? null : y!), 2, 64);
    expect(gone.effects[0]!.broken).toBeGreaterThan(20);
    expect(gone.effects[1]!.broken).toBe(0);
    expect(effects[1]!.total).toBe(0);
  });
});

describe('the effect of one guess', () => {
  const of = (base: (number | null)[], values: (number | null)[], factor: number | null = 2) =>
    effectOf(base, values, factor, 0.95);

  it('is told from the differences of runs with the same luck', () => {
    // Nobody could tell 10 … 1000 from 11 … 1001 without the pairs.
    const effect = of([10, 100, 1000], [20, 110, 1010]);
    expect(effect).toMatchObject({ difference: 10, interval: { low: 10, high: 10 }, mean: 380 });
    expect(effect.ratio).toBeCloseTo(380 / 370, 12);
    expect(of([100, 100, 100], [400, 400, 400]).elasticity).toBe(2);
    expect(of([100, 100, 100], [50, 50, 50], 0.5).elasticity).toBe(1);
  });

  it.each([
    [[10, 12], [10, 12], 'nothing'],
    [[10, 12, 11], [20, 24, 22], 'moves'],
    [[100, 100, 100], [101, 101, 101.5], 'little'],
    [[100, 100, 100], [300, 50, 90], 'unclear'],
    [[0, 0, 0], [5, 6, 7], 'moves'],
    [[0, 0, 0], [0, 0, 30], 'unclear'],
    [[10], [20], 'unclear'],
  ])('%j to %j: %s', (base, values, verdict) => {
    expect(of(base, values).verdict).toBe(verdict);
  });

  it('ends the figure, or begins it, where it leaves nothing to measure or brings it', () => {
    expect(of([10, 11, null], [null, null, null])).toMatchObject({ verdict: 'ends', lost: 2, gained: 0, mean: null });
    expect(of([10, 10, 10], [null, 10, 10])).toMatchObject({ verdict: 'ends', lost: 1, mean: 10 });
    expect(of([null, null], [5, 5])).toMatchObject({ verdict: 'begins', lost: 0, gained: 2, mean: null });
    expect(of([null, 10], [null, 10])).toMatchObject({ verdict: 'nothing', lost: 0, gained: 0 });
  });

  it('leaves out runs without a value', () => {
    expect(of([null, 10, 10], [5, null, 30])).toMatchObject({ mean: 30, difference: 20, interval: null });
    expect(of([null], [5])).toMatchObject({ mean: null, difference: null, ratio: null });
  });
});
