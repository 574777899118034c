/**
 * When something is out: spans that are known before the run begins, so that anybody can ask about any instant.
 * What being out means is the business of whoever is out.
 */
import type { Micros } from '../engine/time.ts';

/** Out from `from`, and working again at `until`; Infinity: never again. */
export interface Span {
  readonly from: Micros;
  readonly until: Micros;
}

export class Outages {
  /** In order of time, none touching another. */
  readonly spans: readonly Span[];

  /** In any order; those that overlap or touch are one. */
  constructor(spans: readonly Span[]) {
    const merged: { from: Micros; until: Micros }[] = [];
    for (const { from, until } of spans.toSorted((a, b) => a.from - b.from)) {
      const last = merged.at(-1);
      if (last !== undefined && from <= last.until) last.until = Math.max(last.until, until);
      else merged.push({ from, until });
    }
    this.spans = merged;
  }

  isOut(at: Micros): boolean {
    return this.endAfter(at) !== undefined;
  }

  /** When the outage of the instant `at` is over; undefined when nothing is out then. */
  endAfter(at: Micros): Micros | undefined {
    const span = this.spans[this.#endingAfter(at)];
    return span !== undefined && span.from <= at ? span.until : undefined;
  }

  /** How long ago the last outage before the instant `at` was over; undefined when there was none. */
  sinceEnd(at: Micros): Micros | undefined {
    const before = this.spans[this.#endingAfter(at) - 1];
    return before && at - before.until;
  }

  /** The number of the first span that ends after `at`. */
  #endingAfter(at: Micros): number {
    const { spans } = this;
    let low = 0;
    let high = spans.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (spans[middle]!.until > at) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
