/**
 * A circuit breaker of a client: after so many failures in a row it is open, and calls are rejected at once; after a time it lets one call
 * through, the probe, and the end of that closes it or opens it again. The rest is rejected until the probe is over.
 *
 * It is a variable of the code: each environment has its own, and finds out for itself. Calls that were under way when it opened go on, and
 * how they end says nothing any more. Left out: breakers that environments share through a store.
 */
import type { Micros } from '../../engine/time.ts';

export interface BreakerSettings {
  /** Failures in a row that open it; 1 or more. */
  readonly failures: number;
  readonly openFor: Micros;
}

/** What a breaker says to a call. */
export type Verdict = 'pass' | 'probe' | 'reject';

export class Breaker {
  readonly #settings: BreakerSettings;
  #failures = 0;
  /** When it is half open; NaN while it is closed. */
  #openUntil: Micros = NaN;
  #isProbing = false;

  constructor(settings: BreakerSettings) {
    this.#settings = settings;
  }

  get isClosed(): boolean {
    return Number.isNaN(this.#openUntil);
  }

  /** Whether a call may begin; what is said `probe` to must be told of by {@link probeEnded}. */
  ask(now: Micros): Verdict {
    if (this.isClosed) return 'pass';
    if (this.#isProbing || now < this.#openUntil) return 'reject';
    this.#isProbing = true;
    return 'probe';
  }

  /** A call is over that it let pass. */
  ended(hasFailed: boolean, now: Micros): void {
    if (!this.isClosed) return;
    this.#failures = hasFailed ? this.#failures + 1 : 0;
    if (this.#failures >= this.#settings.failures) this.#open(now);
  }

  /** The probe is over; undefined: nobody knows how, because its caller is gone, and the next call is the probe. */
  probeEnded(hasFailed: boolean | undefined, now: Micros): void {
    this.#isProbing = false;
    if (hasFailed === undefined) return;
    if (hasFailed) return this.#open(now);
    this.#openUntil = NaN;
    this.#failures = 0;
  }

  #open(now: Micros): void {
    this.#openUntil = now + this.#settings.openFor;
  }
}
