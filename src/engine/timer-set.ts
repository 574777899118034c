/**
 * Timers: events that are pending at most once each, and can be moved and cleared. A binary heap of actions.
 *
 * Kept apart from the other events because few are set at a time, one or two for each source, and some of them, such as
 * the next arrival of a source, are set and run all the time: in this small heap that costs little.
 * Invariants: a parent is never later than its children; #positions[a] is the heap index of the timer that runs action a,
 * −1 while it is not set; nextTime is the time of the first, Infinity when none is set.
 */
import type { Order, Sequence } from './order.ts';
import type { Rank } from './rank.ts';
import type { Micros } from './time.ts';

export class TimerSet {
  /** When the first timer is due, Infinity when none is set. */
  nextTime: Micros = Infinity;
  readonly #sequence: Sequence;
  readonly #heap: number[] = [];
  #size = 0;
  #times = new Float64Array(16);
  #orders = new Float64Array(16);
  #positions = new Int32Array(16).fill(-1);

  constructor(sequence: Sequence) {
    this.#sequence = sequence;
  }

  /** Number of timers that are set. */
  get size(): number {
    return this.#size;
  }

  /** The action of the first timer; some timer must be set. */
  get first(): number {
    return this.#heap[0]!;
  }

  /** Order of the first timer; some timer must be set. */
  get nextOrder(): Order {
    return this.#orders[this.#heap[0]!]!;
  }

  /** Whether the timer of an action is set. */
  isSet(action: number): boolean {
    return action < this.#positions.length && this.#positions[action]! >= 0;
  }

  /** Sets the timer of an action, instead of what it was set to before. */
  set(action: number, time: Micros, rank: Rank): void {
    while (action >= this.#positions.length) this.#grow();
    if (this.#positions[action]! >= 0) this.#remove(action);
    this.#times[action] = time;
    this.#orders[action] = this.#sequence.take(rank);
    this.#rise(this.#size++, action);
    this.nextTime = this.#times[this.#heap[0]!]!;
  }

  /** Takes a timer out; nothing happens when it is not set. */
  clear(action: number): void {
    if (!this.isSet(action)) return;
    this.#remove(action);
    this.nextTime = this.#size > 0 ? this.#times[this.#heap[0]!]! : Infinity;
  }

  /** Takes a timer that is set out of the heap. */
  #remove(action: number): void {
    const i = this.#positions[action]!;
    this.#positions[action] = -1;
    const last = this.#heap[--this.#size]!;
    if (last === action) return;
    if (i > 0 && this.#isEarlier(last, this.#heap[(i - 1) >> 1]!)) this.#rise(i, last);
    else this.#sink(i, last);
  }

  #isEarlier(a: number, b: number): boolean {
    const times = this.#times;
    return times[a]! < times[b]! || (times[a] === times[b] && this.#orders[a]! < this.#orders[b]!);
  }

  /** Puts a timer at a vacant index or above it. */
  #rise(from: number, action: number): void {
    let i = from;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      const other = this.#heap[parent]!;
      if (this.#isEarlier(other, action)) break;
      this.#place(i, other);
      i = parent;
    }
    this.#place(i, action);
  }

  /** Puts a timer at a vacant index or below it. */
  #sink(from: number, action: number): void {
    let i = from;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= this.#size) break;
      if (child + 1 < this.#size && this.#isEarlier(this.#heap[child + 1]!, this.#heap[child]!)) child++;
      if (this.#isEarlier(action, this.#heap[child]!)) break;
      this.#place(i, this.#heap[child]!);
      i = child;
    }
    this.#place(i, action);
  }

  #place(i: number, action: number): void {
    this.#heap[i] = action;
    this.#positions[action] = i;
  }

  #grow(): void {
    const length = this.#positions.length * 2;
    this.#times = enlarged(this.#times, new Float64Array(length));
    this.#orders = enlarged(this.#orders, new Float64Array(length));
    this.#positions = enlarged(this.#positions, new Int32Array(length).fill(-1));
  }
}

function enlarged<A extends Float64Array | Int32Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
