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
import { Schedule } from './schedule.ts';
import { Times, type TimeSettings } from './times.ts';

export interface HandlerSettings extends TimeSettings, JudgeSettings {
  /** Records worked on at once, from 1. */
  readonly parallel: number;
  /** Downstreams that are called for each record, in order. */
  readonly uses: readonly DownstreamSettings[];
}

export class Handler {
  readonly #world: World;
  readonly #schedule: Schedule;
  readonly #times: Times;
  readonly #judge: Judge;
  readonly #calls: Calls | undefined;
  readonly #invocationFails: number;
  readonly #isSimple: boolean;
  readonly #verdict = new Verdict();
  /** Whether the time of the present invocation is given, whatever its records take. */
  #isTimeFixed = false;

  constructor(name: string, settings: HandlerSettings, world: World, idOf: RecordIds) {
    this.#world = world;
    this.#schedule = new Schedule(settings.parallel);
    this.#times = new Times(name, settings, world);
    this.#judge = new Judge(name, settings, world, idOf);
    if (settings.uses.length > 0) this.#calls = new Calls(name, settings.uses, world);
    this.#invocationFails = settings.invocationFails;
    this.#isSimple = isSimple(settings);
  }

  /** Sets duration and outcome of the batch, and the flags of its records. */
  run(batch: Batch): void {
    if (this.#isSimple) this.#runSimply(batch);
    else this.#runFully(batch);
  }

  /** No rule looks at the records: one time and one chance for the whole invocation. */
  #runSimply(batch: Batch): void {
    batch.duration = this.#times.beforeRecords();
    batch.outcome = this.#judge.chance(this.#invocationFails) ? Outcome.failed : Outcome.succeeded;
  }

  #runFully(batch: Batch): void {
    batch.failed.fill(0, 0, batch.size);
    batch.unprocessed.fill(0, 0, batch.size);
    this.#verdict.begin(batch.size);
    this.#takeTime(batch);
    this.#judge.foretell(batch, this.#verdict);
    const last = this.#judge.conclude(batch, this.#verdict, this.#schedule);
    if (last === Infinity) batch.duration = Infinity;
    // The handler stops when that record is finished; a time that is given stays what it is.
    else if (last >= 0 && !this.#isTimeFixed) batch.duration = this.#schedule.finish[last]!;
  }

  #takeTime(batch: Batch): void {
    const times = this.#times;
    const schedule = this.#schedule;
    schedule.begin(batch.size, times.beforeRecords());
    let carried = false;
    for (let i = 0; i < batch.size; i++) {
      const slot = batch.slots[i]!;
      if (times.carries(slot)) carried = true;
      const work = times.of(slot);
      schedule.add(i, this.#calls === undefined ? work : work + this.#call(i, work, this.#calls, batch));
    }
    const fixed = carried ? undefined : times.ofAll();
    this.#isTimeFixed = fixed !== undefined;
    batch.duration = fixed ?? schedule.end;
  }

  /** Time of the calls of record `i`, which begin when the handler has worked on it. */
  #call(i: number, work: Micros, calls: Calls, batch: Batch): Micros {
    const begin = this.#world.sim.now + batch.initDuration + batch.suppressedInit;
    const time = calls.timeFrom(begin + this.#schedule.nextStart + work);
    if (calls.failed) this.#verdict.bad[i] = 1;
    return time;
  }
}

function isSimple(settings: HandlerSettings): boolean {
  const { perRecord, perKiB, uses, duration, outcome, onRecordError, script, when, recordsCarryWork } = settings;
  const takesTime = perRecord.length > 0 || perKiB !== undefined || uses.length > 0 || recordsCarryWork;
  const looksAtRecords = takesTime || outcome.length > 0 || when.length > 0;
  return !looksAtRecords && duration === undefined && script.length === 0 && onRecordError !== 'firstRecordOnly';
}
