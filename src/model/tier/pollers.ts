/**
 * The pollers: when and for whom events are received. A host receives for each slot that is free, from its queues in turn, and ahead of
 * that what it may hold; or on a beat. Nothing is received while pollers are down, from a queue that is down or has too much in flight, and after an
 * outage no faster than the ramp allows.
 */
import { Rank } from '../../engine/rank.ts';
import { Ring } from '../../engine/ring.ts';
import type { Action } from '../../engine/simulation.ts';
import type { World } from '../world.ts';
import type { DepthView } from './depth-view.ts';
import type { Discipline } from './disciplines/discipline.ts';
import type { QueueLoads } from './queue-loads.ts';
import type { Ramp } from './ramp.ts';
import type { Servers } from './servers.ts';
import type { TierSettings } from './settings.ts';
import type { TierObserver } from './tier-observer.ts';

/** What becomes of what they receive. */
export interface Runner {
  /** The next event of a queue that has one is received by a host; the number of the delivery, or −1: the next was none. */
  receive(queue: number, host: number): number;
  /** A run begins, if it can; whether the slot of the poller is in use from now on. */
  run(delivery: number): boolean;
  /** The queue that a delivery is from. */
  queueOf(delivery: number): number;
  /** Whether what was on its way to a host was lost with it. */
  isLost(delivery: number): boolean;
}

export interface PollerParts {
  readonly shared: number;
  readonly loads: QueueLoads;
  readonly view: DepthView;
  readonly discipline: Discipline;
  readonly servers: Servers;
  /** Undefined: pollers begin again at full speed. */
  readonly ramp: Ramp | undefined;
}

export class Pollers {
  readonly servers: Servers;
  readonly #parts: PollerParts;
  readonly #settings: Pick<TierSettings, 'pollers' | 'inFlightLimit'>;
  readonly #runner: Runner;
  readonly #tell: TierObserver;
  readonly #world: World;
  /** By host: what was received ahead; only where pollers prefetch. */
  readonly #buffers: (Ring | undefined)[] = [];
  /** By queue: whether too much of it is in flight. */
  readonly #isBlocked: Uint8Array;
  readonly #letsGo: Action;
  readonly #serves: Action;
  readonly #works: Action;
  /** By queue and by host: whether they have a turn at this instant, after all that becomes visible or arrives at it. */
  readonly #isAsked: Uint8Array;
  readonly #hasTurn: Uint8Array;
  /** By host: what was received for a slot of its is with it. */
  readonly #arrives: Action;
  readonly #hostOf: (delivery: number) => number;
  #areDown = false;
  #openLanes = 0;

  /** `hostOf`: the host of a delivery. */
  constructor(
    settings: Pick<TierSettings, 'pollers' | 'inFlightLimit'>,
    parts: PollerParts,
    runner: Runner,
    hostOf: (delivery: number) => number,
    tell: TierObserver,
    world: World,
  ) {
    const { sim } = world;
    this.servers = parts.servers;
    this.#parts = parts;
    this.#settings = settings;
    this.#runner = runner;
    this.#hostOf = hostOf;
    this.#tell = tell;
    this.#world = world;
    this.#isBlocked = new Uint8Array(settings.inFlightLimit === Infinity ? 0 : parts.loads.depths.length);
    this.#letsGo = sim.action(Rank.completion, (host) => {
      tell.letGo();
      this.freed(host);
    });
    this.#isAsked = new Uint8Array(parts.loads.depths.length);
    this.#hasTurn = new Uint8Array(parts.servers.slots.length);
    this.#serves = sim.action(Rank.poll, (queue) => {
      this.#isAsked[queue] = 0;
      this.serve(queue);
    });
    this.#works = sim.action(Rank.poll, (host) => {
      this.#hasTurn[host] = 0;
      this.work(host);
    });
    this.#arrives = sim.action(Rank.poll, this.#arrive);
    this.#startBeats();
  }

  /** Pollers receive from a queue what they can. */
  readonly serve = (queue: number): void => {
    if (this.#settings.pollers.receiveEvery !== undefined) return;
    const { servers, loads } = this.#parts;
    const host = servers.hostOf[queue]!;
    while (loads.visible[queue]! > 0 && host >= 0 && !this.#isHalted(queue)) {
      if (servers.free[host]! > 0) this.#start(queue, host);
      else if (this.#hasRoom(host)) this.#prefetch(queue, host);
      else return servers.wait(queue);
    }
  };

  /** A queue has something more: pollers look at it when all else of this instant has happened. */
  ask(queue: number): void {
    const { servers } = this.#parts;
    const host = servers.hostOf[queue]!;
    if (this.#isAsked[queue] === 1 || host < 0) return;
    // Nearly always so under load: whoever has nothing free comes by itself.
    if (servers.free[host]! <= 0 && !this.#hasRoom(host)) return servers.wait(queue);
    this.#isAsked[queue] = 1;
    this.#world.sim.soon(this.#serves, queue);
  }

  serveAll(): void {
    const { visible } = this.#parts.loads;
    for (let queue = 0; queue < visible.length; queue++) if (visible[queue]! > 0) this.serve(queue);
  }

  /** Whether nothing is received from a queue now. */
  #isHalted(queue: number): boolean {
    const { view, shared, ramp } = this.#parts;
    if (this.#areDown || (!view.allAlive && queue < shared && !view.isAlive(queue))) return true;
    if (this.#isBlocked.length > 0 && this.#blocks(queue)) return true;
    return ramp !== undefined && ramp.holdsBack(queue);
  }

  #blocks(queue: number): boolean {
    const { depths, visible } = this.#parts.loads;
    const isBlocked = depths[queue]! - visible[queue]! >= this.#settings.inFlightLimit;
    if (isBlocked === (this.#isBlocked[queue] === 1)) return isBlocked;
    this.#isBlocked[queue] = isBlocked ? 1 : 0;
    this.#tell.blocked(queue, isBlocked);
    return isBlocked;
  }

  /** What was in flight is not any more: what waited for that goes on. */
  unblock(queue: number): void {
    if (this.#isBlocked.length > 0 && this.#isBlocked[queue] === 1) this.ask(queue);
  }

  /** One event is received for a free slot of a host, and runs as soon as it is there. */
  #start(queue: number, host: number): void {
    const delivery = this.#runner.receive(queue, host);
    if (delivery < 0) return;
    const { servers, ramp, discipline } = this.#parts;
    servers.free[host]!--;
    if (ramp !== undefined) ramp.started();
    const moving = discipline.takeSpent === undefined ? 0 : discipline.takeSpent();
    const wait = this.#settings.pollers.receiveLatency + moving;
    if (wait > 0) this.#world.sim.after(wait, this.#arrives, delivery);
    else if (!this.#runner.run(delivery)) servers.free[host]!++;
  }

  /** What was received is with its poller. */
  readonly #arrive = (delivery: number): void => {
    const host = this.#hostOf(delivery);
    if (!this.#runner.isLost(delivery) && !this.#runner.run(delivery)) this.freed(host);
  };

  /** One event is received ahead of a free slot. */
  #prefetch(queue: number, host: number): void {
    const delivery = this.#runner.receive(queue, host);
    if (delivery >= 0) (this.#buffers[host] ??= new Ring()).push(delivery);
  }

  /** Whether a host may receive ahead of its free slots. */
  #hasRoom(host: number): boolean {
    const { prefetch } = this.#settings.pollers;
    if (prefetch === 0 || this.#parts.servers.isDown(host)) return false;
    return (this.#buffers[host]?.size ?? 0) < prefetch;
  }

  /** A slot of a host is free: it goes on with what it has, then with the next of its queues, when all else of this instant has happened. */
  freed(host: number): void {
    const { servers } = this.#parts;
    if (servers.isDown(host)) return;
    servers.free[host] = Math.min(servers.slots[host]!, servers.free[host]! + 1);
    this.#turn(host);
  }

  #turn(host: number): void {
    if (this.#hasTurn[host] === 1) return;
    this.#hasTurn[host] = 1;
    this.#world.sim.soon(this.#works, host);
  }

  /** What a host has received is to run on its next free slot. */
  give(delivery: number, host: number): void {
    (this.#buffers[host] ??= new Ring()).push(delivery);
    this.#turn(host);
  }

  /** A slot of a host stays occupied for a time, in microseconds, above 0. */
  occupy(host: number, time: number): void {
    this.#tell.occupied();
    this.#world.sim.after(time, this.#letsGo, host);
  }

  /** A host does what it can with its free slots. */
  work(host: number): void {
    const { servers, ramp } = this.#parts;
    const buffer = this.#buffers[host];
    while (buffer !== undefined && buffer.size > 0 && servers.free[host]! > 0 && !this.#areDown) {
      if (ramp !== undefined && ramp.holdsBack(this.#runner.queueOf(buffer.peek()))) break;
      servers.free[host]!--;
      if (ramp !== undefined) ramp.started();
      if (!this.#runner.run(buffer.shift())) servers.free[host]!++;
    }
    if (this.#settings.pollers.receiveEvery === undefined) this.#receiveFor(host);
  }

  /** A host receives from its queues in turn, for slots that are free and what it may hold ahead of them. */
  #receiveFor(host: number): void {
    const { servers, loads } = this.#parts;
    const own = host + loads.depths.length - servers.slots.length;
    while (servers.free[host]! > 0 || this.#hasRoom(host)) {
      const queue = servers.next(host, own);
      if (queue < 0 || loads.visible[queue] === 0 || this.#areDown) return;
      if (this.#isHalted(queue)) {
        // It is asked again when it is not any more; the others of the host go on.
        if (servers.hasTurns(host)) continue;
        return;
      }
      if (servers.free[host]! > 0) this.#start(queue, host);
      else this.#prefetch(queue, host);
      if (loads.visible[queue]! > 0) servers.wait(queue);
    }
  }

  /** Pollers receive nothing and begin nothing from now on, or do again; what runs goes on. */
  setDown(areDown: boolean): void {
    const { servers, ramp } = this.#parts;
    this.#areDown = areDown;
    if (areDown) return;
    if (ramp !== undefined) ramp.begin();
    for (let host = 0; host < servers.slots.length; host++) this.work(host);
    this.serveAll();
  }

  /** Invoke slots of hosts that work; lanes that nobody has are none. */
  get workingSlots(): number {
    const { servers, loads, shared } = this.#parts;
    const lanes = loads.depths.length - shared;
    const hosts = servers.slots.length - lanes;
    let sum = lanes === 0 ? 0 : this.#openLanes * servers.slots[hosts]!;
    for (let host = 0; host < hosts; host++) if (!servers.isDown(host)) sum += servers.slots[host]!;
    return sum;
  }

  /** So many more tenants have a lane, or fewer. */
  lanesChanged(by: number): void {
    this.#openLanes += by;
    this.#tell.slotsChanged(this.workingSlots);
  }

  /** A queue whose turn it is after it was held back: its host goes on with what it has received ahead, too. */
  readonly turn = (queue: number): void => {
    const host = this.#parts.servers.hostOf[queue]!;
    if (host >= 0) this.work(host);
    this.serve(queue);
  };

  /** Pollers that receive on a beat look at their queues one after another, evenly spread over the beat. */
  #startBeats(): void {
    const { receiveEvery } = this.#settings.pollers;
    if (receiveEvery === undefined) return;
    const { sim } = this.#world;
    const queues = this.#parts.loads.depths.length;
    const beat = sim.action(Rank.poll, (queue) => {
      this.#beat(queue);
      sim.after(receiveEvery, beat, queue);
    });
    for (let queue = 0; queue < queues; queue++) sim.at(Math.round((queue * receiveEvery) / queues), beat, queue);
  }

  #beat(queue: number): void {
    const { servers, loads } = this.#parts;
    const host = servers.hostOf[queue]!;
    if (host < 0) return;
    let left = this.#settings.pollers.receiveBatch;
    while (left-- > 0 && loads.visible[queue]! > 0 && servers.free[host]! > 0 && !this.#isHalted(queue))
      this.#start(queue, host);
  }
}
