/**
 * All messages of a FIFO queue in the order in which they entered it, and how far the service looks into it for groups that have
 * something to give (SQS-64). Messages in flight and delayed ones count (assumed: the guide says "the first messages").
 *
 * Invariants: `#last` is the message at the place `#far`, END where there are not so many; entries rise along the list.
 */
import { END, LinkedInts } from '../../../engine/linked-ints.ts';
import type { Column, Records } from '../../records.ts';

export class LookAhead {
  readonly #list = new LinkedInts();
  readonly #entries: Column;
  readonly #far: number;
  #last = END;
  #entered = 0;

  /** `far`: messages that are looked at; Infinity for all. */
  constructor(records: Records, far: number) {
    this.#entries = records.column('fifo.entry');
    this.#far = far;
  }

  /** The message that entered first; END when there is none. */
  get first(): number {
    return this.#list.first;
  }

  after(slot: number): number {
    return this.#list.after(slot);
  }

  /** Whether message `a` entered before message `b`. Both may have left by now, as long as their slots are not used again. */
  isBefore(a: number, b: number): boolean {
    return this.#entries.values[a]! < this.#entries.values[b]!;
  }

  /** Whether the service looks as far as this message. */
  reaches(slot: number): boolean {
    return this.#last === END || !this.isBefore(this.#last, slot);
  }

  /** A message enters. */
  push(slot: number): void {
    this.#entries.values[slot] = ++this.#entered;
    this.#list.push(slot);
    if (this.#last === END && this.#list.size > this.#far) this.#last = this.#list.before(slot);
  }

  /** A message leaves. Returns the one that is looked at instead; END when there is none. */
  remove(slot: number): number {
    const next = this.#last !== END && this.reaches(slot) ? this.#list.after(this.#last) : END;
    if (this.#last !== END && this.reaches(slot)) this.#last = next;
    this.#list.remove(slot);
    return next;
  }
}
