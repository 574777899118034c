/**
 * An idempotency table: keys that are known to be worked on or done, each for a window of time.
 *
 * Answers what the table would answer at the instant it is asked; how long asking takes, and in what order a handler asks,
 * works and writes, is the player's business. A conditional put looks and writes at one instant; a get and a put after it leave
 * a gap in which somebody else may have looked too. Left out: limits of the table's throughput (a downstream can stand for it).
 */
import type { Distribution } from '../../../engine/distributions.ts';
import type { Micros } from '../../../engine/time.ts';
import type { Key } from './key.ts';

export interface IdempotencySettings {
  readonly key: Key;
  /** How the table is written: put if absent; get, and put whatever is there by then; or never, a bug that happens. */
  readonly write: 'conditional' | 'getThenPut' | 'never';
  /** When a key is marked: before its work, after it, or before it as being worked on and after it as done. */
  readonly mark: 'before' | 'after' | 'both';
  /** How long a mark is kept. */
  readonly window: Micros;
  /** With `both`: how long a key counts as being worked on, when nothing is heard of it. */
  readonly lock: Micros;
  /** Time of each request to the table. */
  readonly latency: Distribution;
  /** What becomes of a record that is known to be done: counted as handled, or reported as failed. */
  readonly whenKnown: 'succeed' | 'report';
  /** Whether a mark made before the work is taken back when the work fails. */
  readonly onFailure: 'remove' | 'keep';
}

/** What the table says of a key. */
export type Knowledge = 'unknown' | 'done' | 'inProgress';

/** Marks with the time until which they hold, forgotten in the order in which they were made: all are kept equally long. */
class Marks {
  readonly #until = new Map<number, Micros>();
  readonly #kept: Micros;

  constructor(kept: Micros) {
    this.#kept = kept;
  }

  has(key: number, now: Micros): boolean {
    const until = this.#until.get(key);
    return until !== undefined && until > now;
  }

  set(key: number, now: Micros): void {
    // Taken out first, so that the order of the map is that of the marks.
    this.#until.delete(key);
    this.#until.set(key, now + this.#kept);
    for (const [oldest, until] of this.#until) {
      if (until > now) return;
      this.#until.delete(oldest);
    }
  }

  delete(key: number): void {
    this.#until.delete(key);
  }
}

export class IdempotencyTable {
  readonly #done: Marks;
  readonly #inProgress: Marks;

  /** `window`: how long a key is known; `lock`: how long it counts as being worked on. */
  constructor({ window, lock }: Pick<IdempotencySettings, 'window' | 'lock'>) {
    this.#done = new Marks(window);
    this.#inProgress = new Marks(lock);
  }

  look(key: number, now: Micros): Knowledge {
    if (this.#done.has(key, now)) return 'done';
    return this.#inProgress.has(key, now) ? 'inProgress' : 'unknown';
  }

  markInProgress(key: number, now: Micros): void {
    this.#inProgress.set(key, now);
  }

  markDone(key: number, now: Micros): void {
    this.#inProgress.delete(key);
    this.#done.set(key, now);
  }

  remove(key: number): void {
    this.#inProgress.delete(key);
    this.#done.delete(key);
  }
}
