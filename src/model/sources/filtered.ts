/**
 * A queue as a mapping with filters sees it: what no filter lets through is received and deleted (R-SQS-11), before it gets
 * into a batch, so that batch size and window count matching records only (FIL-06).
 *
 * A receive goes on until the batch has what was wanted, or nothing is left; the receives in between take no time, as all
 * receives; where receives are paced there is one. Other mappings of the same queue never see what this one deletes.
 */
import type { Micros } from '../../engine/time.ts';
import type { Batch } from '../batch.ts';
import type { RecordFilter } from '../filters/record-filter.ts';
import type { Named } from '../observer.ts';
import type { EventSource, Poller } from './source.ts';

/** A source that can be told that a record just received is not wanted. */
export interface Discarding extends EventSource {
  /** The record leaves the source, and the batch that holds it lets go of it. */
  discard(slot: number, mapping: Named): void;
}

export class FilteredSource implements EventSource {
  readonly name: string;
  readonly index: number;
  readonly lanes: number;
  readonly pollersPerLane: number;
  readonly mostPerReceive: number;
  readonly #source: Discarding;
  readonly #filter: RecordFilter;
  readonly #mapping: Named;
  readonly #isPaced: boolean;

  /** `isPaced`: each receive counts, so there is but one at a time, however few match. */
  constructor(source: Discarding, filter: RecordFilter, mapping: Named, isPaced = false) {
    this.name = source.name;
    this.index = source.index;
    this.lanes = source.lanes;
    this.pollersPerLane = source.pollersPerLane;
    this.mostPerReceive = source.mostPerReceive;
    this.#source = source;
    this.#filter = filter;
    this.#mapping = mapping;
    this.#isPaced = isPaced;
  }

  get visible(): number {
    return this.#source.visible;
  }

  get inFlight(): number {
    return this.#source.inFlight;
  }

  available(lane: number): boolean {
    return this.#source.available(lane);
  }

  /**
   * Returns how many of them match: fewer than wanted only when there were no more, or when receives are paced. At least 1 where
   * anything was received, since that was no empty receive.
   */
  receive(lane: number, most: number, batch: Batch): number {
    const start = batch.held;
    const end = start + most;
    let received = 0;
    while (batch.held < end) {
      const from = batch.held;
      const got = this.#source.receive(lane, end - from, batch);
      received += got;
      this.#discardFrom(batch, from);
      // No more, as the source says: what becomes visible at once when a delivery is doubled is for others.
      if (this.#isPaced || got < end - from) break;
    }
    return Math.max(batch.held - start, Math.min(1, received));
  }

  /** Takes what does not match out of the batch, from a position on. */
  #discardFrom(batch: Batch, from: number): void {
    const { held, slots, receipts } = batch;
    let kept = from;
    for (let i = from; i < held; i++) {
      const slot = slots[i]!;
      if (this.#filter.accepts(slot)) {
        slots[kept] = slot;
        receipts[kept++] = receipts[i]!;
        continue;
      }
      batch.bytes -= this.#source.payloadOf(slot);
      this.#source.discard(slot, this.#mapping);
    }
    batch.held = kept;
  }

  putOff(slot: number, receipt: number, by: Micros): void {
    this.#source.putOff(slot, receipt, by);
  }

  payloadOf(slot: number): number {
    return this.#source.payloadOf(slot);
  }

  polling(isOn: boolean, poller: Poller): void {
    this.#source.polling(isOn, poller);
  }

  countReads(): void {
    this.#source.countReads();
  }

  await(poller: Poller, lane: number): void {
    this.#source.await(poller, lane);
  }

  prepare(batch: Batch): void {
    this.#source.prepare(batch);
  }

  abandon(batch: Batch): void {
    this.#source.abandon(batch);
  }

  settle(batch: Batch): Micros {
    return this.#source.settle(batch);
  }
}
