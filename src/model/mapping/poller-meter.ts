/**
 * What provisioned pollers do and what holds them back, summed over all of them and over time: scaling looks at their use, and results
 * read the rest. Sums only grow; whoever wants a span takes the difference.
 */
import type { Micros } from '../../engine/time.ts';
import type { PollerWork } from './provisioned.ts';

/** What a poller is doing, or which limit keeps it from receiving. */
export const Held = { not: 0, polls: 1, bytes: 2, invokes: 3 } as const;
export type Held = (typeof Held)[keyof typeof Held];

/** Sums since the run began. */
export interface PollerTotals extends PollerWork {
  /** Pollers times microseconds. */
  readonly pollerTime: Micros;
  /** Time in which something waited and no poller could take it, by what held the pollers: by equal parts where they differ. */
  readonly boundByPolls: Micros;
  readonly boundByBytes: Micros;
  readonly boundByInvokes: Micros;
}

export class PollerMeter implements PollerTotals {
  invokeTime: Micros = 0;
  polls = 0;
  bytes = 0;
  pollerTime: Micros = 0;
  boundByPolls: Micros = 0;
  boundByBytes: Micros = 0;
  boundByInvokes: Micros = 0;
  /** Pollers by {@link Held}. */
  readonly #by = [0, 0, 0, 0];
  #pollers = 0;
  #inFlight = 0;
  #isShort = false;
  #since: Micros = 0;

  /** So many pollers from now on. */
  setPollers(pollers: number, now: Micros): void {
    this.catchUp(now);
    this.#pollers = pollers;
  }

  /** So many batches more, or fewer, are in the hands of pollers. */
  addInFlight(batches: number, now: Micros): void {
    this.catchUp(now);
    this.#inFlight += batches;
  }

  received(bytes: number): void {
    this.polls++;
    this.bytes += bytes;
  }

  /** A poller is held by something else than before. */
  move(from: Held, to: Held, now: Micros): void {
    this.catchUp(now);
    this.#by[from]!--;
    this.#by[to]!++;
  }

  /** A poller comes, or goes. */
  add(pollers: 1 | -1, held: Held, now: Micros): void {
    this.catchUp(now);
    this.#by[held]! += pollers;
  }

  /** Whether something waits that no poller can take. */
  setShort(isShort: boolean, now: Micros): void {
    if (isShort === this.#isShort) return;
    this.catchUp(now);
    this.#isShort = isShort;
  }

  catchUp(now: Micros): void {
    const time = now - this.#since;
    if (time === 0) return;
    this.#since = now;
    this.pollerTime += this.#pollers * time;
    this.invokeTime += this.#inFlight * time;
    if (!this.#isShort) return;
    const [, polls, bytes, invokes] = this.#by as [number, number, number, number];
    const each = time / Math.max(1, polls + bytes + invokes);
    this.boundByPolls += polls * each;
    this.boundByBytes += bytes * each;
    this.boundByInvokes += invokes * each;
  }
}
