/**
 * What some histograms have counted since it was last asked for: percentiles by the interval, of histograms that go on.
 * Costs nothing while they count. Quantiles are within the error of a histogram; the least and the greatest are, too.
 */
import { Histogram } from './histogram.ts';

export class Recent {
  readonly #histograms: readonly Histogram[];
  /** Counts of each histogram when it was last looked at; made when it first holds something. */
  readonly #seen: (Float64Array | undefined)[];
  readonly #recent = new Histogram();
  /** Whether the next take adds to what the last one gave. */
  #isKept = false;

  constructor(histograms: readonly Histogram[]) {
    this.#histograms = histograms;
    this.#seen = histograms.map(() => undefined);
  }

  /** All that was added since the last call, as a histogram that is good until the next one. */
  take(): Histogram {
    const recent = this.#recent;
    if (recent.count > 0 && !this.#isKept) recent.reset();
    this.#isKept = false;
    this.#histograms.forEach((histogram, i) => {
      if (histogram.count === 0) return;
      recent.mergeSince(histogram, (this.#seen[i] ??= histogram.noCounts()));
    });
    return recent;
  }

  /** The histograms will be emptied: what they have counted until now is in the next {@link take} as well. */
  keep(): void {
    this.take();
    this.#isKept = true;
  }

  /** The histograms were emptied. */
  restart(): void {
    for (const seen of this.#seen) seen?.fill(0);
  }
}
