/**
 * Replays a trace: records at their own instants, or counts laid out inside their intervals, evenly or at random.
 *
 * Rows that begin at the same instant (the functions of a wide trace) are laid out together, so that instants never go
 * back. The trace was read and put in order beforehand; here it is only walked, one record at a time: nothing is laid
 * out before it is due (open-rows.ts).
 */
import type { RandomStream } from '../../engine/random.ts';
import type { Micros } from '../../engine/time.ts';
import type { Records } from '../records.ts';
import { Carry } from './carry.ts';
import { OpenRows, type Spread } from './open-rows.ts';
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

export class ReplayArrivals implements ArrivalProcess {
  nextAt: Micros = Infinity;
  readonly #data: ReplayData;
  readonly #start: Micros;
  readonly #end: Micros;
  readonly #carry: Carry;
  readonly #open: OpenRows;
  #nextRow = 0;

  /** The trace's first instant is played at `start`; nothing is played at or after `end`. */
  constructor(data: ReplayData, start: Micros, end: Micros, spread: Spread, random: RandomStream) {
    this.#data = data;
    this.#start = start;
    this.#end = end;
    this.#carry = new Carry(data);
    this.#open = new OpenRows(spread, random);
    this.#settle();
  }

  advance(): void {
    this.#open.advance();
    this.#settle();
  }

  describe(records: Records, slot: number): void {
    const { durations, attributes } = this.#data;
    const { row } = this.#open;
    if (durations !== undefined) records.work[slot] = durations[row]!;
    for (const { name, values, index } of attributes) {
      const { table, column } = records.attributes[records.attribute(name)]!;
      column[slot] = table.indexOf(values[index[row]!]!);
    }
  }

  /** Opens rows until there is a next record, or none is left. */
  #settle(): void {
    while (this.#open.nextAt === Infinity && this.#nextRow < this.#data.times.length) this.#openRows();
    const at = this.#open.nextAt;
    this.nextAt = at < this.#end ? at : Infinity;
  }

  /** Opens all rows that begin at the next instant. */
  #openRows(): void {
    const { times, widths } = this.#data;
    const time = times[this.#nextRow]!;
    this.#open.clear();
    for (; times[this.#nextRow] === time; this.#nextRow++) {
      const records = this.#carry.take(this.#nextRow);
      if (records > 0) this.#open.open(this.#nextRow, records, this.#start + time, widths?.[this.#nextRow] ?? 0);
    }
  }
}
