/**
 * How the states of a thing followed each other, and for how long it was in each between two instants: a mapping whose pollers were
 * held down for a while, a lane that was busy.
 *
 * Kept as the instants of the changes and, at each, the time so far in each state. What lies before an instant that nobody will ask
 * for again can be forgotten, so memory is that of the changes since the oldest record that waits.
 */
import type { Micros } from '../../engine/time.ts';

/** Forgotten together, so that forgetting costs next to nothing for each change. */
const BLOCK = 256;

export class Course {
  readonly #states: number;
  /** When each segment begins, its state, and for each state the time in it before. Segments [0, #first) are forgotten. */
  #at: number[] = [0];
  #state: number[] = [0];
  #before: number[][];
  #first = 0;

  /** Of so many states; it begins at 0 in the first. */
  constructor(states: number) {
    this.#states = states;
    this.#before = Array.from({ length: states }, () => [0]);
  }

  /** The state it is in. */
  get state(): number {
    return this.#state.at(-1)!;
  }

  /** Since when it is in it. */
  get lastChange(): Micros {
    return this.#at.at(-1)!;
  }

  /** It goes over into another state at an instant not before the last change. */
  set(state: number, at: Micros): void {
    const last = this.#at.length - 1;
    const was = this.#state[last]!;
    if (state === was) return;
    const time = at - this.#at[last]!;
    // Nothing was seen of a state in which no time has passed; what came before may then go on.
    if (time <= 0 && last > this.#first) {
      this.#state[last] = state;
      if (this.#state[last - 1] === state) this.#drop();
      return;
    }
    for (let s = 0; s < this.#states; s++) {
      const before = this.#before[s]!;
      before.push(before[last]! + (s === was && time > 0 ? time : 0));
    }
    this.#at.push(Math.max(at, this.#at[last]!));
    this.#state.push(state);
  }

  #drop(): void {
    this.#at.pop();
    this.#state.pop();
    for (const before of this.#before) before.pop();
  }

  /** Time in a state from the beginning until an instant. */
  until(state: number, at: Micros): Micros {
    const i = this.#segmentOf(at);
    // Before the beginning it was as it began.
    const inside = this.#state[i] === state ? at - this.#at[i]! : 0;
    return this.#before[state]![i]! + inside;
  }

  /** Time in a state between two instants. */
  between(state: number, from: Micros, to: Micros): Micros {
    return this.until(state, to) - this.until(state, from);
  }

  /** Nobody asks for instants before this one from now on. */
  forget(before: Micros): void {
    while (this.#first + 1 < this.#at.length && this.#at[this.#first + 1]! <= before) this.#first++;
    if (this.#first < BLOCK) return;
    this.#at = this.#at.slice(this.#first);
    this.#state = this.#state.slice(this.#first);
    this.#before = this.#before.map((one) => one.slice(this.#first));
    this.#first = 0;
  }

  /** The last segment that begins at or before an instant; the first there is for earlier ones. */
  #segmentOf(at: Micros): number {
    let low = this.#first;
    let high = this.#at.length - 1;
    // Nearly always it is the last or the one before.
    if (this.#at[high]! <= at) return high;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#at[middle]! <= at) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
