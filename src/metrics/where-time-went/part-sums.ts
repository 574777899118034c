/**
 * What the times of many records add up to, part by part, in bins of the whole time: from it comes where time went in any band of
 * percentiles. Sums of whole microseconds, so that the parts of a bin are exactly its whole (up to 2^53).
 *
 * Bins are those of the histogram of the whole (stats/histogram.ts). Memory is made for a power of two when the first record falls into it.
 */
import type { Micros } from '../../engine/time.ts';
import { binOf } from '../../stats/histogram.ts';
import { PARTS } from './parts.ts';

const WIDTH = PARTS.length + 1;
const BINS = 128;

/** Several records taken together: how many, their whole time, and its parts in the order of {@link PARTS}. */
export interface Together {
  readonly records: number;
  readonly whole: Micros;
  readonly parts: readonly Micros[];
}

export class PartSums {
  /** For each power of two: by bin, the number of records, then the sum of each part. */
  readonly #pages: (Float64Array | undefined)[] = [];
  #page: Float64Array = new Float64Array(0);
  #base = 0;
  #count = 0;

  get records(): number {
    return this.#count;
  }

  /** Another record, whose time in all was so long; its parts are added by {@link add} until the next one is opened. Which, is not kept. */
  open(whole: Micros, _slot: number): void {
    const bin = binOf(whole);
    const octave = (bin + BINS - 1) >> 7;
    let page = this.#pages[octave];
    if (page === undefined) this.#pages[octave] = page = new Float64Array(BINS * WIDTH);
    this.#page = page;
    this.#base = (bin === 0 ? 0 : (bin - 1) & (BINS - 1)) * WIDTH;
    page[this.#base]!++;
    this.#count++;
  }

  /** A part of the record opened last. */
  add(part: number, time: Micros): void {
    this.#page[this.#base + 1 + part]! += time;
  }

  /** Adds all that another has. */
  merge(other: PartSums): void {
    other.#pages.forEach((theirs, octave) => {
      if (theirs === undefined) return;
      const ours = (this.#pages[octave] ??= new Float64Array(theirs.length));
      for (let i = 0; i < theirs.length; i++) ours[i]! += theirs[i]!;
    });
    this.#count += other.#count;
  }

  /** Forgets everything: the warm-up ends. */
  reset(): void {
    for (const page of this.#pages) page?.fill(0);
    this.#count = 0;
  }

  /**
   * The records whose rank by whole time, as a share of all, lies between two shares from 0 to 1: nearest ranks, so that bands which
   * follow each other hold each record once. Of a bin that lies on a boundary, each record has the mean of the bin.
   */
  band(from: number, to: number): Together {
    const first = Math.ceil(from * this.#count);
    const last = Math.ceil(to * this.#count);
    const parts = PARTS.map(() => 0);
    let seen = 0;
    this.#bins((page, base) => {
      const n = page[base]!;
      const share = Math.max(0, Math.min(last, seen + n) - Math.max(first, seen)) / n;
      seen += n;
      if (share > 0) for (let p = 0; p < PARTS.length; p++) parts[p]! += share * page[base + 1 + p]!;
    });
    return { records: last - first, whole: parts.reduce((sum, part) => sum + part, 0), parts };
  }

  /** Those that hold something, in order of time. */
  #bins(visit: (page: Float64Array, base: number) => void): void {
    for (const page of this.#pages) {
      if (page === undefined) continue;
      for (let base = 0; base < page.length; base += WIDTH) if (page[base]! > 0) visit(page, base);
    }
  }
}
