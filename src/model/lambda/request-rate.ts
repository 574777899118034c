/**
 * How many invocations a second a function or an account may begin (CON-08): a limit over all of them together, not one for
 * each environment. They are counted in windows of one second that follow each other without a gap, so no second of the
 * clock ever has more than the limit, the first one included; how the service counts is not published (UNK-15, decision 13).
 */
import { SECOND, type Micros } from '../../engine/time.ts';

export class RequestRate {
  readonly #window: Micros;
  #perWindow: number = Infinity;
  /** When the present window ends. */
  #until: Micros = 0;
  #taken = 0;

  /** `window`: the time over which invocations are counted; none at all counts each microsecond by itself. */
  constructor(window: Micros) {
    this.#window = Math.max(1, window);
  }

  /** From now on so many a second; Infinity is no limit, 0 is none at all. What the present window has taken is remembered. */
  limit(perSecond: number): void {
    // However slow, one at a time goes.
    this.#perWindow = perSecond > 0 ? Math.max(1, Math.floor((perSecond * this.#window) / SECOND)) : 0;
  }

  /** Whether one may begin now. Takes nothing. */
  allows(now: Micros): boolean {
    return this.#taken < this.#perWindow || (now >= this.#until && this.#perWindow > 0);
  }

  /** One begins. */
  take(now: Micros): void {
    if (now >= this.#until) {
      this.#until = (Math.floor(now / this.#window) + 1) * this.#window;
      this.#taken = 0;
    }
    this.#taken++;
  }
}
