/**
 * In what order, and how many at once, an invocation works on its records: stages one after another, each a sliding pool.
 *
 * A stage begins when all of the one before is done: a barrier. Chunks of k are stages of k records and width k; a sliding pool
 * of w is one stage of width w. Leaves out how long anything takes: schedule.ts decides that at once, played/ on the clock.
 */
import type { Batch } from '../batch.ts';

/** Reused for every invocation; allocates only while it grows. The arrays are others when there is room for more. */
export class Stages {
  /** Stages there are. */
  count = 0;
  /** Stage s holds the places [ends[s − 1] or 0, ends[s]) of {@link order}; none is empty. */
  ends = new Int32Array(16);
  /** Records at once in stage s, from 1; never more than it holds. */
  widths = new Int32Array(16);
  /** Positions of records within the batch, in the order in which they are begun. */
  order = new Int32Array(16);

  /** No stages yet, for so many records in the order of the batch. */
  begin(records: number): void {
    this.count = 0;
    if (records > this.order.length) this.order = new Int32Array(Math.max(records, this.order.length * 2));
    for (let i = 0; i < records; i++) this.order[i] = i;
  }

  /** The next stage: the places up to `end`, `width` at once. A stage that would be empty is left out. */
  add(end: number, width: number): void {
    const from = this.count === 0 ? 0 : this.ends[this.count - 1]!;
    if (end <= from) return;
    if (this.count === this.ends.length) this.#grow();
    this.ends[this.count] = end;
    this.widths[this.count++] = Math.min(width, end - from);
  }

  #grow(): void {
    const [ends, widths] = [this.ends, this.widths];
    this.ends = new Int32Array(ends.length * 2);
    this.widths = new Int32Array(ends.length * 2);
    this.ends.set(ends);
    this.widths.set(widths);
  }
}

/** What decides the stages of each invocation of a handler. */
export interface Strategy {
  /** Fills `stages` for the records [0, size) of a batch that has its environment; all records are in them, each once. */
  plan(batch: Batch, stages: Stages): void;
  /** The invocation is over: duration, outcome and {@link Batch.recordTime} are known. One that learns does so here. */
  ended?(batch: Batch): void;
}

/** A way to work on part of a batch, whatever is in it. */
export interface Arrangement {
  /** Adds the stages for the places [from, to). */
  arrange(from: number, to: number, stages: Stages): void;
}
