/**
 * A downstream as the server it is: open connections against their limit, calls in progress against their rate, and how long a call takes
 * by load and after an outage. It serves all functions alike, and all calls at once: what a call takes is settled when it begins.
 *
 * A call that began before an outage comes back; what calls do that begin during one is up to the settings. The rate is a token bucket that
 * holds one second's worth, as the limits of APIs are: windows would let everybody go who waits at the same instant.
 */
import type { Micros } from '../../engine/time.ts';
import { TokenBucket } from '../lambda/token-bucket.ts';
import type { Named } from '../observer.ts';
import type { World } from '../world.ts';
import { Connections } from './connections.ts';
import { slowdownAt } from './load.ts';
import { slowdownAfter } from './recovery.ts';
import type { ServerSettings } from './settings.ts';

export class Downstream implements Named {
  readonly name: string;
  readonly index: number;
  readonly settings: ServerSettings;
  readonly connections: Connections;
  readonly #world: World;
  /** Undefined: any number of calls a second. */
  readonly #rate: TokenBucket | undefined;
  #inProgress = 0;

  constructor(name: string, index: number, settings: ServerSettings, world: World) {
    const { requestRate } = settings;
    this.name = name;
    this.index = index;
    this.settings = settings;
    this.#world = world;
    this.#rate = requestRate === Infinity ? undefined : new TokenBucket(Math.max(1, requestRate), requestRate);
    const changed = (): void => {
      const { open, waiting } = this.connections;
      world.tell.connectionsChanged(this, open, waiting);
    };
    this.connections = new Connections(settings, world.sim, () => this.isOut, changed);
  }

  get isOut(): boolean {
    return this.settings.outages.isOut(this.#world.sim.now);
  }

  /** Calls that the server works on. */
  get inProgress(): number {
    return this.#inProgress;
  }

  /** When a call that comes now may begin by the rate; undefined: never, it is refused. */
  admit(): Micros | undefined {
    const { now } = this.#world.sim;
    if (this.#rate === undefined) return now;
    if (this.settings.onRateExceeded === 'wait') return this.#rate.reserve(now);
    return this.#rate.take(now) ? now : undefined;
  }

  /** A call begins that takes `latency` when nothing is in its way: what it takes as things are. */
  begin(latency: Micros): Micros {
    const { load, recovery, outages } = this.settings;
    this.#count(1);
    let slowdown = slowdownAt(load, this.#inProgress);
    if (recovery !== undefined) slowdown *= slowdownAfter(recovery, outages.sinceEnd(this.#world.sim.now));
    return slowdown === 1 ? latency : Math.round(latency * slowdown);
  }

  /** A call that began is over. */
  ended(): void {
    this.#count(-1);
  }

  #count(step: number): void {
    this.#inProgress += step;
    this.#world.tell.loadChanged(this, this.#inProgress);
  }
}
