/**
 * For how long the groups of a FIFO queue were locked, because messages of them were in flight: what a message of the same group has
 * waited for meanwhile was the earlier ones (SQS-61).
 *
 * Known of groups that have messages in the queue. What a message waits behind others of its group that wait themselves is not this.
 */
import type { Micros } from '../../engine/time.ts';
import type { Column } from '../../model/records.ts';

interface Group {
  messages: number;
  inFlight: number;
  /** Time it was locked, without the present lock. */
  locked: Micros;
  since: Micros;
}

export class GroupLocks {
  /** Of each record, its group. */
  readonly #groupOf: Column;
  readonly #groups = new Map<number, Group>();
  /** Of each record: the time its group had been locked when it began to wait, and whether it is in flight. */
  #before = new Float64Array(0);
  #isInFlight = new Uint8Array(0);

  constructor(groupOf: Column) {
    this.#groupOf = groupOf;
  }

  /** A message came in, and waits from that instant on. */
  arrived(slot: number, at: Micros): void {
    if (slot >= this.#before.length) this.#grow(slot + 1);
    const value = this.#groupOf.values[slot]!;
    let group = this.#groups.get(value);
    if (group === undefined) this.#groups.set(value, (group = { messages: 0, inFlight: 0, locked: 0, since: 0 }));
    group.messages++;
    this.#isInFlight[slot] = 0;
    this.#before[slot] = lockedUntil(group, at);
  }

  /** It can be received from that instant on, as far as it is concerned itself. */
  waitsFrom(slot: number, at: Micros): void {
    this.#before[slot] = lockedUntil(this.#groups.get(this.#groupOf.values[slot]!)!, at);
  }

  /** Of the time that a message which is received now has waited: what its group was locked. */
  blockedFor(slot: number, now: Micros): Micros {
    return lockedUntil(this.#groups.get(this.#groupOf.values[slot]!)!, now) - this.#before[slot]!;
  }

  taken(slot: number, now: Micros): void {
    const group = this.#groups.get(this.#groupOf.values[slot]!)!;
    this.#isInFlight[slot] = 1;
    if (group.inFlight++ === 0) group.since = now;
  }

  /** It is visible again. */
  letGo(slot: number, now: Micros): void {
    if (this.#isInFlight[slot] === 0) return;
    this.#isInFlight[slot] = 0;
    const group = this.#groups.get(this.#groupOf.values[slot]!)!;
    if (--group.inFlight === 0) group.locked += now - group.since;
  }

  /** It is no longer in the queue. */
  left(slot: number, now: Micros): void {
    this.letGo(slot, now);
    const value = this.#groupOf.values[slot]!;
    const group = this.#groups.get(value)!;
    if (--group.messages === 0) this.#groups.delete(value);
  }

  #grow(least: number): void {
    const length = Math.max(1024, least, 2 * this.#before.length);
    const before = new Float64Array(length);
    before.set(this.#before);
    this.#before = before;
    const isInFlight = new Uint8Array(length);
    isInFlight.set(this.#isInFlight);
    this.#isInFlight = isInFlight;
  }
}

/** Time a group was locked until an instant not before its last change. */
function lockedUntil({ inFlight, locked, since }: Group, at: Micros): Micros {
  return inFlight > 0 ? locked + Math.max(0, at - since) : locked;
}
