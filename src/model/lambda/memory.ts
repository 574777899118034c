/**
 * The memory of one invocation: what the code needs whatever it does, the event it was given, and what its records hold.
 *
 * Bytes, and no clock: whoever plays the invocation says when a record is begun and when it is done. The event stays in memory to
 * the end. What is done with a record is given back at once, kept to the end, or left as garbage until a collection, which pauses
 * the record that is about to begin.
 * Left out: garbage and leaks that outlive the invocation in its environment, and memory that the runtime takes ahead of need.
 */
import type { Micros } from '../../engine/time.ts';

/** What becomes of the memory of a record that is done. */
export type Release =
  /** It is given back at once. */
  | 'eachRecord'
  /** It is kept until the invocation ends. */
  | 'atEnd'
  /** It is garbage until a collection. */
  | 'collected';

export interface MemorySettings {
  /** Bytes that the code takes before it has any event. */
  readonly base: number;
  readonly release: Release;
  /** Only when garbage is collected: share of the function's memory above which that happens. */
  readonly collectAt: number;
  /** Time of a collection. */
  readonly pause: Micros;
}

/** What {@link Memory.begin} and {@link Memory.take} return when it does not fit: the process is killed at that instant. */
export const OUT = -1;

export class Memory {
  readonly #settings: MemorySettings;
  /** Above this there is a collection, if there is anything to collect; Infinity: never. */
  #threshold = Infinity;
  #limit = Infinity;
  /** Garbage included. */
  #used = 0;
  #garbage = 0;
  #peak = 0;

  constructor(settings: MemorySettings) {
    this.#settings = settings;
  }

  /** Most bytes used at once since the invocation began; when it ran out, the limit: it never had more. */
  get peak(): number {
    return this.#peak;
  }

  /** An invocation begins with an event of `payload` bytes in an environment of `limit` bytes; 0, or {@link OUT}. */
  begin(limit: number, payload: number): Micros {
    const { base, release, collectAt } = this.#settings;
    this.#limit = limit;
    this.#threshold = release === 'collected' ? limit * collectAt : Infinity;
    this.#used = 0;
    this.#garbage = 0;
    this.#peak = 0;
    return this.#add(base + payload, 0);
  }

  /** A record is about to begin and will hold so many bytes. Returns the pause before it can, 0 as a rule, or {@link OUT}. */
  take(bytes: number): Micros {
    if (this.#garbage === 0 || this.#used + bytes <= this.#threshold) return this.#add(bytes, 0);
    this.#used -= this.#garbage;
    this.#garbage = 0;
    return this.#add(bytes, this.#settings.pause);
  }

  /** A record is done that held so many bytes. */
  give(bytes: number): void {
    if (this.#settings.release === 'eachRecord') this.#used -= bytes;
    else if (this.#settings.release === 'collected') this.#garbage += bytes;
  }

  #add(bytes: number, pause: Micros): Micros {
    this.#used += bytes;
    this.#peak = Math.max(this.#peak, Math.min(this.#used, this.#limit));
    return this.#used > this.#limit ? OUT : pause;
  }
}
