/**
 * Events that one origin has a function invoked with asynchronously (InvocationType Event), from publish to their end.
 *
 * Lambda accepts an event, answers 202, and delivers it until an invocation succeeds or the event is given up: after too many
 * function errors, when it is too old, when the function has no concurrency at all, or when its chain is stopped (ASY-01 to ASY-08,
 * ASY-16). Between attempts it waits in the queue behind (event-queue.ts). What the function returns is not looked at: only an error
 * is one. Left out: versions and aliases with settings of their own, beside several sources of one function (ASY-09).
 */
import { assert } from '../../../engine/assert.ts';
import { LinkedInts } from '../../../engine/linked-ints.ts';
import type { RandomStream } from '../../../engine/random.ts';
import type { Micros } from '../../../engine/time.ts';
import type { Arrivals, Sink } from '../../arrivals/producer.ts';
import { isError, type Batch, type BatchOwner } from '../../batch.ts';
import type { NotInvoked } from '../../lambda/refusal.ts';
import type { Condition, Named, RetryCause } from '../../observer.ts';
import { State, type Column } from '../../records.ts';
import type { World } from '../../world.ts';
import { CallPool } from '../call-pool.ts';
import type { Destination } from '../destination.ts';
import type { Source } from '../source.ts';
import type { Endings } from './endings.ts';
import type { EventQueue, EventTaker } from './event-queue.ts';
import { HandOver, type Acceptor } from './hand-over.ts';
import type { Front } from './origins.ts';
import { isTooLate, retryTimesOf, waitAfterError, waitAfterThrottle, type RetryTimes } from './retries.ts';

/** The function that the events are for. */
export interface AsyncCallee extends Named {
  /** Begins an invocation and tells the batch's owner when it has ended, or says why not. */
  invoke(batch: Batch): NotInvoked | undefined;
  readonly settings: { readonly timeout: Micros; readonly reservedConcurrency: number | undefined };
}

/** Times in microseconds; all but the last may change while it runs. */
export interface AsyncSettings {
  maximumRetryAttempts: number;
  maximumEventAge: Micros;
  readonly lostAcknowledgements: number;
}

/** What surrounds the events of a source. */
export interface AsyncParts {
  readonly keepsTrail: boolean;
  /** Bytes of the largest event that the origin takes. */
  readonly mostBytes: number;
  readonly queue: EventQueue;
  /** The service that hands events over; undefined: callers invoke by themselves. */
  readonly front: Front | undefined;
}

/** What is known of the last run of an event: nothing before the first answer, and no more after one that was lost. */
const Answer = { none: 0, value: 1, error: 2 } as const;

export class AsyncSource implements Source, Sink, BatchOwner, EventTaker, Acceptor, Destination {
  readonly name: string;
  readonly index: number;
  readonly ownerIndex: number;
  readonly source: Named = this;
  readonly mapping = undefined;
  /** Limits of requests a second are for those that wait for an answer (ASY-11). */
  readonly isRateLimited = false;
  readonly mostBytes: number;
  readonly keepsTrail: boolean;
  readonly settings: AsyncSettings;
  readonly #world: World;
  readonly #times: RetryTimes;
  readonly #waits: RandomStream;
  readonly #many: number;
  readonly #multiplier: number;
  readonly #queue: EventQueue;
  /** Undefined: callers invoke by themselves. */
  readonly #front: HandOver | undefined;
  /** Of each event: attempts, refused ones too, function errors, refusals in a row, and its last answer. */
  readonly #tries: Column;
  readonly #errors: Column;
  readonly #refusals: Column;
  readonly #answers: Column;
  /** Events that are accepted and not done with, in that order. */
  readonly #accepted = new LinkedInts();
  readonly #calls: CallPool;
  #callee: AsyncCallee | undefined;
  #endings: Endings | undefined;
  #producer: Arrivals | undefined;
  #isOut = false;

  /** `index`: among the sources; `ownerIndex`: see {@link BatchOwner}. */
  constructor(
    name: string,
    { index, ownerIndex }: { readonly index: number; readonly ownerIndex: number },
    settings: AsyncSettings,
    { queue, front, keepsTrail, mostBytes }: AsyncParts,
    world: World,
  ) {
    const { rules, records, sim } = world;
    this.name = name;
    this.index = index;
    this.ownerIndex = ownerIndex;
    this.settings = settings;
    this.mostBytes = mostBytes;
    this.#world = world;
    this.#times = retryTimesOf(rules);
    this.#waits = sim.random(`sources.${name}`, 'retries');
    this.#many = rules.number('async.backlog.many');
    this.#multiplier = rules.number('async.backlog.multiplier');
    this.keepsTrail = keepsTrail;
    this.#queue = queue;
    this.#front = front && new HandOver(front, this, world);
    this.#tries = records.column('tries');
    this.#errors = records.column('functionErrors');
    this.#refusals = records.column('refusals');
    this.#answers = records.column('answers');
    this.#calls = new CallPool(this, world);
    queue.join(this);
  }

  /** Whom the events are for; known before the first. */
  set callee(callee: AsyncCallee) {
    this.#callee = callee;
  }

  /** What becomes of them; known before the first. */
  set endings(endings: Endings) {
    this.#endings = endings;
  }

  get lostAcknowledgements(): number {
    return this.settings.lostAcknowledgements;
  }

  get producer(): Arrivals | undefined {
    return this.#producer;
  }

  /** Events are not polled: every arrival has its own instant. */
  set producer(producer: Arrivals | undefined) {
    this.#producer = producer;
    producer?.arm();
  }

  /** What was due at an instant has been published: the next is awaited. */
  wake(): void {
    this.#producer?.arm();
  }

  /** Events that are accepted and not done with. */
  get held(): number {
    return this.#accepted.size;
  }

  /** Events that were published and are neither accepted nor dropped. */
  get handingOver(): number {
    return this.#front?.waiting ?? 0;
  }

  oldestSince(): Micros {
    return this.#accepted.size === 0 ? Infinity : this.#world.records.agedFrom[this.#accepted.first]!;
  }

  /** Lambda accepts no events from now on, or does again; those that it has go on. */
  outage(isOut: boolean): void {
    this.#isOut = isOut;
  }

  change(settings: Partial<AsyncSettings>): void {
    Object.assign(this.settings, settings);
  }

  // — from publish to acceptance —

  /** Whether nothing can be published: a service in front takes events also when Lambda does not. */
  get isOut(): boolean {
    return this.#isOut && this.#front === undefined;
  }

  catchUp(): void {
    this.#producer?.catchUp();
  }

  /** An event that the model makes is published, now. */
  take(slot: number): void {
    this.accept(slot);
  }

  /** Whether Lambda takes events now. */
  get accepts(): boolean {
    return !this.#isOut;
  }

  /** An event is published, now. */
  accept(slot: number): void {
    if (this.#front === undefined) this.enter(slot);
    else this.#front.publish(slot);
  }

  /** Lambda has stored the event, and answers 202. */
  enter(slot: number): void {
    const { records, tell } = this.#world;
    records.state[slot] = State.waiting;
    this.#tries.values[slot] = 0;
    this.#errors.values[slot] = 0;
    this.#refusals.values[slot] = 0;
    this.#answers.values[slot] = Answer.none;
    this.#accepted.push(slot);
    tell.sent(this, slot, false);
    this.#queue.store(slot);
  }

  // — an attempt —

  deliver(slot: number): void {
    const callee = this.#callee;
    assert(callee !== undefined, `${this.name} invokes nobody`);
    assert(this.#world.records.state[slot] === State.waiting, `${this.name} is given an event that runs`);
    if (callee.settings.reservedConcurrency === 0) return this.#conclude(slot, 'ZeroReservedConcurrency');
    if (this.#ageOf(slot) >= this.settings.maximumEventAge) return this.#conclude(slot, 'EventAgeExceeded');
    const { records } = this.#world;
    const call = this.#calls.take(slot, ++this.#tries.values[slot]!);
    // What a handler reads as a receive count is the number of this invocation.
    records.receiveCount[slot] = records.attempts[slot]! + 1;
    const why = callee.invoke(call);
    if (why === undefined) {
      records.attempts[slot]!++;
      records.state[slot] = State.hidden;
      this.#queue.began(slot);
      return;
    }
    this.#calls.release(call);
    if (why === 'RecursiveInvocationException') return this.#conclude(slot, 'RecursiveInvocation');
    this.#queue.refused(slot);
    this.#refused(slot, why === 'ServiceException' ? 'systemError' : 'throttle');
  }

  #refused(slot: number, cause: RetryCause): void {
    const inARow = ++this.#refusals.values[slot]!;
    const multiplier = this.#queue.waiting >= this.#many ? this.#multiplier : 1;
    this.#retry(slot, cause, waitAfterThrottle(inARow, this.#waits.next(), multiplier, this.#times));
  }

  finished(call: Batch): void {
    const slot = call.slots[0]!;
    const { outcome, duration } = call;
    const isBad = isError(outcome);
    this.#calls.release(call);
    this.#refusals.values[slot] = 0;
    const unheard = this.#queue.ended(slot, !isBad, duration);
    if (unheard !== undefined) return this.#isBack(slot, 'lostAcknowledgement', unheard);
    this.#answers.values[slot] = isBad ? Answer.error : Answer.value;
    if (isBad) this.#failed(slot);
    else this.#conclude(slot, 'Success');
  }

  #failed(slot: number): void {
    const errors = ++this.#errors.values[slot]!;
    if (errors > this.settings.maximumRetryAttempts) this.#conclude(slot, 'RetriesExhausted');
    else this.#retry(slot, 'functionError', waitAfterError(errors, this.#waits.next(), this.#times));
  }

  #retry(slot: number, cause: RetryCause, wait: Micros): void {
    if (isTooLate(this.#ageOf(slot), wait, this.settings.maximumEventAge, this.#times))
      return this.#conclude(slot, 'EventAgeExceeded');
    this.#isBack(slot, cause, wait);
    this.#queue.hide(slot, wait);
  }

  /** It waits for its next attempt, which will come after `wait`. */
  #isBack(slot: number, cause: RetryCause, wait: Micros): void {
    const { records, tell } = this.#world;
    tell.retrying(this, slot, cause, wait);
    records.state[slot] = State.waiting;
  }

  #ageOf(slot: number): Micros {
    const { records, sim } = this.#world;
    return sim.now - records.agedFrom[slot]!;
  }

  // — its end —

  #conclude(slot: number, condition: Condition): void {
    const { records, tell } = this.#world;
    const answer = this.#answers.values[slot]!;
    const functionError = answer === Answer.none ? null : answer === Answer.error;
    const end = this.#endings!.end(slot, condition, functionError, this.#callee!);
    tell.concluded(this, slot, end);
    this.#queue.remove(slot, condition);
    this.#accepted.remove(slot);
    records.remove(slot);
  }
}
