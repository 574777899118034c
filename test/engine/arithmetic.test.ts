/**
 * The last bits of Math.exp, Math.log and Math.log1p. The language leaves them to the implementation, and "equal seeds,
 * equal bytes" on any Node release rests on them: where this fails, chance is another, and results differ from those of
 * other releases although nothing else is wrong. (V8 has them from fdlibm, which is not always right in the last bit.)
 * These values were the same on Node 20.20.2, 22.23.3 and 24.21.0 for Linux on x64; others have not been looked at.
 */
import { expect, it } from 'vitest';

const double = new Float64Array(1);
const word = new BigUint64Array(double.buffer);

function bitsOf(x: number): bigint {
  double[0] = x;
  return word[0]!;
}

const inHex = (x: number): string => `0x${bitsOf(x).toString(16).padStart(16, '0')}`;

/** Function, argument, the bits, and those of the double that is nearest to the true value (computed with 50 digits). */
it.each<[string, (x: number) => number, number, string, string]>([
  ['exp', Math.exp, -26.687370800100894, '0x3d8699a588cf6ad2', '0x3d8699a588cf6ad3'],
  ['exp', Math.exp, -8.45238210058028, '0x3f2bf83aefdca0b0', '0x3f2bf83aefdca0af'],
  ['exp', Math.exp, -5.697033800689724, '0x3f6b7dd7c60b0b1c', '0x3f6b7dd7c60b0b1b'],
  ['exp', Math.exp, 1, '0x4005bf0a8b145769', '0x4005bf0a8b145769'],
  ['log', Math.log, 0.3262379212492643, '0xbff1ec0bb2ce4f6a', '0xbff1ec0bb2ce4f6b'],
  ['log', Math.log, 0.5623058987490541, '0xbfe26c35daa089f6', '0xbfe26c35daa089f5'],
  ['log', Math.log, 2, '0x3fe62e42fefa39ef', '0x3fe62e42fefa39ef'],
  ['log1p', Math.log1p, 13567.865001201722, '0x402307f3f4a6a1b2', '0x402307f3f4a6a1b1'],
  ['log1p', Math.log1p, 784000.8059894616, '0x402b24f3055e88a2', '0x402b24f3055e88a1'],
])('%s', (_, f, x, bits, nearest) => {
  expect(inHex(f(x))).toBe(bits);
  expect(Math.abs(Number(BigInt(bits) - BigInt(nearest)))).toBeLessThanOrEqual(1);
});

/** Twenty thousand shares of one, spread evenly; products and remainders are exact or rounded alike everywhere. */
const shares = Array.from({ length: 20_000 }, (_, i) => ((i + 1) * 0.6180339887498949) % 1);

/** FNV-1a over whole words. */
function fingerprint(f: (x: number) => number, xs: readonly number[]): string {
  let hash = 0xcbf29ce484222325n;
  for (const x of xs) hash = BigInt.asUintN(64, (hash ^ bitsOf(f(x))) * 0x100000001b3n);
  return hash.toString(16).padStart(16, '0');
}

it.each<[string, (x: number) => number, (u: number) => number, string]>([
  ['exp, from e^-60 to e^20', Math.exp, (u) => u * 80 - 60, '1bb6d66bc15d8061'],
  ['log, of what a stream of chance draws', Math.log, (u) => u, '2a47d613842e8b96'],
  ['log, up to a thousand million', Math.log, (u) => u * 1e9, 'e70add3ba4ba0d65'],
  ['log1p, up to the square of a thousand', Math.log1p, (u) => u * u * 1e6, '671f50b6f94ecabb'],
])('%s: all bits of many values', (_, f, argument, expected) => {
  expect(fingerprint(f, shares.map(argument))).toBe(expected);
});
