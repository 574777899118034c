/**
 * Count, mean, variance and extremes of numbers that come one by one (Welford's update, which loses no digits to large means).
 * Leaves out quantiles: those are a histogram's, or of the sorted numbers themselves.
 */
export class Moments {
  #count = 0;
  #mean = 0;
  #squares = 0;
  #min = Infinity;
  #max = -Infinity;

  static of(values: Iterable<number>): Moments {
    const moments = new Moments();
    for (const value of values) moments.add(value);
    return moments;
  }

  add(value: number): void {
    this.#count += 1;
    const before = value - this.#mean;
    this.#mean += before / this.#count;
    this.#squares += before * (value - this.#mean);
    this.#min = Math.min(this.#min, value);
    this.#max = Math.max(this.#max, value);
  }

  get count(): number {
    return this.#count;
  }

  /** 0 of nothing. */
  get mean(): number {
    return this.#mean;
  }

  /** With the divisor n − 1; 0 of fewer than two. */
  get variance(): number {
    return this.#count < 2 ? 0 : this.#squares / (this.#count - 1);
  }

  get standardDeviation(): number {
    return Math.sqrt(this.variance);
  }

  /** Of the mean; 0 of fewer than two. */
  get standardError(): number {
    return this.#count < 2 ? 0 : Math.sqrt(this.variance / this.#count);
  }

  /** Infinity of nothing. */
  get min(): number {
    return this.#min;
  }

  /** −Infinity of nothing. */
  get max(): number {
    return this.#max;
  }
}
