/**
 * What is kept of each source, mapping, caller and function while a run goes on: counts, histograms and levels of fixed size. The
 * recorder fills them in; what people read is made of them in summary.ts.
 *
 * Counts go on over the whole run, for the books; when the warm-up ends, histograms and levels start afresh and counts
 * remember where they stood.
 */
import { Histogram } from '../stats/histogram.ts';
import { Level } from '../stats/level.ts';
import { CLOSE_REASONS } from '../model/batch.ts';
import type { Refusal } from '../model/lambda/refusal.ts';
import { isStreamType, SOURCE_KINDS, type SourceType } from '../model/sources/kinds.ts';
import { FunctionUsage, SourceUsage } from './cost/usage.ts';
import { MISSES } from './last-receive.ts';
import { Tally } from './tally.ts';

/**
 * How records leave a source: received and deleted, answered at once, concluded after some attempts, or passed by mappings that each
 * see all of them.
 */
export type SourceRole = 'queue' | 'calls' | 'events' | 'stream';

export function roleOf(type: SourceType): SourceRole {
  const { calls } = SOURCE_KINDS[type];
  if (calls !== undefined) return calls === 'sync' ? 'calls' : 'events';
  return isStreamType(type) ? 'stream' : 'queue';
}

/** What is kept of one source. Of a stream, what becomes of its records is the sum over its mappings. */
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
  /** Received, and let through by no filter of the mapping that received them. */
  readonly filtered = new Tally();
  /** Direct calls whose invocation failed or that met a system error, and those that were refused. */
  readonly failed = new Tally();
  readonly refused = new Tally();
  /** Given up by a mapping and sent to its destination; given up and gone. */
  readonly toDestination = new Tally();
  readonly skipped = new Tally();
  /** Records of a stream that no mapping needs any more. */
  readonly passed = new Tally();
  /** Tries to put a record that a shard refused, and records that were dropped after one. */
  readonly putsRefused = new Tally();
  readonly putsDropped = new Tally();
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
  readonly usage = new SourceUsage();
  readonly role: SourceRole;
  /**
   * Greatest age at which a record left since it was last taken, in microseconds: with those that remain, the greatest age of the
   * oldest.
   */
  recentAge = 0;
  #greatestAge = 0;

  constructor(role: SourceRole) {
    this.role = role;
  }

  /** Whether its records are direct calls, which wait nowhere: they are in flight from when they are invoked. */
  get calls(): boolean {
    return this.role === 'calls';
  }

  /** Records in the queue: waiting, hidden or delayed. Calls that run. */
  get held(): number {
    return this.visible.value + this.inFlight.value + this.delayed.value;
  }

  /** Greatest age at which a record left, in microseconds. */
  get greatestAge(): number {
    return Math.max(this.#greatestAge, this.recentAge);
  }

  /** The same since this was last asked. */
  takeGreatestAge(): number {
    const age = this.recentAge;
    this.#greatestAge = this.greatestAge;
    this.recentAge = 0;
    return age;
  }

  restart(now: number): void {
    const { arrived, movedIn, redrivenIn, succeeded, acknowledged, deadLettered, deadLetteredUnseen, redrivenOut } =
      this;
    const { expired, duplicates, receives, emptyReceives, received, returned, failed, refused } = this;
    for (const tally of [arrived, movedIn, redrivenIn, succeeded, acknowledged, deadLettered]) tally.restart();
    for (const tally of [deadLetteredUnseen, redrivenOut, expired, duplicates, receives]) tally.restart();
    for (const tally of [emptyReceives, received, returned, failed, refused, ...this.deadLetteredBy]) tally.restart();
    const { toDestination, skipped, filtered, passed, putsRefused, putsDropped } = this;
    for (const tally of [toDestination, skipped, filtered, passed, putsRefused, putsDropped]) tally.restart();
    for (const level of [this.visible, this.inFlight, this.delayed]) level.restart(now);
    this.usage.restart();
    this.ageAtFirstAttempt.reset();
    this.#greatestAge = 0;
    this.recentAge = 0;
  }
}

/** What is kept of one owner of batches: a mapping, or a source that calls by itself. */
export class OwnerRecord {
  readonly invocations = new Tally();
  readonly throttles = new Tally();
  /** Attempts that met a system error (5xx). */
  readonly systemErrors = new Tally();
  readonly failedInvocations = new Tally();
  /** Records by batch, one value an invocation. */
  readonly batchSize = new Histogram();
  /** Records that succeeded through this owner. */
  readonly succeeded = new Tally();
  /** From sent until done with, of records that succeeded through this owner. */
  readonly latency = new Histogram();

  restart(_now: number): void {
    const { invocations, throttles, systemErrors, failedInvocations, succeeded } = this;
    for (const tally of [invocations, throttles, systemErrors, failedInvocations, succeeded]) tally.restart();
    this.batchSize.reset();
    this.latency.reset();
  }
}

/** What is kept of one mapping. */
export class MappingRecord extends OwnerRecord {
  /** Records that no filter let through. */
  readonly filtered = new Tally();
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
    this.filtered.restart();
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
  readonly outOfMemory = new Tally();
  readonly throttles = new Tally();
  readonly throttlesBy = new Map<Refusal, Tally>();
  /** Attempts that met a system error (5xx): neither invocations nor errors nor throttles. */
  readonly systemErrors = new Tally();
  /** Invocations that were stopped because a chain came back too often. */
  readonly recursionsDropped = new Tally();
  /** Messages that its handler sent on, and those that could not be sent. */
  readonly sent = new Tally();
  readonly sendsFailed = new Tally();
  readonly coldStarts = new Tally();
  /** Invocations in which INIT was run again. */
  readonly suppressedInits = new Tally();
  readonly duration = new Histogram();
  readonly initDuration = new Histogram();
  /** Most bytes of each invocation; made for the first that says. */
  memoryUsed: Histogram | undefined;
  readonly concurrency = new Level();
  readonly usage = new FunctionUsage();
  /** Environments that exist are read at samples only. */
  environments = 0;

  restart(now: number): void {
    const { invocations, errors, unusableAnswers, timeouts, outOfMemory, throttles, coldStarts, suppressedInits } =
      this;
    for (const tally of [invocations, errors, unusableAnswers, timeouts, outOfMemory, throttles]) tally.restart();
    const { recursionsDropped, sent, sendsFailed, systemErrors } = this;
    for (const tally of [coldStarts, suppressedInits, systemErrors]) tally.restart();
    for (const tally of [recursionsDropped, sent, sendsFailed]) tally.restart();
    for (const tally of this.throttlesBy.values()) tally.restart();
    this.usage.restart();
    this.duration.reset();
    this.initDuration.reset();
    this.memoryUsed?.reset();
    this.concurrency.restart(now);
  }
}
