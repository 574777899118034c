/** Our MD5 against the platform's, and what keys make of it. */
import { hash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { KeyHash } from '../../../src/model/sources/stream/hash.ts';
import { Md5 } from '../../../src/model/sources/stream/md5.ts';

/** One for all, so that what a text leaves behind would show. */
const md5 = new Md5();

function hex(text: string): string {
  md5.digest(text);
  expect(md5.length).toBe(Buffer.byteLength(text));
  return [...md5.words].map((word) => word.toString(16).padStart(8, '0')).join('');
}

it('gives the digests of RFC 1321', () => {
  expect(hex('')).toBe('d41d8cd98f00b204e9800998ecf8427e');
  expect(hex('message digest')).toBe('f96b697d7cb7938d525a2f31aaf161d0');
});

it('gives what the platform gives, at every length around a block and for any text', () => {
  for (let n = 0; n < 200; n++) expect(hex('k'.repeat(n))).toBe(hash('md5', 'k'.repeat(n)));
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => hex(text) === hash('md5', text)));
});

it('reads the digest as one number, and takes the remainder by every factor from it (KIN-05, KIN-15)', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 1, max: 10 }), (key, factor) => {
      const number = BigInt(`0x${hash('md5', key)}`);
      const keyHash = new KeyHash();
      keyHash.take(key);
      expect(keyHash.position).toBe(number);
      expect(keyHash.top).toBe(Number(number >> 75n));
      expect(keyHash.residue % factor).toBe(Number(number % BigInt(factor)));
    }),
  );
});
