/**
 * What is kept of the runs of one candidate: how many, how many missed, which demands, how far values lay, and what each run came to
 * in what is to be small. Results themselves are not kept.
 */
import type { Result } from '../../metrics/result.ts';
import type { FigureRef } from '../../scenario/figure.ts';
import { Moments } from '../../stats/moments.ts';
import { valueOf } from '../estimate.ts';
import type { Demand } from './demands.ts';

export class Ledger {
  readonly #demands: readonly Demand[];
  readonly #price: FigureRef | undefined;
  /** By demand: runs that missed it, and its values. */
  readonly missesOf: number[];
  readonly valuesOf: Moments[];
  /** By replication, in the order in which they ran; null where a run had no value. */
  readonly prices: (number | null)[] = [];
  runs = 0;
  misses = 0;

  constructor(demands: readonly Demand[], price: FigureRef | undefined) {
    this.#demands = demands;
    this.#price = price;
    this.missesOf = demands.map(() => 0);
    this.valuesOf = demands.map(() => new Moments());
  }

  add(result: Result): void {
    const readings = this.#demands.map(({ read }) => read(result));
    readings.forEach(({ met, value }, i) => {
      if (!met) this.missesOf[i]! += 1;
      if (value !== null) this.valuesOf[i]!.add(value);
    });
    this.runs += 1;
    if (readings.some(({ met }) => !met)) this.misses += 1;
    if (this.#price !== undefined) this.prices.push(valueOf(result, this.#price));
  }

  /** No demand had a value in any run. */
  get isSilent(): boolean {
    return this.valuesOf.every(({ count }) => count === 0);
  }

  /** Null where no run had a value. */
  get meanPrice(): number | null {
    const known = this.prices.filter((price) => price !== null);
    return known.length === 0 ? null : Moments.of(known).mean;
  }
}
