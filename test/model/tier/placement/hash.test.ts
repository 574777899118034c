/** The hash: vectors of AP-2.0, and arithmetic against BigInt. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  compare,
  fnv1a,
  hashKey,
  highProduct,
  mix,
  quotient,
  remainder,
  SplitMix64,
  unitOf,
} from '../../../../src/model/tier/placement/hash.ts';
import type { Hash64 } from '../../../../src/model/tier/placement/hash.ts';

const MASK = (1n << 64n) - 1n;
const big = (hash: Hash64) => (BigInt(hash.high) << 32n) | BigInt(hash.low);
const halves = (value: bigint): Hash64 => ({ high: Number(value >> 32n), low: Number(value & 0xffffffffn) });
const hex = (hash: Hash64) => big(hash).toString(16).padStart(16, '0');
const any64 = fc.bigInt({ min: 0n, max: MASK });

test('AP-2.0 vectors', () => {
  expect(hex(fnv1a(''))).toBe('cbf29ce484222325');
  expect(hex(fnv1a('a'))).toBe('af63dc4c8601ec8c');
  expect(hex(fnv1a('tenant-0'))).toBe('c2efb028e3ebeed8');
  expect(hex(fnv1a('tenant-1'))).toBe('c2efb128e3ebf08b');
  expect(hex(mix(fnv1a('tenant-0')))).toBe('30a446adc7db6d64');
  expect(hex(mix(fnv1a('tenant-1')))).toBe('82b94b9e8abe94cd');
  const generator = new SplitMix64();
  generator.next();
  expect(hex(generator)).toBe('e220a8397b1dcdaf');
});

test('FNV-1a goes over the bytes of UTF-8', () => {
  const reference = (text: string) =>
    new TextEncoder()
      .encode(text)
      .reduce((hash, byte) => ((hash ^ BigInt(byte)) * 0x100000001b3n) & MASK, 0xcbf29ce484222325n);
  for (const text of ['é', '日本', 'tenant-ü/1', '👍', '\u007f\u0080', '\ud800'])
    expect(big(fnv1a(text))).toBe(reference(text));
  fc.assert(fc.property(fc.string(), (text) => big(fnv1a(text)) === reference(text)));
});

test('the generator is that of splitmix64, from any seed', () => {
  const reference = (seed: bigint, n: bigint) => {
    let x = (seed + n * 0x9e3779b97f4a7c15n) & MASK;
    x = ((x ^ (x >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK;
    x = ((x ^ (x >> 27n)) * 0x94d049bb133111ebn) & MASK;
    return x ^ (x >> 31n);
  };
  fc.assert(
    fc.property(any64, (seed) => {
      const generator = new SplitMix64();
      generator.seed(halves(seed));
      for (let n = 1n; n <= 5n; n++) {
        generator.next();
        expect(big(generator)).toBe(reference(seed, n));
      }
    }),
  );
});

test('products, quotients, remainders and order are exact', () => {
  const any32 = fc.integer({ min: 0, max: 0xffffffff });
  fc.assert(fc.property(any32, any32, (a, b) => highProduct(a, b) >>> 0 === Number((BigInt(a) * BigInt(b)) >> 32n)));
  fc.assert(
    fc.property(any64, fc.integer({ min: 1, max: 0x100000000 }), (value, n) => {
      expect(remainder(halves(value), n)).toBe(Number(value % BigInt(n)));
      expect(big(quotient(halves(value), n))).toBe(value / BigInt(n));
    }),
  );
  fc.assert(
    fc.property(any64, any64, (a, b) => Math.sign(compare(halves(a), halves(b))) === (a < b ? -1 : a > b ? 1 : 0)),
  );
});

test('as a number it is between 0 and 1, and in order', () => {
  expect(unitOf(halves(0n))).toBeGreaterThan(0);
  expect(unitOf(halves(MASK))).toBeLessThan(1);
  expect(unitOf(halves(1n << 63n))).toBeCloseTo(0.5, 12);
});

test('another purpose gives another hash, and a label cannot be taken for a part of a key', () => {
  expect(hashKey('ring', 'a')).not.toEqual(hashKey('jump', 'a'));
  expect(hashKey('ring', '1a')).not.toEqual(hashKey('ring1', 'a'));
});
