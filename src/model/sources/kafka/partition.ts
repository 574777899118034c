/**
 * How one mapping reads one partition: what it has read of it, who reads it, and which batches hold records of it. Its committed offset is
 * that of the first record that it is not done with.
 */
import { Ring } from '../../../engine/ring.ts';
import type { Timer } from '../../../engine/simulation.ts';
import type { Micros } from '../../../engine/time.ts';
import type { Iterator, Shard } from '../stream/shard.ts';
import type { GroupLane } from './group-lane.ts';
import type { Member } from './member.ts';

export class Partition implements Iterator {
  readonly shard: Shard;
  /** Offset that is read next. */
  position = 0;
  /** The offset that is committed. */
  committed = 0;
  /** Read, and given back: they come before all that was not read yet. */
  readonly returned = new Ring();
  /** Who reads it; undefined before reading begins. */
  member: Member | undefined;
  /** Who will, as soon as no batch holds records of it; undefined: the same. */
  next: Member | undefined;
  /** Lanes whose batches hold records of it. */
  readonly holders: GroupLane[] = [];
  /** Of these, how many are closed: no more is added to them. */
  closed = 0;
  /** Whether its member knows that there is something to read. */
  isQueued = false;
  /** Whether the stream will tell of its next record. */
  isAwaiting = false;
  /** When the next record can be read. */
  readonly timer: Timer;
  readonly #sequence: { readonly values: Float64Array };
  readonly #plan: (partition: Partition) => void;

  constructor(
    shard: Shard,
    sequence: { readonly values: Float64Array },
    makeTimer: (look: () => void) => Timer,
    plan: (partition: Partition) => void,
  ) {
    this.shard = shard;
    this.#sequence = sequence;
    this.#plan = plan;
    this.timer = makeTimer(() => plan(this));
  }

  low(): number {
    let low = this.position;
    if (this.returned.size > 0) low = Math.min(low, this.#sequence.values[this.returned.peek()]!);
    for (const lane of this.holders) low = Math.min(low, lane.firstOf(this));
    return low;
  }

  /** Records that are neither in a batch nor done with. */
  get unread(): number {
    return this.shard.log.end - this.position + this.returned.size;
  }

  /** Whether there is something to read that was put by `until`. */
  hasReadable(sentAt: Readonly<Float64Array>, until: Micros): boolean {
    if (this.returned.size > 0) return true;
    const { log } = this.shard;
    return this.position < log.end && sentAt[log.at(this.position)]! <= until;
  }

  /** Takes the next record; there must be one. */
  take(): number {
    return this.returned.size > 0 ? this.returned.shift() : this.shard.log.at(this.position++);
  }

  /** The record that is read next, whether it can be yet or not; −1: none. */
  front(): number {
    if (this.returned.size > 0) return this.returned.peek();
    const { log } = this.shard;
    return this.position < log.end ? log.at(this.position) : -1;
  }

  /** The stream has a record for it. */
  plan(): void {
    this.isAwaiting = false;
    this.#plan(this);
  }

  /** A record that was read and not delivered comes back; in order of offset, whatever else has come back. */
  giveBack(slot: number): void {
    const { values } = this.#sequence;
    const { returned } = this;
    const before: number[] = [];
    while (returned.size > 0 && values[returned.peek()]! < values[slot]!) before.push(returned.shift());
    returned.unshift(slot);
    while (before.length > 0) returned.unshift(before.pop()!);
  }
}
