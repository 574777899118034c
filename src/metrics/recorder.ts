/**
 * The observer that measures: figures, books and series of every source, mapping and function, in memory of fixed size.
 *
 * Everything is counted over the whole run for the books; when the warm-up ends, histograms and levels start afresh and
 * counts remember where they stood. To add a figure: a field in ledgers.ts, a line here where it is told, a line in summary.ts.
 */
import { Fate, Outcome, type Batch } from '../model/batch.ts';
import { isRefusal, type NotInvoked, type Refusal } from '../model/lambda/refusal.ts';
import { Listener, type EventEnd, type GivenUp, type Named, type OutageKind } from '../model/observer.ts';
import { State, type Records } from '../model/records.ts';
import type { Clock } from '../engine/time.ts';
import { Chains } from './chains.ts';
import { LastReceive, Miss } from './last-receive.ts';
import { FunctionRecord, MappingRecord, OwnerRecord, SourceRecord, type SourceRole } from './ledgers.ts';
import { Histogram } from '../stats/histogram.ts';
import { Tally } from './tally.ts';

export class Recorder extends Listener {
  readonly sources: readonly SourceRecord[];
  readonly mappings: readonly MappingRecord[];
  /** By their number: the mappings, then the sources that call by themselves. */
  readonly owners: readonly OwnerRecord[];
  readonly functions: readonly FunctionRecord[];
  readonly chains: Chains;
  /** In order of their beginning; `until` is null while they last. */
  readonly outages: {
    readonly kind: OutageKind;
    readonly name: string;
    readonly from: number;
    until: number | null;
  }[] = [];
  /** Of each source that calls by itself, its number among the owners. */
  readonly #ownerOf: readonly number[];
  readonly #records: Records;
  readonly #clock: Clock;
  readonly #lastReceive: LastReceive;
  #anySystemErrors = false;

  constructor(
    parts: { sources: readonly SourceRole[]; mappings: number; functions: number },
    records: Records,
    clock: Clock,
  ) {
    super();
    this.sources = parts.sources.map((role) => new SourceRecord(role));
    this.mappings = Array.from({ length: parts.mappings }, () => new MappingRecord());
    this.owners = [...this.mappings, ...parts.sources.filter(callsByItself).map(() => new OwnerRecord())];
    let owners = parts.mappings;
    this.#ownerOf = parts.sources.map((role) => (callsByItself(role) ? owners++ : -1));
    this.functions = Array.from({ length: parts.functions }, () => new FunctionRecord());
    this.chains = new Chains(parts.sources.length);
    this.#records = records;
    this.#lastReceive = new LastReceive(records, parts.sources.length);
    this.#clock = clock;
  }

  /** The warm-up ends: figures start afresh, books go on. */
  restart(now: number): void {
    for (const record of [...this.sources, ...this.owners, ...this.functions]) record.restart(now);
    this.chains.restart();
  }

  override sent(source: Named, slot: number, delayed: boolean): void {
    const at = this.#records.sentAt[slot]!;
    const record = this.sources[source.index]!;
    record.arrived.total++;
    if (record.calls) return;
    record.usage.sent(this.#records.size[slot]!);
    // An event is told of when Lambda accepts it, though it was published before.
    if (record.role === 'events') return record.visible.add(1, this.#clock.now);
    // A record sent before the run began has its age, but the levels begin with the run.
    if (delayed) record.delayed.add(1, Math.max(0, at));
    else record.visible.add(1, Math.max(0, at));
  }

  /** It is no record of the queue, and its call is paid for (SQS-66). */
  override deduplicated(source: Named, slot: number): void {
    this.sources[source.index]!.usage.sentInVain(this.#records.size[slot]!);
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
    // Of a stream, reads are told by themselves, and what is received stays where it is.
    if (record.role === 'stream') return;
    const n = batch.held - from;
    record.receives.total++;
    record.received.total += n;
    record.visible.add(-n, at);
    record.inFlight.add(n, at);
    const { size } = this.#records;
    let bytes = 0;
    for (let i = from; i < batch.held; i++) bytes += size[batch.slots[i]!]!;
    record.usage.received(bytes);
  }

  override filtered(source: Named, mapping: Named, slot: number): void {
    const at = this.#clock.now;
    const record = this.sources[source.index]!;
    record.filtered.total++;
    this.mappings[mapping.index]!.filtered.total++;
    this.#ages(record, slot, at);
    // A record of a stream stays for the other mappings.
    if (record.role === 'stream') return;
    record.usage.deletedFiltered();
    // A delivery that was doubled is visible again already.
    const level = this.#records.state[slot] === State.waiting ? record.visible : record.inFlight;
    level.add(-1, at);
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
    else if (source.role === 'events') this.#begins(source, at);
    else if (batch.tries > 1 && source.role === 'queue') this.#note(batch, Miss.earlier);
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
    // Of refusals in a row the first says it all.
    if (batch.tries === 1 || this.#anySystemErrors) this.#note(batch, Miss.refused);
  }

  override notInvoked(fn: Named, batch: Batch, why: Exclude<NotInvoked, Refusal>): void {
    if (why === 'RecursiveInvocationException') return this.functions[fn.index]!.recursionsDropped.add();
    this.#anySystemErrors = true;
    this.functions[fn.index]!.systemErrors.add();
    this.owners[batch.owner.ownerIndex]!.systemErrors.add();
    this.#note(batch, Miss.systemError);
  }

  /** Says of a whole batch how its receive ends as it stands. */
  #note({ owner, slots, receipts, size }: Batch, miss: Miss): void {
    const source = owner.source.index;
    for (let i = 0; i < size; i++) this.#lastReceive.note(slots[i]!, source, receipts[i]!, miss);
  }

  override followed(_parent: number, slot: number, by: Named | undefined): void {
    this.chains.noteFollower(this.#records.home[slot]!);
    if (by !== undefined) this.functions[by.index]!.sent.add();
  }

  override sendFailed(fn: Named): void {
    this.functions[fn.index]!.sendsFailed.add();
  }

  /** A record was handled, and is done with in a source now. */
  #handled(slot: number, source: number, at: number): void {
    const { lineage } = this.#records;
    if (lineage !== undefined) this.chains.noteHandled(lineage, slot, source, at);
  }

  override finished(fn: Named, batch: Batch): void {
    const at = this.#clock.now;
    const record = this.functions[fn.index]!;
    record.concurrency.add(-1, at);
    record.duration.add(batch.duration);
    if (batch.memoryUsed >= 0) (record.memoryUsed ??= new Histogram()).add(batch.memoryUsed);
    record.usage.finished(batch);
    if (batch.outcome <= Outcome.partial) return;
    if (batch.outcome === Outcome.unusableAnswer) record.unusableAnswers.add();
    else record.errors.add();
    if (batch.outcome === Outcome.timedOut) record.timeouts.add();
    if (batch.outcome === Outcome.outOfMemory) record.outOfMemory.add();
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
    let gone = 0;
    let handled = 0;
    let recentAge = record.recentAge;
    for (let i = 0; i < size; i++) {
      const fate = fates[i]! & 3;
      const slot = slots[i]!;
      if (fate === Fate.kept) {
        this.#kept(record, source, batch, i);
        continue;
      }
      if (fate === Fate.goneBefore || this.#lastReceive.wasHandled(slot)) record.duplicates.total++;
      if (fate === Fate.goneBefore) {
        gone++;
        continue;
      }
      if (fates[i]! >= Fate.wasVisible) visible++;
      else hidden++;
      const age = at - agedFrom[slot]!;
      if (age > recentAge) recentAge = age;
      if (fate === Fate.acknowledged) continue;
      handled++;
      latency.add(at - sentAt[slot]!);
    }
    record.recentAge = recentAge;
    record.usage.deleted(hidden + visible + gone);
    record.succeeded.total += handled;
    succeeded.total += handled;
    record.acknowledged.total += hidden + visible - handled;
    if (hidden > 0) record.inFlight.add(-hidden, at);
    if (visible > 0) record.visible.add(-visible, at);
    if (this.#records.lineage === undefined) return;
    for (let i = 0; i < size; i++) if ((fates[i]! & 3) === Fate.deleted) this.#handled(slots[i]!, source.index, at);
  }

  #kept(record: SourceRecord, source: Named, batch: Batch, i: number): void {
    const slot = batch.slots[i]!;
    const miss = missOf(batch, i);
    // No invocation has ended: there was none.
    if (batch.isStopped) return this.#lastReceive.note(slot, source.index, batch.receipts[i]!, Miss.stopped);
    this.#lastReceive.kept(slot, source.index, batch.receipts[i]!, batch.invokedAt, miss);
    if (miss !== Miss.notDeleted || batch.unprocessed[i] === 1) return;
    if (this.#lastReceive.wasHandled(slot)) record.duplicates.total++;
    this.#lastReceive.noteHandled(slot);
  }

  override answered(source: Named, call: Batch, why: NotInvoked | undefined): void {
    const record = this.sources[source.index]!;
    // It never ran: over at once.
    if (why !== undefined) return (isRefusal(why) ? record.refused : record.failed).add();
    const at = this.#clock.now;
    const age = at - this.#records.sentAt[call.slots[0]!]!;
    record.inFlight.add(-1, at);
    if (age > record.recentAge) record.recentAge = age;
    if (call.outcome > Outcome.partial) return record.failed.add();
    const owner = this.owners[call.owner.ownerIndex]!;
    record.succeeded.add();
    owner.succeeded.add();
    owner.latency.add(age);
    this.#handled(call.slots[0]!, source.index, at);
  }

  override retrying(source: Named, slot: number): void {
    const record = this.sources[source.index]!;
    if (this.#records.state[slot] === State.waiting) return;
    record.inFlight.add(-1, this.#clock.now);
    record.visible.add(1, this.#clock.now);
  }

  override concluded(source: Named, slot: number, { condition }: EventEnd): void {
    const at = this.#clock.now;
    const record = this.sources[source.index]!;
    const level = this.#records.state[slot] === State.waiting ? record.visible : record.inFlight;
    level.add(-1, at);
    this.#ages(record, slot, at);
    if (condition === 'EventAgeExceeded') return record.expired.add();
    if (condition !== 'Success') return record.failed.add();
    const owner = this.owners[this.#ownerOf[source.index]!]!;
    record.succeeded.add();
    owner.succeeded.add();
    owner.latency.add(at - this.#records.sentAt[slot]!);
    this.#handled(slot, source.index, at);
  }

  #begins(record: SourceRecord, at: number): void {
    record.visible.add(-1, at);
    record.inFlight.add(1, at);
  }

  override read(source: Named, _mapping: Named, _shard: number, count: number): void {
    const record = this.sources[source.index]!;
    record.receives.total++;
    record.received.total += count;
  }

  override refused(source: Named, _slot: number, _shard: number, again: boolean): void {
    const record = this.sources[source.index]!;
    record.putsRefused.add();
    if (!again) record.putsDropped.add();
  }

  override trimmed(source: Named, count: number, at: number): void {
    const record = this.sources[source.index]!;
    record.passed.total += count;
    record.visible.add(-count, at);
  }

  override checkpointed(source: Named, batch: Batch, count: number): void {
    const at = this.#clock.now;
    const record = this.sources[source.index]!;
    const { latency, succeeded } = this.owners[batch.owner.ownerIndex]!;
    const { sentAt } = this.#records;
    let handled = 0;
    for (let i = 0; i < count; i++) {
      const slot = batch.slots[i]!;
      this.#ages(record, slot, at);
      if (batch.unprocessed[i] === 1) continue;
      handled++;
      latency.add(at - sentAt[slot]!);
    }
    record.succeeded.total += handled;
    succeeded.total += handled;
    record.acknowledged.total += count - handled;
    if (this.#records.lineage === undefined) return;
    for (let i = 0; i < count; i++) {
      if (batch.unprocessed[i] === 0) this.#handled(batch.slots[i]!, source.index, at);
    }
  }

  override gaveUp(source: Named, batch: Batch, count: number, { delivered }: GivenUp): void {
    const record = this.sources[source.index]!;
    for (let i = 0; i < count; i++) this.#ages(record, batch.slots[i]!, this.#clock.now);
    (delivered ? record.toDestination : record.skipped).add(count);
  }

  override lost(source: Named, _mapping: Named, slot: number): void {
    const record = this.sources[source.index]!;
    this.#ages(record, slot, this.#clock.now);
    record.expired.add();
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
    if (age > record.recentAge) record.recentAge = age;
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

function callsByItself(role: SourceRole): boolean {
  return role === 'calls' || role === 'events';
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
    case Outcome.outOfMemory:
      return Miss.outOfMemory;
    case Outcome.partial:
      return failed[i] === 1 ? Miss.reported : Miss.notDeleted;
    default:
      return Miss.notDeleted;
  }
}
