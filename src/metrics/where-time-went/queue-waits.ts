/**
 * For each mapping of a queue, what stood in the way of messages that could be received: nobody polled, failing invocations kept the
 * pollers down, the maximum concurrency bounded them, or else there simply were too few. Splits the wait of a message by that.
 */
import type { Micros } from '../../engine/time.ts';
import { Course } from './course.ts';
import { Part } from './parts.ts';

/** States of a mapping, by the part that messages which wait meanwhile belong to. */
const STATES: readonly number[] = [Part.poller, Part.notPolled, Part.errorBackOff, Part.maximumConcurrency];
const [FREE, OFF, BACK_OFF, CAPPED] = [0, 1, 2, 3];

export class QueueWaits {
  readonly #course = new Course(STATES.length);
  #pollers = 0;
  #cap = Infinity;
  #isOff = true;
  #isOut = false;
  #backsOff = false;

  constructor() {
    this.#course.set(OFF, 0);
  }

  pollersChanged(pollers: number, cap: number, now: Micros): void {
    this.#pollers = pollers;
    this.#cap = cap;
    if (pollers > 0) this.#isOff = false;
    this.#look(now);
  }

  enabled(isOn: boolean, now: Micros): void {
    this.#isOff = !isOn;
    this.#look(now);
  }

  outage(isOut: boolean, now: Micros): void {
    this.#isOut = isOut;
    this.#look(now);
  }

  errorBackOff(isOn: boolean, now: Micros): void {
    this.#backsOff = isOn;
    this.#look(now);
  }

  #look(now: Micros): void {
    if (this.#isOff || this.#isOut) this.#course.set(OFF, now);
    else if (this.#backsOff) this.#course.set(BACK_OFF, now);
    else this.#course.set(this.#pollers >= this.#cap ? CAPPED : FREE, now);
  }

  /** Passes on the parts of a wait between two instants. */
  split(from: Micros, to: Micros, add: (part: number, time: Micros) => void): void {
    const course = this.#course;
    for (let state = 0; state < STATES.length; state++) {
      const time = course.between(state, from, to);
      if (time > 0) add(STATES[state]!, time);
    }
  }

  /** The only state there was in the time between; undefined: there were several. */
  partSince(from: Micros): number | undefined {
    return this.#course.lastChange <= from ? STATES[this.#course.state] : undefined;
  }
}
