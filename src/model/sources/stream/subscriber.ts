/** What one mapping is to a stream that it reads: what the stream tells it, and what a run asks of it. */
import type { Micros } from '../../../engine/time.ts';
import type { Shard } from './shard.ts';

export interface Subscriber {
  /** Records of the stream that the mapping is not done with. */
  readonly held: number;
  /** A shard that has come into being. */
  addShard(shard: Shard): void;
  /** Shards were closed, and others have come into being. */
  shardsChanged(): void;
  /** Records of the shard that were put by `until` are gone: all but those that are with the function. */
  loseUntil(shard: Shard, until: Micros): void;
  /** For each shard with records that it is not done with, from when the age of the first of them counts. */
  oldestSince(visit: (shard: number, since: Micros) => void): void;
  /** Other settings from now on; what is being retried keeps its count. */
  change(settings: Readonly<Partial<Record<string, number>>>): void;
}
