/**
 * The observer that knows where time went: for each mapping, and each source that calls by itself, what the times from arrival to
 * success of its records add up to, part by part (parts.ts). It only passes on what is told to whoever keeps such records.
 */
import type { Clock, Micros } from '../../engine/time.ts';
import { Fate, Outcome, type Batch } from '../../model/batch.ts';
import type { NotInvoked, Refusal } from '../../model/lambda/refusal.ts';
import {
  Listener,
  type EventEnd,
  type GivenUp,
  type Named,
  type OutageKind,
  type RetryCause,
} from '../../model/observer.ts';
import type { Column, Records } from '../../model/records.ts';
import type { SourceRole } from '../ledgers.ts';
import { HeardSums, type TimeHearer } from './heard.ts';
import { GroupLocks } from './group-locks.ts';
import { Part, PART_OF_LIMIT } from './parts.ts';
import { PartSums } from './part-sums.ts';
import { NO_OWNER, QueueTimes } from './queue-times.ts';
import { QueueWaits } from './queue-waits.ts';
import { StreamTimes, type LineSettings } from './stream-times.ts';
import { Trip } from './trip.ts';

/** What there is to watch. */
export interface TimedParts {
  /** By number of the source; `groups`: of each record the group of which one message after the other is handled. */
  readonly sources: readonly { readonly role: SourceRole; readonly groups: Column | undefined }[];
  /**
   * By number of the mapping: the number of its source; whether that is a stream; and of each record its partition, where one partition is
   * not read beside another by one consumer.
   */
  readonly mappings: readonly {
    readonly source: number;
    readonly isStream: boolean;
    readonly partitions: Column | undefined;
  }[];
}

export class TimeRecorder extends Listener {
  /** By number of the owner. */
  readonly sums: readonly PartSums[];
  readonly #parts: TimedParts;
  readonly #records: Records;
  readonly #clock: Clock;
  /** Of each source that calls by itself, its number among the owners. */
  readonly #ownerOf: readonly number[];
  readonly #queues: QueueTimes;
  readonly #streams: readonly (StreamTimes | undefined)[];
  readonly #waits: readonly (QueueWaits | undefined)[];
  /** Of batches of queues, and of calls, by their number. */
  readonly #trips: Trip[] = [];
  #lastTrip = 0;
  /** By number of the mapping: whether it has begun to read its stream. */
  readonly #hasBegun: boolean[] = [];
  /** Asks for the times of some records by themselves; undefined: nobody does. */
  readonly #hearer: TimeHearer | undefined;
  /** The most pollers that the maximum concurrency of a mapping lets it have; Infinity: any number. */
  #capOf: (mapping: number) => number = () => Infinity;

  constructor(parts: TimedParts, records: Records, clock: Clock, hearer?: TimeHearer) {
    super();
    this.#parts = parts;
    this.#records = records;
    this.#clock = clock;
    let owners = parts.mappings.length;
    this.#ownerOf = parts.sources.map(({ role }) => (role === 'calls' || role === 'events' ? owners++ : -1));
    this.#hearer = hearer;
    hearer?.begins((slots, batches) => this.#tellRest(slots, batches));
    this.sums = Array.from({ length: owners }, (_, owner) =>
      hearer === undefined ? new PartSums() : new HeardSums(owner, true, hearer, clock),
    );
    this.#streams = parts.mappings.map(({ isStream, partitions }, i) =>
      isStream ? new StreamTimes(records, clock, partitions, this.sums[i]!) : undefined,
    );
    this.#waits = parts.mappings.map(({ isStream }) => (isStream ? undefined : new QueueWaits()));
    const locks = parts.sources.map(({ groups }) => groups && new GroupLocks(groups));
    this.#queues = new QueueTimes(records, clock, this.#trips, this.#waits, locks);
  }

  /** What it has to know of the mappings, by their numbers, before the first event: see {@link LineSettings} for those of streams. */
  watch(capOf: (mapping: number) => number, linesOf: (mapping: number) => LineSettings): void {
    this.#capOf = capOf;
    this.#streams.forEach((stream, i) => {
      if (stream !== undefined) stream.settings = linesOf(i);
    });
  }

  /** The warm-up ends. */
  restart(): void {
    for (const sums of this.sums) sums.reset();
  }

  // — who polls —

  override pollersChanged(mapping: Named, pollers: number): void {
    this.#waits[mapping.index]?.pollersChanged(pollers, this.#capOf(mapping.index), this.#clock.now);
  }

  override mappingChanged(mapping: Named, change: string): void {
    if (change !== 'enabled' && change !== 'disabled') return;
    this.#waits[mapping.index]?.enabled(change === 'enabled', this.#clock.now);
    // A stream is read when its mapping has begun.
    if (change === 'disabled') this.#streams[mapping.index]?.enabled(false);
    else if (this.#hasBegun[mapping.index] === true) this.#streams[mapping.index]?.enabled(true);
  }

  override began(_source: Named, mapping: Named): void {
    this.#hasBegun[mapping.index] = true;
    this.#streams[mapping.index]?.enabled(true);
  }

  override errorBackOff(mapping: Named, left: number | undefined): void {
    this.#waits[mapping.index]?.errorBackOff(left !== undefined, this.#clock.now);
  }

  override outage(kind: OutageKind, part: Named, began: boolean): void {
    if (kind !== 'source' && kind !== 'mapping') return;
    this.#parts.mappings.forEach(({ source }, i) => {
      if ((kind === 'source' ? source : i) !== part.index) return;
      this.#waits[i]?.outage(began, this.#clock.now);
      this.#streams[i]?.outage(began);
    });
  }

  override read(
    _source: Named,
    mapping: Named,
    shard: number,
    _count: number,
    _behind: Micros,
    _bytes: number,
    leaves: boolean,
  ): void {
    this.#streams[mapping.index]!.read(shard, leaves);
  }

  override readThrottled(_source: Named, mapping: Named, shard: number): void {
    this.#streams[mapping.index]!.readThrottled(shard);
  }

  // — arrival —

  override sent(source: Named, slot: number): void {
    const { role } = this.#parts.sources[source.index]!;
    if (role === 'stream') return;
    // An event is told of when Lambda accepts it, though it was published before.
    const at = role === 'events' ? this.#clock.now : this.#records.sentAt[slot]!;
    this.#queues.sent(source.index, slot, at);
  }

  override appeared(source: Named, slot: number): void {
    this.#queues.appeared(source.index, slot, this.#records.due[slot]!);
  }

  override received(source: Named, batch: Batch, from: number): void {
    const stream = this.#streamOf(batch);
    if (stream !== undefined) return stream.received(batch, from);
    this.#tripOf(batch);
    this.#queues.received(source.index, batch, from);
  }

  // — a batch —

  #streamOf({ owner }: Batch): StreamTimes | undefined {
    return this.#streams[owner.ownerIndex];
  }

  /** Its trip, whether it has begun or not. */
  #tripOf(batch: Batch): Trip {
    const stream = this.#streamOf(batch);
    if (stream !== undefined) return stream.tripOf(batch)!;
    return (this.#trips[batch.number] ??= new Trip(batch.owner.ownerIndex));
  }

  override batched(_mapping: Named, batch: Batch): void {
    const number = ++this.#lastTrip;
    const stream = this.#streamOf(batch);
    if (stream !== undefined) return stream.batched(batch, number);
    const trip = this.#tripOf(batch);
    trip.begin(number, this.#clock.now);
    this.#queues.batched(batch, trip);
  }

  override invoked(_fn: Named, batch: Batch): void {
    const trip = this.#tripOf(batch);
    if (batch.owner.mapping === undefined) {
      trip.begin(++this.#lastTrip, this.#clock.now);
      this.#queues.invoked(batch.slots[0]!, batch.owner.ownerIndex, batch, trip);
    }
    trip.now(Part.running, this.#clock.now);
  }

  override throttled(_fn: Named, batch: Batch, _reason: Refusal): void {
    this.#stopped(batch, PART_OF_LIMIT[batch.refusedBy]!);
  }

  override notInvoked(_fn: Named, batch: Batch, _why: Exclude<NotInvoked, Refusal>): void {
    this.#stopped(batch, Part.systemError);
  }

  /** There was no invocation: until the next try, or for good. */
  #stopped(batch: Batch, part: number): void {
    if (batch.owner.mapping === undefined) this.#queues.waitsFor(batch.slots[0]!, batch.owner.ownerIndex, part);
    else this.#tripOf(batch).now(part, this.#clock.now);
  }

  override finished(_fn: Named, batch: Batch): void {
    const next = batch.outcome === Outcome.succeeded ? Part.delivery : Part.retry;
    this.#tripOf(batch).ran(batch.initDuration, batch.downstreamTime, next, this.#clock.now);
  }

  // — its records —

  override deleted(source: Named, batch: Batch): void {
    const owner = batch.owner.ownerIndex;
    if (this.#hearer !== undefined) this.#tellAcknowledged(batch);
    this.#queues.deleted(batch, this.#tripOf(batch), this.sums[owner]!, source.index);
  }

  override answered(source: Named, call: Batch, why: NotInvoked | undefined): void {
    const slot = call.slots[0]!;
    const owner = call.owner.ownerIndex;
    if (why === undefined && call.outcome <= Outcome.partial) this.#queues.done(slot, owner, this.sums[owner]!);
    else this.#ended(source, slot);
  }

  override retrying(source: Named, slot: number, cause: RetryCause): void {
    // That it was refused was told before.
    if (cause === 'functionError' || cause === 'lostAcknowledgement')
      this.#queues.waitsFor(slot, this.#ownerOf[source.index]!, Part.retry);
  }

  override concluded(source: Named, slot: number, { condition }: EventEnd): void {
    const owner = this.#ownerOf[source.index]!;
    if (condition === 'Success') this.#queues.done(slot, owner, this.sums[owner]!);
    else this.#ended(source, slot);
  }

  override returned(source: Named, slot: number): void {
    this.#queues.returned(source.index, slot);
  }

  override deadLettered(source: Named, target: Named, slot: number): void {
    // There it begins anew, as its age does.
    if (this.#parts.sources[target.index]!.groups !== undefined) this.#tellOf(slot);
    this.#queues.moved(source.index, target.index, slot);
  }

  override redriven(from: Named, to: Named, slot: number): void {
    this.#tellOf(slot);
    this.#queues.renewed(from.index, to.index, slot);
  }

  override expired(source: Named, slot: number): void {
    this.#ended(source, slot);
  }

  /** It is done with, and has not succeeded. */
  #ended(source: Named, slot: number): void {
    this.#tellOf(slot);
    this.#queues.ended(source.index, slot);
  }

  override filtered(source: Named, mapping: Named, slot: number): void {
    if (this.#streams[mapping.index] === undefined) this.#ended(source, slot);
  }

  override bisected(_source: Named, batch: Batch, left: number): void {
    this.#streamOf(batch)!.bisected(batch, left);
  }

  override checkpointed(_source: Named, batch: Batch, count: number): void {
    if (this.#hearer !== undefined) {
      for (let i = 0; i < count; i++) if (batch.unprocessed[i] === 1) this.#tellOfStream(batch, i);
    }
    this.#streamOf(batch)!.checkpointed(batch, count);
  }

  override gaveUp(_source: Named, batch: Batch, count: number, _end: GivenUp): void {
    if (this.#hearer !== undefined) for (let i = 0; i < count; i++) this.#tellOfStream(batch, i);
    this.#streamOf(batch)!.gaveUp(batch, count);
  }

  override lost(_source: Named, mapping: Named, slot: number): void {
    this.#streams[mapping.index]!.lost(slot);
  }

  override abandoned(batch: Batch): void {
    const stream = this.#streamOf(batch);
    if (stream !== undefined) stream.abandoned(batch);
    else this.#queues.abandoned(batch, this.#tripOf(batch));
  }

  // — for who asks of single records —

  #tellRest(slots: Iterable<number>, batches: Iterable<Batch>): void {
    for (const slot of slots) if (this.#parts.sources[this.#records.home[slot]!]!.role !== 'stream') this.#tellOf(slot);
    for (const batch of batches) for (let i = 0; i < batch.held; i++) this.#tellOfStream(batch, i);
  }

  /** Of one that ends without success, or is sent anew. */
  #tellOf(slot: number): void {
    if (this.#hearer?.wants(slot) !== true) return;
    const owner = this.#takerOf(this.#records.home[slot]!);
    this.#queues.soFar(slot, owner, new HeardSums(owner, false, this.#hearer, this.#clock));
  }

  #tellOfStream(batch: Batch, i: number): void {
    if (this.#hearer?.wants(batch.slots[i]!) !== true) return;
    const sums = new HeardSums(batch.owner.ownerIndex, false, this.#hearer, this.#clock);
    this.#streamOf(batch)!.soFar(batch, i, sums);
  }

  /** The handler passed over some, which are deleted all the same. */
  #tellAcknowledged(batch: Batch): void {
    for (let i = 0; i < batch.size; i++) if ((batch.fates[i]! & 3) === Fate.acknowledged) this.#tellOf(batch.slots[i]!);
  }

  /** Who brings the records of a source to a function: of several mappings the first. */
  #takerOf(source: number): number {
    const itself = this.#ownerOf[source]!;
    if (itself >= 0) return itself;
    const mapping = this.#parts.mappings.findIndex((one) => one.source === source);
    return mapping < 0 ? NO_OWNER : mapping;
  }
}
