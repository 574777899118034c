/**
 * The rows of each part of a scenario for one period, and when there are none: a part that does nothing emits nothing. Section
 * by section what docs/metrics.md says in its tables.
 */
import { METRICS } from '../aws/cloudwatch-metrics.ts';
import { MILLISECOND, SECOND, type Micros } from '../engine/time.ts';
import type { FairMetrics } from './groups/fair-metrics.ts';
import type { FairReading } from './groups/group-recorder.ts';
import { LevelMeter } from './level-meter.ts';
import type { FifoRecord } from './groups/fifo-recorder.ts';
import type { FunctionRecord, SourceRecord } from './ledgers.ts';
import type { MappingCounts, PeriodCounts, QueueCounts } from './period-counts.ts';
import type { ProvisionedRecord } from './provisioned.ts';
import type { FunctionReading, MappingReading, SourceReading } from './readings.ts';
import { eventRows } from './events/event-metrics.ts';
import type { EventFunctionCounts } from './events/period-counts.ts';
import type { OpenRow, Sheet } from './sheet.ts';
import { Steps } from './steps.ts';
import type { StreamFunctionCounts, StreamMappingCounts } from './streams/period-counts.ts';
import type { StreamReading } from './streams/reading.ts';
import type { Extremes } from '../stats/extremes.ts';
import { Recent } from '../stats/recent.ts';

/** What only FIFO queues, and only fair ones have. */
export interface GroupedKinds {
  readonly fifo: FifoRecord | undefined;
  readonly fair: FairMetrics | undefined;
}

/** A reading of groups: those in flight of a FIFO queue, and of a fair one what it has. */
export interface GroupReading {
  readonly inFlight: number | undefined;
  readonly fair: FairReading | undefined;
}

/** A queue: all its rows while it is active, and some time after (H.3, recalled). */
export class QueueMetrics {
  readonly #name: string;
  readonly #record: SourceRecord;
  readonly #counts: QueueCounts;
  readonly #activeFor: Micros;
  readonly #steps = new Steps();
  readonly #visible: LevelMeter;
  readonly #inFlight: LevelMeter;
  readonly #delayed: LevelMeter;
  readonly #firstAttempts: Recent;
  /** Of a FIFO queue. */
  readonly #fifo: FifoRecord | undefined;
  readonly #groupsInFlight: LevelMeter | undefined;
  readonly #fair: FairMetrics | undefined;
  #ageOfOldest = 0;
  #activeUntil = 0;

  /** `activeFor`: how long it is taken to be active after it held anything or was asked for anything. */
  constructor(
    name: string,
    record: SourceRecord,
    counts: QueueCounts,
    activeFor: Micros,
    { fifo, fair }: GroupedKinds,
  ) {
    this.#fair = fair;
    this.#name = name;
    this.#record = record;
    this.#counts = counts;
    this.#activeFor = activeFor;
    this.#firstAttempts = new Recent([record.ageAtFirstAttempt]);
    this.#visible = new LevelMeter(record.visible);
    this.#inFlight = new LevelMeter(record.inFlight);
    this.#delayed = new LevelMeter(record.delayed);
    this.#fifo = fifo;
    if (fifo !== undefined) this.#groupsInFlight = new LevelMeter(fifo.groupsInFlight);
  }

  note({ depth, inFlight, delayed, ageOfOldest }: SourceReading, now: Micros, groups: GroupReading): void {
    this.#groupsInFlight?.note(groups.inFlight ?? 0, now);
    if (groups.fair !== undefined) this.#fair?.note(groups.fair, now);
    this.#visible.note(depth, now);
    this.#inFlight.note(inFlight, now);
    this.#delayed.note(delayed, now);
    this.#ageOfOldest = Math.max(this.#ageOfOldest, ageOfOldest);
  }

  beforeRestart(): void {
    this.#firstAttempts.keep();
  }

  restart(): void {
    this.#firstAttempts.restart();
    for (const level of [this.#visible, this.#inFlight, this.#delayed, this.#groupsInFlight]) level?.restart();
    this.#fair?.restart();
  }

  /** The period from `from` to `now` ends. */
  close(sheet: Sheet, from: Micros, now: Micros): void {
    const sent = this.#steps.take('sent', this.#record.arrived.total);
    const received = this.#steps.take('received', this.#record.received.total);
    const empty = this.#steps.take('empty', this.#record.emptyReceives.total);
    const { bytes, deletes, ageAtFirstAttempt } = this.#counts;
    const repeats = this.#steps.take('deduplicated', this.#fifo?.deduplicated.total ?? 0);
    const groups = this.#groupsInFlight?.take(now - from);
    const isTouched = sent + received + empty + deletes + repeats > 0;
    const isHolding = this.#visible.peak + this.#inFlight.peak + this.#delayed.peak > 0;
    if (isTouched || isHolding) this.#activeUntil = now + this.#activeFor;
    const [visible, inFlight, delayed] = [this.#visible, this.#inFlight, this.#delayed].map((one) =>
      one.take(now - from),
    );
    const quantiles = this.#firstAttempts.take();
    const age = this.#ageOfOldest;
    this.#ageOfOldest = 0;
    const isActive = from < this.#activeUntil;
    if (!isActive) return this.#fair?.close(undefined, this.#name, now - from);
    const name = this.#name;
    sheet.add(METRICS.sent, name, sent);
    if (bytes > 0) sheet.add(METRICS.sentSize, name, bytes / sent);
    sheet.add(METRICS.received, name, received);
    sheet.add(METRICS.emptyReceives, name, empty);
    sheet.add(METRICS.deleted, name, deletes);
    if (this.#fifo !== undefined) sheet.add(METRICS.deduplicated, name, repeats);
    sheet.add(METRICS.visible, name, ...visible!);
    sheet.add(METRICS.notVisible, name, ...inFlight!);
    sheet.add(METRICS.delayed, name, ...delayed!);
    if (groups !== undefined) sheet.add(METRICS.groupsInFlight, name, ...groups);
    sheet.add(METRICS.ageOfOldest, name, age / SECOND);
    this.#fair?.close(sheet, name, now - from);
    sheet.spread(METRICS.ageAtFirstAttempt, name, ageAtFirstAttempt, MILLISECOND, quantiles);
  }
}

/** What is counted of a function by the period. `streams`, `events`: of runs that have some. */
export interface FunctionCounted {
  readonly durations: Extremes;
  readonly streams: StreamFunctionCounts | undefined;
  readonly events: EventFunctionCounts | undefined;
}

/** A function: what it was asked in the period, what ended in it, what ran. */
export class FunctionMetrics {
  readonly #name: string;
  readonly #record: FunctionRecord;
  readonly #durations: Extremes;
  readonly #recentDurations: Recent;
  readonly #streams: StreamFunctionCounts | undefined;
  readonly #events: EventFunctionCounts | undefined;
  readonly #provisioned: ProvisionedRecord | undefined;
  readonly #steps = new Steps();
  readonly #concurrency: LevelMeter;
  readonly #busy: LevelMeter | undefined;
  #utilization: number | null = null;

  /** `provisioned`, `streams`, `events`: of runs that measure them. */
  constructor(
    name: string,
    record: FunctionRecord,
    { durations, streams, events }: FunctionCounted,
    provisioned: ProvisionedRecord | undefined,
  ) {
    this.#name = name;
    this.#record = record;
    this.#durations = durations;
    this.#streams = streams;
    this.#events = events;
    this.#recentDurations = new Recent([record.duration]);
    this.#provisioned = provisioned;
    this.#concurrency = new LevelMeter(record.concurrency);
    if (provisioned !== undefined) this.#busy = new LevelMeter(provisioned.busy);
  }

  note(reading: FunctionReading, now: Micros): void {
    this.#concurrency.note(reading.concurrency, now);
    this.#busy?.note(reading.provisionedConcurrency, now);
    const { provisionedUtilization } = reading;
    if (provisionedUtilization !== null) this.#utilization = Math.max(this.#utilization ?? 0, provisionedUtilization);
  }

  beforeRestart(): void {
    this.#recentDurations.keep();
  }

  restart(): void {
    this.#recentDurations.restart();
    this.#concurrency.restart();
    this.#busy?.restart();
  }

  /** The row of errors, which is still to be counted; undefined when the function was not invoked. */
  close(sheet: Sheet, from: Micros, now: Micros): OpenRow | undefined {
    const { invocations, throttles, recursionsDropped } = this.#record;
    const invoked = this.#steps.take('invocations', invocations.total);
    const refused = this.#steps.take('throttles', throttles.total);
    const stopped = this.#steps.take('recursionsDropped', recursionsDropped.total);
    let errors: OpenRow | undefined;
    if (invoked > 0) {
      sheet.add(METRICS.invocations, this.#name, invoked);
      errors = sheet.add(METRICS.errors, this.#name, 0);
    }
    if (invoked + refused > 0) sheet.add(METRICS.throttles, this.#name, refused);
    if (stopped > 0) sheet.add(METRICS.recursionsDropped, this.#name, stopped);
    sheet.spread(METRICS.duration, this.#name, this.#durations, MILLISECOND, this.#recentDurations.take());
    if (this.#streams !== undefined) sheet.spread(METRICS.iteratorAge, this.#name, this.#streams.ages, MILLISECOND);
    const oversized = this.#streams?.oversized ?? 0;
    if (oversized > 0) sheet.add(METRICS.oversized, this.#name, oversized);
    if (this.#events !== undefined) eventRows(sheet, this.#name, this.#events);
    const failures = (this.#streams?.deliveryFailures ?? 0) + (this.#events?.deliveryFailures ?? 0);
    if (failures > 0) sheet.add(METRICS.deliveryFailures, this.#name, failures);
    const concurrency = this.#concurrency.take(now - from);
    const isRunning = concurrency[0] > 0;
    if (isRunning) sheet.add(METRICS.concurrency, this.#name, ...concurrency);
    this.#closeProvisioned(sheet, now - from, isRunning);
    return errors;
  }

  /** Nothing runs: nothing is emitted, even while environments are ready. */
  #closeProvisioned(sheet: Sheet, length: Micros, isRunning: boolean): void {
    if (this.#provisioned === undefined || this.#busy === undefined) return;
    const { invocations, spillOver } = this.#provisioned;
    const invoked = this.#steps.take('provisioned', invocations.total);
    const spilt = this.#steps.take('spillOver', spillOver.total);
    const busy = this.#busy.take(length);
    const utilization = this.#utilization;
    this.#utilization = null;
    if (!isRunning || (utilization === null && busy[0] === 0)) return;
    sheet.add(METRICS.provisionedInvocations, this.#name, invoked);
    sheet.add(METRICS.spillOver, this.#name, spilt);
    sheet.add(METRICS.provisionedConcurrency, this.#name, ...busy);
    if (utilization !== null) sheet.add(METRICS.provisionedUtilization, this.#name, utilization);
  }
}

/** What a mapping has, which decides about its metrics. */
export interface MappingTraits {
  readonly filters: boolean;
  /** AWS has metrics of events for mappings of its kind. */
  readonly eventCounts: boolean;
  readonly provisionedPollers: boolean;
}

/** A mapping, while it is enabled: counts where it polled, began an invocation, or saw one end. */
export class MappingMetrics {
  readonly #name: string;
  readonly #counts: MappingCounts;
  /** Of one that reads a stream. */
  readonly #stream: StreamMappingCounts | undefined;
  readonly #has: MappingTraits;
  #pollers = 0;
  #lag: { readonly most: number; readonly sum: number } | undefined;

  constructor(name: string, counts: MappingCounts, stream: StreamMappingCounts | undefined, has: MappingTraits) {
    this.#name = name;
    this.#counts = counts;
    this.#stream = stream;
    this.#has = has;
  }

  note({ pollers }: MappingReading, stream: StreamReading | undefined): void {
    this.#pollers = Math.max(this.#pollers, pollers);
    const lag = stream?.offsetLag;
    if (lag === undefined) return;
    const { most, sum } = this.#lag ?? { most: 0, sum: 0 };
    this.#lag = { most: Math.max(most, lag.most), sum: Math.max(sum, lag.sum) };
  }

  /** The greatest offset lag of the period; undefined of a mapping that is disabled, or reads no topic of Kafka. */
  get offsetLag(): number | undefined {
    return this.#counts.wasEnabled ? this.#lag?.most : undefined;
  }

  close(sheet: Sheet): void {
    this.#write(sheet);
    this.#lag = undefined;
  }

  #write(sheet: Sheet): void {
    const pollers = this.#pollers;
    this.#pollers = 0;
    if (!this.#counts.wasEnabled) return;
    if (this.#has.eventCounts) this.#eventRows(sheet);
    const { bytes, ended, succeeded, batchSize, batchTime } = this.#counts;
    const name = this.#name;
    sheet.spread(METRICS.batchSize, name, batchSize, 1);
    if (bytes > 0) sheet.add(METRICS.recordSize, name, bytes / batchSize.sum);
    sheet.spread(METRICS.batchTime, name, batchTime, MILLISECOND);
    if (ended > 0) sheet.add(METRICS.batchSuccess, name, (100 * succeeded) / ended);
    if (this.#stream !== undefined) sheet.spread(METRICS.iteratorAgeOfMapping, name, this.#stream.ages, MILLISECOND);
    if (this.#has.provisionedPollers) sheet.add(METRICS.provisionedPollers, name, pollers);
    if (pollers > 0) sheet.add(METRICS.pollers, name, pollers);
  }

  /** What AWS counts where the mapping asks for it. */
  #eventRows(sheet: Sheet): void {
    const { filtered, failed, deletes, ended, batchSize } = this.#counts;
    const name = this.#name;
    const stream = this.#stream;
    // What is read of a stream waits in its lanes before a batch receives it.
    const polled = stream?.polled ?? this.#counts.polled;
    if ((stream?.polls ?? polled + this.#counts.emptyPolls) > 0) sheet.add(METRICS.polled, name, polled);
    if (this.#has.filters && polled > 0) sheet.add(METRICS.filteredOut, name, filtered);
    if (batchSize.count > 0) sheet.add(METRICS.invoked, name, batchSize.sum);
    if (ended > 0) sheet.add(METRICS.failedInvoke, name, failed);
    if (stream !== undefined && ended + stream.dropped + stream.delivered > 0) {
      sheet.add(METRICS.droppedEvents, name, stream.dropped);
      sheet.add(METRICS.deliveredEvents, name, stream.delivered);
    } else if (stream === undefined && ended > 0) sheet.add(METRICS.deletedEvents, name, deletes);
    if ((stream?.committed ?? 0) > 0) sheet.add(METRICS.committedEvents, name, stream!.committed!);
    if (this.#lag === undefined) return;
    sheet.add(METRICS.maxOffsetLag, name, this.#lag.most);
    sheet.add(METRICS.sumOffsetLag, name, this.#lag.sum);
  }
}

/** The account, while anything runs. */
export class AccountMetrics {
  readonly #levels: PeriodCounts['account'];
  readonly #running: LevelMeter;
  readonly #unreserved: LevelMeter;
  #claimed = 0;

  constructor(levels: PeriodCounts['account']) {
    this.#levels = levels;
    this.#running = new LevelMeter(levels.running);
    this.#unreserved = new LevelMeter(levels.unreserved);
  }

  /** `claimed`: of runs that measure it, because some function has provisioned concurrency. */
  note(claimed: number | undefined, now: Micros): void {
    const peaks = this.#levels.takePeaks(now);
    this.#running.note(peaks.running, now);
    this.#unreserved.note(peaks.unreserved, now);
    this.#claimed = Math.max(this.#claimed, claimed ?? peaks.claimed);
  }

  close(sheet: Sheet, from: Micros, now: Micros): void {
    const running = this.#running.take(now - from);
    const unreserved = this.#unreserved.take(now - from);
    const claimed = this.#claimed;
    this.#claimed = 0;
    if (running[0] === 0) return;
    sheet.add(METRICS.accountConcurrency, '', ...running);
    sheet.add(METRICS.unreserved, '', ...unreserved);
    sheet.add(METRICS.claimed, '', claimed);
  }
}
