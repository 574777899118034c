/**
 * Poisson arrivals at a rate that goes from one value to another in a straight line, and holds before and after.
 *
 * The integral of the rate is inverted in closed form, so the arrivals are exact and each costs one random number.
 * Ramps of more than one piece are several entries, or steps (rates.ts).
 */
import { exponential } from '../../engine/exponential.ts';
import type { RandomStream } from '../../engine/random.ts';
import { SECOND, type Micros } from '../../engine/time.ts';
import type { ArrivalProcess } from './process.ts';

/** `from` until `at`, then for the time `over` on the way to `to`, which holds from then on. Per second, zero allowed. */
export interface Ramp {
  readonly from: number;
  readonly to: number;
  readonly at: Micros;
  /** Above zero. */
  readonly over: Micros;
}

export class RampArrivals implements ArrivalProcess {
  nextAt: Micros = Infinity;
  readonly #ramp: Ramp;
  readonly #slope: number = 0;
  readonly #end: Micros = 0;
  readonly #random: RandomStream;
  #exact: number = 0;
  /** Exponential work that is left until the next arrival. */
  #work: number = 0;

  /** From `start` until just before `end`; instants of the ramp are those of the run, whatever `start` is. */
  constructor(ramp: Ramp, start: Micros, end: Micros, random: RandomStream) {
    this.#ramp = ramp;
    this.#slope = (ramp.to - ramp.from) / ramp.over;
    this.#end = end;
    this.#random = random;
    this.#exact = start;
    this.advance();
  }

  /** A unit of exponential work is used up at the rate before, on and after the slope in turn. */
  advance(): void {
    const { from, to, at, over } = this.#ramp;
    this.#work = exponential(this.#random) * SECOND;
    const comes = this.#hold(from, at) || this.#climb(at + over) || this.#hold(to, Infinity);
    const next = Math.round(this.#exact);
    this.nextAt = comes && next < this.#end ? next : Infinity;
  }

  /** Lets a rate hold until an instant; whether an arrival comes before. */
  #hold(rate: number, until: number): boolean {
    if (this.#exact >= until) return false;
    if (rate > 0 && this.#exact + this.#work / rate < until) {
      this.#exact += this.#work / rate;
      return true;
    }
    if (rate > 0) this.#work = Math.max(0, this.#work - (until - this.#exact) * rate);
    this.#exact = until;
    return false;
  }

  /** The same on the slope, where rate · x + slope · x² / 2 is the work done in the time x. */
  #climb(until: number): boolean {
    if (this.#exact >= until) return false;
    const { from, to, at } = this.#ramp;
    const rate = Math.max(0, from + this.#slope * (this.#exact - at));
    const whole = ((rate + to) / 2) * (until - this.#exact);
    if (this.#work >= whole) {
      this.#work -= whole;
      this.#exact = until;
      return false;
    }
    // The root in the form that does not lose digits where the slope is slight.
    const sum = rate + Math.sqrt(Math.max(0, rate * rate + 2 * this.#slope * this.#work));
    if (sum > 0) this.#exact = Math.min(until, this.#exact + (2 * this.#work) / sum);
    return true;
  }
}
