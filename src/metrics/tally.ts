/**
 * A whole-number count that remembers where it stood when the warm-up ended: books count everything, figures what came after.
 */
export class Tally {
  total = 0;
  #before = 0;

  add(n = 1): void {
    this.total += n;
  }

  /** What was counted after the warm-up. */
  get counted(): number {
    return this.total - this.#before;
  }

  /** The warm-up ends here. */
  restart(): void {
    this.#before = this.total;
  }
}
