/**
 * What the user's code does with a batch, where all of it can be told when the invocation begins: how long it takes, what
 * fails, and how it tells. What depends on what others do meanwhile is played out instead (played/player.ts).
 *
 * The function holds the result until the invocation ends. A record whose call to a downstream fails is one that fails.
 */
import type { Micros } from '../../engine/time.ts';
import { Outcome, type Batch } from '../batch.ts';
import type { World } from '../world.ts';
import { Calls, type DownstreamSettings } from './calls.ts';
import { Judge, Verdict, type JudgeSettings, type RecordIds } from './judge.ts';
import { Course } from './course.ts';
import { Footprint } from './footprint.ts';
import type { FootprintSettings } from './holdings.ts';
import type { Strategy } from './stages.ts';
import { makeStrategy, type StrategySettings } from './strategies/strategies.ts';
import { Times, type TimeSettings } from './times.ts';

export interface HandlerSettings extends TimeSettings, JudgeSettings {
  /** In what order, and how many at once, it works on its records. */
  readonly strategy: StrategySettings;
  /** Undefined: memory plays no part. */
  readonly memory: FootprintSettings | undefined;
  /** Downstreams that are called for each record, in order. */
  readonly uses: readonly DownstreamSettings[];
}

export class Handler {
  readonly #times: Times;
  readonly #judge: Judge;
  readonly #strategy: Strategy;
  readonly #footprint: Footprint | undefined;
  readonly #course: Course;
  readonly #invocationFails: number;
  readonly #isSimple: boolean;
  readonly #verdict = new Verdict();
  /** Of the invocation that was decided last: when it began with its records, and whether its time was given as a whole. */
  #start: Micros = 0;
  #isGiven = false;

  constructor(name: string, settings: HandlerSettings, world: World, idOf: RecordIds) {
    const { uses, memory } = settings;
    const times = new Times(name, settings, world);
    const strategy = makeStrategy(settings.strategy, world);
    const calls = uses.length > 0 ? new Calls(name, uses, world) : undefined;
    const footprint = memory && new Footprint(name, memory, world);
    this.#times = times;
    this.#strategy = strategy;
    this.#footprint = footprint;
    this.#judge = new Judge(name, settings, world, idOf);
    this.#course = new Course({ strategy, times, calls, footprint }, world);
    this.#invocationFails = settings.invocationFails;
    this.#isSimple = isSimple(settings);
  }

  /** Sets duration and outcome of the batch, and the flags of its records. */
  run(batch: Batch): void {
    if (this.#isSimple) this.#runSimply(batch);
    else this.#runFully(batch);
  }

  /** The invocation was stopped when its handler had run for so long, and had not ended. */
  cutOff(batch: Batch, after: Micros): void {
    if (this.#footprint !== undefined) batch.memoryUsed = this.#footprint.peakBefore(after);
  }

  /** Sets what of the time of the handler, which is known by now, it waited for downstreams. */
  attribute(batch: Batch): void {
    if (this.#isSimple || this.#isGiven) return;
    batch.downstreamTime = this.#course.downstreamTime(batch.size, this.#start, batch.duration - batch.suppressedInit);
  }

  /** The invocation is over. */
  ended(batch: Batch): void {
    this.#strategy.ended?.(batch);
  }

  /** No rule looks at the records: one time and one chance for the whole invocation. */
  #runSimply(batch: Batch): void {
    batch.duration = this.#times.beforeRecords();
    batch.outcome = this.#judge.chance(this.#invocationFails) ? Outcome.failed : Outcome.succeeded;
  }

  #runFully(batch: Batch): void {
    const verdict = this.#verdict;
    const course = this.#course;
    batch.failed.fill(0, 0, batch.size);
    batch.unprocessed.fill(0, 0, batch.size);
    verdict.begin(batch.size);
    this.#start = this.#times.beforeRecords();
    course.run(batch, this.#start, verdict.bad);
    const fixed = course.carried ? undefined : this.#times.ofAll();
    batch.duration = fixed ?? course.schedule.end;
    this.#isGiven = fixed !== undefined;
    if (fixed !== undefined) batch.recordTime = fixed;
    this.#judge.foretell(batch, batch.size === 0 ? -1 : course.stages.order[0]!, verdict);
    const last = this.#judge.conclude(batch, verdict, course.schedule);
    if (last === Infinity) batch.duration = Infinity;
    // The handler stops when that record is finished; a time that is given stays what it is.
    else if (last >= 0 && fixed === undefined) batch.duration = course.schedule.finish[last]!;
    this.#footprint?.conclude(batch, last === Infinity ? -1 : last, course.schedule);
  }
}

function isSimple(settings: HandlerSettings): boolean {
  const { perRecord, perKiB, uses, duration, outcome, onRecordError, script, when, recordsCarryWork, memory } =
    settings;
  const takesTime = perRecord.length > 0 || perKiB !== undefined || uses.length > 0 || recordsCarryWork;
  const looksAtRecords = takesTime || memory !== undefined || outcome.length > 0 || when.length > 0;
  return !looksAtRecords && duration === undefined && script.length === 0 && onRecordError !== 'firstRecordOnly';
}
