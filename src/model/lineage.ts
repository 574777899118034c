/**
 * Where records come from that follow others: for each of them the beginning of its chain (when its first ancestor was sent, and to
 * which source), the number of its stage, and its trail.
 *
 * Made for the first record that follows another: runs without any pay nothing. Everything is copied from the parent when the record
 * is made, so that the parent may be gone and its slot used again.
 */
import type { Micros } from '../engine/time.ts';

/** Of a record, what a chain is told by. */
interface Ancestry {
  readonly sentAt: Readonly<Float64Array>;
  readonly origin: Readonly<Int32Array>;
}

export class Lineage {
  #since: Float64Array<ArrayBuffer>;
  #from: Int32Array<ArrayBuffer>;
  /** Records it descends from; 0: it follows none. */
  #ancestors: Int32Array<ArrayBuffer>;
  #trail: Int32Array<ArrayBuffer>;

  /** `capacity`: slots there are. */
  constructor(capacity: number) {
    this.#since = new Float64Array(capacity);
    this.#from = new Int32Array(capacity);
    this.#ancestors = new Int32Array(capacity);
    this.#trail = new Int32Array(capacity);
  }

  grow(capacity: number): void {
    this.#since = copied(this.#since, new Float64Array(capacity));
    this.#from = copied(this.#from, new Int32Array(capacity));
    this.#ancestors = copied(this.#ancestors, new Int32Array(capacity));
    this.#trail = copied(this.#trail, new Int32Array(capacity));
  }

  /** A new record has the slot: it follows none. */
  begin(slot: number): void {
    this.#ancestors[slot] = 0;
    this.#trail[slot] = 0;
  }

  /** A new record is made out of `parent`, of which `records` knows when and where it was sent. */
  follow(slot: number, parent: number, trail: number, records: Ancestry): void {
    const isFirst = this.#ancestors[parent] === 0;
    this.#since[slot] = isFirst ? records.sentAt[parent]! : this.#since[parent]!;
    this.#from[slot] = isFirst ? records.origin[parent]! : this.#from[parent]!;
    this.#ancestors[slot] = this.#ancestors[parent]! + 1;
    this.#trail[slot] = trail;
  }

  /** Whether the record follows another. */
  follows(slot: number): boolean {
    return this.#ancestors[slot]! > 0;
  }

  /** 1 for a record that arrives, and one more with each that follows. */
  stageOf(slot: number): number {
    return this.#ancestors[slot]! + 1;
  }

  /** When the first ancestor was sent; of a record that follows another. */
  sinceOf(slot: number): Micros {
    return this.#since[slot]!;
  }

  /** Index of the source that the first ancestor was sent to; of a record that follows another. */
  fromOf(slot: number): number {
    return this.#from[slot]!;
  }

  /** See {@link Trails}; 0 for none. */
  trailOf(slot: number): number {
    return this.#trail[slot]!;
  }
}

/**
 * Trails: how often each function has run in a chain of requests, as Lambda counts it to find loops (ASY-16). Each distinct set of
 * counts has a number, so that a record carries its trail as one; 0 is the empty one.
 *
 * Counts are kept for each function by itself: a long pipeline of different functions is no loop and is never stopped. They do not grow
 * beyond the number at which chains are stopped, so a loop that is allowed to go on makes no new trails.
 */
export class Trails {
  /** By the number of a trail, runs by the number of a function. */
  readonly #runs: number[][] = [[]];
  /** By the number of a trail, the trail after another run of a function. */
  readonly #after: number[][] = [[]];
  readonly #known = new Map<string, number>();
  readonly #look: () => number;
  #looked: number | undefined;

  /**
   * `most`: gives the runs of one function after which a chain is stopped; Infinity: none is, and there is no trail but the empty
   * one. Asked when it is needed first, so that a result lists the fact where it played a part.
   */
  constructor(most: () => number) {
    this.#look = most;
  }

  get #most(): number {
    return (this.#looked ??= this.#look());
  }

  /** The trail of what a function sends while it runs in a chain with this trail. */
  after(trail: number, fn: number): number {
    if (this.#most === Infinity) return 0;
    return (this.#after[trail]![fn] ??= this.#make(trail, fn));
  }

  /** Whether the function has run so often that the next run is stopped. */
  isLoop(trail: number, fn: number): boolean {
    return trail !== 0 && (this.#runs[trail]![fn] ?? 0) >= this.#most;
  }

  #make(trail: number, fn: number): number {
    const runs = [...this.#runs[trail]!];
    runs[fn] = Math.min(this.#most, (runs[fn] ?? 0) + 1);
    const key = runs.join();
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const made = this.#runs.push(runs) - 1;
    this.#after.push([]);
    this.#known.set(key, made);
    return made;
  }
}

function copied<A extends Float64Array | Int32Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
