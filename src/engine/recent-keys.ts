/**
 * Keys that were seen within a span of time, each a pair of numbers. What is older is forgotten, so memory is bounded by how many keys
 * come within the span; nothing is allocated for a key.
 *
 * Keys stand in a ring in the order of time, and in chains by their hash, newest first.
 * Invariants: the keys are at #head … #head + #size − 1, modulo the capacity, which is a power of two as is the number of chains.
 */
import type { Micros } from './time.ts';

const FIRST_CAPACITY = 64;
const NONE = -1;

export class RecentKeys {
  readonly #span: Micros;
  #firsts = new Float64Array(FIRST_CAPACITY);
  #seconds = new Float64Array(FIRST_CAPACITY);
  #times = new Float64Array(FIRST_CAPACITY);
  /** By place: the next in its chain. */
  #links = new Int32Array(FIRST_CAPACITY);
  /** By hash: the place of the newest key of the chain. */
  #chains = new Int32Array(FIRST_CAPACITY).fill(NONE);
  #head = 0;
  #size = 0;

  constructor(span: Micros) {
    this.#span = span;
  }

  /** Keys that are remembered. */
  get size(): number {
    return this.#size;
  }

  /** Whether a key was added less than the span before the instant `at`, which never goes back; if not, it is added. */
  isKnown(first: number, second: number, at: Micros): boolean {
    this.#forget(at - this.#span);
    const chain = this.#chainOf(first, second);
    for (let place = this.#chains[chain]!; place !== NONE; place = this.#links[place]!) {
      if (this.#firsts[place] === first && this.#seconds[place] === second) return true;
    }
    this.#add(first, second, at);
    return false;
  }

  #add(first: number, second: number, at: Micros): void {
    if (this.#size === this.#firsts.length) this.#grow();
    const place = (this.#head + this.#size++) & (this.#firsts.length - 1);
    this.#firsts[place] = first;
    this.#seconds[place] = second;
    this.#times[place] = at;
    this.#link(place);
  }

  #link(place: number): void {
    const chain = this.#chainOf(this.#firsts[place]!, this.#seconds[place]!);
    this.#links[place] = this.#chains[chain]!;
    this.#chains[chain] = place;
  }

  /** What was added at that instant or before is forgotten: always the oldest, which ends its chain. */
  #forget(until: Micros): void {
    while (this.#size > 0 && this.#times[this.#head]! <= until) {
      this.#unlinkLast(this.#head);
      this.#head = (this.#head + 1) & (this.#firsts.length - 1);
      this.#size--;
    }
  }

  #unlinkLast(last: number): void {
    const chain = this.#chainOf(this.#firsts[last]!, this.#seconds[last]!);
    if (this.#chains[chain] === last) {
      this.#chains[chain] = NONE;
      return;
    }
    let place = this.#chains[chain]!;
    while (this.#links[place] !== last) place = this.#links[place]!;
    this.#links[place] = NONE;
  }

  /** Integers of up to 53 bits, spread over the chains. */
  #chainOf(first: number, second: number): number {
    const low = Math.imul(first | 0, 0x9e3779b1) ^ Math.imul(second | 0, 0x85ebca6b);
    const high = Math.imul((first / 0x1_0000_0000) | 0, 0xc2b2ae35);
    const mixed = low ^ high;
    return (mixed ^ (mixed >>> 15)) & (this.#chains.length - 1);
  }

  #grow(): void {
    const before = this.#firsts.length;
    const [firsts, seconds, times] = [this.#firsts, this.#seconds, this.#times];
    this.#firsts = new Float64Array(2 * before);
    this.#seconds = new Float64Array(2 * before);
    this.#times = new Float64Array(2 * before);
    this.#links = new Int32Array(2 * before);
    this.#chains = new Int32Array(2 * before).fill(NONE);
    for (let i = 0; i < this.#size; i++) {
      const from = (this.#head + i) & (before - 1);
      this.#firsts[i] = firsts[from]!;
      this.#seconds[i] = seconds[from]!;
      this.#times[i] = times[from]!;
      this.#link(i);
    }
    this.#head = 0;
  }
}
