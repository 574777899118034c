/**
 * Leases: which poller host works which queue, where hosts can be lost. Every host renews what it has at a beat of its own, and looks at another beat
 * for leases that nobody has: those that have run out, and one too many of the host that has most. A zone that fails takes its hosts with it; their
 * leases run out, or are moved at once where somebody notices (AP-6.6).
 *
 * While the service behind the leases cannot be reached nothing is renewed and nothing is taken: sticky hosts go on with what they
 * have, others stop when it has run out. Left out: that hosts of one zone are preferred, and a lease handed over while its old host
 * still receives.
 */
import { Rank } from '../../engine/rank.ts';
import type { Action } from '../../engine/simulation.ts';
import type { Micros } from '../../engine/time.ts';
import type { Values } from '../options.ts';
import type { World } from '../world.ts';
import type { LEASES } from './options.ts';
import type { Tier } from './tier.ts';

export interface LeaseParts {
  readonly settings: Readonly<Values<typeof LEASES>>;
  /** Hosts are spread over the zones in turn. */
  readonly hosts: number;
  readonly zones: number;
  /** Shared queues. */
  readonly queues: number;
}

export class Leases {
  readonly #parts: LeaseParts;
  readonly #tier: Tier;
  readonly #world: World;
  readonly #hostOf: Int32Array;
  readonly #renewedAt: Float64Array;
  readonly #takenAt: Float64Array;
  readonly #counts: Int32Array;
  readonly #lapse: Action;
  readonly #evacuate: Action;
  #isServiceDown = false;

  constructor(parts: LeaseParts, tier: Tier, world: World) {
    const { hosts, queues, settings } = parts;
    const { sim } = world;
    this.#parts = parts;
    this.#tier = tier;
    this.#world = world;
    this.#hostOf = tier.parts.servers.hostOf;
    this.#renewedAt = new Float64Array(hosts);
    this.#takenAt = new Float64Array(queues);
    this.#counts = new Int32Array(hosts);
    for (let queue = 0; queue < queues; queue++) this.#counts[this.#hostOf[queue]!]!++;
    this.#lapse = sim.action(Rank.visibility, this.#stop);
    this.#evacuate = sim.action(Rank.controller, this.#evacuated);
    this.#beat(settings.renewEvery, (host) => {
      if (this.#canReach(host)) this.#renewedAt[host] = sim.now;
    });
    this.#beat(settings.takeEvery, (host) => {
      if (this.#canReach(host)) this.#take(host);
    });
  }

  /** Each host at instants of its own, evenly spread over the interval. */
  #beat(every: Micros, does: (host: number) => void): void {
    const { sim } = this.#world;
    const { hosts } = this.#parts;
    const action = sim.action(Rank.controller, (host) => {
      does(host);
      sim.after(every, action, host);
    });
    for (let host = 0; host < hosts; host++) sim.at(Math.round((host * every) / hosts), action, host);
  }

  #canReach(host: number): boolean {
    return !this.#isServiceDown && !this.#isDown(host);
  }

  #isDown(host: number): boolean {
    return this.#tier.parts.servers.isDown(host);
  }

  #hasRunOut(queue: number): boolean {
    if (this.#hostOf[queue]! < 0) return true;
    return this.#world.sim.now >= this.#since(queue) + this.#parts.settings.ttl;
  }

  /** When the lease of a queue was taken, or renewed last. */
  #since(queue: number): Micros {
    return Math.max(this.#renewedAt[this.#hostOf[queue]!]!, this.#takenAt[queue]!);
  }

  get #alive(): number {
    let alive = 0;
    for (let host = 0; host < this.#parts.hosts; host++) if (!this.#isDown(host)) alive++;
    return alive;
  }

  /** A host takes what nobody has, up to its share of all; if there is nothing, of the host that has most. */
  #take(host: number): void {
    const { queues, settings } = this.#parts;
    const share = Math.ceil(queues / this.#alive);
    let left = Math.min(settings.mostTaken, share - this.#counts[host]!);
    for (let queue = 0; queue < queues && left > 0; queue++) {
      if (!this.#hasRunOut(queue)) continue;
      this.#move(queue, host);
      left--;
    }
    for (; left > 0; left--) if (!this.#steal(host, share)) return;
  }

  #steal(host: number, share: number): boolean {
    let most = host;
    for (let other = 0; other < this.#parts.hosts; other++)
      if (!this.#isDown(other) && this.#counts[other]! > this.#counts[most]!) most = other;
    if (this.#counts[most]! <= share + 1) return false;
    for (let queue = this.#parts.queues - 1; queue >= 0; queue--) {
      if (this.#hostOf[queue] !== most) continue;
      this.#move(queue, host);
      return true;
    }
    return false;
  }

  /** `to`: −1 for nobody. */
  #move(queue: number, to: number): void {
    const from = this.#hostOf[queue]!;
    if (from >= 0) this.#counts[from]!--;
    if (to >= 0) this.#counts[to]!++;
    this.#hostOf[queue] = to;
    this.#takenAt[queue] = this.#world.sim.now;
    this.#tier.tell.leaseMoved(queue, from, to);
    if (to >= 0) this.#tier.pollers.serve(queue);
  }

  /** The hosts of a zone, from 0, are lost, or are back without any lease that others have taken. */
  zone(zone: number, isDown: boolean): void {
    const { evacuateAfter, sticky } = this.#parts.settings;
    for (let host = zone; host < this.#parts.hosts; host += this.#parts.zones) {
      this.#tier.setHostDown(host, isDown);
      if (!isDown && this.#isServiceDown && !sticky) this.#watch(host);
    }
    if (isDown && evacuateAfter !== undefined) this.#world.sim.after(evacuateAfter, this.#evacuate, zone);
  }

  /** What lost hosts have goes to those that have least. */
  readonly #evacuated = (): void => {
    if (this.#isServiceDown) return;
    for (let queue = 0; queue < this.#parts.queues; queue++) {
      const host = this.#hostOf[queue]!;
      if (host >= 0 && !this.#isDown(host)) continue;
      const to = this.#leastLoaded();
      if (to < 0) return;
      this.#move(queue, to);
    }
  };

  #leastLoaded(): number {
    let least = -1;
    for (let host = 0; host < this.#parts.hosts; host++) {
      if (!this.#isDown(host) && (least < 0 || this.#counts[host]! < this.#counts[least]!)) least = host;
    }
    return least;
  }

  /** Nobody can renew or take leases from now on, or can again. */
  service(isDown: boolean): void {
    this.#isServiceDown = isDown;
    const { settings, hosts } = this.#parts;
    if (!isDown || settings.sticky) return;
    for (let host = 0; host < hosts; host++) this.#watch(host);
  }

  /** A host stops with each of its leases as it runs out: looks at the next one then. */
  #watch(host: number): void {
    const { queues, settings } = this.#parts;
    let next = Infinity;
    for (let queue = 0; queue < queues; queue++)
      if (this.#hostOf[queue] === host) next = Math.min(next, this.#since(queue) + settings.ttl);
    if (next < Infinity) this.#world.sim.at(Math.max(next, this.#world.sim.now), this.#lapse, host);
  }

  /** The leases of a host have run out, and it stops, if nobody has renewed them meanwhile. */
  readonly #stop = (host: number): void => {
    if (!this.#isServiceDown || this.#isDown(host)) return;
    for (let queue = 0; queue < this.#parts.queues; queue++)
      if (this.#hostOf[queue] === host && this.#hasRunOut(queue)) this.#move(queue, -1);
    this.#watch(host);
  };
}
