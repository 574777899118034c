/**
 * The set of pending events: a 4-ary heap on (time, order), all numbers in parallel arrays.
 *
 * An event is an action number and a subject, both small integers, so nothing is allocated and no pointer is written.
 * Invariants: a parent is never later than its children; keys[2i] is the time (Infinity from the last event on) and keys[2i + 1] the
 * order of event i, so two numbers decide every comparison; calls[2i] is its action and calls[2i + 1] its subject; while #hole is set, index 0 is
 * vacant (its event is being run) and the next push may take it, which saves one of the two walks through the heap when
 * an event schedules the next one.
 *
 * What may be moved or cancelled is a timer: timer-set.ts. A heap was chosen over a timing wheel: see
 * docs/decisions/0002-event-set.md.
 */
import { orderOf, type Order, type Sequence } from './order.ts';
import type { Rank } from './rank.ts';
import type { Micros } from './time.ts';

const FIRST_CAPACITY = 64;

export class EventSet {
  /** Action and subject of the event last taken by {@link pop}. */
  action = 0;
  subject = 0;

  readonly #sequence: Sequence;
  #size = 0;
  #hole = false;
  #keys = new Float64Array(2 * FIRST_CAPACITY).fill(Infinity);
  #calls = new Int32Array(2 * FIRST_CAPACITY);

  constructor(sequence: Sequence) {
    this.#sequence = sequence;
  }

  /** Number of events pending. */
  get size(): number {
    return this.#hole ? this.#size - 1 : this.#size;
  }

  /** Adds an event. `time`: whole microseconds. */
  push(time: Micros, rank: Rank, action: number, subject: number): void {
    if (2 * this.#size === this.#keys.length) this.#grow();
    const i = this.#hole ? 0 : this.#size++;
    this.#keys[2 * i] = time;
    this.#keys[2 * i + 1] = this.#sequence.take(rank);
    this.#calls[2 * i] = action;
    this.#calls[2 * i + 1] = subject;
    if (this.#hole) this.#sink();
    else this.#rise(i);
    this.#hole = false;
  }

  /** Takes the first event into {@link action} and {@link subject}; there must be one, and the set must be settled. */
  pop(): void {
    this.action = this.#calls[0]!;
    this.subject = this.#calls[1]!;
    this.#hole = true;
  }

  /** Fills the place of the event taken last, unless another has taken it. */
  settle(): void {
    if (this.#hole) this.#closeHole();
  }

  /** Time of the first event, Infinity when there is none; the set must be settled. */
  get nextTime(): Micros {
    return this.#keys[0]!;
  }

  /** Order of the first event; there must be one, and the set must be settled. */
  get nextOrder(): Order {
    return this.#keys[1]!;
  }

  /** Whether some event is due at `time` or before, and ranks before `rank`; the set need not be settled. */
  hasBefore(time: Micros, rank: Rank): boolean {
    const keys = this.#keys;
    const order = orderOf(rank);
    const end = Math.min(this.#size, this.#hole ? 5 : 1);
    for (let i = this.#hole ? 1 : 0; i < end; i++) if (keys[2 * i]! <= time && keys[2 * i + 1]! < order) return true;
    return false;
  }

  /** Moves the last event into the vacant place, and to where it belongs. */
  #closeHole(): void {
    const keys = this.#keys;
    const calls = this.#calls;
    const last = --this.#size;
    keys[0] = keys[2 * last]!;
    keys[1] = keys[2 * last + 1]!;
    calls[0] = calls[2 * last]!;
    calls[1] = calls[2 * last + 1]!;
    keys[2 * last] = Infinity;
    if (last > 1) this.#sink();
    this.#hole = false;
  }

  /** Moves event `i`, which may be earlier than its parents, to its place. */
  #rise(from: number): void {
    const keys = this.#keys;
    const calls = this.#calls;
    const time = keys[2 * from]!;
    const order = keys[2 * from + 1]!;
    const action = calls[2 * from]!;
    const subject = calls[2 * from + 1]!;
    let i = from;
    while (i > 0) {
      const parent = (i - 1) >> 2;
      const other = keys[2 * parent]!;
      if (other < time || (other === time && keys[2 * parent + 1]! < order)) break;
      keys[2 * i] = other;
      keys[2 * i + 1] = keys[2 * parent + 1]!;
      calls[2 * i] = calls[2 * parent]!;
      calls[2 * i + 1] = calls[2 * parent + 1]!;
      i = parent;
    }
    keys[2 * i] = time;
    keys[2 * i + 1] = order;
    calls[2 * i] = action;
    calls[2 * i + 1] = subject;
  }

  /** Moves event 0, which may be later than its children, to its place. */
  #sink(): void {
    const keys = this.#keys;
    const calls = this.#calls;
    const size = this.#size;
    const time = keys[0]!;
    const order = keys[1]!;
    const action = calls[0]!;
    const subject = calls[1]!;
    let i = 0;
    for (;;) {
      let child = 4 * i + 1;
      if (child >= size) break;
      const end = child + 4 < size ? child + 4 : size;
      let least = child;
      let leastTime = keys[2 * child]!;
      while (++child < end) {
        const other = keys[2 * child]!;
        if (other <= leastTime && (other < leastTime || keys[2 * child + 1]! < keys[2 * least + 1]!)) {
          least = child;
          leastTime = other;
        }
      }
      if (leastTime >= time && (leastTime > time || keys[2 * least + 1]! > order)) break;
      keys[2 * i] = leastTime;
      keys[2 * i + 1] = keys[2 * least + 1]!;
      calls[2 * i] = calls[2 * least]!;
      calls[2 * i + 1] = calls[2 * least + 1]!;
      i = least;
    }
    keys[2 * i] = time;
    keys[2 * i + 1] = order;
    calls[2 * i] = action;
    calls[2 * i + 1] = subject;
  }

  #grow(): void {
    const length = this.#keys.length * 2;
    this.#keys = enlarged(this.#keys, new Float64Array(length).fill(Infinity));
    this.#calls = enlarged(this.#calls, new Int32Array(length));
  }
}

function enlarged<A extends Float64Array | Int32Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
