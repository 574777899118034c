/**
 * Which candidate is less in what is to be small, as far as runs with common luck can tell. A difference within 1 %, or one whose interval
 * holds 0, is no difference: then the smaller settings are liked more.
 */
import { Moments } from '../../stats/moments.ts';
import { meanInterval, type Interval } from '../../stats/student.ts';

/** Runs of each candidate before they are put in order. */
export const RUNS_FOR_PRICE = 3;
/** A difference that nobody would pay attention to. */
export const INDIFFERENCE = 0.01;
/** Of the intervals by which candidates drop out. */
const CONFIDENCE = 0.95;

export type Prices = readonly (number | null)[];

/** Mean of `a` − `b` over their common replications, and its interval; undefined when fewer than two had both. */
export function difference(a: Prices, b: Prices): { readonly mean: number; readonly interval: Interval } | undefined {
  const both = a.slice(0, b.length).flatMap((price, i) => {
    const other = b[i]!;
    return price === null || other === null ? [] : [price - other];
  });
  const moments = Moments.of(both);
  const interval = meanInterval(moments, CONFIDENCE);
  return interval === undefined ? undefined : { mean: moments.mean, interval };
}

/** Whether `a` costs more than `b` by more than nobody would mind, for all that their runs say. */
export function isDearer(a: Prices, b: Prices, mean: number): boolean {
  const between = difference(a, b);
  return between !== undefined && between.mean > INDIFFERENCE * Math.abs(mean) && between.interval.low > 0;
}

/**
 * Candidates by price, cheapest first; those within 1 % of the cheapest that is left come together, in order of size. Those without a
 * price come last.
 */
export function byPrice(candidates: readonly number[], priceOf: (candidate: number) => number | null): number[] {
  const known = candidates
    .flatMap((candidate) => {
      const price = priceOf(candidate);
      return price === null ? [] : [{ candidate, price }];
    })
    .toSorted((a, b) => a.price - b.price || a.candidate - b.candidate);
  const ordered: number[] = [];
  while (known.length > 0) {
    const limit = known[0]!.price + INDIFFERENCE * Math.abs(known[0]!.price);
    const end = known.findIndex(({ price }) => price > limit);
    const equal = known.splice(0, end < 0 ? known.length : end);
    ordered.push(...equal.map(({ candidate }) => candidate).toSorted((a, b) => a - b));
  }
  return [...ordered, ...candidates.filter((candidate) => priceOf(candidate) === null)];
}
