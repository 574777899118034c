/**
 * MD5 (RFC 1321) of a text in UTF-8, as four words of 32 bits, most significant first. Kinesis places partition keys by it (KIN-05);
 * nothing here depends on what the machine's own cryptography allows. A test has the platform's as its oracle.
 */

const SHIFTS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21] as const;

/** ⌊2^32 · |sin(i + 1)|⌋, written out: what a machine makes of a sine in its last bits may differ. */
const SINES = Int32Array.from([
  0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501, 0x698098d8,
  0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821, 0xf61e2562, 0xc040b340,
  0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8, 0x21e1cde6, 0xc33707d6, 0xf4d50d87,
  0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a, 0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c,
  0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70, 0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039,
  0xe6db99e5, 0x1fa27cf8, 0xc4ac5665, 0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92,
  0xffeff47d, 0x85845dd1, 0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb,
  0xeb86d391,
]);

const BLOCK = 64;
/** The last block ends with eight bytes for the length, after at least one that marks the end of the text. */
const TAIL = 9;

/** Makes digests one after the other, in arrays of its own: none is allocated for a short text. */
export class Md5 {
  /** Of the last text. */
  readonly words = new Uint32Array(4);
  /** Its length in UTF-8. */
  length = 0;
  readonly #state = new Int32Array(4);
  #bytes = new Uint8Array(4 * BLOCK);

  /** Digests a text: see {@link words} and {@link length}. */
  digest(text: string): void {
    this.length = this.#write(text);
    const size = Math.ceil((this.length + TAIL) / BLOCK) * BLOCK;
    this.#bytes.fill(0, this.length, size);
    this.#bytes[this.length] = 0x80;
    // Texts of half a gigabyte, where the length would need its upper word, do not come here.
    writeLittleEndian(this.#bytes, size - 8, this.length * 8);
    this.#state[0] = 0x67452301;
    this.#state[1] = 0xefcdab89;
    this.#state[2] = 0x98badcfe;
    this.#state[3] = 0x10325476;
    for (let at = 0; at < size; at += BLOCK) addBlock(this.#state, this.#bytes, at);
    for (let i = 0; i < 4; i++) this.words[i] = swapped(this.#state[i]!);
  }

  /** Writes the bytes of a text, and returns how many there are. */
  #write(text: string): number {
    this.#reserve(text.length);
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code >= 0x80) return this.#writeEncoded(new TextEncoder().encode(text));
      this.#bytes[i] = code;
    }
    return text.length;
  }

  #writeEncoded(encoded: Uint8Array): number {
    this.#reserve(encoded.length);
    this.#bytes.set(encoded);
    return encoded.length;
  }

  #reserve(length: number): void {
    if (length + TAIL + BLOCK > this.#bytes.length) this.#bytes = new Uint8Array(2 * (length + TAIL + BLOCK));
  }
}

function writeLittleEndian(bytes: Uint8Array, at: number, value: number): void {
  for (let i = 0; i < 4; i++) bytes[at + i] = value >>> (8 * i);
}

function readLittleEndian(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
}

function addBlock(state: Int32Array, bytes: Uint8Array, at: number): void {
  let a = state[0]!;
  let b = state[1]!;
  let c = state[2]!;
  let d = state[3]!;
  for (let i = 0; i < 64; i++) {
    const round = i >> 4;
    let mixed: number;
    let word: number;
    if (round === 0) {
      mixed = (b & c) | (~b & d);
      word = i;
    } else if (round === 1) {
      mixed = (d & b) | (~d & c);
      word = (5 * i + 1) & 15;
    } else if (round === 2) {
      mixed = b ^ c ^ d;
      word = (3 * i + 5) & 15;
    } else {
      mixed = c ^ (b | ~d);
      word = (7 * i) & 15;
    }
    const sum = (a + mixed + SINES[i]! + readLittleEndian(bytes, at + 4 * word)) | 0;
    const shift = SHIFTS[4 * round + (i & 3)]!;
    a = d;
    d = c;
    c = b;
    b = (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0;
  }
  state[0] = state[0]! + a;
  state[1] = state[1]! + b;
  state[2] = state[2]! + c;
  state[3] = state[3]! + d;
}

/** The bytes of a word in the other order. */
function swapped(word: number): number {
  return (word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24);
}
