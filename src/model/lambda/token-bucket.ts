/**
 * A token bucket: so many at once, refilled continuously, never more than its size. Time only ever goes forward.
 *
 * It is the scaling rate of today (CON-07), and it is also the burst of the rules before November 2023: 3,000 environments
 * at once over the whole account, then 500 a minute for as long as growth goes on. From a standing start both say the same.
 * Where growth pauses the old pages are silent; here the allowance fills up again at the same pace, to 3,000.
 */
import { SECOND, type Micros } from '../../engine/time.ts';

/** Tokens gathered in many small steps must not miss a whole one by rounding. */
const HAIR = 1e-9;

export class TokenBucket {
  readonly #size: number;
  readonly #perSecond: number;
  #tokens: number = 0;
  #at: Micros = 0;

  /** Begins full. A size of Infinity never runs out. */
  constructor(size: number, perSecond: number) {
    this.#size = size;
    this.#perSecond = perSecond;
    this.#tokens = size;
  }

  /** Takes a token if there is one. */
  take(now: Micros): boolean {
    if (this.#size === Infinity) return true;
    this.#refill(now);
    if (this.#tokens < 1 - HAIR) return false;
    this.#tokens -= 1;
    return true;
  }

  /** Takes a token in any case, and says when it will be there: now, or in so long as the debt takes. The size must be finite. */
  reserve(now: Micros): Micros {
    this.#refill(now);
    this.#tokens -= 1;
    return this.#tokens >= -HAIR ? now : now + Math.ceil((-this.#tokens * SECOND) / this.#perSecond - HAIR);
  }

  #refill(now: Micros): void {
    this.#tokens = Math.min(this.#size, this.#tokens + ((now - this.#at) * this.#perSecond) / SECOND);
    this.#at = now;
  }
}
