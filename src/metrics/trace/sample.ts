/**
 * Which records a trace follows: those with given ids, or a sample that is spread over time: of each source the first record that is sent
 * after each of some equally spaced instants. Neither needs to know how many records there will be, and the same run has the same sample.
 */
import type { Micros } from '../../engine/time.ts';

/** How many of each source, from 0; or the ids of those. */
export type Wanted = number | readonly string[];

export class Sample {
  readonly #ids: ReadonlySet<string> | undefined;
  readonly #unmet: Set<string>;
  readonly #from: Micros;
  readonly #to: Micros;
  readonly #step: Micros;
  /** By source, when the next of its records is wanted. */
  readonly #next: Micros[] = [];

  constructor(wanted: Wanted, { from, to }: { readonly from: Micros; readonly to: Micros }) {
    const isCount = typeof wanted === 'number';
    this.#ids = isCount ? undefined : new Set(wanted);
    this.#unmet = new Set(this.#ids);
    this.#from = from;
    this.#to = isCount && wanted === 0 ? -1 : to;
    this.#step = isCount ? (to - from) / Math.max(1, wanted) : 0;
  }

  /** Whether a record is followed that is sent now; asked once of each. */
  wants(source: number, now: Micros, id: () => string): boolean {
    if (this.#ids !== undefined) return this.#isWanted(id(), this.#ids);
    if (now > this.#to || now < (this.#next[source] ?? this.#from)) return false;
    this.#next[source] = this.#from + (Math.floor((now - this.#from) / this.#step) + 1) * this.#step;
    return true;
  }

  /** Ids that no record had so far. */
  get unmet(): string[] {
    return [...this.#unmet];
  }

  #isWanted(id: string, ids: ReadonlySet<string>): boolean {
    this.#unmet.delete(id);
    return ids.has(id);
  }
}
