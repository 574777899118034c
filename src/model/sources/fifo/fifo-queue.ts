/**
 * An SQS FIFO queue: what all queues of SQS do (sqs.ts), with the order of groups (group-line.ts), deduplication, and quotas of calls.
 *
 * A receipt is good for as long as its message is hidden (R-FQ-09); a move to a dead-letter queue takes the message out, and its group goes
 * on (SQS-67). A message has no delay of its own (R-FQ-14). Receives over the quota find nothing until the next second, and deletes
 * over it are tried again then, while their poller waits (both assumed). Left out: the quota of what is deleted because of a filter, and
 * that of a partition's receives and deletes.
 */
import { Rank } from '../../../engine/rank.ts';
import type { Timer } from '../../../engine/simulation.ts';
import { SECOND, type Micros } from '../../../engine/time.ts';
import type { Arrivals } from '../../arrivals/producer.ts';
import { Fate, Outcome, type Batch } from '../../batch.ts';
import type { RequestRate } from '../../lambda/request-rate.ts';
import type { Named } from '../../observer.ts';
import type { Outages } from '../../outages.ts';
import type { Column } from '../../records.ts';
import type { World } from '../../world.ts';
import type { Poller } from '../source.ts';
import { SqsQueue, type SqsSettings } from '../sqs.ts';
import { Deduplication, type DeduplicationSettings } from './deduplication.ts';
import { GROUP_ATTRIBUTES, GROUP_VALUES, GroupLine } from './group-line.ts';
import { perSecond, quotasOf, type Throughput } from './quota.ts';
import { RefusedPollers } from './refused-pollers.ts';
import { FifoSends } from './sends.ts';

export interface FifoSettings {
  /** Column of the attribute that is a message's group; undefined: messages come from other queues only. */
  readonly group: number | undefined;
  readonly deduplication: DeduplicationSettings;
  readonly throughput: Throughput;
  readonly onThrottle: 'retry' | 'drop';
  readonly outages: Outages;
  readonly waits: boolean;
}

export class FifoQueue extends SqsQueue {
  readonly #world: World;
  readonly #line: GroupLine;
  readonly #group: number | undefined;
  readonly #values: Column;
  readonly #attributes: Column;
  readonly #sends: FifoSends;
  readonly #deduplication: Deduplication;
  readonly #receives: RequestRate;
  readonly #deletes: RequestRate;
  /** Whose receives the quota refused, and when they are taken again. */
  readonly #refused = new RefusedPollers();
  readonly #nextSecond: Timer;
  /** When the message entered that enters just now, which may lie in the past. */
  #enteredAt: Micros | undefined;
  #toldGroups = 0;
  #toldInFlight = 0;

  constructor(name: string, index: number, settings: SqsSettings, fifo: FifoSettings, world: World) {
    const line = new GroupLine(world);
    super(name, index, settings, world, () => line);
    line.onGroups = () => this.#tellGroups();
    const { rules, records, sim } = world;
    const quotas = quotasOf(fifo.throughput, rules);
    this.#world = world;
    this.#line = line;
    this.#group = fifo.group;
    this.#values = records.column(GROUP_VALUES);
    this.#attributes = records.column(GROUP_ATTRIBUTES);
    this.#deduplication = new Deduplication(fifo.deduplication, rules.number('fifo.deduplication'), records);
    this.#receives = perSecond(quotas.calls);
    this.#deletes = perSecond(quotas.calls);
    this.#nextSecond = sim.timer(Rank.poll, this.#receiveAgain);
    const { onThrottle, outages, waits, throughput } = fifo;
    const receiver = {
      delivered: (slot: number, at: Micros) => this.#enter(slot, at),
      refused: (slot: number, again: boolean) => world.tell.refused(this, slot, 0, again),
      held: (slot: number, at: Micros) => world.tell.heldBack(this, slot, at),
      wake: this.wake,
    };
    this.#sends = new FifoSends({ quotas, batch: throughput.sendBatch, onThrottle, outages, waits }, receiver, world);
    super.producer = this.#sends;
  }

  // — sending —

  override set producer(producer: Arrivals | undefined) {
    this.#sends.producer = producer;
    super.producer = this.#sends;
  }

  override get producer(): Arrivals | undefined {
    return super.producer;
  }

  /** A message is sent: by a producer, or by the model itself. */
  override accept(slot: number, at: Micros): void {
    const group = this.#group;
    this.#values.values[slot] = group === undefined ? 0 : this.#world.records.attributes[group]!.column[slot]!;
    this.#attributes.values[slot] = group ?? 0;
    this.#sends.put(slot, at);
  }

  #enter(slot: number, at: Micros): void {
    const { records, tell } = this.#world;
    if (this.#deduplication.isRepeat(slot, this.#values.values[slot]!, at)) {
      tell.deduplicated(this, slot);
      records.remove(slot);
      return;
    }
    this.#enteredAt = at;
    super.accept(slot, at, undefined);
    this.#enteredAt = undefined;
  }

  /** The age of the oldest counts from when it entered, for no message gives way to another. */
  override oldestSince(): Micros {
    this.catchUp();
    const { first } = this.#line;
    return first < 0 ? Infinity : this.#world.records.agedFrom[first]!;
  }

  // — receiving —

  override available(): boolean {
    return super.available() && this.#receives.allows(this.#world.sim.now);
  }

  override receiveHidden(most: number, visibility: Micros, batch: Batch): number {
    const { now } = this.#world.sim;
    if (!this.#receives.allows(now)) return 0;
    // What its poller holds is in flight: the group has nothing more to give.
    if (batch.oneGroup && batch.held > 0) return 0;
    this.#receives.take(now);
    this.#line.isOneGroup = batch.oneGroup;
    return super.receiveHidden(most, visibility, batch);
  }

  /** Whoever is refused waits for the next second, whatever arrives until then. */
  override await(poller: Poller): void {
    const { sim, tell } = this.#world;
    if (this.#receives.allows(sim.now) || !super.available()) return super.await(poller);
    const next = startOfNext(sim.now);
    // Those of the second before may be due at this very instant.
    if (this.#refused.isDue(sim.now)) this.#receiveAgain();
    const refused = this.#refused.refuse(poller, next);
    for (let i = 0; i < refused; i++) tell.callThrottled(this, 'receive');
    this.#nextSecond.set(next);
  }

  readonly #receiveAgain = (): void => {
    for (const poller of this.#refused.takeAll()) super.await(poller);
    this.wake();
  };

  /**
   * What would be delivered before an earlier message of its group is left where it is, until it is visible again: the rest of what was received
   * with a batch that failed, and what follows a message that became visible before its batch could be delivered (assumed).
   */
  override prepare(batch: Batch): void {
    super.prepare(batch);
    const { slots } = batch;
    let kept = 0;
    batch.filter((slot) => {
      const isNext = this.#isNext(slot, slots, kept);
      if (isNext) kept++;
      else this.#world.records.letGo(slot);
      return isNext;
    });
  }

  /** Whether a message has nothing before it in its group but what stands before it in its batch, among the first `kept`. */
  #isNext(slot: number, slots: Int32Array, kept: number): boolean {
    const before = this.#line.before(slot);
    if (before < 0) return true;
    for (let i = kept - 1; i >= 0; i--) if (slots[i] === before) return true;
    return false;
  }

  /** What follows it in its group may be received now. */
  override discard(slot: number, mapping: Named): void {
    super.discard(slot, mapping);
    if (this.#line.isReady) this.wake();
  }

  // — after the invocation —

  override settle(batch: Batch): Micros {
    const { now } = this.#world.sim;
    batch.isUnsettled = deletesSome(batch) && !this.isOut && !this.#deletes.allows(now);
    if (batch.isUnsettled) {
      this.#world.tell.callThrottled(this, 'delete');
      return startOfNext(now) - now;
    }
    if (deletesSome(batch) && !this.isOut) this.#deletes.take(now);
    const pause = super.settle(batch);
    if (batch.outcome !== Outcome.throttled) this.#tellOvertaking(batch);
    // The group of what was deleted can give more.
    if (this.#line.isReady) this.wake();
    return pause;
  }

  /** What was handled and deleted while an earlier message of its group is still here. */
  #tellOvertaking(batch: Batch): void {
    for (let i = 0; i < batch.size; i++) {
      const slot = batch.slots[i]!;
      if ((batch.fates[i]! & 3) === Fate.deleted && this.#line.isOvertaking(slot))
        this.#world.tell.overtook(this, slot);
    }
  }

  #tellGroups(): void {
    const { groups, groupsInFlight } = this.#line;
    const at = this.#enteredAt ?? this.#world.sim.now;
    if (groups === this.#toldGroups && groupsInFlight === this.#toldInFlight) return;
    this.#toldGroups = groups;
    this.#toldInFlight = groupsInFlight;
    this.#world.tell.groupsChanged(this, groups, groupsInFlight, at);
  }
}

function startOfNext(now: Micros): Micros {
  return (Math.floor(now / SECOND) + 1) * SECOND;
}

function deletesSome({ outcome }: Batch): boolean {
  return outcome === Outcome.succeeded || outcome === Outcome.partial;
}
