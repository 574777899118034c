/** Counts by owner in windows of time that follow each other without a gap: who took of an allowance. Nothing is allocated. */
import type { Micros } from '../../engine/time.ts';

export class Windows {
  readonly #length: Micros;
  readonly #counts: Float64Array;
  readonly #before: Float64Array;
  /** Number of the window that a count is of. */
  readonly #numbers: Float64Array;

  constructor(owners: number, length: Micros) {
    this.#length = Math.max(1, length);
    this.#counts = new Float64Array(owners);
    this.#before = new Float64Array(owners);
    this.#numbers = new Float64Array(owners);
  }

  add(owner: number, now: Micros): void {
    this.#catchUp(owner, now);
    this.#counts[owner]!++;
  }

  /** In the present window. */
  present(owner: number, now: Micros): number {
    this.#catchUp(owner, now);
    return this.#counts[owner]!;
  }

  /** In the present one and the one before. */
  recent(owner: number, now: Micros): number {
    this.#catchUp(owner, now);
    return this.#counts[owner]! + this.#before[owner]!;
  }

  #catchUp(owner: number, now: Micros): void {
    const number = Math.floor(now / this.#length);
    const passed = number - this.#numbers[owner]!;
    if (passed === 0) return;
    this.#before[owner] = passed === 1 ? this.#counts[owner]! : 0;
    this.#counts[owner] = 0;
    this.#numbers[owner] = number;
  }
}
