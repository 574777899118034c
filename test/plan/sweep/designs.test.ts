/** The designs: what a grid, a Latin hypercube and a low-discrepancy sample promise, as properties of their points. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RandomStreams } from '../../../src/engine/random.ts';
import { halton } from '../../../src/plan/designs/halton.ts';
import { pointsOf } from '../../../src/plan/sweep/points.ts';
import type { Axis, SweepSpec } from '../../../src/plan/sweep/spec.ts';
import { numeralOf } from '../../../src/scenario/range.ts';

type Designed = Pick<SweepSpec, 'design' | 'axes' | 'cells' | 'seed'>;

const list = (name: string, length: number): Axis => ({
  name,
  values: Array.from({ length }, (_, i) => ({ value: i })),
});
const range = (name: string, from: number | string, to: number | string, over: object = {}): Axis => ({
  name,
  range: { from, to, scale: 'linear', isWhole: false, ...over },
});
const labelsOf = (spec: Designed) => {
  const pointAt = pointsOf(spec);
  return Array.from({ length: spec.cells }, (_, cell) => pointAt(cell).labels);
};
const valuesOf = (labels: ReturnType<typeof labelsOf>, name: string) => labels.map((of) => numeralOf(of[name])!.value);
const column = (spec: Designed, name: string) => valuesOf(labelsOf(spec), name);

describe('a grid', () => {
  it('has every combination once, the last axis first', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 }), (lengths) => {
        const axes = lengths.map((length, i) => list(`a${i}`, length));
        const cells = lengths.reduce((product, length) => product * length, 1);
        const all = labelsOf({ design: 'grid', axes, cells, seed: 1 }).map(
          (labels) => Object.values(labels) as number[],
        );
        expect(new Set(all.map(String)).size).toBe(cells);
        const inOrder = all.toSorted(
          (a, b) => a[a.findIndex((x, i) => x !== b[i])]! - b[a.findIndex((x, i) => x !== b[i])]!,
        );
        expect(inOrder).toEqual(all);
      }),
    );
  });

  it('has no cells but its own', () => {
    const at = pointsOf({ design: 'grid', axes: [list('a', 6)], cells: 6, seed: 1 });
    for (const n of [-1, 6, 1.5, NaN]) expect(() => at(n)).toThrow(/from 0 to 5/);
  });
});

it('together goes through all axes at once', () => {
  const spec: Designed = { design: 'together', axes: [list('a', 3), list('b', 3)], cells: 3, seed: 1 };
  expect(labelsOf(spec)).toEqual([0, 1, 2].map((i) => ({ a: i, b: i })));
});

describe('a Latin hypercube', () => {
  it('has exactly one sample in each stratum of each axis', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 120 }), fc.integer(), (cells, seed) => {
        const axes = [range('a', 0, 1), range('b', '2 s', '5 s'), range('c', '10/s', '1000/s', { scale: 'log' })];
        const spec: Designed = { design: 'latin-hypercube', axes, cells, seed };
        const labels = labelsOf(spec);
        const shares = [
          valuesOf(labels, 'a'),
          valuesOf(labels, 'b').map((b) => (b - 2) / 3),
          valuesOf(labels, 'c').map((c) => Math.log(c / 10) / Math.log(100)),
        ];
        for (const ofAxis of shares) {
          // Values are rounded to a millionth of the range: who stands on a border may be on either side of it.
          const sorted = ofAxis.toSorted((a, b) => a - b);
          const isIn = (share: number, stratum: number) => Math.abs(share * cells - stratum - 0.5) <= 0.501;
          expect(sorted.filter((share, stratum) => !isIn(share, stratum))).toEqual([]);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('shares lists and whole numbers out evenly', () => {
    const axes = [list('list', 4), range('whole', 1, 5, { isWhole: true }), range('down', 5, 1, { isWhole: true })];
    const spec: Designed = { design: 'latin-hypercube', axes, cells: 20, seed: 7 };
    const countsOf = (name: string) => {
      const counts = new Map<number, number>();
      for (const value of column(spec, name)) counts.set(value, (counts.get(value) ?? 0) + 1);
      return Object.fromEntries(counts);
    };
    expect(countsOf('list')).toEqual({ 0: 5, 1: 5, 2: 5, 3: 5 });
    expect(countsOf('whole')).toEqual({ 1: 4, 2: 4, 3: 4, 4: 4, 5: 4 });
    expect(countsOf('down')).toEqual(countsOf('whole'));
  });

  it('has the same samples of an axis, whatever varies beside it', () => {
    const base: Designed = { design: 'latin-hypercube', axes: [range('a', 0, 1)], cells: 10, seed: 1 };
    const more = { ...base, axes: [range('b', 0, 1), ...base.axes] };
    expect(column(more, 'a')).toEqual(column(base, 'a'));
    expect(column(more, 'b')).not.toEqual(column(base, 'a'));
  });
});

describe('a low-discrepancy sample', () => {
  const spec: Designed = { design: 'low-discrepancy', axes: [range('x', 0, 1), range('y', 0, 1)], cells: 64, seed: 1 };

  it('fills a square more evenly than chance', () => {
    const [x, y] = [column(spec, 'x'), column(spec, 'y')];
    const own = starDiscrepancy(x.map((one, i) => [one, y[i]!] as const));
    const random = new RandomStreams(1).stream('test', 'points');
    const ofChance = Array.from({ length: 8 }, () =>
      starDiscrepancy(Array.from({ length: 64 }, () => [random.next(), random.next()] as const)),
    );
    // Seen: 0.04 to 0.06 for so many points of the sequence, 0.1 to 0.2 for points of chance.
    expect(own).toBeLessThan(Math.min(...ofChance));
    expect(own).toBeLessThan(0.09);
  });

  it('goes on where fewer samples ended', () => {
    const first = labelsOf({ ...spec, cells: 16 });
    expect(labelsOf(spec).slice(0, 16)).toEqual(first);
    expect(halton(3, 2, new RandomStreams(1).stream('a', 'b'), 2)[0]).toEqual(
      halton(3, 2, new RandomStreams(1).stream('a', 'b'))[2],
    );
  });
});

/** How far the share of points in a box from the origin can be from its size: at its worst at the corners that the points make. */
function starDiscrepancy(points: readonly (readonly [number, number])[]): number {
  const corners = (i: 0 | 1) => [...points.map((point) => point[i]), 1];
  let worst = 0;
  for (const x of corners(0)) {
    for (const y of corners(1)) {
      const open = points.filter(([a, b]) => a < x && b < y).length / points.length;
      const closed = points.filter(([a, b]) => a <= x && b <= y).length / points.length;
      worst = Math.max(worst, x * y - open, closed - x * y);
    }
  }
  return worst;
}
