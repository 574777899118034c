/**
 * What all plain readers of one shard may read together (KIN-04, DDB-03): so many calls a second, and so many bytes. A
 * call beyond it throws and returns nothing, and does not count.
 *
 * Calls are counted by the whole second (decision 13). Bytes are paid for at the rate of the limit: a call may begin while less
 * than a second's worth is unpaid, and after one that alone took more than that, when all of it is paid: after 10 MB from
 * Kinesis, five seconds later.
 * Reads of idle readers have no events of their own; they are counted here by arithmetic.
 */
import { SECOND, type Micros } from '../../../engine/time.ts';

/** A reader that shares the limit. */
export interface IdleReads {
  /** Reads from `since` until just before `now` that found nothing and had no event. */
  idleReads(since: Micros, now: Micros): number;
}

export class ReadLimit {
  readonly readers: IdleReads[] = [];
  readonly #calls: number;
  readonly #bytes: number;
  /** When the present second began. */
  #since: Micros = 0;
  #taken = 0;
  #paidUntil: Micros = 0;
  #freeAt: Micros = 0;

  /** Calls and bytes a second; Infinity for no limit. */
  constructor(calls: number, bytes: number) {
    this.#calls = calls;
    this.#bytes = bytes;
  }

  allows(now: Micros): boolean {
    if (now < this.#freeAt) return false;
    if (this.#calls === Infinity) return true;
    this.#roll(now);
    let taken = this.#taken;
    for (const reader of this.readers) taken += reader.idleReads(this.#since, now);
    return taken < this.#calls;
  }

  /** A call was made that returned so many bytes. */
  take(now: Micros, bytes: number): void {
    this.#roll(now);
    this.#taken++;
    if (this.#bytes === Infinity) return;
    this.#paidUntil = Math.max(this.#paidUntil, now) + Math.ceil((bytes / this.#bytes) * SECOND);
    this.#freeAt = bytes > this.#bytes ? this.#paidUntil : this.#paidUntil - SECOND + 1;
  }

  /** When the bytes read so far let the next call begin. */
  get freeAt(): Micros {
    return this.#freeAt;
  }

  #roll(now: Micros): void {
    if (now < this.#since + SECOND) return;
    this.#since = Math.floor(now / SECOND) * SECOND;
    this.#taken = 0;
  }
}
