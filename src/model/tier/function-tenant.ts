/**
 * A function of the scenario as a tenant of the tier: what its asynchronous events wait in. Its source decides on retries, age and end; the tier
 * decides on where an event is stored, when it is delivered, and whether the answer arrives.
 */
import type { RandomStream } from '../../engine/random.ts';
import type { Micros } from '../../engine/time.ts';
import type { Condition } from '../observer.ts';
import type { EventQueue, EventTaker } from '../sources/async/event-queue.ts';
import type { World } from '../world.ts';
import type { Tier } from './tier.ts';
import type { Again, TierEnd } from './tier-observer.ts';

const ENDS: Readonly<Record<Condition, TierEnd>> = {
  Success: 'succeeded',
  RetriesExhausted: 'retriesExhausted',
  EventAgeExceeded: 'ageExceeded',
  ZeroReservedConcurrency: 'zeroConcurrency',
  RecursiveInvocation: 'dropped',
};

export class FunctionTenant implements EventQueue {
  readonly #tier: Tier;
  readonly #tenant: number;
  readonly #visibility: Micros;
  readonly #world: World;
  /** By the index of their source: the luck of its answers. */
  readonly #losses: (RandomStream | undefined)[] = [];
  #stored = 0;
  #running = 0;
  /** 1 between a refusal or the end of a run and what follows from it: that event waits for nothing. */
  #inHand = 0;
  /** Why the event is hidden that is answered now. */
  #why: Again = 'functionError';

  /** `timeout`: the longest that an event of the function runs, in microseconds. */
  constructor(tier: Tier, tenant: number, timeout: Micros, world: World) {
    this.#tier = tier;
    this.#tenant = tenant;
    this.#visibility = timeout + world.rules.number('async.visibility.extra');
    this.#world = world;
  }

  get waiting(): number {
    return this.#stored - this.#running - this.#inHand;
  }

  join(taker: EventTaker): void {
    this.#tier.own.takers[taker.index] = taker;
    this.#losses[taker.index] = this.#world.sim.random(`sources.${taker.name}`, 'lostAcknowledgements');
  }

  store(slot: number): void {
    this.#stored++;
    this.#tier.storeOwn(slot, this.#tenant);
  }

  began(slot: number): void {
    const { records, sim } = this.#world;
    records.due[slot] = sim.now + this.#visibility;
    this.#running++;
    this.#tier.own.began(slot);
  }

  refused(slot: number): void {
    this.#why = 'throttle';
    this.#inHand = 1;
    this.#tier.throttled(slot);
  }

  ended(slot: number, hasSucceeded: boolean, duration: Micros): Micros | undefined {
    this.#running--;
    this.#why = 'functionError';
    const unheard = this.#tier.own.ended(slot, hasSucceeded, duration) ?? this.#lost(slot);
    if (unheard === undefined) this.#inHand = 1;
    else this.#tier.hide(slot, 'lostAcknowledgement', unheard);
    return unheard;
  }

  /** The answer of a run may be lost: then the event comes back as long after its begin as it does without a tier. */
  #lost(slot: number): Micros | undefined {
    const { records, sim } = this.#world;
    const home = records.home[slot]!;
    const share = (this.#tier.own.takers[home] as EventTaker).lostAcknowledgements;
    if (share === 0 || this.#losses[home]!.next() >= share) return undefined;
    return Math.max(0, records.due[slot]! - sim.now);
  }

  hide(slot: number, wait: Micros): void {
    this.#inHand = 0;
    this.#tier.hide(slot, this.#why, wait);
  }

  remove(slot: number, condition: Condition): void {
    this.#stored--;
    this.#inHand = 0;
    this.#tier.conclude(slot, ENDS[condition]);
  }
}
