/**
 * Records that were received too often and wait at the back of their queue (SQS-49): in the order in which they came back,
 * each in line as if it had been sent then. Kept by age as well, for retention still counts from when they were sent.
 */
import { END, LinkedInts } from '../../engine/linked-ints.ts';
import type { Records } from '../records.ts';

export class Behind {
  readonly #records: Records;
  readonly #byTurn = new LinkedInts();
  readonly #byAge = new LinkedInts();

  constructor(records: Records) {
    this.#records = records;
  }

  get size(): number {
    return this.#byTurn.size;
  }

  /** The record whose turn is first; there must be one. Its `due` is when it came back. */
  get first(): number {
    return this.#byTurn.first;
  }

  /** The record that was sent first; there must be one. */
  get oldest(): number {
    return this.#byAge.first;
  }

  /** A record comes back, after all that are here. */
  add(slot: number): void {
    this.#byTurn.push(slot);
    // They come back much as they were sent: the way from the end is short.
    const { sentAt } = this.#records;
    let before = this.#byAge.last;
    while (before !== END && sentAt[before]! > sentAt[slot]!) before = this.#byAge.before(before);
    this.#byAge.insertAfter(before, slot);
  }

  /** Takes out a record that is here. */
  remove(slot: number): void {
    this.#byTurn.remove(slot);
    this.#byAge.remove(slot);
  }
}
