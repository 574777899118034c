import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearest } from '../../src/scenario/nearest.ts';

const keys = ['batchSize', 'maximumBatchingWindow', 'maximumConcurrency', 'function', 'source', 'timeout', 'memory'];

describe('the nearest name', () => {
  it.each([
    ['batchsize', 'batchSize'],
    ['TIMEOUT', 'timeout'],
    ['timeuot', 'timeout'],
    ['tiemout', 'timeout'],
    ['timeot', 'timeout'],
    ['timeoutt', 'timeout'],
    ['memery', 'memory'],
    ['maximumConcurency', 'maximumConcurrency'],
    ['maxConcurrency', 'maximumConcurrency'],
    ['maximumBatchWindow', 'maximumBatchingWindow'],
  ])('to %j is %j', (name, expected) => {
    expect(nearest(name, keys)).toBe(expected);
  });

  it.each(['', 'x', 'concurrent', 'visibility', 'qqqqqq'])('to %j is none', (name) => {
    expect(nearest(name, keys)).toBeUndefined();
  });

  it('does not replace every letter of a short one', () => {
    expect(nearest('ab', ['cd'])).toBeUndefined();
    expect(nearest('ab', ['ac'])).toBe('ac');
  });

  it('of ten letters may need four slips and not five', () => {
    expect(nearest('abcdefghij', ['abcdef1234'])).toBe('abcdef1234');
    expect(nearest('abcdefghij', ['abcde12345'])).toBeUndefined();
  });

  it('is one in other letter case before any other', () => {
    expect(nearest('RATE', ['date', 'rate', 'late'])).toBe('rate');
  });

  it('is the first of those equally near', () => {
    expect(nearest('cat', ['bat', 'hat'])).toBe('bat');
    expect(nearest('cat', ['hat', 'bat'])).toBe('hat');
  });

  it('counts a swap of neighbours as one slip', () => {
    expect(nearest('aadd', ['adad', 'aaxx'])).toBe('adad');
    expect(nearest('abc', ['bca', 'acb'])).toBe('acb');
  });

  it('of nothing is none', () => {
    expect(nearest('timeout', [])).toBeUndefined();
  });

  it('of names of megabytes is found at once, by how they begin', () => {
    const long = 'a'.repeat(5_000_000);
    const started = performance.now();
    expect(nearest(`${long}x`, ['b', `${long}y`, `b${long}`])).toBe(`${long}y`);
    expect(nearest(long, keys)).toBeUndefined();
    expect(performance.now() - started).toBeLessThan(500);
  });

  it('is a name itself, wherever it stands', () => {
    const name = fc.stringMatching(/^[a-z]{2,20}$/);
    fc.assert(
      fc.property(name, fc.array(name), (own, others) => {
        expect(nearest(own, [...others, own])).toBe(own);
      }),
    );
  });

  it('is found after any one slip in a name of three letters or more', () => {
    const name = fc.stringMatching(/^[a-z]{3,20}$/);
    fc.assert(
      fc.property(name, fc.nat(20), fc.constantFrom('drop', 'add', 'wrong', 'swap'), (own, position, slip) => {
        expect(nearest(mistype(own, position % own.length, slip), [own])).toBe(own);
      }),
    );
  });

  it('agrees with a plain table of the optimal string alignment distance', () => {
    const name = fc.stringMatching(/^[ab]{1,7}$/);
    fc.assert(
      fc.property(name, fc.array(name, { maxLength: 6 }), (own, among) => {
        const limit = Math.min(Math.max(2, Math.floor(0.4 * own.length)), own.length - 1);
        const slips = among.map((other) => distance(own, other));
        const least = Math.min(...slips);
        expect(nearest(own, among)).toBe(least <= limit ? among[slips.indexOf(least)] : undefined);
      }),
      { numRuns: 1_000 },
    );
  });
});

function mistype(name: string, position: number, slip: string): string {
  const before = name.slice(0, position);
  const after = name.slice(position + 1);
  const letter = name[position] ?? '';
  if (slip === 'drop') return before + after;
  if (slip === 'add') return `${before}${letter}z${after}`;
  if (slip === 'wrong') return `${before}0${after}`;
  return before + after.slice(0, 1) + letter + after.slice(1);
}

/** The textbook recurrence, read literally and without any cleverness. */
function distance(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length;
  const [x, y] = [a.slice(0, -1), b.slice(0, -1)];
  const swapped = a.length > 1 && b.length > 1 && a.at(-1) === b.at(-2) && a.at(-2) === b.at(-1);
  return Math.min(
    distance(x, b) + 1,
    distance(a, y) + 1,
    distance(x, y) + (a.at(-1) === b.at(-1) ? 0 : 1),
    swapped ? distance(a.slice(0, -2), b.slice(0, -2)) + 1 : Infinity,
  );
}
