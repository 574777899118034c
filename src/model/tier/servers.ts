/**
 * Invoke slots of the pollers: which host works a queue, how many of its slots are free, and which of its queues is next. A queue with
 * slots of its own is a host with one queue; a pool is one host with all; leases move queues between hosts (leases.ts).
 */
import type { RandomStream } from '../../engine/random.ts';
import { Ring } from '../../engine/ring.ts';

/** Of several queues of a host that have something, the one that waits longest is next, or one by chance, by its depth. */
export type Turn = 'roundRobin' | 'weighted';

export class Servers {
  /** By queue: the host that works it, −1 for none. */
  readonly hostOf: Int32Array;
  /** By host: slots that are free now, below zero while fewer work than are in use; and all it has. */
  readonly free: Float64Array;
  readonly slots: Float64Array;
  /** Hosts that do not work. */
  readonly #isDown: Uint8Array;
  /** Queues of a host that have something to receive; only of hosts that may have several. */
  readonly #ready: (Ring | undefined)[] = [];
  /** By queue: the host whose turns it has a place in, from 1; 0 for none. */
  readonly #readyAt: Int32Array;
  readonly #visible: Int32Array;
  readonly #turn: Turn;
  readonly #random: RandomStream;

  /** `slots`: of each host; `shared`: hosts that may work several queues, the others have one for good. */
  constructor(
    hostOf: Int32Array,
    slots: Float64Array,
    shared: readonly number[],
    visible: Int32Array,
    turn: Turn,
    random: RandomStream,
  ) {
    this.hostOf = hostOf;
    this.slots = slots;
    this.free = slots.slice();
    this.#isDown = new Uint8Array(slots.length);
    this.#readyAt = new Int32Array(shared.length > 0 ? hostOf.length : 0);
    for (const host of shared) this.#ready[host] = new Ring();
    this.#visible = visible;
    this.#turn = turn;
    this.#random = random;
  }

  isDown(host: number): boolean {
    return this.#isDown[host] === 1;
  }

  /** A host works no longer, or works again, with all its slots free. */
  setDown(host: number, isDown: boolean): void {
    this.#isDown[host] = isDown ? 1 : 0;
    this.free[host] = isDown ? 0 : this.slots[host]!;
  }

  /** A queue whose host had nothing free has something; it gets its turn. */
  wait(queue: number): void {
    const host = this.hostOf[queue]!;
    const ready = this.#ready[host];
    if (ready === undefined || this.#readyAt[queue] === host + 1) return;
    this.#readyAt[queue] = host + 1;
    ready.push(queue);
  }

  /** Whether a host may work several queues. */
  hasTurns(host: number): boolean {
    return this.#ready[host] !== undefined;
  }

  /** Of the queues of a host the one that is worked next; −1: none has anything. `own`: the one of a host that has but one. */
  next(host: number, own: number): number {
    const ready = this.#ready[host];
    if (ready === undefined) return own;
    while (ready.size > 0) {
      const queue = this.#turn === 'roundRobin' ? ready.shift() : this.#drawn(ready);
      // It may have its turns elsewhere by now.
      if (this.#readyAt[queue] !== host + 1) continue;
      this.#readyAt[queue] = 0;
      if (this.#visible[queue]! > 0 && this.hostOf[queue] === host) return queue;
    }
    return -1;
  }

  /** One by chance, by the number of its visible events: accepted as often as it has its share of the deepest. */
  #drawn(ready: Ring): number {
    let deepest = 1;
    for (let i = 0; i < ready.size; i++) deepest = Math.max(deepest, this.#visible[ready.at(i)]!);
    for (;;) {
      const queue = ready.shift();
      if (this.#visible[queue] === 0 || this.#random.next() * deepest < this.#visible[queue]!) return queue;
      ready.push(queue);
    }
  }
}
