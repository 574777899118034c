/**
 * What runs in the whole account, as levels of their own: the greatest of a sum is not the sum of the greatest. What a function
 * reserves changes at instants that the scenario knows, and takes what it runs out of the unreserved part, or puts it back.
 */
import type { Micros } from '../engine/time.ts';
import { Level } from '../stats/level.ts';

/** From `at` on, function number `fn` reserves so many; undefined for none. */
export interface Reservation {
  readonly at: Micros;
  readonly fn: number;
  readonly to: number | undefined;
}

export class AccountLevels {
  readonly running = new Level();
  /** Whether some function ever reserves: where none does, all that runs is unreserved, and only that is claimed. */
  readonly #reserves: boolean;
  readonly #unreserved = new Level();
  readonly #claimed = new Level();
  readonly #reserved: (number | undefined)[];
  readonly #changes: readonly Reservation[];
  /** Executions of each function. */
  readonly #running: number[];
  #next = 0;
  #nextAt: Micros = Infinity;

  /** `reserved`: for each function what it reserves at first. `changes`: in order of time; of one instant, in the scenario's. */
  constructor(reserved: readonly (number | undefined)[], changes: readonly Reservation[]) {
    this.#reserves = changes.length > 0 || reserved.some((one) => one !== undefined);
    this.#reserved = [...reserved];
    this.#changes = changes;
    this.#running = reserved.map(() => 0);
    this.#nextAt = changes[0]?.at ?? Infinity;
    this.#claim(0);
  }

  /** Of functions without reserved concurrency. */
  get unreserved(): Level {
    return this.#reserves ? this.#unreserved : this.running;
  }

  /** The greatest values since they were last taken. Claimed is what runs unreserved and all that is reserved: not what is provisioned. */
  takePeaks(now: Micros): { running: number; unreserved: number; claimed: number } {
    const running = this.running.takePeak();
    if (!this.#reserves) return { running, unreserved: running, claimed: running };
    this.#catchUp(now);
    return { running, unreserved: this.#unreserved.takePeak(), claimed: this.#claimed.takePeak() };
  }

  /** An execution of function number `fn` begins (+1) or ends (−1). */
  step(fn: number, by: number, now: Micros): void {
    this.running.add(by, now);
    if (!this.#reserves) return;
    this.#catchUp(now);
    this.#running[fn]! += by;
    if (this.#reserved[fn] !== undefined) return;
    this.#unreserved.add(by, now);
    this.#claimed.add(by, now);
  }

  /** Reservations change before anything else happens at their instant. */
  #catchUp(now: Micros): void {
    while (this.#nextAt <= now) {
      const { at, fn, to } = this.#changes[this.#next++]!;
      if (this.#reserved[fn] === undefined) this.#unreserved.add(-this.#running[fn]!, at);
      this.#reserved[fn] = to;
      if (to === undefined) this.#unreserved.add(this.#running[fn]!, at);
      this.#claim(at);
      this.#nextAt = this.#changes[this.#next]?.at ?? Infinity;
    }
  }

  #claim(at: Micros): void {
    const reserved = this.#reserved.reduce<number>((sum, one) => sum + (one ?? 0), 0);
    this.#claimed.set(this.#unreserved.value + reserved, at);
  }
}
