/**
 * How many of the last invocations failed: counts over a sliding window, flat in memory, in slices of a sixtieth of it.
 * What is older than the window leaves by the slice, so it is short by up to one.
 */
import type { Micros } from '../../engine/time.ts';

const SLICES = 60;

export class FailureWindow {
  readonly #slice: Micros;
  readonly #ended = new Float64Array(SLICES);
  readonly #failed = new Float64Array(SLICES);
  #newest = 0;
  #endedNow = 0;
  #failedNow = 0;

  /** `length` of the window, above zero. */
  constructor(length: Micros) {
    this.#slice = length / SLICES;
  }

  /** Counts an invocation that ended now. */
  add(now: Micros, hasFailed: boolean): void {
    this.#moveTo(now);
    const place = this.#newest % SLICES;
    this.#ended[place]!++;
    this.#endedNow++;
    if (!hasFailed) return;
    this.#failed[place]!++;
    this.#failedNow++;
  }

  /** Share of the invocations of the window that failed; 0 when there were none. */
  failedShare(now: Micros): number {
    this.#moveTo(now);
    return this.#failedNow === 0 ? 0 : this.#failedNow / this.#endedNow;
  }

  #moveTo(now: Micros): void {
    const slice = Math.floor(now / this.#slice);
    if (slice === this.#newest) return;
    const from = Math.max(this.#newest, slice - SLICES);
    for (let s = from + 1; s <= slice; s++) this.#clear(s % SLICES);
    this.#newest = slice;
  }

  #clear(place: number): void {
    this.#endedNow -= this.#ended[place]!;
    this.#failedNow -= this.#failed[place]!;
    this.#ended[place] = 0;
    this.#failed[place] = 0;
  }
}
