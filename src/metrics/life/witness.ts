/**
 * The observer that keeps what happens to the records with one id, and only that: moments.ts says what it may be. Slots are reused, so at
 * every first mention of a record it looks whether it is one of them.
 *
 * Repeats of an outbox have ids of their own. A record of a stream lives on until another takes its slot, as far as this knows.
 */
import type { Clock } from '../../engine/time.ts';
import { CLOSE_REASONS, Fate, LIMITS, Outcome, OUTCOMES, type Batch } from '../../model/batch.ts';
import { isRefusal, type NotInvoked, type Refusal } from '../../model/lambda/refusal.ts';
import { Listener, type EventEnd, type GivenUp, type Named, type RetryCause } from '../../model/observer.ts';
import type { Records } from '../../model/records.ts';
import type { Happening, Life, Moment } from './moments.ts';

export interface Witnessed {
  readonly records: Records;
  readonly clock: Clock;
  readonly idOf: (slot: number) => string;
}

/** More than anybody reads: a record that is tried for days has the same thing happen to it all the time. */
const MOST_MOMENTS = 10_000;

export class Witness extends Listener {
  readonly #id: string;
  readonly #records: Records;
  readonly #clock: Clock;
  readonly #idOf: (slot: number) => string;
  readonly #slots = new Set<number>();
  readonly #moments: Moment[] = [];
  #leftOut = 0;
  /** Executions by function, and over all. */
  readonly #running: number[] = [];
  #runningInAll = 0;
  /** Invocations with the record, by who brings it to a function. */
  readonly #invocations: number[] = [];
  /** When the first record of the batch was received that a poller gathers, by the number of the batch. */
  readonly #gatheredSince: number[] = [];

  constructor(id: string, { records, clock, idOf }: Witnessed) {
    super();
    this.#id = id;
    this.#records = records;
    this.#clock = clock;
    this.#idOf = idOf;
  }

  /** So far. */
  get life(): Life {
    return { id: this.#id, moments: this.#moments, leftOut: this.#leftOut, end: this.#clock.now };
  }

  /** For who tells of it in other words, such as the tier: whether a slot is that of the record. */
  isIn(slot: number): boolean {
    return this.#slots.has(slot);
  }

  /** At the first mention of a record: whether it is the one. */
  meets(slot: number): boolean {
    const isIt = this.#idOf(slot) === this.#id;
    if (isIt) this.#slots.add(slot);
    else if (this.#slots.size > 0) this.#slots.delete(slot);
    return isIt;
  }

  note(happening: Happening, at = this.#clock.now): void {
    if (this.#moments.length === MOST_MOMENTS) this.#leftOut += 1;
    else this.#moments.push({ at, ...happening });
  }

  // — on its way in —

  override followed(parent: number, slot: number, by: Named | undefined): void {
    const of = by === undefined ? {} : { by: by.name };
    if (this.#slots.has(parent)) this.note({ event: 'followedBy', child: this.#idOf(slot), ...of });
    if (this.meets(slot)) this.note({ event: 'madeOutOf', parent: this.#idOf(parent), ...of });
  }

  override relayed({ name }: Named, slot: number, waited: number, again: boolean): void {
    if (this.meets(slot)) this.note({ event: 'relayed', source: name, waited, again });
  }

  override published({ name }: Named, slot: number): void {
    if (this.meets(slot)) this.note({ event: 'published', source: name });
  }

  override heldBack({ name }: Named, slot: number, at: number): void {
    if (this.meets(slot)) this.note({ event: 'heldBack', source: name }, at);
  }

  override sent({ name }: Named, slot: number, delayed: boolean): void {
    if (!this.meets(slot)) return;
    const before = Math.max(0, -this.#records.sentAt[slot]!);
    this.note({ event: 'sent', source: name, delayed, before });
  }

  override deduplicated({ name }: Named, slot: number): void {
    if (this.meets(slot)) this.note({ event: 'deduplicated', source: name });
    this.#slots.delete(slot);
  }

  override refused({ name }: Named, slot: number, shard: number, again: boolean): void {
    if (!this.meets(slot)) return;
    this.note({ event: 'putRefused', source: name, why: shard < 0 ? 'unreachable' : 'shard', again });
    if (!again) this.#slots.delete(slot);
  }

  override appeared({ name }: Named, slot: number): void {
    if (this.#slots.has(slot)) this.note({ event: 'appeared', source: name });
  }

  // — in a batch —

  override received(_source: Named, batch: Batch, from: number): void {
    if (from === 0) this.#gatheredSince[batch.number] = this.#clock.now;
    const i = this.#placeIn(batch, batch.held);
    if (i < from) return;
    // Streams and brokers do not count.
    const counted = batch.shard < 0 && batch.receipts[i]! > 0 ? { receiveCount: batch.receipts[i]! } : {};
    this.note({ event: 'received', ...inBatch(batch), ...counted, others: batch.held - from - 1 });
  }

  override filtered({ name }: Named, mapping: Named, slot: number): void {
    if (this.#slots.has(slot)) this.note({ event: 'filtered', source: name, mapping: mapping.name });
  }

  override batched(_mapping: Named, batch: Batch): void {
    if (this.#placeIn(batch) < 0) return;
    const gatheredFor = this.#clock.now - (this.#gatheredSince[batch.number] ?? this.#clock.now);
    const reason = CLOSE_REASONS[batch.closedBy]!;
    this.note({ event: 'batched', ...inBatch(batch), records: batch.size, reason, gatheredFor });
  }

  override throttled(fn: Named, batch: Batch, reason: Refusal): void {
    if (this.#placeIn(batch) < 0) return;
    this.note({
      event: 'throttled',
      ...inBatch(batch),
      function: fn.name,
      reason,
      limit: LIMITS[batch.refusedBy]!,
      running: this.#running[fn.index] ?? 0,
      runningInAll: this.#runningInAll,
      attempt: batch.tries,
      records: batch.size,
    });
  }

  override notInvoked(fn: Named, batch: Batch, reason: Exclude<NotInvoked, Refusal>): void {
    if (this.#placeIn(batch) < 0) return;
    this.note({ event: 'notInvoked', ...inBatch(batch), function: fn.name, reason, attempt: batch.tries });
  }

  override invoked(fn: Named, batch: Batch): void {
    this.#running[fn.index] = (this.#running[fn.index] ?? 0) + 1;
    this.#runningInAll += 1;
    const i = this.#placeIn(batch);
    if (i < 0) return;
    const { invocation, environment, cold, initDuration, suppressedInit, size } = batch;
    this.note({
      event: 'invoked',
      ...inBatch(batch),
      ...{ function: fn.name, invocation, environment, provisioned: batch.host?.provisioned === true },
      ...{ cold, initDuration, suppressedInit, records: size },
      number: this.#countOf(batch, batch.slots[i]!),
    });
  }

  /** The how-manieth invocation of the record this is: of a stream, among those of its mapping. */
  #countOf({ shard, owner }: Batch, slot: number): number {
    // Counted by others when the function has taken it, which is told before.
    if (shard < 0) return this.#records.attempts[slot]! + 1;
    return (this.#invocations[owner.ownerIndex] = (this.#invocations[owner.ownerIndex] ?? 0) + 1);
  }

  override finished(fn: Named, batch: Batch): void {
    this.#running[fn.index]! -= 1;
    this.#runningInAll -= 1;
    const i = this.#placeIn(batch);
    if (i < 0) return;
    const { invocation, outcome, size } = batch;
    this.note({
      event: 'finished',
      ...inBatch(batch),
      ...{ function: fn.name, invocation, outcome: OUTCOMES[outcome]!, took: this.#clock.now - batch.invokedAt },
      reported: outcome === Outcome.partial && batch.failed[i] === 1,
      unprocessed: batch.unprocessed[i] === 1,
      records: size,
    });
  }

  override tookEffect(fn: Named, slot: number, again: boolean): void {
    if (this.#slots.has(slot)) this.note({ event: 'tookEffect', function: fn.name, again });
  }

  override passedOver(fn: Named, slot: number, hadEffect: boolean): void {
    if (this.#slots.has(slot)) this.note({ event: 'passedOver', function: fn.name, hadEffect });
  }

  override foundInProgress(fn: Named, slot: number): void {
    if (this.#slots.has(slot)) this.note({ event: 'foundInProgress', function: fn.name });
  }

  override sendFailed(fn: Named, target: Named, parent: number): void {
    if (this.#slots.has(parent)) this.note({ event: 'sendFailed', function: fn.name, target: target.name });
  }

  // — what becomes of it —

  override deleted({ name: source }: Named, batch: Batch): void {
    const i = this.#placeIn(batch);
    if (i < 0) return;
    const fate = batch.fates[i]! & 3;
    if (fate === Fate.kept) {
      const wasHandled =
        batch.outcome <= Outcome.partial && !(batch.outcome === Outcome.partial && batch.failed[i] === 1);
      if (wasHandled) this.note({ event: 'notDeleted', source });
      return;
    }
    if (fate === Fate.goneBefore) return this.note({ event: 'goneBefore', source });
    this.note({ event: 'deleted', source, unprocessed: fate === Fate.acknowledged });
  }

  override overtook({ name }: Named, slot: number): void {
    if (this.#slots.has(slot)) this.note({ event: 'overtook', source: name });
  }

  override returned({ name }: Named, slot: number): void {
    if (!this.#slots.has(slot)) return;
    this.note({ event: 'returned', source: name, receiveCount: this.#records.receiveCount[slot]! });
  }

  override deadLettered({ name }: Named, target: Named, slot: number): void {
    if (!this.#slots.has(slot)) return;
    const { receiveCount, attempts } = this.#records;
    const had = { receives: receiveCount[slot]!, invocations: attempts[slot]! };
    this.note({ event: 'deadLettered', source: name, target: target.name, ...had });
  }

  override redriven({ name }: Named, target: Named, slot: number): void {
    if (this.#slots.has(slot)) this.note({ event: 'redriven', source: name, target: target.name });
  }

  override expired({ name }: Named, slot: number): void {
    if (this.#slots.has(slot)) this.note({ event: 'expired', source: name });
  }

  override checkpointed(_source: Named, batch: Batch, count: number): void {
    const i = this.#placeIn(batch, count);
    if (i < 0) return;
    this.note({ event: 'checkpointed', mapping: batch.owner.name, unprocessed: batch.unprocessed[i] === 1 });
  }

  override bisected(_source: Named, batch: Batch, left: number): void {
    const i = this.#placeIn(batch);
    if (i < 0) return;
    const parts = [left, batch.size - left] as const;
    this.note({ event: 'bisected', mapping: batch.owner.name, parts, part: i < left ? 1 : 2 });
  }

  override gaveUp(_source: Named, batch: Batch, count: number, end: GivenUp): void {
    if (this.#placeIn(batch, count) < 0) return;
    const { condition, approximateInvokeCount: invokeCount, destination, delivered } = end;
    const to = destination === undefined ? {} : { destination: destination.name };
    this.note({ event: 'gaveUp', mapping: batch.owner.name, condition, invokeCount, ...to, delivered });
  }

  override lost(_source: Named, mapping: Named, slot: number): void {
    if (this.#slots.has(slot)) this.note({ event: 'lost', mapping: mapping.name });
  }

  override answered({ name }: Named, call: Batch, why: NotInvoked | undefined): void {
    if (this.#placeIn(call) < 0) return;
    const outcome = why === undefined ? OUTCOMES[call.outcome]! : isRefusal(why) ? 'refused' : 'systemError';
    this.note({ event: 'answered', source: name, outcome });
  }

  override retrying({ name }: Named, slot: number, cause: RetryCause, wait: number): void {
    if (this.#slots.has(slot)) this.note({ event: 'retrying', source: name, cause, wait });
  }

  override concluded({ name }: Named, slot: number, end: EventEnd): void {
    if (!this.#slots.has(slot)) return;
    const { condition, destination, delivered, deadLetterQueue, deadLettered } = end;
    this.note({
      event: 'concluded',
      source: name,
      ...{ condition, invocations: this.#records.attempts[slot]!, delivered, deadLettered },
      ...(destination === undefined ? {} : { destination: destination.name }),
      ...(deadLetterQueue === undefined ? {} : { deadLetterQueue: deadLetterQueue.name }),
    });
  }

  /** Where in a batch the record is; −1: it is not. */
  #placeIn({ slots, size }: Batch, count = size): number {
    if (this.#slots.size === 0) return -1;
    for (let i = 0; i < count; i++) if (this.#slots.has(slots[i]!)) return i;
    return -1;
  }
}

function inBatch({ owner, laneName, shard, poller }: Batch): {
  readonly source: string;
  readonly mapping?: string;
  readonly lane?: string;
  readonly poller?: number;
} {
  const { source, mapping } = owner;
  if (mapping === undefined) return { source: source.name };
  if (laneName !== undefined) return { source: source.name, mapping: mapping.name, lane: laneName };
  return { source: source.name, mapping: mapping.name, ...(shard < 0 ? { poller: poller + 1 } : {}) };
}
