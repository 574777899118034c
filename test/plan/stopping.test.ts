/** The rule that says when there are enough runs: what it accepts, when it looks, and what looking does to the confidence. */
import { describe, expect, it } from 'vitest';
import { RandomStreams } from '../../src/engine/random.ts';
import {
  isReached,
  LEAST_RUNS,
  nextLook,
  readPrecision,
  runsFor,
  wantedHalfWidth,
  type Precision,
} from '../../src/plan/stopping.ts';
import { Moments } from '../../src/stats/moments.ts';
import { normalQuantile } from '../support/normal.ts';
import { meanInterval } from '../../src/stats/student.ts';
import { mmc } from '../support/mmc.ts';

const scenario = mmc({ servers: 1, load: 0.5, warmUp: 1, measured: 10 });

function precision(text: string): Precision {
  const read = readPrecision(text, scenario);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.precision;
}

describe('a precision as people write it', () => {
  it.each([
    ['p99(q.latency) within 5 %', 'relative', 0.05],
    ['p99(q.latency) within 5%', 'relative', 0.05],
    ['  mean(q.latency)   within  0.1 % ', 'relative', 0.001],
    ['p99(q.latency) within 200 ms', 'absolute', 200_000],
    ['q.deadLettered within 3', 'absolute', 3],
    ['cost.total within 1 USD', 'absolute', 1],
  ])('%s', (text, kind, value) => {
    expect(precision(text).within).toEqual({ kind, value });
  });

  it.each([
    ['p99(q.latency)', 'FIGURE within a share is due'],
    ['p99(q.latency) within 0 %', 'a share from 0.1 % to 50 % is due'],
    ['p99(q.latency) within 60 %', 'a share from 0.1 % to 50 % is due'],
    ['p99(q.latency) within NaN %', 'a share from 0.1 % to 50 % is due'],
    ['p99(q.latency) within 0.5 %', 'known to 0.4 % at best'],
    ['p99(q.latency) within 0 s', 'more than 0 is due'],
    ['p99(q.latency) within 5', 'a duration'],
    ['q.deadLettered within 3 s', 'a number without a unit'],
    ['p99(r.latency) within 5 %', 'r'],
    ['latency(q) within 5 %', 'needs a statistic'],
    ['x'.repeat(10_000), 'FIGURE within'],
  ])('refuses %.40s', (text, why) => {
    const read = readPrecision(text, scenario);
    expect(read.ok).toBe(false);
    if (!read.ok) expect(read.problems.map(({ message }) => message).join()).toContain(why);
  });
});

describe('the rule', () => {
  const within5 = precision('p99(q.latency) within 5 %');

  it('asks for γ/(1 + γ) of the estimate, so that the estimate is within γ of the truth', () => {
    // The interval 100 ± 5/1.05 ends at 95.24, of which 5 % are 4.76: the estimate is no farther away.
    expect(wantedHalfWidth(within5, 100)).toBeCloseTo(100 * (0.05 / 1.05), 12);
    expect(isReached(within5, { value: 100, halfWidth: 4.76 })).toBe(true);
    expect(isReached(within5, { value: 100, halfWidth: 4.77 })).toBe(false);
    expect(isReached(within5, { value: null, halfWidth: null })).toBe(false);
    expect(isReached(within5, { value: 100, halfWidth: null })).toBe(false);
    // A share of nothing is never known; a figure that does not vary is.
    expect(isReached(within5, { value: 0, halfWidth: 0 })).toBe(false);
    expect(isReached(within5, { value: 7, halfWidth: 0 })).toBe(true);
  });

  it('expects the half-width to fall with the square root of the runs', () => {
    expect(runsFor(20, within5, { value: 105, halfWidth: 10 })).toBe(80);
    expect(runsFor(20, within5, { value: 105, halfWidth: 5 })).toBe(20);
    expect(runsFor(20, within5, { value: 0, halfWidth: 1 })).toBe(Infinity);
  });

  it('looks seldom: a quarter more runs at least, twice as many at most, and never more than allowed', () => {
    const look = (halfWidth: number, most = 1000): number => nextLook(20, most, [within5], [{ value: 105, halfWidth }]);
    expect(look(5)).toBe(20);
    expect(look(5.01)).toBe(25);
    expect(look(6)).toBe(32);
    expect(look(50)).toBe(40);
    expect(look(50, 30)).toBe(30);
    expect(nextLook(30, 30, [within5], [{ value: 105, halfWidth: 50 }])).toBe(30);
  });

  it('goes on until the last of several is known', () => {
    const known = [
      { value: 105, halfWidth: 1 },
      { value: 105, halfWidth: 6 },
    ];
    expect(nextLook(20, 1000, [within5, within5], known)).toBe(32);
  });

  it('leaves the interval nearly its confidence, and is within what was asked at least as often', () => {
    // Normal values with a deviation of 15 %: about 45 runs are due. The slow tests try others.
    const random = new RandomStreams('stopping').stream('test', 'luck');
    const draw = (): number => 1 + 0.15 * normalQuantile((random.next() * (1 << 30) + 0.5) / (1 << 30));
    let [held, near] = [0, 0];
    const experiments = 1000;
    for (let i = 0; i < experiments; i++) {
      const moments = new Moments();
      let due = LEAST_RUNS;
      for (;;) {
        while (moments.count < due) moments.add(draw());
        const { low, high } = meanInterval(moments, 0.95)!;
        due = nextLook(due, 1e6, [within5], [{ value: moments.mean, halfWidth: (high - low) / 2 }]);
        if (due > moments.count) continue;
        if (low <= 1 && high >= 1) held += 1;
        break;
      }
      if (Math.abs(moments.mean - 1) <= 0.05) near += 1;
    }
    expect(held / experiments).toBeGreaterThan(0.925);
    expect(held / experiments).toBeLessThan(0.97);
    expect(near / experiments).toBeGreaterThan(0.95);
  });
});
