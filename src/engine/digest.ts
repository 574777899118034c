/**
 * A running fingerprint of numbers: two 32-bit lanes of multiply and xor. Not cryptographic: it tells accidents, not forgeries.
 */
export class Digest {
  #a = 0x243f6a88;
  #b = 0x13198a2e;

  /** Mixes in a time (the low 32 bits of its microseconds decide) and a small integer. */
  add(time: number, tag: number): void {
    const low = time | 0;
    this.#a = Math.imul(this.#a ^ low, 0x9e3779b1) ^ (this.#a >>> 13);
    this.#b = Math.imul(this.#b ^ (low + tag), 0x85ebca77) ^ (this.#b >>> 15);
  }

  /** Sixteen hexadecimal digits. */
  toString(): string {
    return hex(this.#a) + hex(this.#b);
  }
}

function hex(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0');
}
