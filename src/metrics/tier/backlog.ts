/**
 * Events that the tier has stored, and how long after a trigger it takes until no more than twice as many are stored as on average
 * before it: the time to drain.
 */
import type { Micros } from '../../engine/time.ts';

/** Times the mean before the trigger. */
const DRAINED = 2;

export class Backlog {
  value = 0;
  readonly #from: Micros;
  readonly #until: Micros;
  /** Where the mean begins. */
  readonly #start: Micros;
  #area = 0;
  #since: Micros;
  /** Known once the trigger has begun; null where there was no time before it. */
  before: number | null = null;
  #limit = Infinity;
  /** Whether there is still something to find out. */
  #isOpen: boolean;
  #drainedAt: Micros | undefined;

  /** `trigger`: undefined where there is nothing to recover from. */
  constructor(trigger: { readonly from: Micros; readonly until: Micros } | undefined, warmUp: Micros) {
    this.#from = trigger?.from ?? Infinity;
    this.#until = trigger?.until ?? Infinity;
    this.#start = warmUp;
    this.#since = warmUp;
    this.#isOpen = trigger !== undefined && trigger.from > warmUp;
  }

  add(now: Micros): void {
    if (this.#isOpen) this.#catchUp(now);
    this.value++;
  }

  take(now: Micros): void {
    if (this.#isOpen) this.#catchUp(now);
    this.value--;
    if (this.#isOpen && now >= this.#until) this.#check(now);
  }

  /** From the end of the trigger; null: it has not drained, or there is nothing to compare with. */
  drainTime(now: Micros): Micros | null {
    if (this.#isOpen) this.#catchUp(now);
    return this.#drainedAt === undefined ? null : this.#drainedAt - this.#until;
  }

  /** The present value has held until now. */
  #catchUp(now: Micros): void {
    if (this.before === null) {
      const to = Math.min(now, this.#from);
      if (to > this.#since) {
        this.#area += this.value * (to - this.#since);
        this.#since = to;
      }
      if (now < this.#from) return;
      this.before = this.#area / (this.#from - this.#start);
      this.#limit = DRAINED * this.before;
    }
    if (now > this.#until) this.#check(this.#until);
  }

  #check(at: Micros): void {
    if (this.#drainedAt !== undefined || this.value > this.#limit) return;
    this.#drainedAt = at;
    this.#isOpen = false;
  }
}
