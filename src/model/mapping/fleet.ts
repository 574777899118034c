/**
 * The pollers of one mapping: who waits in a long poll, who carries a batch, and how many there are.
 *
 * A poller keeps one batch in flight at a time (SQS-10, UNK-26). Pollers are served in the order in which they began to
 * wait, so several that gather batches share the arrivals evenly. An endless fleet (the ideal rules) has no pollers that
 * wait in vain: one is made when there is work, and the one that gathers a batch is served first.
 */
import { LinkedInts } from '../../engine/linked-ints.ts';
import type { Micros } from '../../engine/time.ts';
import { Batch, type BatchOwner } from '../batch.ts';
import type { World } from '../world.ts';

export class Fleet {
  readonly #owner: BatchOwner;
  readonly #world: World;
  readonly #wait: Micros;
  readonly #onEmpty: (receives: number) => void;
  readonly #batches: Batch[] = [];
  readonly #waiting = new LinkedInts();
  /** Pollers that do not run at present. */
  readonly #spare: number[] = [];
  #waitingSince = new Float64Array(16);
  #target = 0;
  #count = 0;

  /**
   * `wait`: how long a long poll waits before it returns empty; `onEmpty` is told of those that did, when the poller
   * stops waiting: idle pollers cost no events.
   */
  constructor(owner: BatchOwner, world: World, wait: Micros, onEmpty: (receives: number) => void) {
    this.#owner = owner;
    this.#world = world;
    this.#wait = wait;
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

  /** Whether some poller waits for work. */
  get hasIdle(): boolean {
    return this.isEndless || this.#waiting.size > 0;
  }

  /** Changes the number of pollers. New ones begin to wait at once. */
  resize(target: number, now: Micros): void {
    this.#target = target;
    if (target === Infinity) return;
    while (this.#count < target) this.#startWaiting(this.#obtain(), now);
    for (let id = this.#waiting.first; id >= 0 && this.#count > target;) {
      const next = this.#waiting.after(id);
      if (this.#batches[id]!.held === 0) this.#retire(id, now);
      id = next;
    }
  }

  /** The poller that has waited longest leaves its long poll; {@link hasIdle} must hold. */
  take(now: Micros): Batch {
    if (this.#waiting.size === 0) return this.#batches[this.#obtain()]!;
    const id = this.#waiting.shift();
    this.#endWait(id, now);
    return this.#batches[id]!;
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
    if (this.isEndless || this.#count > this.#target) {
      this.#count--;
      this.#spare.push(batch.poller);
    } else {
      this.#startWaiting(batch.poller, now);
    }
  }

  /** Ends the long polls of the moment for the books; those that wait go on waiting. */
  countWaits(now: Micros): void {
    for (let id = this.#waiting.first; id >= 0; id = this.#waiting.after(id)) {
      const polls = this.#emptyPolls(id, now);
      if (polls > 0) this.#onEmpty(polls);
      this.#waitingSince[id] = this.#waitingSince[id]! + polls * this.#wait;
    }
  }

  #startWaiting(id: number, now: Micros): void {
    this.#waiting.push(id);
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
    this.#count--;
    this.#spare.push(id);
  }

  #obtain(): number {
    this.#count++;
    return this.#spare.pop() ?? this.#make();
  }

  #make(): number {
    const all = this.#world.batches;
    const batch = new Batch(this.#owner, this.#batches.length, all.length);
    all.push(batch);
    return this.#batches.push(batch) - 1;
  }
}
