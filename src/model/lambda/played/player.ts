/**
 * Plays the invocations of one function out, step by step on the clock: what a handler does when it depends on what others do
 * meanwhile, because they want the same connections, load the same downstream or work on the same keys.
 *
 * The story of a record: it is looked up in the idempotency table and marked; worked on; then its calls are made, one after
 * another; then it takes effect, and is marked as done. Records go by the stages of the strategy. All that chance decides is drawn
 * when the invocation is accepted, in the order of the work, as the handler does it that decides everything at the beginning
 * (../handler.ts): where nobody is in anybody's way, both come to the same.
 *
 * Left out: what the code does after its invocation has thrown or was cut off, beyond the calls that are under way.
 */
import type { RandomStream } from '../../../engine/random.ts';
import { Rank } from '../../../engine/rank.ts';
import type { Action } from '../../../engine/simulation.ts';
import type { Micros } from '../../../engine/time.ts';
import { isError, Outcome, type Batch } from '../../batch.ts';
import type { CallEnd } from '../../downstreams/call.ts';
import type { Client } from '../../downstreams/client.ts';
import type { Named } from '../../observer.ts';
import type { World } from '../../world.ts';
import type { Environment } from '../environments.ts';
import { Holdings } from '../holdings.ts';
import { reportAsFailed, type Judge } from '../judge.ts';
import { matches } from '../match.ts';
import { Memory, OUT } from '../memory.ts';
import type { Times } from '../times.ts';
import { Effects } from './effects.ts';
import { IdempotencyTable } from './idempotency.ts';
import { Play, Step, Worker } from './play.ts';
import type { PlayerSettings } from './settings.ts';

/** Whoever has its invocations played out. */
export interface Served {
  /** The handler begins. */
  began(batch: Batch): void;
  /** The invocation is over: duration and outcome are set. */
  ended(batch: Batch): void;
}

export class Player {
  readonly #fn: Named;
  readonly #settings: PlayerSettings;
  readonly #times: Times;
  readonly #judge: Judge;
  readonly #world: World;
  readonly #effects: Effects | undefined;
  readonly #table: IdempotencyTable | undefined;
  readonly #holdings: Holdings | undefined;
  /** Each once, however often it is called. */
  readonly #clients: readonly Client[];
  readonly #commitTimes: RandomStream;
  readonly #plays: Play[] = [];
  readonly #freePlays: Play[] = [];
  readonly #workers: Worker[] = [];
  readonly #freeWorkers: Worker[] = [];
  readonly #opened: Action;
  readonly #began: Action;
  readonly #committed: Action;
  readonly #stepped: Action;
  readonly #answered = (worker: Worker, end: CallEnd): void => this.#callEnded(worker, end);
  #served!: Served;

  constructor(fn: Named, settings: PlayerSettings, times: Times, judge: Judge, world: World) {
    this.#fn = fn;
    this.#settings = settings;
    this.#times = times;
    this.#judge = judge;
    this.#world = world;
    if (settings.effects !== undefined) this.#effects = new Effects(fn, settings.effects, world);
    const { idempotency } = settings;
    if (idempotency !== undefined) this.#table = new IdempotencyTable(fn.name, idempotency, world);
    if (settings.memory !== undefined) this.#holdings = new Holdings(fn.name, settings.memory, world);
    this.#clients = [...new Set(settings.uses.map(({ client }) => client))];
    const { sim } = world;
    this.#commitTimes = sim.random(`functions.${fn.name}`, 'commit');
    this.#opened = sim.action(Rank.completion, (n) => this.#expected(this.#plays[n]!, this.#open));
    this.#began = sim.action(Rank.completion, (n) => this.#expected(this.#plays[n]!, this.#fill));
    this.#committed = sim.action(Rank.completion, (n) => this.#expected(this.#plays[n]!, this.#commit));
    this.#stepped = sim.action(Rank.completion, (n) => this.#step(this.#workers[n]!));
  }

  /** Known before the first invocation. */
  set served(served: Served) {
    this.#served = served;
  }

  /** An invocation has been accepted; the handler begins when the environment is ready, and is cut off at its timeout. */
  begin(batch: Batch, timeout: Micros): void {
    const { sim } = this.#world;
    const { uses, strategy } = this.#settings;
    const play = this.#freePlays.pop() ?? this.#newPlay();
    play.begin(batch, uses.length);
    // Also of one whose handler never begins.
    play.memory?.begin(this.#settings.memory!.limit, batch.bytes);
    batch.failed.fill(0, 0, batch.size);
    batch.unprocessed.fill(0, 0, batch.size);
    batch.skipped.fill(0, 0, batch.size);
    strategy.plan(batch, play.stages);
    this.#draw(play, batch);
    this.#judge.foretell(batch, batch.size === 0 ? -1 : play.stages.order[0]!, play.verdict);
    play.timeout.set(sim.now + batch.initDuration + timeout);
    // An INIT within the invocation that takes all of its time leaves none for the handler.
    if (batch.suppressedInit < timeout) this.#expect(play, batch.initDuration + batch.suppressedInit, this.#opened);
  }

  /** The invocation is over. */
  ended(batch: Batch): void {
    this.#settings.strategy.ended?.(batch);
  }

  /** An environment is gone, or its process is. */
  environmentEnded(environment: Environment): void {
    for (const client of this.#clients) client.environmentEnded(environment);
  }

  // — an invocation —

  #newPlay(): Play {
    const number = this.#plays.length;
    const { memory } = this.#settings;
    const timeout = this.#world.sim.timer(Rank.cutOff, () => this.#cut(play));
    const play: Play = new Play(number, timeout, memory && new Memory(memory));
    this.#plays.push(play);
    return play;
  }

  /** Own times and memory in the order of the batch, so that strategies meet the same luck; calls in the order of the work. */
  #draw(play: Play, batch: Batch): void {
    play.before = this.#times.beforeRecords();
    for (let i = 0; i < batch.size; i++) play.work[i] = this.#times.of(batch.slots[i]!);
    this.#holdings?.draw(batch, play.holds);
    for (let place = 0; place < batch.size; place++) {
      const i = play.stages.order[place]!;
      play.place[i] = place;
      this.#drawDealings(play, i);
    }
  }

  #drawDealings(play: Play, i: number): void {
    const { uses } = this.#settings;
    for (let u = 0; u < uses.length; u++) {
      const { latency, random } = uses[u]!;
      play.calls[i * uses.length + u] = whole(latency(random));
    }
    if (this.#table === undefined) return;
    play.look[i] = this.#table.time();
    play.mark[i] = this.#table.time();
  }

  #expect(play: Play, wait: Micros, action: Action): void {
    play.isExpected = true;
    this.#world.sim.after(wait, action, play.number);
  }

  /** An event that an invocation waits for; when that is over by now, it only frees the object. */
  #expected(play: Play, go: (play: Play) => void): void {
    play.isExpected = false;
    if (play.batch === undefined) this.#freePlays.push(play);
    else go(play);
  }

  readonly #open = (play: Play): void => {
    const batch = play.batch!;
    this.#served.began(batch);
    if (play.memory?.begin(this.#settings.memory!.limit, batch.bytes) === OUT) this.#kill(play);
    else this.#expect(play, play.before, this.#began);
  };

  /** Begins as many records as may be worked on now. */
  readonly #fill = (play: Play): void => {
    const { stages } = play;
    while (play.stage < stages.count) {
      const end = stages.ends[play.stage]!;
      while (play.next < end && play.workers.length < stages.widths[play.stage]!) {
        if (!this.#beginRecord(play)) return this.#kill(play);
      }
      if (play.workers.length > 0) return;
      play.stage++;
    }
    this.#conclude(play);
  };

  /** All is worked on, or the handler stops. */
  #conclude(play: Play): void {
    const batch = play.batch!;
    this.#dismiss(play);
    // One that never ends is cut off.
    if (this.#judge.conclude(batch, play.verdict, play) === Infinity) return;
    if (!isError(batch.outcome)) this.#report(play);
    const { transaction } = this.#settings;
    if (transaction === undefined || isError(batch.outcome) || play.pending.count === 0) this.#end(play);
    else this.#expect(play, whole(transaction.commit(this.#commitTimes)), this.#committed);
  }

  /** Names what is reported although it is there. */
  #report(play: Play): void {
    const batch = play.batch!;
    for (let i = 0; i < batch.size; i++) if (play.reported[i] === 1) reportAsFailed(batch, i);
  }

  readonly #commit = (play: Play): void => {
    const batch = play.batch!;
    const { slots, count } = play.pending;
    const isDone = this.#effects!.commit(play.pending, (record) => reportAsFailed(batch, record));
    if (!isDone) batch.outcome = Outcome.failed;
    else if (this.#table?.marksAfter === true) for (let i = 0; i < count; i++) this.#table.markDone(slots[i]!);
    this.#end(play);
  };

  /** It needs more memory than there is. */
  #kill(play: Play): void {
    this.#dismiss(play);
    play.batch!.outcome = Outcome.outOfMemory;
    this.#end(play);
  }

  #cut(play: Play): void {
    const batch = play.batch!;
    this.#dismiss(play);
    batch.outcome = Outcome.timedOut;
    this.#end(play);
  }

  #end(play: Play): void {
    const batch = play.batch!;
    play.timeout.clear();
    batch.duration = this.#elapsed(play);
    batch.recordTime = play.recordTime;
    if (play.calling > 0) batch.downstreamTime = this.#downstreamTime(play, batch);
    if (play.memory !== undefined) batch.memoryUsed = play.memory.peak;
    if (play.pending.count > 0) this.#rollBack(play, batch);
    for (const client of this.#clients) client.invocationEnded(batch, isError(batch.outcome));
    play.batch = undefined;
    if (!play.isExpected) this.#freePlays.push(play);
    this.#served.ended(batch);
  }

  /** See {@link Batch.downstreamTime}. */
  #downstreamTime({ calling, spent, before, worked }: Play, batch: Batch): Micros {
    return Math.round(Math.max(0, worked - batch.suppressedInit - before) * (calling / spent));
  }

  /** Code that comes to its end takes its marks back together with what it has done; what is killed leaves them. */
  #rollBack(play: Play, batch: Batch): void {
    const { pending, marked } = play;
    const isOrderly = batch.outcome === Outcome.failed && !batch.crashed;
    if (this.#table?.settings.onFailure === 'remove' && isOrderly) {
      for (let i = 0; i < pending.count; i++) {
        if (marked[pending.records[i]!] === 1) this.#table.remove(pending.slots[i]!);
      }
    }
    this.#effects!.rollBack(pending, batch);
  }

  /** Sends the workers away; nobody waits for their calls any more. */
  #dismiss(play: Play): void {
    play.worked = this.#elapsed(play);
    if (play.workers.length === 0) return;
    for (const client of this.#clients) client.abandon(play.batch!);
    for (const worker of play.workers) {
      this.#addCall(worker, play);
      play.spent += this.#workedOn(worker, play);
      worker.play = undefined;
      if (!worker.isExpected) this.#freeWorkers.push(worker);
    }
    play.workers.length = 0;
  }

  // — a record —

  /** Begins the next record; false when there is no memory for it. */
  #beginRecord(play: Play): boolean {
    const i = play.stages.order[play.next++]!;
    const pause = play.memory?.take(play.holds[i]!) ?? 0;
    if (pause === OUT) return false;
    const worker = this.#freeWorkers.pop() ?? this.#newWorker();
    worker.play = play;
    worker.record = i;
    worker.use = 0;
    play.workers.push(worker);
    play.start[i] = this.#elapsed(play);
    if (this.#table === undefined) this.#wait(worker, pause + play.work[i]!, Step.worked);
    else this.#wait(worker, pause + play.look[i]!, Step.looked);
    return true;
  }

  #newWorker(): Worker {
    const worker = new Worker(this.#workers.length, this.#answered);
    this.#workers.push(worker);
    return worker;
  }

  #elapsed({ batch }: Play): Micros {
    return this.#world.sim.now - batch!.invokedAt - batch!.initDuration;
  }

  #wait(worker: Worker, time: Micros, step: Step): void {
    worker.step = step;
    worker.isExpected = true;
    this.#world.sim.after(time, this.#stepped, worker.number);
  }

  #step(worker: Worker): void {
    worker.isExpected = false;
    const { play } = worker;
    if (play === undefined) this.#freeWorkers.push(worker);
    else this.#goOn(worker, play);
  }

  #goOn(worker: Worker, play: Play): void {
    switch (worker.step) {
      case Step.looked:
        return this.#looked(worker, play);
      case Step.marked:
        this.#markBefore(worker, play);
        return this.#work(worker, play);
      case Step.worked:
        return this.#call(worker, play);
      case Step.noted:
        this.#table!.markDone(this.#slotOf(worker, play));
        return this.#done(worker, play);
      case Step.removed:
        this.#table!.remove(this.#slotOf(worker, play));
        return this.#done(worker, play);
    }
  }

  /** The idempotency table has answered. */
  #looked(worker: Worker, play: Play): void {
    const table = this.#table!;
    const { write, whenKnown } = table.settings;
    const slot = this.#slotOf(worker, play);
    const knowledge = table.look(slot);
    if (knowledge === 'unknown') {
      if (!table.marksBefore) return this.#work(worker, play);
      if (write === 'getThenPut') return this.#wait(worker, play.mark[worker.record]!, Step.marked);
      this.#markBefore(worker, play);
      return this.#work(worker, play);
    }
    play.batch!.skipped[worker.record] = 1;
    const isDone = knowledge === 'done';
    if (isDone) this.#effects!.passOver(slot, this.#workedOn(worker, play));
    else this.#world.tell.foundInProgress(this.#fn, slot);
    // Who works on it may fail yet. What is not worked on cannot fail by itself.
    play.verdict.bad[worker.record] = isDone ? 0 : 1;
    if (isDone && whenKnown === 'report') play.reported[worker.record] = 1;
    return this.#done(worker, play);
  }

  #work(worker: Worker, play: Play): void {
    this.#wait(worker, play.work[worker.record]!, Step.worked);
  }

  /** Makes the next call; after the last of them the record takes effect. */
  #call(worker: Worker, play: Play): void {
    const { uses } = this.#settings;
    if (worker.use === uses.length) return this.#takeEffect(worker, play);
    const latency = play.calls[worker.record * uses.length + worker.use]!;
    worker.callingSince = this.#world.sim.now;
    uses[worker.use++]!.client.call(worker, play.batch!, latency);
  }

  #callEnded(worker: Worker, end: CallEnd): void {
    const play = worker.play!;
    this.#addCall(worker, play);
    if (end === 'succeeded') return this.#call(worker, play);
    play.verdict.bad[worker.record] = 1;
    this.#fail(worker, play);
  }

  #addCall(worker: Worker, play: Play): void {
    if (Number.isNaN(worker.callingSince)) return;
    play.calling += this.#world.sim.now - worker.callingSince;
    worker.callingSince = NaN;
  }

  #takeEffect(worker: Worker, play: Play): void {
    const { bad } = play.verdict;
    const { transaction } = this.#settings;
    if (bad[worker.record] === 1) return this.#fail(worker, play);
    if (this.#effects === undefined) return this.#done(worker, play);
    const pending = transaction === undefined ? undefined : play.pending;
    const worked = this.#workedOn(worker, play);
    const written = this.#effects.write(worker.record, this.#slotOf(worker, play), worked, pending);
    if (written !== 'written') play.batch!.skipped[worker.record] = 1;
    if (written === 'reported') play.reported[worker.record] = 1;
    if (written === 'failed') {
      bad[worker.record] = 1;
      return this.#fail(worker, play);
    }
    // In a transaction marks are made with the commit.
    if (pending !== undefined || this.#table?.marksAfter !== true) return this.#done(worker, play);
    this.#wait(worker, play.mark[worker.record]!, Step.noted);
  }

  #fail(worker: Worker, play: Play): void {
    if (play.marked[worker.record] === 1 && this.#table!.settings.onFailure === 'remove')
      this.#wait(worker, play.mark[worker.record]!, Step.removed);
    else this.#done(worker, play);
  }

  #done(worker: Worker, play: Play): void {
    const { record } = worker;
    play.finish[record] = this.#elapsed(play);
    play.spent += this.#workedOn(worker, play);
    play.memory?.give(play.holds[record]!);
    play.workers.splice(play.workers.indexOf(worker), 1);
    worker.play = undefined;
    this.#freeWorkers.push(worker);
    if (this.#isCritical(record, play)) play.verdict.fails = true;
    else if (!this.#judge.endsWith(record, play.verdict)) return this.#fill(play);
    this.#conclude(play);
  }

  #isCritical(record: number, { verdict, batch }: Play): boolean {
    const critical = this.#settings.transaction?.critical;
    if (critical === undefined || verdict.bad[record] === 0) return false;
    return verdict.instruction === undefined && matches(critical, this.#world.records, batch!.slots[record]!);
  }

  #markBefore(worker: Worker, play: Play): void {
    play.marked[worker.record] = 1;
    this.#table!.markBefore(this.#slotOf(worker, play));
  }

  #slotOf({ record }: Worker, { batch }: Play): number {
    return batch!.slots[record]!;
  }

  #workedOn({ record }: Worker, play: Play): Micros {
    return this.#elapsed(play) - play.start[record]!;
  }
}

function whole(exact: number): number {
  return Math.max(0, Math.round(exact));
}
