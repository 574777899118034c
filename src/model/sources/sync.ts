/**
 * Callers that invoke a function directly and wait for its answer (RequestResponse): API traffic.
 *
 * Each arrival is one call with one record, made at its instant. A refused one is over at once, with status 429, as is one
 * that meets a system error, with status 500; any other ends with its invocation. Nothing waits, nothing is delivered twice, and what the function returns is not looked at: only
 * an error is a failure. Left out: callers that try again, that give up before the function does, and the way there and back.
 */
import { assert } from '../../engine/assert.ts';
import type { Micros } from '../../engine/time.ts';
import type { Arrivals, Sink } from '../arrivals/producer.ts';
import { Outcome, type Batch, type BatchOwner } from '../batch.ts';
import type { NotInvoked } from '../lambda/refusal.ts';
import type { Named } from '../observer.ts';
import type { World } from '../world.ts';
import { CallPool } from './call-pool.ts';
import type { Source } from './source.ts';

/** What a caller invokes. */
export interface Callee extends Named {
  /** Begins an invocation and tells the batch's owner when it has ended, or says why not. */
  invoke(batch: Batch): NotInvoked | undefined;
}

export class SyncSource implements Source, Sink, BatchOwner {
  readonly name: string;
  readonly index: number;
  readonly ownerIndex: number;
  readonly source: Named = this;
  readonly mapping = undefined;
  readonly isRateLimited = true;
  readonly #world: World;
  #callee: Callee | undefined;
  #producer: Arrivals | undefined;
  readonly #calls: CallPool;

  /** `index`: among the sources; `ownerIndex`: see {@link BatchOwner}. */
  constructor(name: string, index: number, ownerIndex: number, world: World) {
    this.name = name;
    this.index = index;
    this.ownerIndex = ownerIndex;
    this.#world = world;
    this.#calls = new CallPool(this, world);
  }

  /** Whom they call; known before the first call. */
  set callee(callee: Callee) {
    this.#callee = callee;
  }

  get producer(): Arrivals | undefined {
    return this.#producer;
  }

  /** A call that nobody notices until later is none: every arrival has its own event. */
  set producer(producer: Arrivals | undefined) {
    this.#producer = producer;
    producer?.arm();
  }

  /** The calls of an instant have been made: the next ones are awaited. */
  wake(): void {
    this.#producer?.arm();
  }

  /** Calls that run. */
  get held(): number {
    return this.#calls.held;
  }

  oldestSince(): Micros {
    const { sentAt } = this.#world.records;
    let oldest = Infinity;
    for (const { size, slots } of this.#calls.all) if (size > 0) oldest = Math.min(oldest, sentAt[slots[0]!]!);
    return oldest;
  }

  /** No calls are made meanwhile; those that run go on. */
  outage(): void {}

  /** There is nothing to change. */
  change(): void {}

  // — one call —

  /** A caller calls now. */
  accept(slot: number): void {
    const { records, tell } = this.#world;
    assert(this.#callee !== undefined, `${this.name} calls nobody`);
    const call = this.#calls.take(slot, 1);
    records.hold(slot);
    tell.sent(this, slot, false);
    const why = this.#callee.invoke(call);
    if (why === undefined) {
      records.attempts[slot]!++;
      return;
    }
    call.outcome = Outcome.throttled;
    this.#answer(call, why);
  }

  finished(call: Batch): void {
    this.#answer(call, undefined);
  }

  /** `why` there was no invocation, if there was none. */
  #answer(call: Batch, why: NotInvoked | undefined): void {
    const { records, tell } = this.#world;
    tell.answered(this, call, why);
    records.removeHeld(call.slots[0]!);
    this.#calls.release(call);
  }
}
