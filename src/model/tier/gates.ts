/**
 * Pacing: how many events of a tenant its pollers let through, when more would only be throttled. What is held is visible again, in its
 * queue, as soon as there is room; it has its pass then, and need not ask a second time.
 *
 * aimd: a window for each tenant that grows with each success and shrinks with a throttle. tokenBucket: as many a second as the tenant's
 * concurrency can run, by the mean time that its runs have taken so far; until one has ended, as many as its concurrency. Tenants without a limit
 * are not held by that.
 */
import { Rank } from '../../engine/rank.ts';
import { Ring } from '../../engine/ring.ts';
import type { Action } from '../../engine/simulation.ts';
import type { Micros } from '../../engine/time.ts';
import type { Values } from '../options.ts';
import type { World } from '../world.ts';
import { AimdWindow } from './controls/aimd.ts';
import type { PACING } from './options.ts';

/** What a policy knows of one tenant. */
interface Pace {
  /** Whether one more may go, with so many under way; takes what it costs. */
  takes(underWay: number): boolean;
  succeeded(duration: Micros): void;
  throttled(): void;
  /** When to ask again, if nothing happens before; undefined: not before something does. */
  readonly again: Micros | undefined;
}

/** Where events go that are let out. */
interface Exit {
  /** Makes an event visible again. */
  reappear(slot: number): void;
  /** Whether it will be given up when it is received: then it needs no pass. */
  isTooOld(slot: number): boolean;
}

interface Tenant {
  readonly pace: Pace;
  readonly held: Ring;
  underWay: number;
  isWaiting: boolean;
}

export class Gates {
  readonly #settings: Readonly<Values<typeof PACING>>;
  readonly #world: World;
  readonly #limitOf: (tenant: number) => number;
  readonly #tenants = new Map<number, Tenant>();
  readonly #passes = new Set<number>();
  readonly #again: Action;
  #exit: Exit | undefined;

  /** `limitOf`: the concurrency of a tenant, Infinity for none. */
  constructor(settings: Readonly<Values<typeof PACING>>, limitOf: (tenant: number) => number, world: World) {
    this.#settings = settings;
    this.#world = world;
    this.#limitOf = limitOf;
    this.#again = world.sim.action(Rank.controller, (tenant) => {
      this.#of(tenant).isWaiting = false;
      this.#open(tenant, this.#of(tenant));
    });
  }

  /** Where events go that are let out; known before the first is held. */
  set exit(exit: Exit) {
    this.#exit = exit;
  }

  /** Whether an event of a tenant may go on to its function now. */
  admits(tenant: number, slot: number): boolean {
    if (this.#passes.delete(slot)) return true;
    const one = this.#of(tenant);
    if (one.held.size > 0 || !one.pace.takes(one.underWay)) return false;
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
    this.#of(tenant).pace.succeeded(duration);
  }

  throttled(tenant: number): void {
    this.#of(tenant).pace.throttled();
  }

  /** An event is done with, whatever it had a pass for. */
  withdraw(tenant: number, slot: number): void {
    if (this.#passes.delete(slot)) this.settled(tenant);
  }

  /** One that was let through is not under way any more. */
  settled(tenant: number): void {
    const one = this.#of(tenant);
    one.underWay--;
    this.#open(tenant, one);
  }

  #open(tenant: number, one: Tenant): void {
    const exit = this.#exit!;
    while (one.held.size > 0) {
      const isTooOld = exit.isTooOld(one.held.peek());
      if (!isTooOld && !one.pace.takes(one.underWay)) break;
      const slot = one.held.shift();
      if (!isTooOld) {
        one.underWay++;
        this.#passes.add(slot);
      }
      exit.reappear(slot);
    }
    this.#await(tenant, one);
  }

  #await(tenant: number, one: Tenant): void {
    if (one.held.size === 0 || one.isWaiting) return;
    const { again } = one.pace;
    if (again === undefined) return;
    one.isWaiting = true;
    this.#world.sim.at(again, this.#again, tenant);
  }

  #of(tenant: number): Tenant {
    let one = this.#tenants.get(tenant);
    if (one === undefined) {
      one = { pace: this.#paceOf(tenant), held: new Ring(), underWay: 0, isWaiting: false };
      this.#tenants.set(tenant, one);
    }
    return one;
  }

  #paceOf(tenant: number): Pace {
    const { policy, first, increase, keep } = this.#settings;
    const { sim } = this.#world;
    if (policy === 'aimd') return new WindowPace(new AimdWindow(first, keep, increase), sim);
    return new TokenPace(this.#limitOf(tenant), sim);
  }
}

class WindowPace implements Pace {
  readonly again = undefined;
  readonly #window: AimdWindow;
  readonly #clock: { readonly now: Micros };

  constructor(window: AimdWindow, clock: { readonly now: Micros }) {
    this.#window = window;
    this.#clock = clock;
  }

  takes(underWay: number): boolean {
    return this.#window.allows(underWay);
  }

  succeeded(duration: Micros): void {
    this.#window.succeeded(duration);
  }

  throttled(): void {
    this.#window.throttled(this.#clock.now);
  }
}

/** Runs before which the mean of their times is that of all; later ones weigh as much as one of so many. */
const MEMORY = 32;

class TokenPace implements Pace {
  readonly #limit: number;
  readonly #clock: { readonly now: Micros };
  #tokens: number;
  #asOf: Micros = 0;
  #mean = 0;
  #seen = 0;

  constructor(limit: number, clock: { readonly now: Micros }) {
    this.#limit = limit;
    this.#clock = clock;
    this.#tokens = limit;
  }

  get again(): Micros | undefined {
    if (this.#mean === 0) return undefined;
    const { now } = this.#clock;
    return now + Math.max(1, Math.ceil(((1 - this.#tokens) * this.#mean) / this.#limit));
  }

  takes(): boolean {
    if (this.#limit === Infinity) return true;
    this.#refill();
    if (this.#tokens < 1) return false;
    this.#tokens--;
    return true;
  }

  /** Half a microsecond of tokens is given away: a token that is due now is there now. */
  #refill(): void {
    const { now } = this.#clock;
    if (this.#mean > 0) {
      const perMicro = this.#limit / this.#mean;
      this.#tokens = Math.min(this.#limit, this.#tokens + (now - this.#asOf) * perMicro);
      if (1 - this.#tokens < perMicro / 2 && this.#tokens < 1) this.#tokens = 1;
    }
    this.#asOf = now;
  }

  succeeded(duration: Micros): void {
    this.#refill();
    this.#seen = Math.min(MEMORY, this.#seen + 1);
    this.#mean += (Math.max(1, duration) - this.#mean) / this.#seen;
  }

  throttled(): void {}
}
