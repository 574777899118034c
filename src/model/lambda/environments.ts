/**
 * The on-demand execution environments of one function: who is idle, who serves next (ENV-10), who has been idle for too long
 * (ENV-08) and who has lived for too long (ENV-09).
 *
 * Expiry needs no events: the list is sorted by when its members became idle, and age is looked at when an environment is
 * wanted or set free. Left out: environments that the service starts ahead of demand (ENV-06).
 */
import type { Micros } from '../../engine/time.ts';

/** A place where one invocation at a time runs. One object for each that is started, never one for an invocation. */
export class Environment {
  /** Number within its function, from 1. */
  readonly id: number;
  readonly startedAt: Micros;
  /** Whether it was prepared ahead, and serves only as provisioned concurrency. */
  readonly provisioned: boolean;
  idleSince: Micros = 0;
  /** A timeout or a crash has reset it: the next invocation runs INIT again (ENV-07). */
  needsInit = false;

  constructor(id: number, startedAt: Micros, provisioned: boolean) {
    this.id = id;
    this.startedAt = startedAt;
    this.provisioned = provisioned;
  }
}

/** Which idle environment serves next: the one used last, the one idle for longest, or any. Nobody publishes it (ENV-10). */
export type ReuseOrder = 'mru' | 'lru' | 'random';

export interface EnvironmentLimits {
  /** How long an environment is kept idle. */
  readonly idleLifetime: Micros;
  /** Age at which it is ended, however busy; one that is serving finishes first. */
  readonly maxLifetime: Micros;
  readonly order: ReuseOrder;
  /** Told of each that ends; absent: nobody asks. */
  readonly ended?: (environment: Environment) => void;
}

export class Environments {
  readonly #limits: EnvironmentLimits;
  readonly #below: (n: number) => number;
  readonly #idle: Environment[] = [];
  /** Index of the idle environment that has waited longest; those below it are gone. */
  #bottom = 0;
  #busy = 0;

  /** `below(n)`: any whole number from 0 to n − 1, for the order `random`. */
  constructor(limits: EnvironmentLimits, below: (n: number) => number) {
    this.#limits = limits;
    this.#below = below;
  }

  /** Environments that exist, busy or idle. One that is too old counts until somebody wants it. */
  count(now: Micros): number {
    this.#expire(now);
    return this.#busy + this.#idle.length - this.#bottom;
  }

  /** Takes an idle environment, or undefined: then a new one has to start. */
  takeIdle(now: Micros): Environment | undefined {
    this.#expire(now);
    while (this.#idle.length > this.#bottom) {
      const taken = this.#take();
      if (now - taken.startedAt >= this.#limits.maxLifetime) {
        this.#limits.ended?.(taken);
        continue;
      }
      this.#busy++;
      return taken;
    }
    return undefined;
  }

  /** When the next of the idle ones ends unless it is wanted before; Infinity when none is idle. */
  get nextEnd(): Micros {
    const next = this.#idle[this.#bottom];
    return next === undefined ? Infinity : next.idleSince + this.#limits.idleLifetime;
  }

  /** A new one has started, and is busy. */
  add(): void {
    this.#busy++;
  }

  /** Its invocation is over. */
  release(environment: Environment, now: Micros): void {
    this.#busy--;
    if (now - environment.startedAt >= this.#limits.maxLifetime) return this.#limits.ended?.(environment);
    environment.idleSince = now;
    this.#idle.push(environment);
  }

  #take(): Environment {
    if (this.#limits.order === 'mru') return this.#idle.pop()!;
    if (this.#limits.order === 'lru') return this.#idle[this.#bottom++]!;
    const at = this.#bottom + this.#below(this.#idle.length - this.#bottom);
    return this.#idle.splice(at, 1)[0]!;
  }

  /** The one idle for longest expires first, so as a rule one look is enough. */
  #expire(now: Micros): void {
    const idle = this.#idle;
    const last = now - this.#limits.idleLifetime;
    if (this.#bottom >= idle.length || idle[this.#bottom]!.idleSince > last) return;
    const first = this.#bottom;
    if (idle.at(-1)!.idleSince <= last) this.#bottom = idle.length;
    else while (idle[this.#bottom]!.idleSince <= last) this.#bottom++;
    const { ended } = this.#limits;
    if (ended !== undefined) for (let i = first; i < this.#bottom; i++) ended(idle[i]!);
    if (this.#bottom * 2 > idle.length) this.#compact();
  }

  #compact(): void {
    this.#idle.splice(0, this.#bottom);
    this.#bottom = 0;
  }
}
