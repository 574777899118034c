/**
 * Provisioned pollers of a queue: each has up to ten batches with the function at once, and receives ten times and a megabyte a second,
 * whichever binds first (SQS-22). All three are limits of each poller by itself.
 *
 * After a receive a poller rests for as long as its rate of receives, or its bytes at their rate, take: the pace is even (assumed), so it
 * never receives more than ten times in any second. It receives only while it has room for another batch, and gathers one at a time
 * (assumed). One that waits is in a long poll, which costs no event; a rest costs one, after a receive. Left out: the bytes of messages that
 * no filter lets through.
 */
import { IntBag } from '../../engine/int-bag.ts';
import type { RandomStream } from '../../engine/random.ts';
import { Rank } from '../../engine/rank.ts';
import type { Action } from '../../engine/simulation.ts';
import { SECOND, type Micros } from '../../engine/time.ts';
import { Batch, type BatchOwner } from '../batch.ts';
import type { World } from '../world.ts';
import type { PollerFleet } from './fleet.ts';
import { Held, PollerMeter } from './poller-meter.ts';
import type { PollerCapacity } from './provisioned.ts';

/** One poller. */
class Unit {
  readonly number: number;
  /** Batches that it gathers or that are with the function. */
  used = 0;
  /** Batches that it gathers: they have records, and wait for more. */
  readonly open: Batch[] = [];
  readonly spare: Batch[] = [];
  /** It may receive once more, although it rests. */
  mayReceive = false;
  isResting = false;
  restsUntil: Micros = 0;
  restsForBytes = false;
  /** It runs, or finishes what it has. */
  isHere = false;
  isLeaving = false;
  held: Held = Held.not;
  isReady = false;
  waitingSince: Micros = 0;

  constructor(number: number) {
    this.number = number;
  }
}

export interface ProvisionedFleetSettings extends PollerCapacity {
  /** Batches that one poller gathers side by side. */
  readonly gathered: number;
  /** How long a receive waits before it returns empty. */
  readonly longPoll: Micros;
}

export class ProvisionedFleet implements PollerFleet {
  readonly meter = new PollerMeter();
  readonly #owner: BatchOwner;
  readonly #world: World;
  readonly #settings: ProvisionedFleetSettings;
  readonly #random: RandomStream;
  readonly #onEmpty: (receives: number) => void;
  readonly #onReady: () => void;
  readonly #restEnds: Action;
  readonly #pause: Micros;
  readonly #units: Unit[] = [];
  /** Pollers that do not run at present. */
  readonly #spare: Unit[] = [];
  /** By the number of a batch among all of this fleet, whose it is. */
  readonly #unitOf: Unit[] = [];
  /** Pollers that can receive now. */
  readonly #ready = new IntBag();
  #here = 0;
  #target = 0;

  /** `onEmpty` is told of receives that found nothing, later than they happened; `onReady`, that a poller can receive again. */
  constructor(
    owner: BatchOwner,
    world: World,
    settings: ProvisionedFleetSettings,
    random: RandomStream,
    on: { readonly empty: (receives: number) => void; readonly ready: () => void },
  ) {
    this.#owner = owner;
    this.#world = world;
    this.#settings = settings;
    this.#random = random;
    this.#onEmpty = on.empty;
    this.#onReady = on.ready;
    this.#pause = Math.ceil(SECOND / settings.polls);
    this.#restEnds = world.sim.action(Rank.poll, (number) => this.#endRest(this.#units[number]!));
  }

  get isTooLarge(): boolean {
    return this.#here > this.#target;
  }

  get hasIdle(): boolean {
    return this.#ready.size > 0;
  }

  get idle(): number {
    return this.#ready.size;
  }

  /** New pollers can receive at once. Of too many those go that have least to finish. */
  resize(target: number, now: Micros): void {
    this.#target = target;
    this.meter.setPollers(target, now);
    const staying = this.#units.filter(({ isHere, isLeaving }) => isHere && !isLeaving);
    if (staying.length > target) {
      const leaving = staying.sort((a, b) => a.used - b.used || b.number - a.number).slice(0, staying.length - target);
      for (const unit of leaving) this.#leave(unit, now);
      return;
    }
    let wanted = target - staying.length;
    for (const unit of this.#units) {
      if (wanted === 0) break;
      if (!unit.isLeaving) continue;
      unit.isLeaving = false;
      this.#settle(unit, now);
      wanted--;
    }
    for (; wanted > 0; wanted--) this.#hire(now);
  }

  take(now: Micros, gathering: boolean): Batch {
    const ready = this.#ready.size;
    const unit = this.#units[this.#ready.at(gathering && ready > 1 ? this.#random.below(ready) : ready - 1)]!;
    const batch = this.#openOf(unit) ?? this.#freshOf(unit, now);
    unit.mayReceive = true;
    this.#rest(unit, now + this.#pause);
    this.#settle(unit, now);
    return batch;
  }

  /** Whether the poller that has this batch may receive for it now. */
  mayReceive(batch: Batch): boolean {
    const unit = this.#unitOf[batch.poller]!;
    return unit.mayReceive || !unit.isResting;
  }

  /** It has received, so many bytes. */
  received(batch: Batch, bytes: number, now: Micros): void {
    const unit = this.#unitOf[batch.poller]!;
    const carries = Math.ceil((bytes * SECOND) / this.#settings.bytes);
    unit.mayReceive = false;
    unit.restsForBytes = carries > this.#pause;
    this.#rest(unit, now + Math.max(this.#pause, carries));
    this.meter.received(bytes);
    this.#settle(unit, now);
  }

  takeGathering(batch: Batch, now: Micros): void {
    const unit = this.#unitOf[batch.poller]!;
    unit.open.splice(unit.open.indexOf(batch), 1);
    this.#settle(unit, now);
  }

  wait(batch: Batch, now: Micros): void {
    const unit = this.#unitOf[batch.poller]!;
    if (batch.held === 0) return this.#putBack(batch, unit, now);
    unit.open.push(batch);
    this.#settle(unit, now);
  }

  free(batch: Batch, now: Micros): void {
    this.#putBack(batch, this.#unitOf[batch.poller]!, now);
  }

  countWaits(now: Micros): void {
    for (let place = 0; place < this.#ready.size; place++) {
      const unit = this.#units[this.#ready.at(place)]!;
      this.#countPolls(unit, now);
    }
  }

  #openOf({ open }: Unit): Batch | undefined {
    const { gathered } = this.#settings;
    if (open.length === 0) return undefined;
    const place = gathered > 1 ? this.#random.below(gathered) : 0;
    return open[place] === undefined ? undefined : open.splice(place, 1)[0];
  }

  #freshOf(unit: Unit, now: Micros): Batch {
    if (unit.used === this.#settings.invokes) return unit.open.pop()!;
    unit.used++;
    this.meter.addInFlight(1, now);
    return unit.spare.pop() ?? this.#make(unit);
  }

  #make(unit: Unit): Batch {
    const all = this.#world.batches;
    const batch = new Batch(this.#owner, this.#unitOf.length, all.length);
    all.push(batch);
    this.#unitOf.push(unit);
    return batch;
  }

  #putBack(batch: Batch, unit: Unit, now: Micros): void {
    unit.used--;
    unit.spare.push(batch);
    this.meter.addInFlight(-1, now);
    if (unit.isLeaving && unit.used === 0) this.#dismiss(unit, now);
    else this.#settle(unit, now);
  }

  // — rests —

  /** One event for each rest; a rest that turns out longer has another when that is over. */
  #rest(unit: Unit, until: Micros): void {
    unit.restsUntil = until;
    if (unit.isResting) return;
    unit.isResting = true;
    this.#world.sim.at(until, this.#restEnds, unit.number);
  }

  #endRest(unit: Unit): void {
    const { now } = this.#world.sim;
    if (unit.restsUntil > now) return this.#world.sim.at(unit.restsUntil, this.#restEnds, unit.number);
    unit.isResting = false;
    unit.restsForBytes = false;
    if (!unit.isHere) return;
    const wasIdle = this.hasIdle;
    this.#settle(unit, now);
    if (!wasIdle && this.hasIdle) this.#onReady();
  }

  /** Brings what is said of a poller up to what it does: whether it can receive, and if not, what holds it. */
  #settle(unit: Unit, now: Micros): void {
    if (!unit.isHere) return;
    const held = this.#heldBy(unit);
    if (held !== unit.held) this.meter.move(unit.held, held, now);
    unit.held = held;
    const isReady = held === Held.not && !unit.isLeaving;
    if (isReady === unit.isReady) return;
    unit.isReady = isReady;
    if (isReady) {
      this.meter.setShort(false, now);
      unit.waitingSince = now;
      this.#ready.add(unit.number);
    } else {
      this.#ready.remove(unit.number);
      this.#countPolls(unit, now);
    }
  }

  #heldBy(unit: Unit): Held {
    if (unit.used === this.#settings.invokes && unit.open.length === 0) return Held.invokes;
    if (!unit.isResting) return Held.not;
    return unit.restsForBytes ? Held.bytes : Held.polls;
  }

  /** Long polls that have ended without anything since they were last counted. */
  #countPolls(unit: Unit, now: Micros): void {
    const { longPoll } = this.#settings;
    const polls = Math.floor((now - unit.waitingSince) / longPoll);
    if (polls <= 0) return;
    this.#onEmpty(polls);
    unit.waitingSince += polls * longPoll;
  }

  // — coming and going —

  #hire(now: Micros): void {
    const unit = this.#spare.pop() ?? this.#add();
    unit.isHere = true;
    unit.held = Held.not;
    this.#here++;
    this.meter.add(1, unit.held, now);
    this.#settle(unit, now);
  }

  #add(): Unit {
    const unit = new Unit(this.#units.length);
    this.#units.push(unit);
    return unit;
  }

  #leave(unit: Unit, now: Micros): void {
    unit.isLeaving = true;
    this.#settle(unit, now);
    if (unit.used === 0) this.#dismiss(unit, now);
  }

  #dismiss(unit: Unit, now: Micros): void {
    this.meter.add(-1, unit.held, now);
    unit.isHere = false;
    unit.isLeaving = false;
    this.#here--;
    this.#spare.push(unit);
  }
}
