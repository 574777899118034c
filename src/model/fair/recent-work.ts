/**
 * Time spent lately, for many at once: what the present window has brought, and of the window before it the share that the present one has yet to
 * cover, as if that had been spread evenly. Windows begin at multiples of their length. After two windows without any, it is exactly 0.
 */
import type { Micros } from '../../engine/time.ts';
import { grownDoubles } from '../../engine/slot-lists.ts';

export class RecentWork {
  readonly #window: Micros;
  #epochs: Float64Array;
  #present: Float64Array;
  #before: Float64Array;

  constructor(window: Micros, count: number) {
    this.#window = window;
    this.#epochs = new Float64Array(count);
    this.#present = new Float64Array(count);
    this.#before = new Float64Array(count);
  }

  growTo(count: number): void {
    if (count <= this.#epochs.length) return;
    this.#epochs = grownDoubles(this.#epochs, count);
    this.#present = grownDoubles(this.#present, count);
    this.#before = grownDoubles(this.#before, count);
  }

  add(i: number, now: Micros, amount: Micros): void {
    this.#turn(i, now);
    this.#present[i]! += amount;
  }

  of(i: number, now: Micros): Micros {
    this.#turn(i, now);
    const uncovered = 1 - (now % this.#window) / this.#window;
    return this.#present[i]! + this.#before[i]! * uncovered;
  }

  #turn(i: number, now: Micros): void {
    const epoch = Math.floor(now / this.#window);
    const passed = epoch - this.#epochs[i]!;
    if (passed === 0) return;
    this.#before[i] = passed === 1 ? this.#present[i]! : 0;
    this.#present[i] = 0;
    this.#epochs[i] = epoch;
  }
}
