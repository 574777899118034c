/**
 * Replays a trace: records at their own instants, or counts laid out inside their intervals, evenly or at random.
 * The trace was read and put in order beforehand; here it is only walked.
 */
import type { RandomStream } from '../../engine/random.ts';
import type { Micros } from '../../engine/time.ts';
import type { Records } from '../records.ts';
import type { ArrivalProcess } from './process.ts';

/** A trace in memory; instants count from its first. */
export interface ReplayData {
  readonly times: Float64Array;
  /** Records in the interval that begins at each time; absent: one record each. Fractions are carried over. */
  readonly counts?: Float64Array | undefined;
  readonly widths?: Float64Array | undefined;
  /** Handler time of each record. */
  readonly durations?: Float64Array | undefined;
  readonly attributes: readonly {
    readonly name: string;
    readonly values: readonly string[];
    readonly index: Int32Array;
  }[];
}

/** How counts are laid out in their interval. */
export type Spread = 'even' | 'random';

export class ReplayArrivals implements ArrivalProcess {
  nextAt: Micros = Infinity;
  readonly #data: ReplayData;
  readonly #start: Micros;
  readonly #end: Micros;
  readonly #spread: Spread;
  readonly #random: RandomStream;
  #row = -1;
  #left = 0;
  #inRow = 0;
  #carry = 0;
  /** Share of the interval that is over, for counts laid out at random. */
  #passed = 0;

  /** The trace's first instant is played at `start`; nothing is played at or after `end`. */
  constructor(data: ReplayData, start: Micros, end: Micros, spread: Spread, random: RandomStream) {
    this.#data = data;
    this.#start = start;
    this.#end = end;
    this.#spread = spread;
    this.#random = random;
    this.advance();
  }

  advance(): void {
    while (this.#left === 0) {
      if (++this.#row === this.#data.times.length) {
        this.nextAt = Infinity;
        return;
      }
      this.#openRow();
    }
    const at = Math.round(this.#start + this.#data.times[this.#row]! + this.#offset());
    this.#left--;
    this.nextAt = at < this.#end ? at : Infinity;
  }

  describe(records: Records, slot: number): void {
    const { durations, attributes } = this.#data;
    if (durations !== undefined) records.work[slot] = durations[this.#row]!;
    for (const { name, values, index } of attributes) {
      const { table, column } = records.attributes[records.attribute(name)]!;
      column[slot] = table.indexOf(values[index[this.#row]!]!);
    }
  }

  #openRow(): void {
    const counts = this.#data.counts;
    const exact = counts === undefined ? 1 : counts[this.#row]! + this.#carry;
    // A hair above: 0.1 ten times is one record, whatever the last bit says.
    this.#inRow = Math.floor(exact + 1e-9);
    this.#carry = Math.max(0, exact - this.#inRow);
    this.#left = this.#inRow;
    this.#passed = 0;
  }

  #offset(): number {
    const width = this.#data.widths?.[this.#row] ?? 0;
    if (width === 0) return 0;
    if (this.#spread === 'even') return ((this.#inRow - this.#left) * width) / this.#inRow;
    // The least of the uniform instants that are left, in the rest of the interval.
    this.#passed = 1 - (1 - this.#passed) * Math.exp(Math.log(this.#random.positive()) / this.#left);
    return Math.min(this.#passed * width, width - 1);
  }
}
