/**
 * What happened, in order of time, until it is old enough to be taken out: numbers with an id and an instant, in arrays that grow and
 * never shrink.
 */
import type { Micros } from '../../../engine/time.ts';

export class TimedLog {
  #times = new Float64Array(64);
  #ids = new Int32Array(64);
  #values = new Float64Array(64);
  #mask = 63;
  #head = 0;
  #size = 0;

  /** Adds an entry, not older than the last. */
  push(time: Micros, id: number, value: number): void {
    if (this.#size > this.#mask) this.#grow();
    const place = (this.#head + this.#size++) & this.#mask;
    this.#times[place] = time;
    this.#ids[place] = id;
    this.#values[place] = value;
  }

  /** Whether there is an entry of that instant or before. */
  isDue(at: Micros): boolean {
    return this.#size > 0 && this.#times[this.#head]! <= at;
  }

  /** Of the oldest entry; there is one. */
  get id(): number {
    return this.#ids[this.#head]!;
  }

  get value(): number {
    return this.#values[this.#head]!;
  }

  /** Takes the oldest entry out; there is one. */
  drop(): void {
    this.#head = (this.#head + 1) & this.#mask;
    this.#size--;
  }

  #grow(): void {
    this.#times = this.#inOrder(this.#times, new Float64Array(2 * this.#size));
    this.#ids = this.#inOrder(this.#ids, new Int32Array(2 * this.#size));
    this.#values = this.#inOrder(this.#values, new Float64Array(2 * this.#size));
    this.#mask = 2 * this.#size - 1;
    this.#head = 0;
  }

  /** Only when full: what is behind the head, then what is before it. */
  #inOrder<A extends Float64Array | Int32Array>(from: A, to: A): A {
    to.set(from.subarray(this.#head), 0);
    to.set(from.subarray(0, this.#head), from.length - this.#head);
    return to;
  }
}
