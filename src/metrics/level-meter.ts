/** A level by the period: its greatest value and its time-weighted mean, over the end of the warm-up as well. */
import type { Micros } from '../engine/time.ts';
import type { Level } from '../stats/level.ts';

export class LevelMeter {
  readonly #level: Level;
  /** Value times time in the present period. */
  #area = 0;
  /** Of that what the level had when it was looked at last. */
  #seen = 0;
  #peak = 0;

  constructor(level: Level) {
    this.#level = level;
  }

  /** The greatest since the period began. */
  get peak(): number {
    return this.#peak;
  }

  /** Looks at the level. `peak`: the greatest since it was looked at before. */
  note(peak: number, now: Micros): void {
    const area = this.#level.area(now);
    this.#area += area - this.#seen;
    this.#seen = area;
    if (peak > this.#peak) this.#peak = peak;
  }

  /** The level begins to measure afresh. */
  restart(): void {
    this.#seen = 0;
  }

  /** The greatest and the mean of a period of this length, which ends where the level was looked at last. */
  take(length: Micros): [greatest: number, mean: number] {
    const taken: [number, number] = [this.#peak, this.#area / length];
    this.#area = 0;
    this.#peak = 0;
    return taken;
  }
}
