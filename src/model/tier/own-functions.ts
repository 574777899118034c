/**
 * Events of the scenario's own functions in the tier: a run is begun, refused or ended by their source, which decides on retries, age and end
 * (sources/async/async.ts). The tier tells of it, and its pollers are occupied as by any other.
 */
import type { Micros } from '../../engine/time.ts';
import type { World } from '../world.ts';
import { Seat } from './events.ts';
import type { Tier } from './tier.ts';

/** Whom events are handed to. */
export interface Taker {
  deliver(slot: number): void;
}

export class OwnFunctions {
  /** By the index of their source. */
  readonly takers: Taker[] = [];
  readonly #tier: Tier;
  readonly #world: World;
  #hasBegun = false;

  constructor(tier: Tier, world: World) {
    this.#tier = tier;
    this.#world = world;
  }

  /** Its source invokes the function, which begins to run it, refuses it, or is done with it; whether the slot of the poller is in use from now on. */
  run(slot: number, delivery: number): boolean {
    const tier = this.#tier;
    const host = tier.hostOf(delivery);
    this.#hasBegun = false;
    this.takers[this.#world.records.home[slot]!]!.deliver(slot);
    if (this.#hasBegun) {
      tier.runs(delivery);
      return true;
    }
    const isThrottled = tier.parts.events.seat[slot] !== Seat.done;
    tier.over(delivery, isThrottled);
    return isThrottled && tier.holds(host);
  }

  /** The function runs the event. */
  began(slot: number): void {
    this.#hasBegun = true;
    this.#tier.began(slot);
  }

  /** A run has ended; after how long its event is delivered again, if its poller is lost and nobody hears of it. */
  ended(slot: number, hasSucceeded: boolean, duration: Micros): Micros | undefined {
    const tier = this.#tier;
    const delivery = tier.deliveryOf(slot);
    const host = tier.hostOf(delivery);
    tier.ended(slot, hasSucceeded, duration);
    if (tier.isLost(delivery)) return tier.settings.pollers.visibilityTimeout;
    tier.over(delivery);
    tier.pollers.freed(host);
    return undefined;
  }
}
