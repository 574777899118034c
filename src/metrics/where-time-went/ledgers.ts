/**
 * What is known of the times of records that did not succeed at their first attempt: a row of parts each, in rows that are reused. A
 * record that succeeds at once never has one, so memory is that of the records that wait for another attempt.
 */
import type { Micros } from '../../engine/time.ts';
import { PARTS } from './parts.ts';
import type { PartSums } from './part-sums.ts';
import type { Trip } from './trip.ts';

const WIDTH = PARTS.length;
const FIRST_ROWS = 64;

export class Ledgers {
  /** Row 0 stands for none. */
  #times = new Float64Array(FIRST_ROWS * WIDTH);
  #rows = 1;
  readonly #free: number[] = [];

  /** A row without time. */
  open(): number {
    const row = this.#free.pop() ?? this.#rows++;
    if ((row + 1) * WIDTH > this.#times.length) {
      const times = new Float64Array(this.#times.length * 2);
      times.set(this.#times);
      this.#times = times;
    }
    return row;
  }

  /** Nobody asks for the row any more. */
  close(row: number): void {
    this.#times.fill(0, row * WIDTH, (row + 1) * WIDTH);
    this.#free.push(row);
  }

  add(row: number, part: number, time: Micros): void {
    this.#times[row * WIDTH + part]! += time;
  }

  /** Adds all that a batch has gone through so far. */
  addTrip(row: number, { times, used }: Trip): void {
    for (let bits = used; bits !== 0; bits &= bits - 1) {
      const part = 31 - Math.clz32(bits & -bits);
      this.#times[row * WIDTH + part]! += times[part]!;
    }
  }

  /** Adds the row to the record that was opened last. */
  addTo(sums: PartSums, row: number): void {
    for (let part = 0; part < WIDTH; part++) {
      const time = this.#times[row * WIDTH + part]!;
      if (time > 0) sums.add(part, time);
    }
  }
}
