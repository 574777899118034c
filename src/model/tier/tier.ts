/**
 * The tier behind asynchronous invocation from inside: an event is accepted by a front host, placed into one of many queues that tenants
 * share, becomes visible there, is received by a poller that has a slot free, let through by the pacing of its tenant, run, and is
 * concluded, or hidden until it is tried again in the same queue.
 *
 * Here is the flow; each decision has a file of its own: placement/ and depth-view.ts (where to), disciplines/ (which next), servers.ts and
 * leases.ts (who works it), gates.ts (how fast), lanes.ts (who is isolated), callers.ts (who sends it again). What a run of an event of a
 * simulated tenant does is a time, a concurrency and a chance to fail; events of the scenario's own functions are handed to these
 * (function-tenant.ts).
 *
 * At least once: where pollers do not extend what they hold, where a queue makes copies or a host can be lost, an event may be run by several at
 * once; those are deliveries (deliveries.ts). An event of the scenario's own functions is never run twice at once: its poller
 * extends it, and copies are not made of it. Left out: batches of receives that span queues, and what a receive costs in money.
 */
import type { RandomStream } from '../../engine/random.ts';
import { Rank } from '../../engine/rank.ts';
import { Ring } from '../../engine/ring.ts';
import type { Action } from '../../engine/simulation.ts';
import type { Micros } from '../../engine/time.ts';
import type { World } from '../world.ts';
import type { Callers } from './callers.ts';
import { waitAfterThrottle } from './controls/jitter.ts';
import { Deliveries } from './deliveries.ts';
import type { DepthView } from './depth-view.ts';
import type { Discipline } from './disciplines/discipline.ts';
import { Seat, TierEvents } from './events.ts';
import type { Gates } from './gates.ts';
import type { Lanes } from './lanes.ts';
import type { Placement } from './placement/placement.ts';
import type { QueueLoads } from './queue-loads.ts';
import type { Ramp } from './ramp.ts';
import type { Servers } from './servers.ts';
import type { TierSettings } from './settings.ts';
import { RunEnd, type Again, type Rejection, type TierEnd, type TierObserver } from './tier-observer.ts';

/** What the tier needs to know of a group of tenants, by the number of the group. */
export interface TierGroup {
  readonly concurrency: number;
  readonly fails: number;
  readonly failures: RandomStream;
  /** Undefined: nobody waits for its events. */
  readonly callers: Callers | undefined;
  /** Whether a tenant may send one more event now; undefined: always. */
  readonly admits: ((tenant: number) => boolean) | undefined;
}

/** Whom events of the scenario's own functions are handed to, by the index of their source. */
export interface FunctionTaker {
  deliver(slot: number): void;
}

/** The parts of a tier; lanes are queues behind the shared ones. */
export interface TierParts {
  readonly shared: number;
  readonly tenants: number;
  /** Records whose home is below this belong to functions of the scenario; group g has the home firstGroup + g. */
  readonly firstGroup: number;
  readonly events: TierEvents;
  readonly loads: QueueLoads;
  readonly view: DepthView;
  readonly placement: Placement;
  readonly discipline: Discipline;
  readonly servers: Servers;
  /** Undefined: events are let through as they come. */
  readonly gates: Gates | undefined;
  /** Undefined: nobody is isolated. */
  readonly lanes: Lanes | undefined;
  /** Undefined: pollers begin again at full speed. */
  readonly ramp: Ramp | undefined;
}

export class Tier {
  readonly settings: TierSettings;
  readonly parts: TierParts;
  readonly tell: TierObserver;
  readonly groups: TierGroup[] = [];
  readonly takers: FunctionTaker[] = [];
  readonly #world: World;
  readonly #fronts: RandomStream;
  readonly #acknowledgements: RandomStream;
  readonly #copying: RandomStream;
  readonly #jitter: RandomStream;
  /** Undefined: an event is held by one poller at a time, and its slot in the records stands for its delivery. */
  readonly #deliveries: Deliveries | undefined;
  /** By host: what was received ahead; only where pollers prefetch. */
  readonly #buffers: Ring[] = [];
  /** By tenant. */
  readonly #running: Int32Array;
  /** By queue: whether too much of it is in flight. */
  readonly #isBlocked: Uint8Array;
  readonly #arrives: Action;
  readonly #ends: Action;
  readonly #due: Action;
  readonly #letsGo: Action;
  readonly #frees: Action;
  readonly #resumes: Action;
  #areDown = false;
  #speed = 1;
  #began = false;
  #total = 0;

  constructor(settings: TierSettings, parts: TierParts, tell: TierObserver, world: World) {
    const { sim } = world;
    const { heartbeat, visibilityTimeout, model } = settings.pollers;
    this.settings = settings;
    this.parts = parts;
    this.tell = tell;
    this.#world = world;
    this.#fronts = sim.random('tier', 'fronts');
    this.#acknowledgements = sim.random('tier', 'lostAcknowledgements');
    this.#copying = sim.random('tier', 'duplicates');
    this.#jitter = sim.random('tier', 'jitter');
    this.#running = new Int32Array(parts.tenants);
    this.#isBlocked = new Uint8Array(settings.inFlightLimit === Infinity ? 0 : parts.loads.depths.length);
    if (!heartbeat || settings.duplicates > 0 || model === 'leased')
      this.#deliveries = new Deliveries(heartbeat ? Infinity : visibilityTimeout, world, this.#expired);
    this.#arrives = sim.action(Rank.poll, this.#arrive);
    this.#ends = sim.action(Rank.completion, this.#end);
    this.#due = sim.action(Rank.visibility, this.#isDue);
    this.#letsGo = sim.action(Rank.completion, this.#letGo);
    this.#frees = sim.action(Rank.poll, this.#freed);
    this.#resumes = sim.action(Rank.poll, this.serve);
    this.#startBeats(parts.shared);
  }

  /** Events that are stored in shared queues. */
  get total(): number {
    return this.#total;
  }

  /** Invoke slots of hosts that work. */
  get workingSlots(): number {
    const { servers } = this.parts;
    return servers.slots.reduce((sum, slots, host) => (servers.isDown(host) ? sum : sum + slots), 0);
  }

  /** Runs of a tenant that go on. */
  runningOf(tenant: number): number {
    return this.#running[tenant]!;
  }

  // — acceptance —

  /** An event of a tenant of a group is accepted, and answered 202; if not, the reason is returned and its record is gone. */
  accept(slot: number, tenant: number): Rejection | undefined {
    const group = this.#groupOf(slot);
    if (group.admits !== undefined && !group.admits(tenant)) return this.#reject(slot, tenant, 'admission');
    return this.#store(slot, tenant, true) ? undefined : this.#reject(slot, tenant, 'queueFull');
  }

  /** An event of one of the scenario's functions is stored; Lambda has accepted it, so no queue is too full. */
  storeOwn(slot: number, tenant: number): void {
    this.#store(slot, tenant, false);
  }

  #reject(slot: number, tenant: number, why: Rejection): Rejection {
    this.tell.rejected(tenant, why);
    this.#world.records.remove(slot);
    return why;
  }

  /** Stores an event; false: its queue is full. */
  #store(slot: number, tenant: number, isBounded: boolean): boolean {
    const { events, loads, view, lanes } = this.parts;
    const { frontHosts, queueLimit } = this.settings;
    const front = frontHosts === 1 ? 0 : this.#fronts.below(frontHosts);
    const before = view.looks;
    const lane = lanes === undefined ? -1 : lanes.of(tenant);
    const queue = lane >= 0 ? lane : this.parts.placement.place(tenant, front);
    if (isBounded && queueLimit !== undefined && loads.visible[queue]! >= queueLimit) return false;
    events.begin(slot, tenant);
    this.#enter(slot, queue, front);
    this.tell.accepted(slot, tenant, queue, view.looks - before);
    lanes?.arrived(tenant, queue);
    this.serve(queue);
    return true;
  }

  #enter(slot: number, queue: number, front: number): void {
    const { events, loads, view, shared } = this.parts;
    events.queue[slot] = queue;
    if (queue < shared) {
      this.#total++;
      view.placed(queue, front);
    }
    loads.depths[queue]!++;
    this.#show(slot, queue);
  }

  #leave(queue: number): void {
    const { loads, view, placement, shared } = this.parts;
    const left = --loads.depths[queue]!;
    if (queue >= shared) return;
    this.#total--;
    view.changed(queue);
    if (left === 0 && placement.emptied !== undefined) placement.emptied(queue);
  }

  /** An event becomes visible in its queue. */
  #show(slot: number, queue: number): void {
    const { events, loads, view, discipline } = this.parts;
    events.seat[slot] = Seat.visible;
    loads.shown(queue, slot);
    discipline.push(queue, slot);
    view.changed(queue);
  }

  // — receiving —

  /** Pollers receive from a queue what they can. */
  readonly serve = (queue: number): void => {
    if (this.settings.pollers.receiveEvery !== undefined) return;
    const { servers, loads } = this.parts;
    const host = servers.hostOf[queue]!;
    while (loads.visible[queue]! > 0 && host >= 0 && !this.#isHalted(queue)) {
      if (servers.free[host]! > 0) this.#start(queue, host);
      else if (this.#hasRoom(host)) this.#prefetch(queue, host);
      else return servers.wait(queue);
    }
  };

  /** Whether nothing is received from a queue now. */
  #isHalted(queue: number): boolean {
    const { view, shared } = this.parts;
    if (this.#areDown || (!view.allAlive && queue < shared && !view.isAlive(queue))) return true;
    if (this.#isBlocked.length > 0 && this.#blocks(queue)) return true;
    const { ramp } = this.parts;
    return ramp !== undefined && ramp.holdsBack(queue);
  }

  #blocks(queue: number): boolean {
    const { depths, visible } = this.parts.loads;
    const isBlocked = depths[queue]! - visible[queue]! >= this.settings.inFlightLimit;
    if (isBlocked === (this.#isBlocked[queue] === 1)) return isBlocked;
    this.#isBlocked[queue] = isBlocked ? 1 : 0;
    this.tell.blocked(queue, isBlocked);
    return isBlocked;
  }

  /** What was in flight is not any more: what waited for that goes on. */
  #unblock(queue: number): void {
    if (this.#isBlocked.length > 0 && this.#isBlocked[queue] === 1) this.#world.sim.soon(this.#resumes, queue);
  }

  /** One event is received for a free slot of a host, and runs as soon as it is there. */
  #start(queue: number, host: number): void {
    const slot = this.#receive(queue);
    if (slot < 0) return;
    const { servers, ramp } = this.parts;
    servers.free[host]!--;
    ramp?.started();
    const delivery = this.#deliver(slot, host);
    const wait = this.settings.pollers.receiveLatency + (this.parts.discipline.takeSpent?.() ?? 0);
    if (wait > 0) this.#world.sim.after(wait, this.#arrives, delivery);
    else if (!this.#run(delivery)) servers.free[host]!++;
  }

  /** One event is received ahead of a free slot. */
  #prefetch(queue: number, host: number): void {
    const slot = this.#receive(queue);
    if (slot >= 0) (this.#buffers[host] ??= new Ring()).push(this.#deliver(slot, host));
  }

  /** The next event of a queue that is to be delivered; −1: the next was none. */
  #receive(queue: number): number {
    const { events, loads, view, discipline, gates } = this.parts;
    const { records } = this.#world;
    const popped = discipline.pop(queue);
    const slot = popped < 0 ? ~popped : popped;
    if (events.seat[slot] === Seat.done) {
      // Somebody else was done with it while a copy was visible here.
      records.letGo(slot);
      return -1;
    }
    if (popped < 0 && records.home[slot]! >= this.parts.firstGroup) {
      this.conclude(slot, 'dropped');
      // It is in nobody's order any more.
      records.letGo(slot);
      return -1;
    }
    const tenant = events.tenant[slot]!;
    loads.visible[queue]!--;
    events.seat[slot] = Seat.inFlight;
    events.receipt[slot]!++;
    records.receiveCount[slot]!++;
    view.changed(queue);
    this.tell.received(slot, tenant, queue);
    if (records.home[slot]! < this.parts.firstGroup) return this.#isLetThrough(gates, slot, tenant) ? slot : -1;
    if (this.isTooOld(slot)) {
      this.conclude(slot, 'ageExceeded');
      return -1;
    }
    if (this.settings.duplicates > 0 && this.#copying.next() < this.settings.duplicates) this.#appear(slot);
    return this.#isLetThrough(gates, slot, tenant) ? slot : -1;
  }

  /** What is not let through now is held, and visible again when its tenant may run it. */
  #isLetThrough(gates: Gates | undefined, slot: number, tenant: number): boolean {
    if (gates === undefined || gates.admits(tenant, slot)) return true;
    const { events } = this.parts;
    this.tell.hidden(slot, tenant, events.queue[slot]!, 'paced', 0);
    gates.hold(tenant, slot);
    return false;
  }

  #deliver(slot: number, host: number): number {
    if (this.#deliveries === undefined) return slot;
    const { events } = this.parts;
    return (events.delivery[slot] = this.#deliveries.make(slot, events.receipt[slot]!, host));
  }

  #slotOf(delivery: number): number {
    return this.#deliveries === undefined ? delivery : this.#deliveries.slot[delivery]!;
  }

  #hostOf(delivery: number): number {
    const { events, servers } = this.parts;
    return this.#deliveries === undefined ? servers.hostOf[events.queue[delivery]!]! : this.#deliveries.host[delivery]!;
  }

  /** What was received is with its poller. */
  readonly #arrive = (delivery: number): void => {
    const host = this.#hostOf(delivery);
    if (this.#deliveries?.isLost[delivery] === 1) return this.#deliveries.over(delivery);
    if (!this.#run(delivery)) this.#freed(host);
  };

  /** A slot of a host is free: it goes on with what it has, then with the next of its queues. */
  readonly #freed = (host: number): void => {
    const { servers } = this.parts;
    if (servers.isDown(host)) return;
    servers.free[host] = Math.min(servers.slots[host]!, servers.free[host]! + 1);
    this.#work(host);
  };

  #work(host: number): void {
    const { servers } = this.parts;
    const buffer = this.#buffers[host];
    while (buffer !== undefined && buffer.size > 0 && servers.free[host]! > 0 && !this.#areDown) {
      servers.free[host]!--;
      if (!this.#run(buffer.shift())) servers.free[host]!++;
    }
    if (this.settings.pollers.receiveEvery === undefined) this.#receiveFor(host);
  }

  /** A host receives from its queues in turn, for slots that are free and what it may hold ahead of them. */
  #receiveFor(host: number): void {
    const { servers, loads } = this.parts;
    const own = host + loads.depths.length - servers.slots.length;
    while (servers.free[host]! > 0 || this.#hasRoom(host)) {
      const queue = servers.next(host, own);
      if (queue < 0 || loads.visible[queue] === 0 || this.#isHalted(queue)) return;
      if (servers.free[host]! > 0) this.#start(queue, host);
      else this.#prefetch(queue, host);
      if (loads.visible[queue]! > 0) servers.wait(queue);
    }
  }

  /** Whether a host may receive ahead of its free slots. */
  #hasRoom(host: number): boolean {
    const { prefetch } = this.settings.pollers;
    if (prefetch === 0) return false;
    return (this.#buffers[host]?.size ?? 0) < prefetch;
  }

  // — a run —

  /** A run begins, if it can; whether the slot of the poller is in use from now on. */
  #run(delivery: number): boolean {
    const { events, firstGroup } = this.parts;
    const deliveries = this.#deliveries;
    const slot = this.#slotOf(delivery);
    if (deliveries !== undefined && this.#isVoid(deliveries, delivery)) {
      this.parts.gates?.settled(events.tenant[slot]!);
      deliveries.over(delivery);
      return false;
    }
    const { records, sim } = this.#world;
    const tenant = events.tenant[slot]!;
    if (records.home[slot]! < firstGroup) return this.#runFunction(slot, delivery);
    const { concurrency } = this.#groupOf(slot);
    if (this.#running[tenant]! >= concurrency) return this.#refuse(slot, tenant, concurrency, delivery);
    this.#running[tenant]!++;
    records.attempts[slot]!++;
    events.refusals[slot] = 0;
    const queue = events.queue[slot]!;
    this.parts.discipline.began?.(queue, slot);
    this.tell.began(slot, tenant, queue, events.worked[slot] === 1);
    sim.after(this.#durationOf(slot, delivery), this.#ends, delivery);
    return true;
  }

  /** Whether a delivery is not to be run any more: its host is lost, or its receipt has run out and that is looked at. */
  #isVoid(deliveries: Deliveries, delivery: number): boolean {
    if (deliveries.isLost[delivery] === 1) return true;
    return this.settings.pollers.expiryCheck && deliveries.hasExpired(delivery);
  }

  #durationOf(slot: number, delivery: number): Micros {
    const duration = Math.round(this.#world.records.work[slot]! / this.#speed);
    if (this.#deliveries === undefined) this.#world.records.due[slot] = duration;
    else this.#deliveries.begin(delivery, duration);
    return duration;
  }

  readonly #end = (delivery: number): void => {
    const deliveries = this.#deliveries;
    if (deliveries !== undefined && deliveries.isLost[delivery] === 1) return deliveries.over(delivery);
    const { events, loads, gates, discipline } = this.parts;
    const slot = this.#slotOf(delivery);
    const tenant = events.tenant[slot]!;
    const queue = events.queue[slot]!;
    const host = this.#hostOf(delivery);
    const duration = deliveries === undefined ? this.#world.records.due[slot]! : deliveries.duration[delivery]!;
    const { fails, failures, callers } = this.#groupOf(slot);
    const hasFailed = fails > 0 && failures.next() < fails;
    const isRepeat = events.worked[slot] === 1;
    const isValid = deliveries === undefined || deliveries.receipt[delivery] === events.receipt[slot];
    this.#running[tenant]!--;
    loads.took(queue, duration);
    discipline.ended?.(queue, slot, duration);
    this.tell.ended(slot, tenant, queue, endOf(hasFailed, isRepeat), duration);
    this.parts.ramp?.ended(!hasFailed);
    if (hasFailed) this.#failed(slot, isValid);
    else {
      events.worked[slot] = 1;
      callers?.done(slot, tenant);
      gates?.succeeded(tenant, duration);
      this.#succeeded(slot, isValid);
    }
    deliveries?.over(delivery);
    gates?.settled(tenant);
    this.#freed(host);
  };

  #succeeded(slot: number, isValid: boolean): void {
    if (this.parts.events.seat[slot] === Seat.done) return;
    const { lostAcknowledgements, pollers } = this.settings;
    if (lostAcknowledgements === 0 || this.#acknowledgements.next() >= lostAcknowledgements)
      return this.conclude(slot, 'succeeded');
    // Where nobody extends the receipt it runs out by itself.
    if (isValid && pollers.heartbeat) this.hide(slot, 'lostAcknowledgement', pollers.visibilityTimeout);
  }

  #failed(slot: number, isValid: boolean): void {
    const { events } = this.parts;
    if (!isValid || events.seat[slot] === Seat.done) return;
    const { retries } = this.settings;
    const errors = ++events.errors[slot]!;
    const tries = retries.counter === 'separate' ? errors : this.#world.records.receiveCount[slot]!;
    if (tries > retries.maximumRetryAttempts) return this.conclude(slot, 'retriesExhausted');
    this.#retry(slot, 'functionError', errors === 1 ? retries.firstErrorDelay : retries.laterErrorDelay);
  }

  /** The tenant has no concurrency left, or none at all. */
  #refuse(slot: number, tenant: number, concurrency: number, delivery: number): boolean {
    const { events, gates } = this.parts;
    const deliveries = this.#deliveries;
    const isValid = deliveries === undefined || deliveries.receipt[delivery] === events.receipt[slot];
    const host = this.#hostOf(delivery);
    deliveries?.over(delivery);
    const isThrottled = isValid && events.seat[slot] !== Seat.done && concurrency > 0;
    if (isThrottled) {
      this.tell.throttled(slot, tenant, events.queue[slot]!);
      gates?.throttled(tenant);
      this.#putOff(slot);
    } else if (isValid && events.seat[slot] !== Seat.done) this.conclude(slot, 'zeroConcurrency');
    gates?.settled(tenant);
    return isThrottled && this.#holds(host);
  }

  /** A throttled attempt keeps its slot for a time; false: for none. */
  #holds(host: number): boolean {
    const { throttleHold } = this.settings.retries;
    if (throttleHold === 0) return false;
    this.tell.occupied();
    this.#world.sim.after(throttleHold, this.#letsGo, host);
    return true;
  }

  readonly #letGo = (host: number): void => {
    this.tell.letGo();
    this.#freed(host);
  };

  #putOff(slot: number): void {
    const { events } = this.parts;
    const { retries } = this.settings;
    const { counter, maximumRetryAttempts, throttleBase: base, throttleCap: cap, jitter } = retries;
    if (counter === 'receiveCount' && this.#world.records.receiveCount[slot]! > maximumRetryAttempts)
      return this.conclude(slot, 'retriesExhausted');
    const u = jitter === 'none' ? 0 : this.#jitter.next();
    const wait = waitAfterThrottle(++events.refusals[slot]!, events.lastWait[slot]!, u, { base, cap, jitter });
    events.lastWait[slot] = wait;
    this.#retry(slot, 'throttle', wait);
  }

  #retry(slot: number, why: Again, wait: Micros): void {
    const { records, sim } = this.#world;
    const { ageRule, maximumEventAge } = this.settings;
    if (ageRule === 'lookAhead' && sim.now + wait - records.sentAt[slot]! >= maximumEventAge)
      return this.conclude(slot, 'ageExceeded');
    this.hide(slot, why, wait);
  }

  // — waiting and the end —

  /** An event in flight becomes visible again after `wait`; whoever holds it has no valid receipt any more. */
  hide(slot: number, why: Again, wait: Micros): void {
    const { events } = this.parts;
    events.receipt[slot]!++;
    // A copy that is visible stays so.
    if (events.seat[slot] === Seat.visible) return;
    this.tell.hidden(slot, events.tenant[slot]!, events.queue[slot]!, why, wait);
    if (this.#deliveries !== undefined) this.#world.records.hold(slot);
    this.#world.sim.after(wait, this.#due, slot);
  }

  readonly #isDue = (slot: number): void => {
    const { events } = this.parts;
    const isDone = events.seat[slot] === Seat.done;
    if (this.#deliveries !== undefined) this.#world.records.letGo(slot);
    if (isDone || events.seat[slot] === Seat.visible) return;
    if (this.settings.retries.placeAnew) this.#placeAnew(slot);
    this.reappear(slot);
  };

  /** An event in flight is visible again, now. */
  reappear(slot: number): void {
    this.#appear(slot);
    const queue = this.parts.events.queue[slot]!;
    this.serve(queue);
    this.#unblock(queue);
  }

  /** Whether an event of a simulated tenant has reached its age limit. */
  isTooOld(slot: number): boolean {
    const { records, sim } = this.#world;
    if (records.home[slot]! < this.parts.firstGroup) return false;
    return sim.now - records.sentAt[slot]! >= this.settings.maximumEventAge;
  }

  #appear(slot: number): void {
    const { events } = this.parts;
    const queue = events.queue[slot]!;
    this.#show(slot, queue);
    this.tell.appeared(slot, events.tenant[slot]!, queue);
  }

  /** An event that is tried again goes to the queue that is best now. */
  #placeAnew(slot: number): void {
    const { events, loads, view, lanes, placement, shared } = this.parts;
    const tenant = events.tenant[slot]!;
    const { frontHosts } = this.settings;
    const front = frontHosts === 1 ? 0 : this.#fronts.below(frontHosts);
    this.#leave(events.queue[slot]!);
    const lane = lanes === undefined ? -1 : lanes.of(tenant);
    const queue = lane >= 0 ? lane : placement.place(tenant, front);
    events.queue[slot] = queue;
    if (queue < shared) {
      this.#total++;
      view.placed(queue, front);
    }
    loads.depths[queue]!++;
    view.changed(queue);
  }

  /** A receipt has run out: if it is the latest, the event is visible again, whatever its poller is doing with it. */
  readonly #expired = (slot: number, receipt: number): void => {
    const { events, firstGroup } = this.parts;
    if (events.seat[slot] !== Seat.inFlight || events.receipt[slot] !== receipt) return;
    if (this.#world.records.home[slot]! < firstGroup) return;
    this.reappear(slot);
  };

  /** An event is done with. */
  conclude(slot: number, end: TierEnd): void {
    const { events, loads, gates, firstGroup } = this.parts;
    const { records } = this.#world;
    const queue = events.queue[slot]!;
    const wasVisible = events.seat[slot] === Seat.visible;
    if (wasVisible) {
      loads.visible[queue]!--;
      // It stays in the order of its queue until it is its turn.
      records.hold(slot);
    }
    events.seat[slot] = Seat.done;
    this.#leave(queue);
    this.tell.concluded(slot, events.tenant[slot]!, queue, end, wasVisible);
    this.#unblock(queue);
    gates?.withdraw(events.tenant[slot]!, slot);
    if (records.home[slot]! >= firstGroup) records.remove(slot);
  }

  #groupOf(slot: number): TierGroup {
    return this.groups[this.#world.records.home[slot]! - this.parts.firstGroup]!;
  }

  // — events of the scenario's own functions —

  /** Its source invokes the function, which begins to run it, refuses it, or is done with it; whether a run goes on. */
  #runFunction(slot: number, delivery: number): boolean {
    this.#began = false;
    const host = this.#hostOf(delivery);
    this.takers[this.#world.records.home[slot]!]!.deliver(slot);
    if (this.#began) return true;
    this.#deliveries?.over(delivery);
    this.parts.gates?.settled(this.parts.events.tenant[slot]!);
    return this.parts.events.seat[slot] !== Seat.done && this.#holds(host);
  }

  /** The function runs the event. */
  functionBegan(slot: number): void {
    const { events, discipline } = this.parts;
    const tenant = events.tenant[slot]!;
    this.#began = true;
    this.#running[tenant]!++;
    discipline.began?.(events.queue[slot]!, slot);
    this.tell.began(slot, tenant, events.queue[slot]!, events.worked[slot] === 1);
  }

  functionRefused(slot: number): void {
    const { events, gates } = this.parts;
    const tenant = events.tenant[slot]!;
    this.tell.throttled(slot, tenant, events.queue[slot]!);
    gates?.throttled(tenant);
  }

  /** A run of a function has ended; after how long its event is delivered again, if nobody hears of it. */
  functionEnded(slot: number, hasSucceeded: boolean, duration: Micros): Micros | undefined {
    const { events, loads, gates, discipline } = this.parts;
    const tenant = events.tenant[slot]!;
    const queue = events.queue[slot]!;
    const delivery = events.delivery[slot]!;
    const host = this.#hostOf(this.#deliveries === undefined ? slot : delivery);
    const isLost = this.#deliveries !== undefined && this.#deliveries.isLost[delivery] === 1;
    this.#running[tenant]!--;
    loads.took(queue, duration);
    discipline.ended?.(queue, slot, duration);
    this.tell.ended(slot, tenant, queue, endOf(!hasSucceeded, events.worked[slot] === 1), duration);
    if (hasSucceeded) {
      events.worked[slot] = 1;
      gates?.succeeded(tenant, duration);
    }
    this.#deliveries?.over(delivery);
    gates?.settled(tenant);
    // What becomes of the event comes first.
    if (!isLost) this.#world.sim.soon(this.#frees, host);
    return isLost ? this.settings.pollers.visibilityTimeout : undefined;
  }

  // — what happens to pollers and queues —

  /** Pollers receive nothing and begin nothing from now on, or do again; what runs goes on. */
  setDown(areDown: boolean): void {
    this.#areDown = areDown;
    if (areDown) return;
    this.parts.ramp?.begin();
    for (let host = 0; host < this.parts.servers.slots.length; host++) this.#work(host);
    this.serveAll();
  }

  /** Runs that begin from now on take a `speed`th of their time. */
  setSpeed(speed: number): void {
    this.#speed = speed;
  }

  serveAll(): void {
    const { visible } = this.parts.loads;
    for (let queue = 0; queue < visible.length; queue++) if (visible[queue]! > 0) this.serve(queue);
  }

  /** A host is lost with all that it holds, which is visible again when nobody has extended it for long enough; or is back. */
  setHostDown(host: number, isDown: boolean): void {
    this.parts.servers.setDown(host, isDown);
    if (isDown) this.#deliveries?.ofHost(host, (delivery) => this.#lose(this.#deliveries!, delivery));
    else this.#work(host);
  }

  #lose(deliveries: Deliveries, delivery: number): void {
    if (deliveries.isLost[delivery] === 1) return;
    deliveries.isLost[delivery] = 1;
    const { events, firstGroup } = this.parts;
    const { records, sim } = this.#world;
    const slot = deliveries.slot[delivery]!;
    // The function runs it to its end, and nobody hears of that.
    if (records.home[slot]! < firstGroup) return;
    const tenant = events.tenant[slot]!;
    if (deliveries.runs[delivery] === 1) this.parts.gates?.settled(tenant);
    if (deliveries.runs[delivery] === 1) {
      this.#running[tenant]!--;
      this.tell.ended(slot, tenant, events.queue[slot]!, RunEnd.lost, sim.now - deliveries.receivedAt[delivery]!);
    }
    const isValid = deliveries.receipt[delivery] === events.receipt[slot];
    if (!isValid || events.seat[slot] === Seat.done || !this.settings.pollers.heartbeat) return;
    this.hide(
      slot,
      'hostLost',
      untilUnextended(sim.now - deliveries.receivedAt[delivery]!, this.settings.pollers.visibilityTimeout),
    );
  }

  /** Pollers that receive on a beat look at their queues one after another, evenly spread over the beat. */
  #startBeats(queues: number): void {
    const { receiveEvery } = this.settings.pollers;
    if (receiveEvery === undefined) return;
    const { sim } = this.#world;
    const beat = sim.action(Rank.poll, (queue) => {
      this.#beat(queue);
      sim.after(receiveEvery, beat, queue);
    });
    for (let queue = 0; queue < queues; queue++) sim.at(Math.round((queue * receiveEvery) / queues), beat, queue);
  }

  #beat(queue: number): void {
    const { servers, loads } = this.parts;
    const host = servers.hostOf[queue]!;
    let left = this.settings.pollers.receiveBatch;
    while (left-- > 0 && loads.visible[queue]! > 0 && servers.free[host]! > 0 && !this.#isHalted(queue))
      this.#start(queue, host);
  }
}

function endOf(hasFailed: boolean, isRepeat: boolean): RunEnd {
  if (hasFailed) return RunEnd.failed;
  return isRepeat ? RunEnd.duplicate : RunEnd.succeeded;
}

/** How long an event stays hidden that was extended every third of the timeout until now, `held` after its receive. */
function untilUnextended(held: Micros, timeout: Micros): Micros {
  const third = Math.max(1, Math.round(timeout / 3));
  return Math.max(0, timeout - (held % third));
}
