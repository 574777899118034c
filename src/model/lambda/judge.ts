/**
 * What script and chance have in store for an invocation, and what its answer makes of that in the end.
 *
 * Three layers, first match wins: `when` rules and a `script` say exactly what happens; otherwise the invocation fails by
 * its own share, and each record by the first `outcome` rule that matches it. All of it is settled when the invocation
 * begins, so nobody's luck depends on how long others take; only when the work is over, {@link Judge.conclude} says what of it counts.
 */
import type { RandomStream } from '../../engine/random.ts';
import { Outcome, type Batch } from '../batch.ts';
import type { World } from '../world.ts';
import { matches, type RecordMatch } from './match.ts';
import type { Timeline } from './timeline.ts';
import { hasState, parseAnswer, readResponse, UNREADABLE, type Response } from './response.ts';

/** What a handler does when a record fails. */
export type OnRecordError =
  /** Throws at once: the whole batch fails. */
  | 'throw'
  /** Stops, and reports the failed record and all it had not finished. */
  | 'stopAndReport'
  /** Carries on, and reports the failed ones. */
  | 'report'
  /** The same, but throws when all have failed, as batch processors of Powertools do unless told otherwise (R-PT-01). */
  | 'reportOrThrow'
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

/** Gives the id of a record as the scenario and the journal know it. */
export type RecordIds = (slot: number) => string;

export interface JudgeSettings {
  readonly invocationFails: number;
  readonly outcome: readonly OutcomeRule[];
  readonly onRecordError: OnRecordError;
  /** One entry for each invocation, the last repeats. */
  readonly script: readonly Instruction[];
  readonly when: readonly WhenRule[];
}

/** What an invocation has in store. One reused object for each that runs. */
export class Verdict {
  /** What it is told to do, and by the rule for which records; undefined: it is left to chance. */
  instruction: Instruction | undefined = undefined;
  match: RecordMatch | undefined = undefined;
  /** Whether it fails as a whole. */
  fails = false;
  /** The record that is worked on first. */
  first = -1;
  /** For each record, whether it fails. Whoever works on it adds what went wrong meanwhile. */
  bad = new Uint8Array(16);

  /** Makes room for `records`, none of which fails so far. */
  begin(records: number): void {
    this.instruction = undefined;
    this.match = undefined;
    this.fails = false;
    if (records > this.bad.length) this.bad = new Uint8Array(records * 2);
    else this.bad.fill(0, 0, records);
  }
}

export class Judge {
  readonly #settings: JudgeSettings;
  readonly #world: World;
  readonly #idOf: RecordIds;
  readonly #failures: RandomStream;
  #runs = 0;

  constructor(fn: string, settings: JudgeSettings, world: World, idOf: RecordIds) {
    this.#settings = settings;
    this.#world = world;
    this.#idOf = idOf;
    this.#failures = world.sim.random(`functions.${fn}`, 'failures');
  }

  /**
   * Draws what comes of an invocation that begins now; what is already in `verdict.bad` stays. `first`: the record that is worked on
   * first, −1 without any.
   */
  foretell(batch: Batch, first: number, verdict: Verdict): void {
    const { invocationFails, outcome, onRecordError } = this.#settings;
    this.#runs++;
    verdict.first = first;
    this.#instruct(batch, verdict);
    if (verdict.instruction !== undefined) return;
    verdict.fails = this.chance(invocationFails);
    if (verdict.fails || outcome.length === 0) return;
    // One that looks at the first record only has no luck with the others.
    const looksAtOne = onRecordError === 'firstRecordOnly';
    for (let i = 0; i < batch.size; i++) {
      if ((!looksAtOne || i === first) && this.#fails(batch.slots[i]!)) verdict.bad[i] = 1;
    }
  }

  /** Whether something happens that has such a share. */
  chance(share: number): boolean {
    return share > 0 && this.#failures.next() < share;
  }

  /** Whether the invocation ends with the record, bad or good, that it has just finished. */
  endsWith(record: number, { instruction, fails, first, bad }: Verdict): boolean {
    if (instruction !== undefined || fails) return false;
    const { onRecordError } = this.#settings;
    if (onRecordError === 'firstRecordOnly') return record === first;
    return bad[record] === 1 && !carriesOn(onRecordError);
  }

  /**
   * Sets the outcome of the batch and the flags of its records. Returns the record with which the handler stopped, −1 when it
   * went through all of them; Infinity when it never comes to an end.
   */
  conclude(batch: Batch, verdict: Verdict, timeline: Timeline): number {
    batch.outcome = Outcome.succeeded;
    if (verdict.instruction !== undefined) return this.#obey(verdict.instruction, verdict.match, batch);
    if (!verdict.fails) return batch.size === 0 ? NONE : this.#answerFor(batch, verdict, timeline);
    batch.outcome = Outcome.failed;
    return NONE;
  }

  // — told what to do —

  #instruct(batch: Batch, verdict: Verdict): void {
    const { when, script } = this.#settings;
    for (const { match, then } of when) {
      if (!this.#anyMatches(batch, match)) continue;
      verdict.instruction = then;
      verdict.match = match;
      return;
    }
    if (script.length > 0) verdict.instruction = script[Math.min(this.#runs, script.length) - 1]!;
  }

  #anyMatches(batch: Batch, match: RecordMatch): boolean {
    for (let i = 0; i < batch.size; i++) if (matches(match, this.#world.records, batch.slots[i]!)) return true;
    return false;
  }

  #obey(then: Instruction, match: RecordMatch | undefined, batch: Batch): number {
    switch (then.kind) {
      case 'succeed':
        break;
      case 'throw':
        batch.outcome = Outcome.failed;
        break;
      case 'crash':
        batch.crashed = true;
        batch.outcome = Outcome.failed;
        break;
      case 'timeout':
        return Infinity;
      case 'raw':
        this.#answerWhole(parseAnswer(then.text), batch);
        break;
      case 'report':
        this.#answer(reportOf(then.ids), batch);
        break;
      case 'reportMatching':
        this.#answer(reportOf(this.#idsMatching(match!, batch)), batch);
        break;
      case 'return':
        this.#answerWhole(then.value, batch);
        break;
    }
    return NONE;
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

  // — left to chance —

  #fails(slot: number): boolean {
    for (const rule of this.#settings.outcome) {
      if (rule.when === undefined || matches(rule.when, this.#world.records, slot)) return this.chance(rule.fails);
    }
    return false;
  }

  #answerFor(batch: Batch, verdict: Verdict, timeline: Timeline): number {
    const { onRecordError } = this.#settings;
    const { bad } = verdict;
    if (onRecordError === 'firstRecordOnly') return answerForFirst(batch, verdict);
    const first = firstBad(batch.size, bad, timeline);
    if (first < 0) return NONE;
    if (onRecordError === 'throw') {
      batch.outcome = Outcome.failed;
      return first;
    }
    if (onRecordError === 'reportOrThrow' && isFull(bad, batch.size)) {
      batch.outcome = Outcome.failed;
      return NONE;
    }
    if (carriesOn(onRecordError)) {
      this.#report(batch, (i) => bad[i] === 1);
      return NONE;
    }
    this.#report(batch, (i) => bad[i] === 1 || !timeline.wasDoneBy(i, first));
    return first;
  }

  /** Reports records to a mapping that listens; to one that does not, they are acknowledged although they failed. */
  #report(batch: Batch, isReported: (i: number) => boolean): void {
    const flags = batch.reportsItemFailures ? batch.failed : batch.unprocessed;
    for (let i = 0; i < batch.size; i++) flags[i] = isReported(i) ? 1 : 0;
    if (batch.reportsItemFailures) batch.outcome = Outcome.partial;
  }
}

const NONE = -1;

function carriesOn(onRecordError: OnRecordError): boolean {
  return onRecordError === 'report' || onRecordError === 'reportOrThrow';
}

/** Whether all have failed. */
function isFull(bad: Uint8Array, size: number): boolean {
  for (let i = 0; i < size; i++) if (bad[i] === 0) return false;
  return true;
}

/** A record is reported beside others; to a mapping that does not listen, it is acknowledged although it failed. */
export function reportAsFailed(batch: Batch, i: number): void {
  if (!batch.reportsItemFailures) batch.unprocessed[i] = 1;
  else {
    batch.failed[i] = 1;
    batch.outcome = Outcome.partial;
  }
}

function answerForFirst(batch: Batch, { first, bad }: Verdict): number {
  if (bad[first] === 1) batch.outcome = Outcome.failed;
  else for (let i = 0; i < batch.size; i++) batch.unprocessed[i] = i === first ? 0 : 1;
  return first;
}

/** The bad record that was finished first, −1 when there is none. */
function firstBad(size: number, bad: Uint8Array, timeline: Timeline): number {
  let first = -1;
  for (let i = 0; i < size; i++) if (bad[i] === 1 && (first < 0 || timeline.isDoneBefore(i, first))) first = i;
  return first;
}

function reportOf(ids: readonly string[]): { batchItemFailures: { itemIdentifier: string }[] } {
  return { batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) };
}
