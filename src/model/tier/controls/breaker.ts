/**
 * A circuit breaker on retries only (AP-5.6): none is made while too many of the latest calls have failed; first tries always are.
 *
 * It opens as soon as the share of failures among the latest calls is above a threshold, however few they are: a client that makes few
 * calls opens it by a single one. Then it stays open until the window has moved on and holds only calls that came after; half open, it decides
 * by these: it closes when they are well, and otherwise is open for another window. There are no probes of their own,
 * because first tries are probes.
 */
export class Breaker {
  readonly #threshold: number;
  /** The latest calls in a ring, 1 for a failure. */
  readonly #failed: Uint8Array;
  #calls = 0;
  #failures = 0;
  #next = 0;
  #isOpen = false;
  /** Calls since it has opened. */
  #since = 0;

  /** `threshold`: share of failures above which it opens; `calls`: how many of the latest it looks at, 1 or more. */
  constructor(threshold: number, calls: number) {
    this.#threshold = threshold;
    this.#failed = new Uint8Array(calls);
  }

  get allowsRetry(): boolean {
    return !this.#isOpen;
  }

  /** A call is over, be it a first try or a retry. */
  ended(hasFailed: boolean): void {
    this.#keep(hasFailed ? 1 : 0);
    const isTooMuch = this.#failures > this.#threshold * this.#calls;
    if (!this.#isOpen) {
      this.#isOpen = isTooMuch;
      this.#since = 0;
    } else if (++this.#since >= this.#failed.length) {
      this.#isOpen = isTooMuch;
      this.#since = 0;
    }
  }

  #keep(failure: number): void {
    this.#failures += failure - this.#failed[this.#next]!;
    this.#failed[this.#next] = failure;
    this.#next = (this.#next + 1) % this.#failed.length;
    this.#calls = Math.min(this.#failed.length, this.#calls + 1);
  }
}
