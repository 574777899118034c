/**
 * Arrivals at a rate: evenly spaced, Poisson, and Poisson with a rate that changes in steps. Other shapes have files of
 * their own: ramp.ts, daily.ts, alternating.ts.
 *
 * The exact instant is kept as a double and rounded when asked for: rounding each gap instead would change the rate.
 */
import { exponential } from '../../engine/exponential.ts';
import type { RandomStream } from '../../engine/random.ts';
import { SECOND, type Micros } from '../../engine/time.ts';
import type { ArrivalProcess } from './process.ts';

/** Evenly spaced: the first at once, then every 1/rate seconds. */
export class ConstantArrivals implements ArrivalProcess {
  nextAt: Micros = Infinity;
  readonly #start: Micros;
  readonly #end: Micros;
  readonly #perSecond: number;
  #n = 0;

  /** From `start` until just before `end`; `perSecond` above zero. */
  constructor(perSecond: number, start: Micros, end: Micros) {
    this.#start = start;
    this.#end = end;
    this.#perSecond = perSecond;
    this.nextAt = start < end ? start : Infinity;
  }

  advance(): void {
    // By multiplication, not by adding gaps: after an hour at 3/s the instants are still exact.
    const at = Math.round(this.#start + (++this.#n * SECOND) / this.#perSecond);
    this.nextAt = at < this.#end ? at : Infinity;
  }
}

/** Poisson arrivals: independent exponential gaps. */
export class PoissonArrivals implements ArrivalProcess {
  nextAt: Micros = Infinity;
  readonly #end: Micros = 0;
  readonly #gap: number = 0;
  readonly #random: RandomStream;
  #exact: number = 0;

  /** From `start` until just before `end`; `perSecond` above zero. */
  constructor(perSecond: number, start: Micros, end: Micros, random: RandomStream) {
    this.#end = end;
    this.#gap = SECOND / perSecond;
    this.#random = random;
    this.#exact = start;
    this.advance();
  }

  advance(): void {
    this.#exact += exponential(this.#random) * this.#gap;
    const at = Math.round(this.#exact);
    this.nextAt = at < this.#end ? at : Infinity;
  }
}

/** A rate that holds from an instant until the next step begins; per second, zero allowed. */
export interface Step {
  readonly at: Micros;
  readonly perSecond: number;
}

/** Poisson arrivals whose rate changes in steps; before the first step there are none, the last holds to the end. */
export class SteppedArrivals implements ArrivalProcess {
  nextAt: Micros = Infinity;
  readonly #steps: readonly Step[];
  readonly #end: Micros;
  readonly #random: RandomStream;
  #step = 0;
  #exact: number = 0;

  /** `steps`: by ascending instant, at least one; none comes before `start`, or at or after `end`. */
  constructor(steps: readonly Step[], start: Micros, end: Micros, random: RandomStream) {
    this.#steps = steps;
    this.#end = end;
    this.#random = random;
    this.#exact = Math.max(start, steps[0]!.at);
    while (this.#step + 1 < steps.length && steps[this.#step + 1]!.at <= start) this.#step++;
    this.advance();
  }

  /** A unit of exponential work is used up at the rate of each step in turn: exact for any steps. */
  advance(): void {
    let work = exponential(this.#random) * SECOND;
    for (; this.#step < this.#steps.length; this.#step++) {
      const rate = this.#steps[this.#step]!.perSecond;
      const until = this.#steps[this.#step + 1]?.at ?? this.#end;
      if (rate > 0 && this.#exact + work / rate < until) {
        this.#exact += work / rate;
        const at = Math.round(this.#exact);
        this.nextAt = at < this.#end ? at : Infinity;
        return;
      }
      work -= (until - this.#exact) * rate;
      this.#exact = until;
    }
    this.nextAt = Infinity;
  }
}
