/**
 * The records of one shard in the order of their sequence numbers, which are counted from 0. Those that nobody needs any more
 * are taken off at the front.
 */
import { Ring } from '../../../engine/ring.ts';

export class Log {
  readonly #slots = new Ring();
  #first = 0;

  /** Sequence number of the oldest record that is kept; {@link end} when there is none. */
  get first(): number {
    return this.#first;
  }

  /** Sequence number that the next record will get. */
  get end(): number {
    return this.#first + this.#slots.size;
  }

  /** Records that are kept. */
  get size(): number {
    return this.#slots.size;
  }

  push(slot: number): void {
    this.#slots.push(slot);
  }

  /** The record with a sequence number; {@link first} ≤ sequence < {@link end}. */
  at(sequence: number): number {
    return this.#slots.at(sequence - this.#first);
  }

  /** Takes off the oldest record. */
  shift(): number {
    this.#first++;
    return this.#slots.shift();
  }

  /** The first sequence number from `from` on for which `holds`, which holds for all after it too; {@link end}: none. */
  search(from: number, holds: (slot: number) => boolean): number {
    let low = Math.max(from, this.#first);
    let high = this.end;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (holds(this.at(middle))) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
