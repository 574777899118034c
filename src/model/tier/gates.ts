/**
 * Pacing: how many events of a tenant its pollers let through, when more would only be throttled. What is held stays with its poller, hidden and
 * extended, and runs on the next free slot after there is room for it.
 *
 * aimd: a window for each tenant that grows with each success and shrinks with a throttle. tokenBucket: as many a second as the tenant's
 * concurrency can run, by the mean time that its runs have taken so far; until one has ended, as many as its concurrency. Tenants without a limit
 * are not held by that.
 */
import { Rank } from '../../engine/rank.ts';
import { Ring } from '../../engine/ring.ts';
import type { Action } from '../../engine/simulation.ts';
import { SECOND, type Clock, type Micros } from '../../engine/time.ts';
import type { Values } from '../options.ts';
import type { World } from '../world.ts';
import { TenantWindows } from './controls/aimd.ts';
import { TokenBuckets } from './controls/token-buckets.ts';
import type { PACING } from './options.ts';

/** A policy, for all tenants. */
interface Pace {
  /** Whether one more of a tenant's may go, with so many under way; takes what it costs. */
  takes(tenant: number, underWay: number): boolean;
  succeeded(tenant: number, duration: Micros): void;
  throttled(tenant: number): void;
  /** How long until it may be asked again, if nothing happens before; Infinity: not before something does. */
  waitFor(tenant: number): Micros;
}

/** Where events go that are let out. */
interface Exit {
  /** What was held goes on: to a slot, or to its end if it was not to run any more. */
  letOut(slot: number): void;
  /** Whether it is going to run: not if it is done with, or will be given up when it is received. */
  wantsToRun(slot: number): boolean;
}

interface Tenant {
  readonly held: Ring;
  underWay: number;
  isWaiting: boolean;
}

/** After a throttle with nothing else under way, so that no end of a run will ask. */
const PAUSE: Micros = SECOND;

export class Gates {
  readonly #world: World;
  readonly #pace: Pace;
  readonly #tenants = new Map<number, Tenant>();
  readonly #again: Action;
  #exit: Exit | undefined;

  /** `limitOf`: the concurrency of a tenant, Infinity for none. */
  constructor(
    settings: Readonly<Values<typeof PACING>>,
    tenants: number,
    limitOf: (tenant: number) => number,
    world: World,
  ) {
    const { sim } = world;
    this.#world = world;
    this.#pace =
      settings.policy === 'aimd'
        ? new WindowPace(new TenantWindows(tenants, settings), sim)
        : new TokenPace(tenants, limitOf, sim);
    this.#again = sim.action(Rank.controller, (tenant) => {
      const one = this.#of(tenant);
      one.isWaiting = false;
      this.#open(tenant, one);
    });
  }

  /** Where events go that are let out; known before the first is held. */
  set exit(exit: Exit) {
    this.#exit = exit;
  }

  /** Whether one more event of a tenant may go on to its function now. */
  admits(tenant: number): boolean {
    const one = this.#of(tenant);
    if (one.held.size > 0 || !this.#pace.takes(tenant, one.underWay)) return false;
    one.underWay++;
    return true;
  }

  /** An event that may not go on waits here. */
  hold(tenant: number, slot: number): void {
    const one = this.#of(tenant);
    one.held.push(slot);
    this.#await(tenant, one);
  }

  succeeded(tenant: number, duration: Micros): void {
    this.#pace.succeeded(tenant, duration);
  }

  throttled(tenant: number): void {
    this.#pace.throttled(tenant);
  }

  /** One that was let through is not under way any more. After a throttle the next would only be throttled, too, until something has changed. */
  settled(tenant: number, wasThrottled = false): void {
    const one = this.#of(tenant);
    one.underWay--;
    if (!wasThrottled) this.#open(tenant, one);
    else if (one.underWay === 0) this.#ask(tenant, one, PAUSE);
  }

  #open(tenant: number, one: Tenant): void {
    const exit = this.#exit!;
    while (one.held.size > 0) {
      const wantsToRun = exit.wantsToRun(one.held.peek());
      if (wantsToRun && !this.#pace.takes(tenant, one.underWay)) break;
      if (wantsToRun) one.underWay++;
      exit.letOut(one.held.shift());
    }
    this.#await(tenant, one);
  }

  #await(tenant: number, one: Tenant): void {
    // Not at once: it was asked just now.
    this.#ask(tenant, one, Math.max(1, this.#pace.waitFor(tenant)));
  }

  /** Lets out what may go after a time. */
  #ask(tenant: number, one: Tenant, wait: Micros): void {
    if (one.held.size === 0 || one.isWaiting || wait === Infinity) return;
    one.isWaiting = true;
    this.#world.sim.after(wait, this.#again, tenant);
  }

  #of(tenant: number): Tenant {
    let one = this.#tenants.get(tenant);
    if (one === undefined) {
      one = { held: new Ring(), underWay: 0, isWaiting: false };
      this.#tenants.set(tenant, one);
    }
    return one;
  }
}

/** As many at once as the tenant's window allows. */
class WindowPace implements Pace {
  readonly #windows: TenantWindows;
  readonly #clock: Clock;

  constructor(windows: TenantWindows, clock: Clock) {
    this.#windows = windows;
    this.#clock = clock;
  }

  takes(tenant: number, underWay: number): boolean {
    return this.#windows.allows(tenant, underWay);
  }

  succeeded(tenant: number, duration: Micros): void {
    this.#windows.succeeded(tenant, duration);
  }

  throttled(tenant: number): void {
    this.#windows.throttled(tenant, this.#clock.now);
  }

  waitFor(): Micros {
    return Infinity;
  }
}

/** Runs before which the mean of their times is that of all; later ones weigh as much as one of so many. */
const MEMORY = 32;

/** As many a second as the tenant's concurrency can run. */
class TokenPace implements Pace {
  readonly #limitOf: (tenant: number) => number;
  readonly #clock: Clock;
  readonly #buckets: TokenBuckets;
  /** By tenant: the mean time of its runs, and how many it is made of. */
  readonly #mean: Float64Array;
  readonly #seen: Int32Array;

  constructor(tenants: number, limitOf: (tenant: number) => number, clock: Clock) {
    this.#limitOf = limitOf;
    this.#clock = clock;
    this.#buckets = new TokenBuckets(tenants);
    this.#mean = new Float64Array(tenants);
    this.#seen = new Int32Array(tenants);
  }

  /** Tokens a microsecond; none before a run has told how long runs take. */
  #rateOf(tenant: number): number {
    const mean = this.#mean[tenant]!;
    return mean === 0 ? 0 : this.#limitOf(tenant) / mean;
  }

  takes(tenant: number): boolean {
    const limit = this.#limitOf(tenant);
    // Without any concurrency it is over at once.
    return (
      limit === Infinity || limit === 0 || this.#buckets.take(tenant, this.#clock.now, this.#rateOf(tenant), limit)
    );
  }

  succeeded(tenant: number, duration: Micros): void {
    // What has been gathered until now was gathered at the rate until now.
    if (this.#limitOf(tenant) < Infinity)
      this.#buckets.tokens(tenant, this.#clock.now, this.#rateOf(tenant), this.#limitOf(tenant));
    const seen = Math.min(MEMORY, this.#seen[tenant]! + 1);
    this.#seen[tenant] = seen;
    this.#mean[tenant]! += (Math.max(1, duration) - this.#mean[tenant]!) / seen;
  }

  throttled(): void {}

  waitFor(tenant: number): Micros {
    return this.#buckets.waitFor(tenant, this.#clock.now, this.#rateOf(tenant), this.#limitOf(tenant));
  }
}
