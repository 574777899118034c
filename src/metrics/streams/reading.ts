/** One look at a mapping of a stream: the greatest since the look before, unless it says otherwise. Maps are by number of the shard. */
import type { Micros } from '../../engine/time.ts';
import type { IteratorAgeAt } from './summary.ts';

export interface StreamReading {
  /** Iterator ages of the invocations, where there were some. */
  readonly sent: ReadonlyMap<number, Micros>;
  /** Age of the oldest record that the mapping is not done with now, where there is one. */
  readonly oldest: ReadonlyMap<number, Micros>;
  /** Lanes that were blocked, of shards that ever were. */
  readonly blocked: ReadonlyMap<number, number>;
  readonly blockedLanes: number;
  readonly running: number;
  /** The greatest of the partitions, and the sum; undefined but of Kafka. */
  readonly offsetLag: { readonly most: number; readonly sum: number } | undefined;
}

/** What a run knows of a mapping of a stream, when it is put together. */
export interface StreamProbes {
  readonly ageAt: IteratorAgeAt;
  /** By mapping; undefined of one that reads no stream. For each shard with records it is not done with, the age of the oldest. */
  readonly oldest: readonly ((visit: (shard: number, since: Micros) => void) => void)[];
}
