import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Course } from '../../../src/metrics/where-time-went/course.ts';

const changes = fc.array(fc.record({ after: fc.nat(5), state: fc.nat(2) }), { maxLength: 40 });

/** The state at each whole instant, one by one. */
function statesOf(all: readonly { readonly after: number; readonly state: number }[], until: number): number[] {
  const states = Array<number>(until).fill(0);
  let at = 0;
  for (const { after, state } of all) states.fill(state, (at += after));
  return states;
}

describe('a course', () => {
  it('knows the time in each state between any two instants', () => {
    fc.assert(
      fc.property(changes, fc.nat(220), fc.nat(220), (all, a, b) => {
        const course = new Course(3);
        let at = 0;
        for (const { after, state } of all) course.set(state, (at += after));
        const [from, to] = a < b ? [a, b] : [b, a];
        const states = statesOf(all, 250).slice(from, to);
        for (const state of [0, 1, 2])
          expect(course.between(state, from, to)).toBe(states.filter((one) => one === state).length);
      }),
    );
  });

  it('was before its beginning as it began', () => {
    const course = new Course(2);
    course.set(1, 0);
    expect(course.between(0, -10, 5)).toBe(10);
    expect(course.between(1, -10, 5)).toBe(5);
  });

  it('forgets, and knows all since', () => {
    const course = new Course(2);
    for (let i = 1; i <= 1000; i++) {
      course.set(i % 2, i);
      course.forget(i - 10);
    }
    expect(course.between(1, 995, 1005)).toBe(3);
    expect(course.between(0, 995, 1005)).toBe(7);
  });
});
