/**
 * Where a partition key falls (KIN-05): its MD5 is a number of 128 bits, and each shard has a range of them. Exact, as the
 * service computes it; which lane of a shard serves a key is not published, and taken to be the same number modulo the
 * parallelization factor (KIN-15, UNK-06), which looks at other bits than the shards do.
 */
import { hash } from 'node:crypto';

/** One more than the greatest hash key. */
export const HASH_SPACE = 1n << 128n;

/** Every parallelization factor, 1 to 10, divides it: the remainder by it has the remainder by each of them. */
const ALL_FACTORS = 2520n;

/** What is known of a key. */
export interface KeyHash {
  /** Its hash key, from 0 to {@link HASH_SPACE} − 1. */
  readonly position: bigint;
  /** `position` modulo 2520: what chooses the lane. */
  readonly residue: number;
}

/** The hash of a partition key: UTF-8, 1 to 256 characters. */
export function keyHashOf(key: string): KeyHash {
  return at(BigInt(`0x${hash('md5', key)}`));
}

/** An explicit hash key instead of the key's own: the shard is chosen by it, the lane by the key. */
export function explicitlyAt(position: bigint, key: string): KeyHash {
  return { position, residue: keyHashOf(key).residue };
}

function at(position: bigint): KeyHash {
  return { position, residue: Number(position % ALL_FACTORS) };
}
