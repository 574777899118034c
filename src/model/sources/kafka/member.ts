/**
 * One consumer of a group: a consumer on demand, or a poller of provisioned mode. It has partitions of its own, knows which of them have something
 * to read, and gathers one batch at a time from them.
 */
import { Ring } from '../../../engine/ring.ts';
import type { Timer } from '../../../engine/simulation.ts';
import { ReadLimit } from '../stream/read-limit.ts';
import { GroupLane } from './group-lane.ts';
import type { Partition } from './partition.ts';

export class Member {
  readonly number: number;
  readonly lanes: GroupLane[];
  /** The lane whose batch is being gathered; undefined: none is. */
  gathering: GroupLane | undefined;
  /** What it may read in a second. */
  readonly limit: ReadLimit;
  /** When it may read again. */
  readonly timer: Timer;
  /** Numbers of partitions that may have something to read; some are there in vain. */
  readonly #ready = new Ring();
  readonly #partitions: readonly Partition[];

  /** `partitions`: all of the topic. */
  constructor(number: number, lanes: number, bytes: number, partitions: readonly Partition[], timer: Timer) {
    this.number = number;
    this.lanes = Array.from({ length: lanes }, (_, i) => {
      const name = lanes === 1 ? `consumer-${number}` : `poller-${number}/${i}`;
      return new GroupLane(number * lanes + i, name, this);
    });
    this.limit = new ReadLimit(Infinity, bytes);
    this.#partitions = partitions;
    this.timer = timer;
  }

  queue(partition: Partition): void {
    partition.isQueued = true;
    this.#ready.push(partition.shard.index);
  }

  /** The partition that it reads next, which stays where it is; undefined: none has anything to read. */
  front(): Partition | undefined {
    while (this.#ready.size > 0) {
      const partition = this.#partitions[this.#ready.peek()]!;
      if (partition.isQueued && partition.member === this) return partition;
      this.#ready.shift();
    }
    return undefined;
  }

  /** Some lane that has no batch. */
  get idle(): GroupLane | undefined {
    return this.lanes.find(({ batch }) => batch === undefined);
  }
}
