/**
 * Token buckets, many of them, two numbers each (AP-5.6, AP-6.4): tokens = min(burst, tokens + rate · time), and whoever takes a whole one
 * may go on. All begin full. Rate and burst come with every call, so that they may change: those of a tenant follow how long its runs
 * take. Fractions of a token are kept. The bucket of the scaling rate (../../lambda/token-bucket.ts) is a single one whose rate never changes.
 *
 * What is kept is how much is missing, because an array of zeros is then a row of full buckets.
 */
import type { Micros } from '../../../engine/time.ts';

export class TokenBuckets {
  readonly #missing: Float64Array;
  readonly #at: Float64Array;

  constructor(count: number) {
    this.#missing = new Float64Array(count);
    this.#at = new Float64Array(count);
  }

  /** Takes a token of bucket `i` if there is a whole one. `rate`: tokens a microsecond; `burst`: tokens it holds, 1 or more. */
  take(i: number, now: Micros, rate: number, burst: number): boolean {
    const missing = this.#settle(i, now, rate, burst);
    if (burst - missing < ALMOST_ONE) return false;
    this.#missing[i] = Math.min(burst, missing + 1);
    return true;
  }

  /** How long from now until there is a whole token: 0 when there is, Infinity when there never will be. Whole microseconds. */
  waitFor(i: number, now: Micros, rate: number, burst: number): Micros {
    const lacking = 1 - (burst - this.#settle(i, now, rate, burst));
    // Rounded up, but not because of a last bit.
    return lacking <= 1 - ALMOST_ONE ? 0 : Math.max(1, Math.ceil((lacking - (1 - ALMOST_ONE)) / rate));
  }

  /** Tokens of bucket `i`, with fractions. */
  tokens(i: number, now: Micros, rate: number, burst: number): number {
    return burst - this.#settle(i, now, rate, burst);
  }

  /** Fills up what the time since has brought. */
  #settle(i: number, now: Micros, rate: number, burst: number): number {
    const brought = (now - this.#at[i]!) * rate;
    const missing = Math.min(burst, Math.max(0, this.#missing[i]! - brought));
    this.#at[i] = now;
    this.#missing[i] = missing;
    return missing;
  }
}

/** A hair below: tokens gathered in many small steps must not miss a whole one by rounding. */
const ALMOST_ONE = 1 - 1e-9;
