/**
 * The set of pending events: a 4-ary heap on (time, rank, sequence), all numbers in parallel arrays, with true cancellation.
 *
 * An event is an action number and a subject, both small integers, so nothing is allocated and no pointer is written.
 * A timer is an event that can be taken out again: its heap index is tracked, which the others do without.
 * Invariants: a parent is never later than its children; key[2i] is the time and key[2i + 1] rank and sequence in one exact
 * double, so two numbers decide every comparison; position[t] is the heap index of timer t, or −1; while #hole is set,
 * index 0 is vacant (its event is being run) and the next push may take it, which saves one of the two walks through the
 * heap when an event schedules the next one.
 *
 * A heap was chosen over a timing wheel: see docs/decisions/0002-event-set.md.
 */
import type { Micros } from './time.ts';

/** Events of one rank in the order in which they were added. */
const SEQUENCES = 0x2000000000000; // 2^49
const FIRST_CAPACITY = 64;
/** Action number of events that are timers; the subject is the timer's number. */
export const TIMER = 0;

export class EventSet {
  /** Time, action and subject of the event last taken by {@link pop}. */
  time: Micros = 0;
  action = 0;
  subject = 0;

  #size = 0;
  #hole = false;
  #sequence = 0;
  #keys = new Float64Array(2 * FIRST_CAPACITY);
  #actions = new Int32Array(FIRST_CAPACITY);
  #subjects = new Int32Array(FIRST_CAPACITY);
  #positions = new Int32Array(FIRST_CAPACITY).fill(-1);
  #timers = 0;

  /** Number of events pending. */
  get size(): number {
    return this.#hole ? this.#size - 1 : this.#size;
  }

  /** Adds an event. `time`: whole microseconds; `action`: not {@link TIMER}. */
  push(time: Micros, rank: number, action: number, subject: number): void {
    const order = rank * SEQUENCES + this.#sequence++;
    if (this.#hole) {
      this.#hole = false;
      this.#sink(0, time, order, action, subject);
    } else {
      if (this.#size === this.#actions.length) this.#grow();
      this.#rise(this.#size++, time, order, action, subject);
    }
  }

  /** The number of a new timer; it is not set. */
  addTimer(): number {
    if (this.#timers === this.#positions.length)
      this.#positions = enlarged(this.#positions, new Int32Array(this.#timers * 2).fill(-1));
    return this.#timers++;
  }

  /** Sets a timer, instead of what it was set to before. */
  setTimer(timer: number, time: Micros, rank: number): void {
    this.clearTimer(timer);
    this.push(time, rank, TIMER, timer);
  }

  /** Whether a timer is set. */
  isSet(timer: number): boolean {
    return this.#positions[timer]! >= 0;
  }

  /** Takes a timer out; nothing happens when it is not set. */
  clearTimer(timer: number): void {
    const i = this.#positions[timer]!;
    if (i < 0) return;
    if (this.#hole) this.#closeHole();
    const at = this.#positions[timer]!;
    this.#positions[timer] = -1;
    this.#remove(at);
  }

  /** Takes the first event into {@link time}, {@link action} and {@link subject}; there must be one. */
  pop(): void {
    if (this.#hole) this.#closeHole();
    this.time = this.#keys[0]!;
    this.action = this.#actions[0]!;
    this.subject = this.#subjects[0]!;
    if (this.action === TIMER) this.#positions[this.subject] = -1;
    this.#hole = true;
  }

  /** Time of the first event, Infinity when there is none. */
  nextTime(): Micros {
    if (this.#hole) this.#closeHole();
    return this.#size === 0 ? Infinity : this.#keys[0]!;
  }

  /** Whether some event is due at `time` or before with a rank below `rank`. */
  hasBefore(time: Micros, rank: number): boolean {
    const keys = this.#keys;
    const limit = rank * SEQUENCES;
    const from = this.#hole ? 1 : 0;
    const end = Math.min(this.#size, this.#hole ? 5 : 1);
    for (let i = from; i < end; i++) if (keys[2 * i]! <= time && keys[2 * i + 1]! < limit) return true;
    return false;
  }

  #closeHole(): void {
    this.#hole = false;
    this.#remove(0);
  }

  /** Fills heap index i with the last element. */
  #remove(i: number): void {
    const last = --this.#size;
    if (i === last) return;
    const time = this.#keys[2 * last]!;
    const order = this.#keys[2 * last + 1]!;
    if (i > 0 && this.#isLater((i - 1) >> 2, time, order))
      this.#rise(i, time, order, this.#actions[last]!, this.#subjects[last]!);
    else this.#sink(i, time, order, this.#actions[last]!, this.#subjects[last]!);
  }

  #isLater(i: number, time: Micros, order: number): boolean {
    const other = this.#keys[2 * i]!;
    return other > time || (other === time && this.#keys[2 * i + 1]! > order);
  }

  #rise(from: number, time: Micros, order: number, action: number, subject: number): void {
    const keys = this.#keys;
    const actions = this.#actions;
    const subjects = this.#subjects;
    let i = from;
    while (i > 0) {
      const parent = (i - 1) >> 2;
      const other = keys[2 * parent]!;
      if (other < time || (other === time && keys[2 * parent + 1]! < order)) break;
      keys[2 * i] = other;
      keys[2 * i + 1] = keys[2 * parent + 1]!;
      subjects[i] = subjects[parent]!;
      if ((actions[i] = actions[parent]!) === TIMER) this.#positions[subjects[i]!] = i;
      i = parent;
    }
    keys[2 * i] = time;
    keys[2 * i + 1] = order;
    subjects[i] = subject;
    if ((actions[i] = action) === TIMER) this.#positions[subject] = i;
  }

  #sink(from: number, time: Micros, order: number, action: number, subject: number): void {
    const keys = this.#keys;
    const actions = this.#actions;
    const subjects = this.#subjects;
    const size = this.#size;
    let i = from;
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
      subjects[i] = subjects[least]!;
      if ((actions[i] = actions[least]!) === TIMER) this.#positions[subjects[i]!] = i;
      i = least;
    }
    keys[2 * i] = time;
    keys[2 * i + 1] = order;
    subjects[i] = subject;
    if ((actions[i] = action) === TIMER) this.#positions[subject] = i;
  }

  #grow(): void {
    const capacity = this.#actions.length * 2;
    this.#keys = enlarged(this.#keys, new Float64Array(2 * capacity));
    this.#actions = enlarged(this.#actions, new Int32Array(capacity));
    this.#subjects = enlarged(this.#subjects, new Int32Array(capacity));
  }
}

function enlarged<A extends Float64Array | Int32Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
