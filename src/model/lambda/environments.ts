/**
 * The execution environments of one function: who is idle, most recently used first (ENV-10, assumed), and who has been
 * idle for too long (ENV-08). Expiry needs no events: the stack is sorted by when its members became idle.
 */
import type { Micros } from '../../engine/time.ts';

/** No idle environment: a new one has to start. */
export const NONE = -1;

export class Environments {
  readonly #lifetime: Micros = 0;
  readonly #ids: number[] = [];
  readonly #since: number[] = [];
  /** Index of the idle environment that has waited longest; those below it have expired. */
  #bottom = 0;
  #busy = 0;
  #created = 0;

  /** `lifetime`: how long an environment is kept idle. */
  constructor(lifetime: Micros) {
    this.#lifetime = lifetime;
  }

  /** Environments that exist, busy or idle. */
  count(now: Micros): number {
    this.#expire(now);
    return this.#busy + this.#ids.length - this.#bottom;
  }

  /** Whether some environment is idle. */
  hasIdle(now: Micros): boolean {
    this.#expire(now);
    return this.#ids.length > this.#bottom;
  }

  /** Takes the idle environment used last, or {@link NONE}. */
  takeIdle(now: Micros): number {
    if (!this.hasIdle(now)) return NONE;
    this.#since.pop();
    this.#busy++;
    return this.#ids.pop()!;
  }

  /** Starts a new environment; numbers count from 1. */
  create(): number {
    this.#busy++;
    return ++this.#created;
  }

  /** The invocation is over. A broken environment (timeout, crash: ENV-07) is not used again. */
  release(id: number, now: Micros, broken: boolean): void {
    this.#busy--;
    if (broken) return;
    this.#ids.push(id);
    this.#since.push(now);
  }

  /** The one idle for longest expires first, so as a rule one look is enough. */
  #expire(now: Micros): void {
    const oldest = this.#bottom;
    if (oldest < this.#ids.length && this.#since[oldest]! + this.#lifetime <= now) this.#dropExpired(now);
  }

  #dropExpired(now: Micros): void {
    const top = this.#ids.length;
    if (this.#bottom < top && this.#since[top - 1]! + this.#lifetime <= now) {
      this.#ids.length = 0;
      this.#since.length = 0;
      this.#bottom = 0;
      return;
    }
    while (this.#bottom < top && this.#since[this.#bottom]! + this.#lifetime <= now) this.#bottom++;
    if (this.#bottom > 64 && this.#bottom * 2 > top) this.#compact();
  }

  #compact(): void {
    this.#ids.splice(0, this.#bottom);
    this.#since.splice(0, this.#bottom);
    this.#bottom = 0;
  }
}
