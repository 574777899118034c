/**
 * How many invocations a second a function or an account may begin (CON-08): a limit over all of them together, not one for
 * each environment. A bucket as a clock (GCRA): the instant at which all that was taken will have been refilled. So a limit
 * that is far away costs a comparison and an addition.
 */
import { SECOND, type Micros } from '../../engine/time.ts';

/** Instants drift by rounding when the gap is no whole number: a hair early is on time. */
const HAIR = 1e-3;

export class RequestRate {
  readonly #burst: Micros;
  /** Time that one invocation uses up. 0: no limit. */
  #gap: Micros = 0;
  /** How far ahead of the clock the account may be, so that one more fits. */
  #slack: Micros = 0;
  #paidUntil: Micros = 0;

  /** `burst`: how much unused time adds up; one second of it is a second's worth of invocations at once (UNK-15). */
  constructor(burst: Micros) {
    this.#burst = burst;
  }

  /** From now on so many a second; Infinity is no limit, 0 is none at all. What was taken is remembered. */
  limit(perSecond: number): void {
    this.#gap = SECOND / perSecond;
    // However slow, one at a time goes.
    this.#slack = perSecond > 0 ? Math.max(0, this.#burst - this.#gap) : -Infinity;
  }

  /** Whether one may begin now. Takes nothing. */
  allows(now: Micros): boolean {
    return this.#paidUntil - now <= this.#slack + HAIR;
  }

  /** One begins. */
  take(now: Micros): void {
    this.#paidUntil = (this.#paidUntil > now ? this.#paidUntil : now) + this.#gap;
  }
}
