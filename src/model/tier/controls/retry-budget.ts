/**
 * A retry token bucket (Brooker 2022, AP-5.6): what succeeds adds a part of a token, a retry takes a whole one, first tries are never
 * held back. Where little fails all retries are made; where much fails they are that part of what succeeds.
 */
export class RetryBudget {
  readonly #share: number;
  readonly #most: number;
  #tokens: number = 0;

  /** `share`: tokens for a success; `most`: tokens it holds, and begins with. */
  constructor(share: number, most: number) {
    this.#share = share;
    this.#most = most;
    this.#tokens = most;
  }

  /** A call has succeeded, the first time or later. */
  succeeded(): void {
    this.#tokens = Math.min(this.#most, this.#tokens + this.#share);
  }

  /** Takes a token for a retry if there is one. */
  take(): boolean {
    // A hair below: ten times 0.1 is not quite 1.
    if (this.#tokens < 1 - 1e-9) return false;
    this.#tokens = Math.max(0, this.#tokens - 1);
    return true;
  }
}
