/**
 * An SQS standard queue: send, receive, visibility, delete, receive count, dead-letter queue, retention, delay.
 *
 * A received message is hidden until its own visibility timeout ends (SQS-37: neither an error nor a throttle changes it),
 * the oldest visible message comes first, and the receive that would exceed maxReceiveCount moves it instead (SQS-46); one
 * that was received often comes last (SQS-49).
 * Any number of calls a second (SQS-60).
 * In which order messages are received is the line's (line.ts): that of a standard queue here, of fair and FIFO queues elsewhere.
 * Left out: order that is only best effort. Region and account of a queue (SQS-35) decide nothing here.
 */
import { LinkedInts } from '../../engine/linked-ints.ts';
import type { RandomStream } from '../../engine/random.ts';
import { Rank } from '../../engine/rank.ts';
import type { Timer } from '../../engine/simulation.ts';
import type { Micros } from '../../engine/time.ts';
import type { Arrivals } from '../arrivals/producer.ts';
import { Fate, Outcome, type Batch } from '../batch.ts';
import { throttlePause } from '../mapping/back-off.ts';
import type { Named } from '../observer.ts';
import { State, type Records } from '../records.ts';
import type { World } from '../world.ts';
import { DueList } from './due-list.ts';
import { DONE, type EventSource, type Poller, type Source } from './source.ts';
import type { Destination } from './destination.ts';
import type { Away, Line, LineMaker } from './line.ts';
import { WaitingLine } from './waiting-line.ts';

/** The settings of a queue; times in microseconds. All may change while it runs. */
export interface SqsSettings {
  visibilityTimeout: Micros;
  messageRetentionPeriod: Micros;
  delay: Micros;
  /** Bytes. Does not change. */
  readonly maximumMessageSize: number;
  /** With a dead-letter queue: receives a message may have had, at the most. */
  maxReceiveCount: number;
  /** Share of deliveries that are doubled: at least once is not once (SQS-51). Does not change. */
  readonly duplicates?: number;
}

export class SqsQueue implements EventSource, Source, Destination {
  readonly name: string;
  readonly index: number;
  readonly lanes = 1;
  readonly pollersPerLane = Infinity;
  readonly #envelope: number = 0;
  readonly mostPerReceive: number = 0;
  readonly settings: SqsSettings;

  readonly #world: World;
  readonly #records: Records;
  readonly #line: Line;
  readonly #away: Away | undefined;
  readonly #hidden: DueList;
  readonly #delayed: DueList;
  readonly #inFlightMax: number = 0;
  #producer: Arrivals | undefined;
  #deadLetterQueue: SqsQueue | undefined;
  readonly #consumers: Poller[] = [];
  /** Messages that came from a queue they were received too often in, in the order of their moves; made for the first. */
  #moved: LinkedInts | undefined;
  /** Whether there ever were others. */
  #hasOthers = false;
  readonly #sendsBack: number = 0;
  /** Undefined: no delivery is doubled. */
  readonly #doubling: RandomStream | undefined;
  #isAwaited = false;
  #isOut = false;
  readonly #ageTimer: Timer;
  #ageTimerAt: Micros = Infinity;

  /** `makeLine`: in which order messages are received; that of a standard queue unless it is given. */
  constructor(
    name: string,
    index: number,
    settings: SqsSettings,
    world: World,
    makeLine: LineMaker = ({ records }) => new WaitingLine(records),
  ) {
    this.name = name;
    this.index = index;
    this.settings = settings;
    this.#envelope = world.rules.number('sqs.envelope');
    this.mostPerReceive = world.rules.number('sqs.receive.most');
    this.#sendsBack = world.rules.number('sqs.sendsBack.receives');
    if ((settings.duplicates ?? 0) > 0) this.#doubling = world.sim.random(`sources.${name}`, 'duplicates');
    this.#world = world;
    this.#records = world.records;
    this.#line = makeLine(world, this);
    this.#away = this.#line.away;
    this.#inFlightMax = world.rules.number(this.#line.isStrict === true ? 'fifo.inFlight.max' : 'sqs.inFlight.max');
    this.#ageTimer = world.sim.timer(Rank.age, this.#expireOld);
    this.#hidden = new DueList(world, Rank.visibility, this.#reappear);
    this.#delayed = new DueList(world, Rank.visibility, this.#appear);
  }

  /** Where messages go that have been received too often. */
  set deadLetterQueue(queue: SqsQueue) {
    this.#deadLetterQueue = queue;
  }

  /** Who sends to this queue. The queue draws on it when somebody looks, and is woken by it when somebody waits. */
  set producer(producer: Arrivals | undefined) {
    this.#producer = producer;
    this.#watchAge();
  }

  get producer(): Arrivals | undefined {
    return this.#producer;
  }

  /** Other settings from now on; what is hidden or delayed keeps the time it was given. The service takes up to 60 s (SQS-52). */
  change(settings: Partial<SqsSettings>): void {
    Object.assign(this.settings, settings);
    this.#watchAge();
  }

  /**
   * Its API is out from now on, or works again: deletes fail meanwhile. Times that run inside the queue run on. That nothing
   * is received and sent is seen to by those who would.
   */
  outage(isOut: boolean): void {
    this.#isOut = isOut;
  }

  // — what an observer may ask —

  /** Messages that can be received now. */
  get visible(): number {
    this.#catchUp();
    return this.#line.size;
  }

  /** Messages received, and neither deleted nor visible again. */
  get inFlight(): number {
    return this.#hidden.size;
  }

  /** Messages sent whose delay has not passed. */
  get delayed(): number {
    this.#catchUp();
    return this.#delayed.size;
  }

  get held(): number {
    return this.visible + this.inFlight + this.delayed;
  }

  /**
   * From when the age of the oldest message counts that is not deleted: see Records.agedFrom. Infinity when there is none.
   * Looks at all in flight, and at all that wait where messages are moved into a queue that has others, too.
   */
  oldestSince(): Micros {
    const { agedFrom } = this.#records;
    let oldest = Infinity;
    const look = (slot: number): void => {
      if (agedFrom[slot]! < oldest) oldest = agedFrom[slot]!;
    };
    const moved = this.#moved?.size ?? 0;
    if (this.visible > 0 && moved === 0) oldest = this.#line.frontSentAt();
    else if (moved > 0 && this.#hasOthers) this.#line.forEachInFront(look);
    if (moved > 0) look(this.#moved!.first);
    this.#hidden.forEach(look);
    this.#delayed.forEach(look);
    return oldest;
  }

  /** The same of messages of groups that are not noisy, of a fair queue. Looks at all that are in flight or delayed. */
  oldestQuietSince(): Micros {
    const { quiet } = this.#line;
    if (quiet === undefined) return Infinity;
    this.#catchUp();
    let oldest = quiet.oldestSince();
    const look = (slot: number): void => {
      if (quiet.has(slot)) oldest = Math.min(oldest, this.#records.agedFrom[slot]!);
    };
    this.#hidden.forEach(look);
    this.#delayed.forEach(look);
    return oldest;
  }

  // — sending —

  /** A producer sends: the record is new. `delay` is the message's own; undefined takes the queue's (SQS-61). */
  accept(slot: number, at: Micros, delay: Micros | undefined): void {
    const wait = delay ?? this.settings.delay;
    this.#hasOthers = true;
    this.#world.tell.sent(this, slot, wait > 0);
    if (at + wait > this.#world.sim.now) {
      this.#records.state[slot] = State.delayed;
      if (this.#away !== undefined) this.#away.delayed(slot);
      this.#delayed.add(slot, at + wait);
      return;
    }
    if (wait > 0) this.#appearLate(slot, at + wait);
    this.#line.add(slot);
  }

  readonly keepsTrail = true;

  get isOut(): boolean {
    return this.#isOut;
  }

  get mostBytes(): number {
    return this.settings.maximumMessageSize;
  }

  catchUp(): void {
    this.#catchUp();
  }

  /** A message that the model makes is sent, now. */
  take(slot: number): void {
    this.accept(slot, this.#world.sim.now, undefined);
    this.#watchAge();
    this.wake();
  }

  /**
   * A message is moved in because it was received too often: it keeps the instant it was sent, which is now in a FIFO queue, and its age
   * counts anew (SQS-48).
   */
  moveInDead(slot: number): void {
    const { now } = this.#world.sim;
    if (this.#line.isStrict === true) this.#records.sendAt(slot, now);
    else this.#records.countAgeFrom(slot, now);
    if (this.#records.sentAt[slot]! < now) (this.#moved ??= new LinkedInts()).push(slot);
    else this.#hasOthers = true;
    this.#place(slot);
  }

  /** A message is moved in from a dead-letter queue, sent anew. */
  moveIn(slot: number): void {
    this.#hasOthers = true;
    this.#place(slot);
  }

  #place(slot: number): void {
    this.#catchUp();
    this.#records.state[slot] = State.waiting;
    this.#records.home[slot] = this.index;
    this.#line.add(slot);
    this.#watchAge();
    this.wake();
  }

  /** Takes out the oldest waiting message for a redrive; -1 when there is none. */
  takeForRedrive(): number {
    this.#catchUp();
    if (!this.#line.isReady) return -1;
    const slot = this.#line.shift();
    if (this.#away !== undefined) this.#away.moved(slot);
    this.#forget(slot);
    return slot;
  }

  /** A message leaves the list of those that were moved in. */
  #forget(slot: number): void {
    if (this.#moved === undefined) return;
    const from = this.#records.agedFrom[slot]!;
    if (from > this.#records.sentAt[slot]! && from < Infinity) this.#moved.remove(slot);
  }

  // — receiving —

  payloadOf(slot: number): number {
    return this.#records.size[slot]! + this.#envelope;
  }

  available(): boolean {
    this.#catchUp();
    return this.#line.isReady && this.#hidden.size < this.#inFlightMax;
  }

  receive(_lane: number, most: number, batch: Batch): number {
    return this.receiveHidden(most, this.settings.visibilityTimeout, batch);
  }

  /** One ReceiveMessage: up to `most` messages, hidden for `visibility` from now. */
  receiveHidden(most: number, visibility: Micros, batch: Batch): number {
    this.#catchUp();
    const line = this.#line;
    const due = this.#world.sim.now + visibility;
    const from = batch.held;
    const end = from + Math.min(most, this.#inFlightMax - this.#hidden.size);
    if (this.#away !== undefined) this.#away.receiving();
    while (batch.held < end && line.isReady) {
      const slot = line.shift();
      if (this.#deadLetterQueue !== undefined && this.#isWornOut(slot)) this.#deadLetter(slot, this.#deadLetterQueue);
      else this.#hand(slot, batch, visibility, due);
    }
    if (batch.held > from) this.#world.tell.received(this, batch, from);
    if (this.#away !== undefined) this.#away.received();
    if (visibility === 0) this.#showAgain(batch, from);
    else if (this.#doubling !== undefined) this.#double(batch, from, this.#doubling);
    return batch.held - from;
  }

  #isWornOut(slot: number): boolean {
    return this.#records.receiveCount[slot]! >= this.settings.maxReceiveCount;
  }

  /** Puts a waiting message into a batch, and hides it until `due` unless `visibility` is zero. */
  #hand(slot: number, batch: Batch, visibility: Micros, due: Micros): void {
    const records = this.#records;
    batch.add(slot, ++records.receiveCount[slot]!);
    batch.bytes += records.size[slot]! + this.#envelope;
    records.hold(slot);
    if (visibility === 0) return;
    records.state[slot] = State.hidden;
    if (this.#away !== undefined) this.#away.took(slot);
    this.#hidden.add(slot, due);
  }

  /** Messages wait for whoever asks. */
  polling(): void {}

  /** Pollers count their own. */
  countReads(): void {}

  /** Wakes the poller at the next instant at which something may be received. */
  await(poller: Poller): void {
    this.#isAwaited = true;
    if (this.#consumers[0] !== poller && !this.#consumers.includes(poller)) this.#consumers.push(poller);
    if (this.#producer !== undefined) this.#producer.arm();
  }

  /** Somebody who waits may find something: arrivals, moves and ended visibility timeouts call this. */
  readonly wake = (): void => {
    if (!this.#isAwaited) return;
    this.#isAwaited = false;
    const consumers = this.#consumers;
    for (let i = 0; i < consumers.length; i++) consumers[i]!.wake(0);
    // Several mappings take turns at being first: none has a claim on the queue.
    if (consumers.length > 1) consumers.push(consumers.shift()!);
  };

  // — after the invocation —

  /** Before another try of a refused batch: what has become visible since is no longer this poller's. */
  prepare(batch: Batch): void {
    if (batch.tries === 0) return;
    batch.filter((slot, receipt) => {
      const ours = this.#seemsHeldBy(slot, receipt);
      if (!ours) this.#records.letGo(slot);
      return ours;
    });
  }

  /** The messages stay hidden until their visibility timeout ends. */
  abandon(batch: Batch): void {
    for (let i = 0; i < batch.held; i++) this.#records.letGo(batch.slots[i]!);
    batch.held = 0;
    batch.size = 0;
  }

  /**
   * Deletes what succeeded; the rest stays hidden until its visibility timeout ends (SQS-36 to SQS-38).
   * A refused batch is kept and tried again until then (SQS-39).
   */
  settle(batch: Batch): Micros {
    const { outcome, failed, fates, size } = batch;
    if (outcome === Outcome.throttled) return this.#pauseAfterThrottle(batch);
    this.#catchUp();
    const wasFull = this.#hidden.size >= this.#inFlightMax;
    for (let i = 0; i < size; i++) {
      const isDone = outcome === Outcome.succeeded || (outcome === Outcome.partial && failed[i] === 0);
      fates[i] = isDone && !this.#isOut ? this.#deleteFrom(batch, i) : this.#keep(batch, i);
    }
    this.#world.tell.deleted(this, batch);
    if (wasFull) this.wake();
    return DONE;
  }

  /** ChangeMessageVisibility with a receipt: false when the receipt is no longer valid. */
  changeVisibility(slot: number, receipt: number, visibility: Micros): boolean {
    if (!this.#isHeldBy(slot, receipt)) return false;
    this.#hidden.remove(slot);
    if (visibility > 0) this.#hidden.add(slot, this.#world.sim.now + visibility);
    else this.#reappear(slot);
    return true;
  }

  putOff(slot: number, receipt: number, by: Micros): void {
    if (!this.#isHeldBy(slot, receipt)) return;
    this.#hidden.remove(slot);
    this.#hidden.add(slot, this.#records.due[slot]! + by);
  }

  #isHeldBy(slot: number, receipt: number): boolean {
    const { state, home, receiveCount } = this.#records;
    return state[slot] === State.hidden && home[slot] === this.index && receiveCount[slot] === receipt;
  }

  /** As its poller sees it, which counts the time since the receive and is not told of what others have deleted. */
  #seemsHeldBy(slot: number, receipt: number): boolean {
    if (this.#isHeldBy(slot, receipt)) return true;
    const { state, home, receiveCount, due } = this.#records;
    if (state[slot] !== State.gone || home[slot] !== this.index || receiveCount[slot] !== receipt) return false;
    return due[slot]! > this.#world.sim.now;
  }

  /**
   * Deletes a message that was received just now and is not for the mapping that received it (R-SQS-11). There was room for
   * others in flight before the receive as there is now, so nobody has to be woken.
   */
  discard(slot: number, mapping: Named): void {
    this.#world.tell.filtered(this, mapping, slot);
    this.#delete(slot);
  }

  #keep(batch: Batch, i: number): number {
    this.#records.letGo(batch.slots[i]!);
    return Fate.kept;
  }

  #deleteFrom(batch: Batch, i: number): number {
    const records = this.#records;
    const slot = batch.slots[i]!;
    const state = records.state[slot];
    if (state === State.gone) {
      records.letGo(slot);
      return Fate.goneBefore;
    }
    // Dead-lettered meanwhile: a receipt of this queue means nothing there, and the message stays.
    if (records.home[slot] !== this.index) return this.#keep(batch, i);
    if (this.#line.isStrict === true && !this.#isHeldBy(slot, batch.receipts[i]!)) return this.#keep(batch, i);
    const fate = batch.unprocessed[i] === 1 ? Fate.acknowledged : Fate.deleted;
    this.#delete(slot);
    return state === State.hidden ? fate : fate + Fate.wasVisible;
  }

  /** An old receipt still deletes on a standard queue, wherever the message is by now. */
  #delete(slot: number): void {
    const records = this.#records;
    if (records.state[slot] === State.hidden) {
      if (this.#away !== undefined) this.#away.left(slot);
      this.#hidden.remove(slot);
    } else this.#line.abandon(slot, records.agedFrom[slot] === Infinity);
    this.#forget(slot);
    records.removeHeld(slot);
  }

  #pauseAfterThrottle(batch: Batch): Micros {
    const now = this.#world.sim.now;
    let letGoAt = now;
    for (let i = 0; i < batch.held; i++) {
      const slot = batch.slots[i]!;
      if (this.#seemsHeldBy(slot, batch.receipts[i]!)) letGoAt = Math.max(letGoAt, this.#records.due[slot]!);
    }
    return Math.min(throttlePause(batch.tries, this.#world.rules), letGoAt - now);
  }

  #deadLetter(slot: number, target: SqsQueue): void {
    // What arrived there before is told before: looking at the queue makes it catch up.
    void target.visible;
    this.#world.tell.deadLettered(this, target, slot);
    if (this.#away !== undefined) this.#away.moved(slot);
    this.#forget(slot);
    target.moveInDead(slot);
  }

  /** A visibility timeout of zero: the messages were received, and can be received again. */
  #showAgain(batch: Batch, from: number): void {
    for (let i = from; i < batch.held; i++) this.#reappear(batch.slots[i]!);
  }

  /**
   * Some of what was received can be received by others at once, as if a copy of it had not heard of the receive. It stays one
   * message: any receipt deletes it, and what is handled after that is a duplicate.
   */
  #double(batch: Batch, from: number, random: RandomStream): void {
    const share = this.settings.duplicates!;
    for (let i = from; i < batch.held; i++) {
      if (random.next() >= share) continue;
      this.#hidden.remove(batch.slots[i]!);
      this.#reappear(batch.slots[i]!);
    }
  }

  readonly #reappear = (slot: number): void => {
    this.#catchUp();
    // One that was received with a visibility timeout of zero was never in flight.
    if (this.#away !== undefined && this.#records.state[slot] === State.hidden) this.#away.returned(slot);
    this.#records.state[slot] = State.waiting;
    this.#world.tell.returned(this, slot);
    if (this.#isSentBack(slot)) this.#sendBack(slot);
    else this.#line.add(slot);
    this.#watchAge();
    this.wake();
  };

  /** SQS-49: with a redrive policy, one that was received often and not deleted gives way to the others. */
  #isSentBack(slot: number): boolean {
    if (this.#deadLetterQueue === undefined || this.settings.maxReceiveCount <= this.#sendsBack) return false;
    if (this.#line.isStrict === true) return false;
    return this.#records.receiveCount[slot]! >= this.#sendsBack;
  }

  #sendBack(slot: number): void {
    this.#forget(slot);
    this.#records.countAgeFrom(slot, Infinity);
    this.#records.due[slot] = this.#world.sim.now;
    this.#line.addBehind(slot);
  }

  readonly #appear = (slot: number): void => {
    this.#catchUp();
    this.#records.state[slot] = State.waiting;
    this.#world.tell.appeared(this, slot);
    this.#line.add(slot);
    this.#watchAge();
    this.wake();
  };

  /** A delay that was over before anybody looked. */
  #appearLate(slot: number, at: Micros): void {
    this.#records.due[slot] = at;
    this.#world.tell.appeared(this, slot);
  }

  #catchUp(): void {
    if (this.#producer !== undefined && this.#producer.nextAt <= this.#world.sim.now) this.#producer.catchUp();
  }

  // — retention (SQS-53): exact, by a timer that is never later than the first expiry —

  #watchAge(): void {
    const oldest = this.#line.size > 0 ? this.#records.sentAt[this.#line.oldest()]! : Infinity;
    const at = Math.min(oldest, this.#producer?.nextAt ?? Infinity) + this.settings.messageRetentionPeriod;
    const { sim } = this.#world;
    if (at >= this.#ageTimerAt || at > sim.end) return;
    this.#ageTimerAt = at;
    this.#ageTimer.set(Math.max(at, sim.now));
  }

  readonly #expireOld = (): void => {
    this.#ageTimerAt = Infinity;
    const { sim, tell } = this.#world;
    const born = sim.now - this.settings.messageRetentionPeriod;
    while (this.visible > 0 && this.#records.sentAt[this.#line.oldest()]! <= born) {
      const slot = this.#line.takeOldest();
      tell.expired(this, slot);
      this.#forget(slot);
      this.#records.remove(slot);
    }
    this.#watchAge();
  };
}
