/**
 * A window of invocations in flight that narrows when the function throttles and widens with success: additive increase,
 * multiplicative decrease. How the service's pollers slow down is documented only as a fact (ASY-05), so that they do it in this way
 * is an assumption, and off unless a scenario asks for it. The tier has one for each tenant (../../tier/controls/aimd.ts).
 */
import type { Micros } from '../../../engine/time.ts';

export class AimdWindow {
  /** Invocations in flight that are allowed; a fraction is not. */
  size: number;
  readonly #share: number;
  readonly #increase: number;
  readonly #newest: number;
  #cutAt: Micros = -Infinity;
  /** How long an invocation takes: a window is cut once in that time. */
  #round: Micros = 0;

  /**
   * `first`: its size to begin with; `share`: what a throttle leaves of it; `increase`: what a round of successes adds.
   * `newest`: share of the last invocation in how long one takes, above 0; 1 looks at the last alone, less at a moving mean.
   */
  constructor(first: number, share: number, increase = 1, newest = 1) {
    this.size = first;
    this.#share = share;
    this.#increase = increase;
    this.#newest = newest;
  }

  /** Whether another may begin beside so many. */
  allows(inFlight: number): boolean {
    return inFlight < Math.floor(this.size);
  }

  succeeded(duration: Micros): void {
    // The first one there is counts in full.
    this.#round += (duration - this.#round) * (this.#round === 0 ? 1 : this.#newest);
    this.size += this.#increase / this.size;
  }

  throttled(now: Micros): void {
    if (now - this.#cutAt < this.#round) return;
    this.#cutAt = now;
    this.size = Math.max(1, this.size * this.#share);
  }
}
