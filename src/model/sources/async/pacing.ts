/**
 * A window of invocations in flight that narrows when the function throttles and widens with success: additive increase,
 * multiplicative decrease. How the service's pollers slow down is documented only as a fact (ASY-05), so that they do it in this way
 * is an assumption, and off unless a scenario asks for it.
 */
import type { Micros } from '../../../engine/time.ts';

export class AimdWindow {
  /** Invocations in flight that are allowed; a fraction is not. */
  size: number;
  readonly #share: number;
  #cutAt: Micros = -Infinity;
  /** How long the last invocation took: a window is cut once in that time. */
  #round: Micros = 0;

  /** `first`: its size to begin with; `share`: what a throttle leaves of it. */
  constructor(first: number, share: number) {
    this.size = first;
    this.#share = share;
  }

  /** Whether another may begin beside so many. */
  allows(inFlight: number): boolean {
    return inFlight < Math.floor(this.size);
  }

  succeeded(duration: Micros): void {
    this.#round = duration;
    this.size += 1 / this.size;
  }

  throttled(now: Micros): void {
    if (now - this.#cutAt < this.#round) return;
    this.#cutAt = now;
    this.size = Math.max(1, this.size * this.#share);
  }
}
