/**
 * The pollers of one mapping: who waits in a long poll, who carries a batch, and how many there are.
 *
 * A poller keeps one batch in flight at a time (SQS-10, UNK-26), so a mapping stops reading when as many are in flight as it
 * may have pollers (SQS-15); what its function has reserved it does not know (SQS-41). A long poll returns as soon as there is
 * something, or empty after its wait (SQS-02, SQS-04). Which of those that wait gets the next messages is chance:
 * several that gather batches see independent shares of the arrivals. An endless fleet (the ideal rules) has no pollers
 * that wait in vain: one is made when there is work, and the one that gathers a batch is served first.
 */
import { IntBag } from '../../engine/int-bag.ts';
import type { RandomStream } from '../../engine/random.ts';
import type { Micros } from '../../engine/time.ts';
import type { Batch, BatchOwner } from '../batch.ts';
import type { World } from '../world.ts';
import { Roster } from './roster.ts';

/** Pollers as the mapping sees them. */
export interface PollerFleet {
  /** Whether there are more pollers than there should be: the next that is free goes. */
  readonly isTooLarge: boolean;
  /** Whether some poller can receive now. */
  readonly hasIdle: boolean;
  /** How many can; of pollers without bound, one. */
  readonly idle: number;
  resize(target: number, now: Micros): void;
  take(now: Micros, gathering: boolean): Batch;
  takeGathering(batch: Batch, now: Micros): void;
  wait(batch: Batch, now: Micros): void;
  free(batch: Batch, now: Micros): void;
  countWaits(now: Micros): void;
}

/** Pollers that wait in long polls. */
export class Fleet implements PollerFleet {
  readonly #wait: Micros = 0;
  readonly #onEmpty: (receives: number) => void;
  readonly #roster: Roster;
  readonly #random: RandomStream;
  readonly #waiting = new IntBag();
  #waitingSince = new Float64Array(16);
  #target = 0;

  /**
   * `wait`: how long a long poll waits before it returns empty; `onEmpty` is told of those that did, when the poller
   * stops waiting: idle pollers cost no events. `random`: chooses among pollers that gather.
   */
  constructor(
    owner: BatchOwner,
    world: World,
    wait: Micros,
    random: RandomStream,
    onEmpty: (receives: number) => void,
  ) {
    this.#roster = new Roster(owner, world);
    this.#wait = wait;
    this.#random = random;
    this.#onEmpty = onEmpty;
  }

  /** Pollers there should be; those that carry a batch finish it before they go. */
  get target(): number {
    return this.#target;
  }

  /** Whether there is no bound on the number of pollers. */
  get isEndless(): boolean {
    return this.#target === Infinity;
  }

  /** Whether there are more pollers than there should be: the next that is free goes. */
  get isTooLarge(): boolean {
    return this.#roster.size > this.#target;
  }

  /** Whether some poller waits for work. */
  get hasIdle(): boolean {
    return this.isEndless || this.#waiting.size > 0;
  }

  get idle(): number {
    return this.isEndless ? 1 : this.#waiting.size;
  }

  /** Changes the number of pollers. New ones begin to wait at once. */
  resize(target: number, now: Micros): void {
    this.#target = target;
    if (target === Infinity) return;
    while (this.#roster.size < target) this.#startWaiting(this.#roster.hire(), now);
    for (let place = this.#waiting.size - 1; place >= 0 && this.#roster.size > target; place--) {
      const id = this.#waiting.at(place);
      if (this.#roster.batchOf(id).held === 0) this.#retire(id, now);
    }
  }

  /**
   * A poller leaves its long poll; {@link hasIdle} must hold. Those without a batch are all alike, so chance is asked
   * only when `gathering` says that batches are gathered over several receives.
   */
  take(now: Micros, gathering: boolean): Batch {
    const waiting = this.#waiting.size;
    if (waiting === 0) return this.#roster.batchOf(this.#roster.hire());
    const id = this.#waiting.at(gathering && waiting > 1 ? this.#random.below(waiting) : waiting - 1);
    this.#waiting.remove(id);
    this.#endWait(id, now);
    return this.#roster.batchOf(id);
  }

  /** A poller that gathers a batch leaves its long poll: its window has ended. */
  takeGathering(batch: Batch, now: Micros): void {
    this.#waiting.remove(batch.poller);
    this.#endWait(batch.poller, now);
  }

  /** A poller waits for more, with what it has gathered. */
  wait(batch: Batch, now: Micros): void {
    this.#startWaiting(batch.poller, now);
  }

  /** A poller is rid of its batch: it waits for the next, or goes when there are too many. */
  free(batch: Batch, now: Micros): void {
    if (this.isEndless || this.isTooLarge) {
      this.#roster.dismiss(batch.poller);
    } else {
      this.#startWaiting(batch.poller, now);
    }
  }

  /** Ends the long polls of the moment for the books; those that wait go on waiting. */
  countWaits(now: Micros): void {
    for (let place = 0; place < this.#waiting.size; place++) {
      const id = this.#waiting.at(place);
      const polls = this.#emptyPolls(id, now);
      if (polls > 0) this.#onEmpty(polls);
      this.#waitingSince[id] = this.#waitingSince[id]! + polls * this.#wait;
    }
  }

  #startWaiting(id: number, now: Micros): void {
    this.#waiting.add(id);
    if (id >= this.#waitingSince.length) {
      const longer = new Float64Array(id * 2);
      longer.set(this.#waitingSince);
      this.#waitingSince = longer;
    }
    this.#waitingSince[id] = now;
  }

  #endWait(id: number, now: Micros): void {
    if (now - this.#waitingSince[id]! >= this.#wait) this.#onEmpty(this.#emptyPolls(id, now));
  }

  #emptyPolls(id: number, now: Micros): number {
    return Math.floor((now - this.#waitingSince[id]!) / this.#wait);
  }

  #retire(id: number, now: Micros): void {
    this.#waiting.remove(id);
    this.#endWait(id, now);
    this.#roster.dismiss(id);
  }
}
