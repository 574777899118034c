/**
 * For each record, why its last receive did not end with a delete: what a dead-lettered record is asked for. Kept by slot,
 * and only of records that some receive did not delete: what succeeds at once costs nothing here.
 *
 * A record is known by its source and its number there, since slots are reused, and a receive by the receive count. What
 * was not said of a receive when its visibility timeout ran out is concluded from who holds the record then.
 */
import type { Micros } from '../engine/time.ts';
import { State, type Records } from '../model/records.ts';

/** What a receive ended with instead of a delete. */
export const Miss = {
  /** Never received by the queue it left: it had been received too often before it came. */
  earlier: 0,
  /** The invocation threw or crashed. */
  failed: 1,
  timedOut: 2,
  /** The invocation returned, and its answer fails the whole batch. */
  unusableAnswer: 3,
  /** A partial response named it. */
  reported: 4,
  /** The invocation was still at work when the visibility timeout ran out. */
  late: 5,
  /** The function refused the batch until the visibility timeout ran out. */
  refused: 6,
  /** A poller had it, in a batch that was gathered or in its buffer, until the visibility timeout ran out. */
  held: 7,
  /** The poller let go of it: its mapping was disabled, or had pollers taken away. */
  dropped: 8,
  /** It was handled, and could not be deleted: the queue was out. */
  notDeleted: 9,
  /** The function could not be asked until the visibility timeout ran out: system errors (5xx). */
  systemError: 10,
  /** Lambda took its chain for a loop, and stopped the batch. */
  stopped: 11,
  /** The invocation was killed for want of memory. */
  outOfMemory: 12,
} as const;
export type Miss = (typeof Miss)[keyof typeof Miss];
/** Names by number. */
export const MISSES = Object.keys(Miss) as readonly (keyof typeof Miss)[];

const NOBODY = -1;

export class LastReceive {
  readonly #records: Records;
  readonly #sources: number;
  /** Which record the rest is about. */
  #who = new Float64Array(0);
  /** Which of its receives {@link #miss} is about. */
  #receipt = new Int32Array(0);
  #miss = new Uint8Array(0);
  /** Invocations that had been given it when it last became visible, and those of older receives that ended since. */
  #attempts = new Int32Array(0);
  /** When it last became visible. */
  #returnedAt = new Float64Array(0);
  /** 1: it was handled, and could not be deleted. */
  #handled = new Uint8Array(0);
  #anyHandled = false;

  /** `sources`: how many there are in the run. */
  constructor(records: Records, sources: number) {
    this.#records = records;
    this.#sources = sources;
  }

  /** Says how the present receive ends, unless `receipt` is of an older one. `earlier` takes back what was said. */
  note(slot: number, source: number, receipt: number, miss: Miss): void {
    if (!this.#isPresent(slot, source, receipt)) return;
    this.#open(slot);
    this.#receipt[slot] = receipt;
    this.#miss[slot] = miss;
  }

  /** An invocation that began at `invokedAt` has ended without a delete of the record. */
  kept(slot: number, source: number, receipt: number, invokedAt: Micros, miss: Miss): void {
    if (this.#isPresent(slot, source, receipt)) return this.note(slot, source, receipt, miss);
    // It was not of the present receive, and must not be taken for one that is still at work on it.
    this.#open(slot);
    if (invokedAt >= this.#returnedAt[slot]!) this.#attempts[slot]!++;
  }

  /** It was handled and could not be deleted: whoever handles it again does so in vain. */
  noteHandled(slot: number): void {
    this.#open(slot);
    this.#handled[slot] = 1;
    this.#anyHandled = true;
  }

  /** See {@link noteHandled}. */
  wasHandled(slot: number): boolean {
    return (
      this.#anyHandled && slot < this.#who.length && this.#handled[slot] === 1 && this.#who[slot] === this.#whoIs(slot)
    );
  }

  #isPresent(slot: number, source: number, receipt: number): boolean {
    const { state, home, receiveCount } = this.#records;
    return state[slot] === State.hidden && home[slot] === source && receiveCount[slot] === receipt;
  }

  /** The visibility timeout of the present receive ran out at `now`. */
  returned(slot: number, now: Micros): void {
    const { attempts, holders, receiveCount } = this.#records;
    this.#open(slot);
    const isSaid = this.#receipt[slot] === receiveCount[slot] && this.#miss[slot] !== Miss.earlier;
    const wasInvoked = attempts[slot]! > this.#attempts[slot]!;
    if (!isSaid) this.#miss[slot] = holders[slot] === 0 ? Miss.dropped : wasInvoked ? Miss.late : Miss.held;
    this.#receipt[slot] = receiveCount[slot]!;
    this.#attempts[slot] = attempts[slot]!;
    this.#returnedAt[slot] = now;
  }

  /** How the last receive ended in the queue that the record leaves now for a dead-letter queue; there it begins anew. */
  takeMiss(slot: number): Miss {
    this.#open(slot);
    const miss = this.#miss[slot] as Miss;
    this.#miss[slot] = Miss.earlier;
    return miss;
  }

  /** The record is sent anew. */
  forget(slot: number): void {
    if (slot < this.#who.length) this.#who[slot] = NOBODY;
  }

  /** Makes room for the record, and drops what is known of one that had its slot before. */
  #open(slot: number): void {
    if (slot >= this.#who.length) this.#grow(slot + 1);
    const who = this.#whoIs(slot);
    if (this.#who[slot] === who) return;
    this.#who[slot] = who;
    this.#receipt[slot] = 0;
    this.#miss[slot] = Miss.earlier;
    this.#attempts[slot] = 0;
    this.#returnedAt[slot] = 0;
    this.#handled[slot] = 0;
  }

  #whoIs(slot: number): number {
    return this.#records.number[slot]! * this.#sources + this.#records.origin[slot]!;
  }

  #grow(least: number): void {
    const before = this.#who.length;
    const length = Math.max(least, this.#records.state.length);
    this.#who = copied(this.#who, new Float64Array(length));
    this.#receipt = copied(this.#receipt, new Int32Array(length));
    this.#miss = copied(this.#miss, new Uint8Array(length));
    this.#attempts = copied(this.#attempts, new Int32Array(length));
    this.#returnedAt = copied(this.#returnedAt, new Float64Array(length));
    this.#handled = copied(this.#handled, new Uint8Array(length));
    this.#who.fill(NOBODY, before);
  }
}

function copied<A extends Float64Array | Int32Array | Uint8Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
