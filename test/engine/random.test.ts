/** Chance: the generator is seedrandom's Alea to the bit, and no two causes share a stream. */
import fc from 'fast-check';
import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { RandomStreams, streamKey, type RandomStream } from '../../src/engine/random.ts';
import { chiSquareDeviate } from '../support/engine-statistics.ts';

type Name = readonly [seed: number | string, replication: number, component: string, purpose: string];

function streamOf([seed, replication, component, purpose]: Name): RandomStream {
  return new RandomStreams(seed, replication).stream(component, purpose);
}

function draws(stream: RandomStream, n: number): number[] {
  return Array.from({ length: n }, () => stream.next());
}

describe('the key of a stream', () => {
  it('is JSON of seed, replication, component and purpose, and a NUL', () => {
    expect(streamKey(1, 0, 'orders', 'sizes')).toBe('[1,0,"orders","sizes"]\0');
    expect(streamKey('1', 2, 'a "b"', '')).toBe('["1",2,"a \\"b\\"",""]\0');
  });

  it('escapes all that is not printable ASCII', () => {
    expect(streamKey('ā\u0001', 0, '\u007f', '😀')).toBe('["\\u0101\\u0001",0,"\\u007f","\\ud83d\\ude00"]\0');
  });

  it('is another for other names, printable to the last character but one', () => {
    // Any character but half ones: fast-check's own takes seconds to set up.
    const unit = fc.nat({ max: 0x10f7ff }).map((n) => String.fromCodePoint(n < 0xd800 ? n : n + 0x800));
    const text = fc.string({ unit, maxLength: 4 });
    const name = fc.tuple(fc.oneof(fc.integer(), text), fc.nat(3), text, text);
    fc.assert(
      fc.property(name, name, (a, b) => {
        expect(streamKey(...a)).toMatch(/^[\u0020-\u007e]+\0$/);
        expect(streamKey(...a) === streamKey(...b)).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});

describe('a stream', () => {
  const names: [name: Name, key: string][] = [
    [[1, 0, 'orders', 'arrivals'], '[1,0,"orders","arrivals"]\0'],
    [['1', 0, 'orders', 'arrivals'], '["1",0,"orders","arrivals"]\0'],
    [[20261130, 7, 'función', 'duration'], '[20261130,7,"funci\\u00f3n","duration"]\0'],
    [['', 0, '', ''], '["",0,"",""]\0'],
    [[-0.5, 1, 'tenant "9"', 'a\\b'], '[-0.5,1,"tenant \\"9\\"","a\\\\b"]\0'],
  ];

  it.each(names)('%j is seedrandom’s Alea with 53 bits, number for number', (name, key) => {
    const stream = streamOf(name);
    const alea = seedrandom.alea(key);
    for (let i = 0; i < 5000; i++) if (stream.next() !== alea.double()) expect.fail(`draw ${i} differs`);
  });

  it('asked for twice begins twice', () => {
    const streams = new RandomStreams(5);
    expect(draws(streams.stream('a', 'b'), 20)).toEqual(draws(streams.stream('a', 'b'), 20));
  });

  it('is the first replication when none is named', () => {
    expect(draws(new RandomStreams(5).stream('a', 'b'), 5)).toEqual(draws(streamOf([5, 0, 'a', 'b']), 5));
  });

  it('gives the same numbers, whoever else draws in between', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2), { maxLength: 100, size: 'max' }), (turns) => {
        const streams = new RandomStreams('shared');
        const names = ['a', 'b', 'c'];
        const open = names.map((name) => streams.stream(name, 'x'));
        const seen: number[][] = [[], [], []];
        for (const turn of turns) seen[turn]!.push(open[turn]!.next());
        names.forEach((name, i) => expect(seen[i]).toEqual(draws(streams.stream(name, 'x'), seen[i]!.length)));
      }),
      { seed: 2 },
    );
  });

  it('differs from that of every other seed, replication, component and purpose', () => {
    const bases: Name[] = [];
    for (const seed of [1, 2, '1', '11'])
      for (const replication of [0, 1])
        for (const component of ['a', 'b'])
          for (const purpose of ['a', 'b']) bases.push([seed, replication, component, purpose]);
    expect(new Set(bases.map((name) => draws(streamOf(name), 2).join())).size).toBe(bases.length);
  });

  it.each([
    ['1', '11'],
    ['7', '777'],
    ['ab', 'abab'],
    ['ā', '\u0001'],
    [1, '1'],
  ])('of seed %j differs from that of %j, though seedrandom takes them for one', (a, b) => {
    const plain = (seed: unknown) => seedrandom.alea(String(seed)).double();
    const arc4 = (seed: unknown) => seedrandom(String(seed))();
    expect(arc4(a) === arc4(b) || plain(a) === plain(b)).toBe(true);
    expect(draws(streamOf([a, 0, 'x', 'y']), 3)).not.toEqual(draws(streamOf([b, 0, 'x', 'y']), 3));
    expect(draws(streamOf([0, 0, String(a), 'y']), 3)).not.toEqual(draws(streamOf([0, 0, `${b}`, `y${typeof b}`]), 3));
  });
});

describe('one draw', () => {
  const N = 100_000;

  it('of next() is in [0, 1), fills it evenly and has 53 bits', () => {
    const stream = streamOf([1, 0, 'next', '']);
    const cells = new Array<number>(100).fill(0);
    let odd = 0;
    for (let i = 0; i < N; i++) {
      const u = stream.next();
      if (!(u >= 0 && u < 1)) expect.fail(`${u} is outside`);
      cells[Math.floor(u * 100)]!++;
      odd += (u * 2 ** 53) % 2;
    }
    expect(Math.abs(chiSquareDeviate(cells, new Array(100).fill(0.01)))).toBeLessThan(3.5);
    expect(Math.abs(odd / N - 0.5)).toBeLessThan(0.01);
  });

  it('of positive() is in (0, 1] and has a finite logarithm', () => {
    const stream = streamOf([1, 0, 'positive', '']);
    for (let i = 0; i < N; i++) {
      const u = stream.positive();
      if (!(u > 0 && u <= 1 && Number.isFinite(Math.log(u)))) expect.fail(`${u} is outside`);
    }
  });

  it('of positive() is one less next(), which is never 1: so it is never 0', () => {
    const [a, b] = [streamOf([3, 0, 'x', 'y']), streamOf([3, 0, 'x', 'y'])];
    for (let i = 0; i < 100; i++) expect(a.positive()).toBe(1 - b.next());
  });

  it.each([1, 2, 3, 7, 10, 64, 1000])('of below(%i) is a whole number from 0 up, each as likely', (n) => {
    const stream = streamOf([1, 0, 'below', String(n)]);
    const counts = new Array<number>(n).fill(0);
    for (let i = 0; i < N; i++) counts[stream.below(n)]!++;
    expect(counts).toHaveLength(n);
    expect(Object.keys(counts)).toHaveLength(n);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(N);
    if (n > 1) expect(Math.abs(chiSquareDeviate(counts, new Array(n).fill(1 / n)))).toBeLessThan(3.5);
  });

  it('of below(2^40) is whole and reaches far up', () => {
    const stream = streamOf([1, 0, 'below', 'far']);
    const values = Array.from({ length: 1000 }, () => stream.below(2 ** 40));
    expect(values.every((value) => Number.isInteger(value) && value >= 0 && value < 2 ** 40)).toBe(true);
    expect(Math.max(...values)).toBeGreaterThan(0.98 * 2 ** 40);
  });
});
