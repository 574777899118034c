/**
 * The rows of a trace that begin at one instant, while their records are laid out: which row sends next, and when.
 *
 * Each row knows only its next record, so a count of a million costs no more memory than one of two. A heap of the rows
 * by their next instants mixes them; of rows at one instant the first in the trace comes first.
 */
import type { RandomStream } from '../../engine/random.ts';
import type { Micros } from '../../engine/time.ts';

/** How the records of a row are laid out in its interval. */
export type Spread = 'even' | 'random';

export class OpenRows {
  readonly #spread: Spread;
  readonly #random: RandomStream;
  /** By place: the rows in the order in which they were opened. The arrays grow to the most rows at one instant. */
  readonly #rows: number[] = [];
  readonly #begins: number[] = [];
  readonly #widths: number[] = [];
  readonly #totals: number[] = [];
  /** Records of the row that were laid out, the next included, and which share of the interval has passed at the next. */
  readonly #laidOut: number[] = [];
  readonly #passed: number[] = [];
  readonly #nextAt: number[] = [];
  /** Places of the rows that have a next record. Invariant: a parent's record is never later than its children's. */
  readonly #heap: number[] = [];
  #size = 0;

  constructor(spread: Spread, random: RandomStream) {
    this.#spread = spread;
    this.#random = random;
  }

  /** Instant of the next record; Infinity when all are laid out. */
  get nextAt(): Micros {
    return this.#size === 0 ? Infinity : this.#nextAt[this.#heap[0]!]!;
  }

  /** The row that the next record belongs to; there must be one. */
  get row(): number {
    return this.#rows[this.#heap[0]!]!;
  }

  /** Forgets the rows of the instant before. */
  clear(): void {
    this.#rows.length = 0;
    this.#size = 0;
  }

  /** Adds a row with so many records, above 0, in an interval; after the rows that were added before. */
  open(row: number, records: number, begin: Micros, width: Micros): void {
    const place = this.#rows.push(row) - 1;
    this.#begins[place] = begin;
    this.#widths[place] = width;
    this.#totals[place] = records;
    this.#laidOut[place] = 0;
    this.#passed[place] = 0;
    this.#layOut(place);
    this.#heap[this.#size] = place;
    this.#rise(this.#size++);
  }

  /** Moves on from the next record to the one after it. */
  advance(): void {
    const place = this.#heap[0]!;
    if (this.#laidOut[place] === this.#totals[place]) this.#heap[0] = this.#heap[--this.#size]!;
    else this.#layOut(place);
    this.#sink();
  }

  #layOut(place: number): void {
    const n = this.#totals[place]!;
    const i = this.#laidOut[place]!++;
    // At random: the least of the uniform instants that are left, in the rest of the interval.
    this.#passed[place] =
      this.#spread === 'even'
        ? i / n
        : 1 - (1 - this.#passed[place]!) * Math.exp(Math.log(this.#random.positive()) / (n - i));
    const width = this.#widths[place]!;
    const within = Math.min(this.#passed[place]! * width, Math.max(0, width - 1));
    this.#nextAt[place] = Math.round(this.#begins[place]! + within);
  }

  #isBefore(a: number, b: number): boolean {
    return this.#nextAt[a]! < this.#nextAt[b]! || (this.#nextAt[a] === this.#nextAt[b] && a < b);
  }

  #rise(from: number): void {
    let i = from;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (this.#isBefore(this.#heap[parent]!, this.#heap[i]!)) return;
      this.#swap(i, parent);
      i = parent;
    }
  }

  #sink(): void {
    let i = 0;
    for (let child = 1; child < this.#size; child = 2 * i + 1) {
      if (child + 1 < this.#size && this.#isBefore(this.#heap[child + 1]!, this.#heap[child]!)) child++;
      if (this.#isBefore(this.#heap[i]!, this.#heap[child]!)) return;
      this.#swap(i, child);
      i = child;
    }
  }

  #swap(i: number, j: number): void {
    const place = this.#heap[i]!;
    this.#heap[i] = this.#heap[j]!;
    this.#heap[j] = place;
  }
}
