/**
 * What decides between events of one instant: their rank, then which was scheduled first; both in one exact double.
 */
import type { Rank } from './rank.ts';

/** A rank times 2^49, plus the number of the event among all that were scheduled. */
export type Order = number;

/** Events that one run can tell apart. */
const SEQUENCES = 0x2000000000000; // 2^49

/** Not above the order of any event of this rank, above all of a lower one. */
export function orderOf(rank: Rank): Order {
  return rank * SEQUENCES;
}

/** Numbers whatever is scheduled. One for a run, shared by all that keep events. */
export class Sequence {
  #next = 0;

  /** The order of an event that is scheduled now: behind all of its rank that are pending. */
  take(rank: Rank): Order {
    return rank * SEQUENCES + this.#next++;
  }
}
