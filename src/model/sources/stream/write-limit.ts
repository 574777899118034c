/**
 * What a shard takes in a second (KIN-01): so many records, and so many bytes. Counted by the whole second, as requests are
 * (decision 13). A record larger than what a second may bring is let in by a second that has brought nothing, and its
 * bytes are charged to the seconds after it (inferred: the service takes such records, KIN-02).
 */
import { SECOND, type Micros } from '../../../engine/time.ts';

export class WriteLimit {
  readonly #records: number;
  readonly #bytes: number;
  /** When the present second ends. */
  #until: Micros = -Infinity;
  #recordsTaken = 0;
  #bytesTaken = 0;
  /** Bytes and records accepted so far. */
  bytes = 0;
  records = 0;

  /** Records and bytes a second; Infinity for no limit. */
  constructor(records: number, bytes: number) {
    this.#records = records;
    this.#bytes = bytes;
  }

  /** Whether a put at the instant `at`, which never goes back, is accepted; then it is counted. */
  take(at: Micros, bytes: number): boolean {
    if (at >= this.#until) this.#nextSecond(at);
    if (this.#recordsTaken >= this.#records) return false;
    if (this.#bytesTaken > 0 && this.#bytesTaken + bytes > this.#bytes) return false;
    this.#recordsTaken++;
    this.#bytesTaken += bytes;
    this.bytes += bytes;
    this.records++;
    return true;
  }

  #nextSecond(at: Micros): void {
    const until = (Math.floor(at / SECOND) + 1) * SECOND;
    const seconds = (until - this.#until) / SECOND;
    this.#until = until;
    this.#recordsTaken = 0;
    this.#bytesTaken = this.#bytesTaken > this.#bytes ? Math.max(0, this.#bytesTaken - seconds * this.#bytes) : 0;
  }
}
