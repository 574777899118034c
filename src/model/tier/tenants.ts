/**
 * A group of simulated tenants: what they send as one process of arrivals, each event that of a tenant drawn by popularity, with a time that
 * its run will take. That time is drawn on arrival, so that every strategy sees the same events with the same times.
 */
import type { RandomStream } from '../../engine/random.ts';
import type { Distribution } from '../../engine/distributions.ts';
import type { Arrivals, Sink } from '../arrivals/producer.ts';
import type { World } from '../world.ts';
import type { Callers, EventMaker } from './callers.ts';
import type { Tier } from './tier.ts';

export interface GroupParts {
  readonly name: string;
  /** The home of its records. */
  readonly index: number;
  /** Its tenants have the numbers from `first` on. */
  readonly first: number;
  readonly count: number;
  /** Draws the number of a tenant within the group; undefined: each is as likely. */
  readonly popularity: Distribution | undefined;
  readonly service: Distribution;
}

export class TenantArrivals implements Sink, EventMaker {
  readonly name: string;
  readonly index: number;
  readonly #parts: GroupParts;
  readonly #tier: Tier;
  readonly #world: World;
  readonly #who: RandomStream;
  readonly #times: RandomStream;
  /** Events that are sent again have a stream of their own: how many there are must not change the luck of the others. */
  readonly #timesAgain: RandomStream;
  #callers: Callers | undefined;
  #producer: Arrivals | undefined;

  constructor(parts: GroupParts, tier: Tier, world: World) {
    const component = `tier.tenants.${parts.name}`;
    this.name = parts.name;
    this.index = parts.index;
    this.#parts = parts;
    this.#tier = tier;
    this.#world = world;
    this.#who = world.sim.random(component, 'tenants');
    this.#times = world.sim.random(component, 'service');
    this.#timesAgain = world.sim.random(component, 'serviceAgain');
  }

  /** Callers who wait for its events; undefined: nobody does. */
  set callers(callers: Callers | undefined) {
    this.#callers = callers;
  }

  set producer(producer: Arrivals) {
    this.#producer = producer;
    producer.arm();
  }

  wake(): void {
    this.#producer?.arm();
  }

  /** One of the tenants sends an event, now. */
  accept(slot: number): void {
    const { first, count, popularity, service } = this.#parts;
    const { records } = this.#world;
    if (Number.isNaN(records.work[slot]!)) records.work[slot] = Math.round(service(this.#times));
    const tenant =
      first + (count === 1 ? 0 : popularity === undefined ? this.#who.below(count) : popularity(this.#who));
    if (this.#callers === undefined) this.#tier.accept(slot, tenant);
    else this.#callers.send(slot, tenant);
  }

  again(): number {
    const { records, sim } = this.#world;
    const slot = records.add(sim.now, this.index);
    records.work[slot] = Math.round(this.#parts.service(this.#timesAgain));
    return slot;
  }
}
