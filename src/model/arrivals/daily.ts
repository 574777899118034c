/**
 * Poisson arrivals at a rate that swings between a low and a high in a sine wave: the day of a shop, the hour of a test.
 *
 * By thinning (Lewis and Shedler, 1979): candidates come at the highest rate, and each is kept with the share that the
 * rate of its instant has of it. That is exact, and at most one candidate in two is in vain.
 */
import { cosineOfTurns } from '../../engine/cosine.ts';
import { exponential } from '../../engine/exponential.ts';
import type { RandomStream } from '../../engine/random.ts';
import { SECOND, type Micros } from '../../engine/time.ts';
import type { ArrivalProcess } from './process.ts';

/** Highest at `peakAt` and every `period` from there, lowest half a period later. Per second; `high` above zero. */
export interface Wave {
  readonly low: number;
  readonly high: number;
  readonly peakAt: Micros;
  readonly period: Micros;
}

export class DailyArrivals implements ArrivalProcess {
  nextAt: Micros = Infinity;
  readonly #wave: Wave;
  /** Share of the highest rate that is always there. */
  readonly #lowest: number = 0;
  readonly #gap: number = 0;
  readonly #end: Micros = 0;
  readonly #random: RandomStream;
  #exact: number = 0;

  /** From `start` until just before `end`; the peaks are instants of the run, whatever `start` is. */
  constructor(wave: Wave, start: Micros, end: Micros, random: RandomStream) {
    this.#wave = wave;
    this.#lowest = wave.low / wave.high;
    this.#gap = SECOND / wave.high;
    this.#end = end;
    this.#random = random;
    this.#exact = start;
    this.advance();
  }

  advance(): void {
    do this.#exact += exponential(this.#random) * this.#gap;
    while (this.#exact < this.#end && !this.#isKept());
    const at = Math.round(this.#exact);
    this.nextAt = at < this.#end ? at : Infinity;
  }

  #isKept(): boolean {
    const u = this.#random.next();
    if (u < this.#lowest) return true;
    const { peakAt, period } = this.#wave;
    const height = (1 + cosineOfTurns((this.#exact - peakAt) / period)) / 2;
    return u < this.#lowest + (1 - this.#lowest) * height;
  }
}
