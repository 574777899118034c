/** Rates with a shape: ramps, days, on and off, bursts; against closed forms, with fixed seeds. */
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/engine/distributions.ts';
import { RandomStreams } from '../../src/engine/random.ts';
import { AlternatingArrivals, burstyArrivals, type Bursts } from '../../src/model/arrivals/alternating.ts';
import { DailyArrivals, type Wave } from '../../src/model/arrivals/daily.ts';
import type { ArrivalProcess } from '../../src/model/arrivals/process.ts';
import { RampArrivals, type Ramp } from '../../src/model/arrivals/ramp.ts';
import { SteppedArrivals } from '../../src/model/arrivals/rates.ts';
import { kolmogorovSmirnov } from '../support/engine-statistics.ts';

const SECOND = 1e6;
const chance = (replication = 0) => {
  const streams = new RandomStreams(3, replication);
  return { times: streams.stream('q', 'times'), phases: streams.stream('q', 'phases') };
};

function instants(process: ArrivalProcess): number[] {
  const all: number[] = [];
  for (; process.nextAt < Infinity; process.advance()) all.push(process.nextAt);
  return all;
}

/** Arrivals in consecutive windows of a length, in the order of time. */
function countsPer(window: number, all: readonly number[], end: number): number[] {
  const counts = new Array<number>(Math.floor(end / window)).fill(0);
  for (const at of all) if (at < counts.length * window) counts[Math.floor(at / window)]!++;
  return counts;
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;

function varianceOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return meanOf(values.map((x) => (x - mean) * (x - mean)));
}

/**
 * Poisson with a given integral of the rate (records until t): as many as it says within four standard deviations, and,
 * given their number, independent draws from its shape.
 */
function expectPoisson(all: readonly number[], integral: (t: number) => number, end: number): void {
  const expected = integral(end);
  expect(Math.abs(all.length - expected)).toBeLessThan(4 * Math.sqrt(expected));
  expect(kolmogorovSmirnov(Float64Array.from(all), (t) => integral(t) / expected)).toBeLessThan(1.95);
}

describe('a ramp', () => {
  const run = (ramp: Ramp, end: number, start = 0): number[] =>
    instants(new RampArrivals(ramp, start, end, chance().times));

  /** Records until t: the rate before, the trapezium of the slope, the rate after. */
  const integralOf =
    ({ from, to, at, over }: Ramp) =>
    (t: number): number => {
      const on = Math.min(Math.max(t - at, 0), over);
      const slope = (to - from) / over;
      return (from * Math.min(t, at) + from * on + (slope * on * on) / 2 + to * Math.max(t - at - over, 0)) / SECOND;
    };

  it.each<[string, Ramp]>([
    ['up', { from: 10, to: 200, at: 60 * SECOND, over: 120 * SECOND }],
    ['down', { from: 200, to: 10, at: 60 * SECOND, over: 120 * SECOND }],
    ['up from nothing', { from: 0, to: 150, at: 30 * SECOND, over: 170 * SECOND }],
    ['down to nothing', { from: 150, to: 0, at: 30 * SECOND, over: 170 * SECOND }],
    ['in no time to speak of', { from: 20, to: 100, at: 100 * SECOND, over: 1 }],
    ['level', { from: 80, to: 80, at: 30 * SECOND, over: 60 * SECOND }],
    ['slight', { from: 80, to: 80.000001, at: 30 * SECOND, over: 60 * SECOND }],
  ])('%s is Poisson with the integral of its rate', (_, ramp) => {
    const end = 300 * SECOND;
    expectPoisson(run(ramp, end), integralOf(ramp), end);
  });

  it('is silent before it leaves nothing, and after it has reached nothing', () => {
    const up = run({ from: 0, to: 50, at: 30 * SECOND, over: 10 * SECOND }, 60 * SECOND);
    expect(up[0]).toBeGreaterThanOrEqual(30 * SECOND);
    const down = run({ from: 50, to: 0, at: 30 * SECOND, over: 10 * SECOND }, 3600 * SECOND);
    expect(down.at(-1)).toBeLessThanOrEqual(40 * SECOND);
  });

  it('that was begun before its entry sends goes on from where it is', () => {
    const ramp = { from: 0, to: 200, at: 0, over: 200 * SECOND };
    const [start, end] = [100 * SECOND, 300 * SECOND];
    const integral = integralOf(ramp);
    expectPoisson(run(ramp, end, start), (t) => integral(t) - integral(start), end);
  });
});

describe('a daily rate', () => {
  const run = (wave: Wave, end: number, start = 0): number[] =>
    instants(new DailyArrivals(wave, start, end, chance().times));

  /** The mean rate for the time, and the wave of the sine around it. */
  const integralOf =
    ({ low, high, peakAt, period }: Wave) =>
    (t: number): number => {
      const turn = (2 * Math.PI) / period;
      const wave = (Math.sin(turn * (t - peakAt)) - Math.sin(-turn * peakAt)) / turn;
      return (((low + high) / 2) * t + ((high - low) / 2) * wave) / SECOND;
    };

  it.each<[string, Wave, number]>([
    ['a day and a half', { low: 0.05, high: 0.4, peakAt: 43_200 * SECOND, period: 86_400 * SECOND }, 129_600],
    ['down to nothing', { low: 0, high: 120, peakAt: 50 * SECOND, period: 200 * SECOND }, 250],
    ['with a peak at the start', { low: 20, high: 120, peakAt: 0, period: 200 * SECOND }, 330],
    ['with a peak after several periods', { low: 5, high: 120, peakAt: 730 * SECOND, period: 200 * SECOND }, 330],
    ['level', { low: 60, high: 60, peakAt: 0, period: 100 * SECOND }, 300],
  ])('%s is Poisson with the integral of its rate', (_, wave, seconds) => {
    const end = seconds * SECOND;
    expectPoisson(run(wave, end), integralOf(wave), end);
  });

  it('is highest at its peak and lowest half a period later, wherever its entry begins', () => {
    const wave = { low: 0, high: 1000, peakAt: 60 * SECOND, period: 120 * SECOND };
    const [start, end] = [45 * SECOND, 165 * SECOND];
    const all = run(wave, end, start);
    const near = (at: number): number => all.filter((t) => Math.abs(t - at * SECOND) < SECOND).length;
    expect(near(60)).toBeGreaterThan(1800);
    expect(near(120)).toBeLessThan(20);
    const integral = integralOf(wave);
    expectPoisson(all, (t) => integral(t) - integral(start), end);
  });
});

describe('on and off', () => {
  const of = (on: number, off: number, rates: readonly [number, number], end: number, start = 0): number[] => {
    const phases = [on, off].map((length, i) => ({
      length: compile({ kind: 'constant', value: length * SECOND }),
      perSecond: rates[i]!,
    }));
    return instants(new AlternatingArrivals(phases[0]!, phases[1]!, start * SECOND, end * SECOND, chance()));
  };

  it('in a fixed cycle sends only while it is on, which it is first', () => {
    const all = of(30, 90, [100, 0], 1200);
    expect(all.every((at) => at % (120 * SECOND) < 30 * SECOND)).toBe(true);
    const perPhase = countsPer(120 * SECOND, all, 1200 * SECOND);
    // Poisson with mean 3000: none further away than four standard deviations.
    for (const count of perPhase) expect(Math.abs(count - 3000)).toBeLessThan(4 * Math.sqrt(3000));
    expect(varianceOf(perPhase)).toBeLessThan(9000);
  });

  it('is Poisson with the integral of its rate, also with a rate while it is off', () => {
    const within = (t: number): number => Math.min(t, 30) * 100 + Math.max(t - 30, 0) * 20;
    const integral = (t: number): number => {
      const seconds = t / SECOND;
      return Math.floor(seconds / 120) * within(120) + within(seconds % 120);
    };
    expectPoisson(of(30, 90, [100, 20], 1230), integral, 1230 * SECOND);
  });

  it('begins its cycle when its entry begins to send', () => {
    const all = of(10, 50, [100, 0], 130, 60);
    expect(all.every((at) => (at - 60 * SECOND) % (60 * SECOND) < 10 * SECOND)).toBe(true);
    expect(all[0]! - 60 * SECOND).toBeLessThan(SECOND);
  });

  it('for drawn times sends its rate for the share of time that it is on', () => {
    const draw = (mean: number) => compile({ kind: 'gamma', mean: mean * SECOND, shape: 2 });
    const [on, off] = [
      { length: draw(3), perSecond: 50 },
      { length: draw(7), perSecond: 0 },
    ];
    const end = 40_000 * SECOND;
    const all = instants(new AlternatingArrivals(on, off, 0, end, chance()));
    // 4,000 cycles whose share of time on has a standard deviation of some 0.3 %.
    expect(all.length / (0.3 * 50 * 40_000)).toBeCloseTo(1, 1.6);
  });

  it('bears phases of no length, and one that never ends', () => {
    const none = compile({ kind: 'choice', values: [0, 2 * SECOND], weights: [0.5, 0.5] });
    const zeros = new AlternatingArrivals(
      { length: none, perSecond: 10 },
      { length: none, perSecond: 1000 },
      0,
      100 * SECOND,
      chance(),
    );
    const all = instants(zeros);
    expect(all.every((at, i) => i === 0 || at >= all[i - 1]!)).toBe(true);
    const endless = { length: () => Infinity, perSecond: 0 };
    expect(instants(new AlternatingArrivals(endless, endless, 0, SECOND, chance()))).toEqual([]);
  });
});

describe('bursts', () => {
  const bursts: Bursts = { low: 5, high: 45, meanLow: 8 * SECOND, meanHigh: 2 * SECOND };
  const share = 0.2;
  const meanRate = (1 - share) * bursts.low + share * bursts.high;

  /** Variance over mean of the records in a window of so many seconds, of the MMPP in its steady state. */
  const dispersion = (window: number): number => {
    const [toHigh, toLow] = [1 / 8, 1 / 2];
    const pace = toHigh + toLow;
    const gap = bursts.high - bursts.low;
    const limit = (2 * toHigh * toLow * gap * gap) / (pace * pace * (bursts.low * toLow + bursts.high * toHigh));
    return 1 + limit * (1 - (1 - Math.exp(-pace * window)) / (pace * window));
  };

  const seconds = 60_000;
  const all = instants(burstyArrivals(bursts, 0, seconds * SECOND, chance()));

  it('have the mean rate of both states, weighted by the time spent in them', () => {
    // 6,000 cycles: the dispersion of a long window says how far off the total may be.
    const error = Math.sqrt(dispersion(seconds) / (meanRate * seconds));
    expect(Math.abs(all.length / (meanRate * seconds) - 1)).toBeLessThan(4 * error);
  });

  it.each([
    [0.1, 0.03],
    [1, 0.05],
    [10, 0.1],
    [100, 0.2],
  ])('have the index of dispersion of an MMPP in windows of %d s', (window, tolerance) => {
    const counts = countsPer(window * SECOND, all, seconds * SECOND);
    const measured = varianceOf(counts) / meanOf(counts);
    expect(Math.abs(measured / dispersion(window) - 1)).toBeLessThan(tolerance);
    expect(measured).toBeGreaterThan(1.1);
  });

  it('begin in the steady state: the first second is like any other', () => {
    const first = Array.from({ length: 4000 }, (_, i) => instants(burstyArrivals(bursts, 0, SECOND, chance(i))).length);
    const error = Math.sqrt((dispersion(1) * meanRate) / first.length);
    expect(Math.abs(meanOf(first) - meanRate)).toBeLessThan(4 * error);
    expect(varianceOf(first) / meanOf(first) / dispersion(1)).toBeCloseTo(1, 1);
  });

  it('keep their phases when the rates change', () => {
    const silent = instants(burstyArrivals({ ...bursts, low: 0 }, 0, seconds * SECOND, chance()));
    // Where the low state is silent there are long pauses; with other rates on top those are where they were.
    const faster = instants(burstyArrivals({ ...bursts, low: 0, high: 90 }, 0, seconds * SECOND, chance()));
    const isBusy = (list: readonly number[]) => countsPer(10 * SECOND, list, seconds * SECOND).map((n) => n > 0);
    const [some, more] = [isBusy(silent), isBusy(faster)];
    const differing = some.filter((busy, i) => busy !== more[i]).length;
    expect(differing).toBeLessThan(60);
  });
});

describe('every shape', () => {
  const [start, end] = [100 * SECOND, 160 * SECOND];
  const shapes: Record<string, (from: number, to: number) => ArrivalProcess> = {
    ramp: (from, to) => new RampArrivals({ from: 50, to: 500, at: 0, over: 200 * SECOND }, from, to, chance().times),
    daily: (from, to) =>
      new DailyArrivals({ low: 50, high: 500, peakAt: 0, period: 300 * SECOND }, from, to, chance().times),
    bursty: (from, to) =>
      burstyArrivals({ low: 50, high: 500, meanLow: 5 * SECOND, meanHigh: SECOND }, from, to, chance()),
    steps: (from, to) => {
      const steps = [0, 110, 120, 200].map((at, i) => ({ at: at * SECOND, perSecond: [900, 100, 50, 900][i]! }));
      return new SteppedArrivals(steps, from, to, chance().times);
    },
  };

  it.each(Object.entries(shapes))('%s sends whole microseconds in order, from its start until its end', (_, make) => {
    const all = instants(make(start, end));
    expect(all.length).toBeGreaterThan(1000);
    expect(all.every((at, i) => Number.isInteger(at) && (i === 0 || at >= all[i - 1]!))).toBe(true);
    expect(all[0]).toBeGreaterThanOrEqual(start);
    expect(all[0]).toBeLessThan(start + SECOND);
    expect(all.at(-1)).toBeLessThan(end);
    expect(all.at(-1)).toBeGreaterThan(end - SECOND);
    expect(instants(make(start, end))).toEqual(all);
  });

  it.each(Object.entries(shapes))('%s sends nothing when it begins after its end', (_, make) => {
    expect(instants(make(end, start))).toEqual([]);
  });

  it('steps that were passed before the start are over', () => {
    const all = instants(shapes['steps']!(115 * SECOND, 160 * SECOND));
    const before = all.filter((at) => at < 120 * SECOND).length;
    expect(Math.abs(before - 500)).toBeLessThan(90);
    expect(Math.abs(all.length - before - 2000)).toBeLessThan(180);
  });
});
