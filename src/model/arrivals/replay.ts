/**
 * Replays a trace: records at their own instants, or counts laid out inside their intervals, evenly or at random.
 *
 * Rows that begin at the same instant (the functions of a wide trace) are laid out together, so that instants never go
 * back. The trace was read and put in order beforehand; here it is only walked, one interval at a time.
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

/** A record that is to come: when, and from which row of the trace. */
interface Due {
  readonly at: Micros;
  readonly row: number;
}

export class ReplayArrivals implements ArrivalProcess {
  nextAt: Micros = Infinity;
  readonly #data: ReplayData;
  readonly #start: Micros;
  readonly #end: Micros;
  readonly #spread: Spread;
  readonly #random: RandomStream;
  /** Records of the rows that were opened last, and which of them is next. */
  #due: Due[] = [];
  #next = -1;
  #nextRow = 0;
  #carry = 0;

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
    this.#next++;
    while (this.#next === this.#due.length && this.#nextRow < this.#data.times.length) this.#openRows();
    const at = this.#due[this.#next]?.at ?? Infinity;
    this.nextAt = at < this.#end ? at : Infinity;
  }

  describe(records: Records, slot: number): void {
    const { durations, attributes } = this.#data;
    const { row } = this.#due[this.#next]!;
    if (durations !== undefined) records.work[slot] = durations[row]!;
    for (const { name, values, index } of attributes) {
      const { table, column } = records.attributes[records.attribute(name)]!;
      column[slot] = table.indexOf(values[index[row]!]!);
    }
  }

  /** Lays out all rows that begin at the next instant. */
  #openRows(): void {
    const { times } = this.#data;
    const time = times[this.#nextRow]!;
    const due: Due[] = [];
    const first = this.#nextRow;
    for (; times[this.#nextRow] === time; this.#nextRow++) this.#layOut(this.#nextRow, due);
    // Sorting is stable: at one instant the rows keep their order.
    if (this.#nextRow > first + 1) due.sort((a, b) => a.at - b.at);
    this.#due = due;
    this.#next = 0;
  }

  #layOut(row: number, due: Due[]): void {
    const n = this.#countOf(row);
    const width = this.#data.widths?.[row] ?? 0;
    const begin = this.#start + this.#data.times[row]!;
    let passed = 0;
    for (let i = 0; i < n; i++) {
      if (this.#spread === 'even') passed = i / n;
      // The least of the uniform instants that are left, in the rest of the interval.
      else passed = 1 - (1 - passed) * Math.exp(Math.log(this.#random.positive()) / (n - i));
      due.push({ at: Math.round(begin + Math.min(passed * width, Math.max(0, width - 1))), row });
    }
  }

  #countOf(row: number): number {
    const { counts } = this.#data;
    if (counts === undefined) return 1;
    const exact = counts[row]! + this.#carry;
    // A hair above: 0.1 ten times is one record, whatever the last bit says.
    const whole = Math.floor(exact + 1e-9);
    this.#carry = Math.max(0, exact - whole);
    return whole;
  }
}
