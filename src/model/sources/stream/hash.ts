/**
 * Where a partition key falls (KIN-05): its MD5 is a number of 128 bits, and each shard has a range of them. Exact, as the
 * service computes it; which lane of a shard serves a key is not published, and taken to be the same number modulo the
 * parallelization factor (KIN-15, UNK-06), which looks at other bits than the shards do.
 */
import { Md5 } from './md5.ts';

/** One more than the greatest hash key. */
export const HASH_SPACE = 1n << 128n;

/** Every parallelization factor, 1 to 10, divides it: the remainder by it has the remainder by each of them. */
const ALL_FACTORS = 2520;
const TWO_TO_32 = 4_294_967_296;
/** Bits of a hash key that a double does not hold. */
const LOW_BITS = 75n;
const TWO_TO_21 = 2_097_152;

/** Hashes keys one after the other; all but {@link position} is had for the asking. */
export class KeyHash {
  readonly #md5 = new Md5();

  /** Of this key from now on. */
  take(key: string): void {
    this.#md5.digest(key);
  }

  /** Bytes of the key. */
  get length(): number {
    return this.#md5.length;
  }

  /** The upper 53 bits of its hash key. */
  get top(): number {
    const { words } = this.#md5;
    return words[0]! * TWO_TO_21 + (words[1]! >>> 11);
  }

  /** Its hash key, from 0 to {@link HASH_SPACE} − 1. */
  get position(): bigint {
    let position = 0n;
    for (const word of this.#md5.words) position = (position << 32n) | BigInt(word);
    return position;
  }

  /** The hash key modulo 2520: what chooses the lane. */
  get residue(): number {
    const { words } = this.#md5;
    let residue = 0;
    for (let i = 0; i < 4; i++) residue = (residue * (TWO_TO_32 % ALL_FACTORS) + words[i]!) % ALL_FACTORS;
    return residue;
  }
}

/** The upper 53 bits of a hash key. */
export function topOf(position: bigint): number {
  return Number(position >> LOW_BITS);
}
