/**
 * The tier behind asynchronous invocation from inside: an event is accepted by a front host, placed into one of many queues that tenants
 * share, becomes visible there, is received by a poller that has a slot free, let through by the pacing of its tenant, run, and is
 * concluded, or hidden until it is tried again in the same queue.
 *
 * Here is the flow; each decision has a file of its own: placement/ and depth-view.ts (where to), disciplines/ (which next), pollers.ts,
 * servers.ts and leases.ts (who works it), gates.ts (how fast), lanes.ts (who is isolated), callers.ts (who sends it again). What a run of
 * an event of a simulated tenant does is a time, a concurrency and a chance to fail; events of the scenario's own functions are handed to these
 * (own-functions.ts).
 *
 * At least once: where pollers do not extend what they hold, where a queue makes copies or a host can be lost, an event may be run by several at
 * once; those are deliveries (deliveries.ts). An event of the scenario's own functions is never run twice at once: its poller
 * extends it, and copies are not made of it. Left out: batches of receives that span queues, and what a receive costs in money.
 */
import type { RandomStream } from '../../engine/random.ts';
import { Rank } from '../../engine/rank.ts';
import type { Action } from '../../engine/simulation.ts';
import type { Micros } from '../../engine/time.ts';
import type { World } from '../world.ts';
import type { Callers } from './callers.ts';
import { waitAfterThrottle } from './controls/jitter.ts';
import { Deliveries } from './deliveries.ts';
import { Seat, type TierEvents } from './events.ts';
import type { Gates } from './gates.ts';
import { OwnFunctions } from './own-functions.ts';
import { Pollers, type PollerParts, type Runner } from './pollers.ts';
import type { TierSettings } from './settings.ts';
import { Storage, type StorageParts } from './storage.ts';
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

export interface TierParts extends StorageParts, PollerParts {
  readonly tenants: number;
  /** Records whose home is below this belong to functions of the scenario; group g has the home firstGroup + g. */
  readonly firstGroup: number;
  /** Undefined: events are let through as they come. */
  readonly gates: Gates | undefined;
}

export class Tier implements Runner {
  readonly settings: TierSettings;
  readonly parts: TierParts;
  readonly tell: TierObserver;
  readonly groups: TierGroup[] = [];
  readonly pollers: Pollers;
  readonly own: OwnFunctions;
  readonly #storage: Storage;
  readonly #world: World;
  readonly #events: TierEvents;
  /** Undefined: an event is held by one poller at a time, and its slot in the records stands for its delivery. */
  readonly #deliveries: Deliveries | undefined;
  readonly #acknowledgements: RandomStream;
  readonly #copying: RandomStream;
  readonly #jitter: RandomStream;
  /** By tenant: runs that go on. */
  readonly #running: Int32Array;
  readonly #ends: Action;
  readonly #due: Action;
  #speed = 1;

  constructor(settings: TierSettings, parts: TierParts, tell: TierObserver, world: World) {
    const { sim } = world;
    const { heartbeat, visibilityTimeout, model } = settings.pollers;
    this.settings = settings;
    this.parts = parts;
    this.tell = tell;
    this.#world = world;
    this.#events = parts.events;
    this.#storage = new Storage(settings, parts, tell, world);
    this.pollers = new Pollers(settings, parts, this, (delivery) => this.hostOf(delivery), tell, world);
    this.own = new OwnFunctions(this, world);
    this.#acknowledgements = sim.random('tier', 'lostAcknowledgements');
    this.#copying = sim.random('tier', 'duplicates');
    this.#jitter = sim.random('tier', 'jitter');
    this.#running = new Int32Array(parts.tenants);
    if (!heartbeat || settings.duplicates > 0 || model === 'leased')
      this.#deliveries = new Deliveries(heartbeat ? Infinity : visibilityTimeout, world, this.#expired);
    this.#ends = sim.action(Rank.completion, this.#end);
    this.#due = sim.action(Rank.visibility, this.#isDue);
  }

  /** Events that are stored in shared queues. */
  get total(): number {
    return this.#storage.total;
  }

  #groupOf(slot: number): TierGroup {
    return this.groups[this.#world.records.home[slot]! - this.parts.firstGroup]!;
  }

  /** Whether it is an event of one of the scenario's own functions. */
  #isOwn(slot: number): boolean {
    return this.#world.records.home[slot]! < this.parts.firstGroup;
  }

  // — acceptance —

  /** An event of a tenant of a group is accepted, and answered 202; if not, the reason is returned and its record is gone. */
  accept(slot: number, tenant: number): Rejection | undefined {
    const { admits } = this.#groupOf(slot);
    if (admits !== undefined && !admits(tenant)) return this.#reject(slot, tenant, 'admission');
    const queue = this.#storage.store(slot, tenant, true);
    if (queue < 0) return this.#reject(slot, tenant, 'queueFull');
    this.pollers.ask(queue);
    return undefined;
  }

  #reject(slot: number, tenant: number, why: Rejection): Rejection {
    this.tell.rejected(tenant, why);
    this.#world.records.remove(slot);
    return why;
  }

  /** An event of one of the scenario's functions is stored; Lambda has accepted it, so no queue is too full. */
  storeOwn(slot: number, tenant: number): void {
    this.pollers.ask(this.#storage.store(slot, tenant, false));
  }

  // — receiving —

  receive(queue: number, host: number): number {
    const popped = this.#storage.next(queue);
    const slot = popped < 0 ? ~popped : popped;
    const isOwn = this.#isOwn(slot);
    if (this.#events.seat[slot] === Seat.done) {
      this.#storage.forget(slot);
      return -1;
    }
    if (popped < 0 && !isOwn) {
      this.conclude(slot, 'dropped');
      this.#storage.forget(slot);
      return -1;
    }
    this.#storage.hand(slot, queue);
    if (!isOwn && this.isTooOld(slot)) {
      this.conclude(slot, 'ageExceeded');
      return -1;
    }
    const { duplicates } = this.settings;
    if (duplicates > 0 && !isOwn && this.#copying.next() < duplicates) this.#storage.show(slot);
    return this.#isLetThrough(slot) ? this.#deliver(slot, host) : -1;
  }

  /** Whether an event of a simulated tenant has reached its age limit. */
  isTooOld(slot: number): boolean {
    const { records, sim } = this.#world;
    return !this.#isOwn(slot) && sim.now - records.sentAt[slot]! >= this.settings.maximumEventAge;
  }

  wantsToRun(slot: number): boolean {
    return this.#events.seat[slot] !== Seat.done && !this.isTooOld(slot);
  }

  letOut(slot: number): void {
    const events = this.#events;
    const wantsToRun = this.wantsToRun(slot);
    const isDone = events.seat[slot] === Seat.done;
    this.#world.records.letGo(slot);
    if (!wantsToRun) {
      if (!isDone) this.conclude(slot, 'ageExceeded');
      return;
    }
    const host = this.parts.servers.hostOf[events.queue[slot]!]!;
    if (host >= 0) return this.pollers.give(this.#deliver(slot, host), host);
    // Nobody works its queue any more.
    this.reappear(slot);
    this.parts.gates!.settled(events.tenant[slot]!);
  }

  /** What is not let through now stays with its poller until its tenant may run it. */
  #isLetThrough(slot: number): boolean {
    const { gates } = this.parts;
    const tenant = this.#events.tenant[slot]!;
    if (gates === undefined || gates.admits(tenant)) return true;
    // Its copy is still in the queue.
    if (this.#events.seat[slot] === Seat.visible) return false;
    this.tell.hidden(slot, tenant, this.#events.queue[slot]!, 'paced', 0);
    // Somebody who has an older receipt may be done with it meanwhile.
    this.#world.records.hold(slot);
    gates.hold(tenant, slot);
    return false;
  }

  #deliver(slot: number, host: number): number {
    if (this.#deliveries === undefined) return slot;
    return (this.#events.delivery[slot] = this.#deliveries.make(slot, this.#events.receipt[slot]!, host));
  }

  #slotOf(delivery: number): number {
    return this.#deliveries === undefined ? delivery : this.#deliveries.slot[delivery]!;
  }

  /** The host that a delivery was made to. */
  hostOf(delivery: number): number {
    if (this.#deliveries !== undefined) return this.#deliveries.host[delivery]!;
    return this.parts.servers.hostOf[this.#events.queue[delivery]!]!;
  }

  queueOf(delivery: number): number {
    return this.#events.queue[this.#slotOf(delivery)]!;
  }

  /** The latest delivery of an event. */
  deliveryOf(slot: number): number {
    return this.#deliveries === undefined ? slot : this.#events.delivery[slot]!;
  }

  /** What was delivered runs now, in a function of the scenario. */
  runs(delivery: number): void {
    this.#deliveries?.begin(delivery, 0);
  }

  isLost(delivery: number): boolean {
    const deliveries = this.#deliveries;
    if (deliveries === undefined || deliveries.isLost[delivery] === 0) return false;
    this.over(delivery);
    return true;
  }

  /** What an event was delivered for is over; it came to nothing if its function has refused it. */
  over(delivery: number, wasThrottled = false): void {
    const tenant = this.#events.tenant[this.#slotOf(delivery)]!;
    if (this.#deliveries !== undefined) this.#deliveries.over(delivery);
    if (this.parts.gates !== undefined) this.parts.gates.settled(tenant, wasThrottled);
  }

  /** Whether the receipt of a delivery is the latest, and the event not done with. */
  #isValid(delivery: number, slot: number): boolean {
    if (this.#deliveries === undefined) return true;
    return this.#deliveries.receipt[delivery] === this.#events.receipt[slot] && this.#events.seat[slot] !== Seat.done;
  }

  // — a run —

  run(delivery: number): boolean {
    const deliveries = this.#deliveries;
    if (deliveries !== undefined && this.#isVoid(deliveries, delivery)) {
      this.over(delivery);
      return false;
    }
    const slot = this.#slotOf(delivery);
    if (this.#isOwn(slot)) return this.own.run(slot, delivery);
    const events = this.#events;
    const tenant = events.tenant[slot]!;
    const { concurrency } = this.#groupOf(slot);
    if (this.#running[tenant]! >= concurrency) return this.#refuse(slot, tenant, concurrency, delivery);
    this.#world.records.attempts[slot]!++;
    if (events.isMarked[slot] === 1) {
      events.refusals[slot] = 0;
      events.lastWait[slot] = 0;
    }
    this.began(slot);
    this.#world.sim.after(this.#durationOf(slot, delivery), this.#ends, delivery);
    return true;
  }

  /** Whether a delivery is not to be run any more: its host is lost, or its receipt has run out and that is looked at. */
  #isVoid(deliveries: Deliveries, delivery: number): boolean {
    if (deliveries.isLost[delivery] === 1) return true;
    const { expiryCheck } = this.settings.pollers;
    return expiryCheck && deliveries.hasExpired(delivery) && !this.#isOwn(deliveries.slot[delivery]!);
  }

  #durationOf(slot: number, delivery: number): Micros {
    const { records } = this.#world;
    const duration = Math.round(records.work[slot]! / this.#speed);
    if (this.#deliveries === undefined) records.due[slot] = duration;
    else this.#deliveries.begin(delivery, duration);
    return duration;
  }

  /** A run of an event begins. */
  began(slot: number): void {
    const { tenant, queue, worked } = this.#events;
    const { discipline } = this.parts;
    this.#running[tenant[slot]!]!++;
    if (discipline.began !== undefined) discipline.began(queue[slot]!, slot);
    this.tell.began(slot, tenant[slot]!, queue[slot]!, worked[slot] === 1);
  }

  /** A run of an event is over, and well or not. */
  ended(slot: number, isWell: boolean, duration: Micros): void {
    const events = this.#events;
    const tenant = events.tenant[slot]!;
    const queue = events.queue[slot]!;
    const { loads, discipline, gates, ramp } = this.parts;
    this.#running[tenant]!--;
    loads.took(queue, duration);
    if (discipline.ended !== undefined) discipline.ended(queue, slot, duration);
    if (ramp !== undefined) ramp.ended(isWell);
    this.tell.ended(slot, tenant, queue, endOf(isWell, events.worked[slot] === 1), duration);
    if (!isWell) return;
    events.worked[slot] = 1;
    if (gates !== undefined) gates.succeeded(tenant, duration);
  }

  readonly #end = (delivery: number): void => {
    const deliveries = this.#deliveries;
    if (deliveries !== undefined && deliveries.isLost[delivery] === 1) return deliveries.over(delivery);
    const slot = this.#slotOf(delivery);
    const host = this.hostOf(delivery);
    const { fails, failures, callers } = this.#groupOf(slot);
    const isWell = fails === 0 || failures.next() >= fails;
    const isValid = this.#isValid(delivery, slot);
    this.ended(
      slot,
      isWell,
      deliveries === undefined ? this.#world.records.due[slot]! : deliveries.duration[delivery]!,
    );
    if (isWell && callers !== undefined) callers.done(slot, this.#events.tenant[slot]!);
    if (isWell) this.#succeeded(slot, isValid);
    else if (isValid) this.#failed(slot);
    this.over(delivery);
    this.pollers.freed(host);
  };

  #succeeded(slot: number, isValid: boolean): void {
    if (this.#events.seat[slot] === Seat.done) return;
    const { lostAcknowledgements, pollers } = this.settings;
    if (lostAcknowledgements === 0 || this.#acknowledgements.next() >= lostAcknowledgements)
      return this.conclude(slot, 'succeeded');
    // Where nobody extends the receipt it runs out by itself.
    if (isValid && pollers.heartbeat) this.hide(slot, 'lostAcknowledgement', pollers.visibilityTimeout);
  }

  #failed(slot: number): void {
    const { counter, maximumRetryAttempts, firstErrorDelay, laterErrorDelay } = this.settings.retries;
    this.#events.mark(slot);
    const errors = ++this.#events.errors[slot]!;
    const tries = counter === 'separate' ? errors : this.#world.records.receiveCount[slot]!;
    if (tries > maximumRetryAttempts) return this.conclude(slot, 'retriesExhausted');
    this.#retry(slot, 'functionError', errors === 1 ? firstErrorDelay : laterErrorDelay);
  }

  /** The tenant has no concurrency left, or none at all; whether that occupies the slot for a time. */
  #refuse(slot: number, tenant: number, concurrency: number, delivery: number): boolean {
    const isValid = this.#isValid(delivery, slot);
    const host = this.hostOf(delivery);
    const isThrottled = isValid && concurrency > 0;
    if (isThrottled) {
      this.throttled(slot);
      this.#putOff(slot);
    } else if (isValid) this.conclude(slot, 'zeroConcurrency');
    // The event may be done with and its slot another's: the tenant is what was asked for.
    if (this.#deliveries !== undefined) this.#deliveries.over(delivery);
    if (this.parts.gates !== undefined) this.parts.gates.settled(tenant, isThrottled);
    return isThrottled && this.holds(host);
  }

  /** An attempt was refused by its function. */
  throttled(slot: number): void {
    const tenant = this.#events.tenant[slot]!;
    this.tell.throttled(slot, tenant, this.#events.queue[slot]!);
    if (this.parts.gates !== undefined) this.parts.gates.throttled(tenant);
  }

  /** A throttled attempt keeps its slot for a time; false: for none. */
  holds(host: number): boolean {
    const { throttleHold } = this.settings.retries;
    if (throttleHold > 0) this.pollers.occupy(host, throttleHold);
    return throttleHold > 0;
  }

  #putOff(slot: number): void {
    const { counter, maximumRetryAttempts, throttleBase: base, throttleCap: cap, jitter } = this.settings.retries;
    if (counter === 'receiveCount' && this.#world.records.receiveCount[slot]! > maximumRetryAttempts)
      return this.conclude(slot, 'retriesExhausted');
    const { refusals, lastWait } = this.#events;
    this.#events.mark(slot);
    const u = jitter === 'none' ? 0 : this.#jitter.next();
    const wait = waitAfterThrottle(++refusals[slot]!, lastWait[slot]!, u, { base, cap, jitter });
    lastWait[slot] = wait;
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
    const events = this.#events;
    events.receipt[slot]!++;
    // A copy that is visible stays so.
    if (events.seat[slot] === Seat.visible) return;
    this.tell.hidden(slot, events.tenant[slot]!, events.queue[slot]!, why, wait);
    if (this.#deliveries !== undefined) this.#world.records.hold(slot);
    this.#world.sim.after(wait, this.#due, slot);
  }

  readonly #isDue = (slot: number): void => {
    const isInFlight = this.#events.seat[slot] === Seat.inFlight;
    if (this.#deliveries !== undefined) this.#world.records.letGo(slot);
    if (!isInFlight) return;
    if (this.settings.retries.placeAnew) this.#storage.placeAnew(slot);
    this.reappear(slot);
  };

  /** An event in flight is visible again, now. */
  reappear(slot: number): void {
    const queue = this.#storage.show(slot);
    this.pollers.ask(queue);
    this.pollers.unblock(queue);
  }

  /** A receipt has run out: if it is the latest, the event is visible again, whatever its poller is doing with it. */
  readonly #expired = (slot: number, receipt: number): void => {
    const { seat, receipt: latest } = this.#events;
    if (seat[slot] === Seat.inFlight && latest[slot] === receipt && !this.#isOwn(slot)) this.reappear(slot);
  };

  /** An event is done with. */
  conclude(slot: number, end: TierEnd): void {
    const tenant = this.#events.tenant[slot]!;
    const queue = this.#events.queue[slot]!;
    const wasVisible = this.#storage.remove(slot);
    // Its work is done, whatever the tier has learned of it.
    const isDone = this.#events.worked[slot] === 1;
    this.tell.concluded(slot, tenant, queue, isDone ? 'succeeded' : end, wasVisible);
    this.pollers.unblock(queue);
    if (!this.#isOwn(slot)) this.#world.records.remove(slot);
  }

  // — what happens to hosts —

  /** Runs that begin from now on take a `speed`th of their time. */
  setSpeed(speed: number): void {
    this.#speed = speed;
  }

  /** A host is lost with all that it holds, which is visible again when nobody has extended it for long enough; or is back. */
  setHostDown(host: number, isDown: boolean): void {
    this.parts.servers.setDown(host, isDown);
    const deliveries = this.#deliveries;
    if (!isDown) this.pollers.work(host);
    else if (deliveries !== undefined) deliveries.ofHost(host, (delivery) => this.#lose(deliveries, delivery));
  }

  #lose(deliveries: Deliveries, delivery: number): void {
    if (deliveries.isLost[delivery] === 1) return;
    deliveries.isLost[delivery] = 1;
    const { sim } = this.#world;
    const { heartbeat, visibilityTimeout } = this.settings.pollers;
    const slot = deliveries.slot[delivery]!;
    const isOwn = this.#isOwn(slot);
    // The function runs it to its end, and nobody hears of that.
    if (isOwn && deliveries.runs[delivery] === 1) return;
    const held = sim.now - deliveries.receivedAt[delivery]!;
    if (deliveries.runs[delivery] === 1) this.#interrupt(slot, held);
    if ((heartbeat || isOwn) && this.#isValid(delivery, slot))
      this.hide(slot, 'hostLost', untilUnextended(held, visibilityTimeout));
  }

  /** A run is lost with its host, after so long. */
  #interrupt(slot: number, after: Micros): void {
    const tenant = this.#events.tenant[slot]!;
    this.#running[tenant]!--;
    this.tell.ended(slot, tenant, this.#events.queue[slot]!, RunEnd.lost, after);
    if (this.parts.gates !== undefined) this.parts.gates.settled(tenant);
  }
}

function endOf(isWell: boolean, isRepeat: boolean): RunEnd {
  if (!isWell) return RunEnd.failed;
  return isRepeat ? RunEnd.duplicate : RunEnd.succeeded;
}

/** How long an event stays hidden that was extended every third of the timeout until now, `held` after its receive. */
function untilUnextended(held: Micros, timeout: Micros): Micros {
  const third = Math.max(1, Math.round(timeout / 3));
  return Math.max(0, timeout - (held % third));
}
