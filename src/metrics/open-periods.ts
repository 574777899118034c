/**
 * Periods whose rows cannot be written yet. Errors count where their invocation began, and are known when it has ended: a period
 * waits until none of those that began in it runs any longer, and all later ones wait behind it. That many periods are kept, and
 * no more: as long as the longest invocation takes.
 */
import { assert } from '../engine/assert.ts';
import type { Micros } from '../engine/time.ts';
import type { MetricRow } from './metric.ts';
import type { OpenRow } from './sheet.ts';

/** Takes the rows of a period, in the order of the periods. */
export type AppendRows = (rows: readonly MetricRow[]) => void;

/** Takes them at the end of the period, with the errors known so far: values of these very rows grow as more of them are. */
export type WatchRows = (rows: readonly MetricRow[], from: Micros, to: Micros) => void;

/** What a period ended with. */
interface Closed {
  readonly rows: readonly MetricRow[];
  /** For each function its row of errors; undefined where it was not invoked. */
  readonly errorRows: readonly (OpenRow | undefined)[];
}

class OpenPeriod {
  /** Invocations that began in it and have not ended. */
  running = 0;
  /** For each function, invocations that began in it and failed. */
  readonly errors: number[] = [];
  closed: Closed | undefined;
}

export class OpenPeriods {
  readonly #length: Micros;
  readonly #append: AppendRows;
  readonly #watch: WatchRows | undefined;
  /** Number of the first period that is kept. */
  #first = 0;
  /** Number of the present one. */
  #present = 0;
  readonly #periods: OpenPeriod[] = [];
  /** The present period, in which most invocations begin and end, and where it ends. */
  #presentPeriod: OpenPeriod;
  #presentEnd: Micros;

  /** `watch`: somebody who does not wait. */
  constructor(length: Micros, append: AppendRows, watch?: WatchRows) {
    this.#length = length;
    this.#append = append;
    this.#watch = watch;
    this.#presentPeriod = this.#numbered(0);
    this.#presentEnd = length;
  }

  /** An invocation begins. */
  began(at: Micros): void {
    this.#periodAt(at).running++;
  }

  /** An invocation ends, of function number `fn`. */
  ended(beganAt: Micros, fn: number, isError: boolean): void {
    const period = this.#periodAt(beganAt);
    period.running--;
    if (!isError) return;
    period.errors[fn] = (period.errors[fn] ?? 0) + 1;
    const row = period.closed?.errorRows[fn];
    if (row !== undefined) row.value++;
  }

  /** The present period ends at `now` with these rows; those that can be are written. */
  close(closed: Closed, now: Micros): void {
    const { errors } = this.#presentPeriod;
    this.#presentPeriod.closed = closed;
    closed.errorRows.forEach((row, fn) => {
      if (row !== undefined) row.value = errors[fn] ?? 0;
    });
    this.#watch?.(closed.rows, this.#presentEnd - this.#length, now);
    this.#presentPeriod = this.#numbered(++this.#present);
    this.#presentEnd += this.#length;
    while (this.#periods[0]?.closed !== undefined && this.#periods[0].running === 0) this.#write();
  }

  /** The run has ended: what runs now never ends in it. */
  finish(): void {
    while (this.#periods[0]?.closed !== undefined) this.#write();
  }

  /** What happens at the instant at which a period ends belongs to it. */
  #periodAt(at: Micros): OpenPeriod {
    if (at <= this.#presentEnd && at > this.#presentEnd - this.#length) return this.#presentPeriod;
    return this.#numbered(Math.max(0, Math.ceil(at / this.#length) - 1));
  }

  #numbered(number: number): OpenPeriod {
    const place = number - this.#first;
    assert(place >= 0, 'something happened in a period whose metrics are written');
    while (this.#periods.length <= place) this.#periods.push(new OpenPeriod());
    return this.#periods[place]!;
  }

  #write(): void {
    const { closed } = this.#periods.shift()!;
    this.#first++;
    this.#append(closed!.rows);
  }
}
