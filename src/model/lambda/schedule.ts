/**
 * Works records off inside one invocation: stage by stage, in each so many at a time, each next record by whoever is free first.
 * Reused for every invocation; allocates only while it grows. Which records are in which stage is stages.ts.
 */
import type { Micros } from '../../engine/time.ts';
import { Timeline } from './timeline.ts';

export class Schedule extends Timeline {
  /** Of each worker of the stage: when it is free. */
  #busyUntil = new Float64Array(16);
  #width = 0;
  /** Workers of the stage that have had a record. */
  #used = 0;
  /** When the stage begins. */
  #stageStart: Micros = 0;
  #added = 0;

  /** Makes room for `records`, which begin at `start` or later. */
  begin(records: number, start: Micros): void {
    if (records > this.finish.length) {
      this.makeRoom(Math.max(records, this.finish.length * 2));
    }
    this.#stageStart = start;
    this.#width = 0;
    this.#used = 0;
    this.#added = 0;
  }

  /** A stage of so many workers begins when all of the one before is done. */
  stage(width: number): void {
    this.#stageStart = this.end;
    if (width > this.#busyUntil.length) this.#busyUntil = new Float64Array(width * 2);
    this.#width = width;
    this.#used = 0;
  }

  /** Which worker takes the next record, from 0: one that had none yet, then whoever is free first, the lowest of several. */
  get nextWorker(): number {
    if (this.#used < this.#width) return this.#used;
    const busy = this.#busyUntil;
    let worker = 0;
    for (let w = 1; w < this.#width; w++) if (busy[w]! < busy[worker]!) worker = w;
    return worker;
  }

  /** When that worker is free for it; Infinity when it never is again. */
  startOf(worker: number): Micros {
    return worker < this.#used ? this.#busyUntil[worker]! : this.#stageStart;
  }

  /** Gives record `i` to the worker that {@link nextWorker} named. */
  add(i: number, worker: number, work: Micros): void {
    const start = this.startOf(worker);
    if (worker === this.#used) this.#used++;
    this.start[i] = start;
    this.finish[i] = start + work;
    this.#busyUntil[worker] = start + work;
    this.place[i] = this.#added++;
  }

  /** When the last of the work is done. */
  get end(): Micros {
    let end = this.#stageStart;
    for (let w = 0; w < this.#used; w++) if (this.#busyUntil[w]! > end) end = this.#busyUntil[w]!;
    return end;
  }
}
