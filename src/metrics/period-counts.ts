/**
 * The observer that counts what only metrics by the period want, beside the recorder: sizes, deletes, records of invocations,
 * times of the period. It listens only to runs whose metrics are wanted, and begins anew with every period.
 */
import type { Clock } from '../engine/time.ts';
import { Fate, isError, Outcome, type Batch } from '../model/batch.ts';
import { Listener, type Named } from '../model/observer.ts';
import type { Records } from '../model/records.ts';
import { Extremes } from '../stats/extremes.ts';
import type { AccountLevels } from './account-levels.ts';
import type { OpenPeriods } from './open-periods.ts';
import type { EventPeriodCounts } from './events/period-counts.ts';
import type { StreamPeriodCounts } from './streams/period-counts.ts';

/** Of one queue, in the present period. */
export class QueueCounts {
  /** Bytes of the messages sent. */
  bytes = 0;
  /** Deletes, of messages that were gone already as well: the service counts them, too. */
  deletes = 0;
  readonly ageAtFirstAttempt = new Extremes();

  reset(): void {
    this.bytes = 0;
    this.deletes = 0;
    this.ageAtFirstAttempt.reset();
  }
}

/** Of one mapping, in the present period. */
export class MappingCounts {
  /** Records that receives returned. */
  polled = 0;
  emptyPolls = 0;
  /** Records that no filter let through. */
  filtered = 0;
  /** Records of invocations that failed, or whose answer names some of them. */
  failed = 0;
  deletes = 0;
  /** Bytes of the records of invocations that began. */
  bytes = 0;
  /** Invocations that ended, and those whose records all succeeded. */
  ended = 0;
  succeeded = 0;
  /** Records by invocation that began. */
  readonly batchSize = new Extremes();
  /** From accepted until ended, cold starts included. */
  readonly batchTime = new Extremes();
  isEnabled = false;
  /** Whether it was enabled at any time in the period. */
  wasEnabled = false;

  reset(): void {
    this.polled = 0;
    this.emptyPolls = 0;
    this.filtered = 0;
    this.failed = 0;
    this.deletes = 0;
    this.bytes = 0;
    this.ended = 0;
    this.succeeded = 0;
    this.batchSize.reset();
    this.batchTime.reset();
    this.wasEnabled = this.isEnabled;
  }
}

export class PeriodCounts extends Listener {
  readonly queues: readonly QueueCounts[];
  readonly mappings: readonly MappingCounts[];
  /** Of each function, time of the handler of the invocations that ended in the period. */
  readonly durations: readonly Extremes[];
  readonly account: AccountLevels;
  readonly open: OpenPeriods;
  /** Of runs that have streams, and that have asynchronous invocation: other observers. */
  readonly streams: StreamPeriodCounts | undefined;
  readonly events: EventPeriodCounts | undefined;
  readonly #records: Records;
  readonly #clock: Clock;
  /** Whether any record has had a size: most scenarios leave it out. */
  #hasSizes = false;

  constructor(
    parts: { sources: number; mappings: number; functions: number },
    model: { records: Records; clock: Clock },
    account: AccountLevels,
    open: OpenPeriods,
    kinds: { readonly streams: StreamPeriodCounts | undefined; readonly events: EventPeriodCounts | undefined },
  ) {
    super();
    this.queues = Array.from({ length: parts.sources }, () => new QueueCounts());
    this.mappings = Array.from({ length: parts.mappings }, () => new MappingCounts());
    this.durations = Array.from({ length: parts.functions }, () => new Extremes());
    this.account = account;
    this.open = open;
    this.streams = kinds.streams;
    this.events = kinds.events;
    this.#records = model.records;
    this.#clock = model.clock;
  }

  /** A period has ended. */
  reset(): void {
    for (const counts of [...this.queues, ...this.mappings, ...this.durations]) counts.reset();
    this.streams?.reset();
    this.events?.reset();
  }

  override sent(source: Named, slot: number): void {
    const size = this.#records.size[slot]!;
    if (size === 0) return;
    this.#hasSizes = true;
    this.queues[source.index]!.bytes += size;
  }

  override received(_source: Named, batch: Batch, from: number): void {
    this.mappings[batch.owner.ownerIndex]!.polled += batch.held - from;
  }

  override filtered(source: Named, mapping: Named): void {
    this.mappings[mapping.index]!.filtered++;
    this.queues[source.index]!.deletes++;
  }

  override emptyReceives(_source: Named, mapping: Named, count: number): void {
    this.mappings[mapping.index]!.emptyPolls += count;
  }

  override invoked(fn: Named, batch: Batch): void {
    const { now } = this.#clock;
    this.account.step(fn.index, 1, now);
    this.open.began(now);
    const { mapping, source } = batch.owner;
    if (mapping === undefined) return;
    const counts = this.mappings[mapping.index]!;
    counts.batchSize.add(batch.size);
    this.#firstAttempts(this.queues[source.index]!, batch, now);
    if (this.#hasSizes) counts.bytes += this.#bytesOf(batch);
  }

  #firstAttempts({ ageAtFirstAttempt }: QueueCounts, { slots, size }: Batch, now: number): void {
    const { attempts, sentAt } = this.#records;
    for (let i = 0; i < size; i++) {
      const slot = slots[i]!;
      if (attempts[slot] === 0) ageAtFirstAttempt.add(now - sentAt[slot]!);
    }
  }

  #bytesOf({ slots, size }: Batch): number {
    const sizes = this.#records.size;
    let bytes = 0;
    for (let i = 0; i < size; i++) bytes += sizes[slots[i]!]!;
    return bytes;
  }

  override finished(fn: Named, batch: Batch): void {
    const { now } = this.#clock;
    const { outcome, invokedAt, size } = batch;
    this.account.step(fn.index, -1, now);
    this.open.ended(invokedAt, fn.index, isError(outcome));
    this.durations[fn.index]!.add(batch.duration);
    const { mapping } = batch.owner;
    if (mapping === undefined) return;
    const counts = this.mappings[mapping.index]!;
    counts.ended++;
    counts.batchTime.add(now - invokedAt);
    if (outcome === Outcome.succeeded) counts.succeeded++;
    else counts.failed += size;
  }

  override deleted(source: Named, { owner, fates, size }: Batch): void {
    let deletes = 0;
    for (let i = 0; i < size; i++) if ((fates[i]! & 3) !== Fate.kept) deletes++;
    this.queues[source.index]!.deletes += deletes;
    this.mappings[owner.ownerIndex]!.deletes += deletes;
  }

  override mappingChanged(mapping: Named, change: string): void {
    const counts = this.mappings[mapping.index]!;
    if (change === 'enabled') counts.isEnabled = true;
    if (change === 'disabled') counts.isEnabled = false;
    counts.wasEnabled ||= counts.isEnabled;
  }
}
