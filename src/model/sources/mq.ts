/**
 * A queue of Amazon MQ: messages wait in order, consumers of a mapping take them in batches, and the broker keeps each until it is
 * acknowledged (MQ-01). Several mappings of one queue compete for its messages.
 *
 * A lane is a consumer: as many of a mapping as the engine allows executions at once, each with one batch. A batch that fails or is
 * refused stays with its consumer and is tried again until it succeeds or its messages expire. Assumed, for nothing is published: a
 * consumer holds no more than its batch and the one message that did not fit into it; a message that is received does not expire
 * before the next try; a consumer that stops, or cannot acknowledge, gives its messages back to their places.
 * Left out: dead-letter queues and redelivery limits of the brokers, priorities, message groups, scheduled messages, prefetch.
 */
import { END, LinkedInts } from '../../engine/linked-ints.ts';
import type { Micros } from '../../engine/time.ts';
import type { Arrivals, Sink } from '../arrivals/producer.ts';
import { Fate, Outcome, type Batch } from '../batch.ts';
import { doubling } from '../mapping/back-off.ts';
import type { Named } from '../observer.ts';
import { State, type Records } from '../records.ts';
import type { World } from '../world.ts';
import type { Destination } from './destination.ts';
import { Expiry } from './expiry.ts';
import type { Discarding } from './filtered.ts';
import { payloadRule } from './payload.ts';
import { DONE, type Poller, type Source } from './source.ts';
import { WaitingLine } from './waiting-line.ts';

export interface MqSettings {
  /** Batches that one mapping has at work at once. */
  readonly consumers: number;
  /** How long a message lives; Infinity: for ever. */
  readonly expiry: Micros;
}

export class MqQueue implements Discarding, Source, Sink, Destination {
  readonly name: string;
  readonly index: number;
  readonly lanes: number;
  readonly pollersPerLane = 1;
  readonly mostPerReceive: number = 0;
  /** Lambda follows no chain through a broker (ASY-16). */
  readonly keepsTrail = false;
  readonly mostBytes: number = 0;
  readonly #world: World;
  readonly #records: Records;
  readonly #line: WaitingLine;
  /** Messages that consumers hold, in the order in which they took them. */
  readonly #held = new LinkedInts();
  readonly #expiry: Expiry;
  readonly #envelope: number = 0;
  readonly #inflation: number = 0;
  readonly #payload: number = 0;
  readonly #retryFirst: Micros = 0;
  readonly #retryLongest: Micros = 0;
  /** Consumers that wait for messages, in the order in which they came. */
  #waiting: { readonly poller: Poller; readonly lane: number }[] = [];
  #producer: Arrivals | undefined;
  #isOut = false;

  constructor(name: string, index: number, { consumers, expiry }: MqSettings, world: World) {
    const { rules, records } = world;
    this.name = name;
    this.index = index;
    this.lanes = consumers;
    this.mostPerReceive = rules.number('stream.batchSize.max');
    this.#payload = rules.number('mapping.payload');
    // A message that no invocation can hold is never sent: what would become of it is not documented.
    this.mostBytes = payloadRule('mq', rules).largest;
    this.#envelope = rules.number('mq.envelope');
    this.#inflation = rules.number('mq.inflation');
    this.#retryFirst = rules.number('mq.retry.first');
    this.#retryLongest = rules.number('mq.retry.max');
    this.#world = world;
    this.#records = records;
    this.#line = new WaitingLine(records);
    this.#expiry = new Expiry(world, expiry, this.#oldestToCome, this.#expire);
  }

  set producer(producer: Arrivals | undefined) {
    this.#producer = producer;
    this.#expiry.watch();
  }

  get producer(): Arrivals | undefined {
    return this.#producer;
  }

  /** None of its options may be set. */
  change(): void {}

  /** Acknowledgements fail meanwhile. That nothing is sent and received is seen to by those who would. */
  outage(isOut: boolean): void {
    this.#isOut = isOut;
  }

  // — what an observer may ask —

  get visible(): number {
    this.catchUp();
    return this.#line.size;
  }

  get inFlight(): number {
    return this.#held.size;
  }

  get held(): number {
    return this.visible + this.inFlight;
  }

  oldestSince(): Micros {
    const { sentAt } = this.#records;
    let oldest = this.visible > 0 ? this.#line.frontSentAt() : Infinity;
    for (let slot = this.#held.first; slot !== END; slot = this.#held.after(slot)) {
      if (sentAt[slot]! < oldest) oldest = sentAt[slot]!;
    }
    return oldest;
  }

  // — sending —

  accept(slot: number): void {
    this.#world.tell.sent(this, slot, false);
    this.#line.add(slot);
  }

  get isOut(): boolean {
    return this.#isOut;
  }

  /** A message that the model makes is sent, now. */
  take(slot: number): void {
    this.accept(slot);
    this.#expiry.watch();
    this.wake();
  }

  catchUp(): void {
    if (this.#producer !== undefined && this.#producer.nextAt <= this.#world.sim.now) this.#producer.catchUp();
  }

  // — receiving —

  payloadOf(slot: number): number {
    return Math.ceil(this.#records.size[slot]! * this.#inflation) + this.#envelope;
  }

  available(): boolean {
    this.catchUp();
    return this.#line.size > 0;
  }

  /** Takes no more than fits into one invocation, and the message that did not. */
  receive(_lane: number, most: number, batch: Batch): number {
    this.catchUp();
    const from = batch.held;
    const end = from + most;
    while (batch.held < end && this.#line.size > 0 && batch.bytes <= this.#payload) {
      const slot = this.#line.shift();
      this.#records.hold(slot);
      this.#records.state[slot] = State.hidden;
      this.#held.push(slot);
      batch.add(slot, 0);
      batch.bytes += this.payloadOf(slot);
    }
    if (batch.held > from) this.#world.tell.received(this, batch, from);
    return batch.held - from;
  }

  /** A received message has no timer that could be put off. */
  putOff(): void {}

  /** Brokers hand messages to consumers that wait: none of them asks in vain. */
  countReads(): void {}

  polling(isOn: boolean, poller: Poller): void {
    if (isOn) for (let lane = 0; lane < this.lanes; lane++) poller.wake(lane);
    else this.#waiting = this.#waiting.filter((one) => one.poller !== poller);
  }

  await(poller: Poller, lane: number): void {
    if (!this.#waiting.some((one) => one.poller === poller && one.lane === lane)) this.#waiting.push({ poller, lane });
    this.#producer?.arm();
  }

  /** All are woken: whoever has a batch open or was first to wait polls first, and the others wait on. */
  readonly wake = (): void => {
    if (this.#waiting.length === 0) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { poller, lane } of waiting) poller.wake(lane);
  };

  /** Acknowledges a message just received that no filter of its mapping lets through (G.3). */
  discard(slot: number, mapping: Named): void {
    this.#world.tell.filtered(this, mapping, slot);
    this.#held.remove(slot);
    this.#records.removeHeld(slot);
  }

  // — before and after an invocation —

  /** What expired while the batch waited for its next try is dropped; of what is left each message is delivered once more. */
  prepare(batch: Batch): void {
    const { sentAt, receiveCount } = this.#records;
    if (batch.tries > 0) {
      batch.filter((slot) => {
        if (!this.#expiry.isOver(sentAt[slot]!)) return true;
        this.#expireHeld(slot);
        return false;
      });
    }
    for (let i = 0; i < batch.size; i++) receiveCount[batch.slots[i]!]!++;
  }

  settle(batch: Batch): Micros {
    const { outcome, unprocessed, fates, size } = batch;
    if (outcome !== Outcome.succeeded) return this.#retry(batch);
    this.catchUp();
    for (let i = 0; i < size; i++) {
      const slot = batch.slots[i]!;
      if (this.#isOut) {
        fates[i] = Fate.kept;
        continue;
      }
      fates[i] = unprocessed[i] === 1 ? Fate.acknowledged : Fate.deleted;
      this.#held.remove(slot);
      this.#records.removeHeld(slot);
    }
    this.#world.tell.deleted(this, batch);
    if (this.#isOut) for (let i = 0; i < size; i++) this.#giveBack(batch.slots[i]!);
    return DONE;
  }

  #retry({ outcome, tries, slots, size }: Batch): Micros {
    const { receiveCount } = this.#records;
    // A refused batch was not delivered.
    if (outcome === Outcome.throttled) for (let i = 0; i < size; i++) receiveCount[slots[i]!]!--;
    return doubling(tries, this.#retryFirst, this.#retryLongest);
  }

  abandon(batch: Batch): void {
    const count = batch.held;
    for (let i = 0; i < count; i++) this.#giveBack(batch.slots[i]!);
    batch.held = 0;
    batch.size = 0;
    if (count > 0) this.wake();
  }

  /** A message is nobody's again, and waits where it waited before. */
  #giveBack(slot: number): void {
    this.catchUp();
    this.#letGo(slot);
    this.#line.add(slot);
    this.#expiry.watch();
  }

  #letGo(slot: number): void {
    this.#held.remove(slot);
    this.#records.state[slot] = State.waiting;
    this.#world.tell.returned(this, slot);
    this.#records.letGo(slot);
  }

  // — expiry —

  readonly #oldestToCome = (): Micros => Math.min(this.#line.frontSentAt(), this.#producer?.nextAt ?? Infinity);

  readonly #expire = (sentBy: Micros): void => {
    while (this.visible > 0 && this.#line.frontSentAt() <= sentBy) this.#drop(this.#line.takeOldest());
  };

  /** The broker drops a message that its consumer gives back. */
  #expireHeld(slot: number): void {
    this.catchUp();
    this.#letGo(slot);
    this.#drop(slot);
  }

  #drop(slot: number): void {
    this.#world.tell.expired(this, slot);
    this.#records.remove(slot);
  }
}
