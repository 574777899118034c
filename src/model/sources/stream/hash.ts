/**
 * Where a partition key falls (KIN-05): its MD5 is a number of 128 bits, and each shard has a range of them. Exact, as the
 * service computes it; which lane of a shard serves a key is not published, and taken to be the same number modulo the
 * parallelization factor (KIN-15, UNK-06), which looks at other bits than the shards do.
 */
import { md5 } from './md5.ts';

/** One more than the greatest hash key. */
export const HASH_SPACE = 1n << 128n;

/** Every parallelization factor, 1 to 10, divides it: the remainder by it has the remainder by each of them. */
const ALL_FACTORS = 2520;
const TWO_TO_32 = 4_294_967_296;

/** What is known of a key. */
export interface KeyHash {
  /** Its hash key, from 0 to {@link HASH_SPACE} − 1. */
  readonly position: bigint;
  /** `position` modulo 2520: what chooses the lane. */
  readonly residue: number;
}

/** The hash of a partition key. */
export function keyHashOf(key: string): KeyHash {
  const words = md5(key);
  let position = 0n;
  let residue = 0;
  for (const word of words) {
    position = (position << 32n) | BigInt(word);
    residue = (residue * (TWO_TO_32 % ALL_FACTORS) + word) % ALL_FACTORS;
  }
  return { position, residue };
}
