/**
 * An event source mapping: the story of every record, the same for queues and streams.
 *
 *   poll     a free poller receives what is there, and gathers until the batch is closed
 *   deliver  the function works on the batch, or refuses it
 *   finished the source settles it: deletes, keeps for another try, gives up; then the poller is free again
 *
 * What differs between sources is behind {@link EventSource}; how many pollers there are is behind {@link Scaling}.
 */
import { assert } from '../../engine/assert.ts';
import { Rank } from '../../engine/rank.ts';
import type { Action, Timer } from '../../engine/simulation.ts';
import type { Micros } from '../../engine/time.ts';
import { CloseReason, Outcome, type Batch, type BatchOwner } from '../batch.ts';
import type { NotInvoked } from '../lambda/refusal.ts';
import type { Named } from '../observer.ts';
import { DONE, type EventSource, type Poller } from '../sources/source.ts';
import type { World } from '../world.ts';
import { Fleet, type PollerFleet } from './fleet.ts';
import { NaiveScaling, SleepingFleet } from './naive.ts';
import type { PollerPolicy } from './pollers.ts';
import type { PollerTotals } from './poller-meter.ts';
import { QueuePollers } from './queue-pollers.ts';
import { OnDemandScaling, type Scalable, type Scaling } from './scaling.ts';
import { SinglePoller } from './single-poller.ts';
import { startLatencyOf, type StartLatency } from './start-latency.ts';
import { TextbookScaling } from './textbook.ts';
import { windowCloses } from './window.ts';

/** What a mapping invokes. */
export interface Invocable extends Named {
  /** Begins an invocation and tells the batch's owner when it has ended, or says why not. */
  invoke(batch: Batch): NotInvoked | undefined;
}

export interface MappingSettings {
  batchSize: number;
  /** Zero: invoke as soon as something was received (SQS-13). */
  maximumBatchingWindow: Micros;
  maximumConcurrency: number | undefined;
  readonly reportBatchItemFailures: boolean;
  /** Whether a window is looked at only when a long poll returns (SQS-74). */
  readonly lowTrafficHold: boolean;
  /** Of a FIFO queue: whether a batch holds messages of one group only (UNK-17). */
  readonly oneGroupPerBatch?: boolean;
  /** Of a queue; a lane of a stream has one poller. */
  readonly pollers: PollerPolicy;
}

export class EventSourceMapping implements BatchOwner, Scalable, Poller {
  readonly name: string;
  readonly index: number;
  readonly ownerIndex: number;
  readonly source: EventSource;
  readonly mapping: Named = this;
  readonly isRateLimited = true;
  readonly settings: MappingSettings;
  readonly #world: World;
  readonly #function: Invocable;
  /** By lane; they are made when their lane, or a later one, is first looked at. */
  readonly #lanes: PollerFleet[] = [];
  /** Undefined: always as many pollers as there are lanes, or as the scenario says. */
  readonly #scaling: Scaling | undefined;
  /** Undefined: a batch is with the function as soon as it is closed. */
  readonly #startLatency: StartLatency | undefined;
  readonly #payload: number = 0;
  /** How long a receive waits before it returns nothing. */
  readonly #longPoll: Micros = 0;
  /** For each batch, by its number, the end of its window. */
  readonly #windows: Timer[] = [];
  readonly #polls: Action;
  readonly #delivers: Action;
  readonly #tries: Action;
  readonly #resumes: Action;
  /** Undefined: its pollers are not provisioned. */
  #provisioned: QueuePollers | undefined;
  #enabled = false;
  #isOut = false;
  /** By lane, whether it is about to be polled. */
  readonly #pollDue: boolean[] = [];
  #pollers = 0;

  constructor(
    name: string,
    index: number,
    settings: MappingSettings,
    source: EventSource,
    fn: Invocable,
    world: World,
  ) {
    this.name = name;
    this.index = index;
    this.ownerIndex = index;
    this.settings = settings;
    this.source = source;
    this.#function = fn;
    this.#world = world;
    this.#payload = world.rules.number('mapping.payload');
    this.#longPoll = world.rules.number('sqs.receive.wait');
    this.#polls = world.sim.action(Rank.poll, this.#poll);
    this.#delivers = world.sim.action(Rank.poll, (number) => this.#deliver(world.batches[number]!));
    this.#tries = world.sim.action(Rank.poll, (number) => this.#tryAgain(world.batches[number]!));
    this.#resumes = world.sim.action(Rank.poll, (number) => this.#resume(world.batches[number]!));
    if (source.pollersPerLane === 1) return;
    this.#lanes.push(this.#makeFleet(0));
    this.#scaling = this.#makeScaling(settings.pollers);
    const { sim, rules, records } = world;
    this.#startLatency = startLatencyOf(rules, records, () => sim.random(`mappings.${name}`, 'latency'));
  }

  #fleet(lane: number): PollerFleet {
    while (this.#lanes.length <= lane) this.#lanes.push(this.#makeFleet(this.#lanes.length));
    return this.#lanes[lane]!;
  }

  #makeFleet(lane: number): PollerFleet {
    const { pollers } = this.settings;
    if (this.source.pollersPerLane === 1) return new SinglePoller(this, this.#world, this.#enabled);
    if (pollers.kind === 'naive') return new SleepingFleet(this, this.#world, pollers.sleep, this.#countEmpty);
    const random = this.#world.sim.random(`mappings.${this.name}`, `pollers.${lane}`);
    if (pollers.kind === 'provisioned') {
      this.#provisioned = new QueuePollers(this, this.#world, random, this.#countEmpty);
      return this.#provisioned.fleet;
    }
    return new Fleet(this, this.#world, this.#longPoll, random, this.#countEmpty);
  }

  #makeScaling(policy: PollerPolicy): Scaling | undefined {
    switch (policy.kind) {
      case 'onDemand':
        return new OnDemandScaling(this.#world, this, policy);
      case 'textbook':
        return new TextbookScaling(this.#world, this, policy);
      case 'naive':
        return new NaiveScaling(this.#world, this, this.#lanes[0] as SleepingFleet, policy.count);
      case 'provisioned':
        return this.#provisioned!.scaling;
      case 'fixed':
        return undefined;
    }
  }

  // — 1 of 3: a free poller receives —

  readonly #poll = (lane: number): void => {
    this.#pollDue[lane] = false;
    if (!this.#enabled || this.#isOut) return;
    const fleet = this.#fleet(lane);
    const now = this.#world.sim.now;
    while (fleet.hasIdle && this.source.available(lane)) {
      const batch = fleet.take(now, this.settings.maximumBatchingWindow > 0);
      batch.lane = lane;
      batch.reportsItemFailures = this.settings.reportBatchItemFailures;
      batch.oneGroup = this.settings.oneGroupPerBatch === true;
      if (this.#gather(batch)) this.#close(batch);
      else fleet.wait(batch, now);
    }
    if (!fleet.hasIdle) {
      this.#provisioned?.noteHeld(this.source.available(lane));
      return this.#scaling?.shortage();
    }
    this.source.await(this, lane);
    this.#provisioned?.scaling.satisfied();
  };

  /** Receives until the batch is full or nothing is left; true when it is to be closed. */
  #gather(batch: Batch): boolean {
    const { batchSize, maximumBatchingWindow } = this.settings;
    const { source } = this;
    const provisioned = this.#provisioned;
    // What one receive brings too much stays in the poller's buffer (UNK-23); it does not receive on top of that.
    for (
      let wanted = this.#isOut ? 0 : batchSize - batch.held;
      wanted > 0 && batch.bytes < this.#payload;
      wanted = batchSize - batch.held
    ) {
      if (provisioned !== undefined && !provisioned.fleet.mayReceive(batch)) break;
      const from = batch.held;
      const got = source.receive(batch.lane, wanted < source.mostPerReceive ? wanted : source.mostPerReceive, batch);
      if (provisioned !== undefined) provisioned.received(batch, from);
      if (got === 0) break;
      if (this.#scaling !== undefined) this.#scaling.received();
      if (got < source.mostPerReceive) break;
    }
    if (batch.held === 0) return batch.isFinal;
    batch.size = batch.held;
    if (batch.bytes > this.#payload || batch.held > batchSize) this.#cut(batch, batchSize);
    else if (batch.held === batchSize) batch.closedBy = CloseReason.full;
    else if (batch.isSealed) batch.closedBy = CloseReason.window;
    else if (maximumBatchingWindow === 0) batch.closedBy = CloseReason.noWindow;
    // Full to the byte: to wait for more would be in vain.
    else if (batch.bytes === this.#payload) batch.closedBy = CloseReason.payload;
    else return this.#gatherOn(batch, maximumBatchingWindow);
    return true;
  }

  /**
   * There is room: the batch stays open until its window ends. The window begins with the first record, which a poller takes
   * only when its last invocation is over (SQS-32), and the visibility timeout of each record runs meanwhile (SQS-33). True
   * when it ended already.
   */
  #gatherOn(batch: Batch, window: Micros): boolean {
    const { now } = this.#world.sim;
    const { lowTrafficHold } = this.settings;
    const isFirst = Number.isNaN(batch.openedAt);
    batch.closedBy = CloseReason.window;
    if (!isFirst && !lowTrafficHold) return false;
    if (isFirst) batch.openedAt = now;
    const closes = windowCloses(batch.openedAt + window, now, lowTrafficHold ? this.#longPoll : 0);
    if (closes > now) this.#windowOf(batch).set(closes);
    return closes <= now;
  }

  /**
   * Leaves what does not fit into one invocation in the poller's buffer; a single record always goes. More than a batch
   * is held only when its size was lowered while it was gathered.
   */
  #cut(batch: Batch, batchSize: number): void {
    const { source } = this;
    batch.closedBy = CloseReason.payload;
    batch.bytes = source.payloadOf(batch.slots[0]!);
    for (batch.size = 1; batch.size < batch.held; batch.size++) {
      if (batch.size === batchSize) {
        batch.closedBy = CloseReason.full;
        return;
      }
      const bytes = batch.bytes + source.payloadOf(batch.slots[batch.size]!);
      if (bytes > this.#payload) return;
      batch.bytes = bytes;
    }
  }

  #windowOf(batch: Batch): Timer {
    return (this.#windows[batch.number] ??= this.#world.sim.timer(Rank.poll, () => this.#windowEnds(batch)));
  }

  #windowEnds(batch: Batch): void {
    const { batchSize } = this.settings;
    this.#lanes[batch.lane]!.takeGathering(batch, this.#world.sim.now);
    if (batch.held > batchSize) this.#cut(batch, batchSize);
    this.#close(batch);
  }

  #close(batch: Batch): void {
    // Set also where there is no window any more: it was changed while the batch was gathered.
    this.#windows[batch.number]?.clear();
    this.#world.tell.batched(this, batch);
    if (this.#startLatency === undefined) return this.#deliver(batch);
    const { now } = this.#world.sim;
    const arrives = this.#startLatency.arrives(batch, this.source, now);
    // The poller carries the batch meanwhile.
    if (arrives > now) this.#world.sim.at(arrives, this.#delivers, batch.number);
    else this.#deliver(batch);
  }

  // — 2 of 3: the function works on the batch, refuses it, or cannot be asked —

  #deliver(batch: Batch): void {
    this.source.prepare(batch);
    if (batch.size === 0 && !batch.isFinal) return this.#release(batch);
    batch.tries++;
    const why = this.#function.invoke(batch);
    if (why === undefined) return this.#countAttempt(batch);
    batch.isStopped = why === 'RecursiveInvocationException';
    // What is stopped is as good as failed: no other try can help. A stream never brings it, for a trail ends there.
    assert(!batch.isStopped || batch.shard < 0, 'a chain was followed through a stream');
    // A system error is borne as a refusal is (SQS-43, inferred): the batch is tried again after the same pauses.
    batch.outcome = batch.isStopped ? Outcome.failed : Outcome.throttled;
    this.finished(batch);
  }

  #countAttempt(batch: Batch): void {
    const attempts = this.#world.records.attempts;
    for (let i = 0; i < batch.size; i++) attempts[batch.slots[i]!]!++;
  }

  // — 3 of 3: the source settles the batch —

  finished(batch: Batch): void {
    if (this.#scaling !== undefined) this.#scaling.ended(batch.outcome);
    this.#settle(batch);
  }

  #settle(batch: Batch): void {
    const pause = this.source.settle(batch);
    if (pause === DONE) this.#release(batch);
    else this.#world.sim.after(pause, this.#tries, batch.number);
  }

  /** What is left of a batch is delivered again, unless the mapping was disabled meanwhile (R-KIN-12); or its source is told what it did not take. */
  #tryAgain(batch: Batch): void {
    if (batch.isUnsettled) this.#settle(batch);
    else if (this.#enabled) this.#deliver(batch);
    else this.#drop(batch);
  }

  #release(batch: Batch): void {
    const fleet = this.#lanes[batch.lane]!;
    batch.clear();
    if (batch.held > 0 && fleet.isTooLarge) this.#abandon(batch);
    if (batch.held > 0) return this.#world.sim.soon(this.#resumes, batch.number);
    fleet.free(batch, this.#world.sim.now);
    if (this.source.available(batch.lane)) this.wake(batch.lane);
    else if (this.#enabled) this.source.await(this, batch.lane);
  }

  /** What did not fit into the payload before is in the poller's buffer, and begins the next batch (UNK-23). */
  #resume(batch: Batch): void {
    for (let i = 0; i < batch.held; i++) batch.bytes += this.source.payloadOf(batch.slots[i]!);
    if (this.#gather(batch)) return this.#close(batch);
    this.#lanes[batch.lane]!.wait(batch, this.#world.sim.now);
    // Its window has begun: more is to be received.
    this.wake(batch.lane);
  }

  /** There may be something to receive: polls once at this instant, after all that arrives or ends in it. */
  wake(lane: number): void {
    if (this.#pollDue[lane] === true || !this.#enabled || this.#isOut) return;
    this.#pollDue[lane] = true;
    this.#world.sim.soon(this.#polls, lane);
  }

  #wakeAll(): void {
    for (let lane = 0; lane < this.#lanes.length; lane++) this.wake(lane);
  }

  lanesChanged(): void {
    if (this.#enabled) this.resize(this.#fixedPollers());
  }

  // — settings that change while it runs —

  /** Pollers begin to work (SQS-05), or stop; batches in flight are finished, those that are gathered are given up. */
  enable(enabled: boolean): void {
    if (this.#enabled === enabled) return;
    this.#enabled = enabled;
    this.#world.tell.mappingChanged(this, enabled ? 'enabled' : 'disabled');
    this.source.polling(enabled && !this.#isOut, this);
    if (!enabled) {
      this.#scaling?.stop();
      this.#provisioned?.noteHeld(false);
      this.#dropGathered();
      this.resize(0);
    } else if (this.#scaling !== undefined) this.#scaling.start();
    else this.resize(this.#fixedPollers());
    if (this.#isOut) this.#scaling?.stop();
  }

  /** What pollers have gathered and not delivered stays in the source, as after any receive without a delete (assumed). */
  #dropGathered(): void {
    this.#windows.forEach((timer, number) => {
      if (!timer.isSet) return;
      const batch = this.#world.batches[number]!;
      timer.clear();
      this.#lanes[batch.lane]!.takeGathering(batch, this.#world.sim.now);
      this.#drop(batch);
    });
  }

  #abandon(batch: Batch): void {
    this.#world.tell.abandoned(batch);
    this.source.abandon(batch);
  }

  #drop(batch: Batch): void {
    this.#abandon(batch);
    batch.clear();
    this.#lanes[batch.lane]!.free(batch, this.#world.sim.now);
  }

  /** Polling stops, or goes on with the pollers there were: unlike a mapping that is disabled, it forgets nothing. */
  outage(isOut: boolean): void {
    // Before: waits so far count as empty receives. After: those of the outage were no receives.
    this.countWaits();
    this.#isOut = isOut;
    this.source.polling(this.#enabled && !isOut, this);
    this.#provisioned?.noteHeld(false);
    if (isOut) this.#scaling?.stop();
    else if (this.#enabled) this.#scaling?.resume();
    this.#wakeAll();
  }

  /** Other settings from now on; batches in flight keep what they have. `what` names the change for the observers. */
  change(settings: Partial<MappingSettings>, what: string): void {
    Object.assign(this.settings, settings);
    this.#world.tell.mappingChanged(this, what);
    if (this.#scaling !== undefined) this.#scaling.changed(this.#enabled);
    else if (this.#enabled) this.resize(this.#fixedPollers());
    this.#wakeAll();
  }

  /** What its provisioned pollers have done so far; undefined: it has none. */
  get pollerTotals(): PollerTotals | undefined {
    this.#provisioned?.fleet.meter.catchUp(this.#world.sim.now);
    return this.#provisioned?.fleet.meter;
  }

  /** Pollers there should be, over all lanes. */
  get pollers(): number {
    return this.#pollers;
  }

  /** Most pollers there could be now: Infinity where the rules set no bound. */
  get pollersLimit(): number {
    if (this.#scaling !== undefined) return this.#scaling.max;
    return this.source.mostLanes ?? this.#fixedPollers();
  }

  /** Pollers of a queue that could receive now. */
  get idle(): number {
    return this.#fleet(0).idle;
  }

  get isShort(): boolean {
    return this.#enabled && !this.#isOut && !this.#fleet(0).hasIdle && this.source.available(0);
  }

  resize(pollers: number): void {
    const now = this.#world.sim.now;
    this.#pollers = pollers;
    const each = this.source.pollersPerLane === 1 ? Math.min(1, pollers) : pollers;
    for (const fleet of this.#lanes) fleet.resize(each, now);
    this.#world.tell.pollersChanged(this, pollers);
    this.#wakeAll();
  }

  countWaits(): void {
    for (const fleet of this.#lanes) fleet.countWaits(this.#world.sim.now);
    this.source.countReads();
  }

  readonly #countEmpty = (receives: number): void => {
    if (this.#isOut) return;
    this.#scaling?.receivedNothing(receives);
    this.#world.tell.emptyReceives(this.source, this, receives);
  };

  #fixedPollers(): number {
    const { pollers, maximumConcurrency } = this.settings;
    if (pollers.kind !== 'fixed' || this.source.pollersPerLane === 1) return this.source.lanes;
    return Math.min(pollers.count, maximumConcurrency ?? Infinity);
  }
}
