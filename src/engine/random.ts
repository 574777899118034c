/**
 * Chance: one seed, and one named stream for each cause. Adding a component or a purpose never changes the numbers of
 * another, and two variants of a scenario share their luck.
 *
 * The generator is seedrandom's Alea with 53 bits. Keys are JSON of (seed, replication, component, purpose) in ASCII
 * and end in a NUL, because seedrandom's own string seeds collide ("1" is "11"; characters count modulo 256).
 */
import seedrandom from 'seedrandom';

export interface RandomStream {
  /** Uniform on [0, 1), 53 bits. */
  next(): number;
  /** Uniform on (0, 1]: safe to take the logarithm of. */
  positive(): number;
  /** Uniform whole number from 0 to n − 1. */
  below(n: number): number;
}

export class RandomStreams {
  readonly #seed: number | string;
  readonly #replication: number;

  /** `seed`: any number or text; 1 and "1" are different seeds. `replication`: 0 for the first run. */
  constructor(seed: number | string, replication = 0) {
    this.#seed = seed;
    this.#replication = replication;
  }

  /** A new stream from its beginning; asking twice gives the same numbers twice. */
  stream(component: string, purpose: string): RandomStream {
    return new AleaStream(streamKey(this.#seed, this.#replication, component, purpose));
  }
}

/**
 * seedrandom seeds it; the recurrence is written out here, and fills a block at a time: in a tight loop over locals it takes
 * half as long, and nobody's luck depends on how far ahead of him it is. Equal to seedrandom's `double()` number for
 * number, which a test checks.
 */
class AleaStream implements RandomStream {
  // Doubles that change start as numbers: a field that was ever undefined costs an allocation a write.
  #carry: number = 0;
  #s0: number = 0;
  #s1: number = 0;
  #s2: number = 0;
  /** Numbers drawn ahead; those from #used on are still to be given. Made on first use: many streams are never drawn from. */
  #block = EMPTY;
  #used = 0;

  constructor(key: string) {
    const { c, s0, s1, s2 } = seedrandom.alea(key, { state: true }).state() as unknown as AleaState;
    this.#carry = c;
    this.#s0 = s0;
    this.#s1 = s1;
    this.#s2 = s2;
  }

  next(): number {
    if (this.#used === this.#block.length) this.#fill();
    return this.#block[this.#used++]!;
  }

  positive(): number {
    return 1 - this.next();
  }

  below(n: number): number {
    return Math.floor(this.next() * n);
  }

  /** Two steps of the generator for each number: the upper 32 bits, and 21 more. */
  #fill(): void {
    if (this.#block === EMPTY) this.#block = new Float64Array(BLOCK);
    const block = this.#block;
    let carry = this.#carry;
    let s0 = this.#s0;
    let s1 = this.#s1;
    let s2 = this.#s2;
    for (let i = 0; i < BLOCK; i++) {
      const high = MULTIPLIER * s0 + carry * TWO_TO_MINUS_32;
      carry = Math.floor(high);
      const upper = high - carry;
      const low = MULTIPLIER * s1 + carry * TWO_TO_MINUS_32;
      carry = Math.floor(low);
      s0 = s2;
      s1 = upper;
      s2 = low - carry;
      block[i] = upper + ((s2 * 0x200000) | 0) * TWO_TO_MINUS_53;
    }
    this.#carry = carry;
    this.#s0 = s0;
    this.#s1 = s1;
    this.#s2 = s2;
    this.#used = 0;
  }
}

const BLOCK = 64;
const EMPTY = new Float64Array(0);
const MULTIPLIER = 2091639;

interface AleaState {
  readonly c: number;
  readonly s0: number;
  readonly s1: number;
  readonly s2: number;
}

const TWO_TO_MINUS_32 = 2.3283064365386963e-10;
const TWO_TO_MINUS_53 = 1.1102230246251565e-16;

/** The key of a stream, in printable ASCII and a final NUL. */
export function streamKey(seed: number | string, replication: number, component: string, purpose: string): string {
  const json = JSON.stringify([seed, replication, component, purpose]);
  return json.replace(/[\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`) + '\0';
}
