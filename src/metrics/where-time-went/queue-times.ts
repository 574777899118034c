/**
 * Where the time of records went that wait in a queue until they are received, and come back to it when they were not handled: of SQS, of
 * Amazon MQ, of asynchronous invocation; direct calls, too, which wait nowhere.
 *
 * A record's time follows its newest receive: while an invocation of an older one goes on, the record is where the newer one has it.
 * One that succeeds at its first attempt costs two numbers here: when it was received, and which trip took it. Others have a ledger.
 */
import type { Clock, Micros } from '../../engine/time.ts';
import { Fate, type Batch } from '../../model/batch.ts';
import type { Records } from '../../model/records.ts';
import type { GroupLocks } from './group-locks.ts';
import { Ledgers } from './ledgers.ts';
import { Part } from './parts.ts';
import type { PartSums } from './part-sums.ts';
import type { QueueWaits } from './queue-waits.ts';
import type { Trip } from './trip.ts';

/** Where a record is; a number above 0 is that of the trip it is on. */
const FRESH = 0;
/** Waits for something that {@link QueueTimes.doing} names, or may be received. */
const WAITS = -1;
const GATHERED = -2;

/** Stands for the batch of a record that was in none. */
const NOBODY = -1;

/** Stands for the owner of records that nobody would receive. */
export const NO_OWNER = -1;

/** Stands for the parts of a wait to be received, which are known only when it is over. */
const TO_BE_RECEIVED = 255;

export class QueueTimes {
  readonly #records: Records;
  readonly #clock: Clock;
  readonly #ledgers = new Ledgers();
  readonly #trips: readonly Trip[];
  /** By number of the owner: what stood in the way of what waits for it; undefined of one that calls by itself. */
  readonly #waits: readonly (QueueWaits | undefined)[];
  /** By number of the source: groups of which one message after the other is handled; undefined: it has none. */
  readonly #locks: readonly (GroupLocks | undefined)[];
  #place = new Int32Array(0);
  /** Number of the batch whose trip it is on. */
  #batch = new Int32Array(0);
  /** Since when what follows is so; without a ledger, all before that was one wait to be received. */
  #since = new Float64Array(0);
  #doing = new Uint8Array(0);
  #ledger = new Int32Array(0);

  constructor(
    records: Records,
    clock: Clock,
    trips: readonly Trip[],
    waits: readonly (QueueWaits | undefined)[],
    locks: readonly (GroupLocks | undefined)[],
  ) {
    this.#records = records;
    this.#clock = clock;
    this.#trips = trips;
    this.#waits = waits;
    this.#locks = locks;
  }

  // — the life of a record —

  /** It arrived; `at`: when it began to wait, if something else came before. */
  sent(source: number, slot: number, at: Micros): void {
    if (slot >= this.#place.length) this.#grow(slot + 1);
    if (this.#ledger[slot] !== 0) this.#forget(slot);
    this.#place[slot] = FRESH;
    this.#batch[slot] = NOBODY;
    const { sentAt } = this.#records;
    this.#locks[source]?.arrived(slot, at);
    if (at > sentAt[slot]!) this.#note(slot, Part.delay, at - sentAt[slot]!, at);
  }

  /** Its delay is over at that instant. */
  appeared(source: number, slot: number, at: Micros): void {
    this.#note(slot, Part.delay, at - this.#records.sentAt[slot]!, at);
    this.#locks[source]?.waitsFrom(slot, at);
  }

  received(source: number, batch: Batch, from: number): void {
    const { now } = this.#clock;
    const locks = this.#locks[source];
    for (let i = from; i < batch.held; i++) {
      const slot = batch.slots[i]!;
      if (locks !== undefined) this.#unblock(locks, slot, now);
      if (this.#ledger[slot] !== 0) this.#endWait(slot, batch.owner.ownerIndex, now);
      this.#place[slot] = GATHERED;
      this.#batch[slot] = batch.number;
      this.#since[slot] = now;
      locks?.taken(slot, now);
    }
  }

  /** A batch was closed: its records go on a trip. */
  batched(batch: Batch, trip: Trip): void {
    for (let i = 0; i < batch.size; i++) {
      const slot = batch.slots[i]!;
      // It has become visible since, and may be with another poller.
      if (this.#place[slot] !== GATHERED || this.#batch[slot] !== batch.number) continue;
      if (this.#ledger[slot] !== 0)
        this.#ledgers.add(this.#ledger[slot]!, Part.batch, trip.begunAt - this.#since[slot]!);
      this.#place[slot] = trip.number;
    }
  }

  /** A batch was settled. */
  deleted(batch: Batch, trip: Trip, sums: PartSums, source: number): void {
    const { now } = this.#clock;
    const owner = batch.owner.ownerIndex;
    trip.until(now);
    for (let i = 0; i < batch.size; i++) {
      const fate = batch.fates[i]! & 3;
      const slot = batch.slots[i]!;
      if (fate === Fate.deleted) this.#succeeded(slot, owner, trip, sums, now);
      else if (fate === Fate.acknowledged) this.#forget(slot);
      else if (fate === Fate.kept && this.#place[slot] === trip.number) this.#goOver(slot, Part.retry, now);
      if (fate === Fate.deleted || fate === Fate.acknowledged) this.#locks[source]?.left(slot, now);
    }
  }

  /** A poller lets go of a batch that nobody handles: what it holds is hidden until it is due. */
  abandoned(batch: Batch, trip: Trip): void {
    for (let i = 0; i < batch.held; i++) {
      const slot = batch.slots[i]!;
      const place = this.#place[slot]!;
      if (this.#batch[slot] === batch.number && (place === GATHERED || place === trip.number))
        this.#goOver(slot, Part.retry, this.#clock.now);
    }
  }

  /** It may be received again. */
  returned(source: number, slot: number): void {
    const { now } = this.#clock;
    this.#goOver(slot, TO_BE_RECEIVED, now);
    this.#locks[source]?.letGo(slot, now);
    this.#locks[source]?.waitsFrom(slot, now);
  }

  /** It was moved to another queue, and may be received there. */
  moved(from: number, to: number, slot: number): void {
    const { now } = this.#clock;
    this.#locks[from]?.left(slot, now);
    // In a FIFO queue it is as old as now.
    if (this.#locks[to] === undefined) this.#goOver(slot, TO_BE_RECEIVED, now);
    else this.#forget(slot);
    this.#locks[to]?.arrived(slot, now);
  }

  /** It was moved to another queue, where it begins anew: as old as now. */
  renewed(from: number, to: number, slot: number): void {
    this.ended(from, slot);
    this.#locks[to]?.arrived(slot, this.#clock.now);
  }

  /**
   * Adds what one has gone through until now that has not succeeded; after this nothing more is told of it but its end. `owner`: who would
   * have received it, or {@link NO_OWNER}.
   */
  soFar(slot: number, owner: number, sums: PartSums): void {
    const { now } = this.#clock;
    this.#endState(slot, owner, now);
    sums.open(now - this.#records.sentAt[slot]!, slot);
    this.#ledgers.addTo(sums, this.#ledger[slot]!);
  }

  /** It is done with, and has not succeeded. */
  ended(source: number, slot: number): void {
    this.#locks[source]?.left(slot, this.#clock.now);
    this.#forget(slot);
  }

  // — of those that call by themselves: a batch is one record —

  /** An attempt begins. */
  invoked(slot: number, owner: number, batch: Batch, trip: Trip): void {
    const { now } = this.#clock;
    if (this.#ledger[slot] !== 0) this.#endWait(slot, owner, now);
    this.#since[slot] = now;
    this.#place[slot] = trip.number;
    this.#batch[slot] = batch.number;
  }

  /** It waits for another attempt, because of something that is such a part. */
  waitsFor(slot: number, owner: number, part: number): void {
    this.#endState(slot, owner, this.#clock.now);
    this.#wait(slot, part, this.#clock.now);
  }

  /** It has succeeded. */
  done(slot: number, owner: number, sums: PartSums): void {
    const trip = this.#trips[this.#batch[slot]!]!;
    trip.until(this.#clock.now);
    this.#succeeded(slot, owner, trip, sums, this.#clock.now);
  }

  // — accounts —

  #succeeded(slot: number, owner: number, trip: Trip, sums: PartSums, now: Micros): void {
    const whole = now - this.#records.sentAt[slot]!;
    if (this.#ledger[slot] === 0 && this.#place[slot] === trip.number) {
      const since = this.#since[slot]!;
      sums.open(whole, slot);
      this.#addWait(sums, owner, this.#records.sentAt[slot]!, since);
      if (trip.begunAt > since) sums.add(Part.batch, trip.begunAt - since);
      const { times } = trip;
      for (let bits = trip.used; bits !== 0; bits &= bits - 1) {
        const part = 31 - Math.clz32(bits & -bits);
        sums.add(part, times[part]!);
      }
      this.#place[slot] = FRESH;
      return;
    }
    this.#endState(slot, owner, now);
    sums.open(whole, slot);
    this.#ledgers.addTo(sums, this.#ledger[slot]!);
    this.#forget(slot);
  }

  #addWait(sums: PartSums, owner: number, from: Micros, to: Micros): void {
    if (to === from) return;
    const waits = this.#waits[owner];
    const part = waits === undefined ? Part.poller : waits.partSince(from);
    if (part !== undefined) sums.add(part, to - from);
    else waits!.split(from, to, (one, time) => sums.add(one, time));
  }

  /** Adds to the ledger what a record has done since it last changed: it has one from here on. `owner`: who brings it to a function. */
  #endState(slot: number, owner: number, now: Micros): void {
    const place = this.#place[slot]!;
    const isFirst = this.#ledger[slot] === 0;
    if (place === FRESH || place === WAITS) return this.#endWait(slot, owner, now);
    const since = this.#since[slot]!;
    if (isFirst) {
      this.#ledger[slot] = this.#ledgers.open();
      this.#splitWait(slot, owner, this.#records.sentAt[slot]!, since);
    }
    const row = this.#ledger[slot]!;
    if (place === GATHERED) return this.#ledgers.add(row, Part.batch, now - since);
    const trip = this.#trips[this.#batch[slot]!]!;
    // Its poller had let go of it before the batch was settled, and is on another trip by now.
    if (trip.number !== place) return this.#ledgers.add(row, Part.retry, now - since);
    if (isFirst) this.#ledgers.add(row, Part.batch, trip.begunAt - since);
    trip.until(now);
    this.#ledgers.addTrip(row, trip);
  }

  #endWait(slot: number, owner: number, now: Micros): void {
    const isFresh = this.#ledger[slot] === 0;
    const since = isFresh ? this.#records.sentAt[slot]! : this.#since[slot]!;
    if (isFresh) this.#ledger[slot] = this.#ledgers.open();
    if (isFresh || this.#doing[slot] === TO_BE_RECEIVED) this.#splitWait(slot, owner, since, now);
    else this.#ledgers.add(this.#ledger[slot]!, this.#doing[slot]!, now - since);
  }

  #splitWait(slot: number, owner: number, from: Micros, to: Micros): void {
    const row = this.#ledger[slot]!;
    const waits = this.#waits[owner];
    if (owner === NO_OWNER) this.#ledgers.add(row, Part.notPolled, to - from);
    else if (waits === undefined) this.#ledgers.add(row, Part.poller, to - from);
    else waits.split(from, to, (part, time) => this.#ledgers.add(row, part, time));
  }

  /** What a record waited behind others of its group is taken off its wait, from the front. */
  #unblock(locks: GroupLocks, slot: number, now: Micros): void {
    const blocked = locks.blockedFor(slot, now);
    if (blocked === 0) return;
    const isFresh = this.#ledger[slot] === 0;
    const since = isFresh ? this.#records.sentAt[slot]! : this.#since[slot]!;
    this.#note(slot, Part.blocked, blocked, since + blocked);
  }

  /** Some of its wait belongs to a part of which it is known how long it was; it waits to be received from then on. */
  #note(slot: number, part: number, time: Micros, until: Micros): void {
    if (this.#ledger[slot] === 0) this.#ledger[slot] = this.#ledgers.open();
    this.#ledgers.add(this.#ledger[slot]!, part, time);
    this.#wait(slot, TO_BE_RECEIVED, until);
  }

  #wait(slot: number, doing: number, since: Micros): void {
    this.#place[slot] = WAITS;
    this.#doing[slot] = doing;
    this.#since[slot] = since;
  }

  /** Of one that was received before. */
  #goOver(slot: number, doing: number, now: Micros): void {
    this.#endState(slot, this.#trips[this.#batch[slot]!]!.owner, now);
    this.#wait(slot, doing, now);
  }

  #forget(slot: number): void {
    if (this.#ledger[slot] !== 0) this.#ledgers.close(this.#ledger[slot]!);
    this.#ledger[slot] = 0;
    this.#place[slot] = FRESH;
  }

  #grow(least: number): void {
    const length = Math.max(least, this.#records.state.length);
    this.#place = copied(this.#place, new Int32Array(length));
    this.#batch = copied(this.#batch, new Int32Array(length));
    this.#since = copied(this.#since, new Float64Array(length));
    this.#doing = copied(this.#doing, new Uint8Array(length));
    this.#ledger = copied(this.#ledger, new Int32Array(length));
  }
}

function copied<A extends Float64Array | Int32Array | Uint8Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
