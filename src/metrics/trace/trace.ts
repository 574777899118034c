/**
 * The observer that draws a run as a trace: a group of tracks for each function, mapping and source, with what environments, pollers and
 * some records do; what happens at once as instants; levels as counters. docs/trace.md says what a reader sees.
 */
import type { Clock } from '../../engine/time.ts';
import type { Batch } from '../../model/batch.ts';
import type { CallEnd } from '../../model/downstreams/call.ts';
import { isRefusal, type NotInvoked, type Refusal } from '../../model/lambda/refusal.ts';
import {
  Listener,
  type EventEnd,
  type GivenUp,
  type Named,
  type OutageKind,
  type RetryCause,
  type ThrottledCall,
} from '../../model/observer.ts';
import type { Records } from '../../model/records.ts';
import { Backlog } from './backlog.ts';
import { Counters } from './counters.ts';
import { EnvironmentTracks } from './environments.ts';
import { FollowedRecords } from './followed.ts';
import { groupsOf, type Groups, type TracedParts } from './groups.ts';
import { Levels } from './levels.ts';
import { PollerTracks } from './pollers.ts';
import type { Sample } from './sample.ts';
import type { Args, Track, TraceWriter } from './writer.ts';

export interface TraceModel {
  readonly records: Records;
  readonly clock: Clock;
  readonly idOf: (slot: number) => string;
}

/** Points of each level, over the part of the run that is traced. */
const INSTANTS = 5000;

export class Trace extends Listener {
  readonly #writer: TraceWriter;
  readonly #clock: Clock;
  readonly #idOf: (slot: number) => string;
  readonly #groups: Groups;
  readonly #environments: EnvironmentTracks;
  readonly #pollers: PollerTracks;
  readonly #followed: FollowedRecords;
  readonly #backlog: Backlog;
  readonly #levels: Levels;
  readonly #counters: Counters;

  constructor(writer: TraceWriter, parts: TracedParts, sample: Sample, { records, clock, idOf }: TraceModel) {
    super();
    this.#writer = writer;
    this.#clock = clock;
    this.#idOf = idOf;
    const groups = groupsOf(parts);
    this.#groups = groups;
    this.#environments = new EnvironmentTracks(writer, groups.functions);
    this.#pollers = new PollerTracks(writer, groups.mappings);
    this.#followed = new FollowedRecords({ writer, sample, groups: groups.sources, clock, idOf });
    this.#backlog = new Backlog(
      parts.sources.map(({ role }) => role),
      records,
    );
    this.#levels = new Levels(groups, this.#backlog);
    this.#counters = new Counters(writer, this.#levels.all, INSTANTS);
  }

  /** The run is over: what is under way is written as far as it has come. */
  finish(): void {
    const { now } = this.#clock;
    this.#pollers.finish(now, (batch, track) => this.#followed.unfinished(batch, track));
    this.#environments.finish(now, (batch, track) => this.#followed.unfinished(batch, track));
    this.#followed.finish();
    this.#counters.finish(now);
  }

  // — before a poller has it —

  override published(source: Named, slot: number): void {
    this.#tick();
    this.#followed.published(source, slot);
  }

  override sent(source: Named, slot: number, delayed: boolean): void {
    this.#tick();
    this.#backlog.sent(source.index, delayed);
    this.#followed.sent(source, slot, delayed);
  }

  override appeared(source: Named, slot: number): void {
    this.#tick();
    this.#backlog.appeared(source.index);
    this.#followed.waits(source, slot);
  }

  override refused(source: Named, slot: number, shard: number, again: boolean): void {
    const why = shard < 0 ? 'Lambda was not reached' : 'the shard took no more';
    this.#atSource(source, again ? 'put refused' : 'put refused, record lost', { record: this.#idOf(slot), why });
  }

  override deduplicated(source: Named, slot: number): void {
    this.#atSource(source, 'sent twice, taken once', { record: this.#idOf(slot) });
  }

  // — a batch —

  override received(source: Named, batch: Batch, from: number): void {
    this.#tick();
    this.#backlog.received(source.index, batch.held - from);
    this.#pollers.received(batch, from, this.#clock.now);
    this.#followed.received(batch, from);
  }

  override batched(_mapping: Named, batch: Batch): void {
    this.#pollers.batched(batch, this.#clock.now);
  }

  override invoked(fn: Named, batch: Batch): void {
    this.#tick();
    this.#backlog.invoked(batch.owner.source.index);
    this.#levels.invoked(fn);
    this.#environments.invoked(fn, batch);
    this.#pollers.invoked(batch, this.#clock.now);
    this.#followed.invoked(fn, batch);
  }

  override throttled(fn: Named, batch: Batch, reason: Refusal): void {
    this.#notBegun(fn, batch, 'throttled', reason);
  }

  override notInvoked(fn: Named, batch: Batch, reason: Exclude<NotInvoked, Refusal>): void {
    this.#notBegun(fn, batch, 'not invoked', reason);
  }

  #notBegun(fn: Named, batch: Batch, what: string, reason: NotInvoked): void {
    this.#pollers.refused(batch, this.#clock.now);
    const args = { function: fn.name, records: batch.size, attempt: batch.tries, reason };
    this.#at(this.#trackOf(batch), 'refusal', what, args);
  }

  override finished(fn: Named, batch: Batch): void {
    this.#tick();
    const { now } = this.#clock;
    this.#levels.finished(fn);
    const poller = this.#pollers.finished(batch, now);
    const environment = this.#environments.finished(fn, batch, now);
    this.#followed.finished(batch, poller, environment);
  }

  /** Where what happens to a batch is shown: with its poller, or else with its source. */
  #trackOf(batch: Batch): Track {
    return this.#pollers.trackOf(batch) ?? this.#groups.sources[batch.owner.source.index]!.events;
  }

  // — what becomes of records —

  override deleted(source: Named, batch: Batch): void {
    this.#tick();
    this.#backlog.deleted(source.index, batch);
    this.#followed.deleted(batch);
  }

  override filtered(source: Named, mapping: Named, slot: number): void {
    this.#tick();
    this.#backlog.concluded(source.index, slot);
    this.#followed.gone(slot, this.#mappingOf(source, mapping));
  }

  override returned(source: Named, slot: number): void {
    this.#tick();
    this.#backlog.returned(source.index);
    this.#followed.waits(source, slot);
  }

  override deadLettered(source: Named, target: Named, slot: number): void {
    this.#moved(source, target, slot);
    this.#atSource(source, 'dead-lettered', { record: this.#idOf(slot), to: target.name });
  }

  override redriven(from: Named, to: Named, slot: number): void {
    this.#moved(from, to, slot);
  }

  #moved(from: Named, to: Named, slot: number): void {
    this.#tick();
    this.#backlog.left(from.index, 1);
    this.#backlog.entered(to.index);
    this.#followed.waits(to, slot);
  }

  override expired(source: Named, slot: number): void {
    this.#tick();
    this.#backlog.left(source.index, 1);
    this.#atSource(source, 'expired', { record: this.#idOf(slot) });
    this.#followed.gone(slot);
  }

  override answered(source: Named, call: Batch, why: NotInvoked | undefined): void {
    this.#tick();
    if (why === undefined) this.#backlog.answered(source.index);
    else if (!isRefusal(why)) this.#atSource(source, 'call failed', { why });
    this.#followed.gone(call.slots[0]!);
  }

  override retrying(source: Named, slot: number, cause: RetryCause): void {
    this.#tick();
    this.#backlog.retrying(source.index, slot);
    if (cause === 'lostAcknowledgement') this.#atSource(source, 'answer lost', { record: this.#idOf(slot) });
  }

  override concluded(source: Named, slot: number, { condition }: EventEnd): void {
    this.#tick();
    this.#backlog.concluded(source.index, slot);
    if (condition !== 'Success') this.#atSource(source, 'given up', { record: this.#idOf(slot), condition });
    this.#followed.gone(slot);
  }

  override trimmed(source: Named, count: number): void {
    this.#tick();
    this.#backlog.left(source.index, count);
  }

  override checkpointed(_source: Named, batch: Batch, count: number): void {
    this.#followed.passed(batch, count);
  }

  override bisected(_source: Named, batch: Batch, left: number): void {
    this.#at(this.#trackOf(batch), 'batch', 'bisected', { into: `${left} and ${batch.size - left}` });
  }

  override gaveUp(_source: Named, batch: Batch, count: number, { condition, destination }: GivenUp): void {
    const args = { records: count, condition, ...(destination === undefined ? {} : { to: destination.name }) };
    this.#at(this.#trackOf(batch), 'batch', 'given up', args);
    this.#followed.passed(batch, count);
  }

  override lost(_source: Named, mapping: Named, slot: number): void {
    const { events } = this.#groups.mappings[mapping.index]!;
    this.#at(events, 'record', 'expired before it was handled', { record: this.#idOf(slot) });
    this.#followed.gone(slot, mapping);
  }

  /** Of a stream, a record is done with for one mapping only. */
  #mappingOf(source: Named, mapping: Named): Named | undefined {
    return this.#levels.isStream(source) ? mapping : undefined;
  }

  // — what changes —

  override resharded(source: Named, closed: readonly string[], opened: readonly string[]): void {
    this.#atSource(source, 'resharded', { closed: closed.join(' '), opened: opened.join(' ') });
  }

  override callThrottled(source: Named, action: ThrottledCall): void {
    this.#atSource(source, `${action} throttled`, {});
  }

  override readThrottled(_source: Named, mapping: Named, shard: number): void {
    this.#atMapping(mapping, 'read throttled', { shard });
  }

  override rebalanced(_source: Named, mapping: Named, consumers: number, moved: number): void {
    this.#atMapping(mapping, 'rebalanced', { consumers, moved });
  }

  override errorBackOff(mapping: Named, left: number | undefined): void {
    this.#atMapping(mapping, left === undefined ? 'error back-off over' : 'error back-off', {});
  }

  override mappingChanged(mapping: Named, change: string): void {
    this.#atMapping(mapping, change, {});
  }

  override outage(kind: OutageKind, part: Named, began: boolean): void {
    const { events } = this.#groups[`${kind}s`][part.index]!;
    const name = `outage of ${kind} ${part.name} ${began ? 'begins' : 'ends'}`;
    this.#writer.instant(events, 'outage', name, this.#clock.now, {}, true);
  }

  override pollersChanged(mapping: Named, pollers: number): void {
    this.#tick();
    this.#levels.pollersChanged(mapping, pollers);
  }

  override provisionedChanged(fn: Named, ready: number): void {
    this.#tick();
    this.#levels.provisionedChanged(fn, ready);
  }

  override connectionsChanged(downstream: Named, open: number, waiting: number): void {
    this.#tick();
    this.#levels.connectionsChanged(downstream, open, waiting);
  }

  override loadChanged(downstream: Named, calls: number): void {
    this.#tick();
    this.#levels.loadChanged(downstream, calls);
  }

  override callEnded(
    downstream: Named,
    fn: Named,
    end: CallEnd | 'abandoned',
    waited: number,
    took: number,
    batch: Batch,
  ): void {
    const { now } = this.#clock;
    const from = now - waited - took;
    if (now > from) this.#environments.calls.ended(batch, { name: downstream.name, from, to: now, end, waited });
    if (end === 'succeeded') return;
    const { events } = this.#groups.downstreams[downstream.index]!;
    this.#at(events, 'call', `call ${end}`, { function: fn.name, waited, took });
  }

  // — how it is written —

  /** Something happens now: levels are looked at before. */
  #tick(): void {
    this.#counters.advance(this.#clock.now);
  }

  #atSource(source: Named, name: string, args: Args): void {
    this.#at(this.#groups.sources[source.index]!.events, 'source', name, args);
  }

  #atMapping(mapping: Named, name: string, args: Args): void {
    this.#at(this.#groups.mappings[mapping.index]!.events, 'mapping', name, args);
  }

  #at(track: Track, kind: string, name: string, args: Args): void {
    this.#writer.instant(track, kind, name, this.#clock.now, args);
  }
}
