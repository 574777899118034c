/**
 * What the user's code does with a batch: how long it takes, what fails, and how it tells.
 *
 * Three layers, first match wins: `when` rules and a `script` say exactly what happens; otherwise the invocation fails by
 * its own share, and each record by the first `outcome` rule that matches it. What a handler does with a bad record is
 * `onRecordError`; a record whose call to a downstream fails is one. Decided when the invocation begins; the function holds the result until it ends.
 */
import type { Distribution } from '../../engine/distributions.ts';
import type { RandomStream } from '../../engine/random.ts';
import type { Micros } from '../../engine/time.ts';
import { Outcome, type Batch } from '../batch.ts';
import type { World } from '../world.ts';
import { Calls, type DownstreamSettings } from './calls.ts';
import { matches, type RecordMatch } from './match.ts';
import { hasState, parseAnswer, readResponse, UNREADABLE, type Response } from './response.ts';
import { Course } from './course.ts';
import { Footprint, type FootprintSettings } from './footprint.ts';
import type { Strategy } from './stages.ts';
import { makeStrategy, type StrategySettings } from './strategies/strategies.ts';
import { WorkTime, type TimeRule } from './work-time.ts';

/** What a handler does when a record fails. */
export type OnRecordError =
  /** Throws at once: the whole batch fails. */
  | 'throw'
  /** Stops, and reports the failed record and all it had not finished. */
  | 'stopAndReport'
  /** Carries on, and reports the failed ones. */
  | 'report'
  /** A bug that happens: handles only the first record and returns, so the service deletes all of them. */
  | 'firstRecordOnly';

export interface OutcomeRule {
  readonly when: RecordMatch | undefined;
  /** Share of the matching records that fail. */
  readonly fails: number;
}

/** What an invocation is told to do; `reportMatching` names the records that the rule matched. */
export type Instruction =
  Response | { readonly kind: 'report'; readonly ids: readonly string[] } | { readonly kind: 'reportMatching' };

export interface WhenRule {
  readonly match: RecordMatch;
  readonly then: Instruction;
}

export interface HandlerSettings {
  /** Time of an invocation whatever it holds; records that carry their own take that instead. */
  readonly duration: Distribution | undefined;
  readonly perInvocation: Distribution | undefined;
  /** Time of a record: the first rule that matches decides. */
  readonly perRecord: readonly TimeRule[];
  /** Time for each KiB of a record. */
  readonly perKiB: Distribution | undefined;
  /** In what order, and how many at once, it works on its records. */
  readonly strategy: StrategySettings;
  /** Undefined: memory plays no part. */
  readonly memory: FootprintSettings | undefined;
  readonly invocationFails: number;
  readonly outcome: readonly OutcomeRule[];
  readonly onRecordError: OnRecordError;
  /** One entry for each invocation, the last repeats. */
  readonly script: readonly Instruction[];
  readonly when: readonly WhenRule[];
  /** Downstreams that are called for each record, in order. */
  readonly uses: readonly DownstreamSettings[];
  /** Whether records may carry their own time. */
  readonly recordsCarryWork: boolean;
}

/** Gives the id of a record as the scenario and the journal know it. */
export type RecordIds = (slot: number) => string;

export class Handler {
  readonly #settings: HandlerSettings;
  readonly #world: World;
  readonly #idOf: RecordIds;
  readonly #times: RandomStream;
  readonly #failures: RandomStream;
  readonly #strategy: Strategy;
  readonly #footprint: Footprint | undefined;
  readonly #course: Course;
  readonly #isSimple: boolean;
  /** For each record of the present batch: whether it fails; before that is drawn, whether a call of it failed. */
  #bad = new Uint8Array(16);
  #runs = 0;
  /** Whether `duration` is the time of the present invocation, whatever its records take. */
  #isTimeFixed = false;
  /** The record with which the handler of the present invocation stopped; −1: it went through all. */
  #stoppedBy = -1;

  constructor(name: string, settings: HandlerSettings, world: World, idOf: RecordIds) {
    this.#settings = settings;
    this.#world = world;
    this.#idOf = idOf;
    this.#times = world.sim.random(`functions.${name}`, 'duration');
    this.#failures = world.sim.random(`functions.${name}`, 'failures');
    const { perRecord, perKiB, uses, memory, recordsCarryWork } = settings;
    this.#strategy = makeStrategy(settings.strategy, world);
    if (memory !== undefined) this.#footprint = new Footprint(name, memory, world);
    const work = new WorkTime(name, perRecord, perKiB, this.#times, world);
    const calls = uses.length > 0 ? new Calls(name, uses, world) : undefined;
    const parts = { strategy: this.#strategy, work, calls, footprint: this.#footprint, recordsCarryWork };
    this.#course = new Course(parts, world);
    this.#isSimple = isSimple(settings);
  }

  /** Sets duration and outcome of the batch, and the flags of its records. */
  run(batch: Batch): void {
    this.#runs++;
    batch.outcome = Outcome.succeeded;
    if (this.#isSimple) this.#runSimply(batch);
    else this.#runFully(batch);
  }

  /** No rule looks at the records: one time and one chance for the whole invocation. */
  #runSimply(batch: Batch): void {
    const { perInvocation, invocationFails } = this.#settings;
    batch.duration = perInvocation === undefined ? 0 : whole(perInvocation(this.#times));
    if (invocationFails > 0 && this.#failures.next() < invocationFails) batch.outcome = Outcome.failed;
  }

  #runFully(batch: Batch): void {
    batch.failed.fill(0, 0, batch.size);
    batch.unprocessed.fill(0, 0, batch.size);
    this.#forgetFailures(batch.size);
    this.#stoppedBy = -1;
    this.#takeTime(batch);
    const instructed = this.#instruction(batch);
    if (instructed !== undefined) this.#obey(instructed.then, instructed.match, batch);
    else if (this.#chance(this.#settings.invocationFails)) batch.outcome = Outcome.failed;
    else this.#handleRecords(batch);
    this.#footprint?.conclude(batch, this.#stoppedBy, this.#course.schedule);
  }

  #takeTime(batch: Batch): void {
    const { duration, perInvocation } = this.#settings;
    const fixed = perInvocation === undefined ? 0 : whole(perInvocation(this.#times));
    this.#course.run(batch, fixed, this.#bad);
    this.#isTimeFixed = duration !== undefined && !this.#course.carried;
    batch.duration = this.#isTimeFixed ? whole(duration!(this.#times)) : this.#course.schedule.end;
    if (this.#isTimeFixed) batch.recordTime = batch.duration;
  }

  // — told what to do —

  #instruction(batch: Batch): { match: RecordMatch | undefined; then: Instruction } | undefined {
    for (const rule of this.#settings.when) if (this.#anyMatches(batch, rule.match)) return rule;
    const script = this.#settings.script;
    if (script.length === 0) return undefined;
    return { match: undefined, then: script[Math.min(this.#runs, script.length) - 1]! };
  }

  #anyMatches(batch: Batch, match: RecordMatch): boolean {
    for (let i = 0; i < batch.size; i++) if (matches(match, this.#world.records, batch.slots[i]!)) return true;
    return false;
  }

  #obey(then: Instruction, match: RecordMatch | undefined, batch: Batch): void {
    switch (then.kind) {
      case 'succeed':
        return;
      case 'throw':
        batch.outcome = Outcome.failed;
        return;
      case 'crash':
        batch.crashed = true;
        batch.outcome = Outcome.failed;
        return;
      case 'timeout':
        batch.duration = Infinity;
        return;
      case 'raw':
        return this.#answerWhole(parseAnswer(then.text), batch);
      case 'report':
        return this.#answer(reportOf(then.ids), batch);
      case 'reportMatching':
        return this.#answer(reportOf(this.#idsMatching(match!, batch)), batch);
      case 'return':
        return this.#answerWhole(then.value, batch);
    }
  }

  #idsMatching(match: RecordMatch, batch: Batch): string[] {
    const slots = [...batch.slots.subarray(0, batch.size)];
    return slots.filter((slot) => matches(match, this.#world.records, slot)).map(this.#idOf);
  }

  /** An answer that the scenario gives in full; in a tumbling window it has to bring the state along (KIN-31). */
  #answerWhole(value: unknown, batch: Batch): void {
    if (batch.needsState && !hasState(value)) batch.outcome = Outcome.unusableAnswer;
    else this.#answer(value, batch);
  }

  #answer(value: unknown, batch: Batch): void {
    const ids = [...batch.slots.subarray(0, batch.size)].map(this.#idOf);
    const known = new Set(ids);
    const reading = value === UNREADABLE ? 'unusableAnswer' : readResponse(value, (id) => known.has(id));
    if (typeof reading !== 'string') this.#report(batch, (i) => reading.has(ids[i]!));
    else if (batch.reportsItemFailures) batch.outcome = Outcome[reading];
  }

  // — what the function tells it —

  /** The invocation was stopped when its handler had run for so long, and had not ended. */
  cutOff(batch: Batch, after: Micros): void {
    if (this.#footprint !== undefined) batch.memoryUsed = this.#footprint.peakBefore(after);
  }

  /** The invocation is over. */
  ended(batch: Batch): void {
    this.#strategy.ended?.(batch);
  }

  // — left to chance —

  #handleRecords(batch: Batch): void {
    if (batch.size === 0) return;
    if (this.#settings.onRecordError === 'firstRecordOnly') return this.#handleFirst(batch);
    if (this.#settings.outcome.length === 0 && this.#settings.uses.length === 0) return;
    const firstBad = this.#drawFailures(batch);
    if (firstBad < 0) return;
    switch (this.#settings.onRecordError) {
      case 'throw':
        batch.outcome = Outcome.failed;
        this.#stopAt(firstBad, batch);
        return;
      case 'report':
        return this.#report(batch, (i) => this.#bad[i] === 1);
      case 'stopAndReport':
        this.#stopAt(firstBad, batch);
        return this.#report(batch, (i) => this.#bad[i] === 1 || !this.#course.schedule.wasDoneBy(i, firstBad));
    }
  }

  #handleFirst(batch: Batch): void {
    const first = this.#course.stages.order[0]!;
    this.#stopAt(first, batch);
    if (this.#fails(batch.slots[first]!) || this.#bad[first] === 1) {
      batch.outcome = Outcome.failed;
      return;
    }
    batch.unprocessed.fill(1, 0, batch.size);
    batch.unprocessed[first] = 0;
  }

  /** The handler stops when this record is finished; a fixed `duration` stays what it is. */
  #stopAt(record: number, batch: Batch): void {
    this.#stoppedBy = record;
    if (!this.#isTimeFixed) batch.duration = this.#course.schedule.finish[record]!;
  }

  #forgetFailures(size: number): void {
    if (size > this.#bad.length) this.#bad = new Uint8Array(size * 2);
    else this.#bad.fill(0, 0, size);
  }

  /** Decides which records fail; returns the one that is finished first, −1 when none fails. */
  #drawFailures(batch: Batch): number {
    let first = -1;
    for (let i = 0; i < batch.size; i++) {
      const bad = this.#fails(batch.slots[i]!) || this.#bad[i] === 1;
      this.#bad[i] = bad ? 1 : 0;
      if (bad && (first < 0 || this.#course.schedule.isDoneBefore(i, first))) first = i;
    }
    return first;
  }

  #fails(slot: number): boolean {
    for (const rule of this.#settings.outcome) {
      if (rule.when === undefined || matches(rule.when, this.#world.records, slot)) return this.#chance(rule.fails);
    }
    return false;
  }

  /** Reports records to a mapping that listens; to one that does not, they are acknowledged although they failed. */
  #report(batch: Batch, isReported: (i: number) => boolean): void {
    const flags = batch.reportsItemFailures ? batch.failed : batch.unprocessed;
    for (let i = 0; i < batch.size; i++) flags[i] = isReported(i) ? 1 : 0;
    if (batch.reportsItemFailures) batch.outcome = Outcome.partial;
  }

  #chance(share: number): boolean {
    return share > 0 && this.#failures.next() < share;
  }
}

function isSimple(settings: HandlerSettings): boolean {
  const { perRecord, perKiB, uses, duration, outcome, onRecordError, script, when, recordsCarryWork, memory } =
    settings;
  const takesTime = perRecord.length > 0 || perKiB !== undefined || uses.length > 0 || recordsCarryWork;
  const looksAtRecords = takesTime || memory !== undefined || outcome.length > 0 || when.length > 0;
  return !looksAtRecords && duration === undefined && script.length === 0 && onRecordError !== 'firstRecordOnly';
}

function reportOf(ids: readonly string[]): { batchItemFailures: { itemIdentifier: string }[] } {
  return { batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) };
}

function whole(exact: number): number {
  return Math.max(0, Math.round(exact));
}
