/**
 * Poisson arrivals whose rate alternates between two phases: on and off, or low and high.
 *
 * With phases of exponential length this is the two-state Markov-modulated Poisson process (MMPP), which `bursty` is.
 * A phase is drawn when the one before it ends, from a stream of its own: the phases are the same at any rates.
 */
import type { Distribution } from '../../engine/distributions.ts';
import { exponential } from '../../engine/exponential.ts';
import type { RandomStream } from '../../engine/random.ts';
import { SECOND, type Micros } from '../../engine/time.ts';
import type { ArrivalProcess } from './process.ts';

export interface Phase {
  /** Microseconds, zero or more; the lengths of both phases together must not be zero for ever. */
  readonly length: Distribution;
  /** Zero allowed. */
  readonly perSecond: number;
}

/** What the process takes chance from. */
export interface AlternatingChance {
  readonly times: RandomStream;
  readonly phases: RandomStream;
}

export class AlternatingArrivals implements ArrivalProcess {
  nextAt: Micros = Infinity;
  #here: Phase;
  #other: Phase;
  readonly #end: Micros = 0;
  readonly #chance: AlternatingChance;
  #exact: number = 0;
  /** When the phase that holds here ends. */
  #until: number = 0;

  /** From `start`, at which `first` begins, until just before `end`. */
  constructor(first: Phase, second: Phase, start: Micros, end: Micros, chance: AlternatingChance) {
    this.#here = first;
    this.#other = second;
    this.#end = end;
    this.#chance = chance;
    this.#exact = start;
    this.#until = start + first.length(chance.phases);
    this.advance();
  }

  /** A unit of exponential work is used up at the rate of each phase in turn: exact for any phases. */
  advance(): void {
    let work = exponential(this.#chance.times) * SECOND;
    for (;;) {
      const rate = this.#here.perSecond;
      if (rate > 0 && this.#exact + work / rate < this.#until) {
        this.#exact += work / rate;
        const at = Math.round(this.#exact);
        this.nextAt = at < this.#end ? at : Infinity;
        return;
      }
      if (this.#until >= this.#end) break;
      work = Math.max(0, work - (this.#until - this.#exact) * rate);
      this.#exact = this.#until;
      this.#turn();
    }
    this.nextAt = Infinity;
  }

  #turn(): void {
    const here = this.#other;
    this.#other = this.#here;
    this.#here = here;
    this.#until += here.length(this.#chance.phases);
  }
}

/** Mean lengths above zero. */
export interface Bursts {
  readonly low: number;
  readonly high: number;
  readonly meanLow: Micros;
  readonly meanHigh: Micros;
}

/** An MMPP in its steady state: it begins high with the share of time that it is high, for a sojourn has no memory. */
export function burstyArrivals(
  { low, high, meanLow, meanHigh }: Bursts,
  start: Micros,
  end: Micros,
  chance: AlternatingChance,
): AlternatingArrivals {
  const calm: Phase = { length: (random) => exponential(random) * meanLow, perSecond: low };
  const burst: Phase = { length: (random) => exponential(random) * meanHigh, perSecond: high };
  const beginsHigh = chance.phases.next() < meanHigh / (meanLow + meanHigh);
  return beginsHigh
    ? new AlternatingArrivals(burst, calm, start, end, chance)
    : new AlternatingArrivals(calm, burst, start, end, chance);
}
