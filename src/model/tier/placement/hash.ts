/**
 * A hash of 64 bits in two halves, because a double loses what is above 53: FNV-1a, finished by the mixer of splitmix64, without which
 * keys that differ in one character hash to neighbours. Every purpose puts a label of its own before the key: residues of one
 * hash for two purposes would be correlated.
 *
 * Not for secrets. Whoever hashes for each event keeps the outcome: only SplitMix64 allocates nothing.
 */

/** Both halves are whole numbers of 32 bits without sign. */
export interface Hash64 {
  readonly high: number;
  readonly low: number;
}

const TWO_TO_32 = 4_294_967_296;
const TWO_TO_20 = 1_048_576;
const TWO_TO_MINUS_52 = 2.220446049250313e-16;
/** FNV: the prime is 2^40 and this. */
const FNV_LOW = 0x1b3;
const FNV_HIGH_SHIFT = 8;

/** The hash of a key for a purpose. Labels have no colon in them, so that no two pairs are the same text. */
export function hashKey(label: string, key: string): Hash64 {
  return mix(fnv1a(`${label}:${key}`));
}

/** FNV-1a over the bytes of a text in UTF-8, not mixed. */
export function fnv1a(text: string): Hash64 {
  let high = 0xcbf29ce4;
  let low = 0x84222325;
  const bytes = isAscii(text) ? undefined : new TextEncoder().encode(text);
  const length = bytes === undefined ? text.length : bytes.length;
  for (let i = 0; i < length; i++) {
    low = (low ^ (bytes === undefined ? text.charCodeAt(i) : bytes[i]!)) >>> 0;
    const product = low * FNV_LOW;
    high = (high * FNV_LOW + Math.floor(product / TWO_TO_32) + (low << FNV_HIGH_SHIFT)) >>> 0;
    low = product >>> 0;
  }
  return { high, low };
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return false;
  return true;
}

/** The mixer of splitmix64: each bit of the outcome depends on all bits. */
export function mix(hash: Hash64): Hash64 {
  const mixer = new SplitMix64();
  mixer.mix(hash.high, hash.low);
  return { high: mixer.high, low: mixer.low };
}

/** The generator splitmix64, whose outcome is in `high` and `low`, without sign. Its n-th number is the hash of its seed and n. */
export class SplitMix64 implements Hash64 {
  high: number = 0;
  low: number = 0;
  #stateHigh = 0;
  #stateLow = 0;

  seed(hash: Hash64): void {
    this.#stateHigh = hash.high | 0;
    this.#stateLow = hash.low | 0;
  }

  next(): void {
    const low = (this.#stateLow >>> 0) + 0x7f4a7c15;
    this.#stateHigh = (this.#stateHigh + 0x9e3779b9 + (low >= TWO_TO_32 ? 1 : 0)) | 0;
    this.#stateLow = low | 0;
    this.mix(this.#stateHigh, this.#stateLow);
  }

  mix(high: number, low: number): void {
    const l1 = low ^ ((low >>> 30) | (high << 2));
    const h1 = high ^ (high >>> 30);
    const l2 = Math.imul(l1, 0x1ce4e5b9);
    const h2 = (highProduct(l1, 0x1ce4e5b9) + Math.imul(h1, 0x1ce4e5b9) + Math.imul(l1, 0xbf58476d)) | 0;
    const l3 = l2 ^ ((l2 >>> 27) | (h2 << 5));
    const h3 = h2 ^ (h2 >>> 27);
    const l4 = Math.imul(l3, 0x133111eb);
    const h4 = (highProduct(l3, 0x133111eb) + Math.imul(h3, 0x133111eb) + Math.imul(l3, 0x94d049bb)) | 0;
    this.low = (l4 ^ ((l4 >>> 31) | (h4 << 1))) >>> 0;
    this.high = (h4 ^ (h4 >>> 31)) >>> 0;
  }
}

/** The upper 32 bits of the product of two numbers of 32 bits without sign, as a number with sign. */
export function highProduct(a: number, b: number): number {
  const a0 = a & 0xffff;
  const a1 = a >>> 16;
  const b0 = b & 0xffff;
  const b1 = b >>> 16;
  const first = (Math.imul(a1, b0) >>> 0) + (Math.imul(a0, b0) >>> 16);
  const second = (Math.imul(a0, b1) >>> 0) + (first & 0xffff);
  return (Math.imul(a1, b1) + (first >>> 16) + (second >>> 16)) | 0;
}

/** What is left when a hash is divided by n; n from 1 to 2^32. */
export function remainder(hash: Hash64, n: number): number {
  const upper = hash.high % n;
  const middle = (upper * 0x10000 + (hash.low >>> 16)) % n;
  return (middle * 0x10000 + (hash.low & 0xffff)) % n;
}

/** How often n goes into a hash; n from 1 to 2^32. */
export function quotient(hash: Hash64, n: number): Hash64 {
  const upper = (hash.high % n) * 0x10000 + (hash.low >>> 16);
  const lower = (upper % n) * 0x10000 + (hash.low & 0xffff);
  return { high: Math.floor(hash.high / n), low: Math.floor(upper / n) * 0x10000 + Math.floor(lower / n) };
}

/** Below, at or above zero, as the first hash is smaller than, equal to or larger than the second. */
export function compare(a: Hash64, b: Hash64): number {
  return a.high === b.high ? a.low - b.low : a.high - b.high;
}

/** A hash as a number between 0 and 1, neither of which it is: 52 bits, so that its logarithm is below zero. */
export function unitOf(hash: Hash64): number {
  return (hash.high * TWO_TO_20 + (hash.low >>> 12) + 0.5) * TWO_TO_MINUS_52;
}
