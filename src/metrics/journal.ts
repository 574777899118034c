/**
 * The observer that writes everything down: one JSON object a line, in order of virtual time, ties in order of happening.
 * The lines go to a port that the command line hands in. The format is fixed by docs/journal.md; the books can be balanced
 * from it alone.
 */
import type { Clock } from '../engine/time.ts';
import { CLOSE_REASONS, Fate, OUTCOMES, type Batch } from '../model/batch.ts';
import type { CallEnd } from '../model/downstreams/call.ts';
import { isRefusal, type NotInvoked, type Refusal } from '../model/lambda/refusal.ts';
import {
  Listener,
  type EventEnd,
  type GivenUp,
  type Named,
  type OutageKind,
  type ProvisionedReason,
  type RetryCause,
  type ThrottledCall,
} from '../model/observer.ts';
import type { Records } from '../model/records.ts';

/** Appends a line to wherever the journal is kept; the line has no line break. */
export type AppendLine = (line: string) => void;

export interface JournalHeader {
  readonly scenario: string;
  readonly seed: number | string;
  /** Absent of the first, replication 0. */
  readonly replication?: number;
  readonly rules: string;
  readonly version: string;
}

export class Journal extends Listener {
  readonly #append: AppendLine;
  readonly #records: Records;
  readonly #clock: Clock;
  readonly #idOf: (slot: number) => string;
  /** Of records that are made and not there yet, the id of the one that they follow: it may be gone by then. */
  readonly #parents = new Map<number, string>();

  /** Writes the header at once. */
  constructor(
    header: JournalHeader,
    append: AppendLine,
    model: { records: Records; clock: Clock; idOf: (slot: number) => string },
  ) {
    super();
    this.#append = append;
    this.#records = model.records;
    this.#clock = model.clock;
    this.#idOf = model.idOf;
    append(JSON.stringify({ journal: 1, ...header }));
  }

  override relayed(source: Named, slot: number, waited: number, again: boolean): void {
    const at = Math.max(0, this.#records.sentAt[slot]! + waited);
    const records = [this.#idOf(slot)];
    this.#write(at, 'relayed', { source: source.name, records, waited, ...(again ? { again } : {}) });
  }

  override sent(source: Named, slot: number, delayed: boolean): void {
    // A record from before the run was there when it began; an event that was published before enters when it is accepted.
    const at = Math.max(0, this.#records.sentAt[slot]!, this.#records.agedFrom[slot]!);
    const records = [this.#idOf(slot)];
    this.#write(at, 'sent', {
      source: source.name,
      records,
      ...(delayed ? { delayed } : {}),
      ...this.#takeParent(slot),
    });
  }

  override followed(parent: number, slot: number): void {
    this.#parents.set(slot, this.#idOf(parent));
  }

  /** Said once of each record: where it is published or sent, or lost before. */
  #takeParent(slot: number): object {
    const follows = this.#parents.get(slot);
    if (follows === undefined) return {};
    this.#parents.delete(slot);
    return { follows };
  }

  override tookEffect(fn: Named, slot: number, again: boolean): void {
    const records = [this.#idOf(slot)];
    this.#write(this.#clock.now, 'tookEffect', { function: fn.name, records, ...(again ? { again } : {}) });
  }

  override passedOver(fn: Named, slot: number, hadEffect: boolean): void {
    const records = [this.#idOf(slot)];
    this.#write(this.#clock.now, 'passedOver', { function: fn.name, records, hadEffect });
  }

  override foundInProgress(fn: Named, slot: number): void {
    this.#write(this.#clock.now, 'foundInProgress', { function: fn.name, records: [this.#idOf(slot)] });
  }

  override rolledBack(fn: Named, batch: Batch, count: number): void {
    this.#write(this.#clock.now, 'rolledBack', { function: fn.name, invocation: batch.invocation, count });
  }

  override sendFailed(fn: Named, target: Named, parent: number): void {
    const follows = this.#idOf(parent);
    this.#write(this.#clock.now, 'sendFailed', { function: fn.name, destination: target.name, follows });
  }

  override deduplicated(source: Named, slot: number): void {
    const at = Math.max(0, this.#records.sentAt[slot]!);
    this.#write(at, 'deduplicated', {
      source: source.name,
      records: [this.#idOf(slot)],
      ...this.#takeParent(slot),
    });
  }

  override overtook(source: Named, slot: number): void {
    this.#write(this.#clock.now, 'overtook', { source: source.name, records: [this.#idOf(slot)] });
  }

  override callThrottled(source: Named, action: ThrottledCall): void {
    this.#write(this.#clock.now, 'callThrottled', { source: source.name, reason: action });
  }

  override received(source: Named, batch: Batch, from: number): void {
    this.#write(this.#clock.now, 'received', {
      source: source.name,
      mapping: batch.owner.name,
      ...laneOf(batch),
      records: this.#ids(batch, from, batch.held),
      ...receiveCountsOf(batch, from, batch.held),
    });
  }

  override filtered(source: Named, mapping: Named, slot: number): void {
    const records = [this.#idOf(slot)];
    this.#write(this.#clock.now, 'filtered', { source: source.name, mapping: mapping.name, records });
  }

  override noisy(source: Named, group: string | number | boolean, isNoisy: boolean): void {
    this.#write(this.#clock.now, 'noisy', { source: source.name, group, reason: isNoisy ? 'began' : 'ended' });
  }

  override batched(mapping: Named, batch: Batch): void {
    this.#write(this.#clock.now, 'batched', {
      source: batch.owner.source.name,
      mapping: mapping.name,
      ...laneOf(batch),
      records: this.#ids(batch),
      reason: CLOSE_REASONS[batch.closedBy],
    });
  }

  override invoked(fn: Named, batch: Batch): void {
    this.#write(this.#clock.now, 'invoked', {
      ...this.#invocation(fn, batch),
      // A direct call is not received.
      ...(batch.owner.mapping === undefined ? {} : receiveCountsOf(batch, 0, batch.size)),
      attempt: batch.tries,
      environment: batch.environment,
      cold: batch.cold,
      ...(batch.isFinal ? { final: batch.endsEarly ? 'early' : 'windowEnded' } : {}),
      ...(batch.host?.provisioned === true ? { provisioned: true } : {}),
      ...(batch.suppressedInit > 0 ? { suppressedInit: batch.suppressedInit } : {}),
    });
  }

  override throttled(fn: Named, batch: Batch, reason: Refusal): void {
    this.#notBegun('throttled', fn, batch, reason);
  }

  override notInvoked(fn: Named, batch: Batch, reason: Exclude<NotInvoked, Refusal>): void {
    this.#notBegun('notInvoked', fn, batch, reason);
  }

  #notBegun(event: string, fn: Named, batch: Batch, reason: NotInvoked): void {
    const from = this.#origin(batch);
    const records = this.#ids(batch);
    this.#write(this.#clock.now, event, { ...from, function: fn.name, records, attempt: batch.tries, reason });
  }

  override finished(fn: Named, batch: Batch): void {
    this.#write(this.#clock.now, 'finished', {
      ...this.#invocation(fn, batch),
      environment: batch.environment,
      outcome: OUTCOMES[batch.outcome],
      ...(batch.memoryUsed >= 0 ? { memoryUsed: Math.round(batch.memoryUsed) } : {}),
    });
  }

  override deleted(source: Named, batch: Batch): void {
    const fates = [...batch.fates.subarray(0, batch.size)].map((fate) => fate & 3);
    const ids = this.#ids(batch);
    const deleted = ids.filter((_, i) => fates[i] === Fate.deleted || fates[i] === Fate.acknowledged);
    if (deleted.length === 0) return;
    const unprocessed = ids.filter((_, i) => fates[i] === Fate.acknowledged);
    this.#write(this.#clock.now, 'deleted', {
      source: source.name,
      mapping: batch.owner.name,
      records: deleted,
      ...(unprocessed.length > 0 ? { unprocessed } : {}),
    });
  }

  override answered(source: Named, call: Batch, why: NotInvoked | undefined): void {
    this.#write(this.#clock.now, 'answered', {
      source: source.name,
      records: this.#ids(call),
      ...(why === undefined ? { outcome: OUTCOMES[call.outcome] } : notInvokedAs(why)),
    });
  }

  override published(source: Named, slot: number): void {
    const records = [this.#idOf(slot)];
    this.#write(this.#clock.now, 'published', { source: source.name, records, ...this.#takeParent(slot) });
  }

  override retrying(source: Named, slot: number, cause: RetryCause, wait: number): void {
    this.#write(this.#clock.now, 'retrying', { source: source.name, records: [this.#idOf(slot)], reason: cause, wait });
  }

  override concluded(source: Named, slot: number, end: EventEnd): void {
    const { condition, functionError, destination, delivered, deadLetterQueue, deadLettered } = end;
    this.#write(this.#clock.now, 'concluded', {
      source: source.name,
      records: [this.#idOf(slot)],
      condition,
      approximateInvokeCount: this.#records.attempts[slot]!,
      ...(functionError === null ? {} : { functionError: functionError ? 'Unhandled' : null }),
      ...(destination === undefined ? {} : { destination: destination.name, delivered }),
      ...(deadLetterQueue === undefined ? {} : { deadLetterQueue: deadLetterQueue.name, deadLettered }),
      // An attribute of the message (ASY-12). What it is after a throttle or without any attempt was never recorded.
      ...(deadLetterQueue !== undefined && functionError === true ? { errorCode: 200 } : {}),
    });
  }

  override refused(source: Named, slot: number, shard: number, again: boolean): void {
    const records = [this.#idOf(slot)];
    const reason = shard < 0 ? 'ServiceException' : 'ProvisionedThroughputExceededException';
    const at = shard < 0 ? this.#clock.now : Math.max(0, this.#records.sentAt[slot]!);
    const parent = again ? {} : this.#takeParent(slot);
    this.#write(at, again ? 'refused' : 'dropped', { source: source.name, records, reason, ...parent });
  }

  override checkpointed(_source: Named, batch: Batch, count: number): void {
    const unprocessed = this.#ids(batch, 0, count).filter((_, i) => batch.unprocessed[i] === 1);
    this.#write(this.#clock.now, 'checkpointed', {
      ...this.#origin(batch),
      records: this.#ids(batch, 0, count),
      ...(unprocessed.length > 0 ? { unprocessed } : {}),
    });
  }

  override bisected(_source: Named, batch: Batch, left: number): void {
    const parts = [left, batch.size - left];
    this.#write(this.#clock.now, 'bisected', { ...this.#origin(batch), records: this.#ids(batch), parts });
  }

  override gaveUp(_source: Named, batch: Batch, count: number, end: GivenUp): void {
    const { condition, approximateInvokeCount, destination, delivered, unhandled } = end;
    this.#write(this.#clock.now, delivered ? 'delivered' : 'skipped', {
      ...this.#origin(batch),
      records: this.#ids(batch, 0, count),
      ...(destination === undefined ? {} : { destination: destination.name }),
      condition,
      approximateInvokeCount,
      ...(unhandled === null ? {} : { functionError: unhandled ? 'Unhandled' : null }),
    });
  }

  override lost(source: Named, mapping: Named, slot: number): void {
    const records = [this.#idOf(slot)];
    this.#write(this.#clock.now, 'expired', { source: source.name, mapping: mapping.name, records });
  }

  override began(source: Named, mapping: Named, passedOver: number): void {
    this.#write(this.#clock.now, 'began', { source: source.name, mapping: mapping.name, passedOver });
  }

  override readThrottled(source: Named, mapping: Named, shard: number): void {
    const reason = 'ProvisionedThroughputExceededException';
    this.#write(this.#clock.now, 'readThrottled', { source: source.name, mapping: mapping.name, shard, reason });
  }

  override resharded(source: Named, closed: readonly string[], opened: readonly string[]): void {
    this.#write(this.#clock.now, 'resharded', { source: source.name, closed, opened });
  }

  override rebalanced(source: Named, mapping: Named, consumers: number, moved: number): void {
    this.#write(this.#clock.now, 'rebalanced', { source: source.name, mapping: mapping.name, consumers, moved });
  }

  override returned(source: Named, slot: number): void {
    this.#write(this.#clock.now, 'returned', { source: source.name, records: [this.#idOf(slot)] });
  }

  override deadLettered(source: Named, target: Named, slot: number): void {
    this.#write(this.#clock.now, 'deadLettered', {
      source: source.name,
      destination: target.name,
      records: [this.#idOf(slot)],
      receiveCounts: [this.#records.receiveCount[slot]!],
    });
  }

  override expired(source: Named, slot: number): void {
    this.#write(this.#clock.now, 'expired', { source: source.name, records: [this.#idOf(slot)] });
  }

  override redriven(from: Named, to: Named, slot: number): void {
    this.#write(this.#clock.now, 'redriven', { source: from.name, destination: to.name, records: [this.#idOf(slot)] });
  }

  override provisionedRequested(fn: Named, environments: number, why: ProvisionedReason): void {
    this.#write(this.#clock.now, 'provisionedRequested', { function: fn.name, environments, why });
  }

  override provisionedChanged(fn: Named, ready: number): void {
    this.#write(this.#clock.now, 'provisionedChanged', { function: fn.name, ready });
  }

  override errorBackOff(mapping: Named, left: number | undefined): void {
    this.#write(this.#clock.now, 'errorBackOff', {
      mapping: mapping.name,
      ...(left === undefined ? { reason: 'ended' } : { pollers: left === Infinity ? null : left }),
    });
  }

  override mappingChanged(mapping: Named, change: string): void {
    this.#write(this.#clock.now, 'mappingChanged', { mapping: mapping.name, reason: change });
  }

  /** Only calls that did not succeed: the others are too many, and so are the changes of connections. */
  override callEnded(downstream: Named, fn: Named, end: CallEnd | 'abandoned', waited: number, took: number): void {
    if (end === 'succeeded') return;
    const { name } = downstream;
    this.#write(this.#clock.now, 'callEnded', { downstream: name, function: fn.name, reason: end, waited, took });
  }

  override outage(kind: OutageKind, part: Named, began: boolean): void {
    this.#write(this.#clock.now, 'outage', { [kind]: part.name, reason: began ? 'began' : 'ended' });
  }

  /** Where its records come from, and the mapping that brings them, if one does. */
  #origin(batch: Batch): object {
    const { source, mapping } = batch.owner;
    if (mapping === undefined) return { source: source.name };
    return { source: source.name, mapping: mapping.name, ...laneOf(batch) };
  }

  #invocation(fn: Named, batch: Batch): object {
    return {
      ...this.#origin(batch),
      function: fn.name,
      invocation: batch.invocation,
      records: this.#ids(batch),
    };
  }

  #ids(batch: Batch, from = 0, to = batch.size): string[] {
    return [...batch.slots.subarray(from, to)].map(this.#idOf);
  }

  #write(t: number, event: string, what: object): void {
    this.#append(JSON.stringify({ t, event, ...what }));
  }
}

/** What a direct call ends with that was not invoked. */
function notInvokedAs(reason: NotInvoked): object {
  if (isRefusal(reason)) return { outcome: 'refused', reason };
  return { outcome: 'failed', reason, ...(reason === 'ServiceException' ? { status: 500 } : {}) };
}

/** The lane of a batch: a shard of a stream, or a part of one. */
function laneOf({ laneName }: Batch): object {
  return laneName === undefined ? {} : { lane: laneName };
}

/** Of a queue; streams do not count. */
function receiveCountsOf({ shard, receipts }: Batch, from: number, to: number): object {
  return shard < 0 ? { receiveCounts: [...receipts.subarray(from, to)] } : {};
}
