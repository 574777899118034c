/**
 * Deliveries: what pollers hold, where one event can be held more than once because a receipt has run out, a host was lost, or the
 * queue had a copy. A delivery is a small integer; it is free again when its run is over and its visibility timeout has passed.
 * The timeout is the same for all, so they run out in the order of their receives: one timer serves them.
 */
import type { Timer } from '../../engine/simulation.ts';
import { Rank } from '../../engine/rank.ts';
import { Ring } from '../../engine/ring.ts';
import type { Micros } from '../../engine/time.ts';
import type { World } from '../world.ts';

export class Deliveries {
  slot = new Int32Array(64);
  receipt = new Int32Array(64);
  host = new Int32Array(64);
  receivedAt = new Float64Array(64);
  /** How long its run takes. */
  duration = new Float64Array(64);
  /** Whether a run goes on; whether it, or what waits in a buffer, was lost with its host. */
  runs = new Uint8Array(64);
  isLost = new Uint8Array(64);
  /** What still needs it: what it is delivered for, and its timeout. */
  #uses = new Uint8Array(64);
  readonly #free: number[] = [];
  #used = 0;
  readonly #timeout: Micros;
  readonly #world: World;
  readonly #pending = new Ring();
  readonly #timer: Timer;
  readonly #expired: (slot: number, receipt: number) => void;

  /**
   * `timeout`: after which a receipt runs out, in microseconds; Infinity: pollers extend it as long as they hold the event.
   * `expired` is told which receipt has run out.
   */
  constructor(timeout: Micros, world: World, expired: (slot: number, receipt: number) => void) {
    this.#timeout = timeout;
    this.#world = world;
    this.#expired = expired;
    this.#timer = world.sim.timer(Rank.visibility, this.#runOut);
  }

  /** A new delivery of an event by a host. The record keeps its slot until it is over. */
  make(slot: number, receipt: number, host: number): number {
    const id = this.#free.pop() ?? this.#unused();
    this.slot[id] = slot;
    this.receipt[id] = receipt;
    this.host[id] = host;
    this.receivedAt[id] = this.#world.sim.now;
    this.runs[id] = 0;
    this.isLost[id] = 0;
    this.#uses[id] = 1;
    this.#world.records.hold(slot);
    if (this.#timeout !== Infinity) {
      this.#uses[id] = 2;
      this.#pending.push(id);
      if (!this.#timer.isSet) this.#arm();
    }
    return id;
  }

  /** Whether the receipt has run out. */
  hasExpired(id: number): boolean {
    return this.#world.sim.now - this.receivedAt[id]! >= this.#timeout;
  }

  /** Its run begins. */
  begin(id: number, duration: Micros): void {
    this.runs[id] = 1;
    this.duration[id] = duration;
  }

  /** What it was delivered for is over. */
  over(id: number): void {
    this.runs[id] = 0;
    this.#release(id);
  }

  /** Those that a host holds, running or not; the visitor may end them. */
  ofHost(host: number, visit: (id: number) => void): void {
    for (let id = 0; id < this.#used; id++) if (this.#uses[id]! > 0 && this.host[id] === host) visit(id);
  }

  #arm(): void {
    this.#timer.set(this.receivedAt[this.#pending.peek()]! + this.#timeout);
  }

  readonly #runOut = (): void => {
    const { now } = this.#world.sim;
    while (this.#pending.size > 0 && this.receivedAt[this.#pending.peek()]! + this.#timeout <= now) {
      const id = this.#pending.shift();
      this.#expired(this.slot[id]!, this.receipt[id]!);
      this.#release(id);
    }
    if (this.#pending.size > 0) this.#arm();
  };

  #release(id: number): void {
    if (--this.#uses[id]! > 0) return;
    this.#world.records.letGo(this.slot[id]!);
    this.#free.push(id);
  }

  #unused(): number {
    if (this.#used === this.slot.length) this.#grow();
    return this.#used++;
  }

  #grow(): void {
    const length = this.slot.length * 2;
    const ints = (from: Int32Array<ArrayBuffer>) => {
      const to = new Int32Array(length);
      to.set(from);
      return to;
    };
    const doubles = (from: Float64Array<ArrayBuffer>) => {
      const to = new Float64Array(length);
      to.set(from);
      return to;
    };
    const bytes = (from: Uint8Array<ArrayBuffer>) => {
      const to = new Uint8Array(length);
      to.set(from);
      return to;
    };
    this.slot = ints(this.slot);
    this.receipt = ints(this.receipt);
    this.host = ints(this.host);
    this.receivedAt = doubles(this.receivedAt);
    this.duration = doubles(this.duration);
    this.runs = bytes(this.runs);
    this.isLost = bytes(this.isLost);
    this.#uses = bytes(this.#uses);
  }
}
