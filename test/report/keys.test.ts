/** What keys do to the cross-hair of the page and to the span of time that it shows. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { moved, type At, type Axis } from '../../src/browser/keys.ts';

const AXIS: Axis = { whole: [0, 100], period: 1, least: 0.01 };
const at = (time: number | undefined, from = 0, to = 100): At => ({ time, span: [from, to] });
const after = (key: string, before: At, isLong = false, axis = AXIS) => moved(key, isLong, before, axis);

describe('keys on a chart', () => {
  it.each([
    ['the first step shows where one is', 'ArrowRight', at(undefined), at(0)],
    ['or the end of what is shown, going back', 'ArrowLeft', at(undefined, 10, 20), at(20, 10, 20)],
    ['an arrow goes to the next reading', 'ArrowRight', at(5), at(6)],
    ['and back', 'ArrowLeft', at(5), at(4)],
    ['a page key goes ten', 'PageUp', at(5), at(15)],
    ['not beyond the run', 'ArrowRight', at(100), at(100)],
    ['out of what is shown it takes that along', 'PageDown', at(22, 20, 30), at(12, 12, 22)],
    ['Home is the begin of what is shown', 'Home', at(25, 20, 30), at(20, 20, 30)],
    ['End is its end', 'End', at(25, 20, 30), at(30, 20, 30)],
    ['+ looks closer around the cross-hair', '+', at(20), at(20, 10, 60)],
    ['or around the middle', '+', at(undefined), at(undefined, 25, 75)],
    ['- looks back', '-', at(20, 10, 60), at(20, 0, 100)],
    ['as far as the run goes', '-', at(90, 80, 100), at(90, 60, 100)],
  ])('%s', (_, key, before, expected) => expect(after(key, before)).toEqual(expected));

  it('goes ten readings with shift, and by what can be seen where readings are many', () => {
    expect(after('ArrowRight', at(5), true)).toEqual(at(15));
    expect(moved('ArrowRight', false, at(5, 0, 10_000), { ...AXIS, whole: [0, 10_000] })!.time).toBe(55);
  });

  it('leaves other keys alone', () => {
    for (const key of ['Tab', 'a', 'Enter', 'Escape']) expect(after(key, at(5))).toBeUndefined();
  });

  it('shows some of the run, with the cross-hair in it, whatever is pressed', () => {
    const keys = ['ArrowRight', 'ArrowLeft', 'PageUp', 'PageDown', 'Home', 'End', '+', '-'];
    const press = fc.tuple(fc.constantFrom(...keys), fc.boolean());
    fc.assert(
      fc.property(
        fc.array(press, { maxLength: 60 }),
        fc.double({ min: 0.001, max: 50, noNaN: true }),
        (presses, period) => {
          let now = at(undefined);
          for (const [key, isLong] of presses) {
            now = moved(key, isLong, now, { ...AXIS, period })!;
            const { time, span } = now;
            const [from, to] = span;
            expect(from).toBeGreaterThanOrEqual(0);
            expect(to).toBeLessThanOrEqual(100 + 1e-9);
            expect(to - from).toBeGreaterThan(AXIS.least - 1e-9);
            if (time !== undefined) expect(time >= from - 1e-9 && time <= to + 1e-9).toBe(true);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
