/**
 * The memory of an invocation that is decided when it begins: what its records take, when they give it back, whether and when it
 * runs out. Records give back at the instant at which their worker is free, and before it takes the next.
 */
import type { Micros } from '../../engine/time.ts';
import { Outcome, type Batch } from '../batch.ts';
import type { World } from '../world.ts';
import { Holdings, type FootprintSettings } from './holdings.ts';
import { Memory, OUT } from './memory.ts';
import type { Schedule } from './schedule.ts';

export class Footprint {
  readonly #settings: FootprintSettings;
  readonly #holdings: Holdings;
  readonly #memory: Memory;
  /** Bytes that each record of the batch holds while it is worked on. */
  amounts = new Float64Array(16);
  /** The most used once the record at each place was begun, and before any was. */
  #peaks = new Float64Array(16);
  #firstPeak = 0;
  /** When each record's worker was free for it, by place. */
  #begun = new Float64Array(16);
  /** Bytes that each worker holds, and until when. */
  #held = new Float64Array(16);
  #heldUntil = new Float64Array(16);
  #workers = 0;
  #places = 0;
  #outAt = Infinity;
  /** Place of the record that did not fit; −1 when not even the event did. */
  #outPlace = -1;

  constructor(name: string, settings: FootprintSettings, world: World) {
    this.#settings = settings;
    this.#holdings = new Holdings(name, settings, world);
    this.#memory = new Memory(settings);
  }

  /** Draws what each record of the batch will hold. */
  draw(batch: Batch): void {
    if (batch.size > this.amounts.length) this.amounts = new Float64Array(batch.size * 2);
    this.#holdings.draw(batch, this.amounts);
  }

  /** The handler begins, with its event in memory. */
  begin(batch: Batch): void {
    this.#workers = 0;
    this.#places = 0;
    this.#outAt = this.#memory.begin(this.#settings.limit, batch.bytes) === OUT ? 0 : Infinity;
    this.#outPlace = -1;
    this.#firstPeak = this.#memory.peak;
    if (batch.size <= this.#peaks.length) return;
    this.#peaks = new Float64Array(batch.size * 2);
    this.#begun = new Float64Array(batch.size * 2);
  }

  /** A stage begins: all records before it are done. */
  stage(width: number): void {
    for (let w = 0; w < this.#workers; w++) this.#memory.give(this.#held[w]!);
    this.#workers = 0;
    if (width <= this.#held.length) return;
    this.#held = new Float64Array(width * 2);
    this.#heldUntil = new Float64Array(width * 2);
  }

  /** Record `i` is begun next, by a worker that is free for it at `at`; returns how long it has to wait for a collection. */
  take(i: number, worker: number, at: Micros): Micros {
    if (this.#outAt < Infinity) return 0;
    if (worker < this.#workers) this.#giveBack(worker, at);
    else this.#workers = worker + 1;
    const bytes = this.amounts[i]!;
    const pause = this.#memory.take(bytes);
    this.#held[worker] = bytes;
    this.#heldUntil[worker] = Infinity;
    this.#begun[this.#places] = at;
    this.#peaks[this.#places] = this.#memory.peak;
    if (pause === OUT) {
      this.#outAt = at;
      this.#outPlace = this.#places;
    }
    this.#places++;
    return Math.max(0, pause);
  }

  /** What that worker took is held until then. */
  holdUntil(worker: number, finish: Micros): void {
    this.#heldUntil[worker] = finish;
  }

  /** All that was done before `at` is given back, and what this worker held. */
  #giveBack(worker: number, at: Micros): void {
    for (let w = 0; w < this.#workers; w++) {
      if (w !== worker && this.#heldUntil[w]! >= at) continue;
      this.#memory.give(this.#held[w]!);
      this.#held[w] = 0;
      this.#heldUntil[w] = Infinity;
    }
  }

  // — what came of it —

  /**
   * The handler ended, with record `last` or, when that is −1, with all of them. When memory ran out before, whatever the
   * handler would have done after, its process was killed at that instant.
   */
  conclude(batch: Batch, last: number, schedule: Schedule): void {
    batch.memoryUsed = last < 0 ? this.#memory.peak : this.#peakBy(last, schedule);
    if (this.#outAt === Infinity || (last >= 0 && !this.#ranOutBy(last, schedule))) return;
    batch.outcome = Outcome.outOfMemory;
    batch.duration = Math.min(batch.duration, this.#outAt);
    batch.unprocessed.fill(0, 0, batch.size);
  }

  #ranOutBy(last: number, schedule: Schedule): boolean {
    return this.#outPlace <= schedule.place[last]! || this.#outAt < schedule.finish[last]!;
  }

  /** The most that was used when the handler stopped at `at`. */
  peakBefore(at: Micros): number {
    return this.#peakOf((place) => this.#begun[place]! < at);
  }

  #peakBy(last: number, schedule: Schedule): number {
    return this.#peakOf((place) => place <= schedule.place[last]! || this.#begun[place]! < schedule.finish[last]!);
  }

  #peakOf(wasBegun: (place: number) => boolean): number {
    let peak = this.#firstPeak;
    for (let place = 0; place < this.#places && wasBegun(place); place++) peak = this.#peaks[place]!;
    return peak;
  }
}
