/**
 * The hash that Kafka's default partitioner takes of a key: MurmurHash2 of its bytes with Kafka's seed, 32 bits. Pure. By the
 * published algorithm; checked against the vectors of Kafka's own tests.
 */
const SEED = 0x9747b28c;
const M = 0x5bd1e995;
const R = 24;

/** Of the first `length` bytes; a signed whole number of 32 bits, as Kafka has it. */
export function murmur2(bytes: Uint8Array, length = bytes.length): number {
  let h = SEED ^ length;
  const whole = length - (length % 4);
  for (let i = 0; i < whole; i += 4) {
    const word = bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24);
    h = Math.imul(h, M) ^ mixed(word);
  }
  return finished(whole < length ? Math.imul(h ^ rest(bytes, whole, length), M) : h);
}

function mixed(word: number): number {
  const k = Math.imul(word, M);
  return Math.imul(k ^ (k >>> R), M);
}

/** Up to three bytes, the first of them lowest. */
function rest(bytes: Uint8Array, from: number, to: number): number {
  let word = 0;
  for (let i = to - 1; i >= from; i--) word = (word << 8) | bytes[i]!;
  return word;
}

function finished(h: number): number {
  const k = Math.imul(h ^ (h >>> 13), M);
  return k ^ (k >>> 15);
}

/** Which of so many partitions a hash belongs to: that of its lower 31 bits. */
export function partitionOf(hash: number, partitions: number): number {
  return (hash & 0x7fff_ffff) % partitions;
}
