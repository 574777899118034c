/** When records arrive: rates, steps, written-out records, replays. */
import { describe, expect, it } from 'vitest';
import { RandomStreams } from '../../src/engine/random.ts';
import { ExplicitArrivals } from '../../src/model/arrivals/explicit.ts';
import type { ArrivalProcess } from '../../src/model/arrivals/process.ts';
import { ConstantArrivals, PoissonArrivals, SteppedArrivals } from '../../src/model/arrivals/rates.ts';
import { ReplayArrivals, type ReplayData } from '../../src/model/arrivals/replay.ts';
import { Records } from '../../src/model/records.ts';

const random = () => new RandomStreams(1).stream('q', 'times');

function instants(process: ArrivalProcess): number[] {
  const all: number[] = [];
  for (; process.nextAt < Infinity; process.advance()) all.push(process.nextAt);
  return all;
}

function expectSorted(all: readonly number[]): void {
  expect(all.every((at, i) => Number.isInteger(at) && (i === 0 || at >= all[i - 1]!))).toBe(true);
}

describe('a constant rate', () => {
  it('is evenly spaced from the start, exact after an hour at three a second', () => {
    const all = instants(new ConstantArrivals(3, 0, 3600e6));
    expect(all).toHaveLength(10_800);
    expect(all.slice(0, 4)).toEqual([0, 333_333, 666_667, 1_000_000]);
    expect(all[10_797]).toBe(3599e6);
  });
});

describe('Poisson arrivals', () => {
  it('have the rate, and gaps whose standard deviation is their mean', () => {
    const all = instants(new PoissonArrivals(50, 0, 2000e6, random()));
    const gaps = all.slice(1).map((at, i) => at - all[i]!);
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    const deviation = Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) * (gap - mean), 0) / gaps.length);
    expectSorted(all);
    expect(mean / 20_000).toBeCloseTo(1, 1.7);
    expect(deviation / mean).toBeCloseTo(1, 1.7);
  });

  it('in steps follow each rate, and are silent at zero', () => {
    const steps = [
      { at: 10e6, perSecond: 100 },
      { at: 20e6, perSecond: 0 },
      { at: 50e6, perSecond: 1000 },
    ];
    const all = instants(new SteppedArrivals(steps, 0, 60e6, random()));
    const between = (from: number, to: number): number => all.filter((at) => at >= from * 1e6 && at < to * 1e6).length;
    expectSorted(all);
    expect([between(0, 10), between(20, 50)]).toEqual([0, 0]);
    expect(Math.abs(between(10, 20) - 1000)).toBeLessThan(120);
    expect(Math.abs(between(50, 60) - 10_000)).toBeLessThan(400);
  });
});

it('written-out records come in order of their instants, also from before the run; those after it never', () => {
  const list = [{ at: 5 }, { at: -3 }, { at: 10 }, { at: 5 }, { at: 11 }];
  expect(instants(new ExplicitArrivals(list, 10))).toEqual([-3, 5, 5, 10]);
});

describe('a replay', () => {
  const data = (more: Partial<ReplayData>): ReplayData => ({
    times: Float64Array.of(0, 60e6),
    attributes: [],
    ...more,
  });
  const replay = (given: ReplayData, spread: 'even' | 'random' = 'even', end = 1e12) =>
    instants(new ReplayArrivals(given, 0, end, spread, random()));

  it('of events plays each at its instant, and stops at the end of the run', () => {
    expect(replay(data({ times: Float64Array.of(0, 7, 7, 90) }))).toEqual([0, 7, 7, 90]);
    expect(replay(data({ times: Float64Array.of(0, 7, 90) }), 'even', 90)).toEqual([0, 7]);
  });

  const counts = data({ counts: Float64Array.of(3, 2), widths: Float64Array.of(60e6, 60e6) });

  it('of counts spreads them evenly over their interval', () => {
    expect(replay(counts)).toEqual([0, 20e6, 40e6, 60e6, 90e6]);
  });

  it('or at random, uniformly and inside the interval', () => {
    const many = replay(
      data({ counts: Float64Array.of(10_000, 1), widths: Float64Array.of(60e6, 60e6) }),
      'random',
    ).slice(0, 10_000);
    expectSorted(many);
    expect(many.at(-1)).toBeLessThan(60e6);
    expect(many.reduce((sum, at) => sum + at, 0) / 10_000 / 30e6).toBeCloseTo(1, 1.5);
    expect(many[2499]! / 15e6).toBeCloseTo(1, 1);
  });

  it('carries fractions over: a tenth, ten times, is one record', () => {
    const tenths = {
      times: Float64Array.from({ length: 10 }, (_, i) => i * 10),
      counts: new Float64Array(10).fill(0.1),
      widths: new Float64Array(10).fill(10),
    };
    expect(replay(data(tenths))).toEqual([90]);
  });

  it('of several rows for one interval mixes them: instants never go back', () => {
    const wide = data({
      times: Float64Array.of(0, 0, 60e6),
      counts: Float64Array.of(2, 3, 1),
      widths: Float64Array.of(60e6, 60e6, 60e6),
    });
    expect(replay(wide)).toEqual([0, 0, 20e6, 30e6, 40e6, 60e6]);
    expectSorted(replay(wide, 'random'));
  });

  it('of a count of a thousand million lays out none before it is due', () => {
    const many = data({ counts: Float64Array.of(1e9), times: Float64Array.of(0), widths: Float64Array.of(1e12) });
    for (const spread of ['even', 'random'] as const) {
      const process = new ReplayArrivals(many, 0, 1e12, spread, random());
      const first = Array.from({ length: 5 }, () => {
        const at = process.nextAt;
        process.advance();
        return at;
      });
      if (spread === 'even') expect(first).toEqual([0, 1000, 2000, 3000, 4000]);
      expectSorted(first);
      expect(first[4]).toBeLessThan(100_000);
    }
  });

  it('begins when its entry does, and stops before its end', () => {
    const played = instants(new ReplayArrivals(counts, 10e6, 70e6, 'even', random()));
    expect(played).toEqual([10e6, 30e6, 50e6]);
  });

  describe('of a wide trace at a fraction', () => {
    const minutes = 60;
    /** So many functions with 5 records a minute each, at a tenth. */
    const wide = (functions: number) => {
      const rows = functions * minutes;
      const values = Array.from({ length: functions }, (_, i) => `f${i}`);
      return data({
        times: Float64Array.from({ length: rows }, (_, i) => Math.floor(i / functions) * 60e6),
        counts: new Float64Array(rows).fill(0.5),
        widths: new Float64Array(rows).fill(60e6),
        attributes: [{ name: 'f', values, index: Int32Array.from({ length: rows }, (_, i) => i % functions) }],
      });
    };

    /** Records of each function. */
    const played = (given: ReplayData, functions: number): number[] => {
      const records = new Records();
      const column = records.attribute('f');
      const perValue = new Map<unknown, number>();
      const process = new ReplayArrivals(given, 0, 1e12, 'random', random());
      for (; process.nextAt < Infinity; process.advance()) {
        process.describe(records, 0);
        const { table, column: values } = records.attributes[column]!;
        const value = table.valueAt(values[0]!);
        perValue.set(value, (perValue.get(value) ?? 0) + 1);
      }
      return Array.from({ length: functions }, (_, i) => perValue.get(`f${i}`) ?? 0);
    };

    it('gives each function its own share', () => {
      expect(played(wide(4), 4)).toEqual([30, 30, 30, 30]);
    });

    it('also when each has less than one: as many as the sum says, from all parts of the list', () => {
      const functions = 1000;
      const rare = { ...wide(functions), counts: new Float64Array(functions * minutes).fill(0.1 / minutes) };
      const counts = played(rare, functions);
      const sum = (from: number, to: number) => counts.slice(from, to).reduce((a, b) => a + b, 0);
      expect(Math.abs(sum(0, 1000) - 100)).toBeLessThanOrEqual(2);
      expect(Math.abs(sum(0, 500) - 50)).toBeLessThanOrEqual(2);
    });
  });
});
