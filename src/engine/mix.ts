/**
 * Mixes numbers into 32 bits, for tables and buckets: the finisher of MurmurHash3, which changes half of the bits for each that is
 * changed. Good enough to spread, no good against somebody who looks for collisions.
 */

/** A whole number from 0 to 2^32 − 1. */
export function mixed(a: number, b: number): number {
  let h = Math.imul(a, 0x9e3779b1) ^ b;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
