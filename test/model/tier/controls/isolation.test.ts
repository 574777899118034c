/** When a tenant is isolated and let back (section 2.15), and how fast pollers begin again (section 6.5). */
import { describe, expect, it } from 'vitest';
import {
  isHot,
  isNoisy,
  isToIsolate,
  isToRelease,
  rateOf,
  streakAfter,
  usualAfter,
  type IsolationSettings,
} from '../../../../src/model/tier/controls/isolation.ts';
import { firstRate, nextRate, type RampInterval, type RampSettings } from '../../../../src/model/tier/controls/ramp.ts';
import { SECOND } from './support.ts';

const SETTINGS: IsolationSettings & { suspendAfter: number } = {
  window: 5 * SECOND,
  consecutive: 3,
  hotAfter: 10 * SECOND,
  shareOfQueue: 0.25,
  growthFactor: 2,
  shareOfDrain: 0.1,
  releaseIdle: 300 * SECOND,
  releaseFactor: 0.5,
  minimumDwell: 300 * SECOND,
  suspendAfter: 60 * SECOND,
};

/** A queue that works off 100 a second, has 1,001 and has got 1,000 in the window. */
const HOT = { arrivals: 1000, depth: 1001, drainRate: 100 };

describe('a tenant is noisy', () => {
  it('only in a queue that takes more than ten seconds to work off', () => {
    expect([isHot(HOT, SETTINGS), isHot({ ...HOT, depth: 1000 }, SETTINGS)]).toEqual([true, false]);
    expect([isNoisy(500, 0, HOT, SETTINGS), isNoisy(500, 0, { ...HOT, depth: 1000 }, SETTINGS)]).toEqual([true, false]);
    expect(isHot({ arrivals: 0, depth: 1, drainRate: 0 }, SETTINGS)).toBe(true);
    expect(isHot({ arrivals: 0, depth: 0, drainRate: 0 }, SETTINGS)).toBe(false);
  });

  it('with a quarter of what comes', () => {
    expect([isNoisy(250, 0, HOT, SETTINGS), isNoisy(249, 0, HOT, SETTINGS)]).toEqual([true, false]);
    expect(isNoisy(0, 0, { ...HOT, arrivals: 0 }, SETTINGS)).toBe(false);
  });

  it('with twice its usual rate, or a tenth of what the queue works off', () => {
    // 10 a second here: a tenth is not above a tenth.
    const few = { ...HOT, arrivals: 100 };
    expect([isNoisy(50, 5, few, SETTINGS), isNoisy(50, 4.9, few, SETTINGS), isNoisy(51, 100, few, SETTINGS)]).toEqual([
      false,
      true,
      true,
    ]);
  });
});

it('it is isolated after three such windows in a row, and not soon after an outage', () => {
  const streaks: number[] = [];
  for (const noisy of [true, true, false, true, true, true]) streaks.push(streakAfter(streaks.at(-1) ?? 0, noisy));
  expect(streaks).toEqual([1, 2, 0, 1, 2, 3]);
  expect(streaks.map((streak) => isToIsolate(streak, 0, -Infinity, SETTINGS))).toEqual([
    ...new Array<boolean>(5).fill(false),
    true,
  ]);
  expect([59, 60].map((s) => isToIsolate(3, s * SECOND, 0, SETTINGS))).toEqual([false, true]);
});

it('it is let back when its lane is empty for long, has been open for long, and it sends half as much at the most', () => {
  const lane = { emptyFor: 300 * SECOND, openFor: 300 * SECOND, usual: 49, rateAtIsolation: 100 };
  expect(isToRelease(lane, SETTINGS)).toBe(true);
  for (const not of [{ emptyFor: 299 * SECOND }, { openFor: 299 * SECOND }, { usual: 50 }])
    expect(isToRelease({ ...lane, ...not }, SETTINGS)).toBe(false);
});

it('the usual rate fades with its time, in one step as in many', () => {
  const over = 600 * SECOND;
  expect(usualAfter(0, 100, over, over)).toBeCloseTo(100 * (1 - Math.exp(-1)), 9);
  let usual = 80;
  for (let i = 0; i < 50; i++) usual = usualAfter(usual, 0, 5 * SECOND, over);
  expect(usual).toBeCloseTo(usualAfter(80, 0, 250 * SECOND, over), 9);
});

describe('a tenant that sends for a minute and is silent for a minute, for an hour', () => {
  /** How often it gets a lane, of a queue that is hot while it sends. Its lane is empty while it is silent. */
  function lanesOf(settings: typeof SETTINGS): number {
    let [lanes, streak, usual, openAt, emptySince, rateThen] = [0, 0, 0, -1, 0, 0];
    for (let now = settings.window; now <= 3600 * SECOND; now += settings.window) {
      const sends = now % (120 * SECOND) > 0 && now % (120 * SECOND) <= 60 * SECOND;
      const arrivals = sends ? 5000 : 0;
      const rate = rateOf(arrivals, settings.window);
      if (openAt < 0) {
        const queue = { arrivals: arrivals + 1000, depth: sends ? 10_000 : 0, drainRate: 500 };
        streak = streakAfter(streak, isNoisy(arrivals, usual, queue, settings));
        if (isToIsolate(streak, now, -Infinity, settings))
          [openAt, rateThen, lanes, streak] = [now, rate, lanes + 1, 0];
      }
      if (sends) emptySince = now;
      usual = usualAfter(usual, rate, settings.window, 600 * SECOND);
      const lane = { emptyFor: now - emptySince, openFor: now - openAt, usual, rateAtIsolation: rateThen };
      if (openAt >= 0 && isToRelease(lane, settings)) openAt = -1;
    }
    return lanes;
  }

  it('moves once with five minutes of hold, and thirty times without', () => {
    expect(lanesOf(SETTINGS)).toBe(1);
    expect(lanesOf({ ...SETTINGS, releaseIdle: 5 * SECOND, minimumDwell: 0, releaseFactor: 10 })).toBe(30);
  });
});

describe('the ramp after an outage', () => {
  const RAMP: RampSettings = { normal: 1000, first: 0.2, growth: 0.1, back: 0.3, most: 3, health: 0.9 };
  const well: RampInterval = { health: 1, recovery: 200, recoveryBefore: 100, rateBefore: 0, hasBacklog: true };

  it('begins at a fifth, and grows by a tenth in each interval up to three times the normal rate', () => {
    let rate = firstRate(RAMP);
    expect(rate).toBe(200);
    const rates = Array.from({ length: 40 }, () => (rate = nextRate(rate, well, RAMP)));
    expect(rates[0]).toBeCloseTo(220, 9);
    expect(rates[1]).toBeCloseTo(242, 9);
    // ln 15 / ln 1.1 = 28.4
    expect([rates[27]! < 3000, rates[28], rates[39]]).toEqual([true, 3000, 3000]);
  });

  it('shrinks by three tenths when runs fail, or when more starts do not bring more', () => {
    expect(nextRate(500, { ...well, health: 0.89 }, RAMP)).toBe(350);
    expect(nextRate(500, { ...well, recovery: 100, rateBefore: 450 }, RAMP)).toBe(350);
    expect(nextRate(500, { ...well, recovery: 101, rateBefore: 450 }, RAMP)).toBeCloseTo(550, 9);
  });

  it('does not shrink for what its own cut has done, nor for want of events', () => {
    expect(nextRate(350, { ...well, recovery: 80, rateBefore: 500 }, RAMP)).toBeCloseTo(385, 9);
    expect(nextRate(500, { ...well, recovery: 80, rateBefore: 450, hasBacklog: false }, RAMP)).toBeCloseTo(550, 9);
  });

  it('finds the capacity of what recovers from below, and stays near it', () => {
    // Above 600 starts a second, what is done falls by as much as the rate is above it.
    const done = (rate: number) => (rate <= 600 ? rate : 1200 - rate);
    let [rate, rateBefore, before] = [firstRate(RAMP), 0, 0];
    const rates: number[] = [];
    for (let i = 0; i < 200; i++) {
      const recovery = Math.max(0, done(rate));
      const next = nextRate(
        rate,
        { health: recovery / rate, recovery, recoveryBefore: before, rateBefore, hasBacklog: true },
        RAMP,
      );
      [rateBefore, before, rate] = [rate, recovery, next];
      rates.push(rate);
    }
    const late = rates.slice(50);
    expect(Math.min(...late)).toBeGreaterThan(600 * 0.65);
    expect(Math.max(...late)).toBeLessThan(600 * 1.15);
  });

  it('never comes to a stop', () => {
    let rate = 1000;
    for (let i = 0; i < 100; i++) rate = nextRate(rate, { ...well, health: 0 }, RAMP);
    expect(rate).toBe(1);
  });
});
