/** Many observations by count, sum, least and greatest: exact, and next to free. Quantiles need a histogram. */
export class Extremes {
  count = 0;
  sum = 0;
  min = Infinity;
  max = -Infinity;

  add(value: number): void {
    this.count++;
    this.sum += value;
    if (value < this.min) this.min = value;
    if (value > this.max) this.max = value;
  }

  /** Adds the same value so many times. */
  addMany(value: number, times: number): void {
    if (times === 0) return;
    this.count += times - 1;
    this.sum += value * (times - 1);
    this.add(value);
  }

  /** Forgets everything. */
  reset(): void {
    this.count = 0;
    this.sum = 0;
    this.min = Infinity;
    this.max = -Infinity;
  }
}
