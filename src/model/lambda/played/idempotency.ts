/**
 * An idempotency table as one function uses it: keys that are known to be worked on or done, each for a window of time.
 *
 * Answers what the table would answer at the instant it is asked; in what order a handler asks, works and writes, is the
 * player's business. A conditional put looks and writes at one instant; a get and a put after it leave
 * a gap in which somebody else may have looked too. Left out: limits of the table's throughput (a downstream can stand for it).
 */
import type { Distribution } from '../../../engine/distributions.ts';
import type { RandomStream } from '../../../engine/random.ts';
import type { Micros } from '../../../engine/time.ts';
import type { World } from '../../world.ts';
import { keyOf, type Key } from './key.ts';

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
  readonly settings: IdempotencySettings;
  readonly #world: World;
  readonly #times: RandomStream;
  readonly #done: Marks;
  readonly #inProgress: Marks;

  constructor(fn: string, settings: IdempotencySettings, world: World) {
    this.settings = settings;
    this.#world = world;
    this.#times = world.sim.random(`functions.${fn}`, 'idempotency');
    this.#done = new Marks(settings.window);
    this.#inProgress = new Marks(settings.lock);
  }

  get marksBefore(): boolean {
    const { write, mark } = this.settings;
    return write !== 'never' && mark !== 'after';
  }

  get marksAfter(): boolean {
    const { write, mark } = this.settings;
    return write !== 'never' && mark !== 'before';
  }

  /** Draws the time of a request. */
  time(): Micros {
    return Math.max(0, Math.round(this.settings.latency(this.#times)));
  }

  /** What it says of the key of a record now. */
  look(slot: number): Knowledge {
    const key = this.#keyOf(slot);
    const { now } = this.#world.sim;
    if (this.#done.has(key, now)) return 'done';
    return this.#inProgress.has(key, now) ? 'inProgress' : 'unknown';
  }

  /** The mark before the work: where there is none after it, it says that the work is done. */
  markBefore(slot: number): void {
    if (this.settings.mark === 'both') this.#inProgress.set(this.#keyOf(slot), this.#world.sim.now);
    else this.markDone(slot);
  }

  markDone(slot: number): void {
    const key = this.#keyOf(slot);
    this.#inProgress.delete(key);
    this.#done.set(key, this.#world.sim.now);
  }

  /** Takes its marks back. */
  remove(slot: number): void {
    const key = this.#keyOf(slot);
    this.#inProgress.delete(key);
    this.#done.delete(key);
  }

  #keyOf(slot: number): number {
    return keyOf(this.settings.key, this.#world.records, slot);
  }
}
