/**
 * The vocabulary of the whole program: what the model tells, one method for each thing that can happen, in the order of a
 * record's life: sent, received, filtered, batched, invoked or throttled, finished, then deleted, returned, dead-lettered or expired;
 * of a direct call: sent, invoked or throttled, finished, answered; of a record of a stream: sent, read, filtered or received,
 * batched, invoked or throttled, finished, then checkpointed, given up or lost, for each mapping by itself; of an event that is
 * invoked asynchronously: published where a service stands in front, sent when Lambda accepts it, invoked or throttled, finished,
 * retried, concluded. A record that somebody makes out of another is told of before it is sent: followed.
 *
 * The model never measures and never prints; observers do. They are called with the batch or the slot, not with an object
 * for each record, and must not keep a batch: it is reused. The instant is the clock's; only `sent` and `appeared` may be
 * told late (the records know when: sentAt, due), but always before anything later is told of the same source.
 */
import type { Micros } from '../engine/time.ts';
import type { Batch } from './batch.ts';
import type { CallEnd } from './downstreams/call.ts';
import type { NotInvoked, Refusal } from './lambda/refusal.ts';

/** A part of the model: the name it has in the scenario, and its number among its kind. */
export interface Named {
  readonly name: string;
  readonly index: number;
}

/** Why a mapping gave up records of a stream, and what became of them. */
export interface GivenUp {
  /** `Oversized`: no invocation can hold it, and the service counts it as that. */
  readonly condition: 'RetryAttemptsExhausted' | 'RecordAgeExceeded' | 'MaximumPayloadSizeExceeded' | 'Oversized';
  /** Invocations of the batch as it was given up; 1 for a record that was too old before any. */
  readonly approximateInvokeCount: number;
  /** Where they were sent to; undefined: nowhere. */
  readonly destination: Named | undefined;
  /** Whether the destination took them. */
  readonly delivered: boolean;
  /** Whether the function threw, at last, and not only reported; null without an invocation. */
  readonly unhandled: boolean | null;
}

/** Why an event that is invoked asynchronously is tried again. */
export const RETRY_CAUSES = ['functionError', 'throttle', 'systemError', 'lostAcknowledgement'] as const;
export type RetryCause = (typeof RETRY_CAUSES)[number];

/** How an event that is invoked asynchronously ends; all but the first are given up. */
export const CONDITIONS = [
  'Success',
  'RetriesExhausted',
  'EventAgeExceeded',
  'ZeroReservedConcurrency',
  'RecursiveInvocation',
] as const;
export type Condition = (typeof CONDITIONS)[number];

/** Who asks for another number of provisioned environments: an event, a schedule, or target tracking. */
export type ProvisionedReason = 'set' | 'schedule' | 'scaleOut' | 'scaleIn';

/** The end of an event. How often it was invoked (approximateInvokeCount) is what the records say: attempts. */
export interface EventEnd {
  readonly condition: Condition;
  /** Whether its last known answer was an error; null when there is no answer to tell of: it never ran, or none was heard. */
  readonly functionError: boolean | null;
  /** Where its record was sent to; undefined: nowhere. */
  readonly destination: Named | undefined;
  /** Whether the destination took it. */
  readonly delivered: boolean;
  /** The function's dead-letter queue, which gets the event itself; undefined: none, or a success. */
  readonly deadLetterQueue: Named | undefined;
  readonly deadLettered: boolean;
}

export interface Observer {
  /** The relay of an outbox sends a record that was committed so long before; `again`: it will send the same once more. */
  relayed(source: Named, slot: number, waited: Micros, again: boolean): void;
  /** A source accepted a record; in a queue it is visible unless `delayed`. Of a direct call: it is made now. */
  sent(source: Named, slot: number, delayed: boolean): void;
  /** A FIFO queue accepted a send that it will not deliver: it knows its id (SQS-66). The record never is in the queue. */
  deduplicated(source: Named, slot: number): void;
  /** A producer of a FIFO queue keeps a record from `at` on, to send it later: it was refused, or it waits behind one that was. */
  heldBack(source: Named, slot: number, at: Micros): void;
  /** A record of a FIFO queue was handled and deleted while an earlier one of its group was still in the queue. Told after that. */
  overtook(source: Named, slot: number): void;
  /** So many groups of a queue have messages since the instant `at`, and so many of them have some in flight. */
  groupsChanged(source: Named, groups: number, inFlight: number, at: Micros): void;
  /** A queue refused to be received or deleted from, because its calls of this second are used up (SQS-44). */
  callThrottled(source: Named, action: ThrottledCall): void;
  /** The delay of a record is over, at its `due`. */
  appeared(source: Named, slot: number): void;
  /** One receive returned the records at positions [from, batch.held) of the batch. */
  received(source: Named, batch: Batch, from: number): void;
  /** Receives that returned nothing; told when the poller stops waiting, so the last may lie in the past. */
  emptyReceives(source: Named, mapping: Named, count: number): void;
  /** A poller lets go of all that it holds of a batch, which nobody settles: its mapping was disabled, or it is one too many. */
  abandoned(batch: Batch): void;
  /** A batch was closed: `batch.closedBy` says why. */
  batched(mapping: Named, batch: Batch): void;
  /** The function took the batch; `environment`, `cold` and `invocation` are set. */
  invoked(fn: Named, batch: Batch): void;
  /** The function refused the batch. */
  throttled(fn: Named, batch: Batch, reason: Refusal): void;
  /** The invocation ended: `outcome`, `duration` and, when partial, `failed` are set. */
  finished(fn: Named, batch: Batch): void;
  /** A batch was settled with its source: `batch.fates` says which records were deleted. */
  deleted(source: Named, batch: Batch): void;
  /** A direct call is over: its invocation has ended, or `refusal` says why there was none. */
  answered(source: Named, call: Batch, refusal: NotInvoked | undefined): void;
  /** An event was published to the service in front of Lambda, which will hand it over. */
  published(source: Named, slot: number): void;
  /** An event is put back and will be delivered again after `wait`. */
  retrying(source: Named, slot: number, cause: RetryCause, wait: Micros): void;
  /** An event is done with, for good or for bad. */
  concluded(source: Named, slot: number, end: EventEnd): void;
  /** The function could not be asked: a system error (5xx), or the chain that a record belongs to was stopped (ASY-16). */
  notInvoked(fn: Named, batch: Batch, why: Exclude<NotInvoked, Refusal>): void;
  /**
   * The work on a record has taken effect; `again`: its key had its effect before. `worked`: time that was worked on it. `awaited`:
   * records that were passed over before for the sake of this effect.
   */
  tookEffect(fn: Named, slot: number, again: boolean, worked: Micros, awaited: number): void;
  /**
   * A record was passed over, because the idempotency table or a unique key knows its key; `hadEffect`: which has had its effect.
   * `worked`: time that was worked on it until that was found.
   */
  passedOver(fn: Named, slot: number, hadEffect: boolean, worked: Micros): void;
  /** The idempotency table says that somebody works on the key of a record, which fails for that. */
  foundInProgress(fn: Named, slot: number): void;
  /** A transaction was rolled back that would have made `count` records take effect; `worked`: time that was worked on them. */
  rolledBack(fn: Named, batch: Batch, count: number, worked: Micros): void;
  /** A record is made out of another, which is handled, has succeeded or is given up now; `by`: the function whose handler sends it. */
  followed(parent: number, slot: number, by: Named | undefined): void;
  /** What a handler wants to send cannot be sent: the target is out, or it is too large for it. */
  sendFailed(fn: Named, target: Named, parent: number): void;
  /** A hidden record is visible again. */
  returned(source: Named, slot: number): void;
  /** A record was moved to a dead-letter queue by the receive that would have been one too many. */
  deadLettered(source: Named, target: Named, slot: number): void;
  /** A record outlived the retention of its queue. */
  expired(source: Named, slot: number): void;
  /** A record was moved back from a dead-letter queue. */
  redriven(from: Named, to: Named, slot: number): void;
  /** A message group of a fair queue is noisy from now on, or quiet; `group` is the value of the attribute. */
  noisy(source: Named, group: string | number | boolean, isNoisy: boolean): void;
  /** A record did not match the filters of a mapping, which is done with it. Told while it still is where it was. */
  filtered(source: Named, mapping: Named, slot: number): void;
  /** The first `count` records of the batch are done with: they succeeded, or the handler passed over them (`batch.unprocessed`). */
  checkpointed(source: Named, batch: Batch, count: number): void;
  /** A failed batch goes on in two parts, of which the first has so many of its records. */
  bisected(source: Named, batch: Batch, left: number): void;
  /** The first `count` records of the batch are given up. */
  gaveUp(source: Named, batch: Batch, count: number, end: GivenUp): void;
  /** A record of a shard outlived the retention of its stream before this mapping was done with it. */
  lost(source: Named, mapping: Named, slot: number, shard: number): void;
  /** So many records of a stream are needed by no mapping any more, since `at`: when they were put, where nobody reads. */
  trimmed(source: Named, count: number, at: Micros): void;
  /** A mapping begins to read a stream; so many records that were there lie before its starting position. */
  began(source: Named, mapping: Named, passedOver: number): void;
  /**
   * A read of a shard returned `count` records of so many bytes; the last of them had been there for `behind`, 0 when it was the last there
   * is. `leaves`: more could be read already, and one read brings no more.
   */
  read(
    source: Named,
    mapping: Named,
    shard: number,
    count: number,
    behind: Micros,
    bytes: number,
    leaves: boolean,
  ): void;
  /** A read of a shard was refused: others have read as much as the shard gives. */
  readThrottled(source: Named, mapping: Named, shard: number): void;
  /**
   * A shard refused to take a record; `again`: its producer will try again, and else drops it. A shard of −1: Lambda could not be
   * reached by the service that hands an event over.
   */
  refused(source: Named, slot: number, shard: number, again: boolean): void;
  /** Shards of a stream were closed, and others opened in their place; the names are ids. */
  resharded(source: Named, closed: readonly string[], opened: readonly string[]): void;
  /** The committed offset of a partition has moved: all before it are done with, or lost. */
  committed(source: Named, mapping: Named, partition: number, offset: number): void;
  /** A group of consumers has so many members from now on; so many partitions of its topic change hands. */
  rebalanced(source: Named, mapping: Named, consumers: number, moved: number): void;
  /** The number of pollers changed. */
  pollersChanged(mapping: Named, pollers: number): void;
  /** Failing invocations leave the mapping so many pollers from now on, and no more are added; undefined: they are over (SQS-11). */
  errorBackOff(mapping: Named, left: number | undefined): void;
  /** Another number of provisioned environments is asked for; a function's first ones are not told of. */
  provisionedRequested(fn: Named, environments: number, why: ProvisionedReason): void;
  /** So many provisioned environments of the function can be used from now on (CON-05). */
  provisionedChanged(fn: Named, ready: number): void;
  /** A mapping was enabled or disabled, or one of its settings changed. */
  mappingChanged(mapping: Named, change: string): void;
  /** An outage began, or is over: of a downstream, a source, the polling of a mapping, or the invoking of a function. */
  outage(kind: OutageKind, part: Named, began: boolean): void;
  /** So many connections of a downstream are open or being opened from now on, and so many more are wanted and wait for a place. */
  connectionsChanged(downstream: Named, open: number, waiting: number): void;
  /** So many calls to a downstream are in progress from now on. */
  loadChanged(downstream: Named, calls: number): void;
  /**
   * A call to a downstream has ended for its caller, or nobody waits for it any more. It `waited` until the server began with it or it was turned
   * away, and `took` so long from then on. `batch`: whose invocation made it, which is not over.
   */
  callEnded(downstream: Named, fn: Named, end: CallEnd | 'abandoned', waited: Micros, took: Micros, batch: Batch): void;
}

/** Calls of Lambda that a queue may refuse. */
export type ThrottledCall = 'receive' | 'delete';

/** What can be out. */
export type OutageKind = 'downstream' | 'source' | 'mapping' | 'function';

/** An observer that does nothing: extend it and override what you need. */
export class Listener implements Observer {
  relayed(_source: Named, _slot: number, _waited: Micros, _again: boolean): void {}
  sent(_source: Named, _slot: number, _delayed: boolean): void {}
  deduplicated(_source: Named, _slot: number): void {}
  heldBack(_source: Named, _slot: number, _at: Micros): void {}
  overtook(_source: Named, _slot: number): void {}
  groupsChanged(_source: Named, _groups: number, _inFlight: number, _at: Micros): void {}
  callThrottled(_source: Named, _action: ThrottledCall): void {}
  appeared(_source: Named, _slot: number): void {}
  received(_source: Named, _batch: Batch, _from: number): void {}
  emptyReceives(_source: Named, _mapping: Named, _count: number): void {}
  abandoned(_batch: Batch): void {}
  batched(_mapping: Named, _batch: Batch): void {}
  invoked(_fn: Named, _batch: Batch): void {}
  throttled(_fn: Named, _batch: Batch, _reason: Refusal): void {}
  finished(_fn: Named, _batch: Batch): void {}
  deleted(_source: Named, _batch: Batch): void {}
  answered(_source: Named, _call: Batch, _refusal: NotInvoked | undefined): void {}
  published(_source: Named, _slot: number): void {}
  retrying(_source: Named, _slot: number, _cause: RetryCause, _wait: Micros): void {}
  concluded(_source: Named, _slot: number, _end: EventEnd): void {}
  notInvoked(_fn: Named, _batch: Batch, _why: Exclude<NotInvoked, Refusal>): void {}
  tookEffect(_fn: Named, _slot: number, _again: boolean, _worked: Micros, _awaited: number): void {}
  passedOver(_fn: Named, _slot: number, _hadEffect: boolean, _worked: Micros): void {}
  foundInProgress(_fn: Named, _slot: number): void {}
  rolledBack(_fn: Named, _batch: Batch, _count: number, _worked: Micros): void {}
  followed(_parent: number, _slot: number, _by: Named | undefined): void {}
  sendFailed(_fn: Named, _target: Named, _parent: number): void {}
  returned(_source: Named, _slot: number): void {}
  deadLettered(_source: Named, _target: Named, _slot: number): void {}
  expired(_source: Named, _slot: number): void {}
  redriven(_from: Named, _to: Named, _slot: number): void {}
  noisy(_source: Named, _group: string | number | boolean, _isNoisy: boolean): void {}
  filtered(_source: Named, _mapping: Named, _slot: number): void {}
  checkpointed(_source: Named, _batch: Batch, _count: number): void {}
  bisected(_source: Named, _batch: Batch, _left: number): void {}
  gaveUp(_source: Named, _batch: Batch, _count: number, _end: GivenUp): void {}
  lost(_source: Named, _mapping: Named, _slot: number, _shard: number): void {}
  trimmed(_source: Named, _count: number, _at: Micros): void {}
  began(_source: Named, _mapping: Named, _passedOver: number): void {}
  read(
    _source: Named,
    _mapping: Named,
    _shard: number,
    _count: number,
    _behind: Micros,
    _bytes: number,
    _leaves: boolean,
  ): void {}
  readThrottled(_source: Named, _mapping: Named, _shard: number): void {}
  refused(_source: Named, _slot: number, _shard: number, _again: boolean): void {}
  resharded(_source: Named, _closed: readonly string[], _opened: readonly string[]): void {}
  committed(_source: Named, _mapping: Named, _partition: number, _offset: number): void {}
  rebalanced(_source: Named, _mapping: Named, _consumers: number, _moved: number): void {}
  pollersChanged(_mapping: Named, _pollers: number): void {}
  errorBackOff(_mapping: Named, _left: number | undefined): void {}
  provisionedRequested(_fn: Named, _environments: number, _why: ProvisionedReason): void {}
  provisionedChanged(_fn: Named, _ready: number): void {}
  mappingChanged(_mapping: Named, _change: string): void {}
  outage(_kind: OutageKind, _part: Named, _began: boolean): void {}
  connectionsChanged(_downstream: Named, _open: number, _waiting: number): void {}
  loadChanged(_downstream: Named, _calls: number): void {}
  callEnded(
    _downstream: Named,
    _fn: Named,
    _end: CallEnd | 'abandoned',
    _waited: Micros,
    _took: Micros,
    _batch: Batch,
  ): void {}
}

/** One observer that passes everything on to several, in their order; a single one is returned as it is. */
export function everyone(observers: readonly Observer[]): Observer {
  return observers.length === 1 ? observers[0]! : new Everyone(observers);
}

class Everyone implements Observer {
  readonly #all: readonly Observer[];

  constructor(all: readonly Observer[]) {
    this.#all = all;
  }

  relayed(source: Named, slot: number, waited: Micros, again: boolean): void {
    for (const one of this.#all) one.relayed(source, slot, waited, again);
  }
  sent(source: Named, slot: number, delayed: boolean): void {
    for (const one of this.#all) one.sent(source, slot, delayed);
  }
  deduplicated(source: Named, slot: number): void {
    for (const one of this.#all) one.deduplicated(source, slot);
  }
  heldBack(source: Named, slot: number, at: Micros): void {
    for (const one of this.#all) one.heldBack(source, slot, at);
  }
  overtook(source: Named, slot: number): void {
    for (const one of this.#all) one.overtook(source, slot);
  }
  groupsChanged(source: Named, groups: number, inFlight: number, at: Micros): void {
    for (const one of this.#all) one.groupsChanged(source, groups, inFlight, at);
  }
  callThrottled(source: Named, action: ThrottledCall): void {
    for (const one of this.#all) one.callThrottled(source, action);
  }
  appeared(source: Named, slot: number): void {
    for (const one of this.#all) one.appeared(source, slot);
  }
  received(source: Named, batch: Batch, from: number): void {
    for (const one of this.#all) one.received(source, batch, from);
  }
  emptyReceives(source: Named, mapping: Named, count: number): void {
    for (const one of this.#all) one.emptyReceives(source, mapping, count);
  }
  abandoned(batch: Batch): void {
    for (const one of this.#all) one.abandoned(batch);
  }
  batched(mapping: Named, batch: Batch): void {
    for (const one of this.#all) one.batched(mapping, batch);
  }
  invoked(fn: Named, batch: Batch): void {
    for (const one of this.#all) one.invoked(fn, batch);
  }
  throttled(fn: Named, batch: Batch, reason: Refusal): void {
    for (const one of this.#all) one.throttled(fn, batch, reason);
  }
  finished(fn: Named, batch: Batch): void {
    for (const one of this.#all) one.finished(fn, batch);
  }
  deleted(source: Named, batch: Batch): void {
    for (const one of this.#all) one.deleted(source, batch);
  }
  answered(source: Named, call: Batch, refusal: NotInvoked | undefined): void {
    for (const one of this.#all) one.answered(source, call, refusal);
  }
  published(source: Named, slot: number): void {
    for (const one of this.#all) one.published(source, slot);
  }
  retrying(source: Named, slot: number, cause: RetryCause, wait: Micros): void {
    for (const one of this.#all) one.retrying(source, slot, cause, wait);
  }
  concluded(source: Named, slot: number, end: EventEnd): void {
    for (const one of this.#all) one.concluded(source, slot, end);
  }
  notInvoked(fn: Named, batch: Batch, why: Exclude<NotInvoked, Refusal>): void {
    for (const one of this.#all) one.notInvoked(fn, batch, why);
  }
  tookEffect(fn: Named, slot: number, again: boolean, worked: Micros, awaited: number): void {
    for (const one of this.#all) one.tookEffect(fn, slot, again, worked, awaited);
  }
  passedOver(fn: Named, slot: number, hadEffect: boolean, worked: Micros): void {
    for (const one of this.#all) one.passedOver(fn, slot, hadEffect, worked);
  }
  foundInProgress(fn: Named, slot: number): void {
    for (const one of this.#all) one.foundInProgress(fn, slot);
  }
  rolledBack(fn: Named, batch: Batch, count: number, worked: Micros): void {
    for (const one of this.#all) one.rolledBack(fn, batch, count, worked);
  }
  followed(parent: number, slot: number, by: Named | undefined): void {
    for (const one of this.#all) one.followed(parent, slot, by);
  }
  sendFailed(fn: Named, target: Named, parent: number): void {
    for (const one of this.#all) one.sendFailed(fn, target, parent);
  }
  returned(source: Named, slot: number): void {
    for (const one of this.#all) one.returned(source, slot);
  }
  deadLettered(source: Named, target: Named, slot: number): void {
    for (const one of this.#all) one.deadLettered(source, target, slot);
  }
  expired(source: Named, slot: number): void {
    for (const one of this.#all) one.expired(source, slot);
  }
  redriven(from: Named, to: Named, slot: number): void {
    for (const one of this.#all) one.redriven(from, to, slot);
  }
  noisy(source: Named, group: string | number | boolean, isNoisy: boolean): void {
    for (const one of this.#all) one.noisy(source, group, isNoisy);
  }
  filtered(source: Named, mapping: Named, slot: number): void {
    for (const one of this.#all) one.filtered(source, mapping, slot);
  }
  checkpointed(source: Named, batch: Batch, count: number): void {
    for (const one of this.#all) one.checkpointed(source, batch, count);
  }
  bisected(source: Named, batch: Batch, left: number): void {
    for (const one of this.#all) one.bisected(source, batch, left);
  }
  gaveUp(source: Named, batch: Batch, count: number, end: GivenUp): void {
    for (const one of this.#all) one.gaveUp(source, batch, count, end);
  }
  lost(source: Named, mapping: Named, slot: number, shard: number): void {
    for (const one of this.#all) one.lost(source, mapping, slot, shard);
  }
  trimmed(source: Named, count: number, at: Micros): void {
    for (const one of this.#all) one.trimmed(source, count, at);
  }
  began(source: Named, mapping: Named, passedOver: number): void {
    for (const one of this.#all) one.began(source, mapping, passedOver);
  }
  read(
    source: Named,
    mapping: Named,
    shard: number,
    count: number,
    behind: Micros,
    bytes: number,
    leaves: boolean,
  ): void {
    for (const one of this.#all) one.read(source, mapping, shard, count, behind, bytes, leaves);
  }
  readThrottled(source: Named, mapping: Named, shard: number): void {
    for (const one of this.#all) one.readThrottled(source, mapping, shard);
  }
  refused(source: Named, slot: number, shard: number, again: boolean): void {
    for (const one of this.#all) one.refused(source, slot, shard, again);
  }
  resharded(source: Named, closed: readonly string[], opened: readonly string[]): void {
    for (const one of this.#all) one.resharded(source, closed, opened);
  }
  committed(source: Named, mapping: Named, partition: number, offset: number): void {
    for (const one of this.#all) one.committed(source, mapping, partition, offset);
  }
  rebalanced(source: Named, mapping: Named, consumers: number, moved: number): void {
    for (const one of this.#all) one.rebalanced(source, mapping, consumers, moved);
  }
  pollersChanged(mapping: Named, pollers: number): void {
    for (const one of this.#all) one.pollersChanged(mapping, pollers);
  }
  errorBackOff(mapping: Named, left: number | undefined): void {
    for (const one of this.#all) one.errorBackOff(mapping, left);
  }
  provisionedRequested(fn: Named, environments: number, why: ProvisionedReason): void {
    for (const one of this.#all) one.provisionedRequested(fn, environments, why);
  }
  provisionedChanged(fn: Named, ready: number): void {
    for (const one of this.#all) one.provisionedChanged(fn, ready);
  }
  mappingChanged(mapping: Named, change: string): void {
    for (const one of this.#all) one.mappingChanged(mapping, change);
  }
  outage(kind: OutageKind, part: Named, began: boolean): void {
    for (const one of this.#all) one.outage(kind, part, began);
  }
  connectionsChanged(downstream: Named, open: number, waiting: number): void {
    for (const one of this.#all) one.connectionsChanged(downstream, open, waiting);
  }
  loadChanged(downstream: Named, calls: number): void {
    for (const one of this.#all) one.loadChanged(downstream, calls);
  }
  callEnded(
    downstream: Named,
    fn: Named,
    end: CallEnd | 'abandoned',
    waited: Micros,
    took: Micros,
    batch: Batch,
  ): void {
    for (const one of this.#all) one.callEnded(downstream, fn, end, waited, took, batch);
  }
}
