/** Whole microseconds, and assertions that are always on. */
import { expect, it } from 'vitest';
import { assert, Defect } from '../../src/engine/assert.ts';
import { DAY, HOUR, MILLISECOND, MINUTE, SECOND, toMicros } from '../../src/engine/time.ts';

it('the units of time are whole microseconds', () => {
  expect([MILLISECOND, SECOND, MINUTE, HOUR, DAY]).toEqual([1e3, 1e6, 6e7, 3.6e9, 8.64e10]);
});

it('an instant is rounded to the nearest microsecond, a whole one is left alone', () => {
  expect([0.4, 0.5, 7, 7.49, 7.51, 2 ** 52 + 1].map(toMicros)).toEqual([0, 1, 7, 7, 8, 2 ** 52 + 1]);
});

it('an assertion that fails is a defect and says what it is', () => {
  assert(true, 'nothing');
  expect(() => assert(false, 'books do not balance')).toThrow(Defect);
  expect(() => assert(false, 'books do not balance')).toThrow(
    expect.objectContaining({ name: 'Defect', message: 'books do not balance' }),
  );
});
