/**
 * The times of single records, for who asks for some: all others have sums only. Sums that tell somebody of each record that is added to
 * them; without anybody who asks, there are none of these.
 */
import type { Micros } from '../../engine/time.ts';
import type { Batch } from '../../model/batch.ts';
import { PARTS } from './parts.ts';
import { PartSums } from './part-sums.ts';

/** The time of one record, for one that brings it to a function. */
export interface RecordTime {
  readonly slot: number;
  /** Number of the owner. */
  readonly owner: number;
  /** When it arrived, and when it succeeded or else how far this goes. */
  readonly from: Micros;
  readonly to: Micros;
  readonly hasSucceeded: boolean;
  /** In the order of {@link PARTS}; they add up to the time from `from` to `to`. Complete when the next thing is told. */
  readonly parts: readonly Micros[];
}

/**
 * Has those told that are not done with when the run is over: of records in queues by their slots, of those in streams by the batches that
 * may hold some.
 */
export type TellRest = (slots: Iterable<number>, batches: Iterable<Batch>) => void;

/** Asks for the times of some records. */
export interface TimeHearer {
  /** Before the first event. */
  begins(tellRest: TellRest): void;
  wants(slot: number): boolean;
  /** Of one that has succeeded; of one that ends otherwise or is sent anew, what it has gone through without success. */
  hears(time: RecordTime): void;
}

export class HeardSums extends PartSums {
  readonly #owner: number;
  readonly #hasSucceeded: boolean;
  readonly #hearer: TimeHearer;
  readonly #clock: { readonly now: Micros };
  /** Of the record opened last; undefined: nobody asks for it. */
  #parts: Micros[] | undefined;

  /** `hasSucceeded`: whether the records that are added have. */
  constructor(owner: number, hasSucceeded: boolean, hearer: TimeHearer, clock: { readonly now: Micros }) {
    super();
    this.#owner = owner;
    this.#hasSucceeded = hasSucceeded;
    this.#hearer = hearer;
    this.#clock = clock;
  }

  override open(whole: Micros, slot: number): void {
    super.open(whole, slot);
    this.#parts = undefined;
    if (!this.#hearer.wants(slot)) return;
    const { now } = this.#clock;
    this.#parts = PARTS.map(() => 0);
    const of = { slot, owner: this.#owner, from: now - whole, to: now, hasSucceeded: this.#hasSucceeded };
    this.#hearer.hears({ ...of, parts: this.#parts });
  }

  override add(part: number, time: Micros): void {
    super.add(part, time);
    if (this.#parts !== undefined) this.#parts[part]! += time;
  }
}
