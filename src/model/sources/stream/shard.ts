/**
 * A shard: a range of hash keys, the records in it, and what it takes and gives in a second. A shard that was split or merged is
 * closed: it takes nothing any more, and is read to its end before its children are (KIN-32).
 */
import type { ReadLimit } from './read-limit.ts';
import type { WriteLimit } from './write-limit.ts';
import { Log } from './log.ts';

/** What one mapping has of a shard. */
export interface Iterator {
  /** Sequence number of the first record that is not done with; Infinity: it needs nothing. */
  low(): number;
  /** There may be something to read. */
  plan(): void;
}

/** What Kinesis and DynamoDB call a shard, by its number. */
export function shardId(index: number): string {
  return `shardId-${String(index).padStart(12, '0')}`;
}

export class Shard {
  /** Number in its stream, in order of making. */
  readonly index: number;
  readonly id: string;
  /** Hash keys from `from` until just before `to`. */
  readonly from: bigint;
  readonly to: bigint;
  readonly parents: readonly Shard[];
  readonly log = new Log();
  readonly writes: WriteLimit;
  readonly reads: ReadLimit;
  readonly iterators: Iterator[] = [];
  /** Iterators at the tip that wait for a record. */
  readonly awaiting: Iterator[] = [];
  isClosed = false;

  constructor(
    index: number,
    id: string,
    range: { readonly from: bigint; readonly to: bigint },
    parents: readonly Shard[],
    limits: { readonly writes: WriteLimit; readonly reads: ReadLimit },
  ) {
    this.index = index;
    this.id = id;
    this.from = range.from;
    this.to = range.to;
    this.parents = parents;
    this.writes = limits.writes;
    this.reads = limits.reads;
  }

  /** Whether a hash key is in its range. */
  covers(position: bigint): boolean {
    return position >= this.from && position < this.to;
  }

  /** Sequence number of the first record that some mapping is not done with. */
  low(): number {
    let low = this.log.end;
    for (const iterator of this.iterators) low = Math.min(low, iterator.low());
    return low;
  }
}
