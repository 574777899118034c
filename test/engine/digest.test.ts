/** The fingerprint: what it must tell apart. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Digest } from '../../src/engine/digest.ts';

type Mark = readonly [time: number, tag: number];

function digestOf(marks: readonly Mark[]): string {
  const digest = new Digest();
  for (const [time, tag] of marks) digest.add(time, tag);
  return digest.toString();
}

const mark = fc.tuple(fc.nat(1_000_000), fc.nat(7));
const marks = fc.array(mark, { maxLength: 30 });

it('is sixteen hexadecimal digits, before the first mark too', () => {
  fc.assert(
    fc.property(marks, (all) => void expect(digestOf(all)).toMatch(/^[0-9a-f]{16}$/)),
    { seed: 1 },
  );
});

it('tells two times that change places, in either half', () => {
  fc.assert(
    fc.property(marks, mark, mark, marks, (before, a, b, after) => {
      fc.pre(a[0] !== b[0]);
      const one = digestOf([...before, a, b, ...after]);
      const other = digestOf([...before, b, a, ...after]);
      expect(one.slice(0, 8)).not.toBe(other.slice(0, 8));
      expect(one.slice(8)).not.toBe(other.slice(8));
    }),
    { seed: 2, numRuns: 300 },
  );
});

it('tells two tags that change places', () => {
  fc.assert(
    fc.property(marks, fc.nat(1000), fc.nat(7), fc.nat(7), marks, (before, time, a, b, after) => {
      fc.pre(a !== b);
      const one = digestOf([...before, [time, a], [time, b], ...after]);
      expect(one).not.toBe(digestOf([...before, [time, b], [time, a], ...after]));
    }),
    { seed: 3, numRuns: 300 },
  );
});

it('tells hours apart, though a time has more than 32 bits', () => {
  const hours = Array.from({ length: 1000 }, (_, i) => digestOf([[i * 3_600_000_000, 1]]));
  expect(new Set(hours).size).toBe(1000);
});

it('may be read without being changed', () => {
  const digest = new Digest();
  digest.add(1, 2);
  void digest.toString();
  digest.add(3, 4);
  expect(digest.toString()).toBe(
    digestOf([
      [1, 2],
      [3, 4],
    ]),
  );
});
