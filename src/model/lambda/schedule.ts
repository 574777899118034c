/**
 * Works records off inside one invocation: in their order, `parallel` at a time, each next record by whoever is free first.
 * Reused for every invocation; allocates only while it grows.
 */
import type { Micros } from '../../engine/time.ts';

export class Schedule {
  /** When each record is begun, from the beginning of the handler; never earlier than the one before. */
  start = new Float64Array(16);
  /** When each record is finished, from the beginning of the handler. */
  finish = new Float64Array(16);
  readonly #busyUntil: Float64Array;

  /** `parallel`: records worked on at once, from 1. */
  constructor(parallel: number) {
    this.#busyUntil = new Float64Array(parallel);
  }

  /** Makes room for `records` and starts all workers at `start`. */
  begin(records: number, start: Micros): void {
    if (records > this.finish.length) {
      const capacity = Math.max(records, this.finish.length * 2);
      this.start = new Float64Array(capacity);
      this.finish = new Float64Array(capacity);
    }
    this.#busyUntil.fill(start);
  }

  /** When the next record will be begun; Infinity when nobody is ever free again. */
  get nextStart(): Micros {
    return this.#busyUntil[this.#freeFirst()]!;
  }

  /** Gives record `i` to whoever is free first (the lowest number of several). */
  add(i: number, work: Micros): void {
    const busy = this.#busyUntil;
    const worker = this.#freeFirst();
    this.start[i] = busy[worker]!;
    busy[worker] = busy[worker]! + work;
    this.finish[i] = busy[worker]!;
  }

  /**
   * Whether record `i` was done when `failed` was finished: not when it was begun at that very instant behind it, as all
   * are whose work takes no time.
   */
  wasDoneBy(i: number, failed: number): boolean {
    const at = this.finish[failed]!;
    return this.finish[i]! <= at && (i <= failed || this.start[i]! < at);
  }

  /** When the last of the work is done. */
  get end(): Micros {
    let end = 0;
    for (let w = 0; w < this.#busyUntil.length; w++) if (this.#busyUntil[w]! > end) end = this.#busyUntil[w]!;
    return end;
  }

  #freeFirst(): number {
    const busy = this.#busyUntil;
    let worker = 0;
    for (let w = 1; w < busy.length; w++) if (busy[w]! < busy[worker]!) worker = w;
    return worker;
  }
}
