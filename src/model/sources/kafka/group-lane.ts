/**
 * What one batch at a time is made by: a consumer on demand has one, a poller of provisioned mode as many as it may invoke at once. Knows which
 * partitions its batch is of, and how far it has got with each.
 */
import type { Batch } from '../../batch.ts';
import type { Progress } from '../stream/settlement.ts';
import type { Member } from './member.ts';
import type { Partition } from './partition.ts';

export class GroupLane implements Progress {
  /** Number among the lanes of its mapping. */
  readonly number: number;
  readonly name: string;
  readonly member: Member;
  batch: Batch | undefined;
  readonly window = undefined;
  attempts = 0;
  refusals = 0;
  readonly parts: number[] = [];
  /** Partitions that its batch holds records of, and of each the lowest offset among them. */
  readonly #firsts = new Map<Partition, number>();

  constructor(number: number, name: string, member: Member) {
    this.number = number;
    this.name = name;
    this.member = member;
  }

  /** Whether more may be added to its batch. */
  get isGathering(): boolean {
    return this.member.gathering === this;
  }

  /** Partitions that its batch holds records of, in the order in which it came to them. */
  get partitions(): Iterable<Partition> {
    return this.#firsts.keys();
  }

  /** The lowest offset of a partition that its batch holds. */
  firstOf(partition: Partition): number {
    return this.#firsts.get(partition)!;
  }

  /** Its batch holds records of a partition, from that offset on. */
  begin(partition: Partition, first: number): void {
    if (this.#firsts.has(partition)) return;
    this.#firsts.set(partition, first);
    partition.holders.push(this);
  }

  /** Its batch holds other records than before: looks again; returns the partitions that it holds nothing of any more. */
  lookAgain(partitionOf: (slot: number) => Partition, offsetOf: (slot: number) => number): Partition[] {
    const lowest = new Map<Partition, number>();
    for (let i = 0; i < (this.batch?.held ?? 0); i++) {
      const slot = this.batch!.slots[i]!;
      const partition = partitionOf(slot);
      const low = lowest.get(partition);
      const offset = offsetOf(slot);
      if (low === undefined || offset < low) lowest.set(partition, offset);
    }
    const rid = [...this.partitions].filter((partition) => !lowest.has(partition));
    for (const partition of rid) partition.holders.splice(partition.holders.indexOf(this), 1);
    this.#firsts.clear();
    for (const [partition, low] of lowest) this.#firsts.set(partition, low);
    return rid;
  }

  beginAnew(): void {
    this.attempts = 0;
    this.refusals = 0;
  }
}
