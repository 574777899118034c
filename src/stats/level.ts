/**
 * A quantity that holds between changes: a queue's depth, running invocations. Keeps its time-weighted mean and its
 * extremes. Areas are sums of whole numbers times whole microseconds: exact up to 2^53.
 */
export class Level {
  value = 0;
  max = 0;
  min = 0;
  #peak = 0;
  #area = 0;
  #since: number = 0;
  #changed: number = 0;

  /** Starts at zero at the instant `start`. */
  constructor(start = 0) {
    this.#since = start;
    this.#changed = start;
  }

  /** Adds `step` (of either sign) at an instant not before the last change. */
  add(step: number, now: number): void {
    this.set(this.value + step, now);
  }

  /** Takes a new value at an instant not before the last change. */
  set(value: number, now: number): void {
    this.#area += this.value * (now - this.#changed);
    this.#changed = now;
    this.value = value;
    if (value > this.#peak) this.#peak = value;
    if (value > this.max) this.max = value;
    if (value < this.min) this.min = value;
  }

  /** The greatest value since it was last asked for, or since the start; for a series in which spikes survive. */
  takePeak(): number {
    const peak = this.#peak;
    this.#peak = this.value;
    return peak;
  }

  /** Begins to measure afresh with the present value: the end of a warm-up. */
  restart(now: number): void {
    this.#since = now;
    this.#changed = now;
    this.#area = 0;
    this.max = this.value;
    this.min = this.value;
  }

  /** Value times time since the start, up to `now`. */
  area(now: number): number {
    return this.#area + this.value * (now - this.#changed);
  }

  /** Time-weighted mean since the start; the value itself when no time has passed. */
  mean(now: number): number {
    return now > this.#since ? this.area(now) / (now - this.#since) : this.value;
  }
}
