/**
 * The observer that measures: figures, books and series of every source, mapping and function, in memory of fixed size.
 *
 * Everything is counted over the whole run for the books; when the warm-up ends, histograms and levels start afresh and
 * counts remember where they stood. To add a figure: a field here, a line where it is told, a line in summary.ts.
 */
import { Histogram } from '../stats/histogram.ts';
import { Level } from '../stats/level.ts';
import { CLOSE_REASONS, Fate, Outcome, type Batch } from '../model/batch.ts';
import type { Refusal } from '../model/lambda/refusal.ts';
import { Listener, type Named, type OutageKind } from '../model/observer.ts';
import type { Records } from '../model/records.ts';
import type { Clock } from '../engine/time.ts';
import { LastReceive, Miss, MISSES } from './last-receive.ts';
import { Tally } from './tally.ts';

/** What is kept of one source. */
export class SourceRecord {
  readonly arrived = new Tally();
  /** Came in from another queue because it was received too often there. */
  readonly movedIn = new Tally();
  readonly redrivenIn = new Tally();
  readonly succeeded = new Tally();
  readonly acknowledged = new Tally();
  readonly deadLettered = new Tally();
  /** Dead-lettered, and no invocation was ever given them. */
  readonly deadLetteredUnseen = new Tally();
  /** By what their last receive ended with: one for each of {@link MISSES}. */
  readonly deadLetteredBy = MISSES.map(() => new Tally());
  readonly redrivenOut = new Tally();
  readonly expired = new Tally();
  /** Direct calls whose invocation failed, and those that were refused. */
  readonly failed = new Tally();
  readonly refused = new Tally();
  readonly duplicates = new Tally();
  readonly receives = new Tally();
  readonly emptyReceives = new Tally();
  /** Records returned by receives, repeats included. */
  readonly received = new Tally();
  readonly returned = new Tally();
  readonly ageAtFirstAttempt = new Histogram();
  readonly visible = new Level();
  readonly inFlight = new Level();
  readonly delayed = new Level();
  /** Whether its records are direct calls, which wait nowhere: they are in flight from when they are invoked. */
  readonly calls: boolean;
  /** Greatest age at which a record left, in microseconds: with those that remain, the greatest age of the oldest. */
  greatestAge = 0;

  constructor(calls: boolean) {
    this.calls = calls;
  }

  /** Records in the queue: waiting, hidden or delayed. Calls that run. */
  get held(): number {
    return this.visible.value + this.inFlight.value + this.delayed.value;
  }

  restart(now: number): void {
    const { arrived, movedIn, redrivenIn, succeeded, acknowledged, deadLettered, deadLetteredUnseen, redrivenOut } =
      this;
    const { expired, duplicates, receives, emptyReceives, received, returned, failed, refused } = this;
    for (const tally of [arrived, movedIn, redrivenIn, succeeded, acknowledged, deadLettered]) tally.restart();
    for (const tally of [deadLetteredUnseen, redrivenOut, expired, duplicates, receives]) tally.restart();
    for (const tally of [emptyReceives, received, returned, failed, refused, ...this.deadLetteredBy]) tally.restart();
    for (const level of [this.visible, this.inFlight, this.delayed]) level.restart(now);
    this.ageAtFirstAttempt.reset();
    this.greatestAge = 0;
  }
}

/** What is kept of one owner of batches: a mapping, or a source that calls by itself. */
export class OwnerRecord {
  readonly invocations = new Tally();
  readonly throttles = new Tally();
  readonly failedInvocations = new Tally();
  /** Records by batch, one value an invocation. */
  readonly batchSize = new Histogram();
  /** Records that succeeded through this owner. */
  readonly succeeded = new Tally();
  /** From sent until done with, of records that succeeded through this owner. */
  readonly latency = new Histogram();

  restart(_now: number): void {
    const { invocations, throttles, failedInvocations, succeeded } = this;
    for (const tally of [invocations, throttles, failedInvocations, succeeded]) tally.restart();
    this.batchSize.reset();
    this.latency.reset();
  }
}

/** What is kept of one mapping. */
export class MappingRecord extends OwnerRecord {
  /** Batches by why they were closed. */
  readonly closed = CLOSE_REASONS.map(() => new Tally());
  readonly pollers = new Level();
  /** 1 while failing invocations keep the pollers down. */
  readonly backOff = new Level();
  /** The most pollers it found, and the fewest it left; null where there was none. */
  backOffPollers: { readonly from: number; readonly least: number } | null = null;
  readonly changes: { readonly at: number; readonly change: string }[] = [];

  override restart(now: number): void {
    super.restart(now);
    for (const tally of this.closed) tally.restart();
    this.pollers.restart(now);
    this.backOff.restart(now);
    this.backOffPollers = null;
    if (this.backOff.value === 1) this.noteBackOff(this.pollers.value);
  }

  /** Failing invocations leave so many of the pollers there are. */
  noteBackOff(left: number): void {
    const { value } = this.pollers;
    const { from, least } = this.backOffPollers ?? { from: value, least: left };
    this.backOffPollers = { from: Math.max(from, value), least: Math.min(least, left) };
  }
}

/** What is kept of one function. */
export class FunctionRecord {
  readonly invocations = new Tally();
  /** Invocations that threw, crashed or timed out: what CloudWatch counts as Errors. */
  readonly errors = new Tally();
  /** Invocations that returned an answer that fails the whole batch. */
  readonly unusableAnswers = new Tally();
  readonly timeouts = new Tally();
  readonly throttles = new Tally();
  readonly throttlesBy = new Map<Refusal, Tally>();
  readonly coldStarts = new Tally();
  /** Invocations in which INIT was run again. */
  readonly suppressedInits = new Tally();
  readonly duration = new Histogram();
  readonly initDuration = new Histogram();
  readonly concurrency = new Level();
  /** Environments that exist are read at samples only. */
  environments = 0;

  restart(now: number): void {
    const { invocations, errors, unusableAnswers, timeouts, throttles, coldStarts, suppressedInits } = this;
    for (const tally of [invocations, errors, unusableAnswers, timeouts, throttles]) tally.restart();
    for (const tally of [coldStarts, suppressedInits]) tally.restart();
    for (const tally of this.throttlesBy.values()) tally.restart();
    this.duration.reset();
    this.initDuration.reset();
    this.concurrency.restart(now);
  }
}

export class Recorder extends Listener {
  readonly sources: readonly SourceRecord[];
  readonly mappings: readonly MappingRecord[];
  /** By their number: the mappings, then the sources that call by themselves. */
  readonly owners: readonly OwnerRecord[];
  readonly functions: readonly FunctionRecord[];
  /** In order of their beginning; `until` is null while they last. */
  readonly outages: {
    readonly kind: OutageKind;
    readonly name: string;
    readonly from: number;
    until: number | null;
  }[] = [];
  readonly #records: Records;
  readonly #clock: Clock;
  readonly #lastReceive: LastReceive;

  /** `sources`: for each of them whether it calls by itself. */
  constructor(
    parts: { sources: readonly boolean[]; mappings: number; functions: number },
    records: Records,
    clock: Clock,
  ) {
    super();
    this.sources = parts.sources.map((calls) => new SourceRecord(calls));
    this.mappings = Array.from({ length: parts.mappings }, () => new MappingRecord());
    this.owners = [...this.mappings, ...parts.sources.filter((calls) => calls).map(() => new OwnerRecord())];
    this.functions = Array.from({ length: parts.functions }, () => new FunctionRecord());
    this.#records = records;
    this.#lastReceive = new LastReceive(records, parts.sources.length);
    this.#clock = clock;
  }

  /** The warm-up ends: figures start afresh, books go on. */
  restart(now: number): void {
    for (const record of [...this.sources, ...this.owners, ...this.functions]) record.restart(now);
  }

  override sent(source: Named, slot: number, delayed: boolean): void {
    const at = this.#records.sentAt[slot]!;
    const record = this.sources[source.index]!;
    record.arrived.total++;
    if (record.calls) return;
    // A record sent before the run began has its age, but the levels begin with the run.
    if (delayed) record.delayed.add(1, Math.max(0, at));
    else record.visible.add(1, Math.max(0, at));
  }

  override appeared(source: Named, slot: number): void {
    const at = this.#records.due[slot]!;
    const record = this.sources[source.index]!;
    record.delayed.add(-1, Math.max(0, at));
    record.visible.add(1, Math.max(0, at));
  }

  override received(source: Named, batch: Batch, from: number): void {
    const at = this.#clock.now;
    const record = this.sources[source.index]!;
    const n = batch.held - from;
    record.receives.total++;
    record.received.total += n;
    record.visible.add(-n, at);
    record.inFlight.add(n, at);
  }

  override emptyReceives(source: Named, _mapping: Named, count: number): void {
    this.sources[source.index]!.emptyReceives.add(count);
  }

  override batched(mapping: Named, batch: Batch): void {
    this.mappings[mapping.index]!.closed[batch.closedBy]!.total++;
  }

  override invoked(fn: Named, batch: Batch): void {
    const at = this.#clock.now;
    const record = this.functions[fn.index]!;
    record.invocations.total++;
    record.concurrency.add(1, at);
    if (batch.cold) {
      record.coldStarts.total++;
      record.initDuration.add(batch.initDuration);
    }
    if (batch.suppressedInit > 0) record.suppressedInits.total++;
    const owner = this.owners[batch.owner.ownerIndex]!;
    owner.invocations.total++;
    owner.batchSize.add(batch.size);
    const source = this.sources[batch.owner.source.index]!;
    if (source.calls) source.inFlight.add(1, at);
    else if (batch.tries > 1) this.#note(batch, Miss.earlier);
    this.#firstAttempts(source, batch, at);
  }

  #firstAttempts({ ageAtFirstAttempt }: SourceRecord, batch: Batch, at: number): void {
    const { attempts, sentAt } = this.#records;
    const { slots, size } = batch;
    for (let i = 0; i < size; i++) {
      const slot = slots[i]!;
      if (attempts[slot] === 0) ageAtFirstAttempt.add(at - sentAt[slot]!);
    }
  }

  override throttled(fn: Named, batch: Batch, reason: Refusal): void {
    const record = this.functions[fn.index]!;
    record.throttles.add();
    let by = record.throttlesBy.get(reason);
    if (by === undefined) record.throttlesBy.set(reason, (by = new Tally()));
    by.add();
    this.owners[batch.owner.ownerIndex]!.throttles.add();
    if (batch.tries === 1) this.#note(batch, Miss.refused);
  }

  /** Says of a whole batch how its receive ends as it stands. */
  #note({ owner, slots, receipts, size }: Batch, miss: Miss): void {
    const source = owner.source.index;
    for (let i = 0; i < size; i++) this.#lastReceive.note(slots[i]!, source, receipts[i]!, miss);
  }

  override finished(fn: Named, batch: Batch): void {
    const at = this.#clock.now;
    const record = this.functions[fn.index]!;
    record.concurrency.add(-1, at);
    record.duration.add(batch.duration);
    if (batch.outcome <= Outcome.partial) return;
    if (batch.outcome === Outcome.unusableAnswer) record.unusableAnswers.add();
    else record.errors.add();
    if (batch.outcome === Outcome.timedOut) record.timeouts.add();
    this.owners[batch.owner.ownerIndex]!.failedInvocations.add();
  }

  override deleted(source: Named, batch: Batch): void {
    const at = this.#clock.now;
    const record = this.sources[source.index]!;
    const { latency, succeeded } = this.owners[batch.owner.ownerIndex]!;
    const { sentAt, agedFrom } = this.#records;
    const { fates, slots, size } = batch;
    let hidden = 0;
    let visible = 0;
    let handled = 0;
    let greatestAge = record.greatestAge;
    for (let i = 0; i < size; i++) {
      const fate = fates[i]! & 3;
      if (fate === Fate.kept) {
        this.#lastReceive.kept(slots[i]!, source.index, batch.receipts[i]!, batch.invokedAt, missOf(batch, i));
        continue;
      }
      if (fate === Fate.goneBefore) {
        record.duplicates.total++;
        continue;
      }
      if (fates[i]! >= Fate.wasVisible) visible++;
      else hidden++;
      const slot = slots[i]!;
      const age = at - agedFrom[slot]!;
      if (age > greatestAge) greatestAge = age;
      if (fate === Fate.acknowledged) continue;
      handled++;
      latency.add(at - sentAt[slot]!);
    }
    record.greatestAge = greatestAge;
    record.succeeded.total += handled;
    succeeded.total += handled;
    record.acknowledged.total += hidden + visible - handled;
    if (hidden > 0) record.inFlight.add(-hidden, at);
    if (visible > 0) record.visible.add(-visible, at);
  }

  override answered(source: Named, call: Batch, refusal: Refusal | undefined): void {
    const record = this.sources[source.index]!;
    if (refusal !== undefined) return record.refused.add();
    const at = this.#clock.now;
    const age = at - this.#records.sentAt[call.slots[0]!]!;
    record.inFlight.add(-1, at);
    if (age > record.greatestAge) record.greatestAge = age;
    if (call.outcome > Outcome.partial) return record.failed.add();
    const owner = this.owners[call.owner.ownerIndex]!;
    record.succeeded.add();
    owner.succeeded.add();
    owner.latency.add(age);
  }

  override returned(source: Named, slot: number): void {
    const at = this.#clock.now;
    this.#lastReceive.returned(slot, at);
    const record = this.sources[source.index]!;
    record.returned.total++;
    // Its age may count no more from now on (SQS-49).
    this.#ages(record, slot, at);
    record.inFlight.add(-1, at);
    record.visible.add(1, at);
  }

  override deadLettered(source: Named, target: Named, slot: number): void {
    const at = this.#clock.now;
    const from = this.sources[source.index]!;
    from.deadLettered.total++;
    from.deadLetteredBy[this.#lastReceive.takeMiss(slot)]!.total++;
    if (this.#records.attempts[slot] === 0) from.deadLetteredUnseen.total++;
    this.#leaves(from, slot, at);
    const to = this.sources[target.index]!;
    to.movedIn.total++;
    to.visible.add(1, at);
  }

  override expired(source: Named, slot: number): void {
    const at = this.#clock.now;
    const record = this.sources[source.index]!;
    record.expired.total++;
    this.#leaves(record, slot, at);
  }

  override redriven(from: Named, to: Named, slot: number): void {
    const at = this.#clock.now;
    const left = this.sources[from.index]!;
    left.redrivenOut.total++;
    this.#leaves(left, slot, at);
    this.#lastReceive.forget(slot);
    const entered = this.sources[to.index]!;
    entered.redrivenIn.total++;
    entered.visible.add(1, at);
  }

  /** A record that waited is gone from its queue. */
  #leaves(record: SourceRecord, slot: number, at: number): void {
    record.visible.add(-1, at);
    this.#ages(record, slot, at);
  }

  #ages(record: SourceRecord, slot: number, at: number): void {
    const age = at - this.#records.agedFrom[slot]!;
    if (age > record.greatestAge) record.greatestAge = age;
  }

  override pollersChanged(mapping: Named, pollers: number): void {
    const at = this.#clock.now;
    if (pollers !== Infinity) this.mappings[mapping.index]!.pollers.set(pollers, at);
  }

  override errorBackOff(mapping: Named, left: number | undefined): void {
    const record = this.mappings[mapping.index]!;
    record.backOff.set(left === undefined ? 0 : 1, this.#clock.now);
    if (left !== undefined) record.noteBackOff(left);
  }

  override outage(kind: OutageKind, part: Named, began: boolean): void {
    const at = this.#clock.now;
    if (began) this.outages.push({ kind, name: part.name, from: at, until: null });
    else this.outages.findLast((one) => one.kind === kind && one.name === part.name)!.until = at;
  }

  override mappingChanged(mapping: Named, change: string): void {
    const at = this.#clock.now;
    this.mappings[mapping.index]!.changes.push({ at, change });
  }
}

/** Why record `i` of a batch that was worked on is not deleted. */
function missOf({ outcome, failed }: Batch, i: number): Miss {
  switch (outcome) {
    case Outcome.failed:
      return Miss.failed;
    case Outcome.unusableAnswer:
      return Miss.unusableAnswer;
    case Outcome.timedOut:
      return Miss.timedOut;
    case Outcome.partial:
      return failed[i] === 1 ? Miss.reported : Miss.notDeleted;
    default:
      return Miss.notDeleted;
  }
}
