/** A level against its integral taken microsecond by microsecond. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Level } from '../../src/stats/level.ts';

/** The value in every microsecond: the level is told changes, this list is asked. */
class Film {
  readonly frames: number[] = [];
  value = 0;

  run(length: number): void {
    for (let i = 0; i < length; i++) this.frames.push(this.value);
  }

  mean(): number {
    return this.frames.reduce((sum, frame) => sum + frame, 0) / this.frames.length;
  }
}

const change = fc.record({ gap: fc.nat(5), to: fc.integer({ min: -5, max: 30 }), steps: fc.boolean() });
const changes = fc.array(change, { maxLength: 40, size: 'max' });
type Change = { gap: number; to: number; steps: boolean };

/** Plays changes into a level from an instant on; gives the film, the values that were, and the instant of the last. */
function play(level: Level, start: number, all: readonly Change[]) {
  const film = new Film();
  film.value = level.value;
  const values = [level.value];
  let now = start;
  for (const { gap, to, steps } of all) {
    film.run(gap);
    now += gap;
    if (steps) level.add(to - level.value, now);
    else level.set(to, now);
    film.value = to;
    values.push(to);
  }
  return { film, values, now };
}

describe('a level', () => {
  it('has the mean, the area and the extremes of what it was told', () => {
    fc.assert(
      fc.property(fc.nat(1000), changes, fc.integer({ min: 1, max: 5 }), (start, all, rest) => {
        const level = new Level(start);
        const { film, values, now } = play(level, start, all);
        film.run(rest);
        expect(level.mean(now + rest)).toBe(film.mean());
        expect(level.area(now + rest)).toBe(film.frames.reduce((sum, frame) => sum + frame, 0));
        expect(level.max).toBe(Math.max(...values));
        expect(level.min).toBe(Math.min(...values));
        expect(level.value).toBe(values.at(-1));
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('measured afresh has the mean and the extremes of what came after', () => {
    fc.assert(
      fc.property(changes, changes, fc.integer({ min: 1, max: 5 }), (before, after, rest) => {
        const level = new Level();
        const restart = play(level, 0, before).now + rest;
        level.restart(restart);
        const { film, values, now } = play(level, restart, after);
        film.run(rest);
        expect(level.mean(now + rest)).toBe(film.mean());
        expect(level.min).toBe(Math.min(...values));
        expect(level.max).toBe(Math.max(...values));
      }),
      { seed: 2, numRuns: 300 },
    );
  });

  it('measured afresh knows a new greatest value below the old one', () => {
    const level = new Level();
    level.set(10, 1);
    level.set(2, 2);
    level.restart(3);
    level.set(6, 4);
    expect(level.max).toBe(6);
  });

  it('that has lasted no time is its own mean', () => {
    const level = new Level(50);
    level.set(8, 50);
    expect(level.mean(50)).toBe(8);
    level.restart(70);
    expect(level.mean(70)).toBe(8);
  });

  it('may be asked without being changed', () => {
    const level = new Level();
    level.set(4, 10);
    expect([level.mean(20), level.mean(40), level.mean(20)]).toEqual([2, 3, 2]);
  });

  it('measures whole days of microseconds exactly', () => {
    const day = 86_400_000_000;
    const level = new Level();
    level.set(1001, day);
    level.set(3, 2 * day + 1);
    expect(level.area(3 * day)).toBe(1001 * (day + 1) + 3 * (day - 1));
  });
});

describe('the peak', () => {
  it('is the greatest value since it was taken last, the value at that time included', () => {
    fc.assert(
      fc.property(fc.array(changes, { maxLength: 6 }), (readings) => {
        const level = new Level();
        let start = 0;
        for (const all of readings) {
          const { values, now } = play(level, start, all);
          expect(level.takePeak()).toBe(Math.max(...values));
          start = now;
        }
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  it('shows a spike that came and went in one instant, once', () => {
    const level = new Level();
    level.add(9, 5);
    level.add(-9, 5);
    expect([level.takePeak(), level.takePeak()]).toEqual([9, 0]);
  });

  it('taken leaves the greatest value as it is', () => {
    const level = new Level();
    level.set(9, 1);
    level.set(1, 2);
    level.takePeak();
    level.set(5, 3);
    expect(level.max).toBe(9);
    expect(level.takePeak()).toBe(5);
  });
});
