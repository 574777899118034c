/**
 * Which lanes of one mapping are blocked, since when, and by which record: from the end of the first invocation that failed until
 * the lane gets past the record that heads the failed batch. Where a batch is bisected, the parts that pass acquit their records:
 * the blame moves to the head of the next part, until the record that is given up, or the last part, ends it.
 *
 * A refusal blocks no lane: nothing is wrong with the records. Of all that is over, only the longest are kept.
 */
import type { Clock, Micros } from '../../engine/time.ts';
import { Outcome, type Batch } from '../../model/batch.ts';
import { Tally } from '../tally.ts';
import type { BlockedSpan } from './result.ts';

/** How a lane got past a record. */
export type BlockEnd = Exclude<BlockedSpan['end'], null>;

/** Spans that a result has at most. */
export const MOST_SPANS = 20;

/** A lane that is blocked now. */
interface Block {
  readonly lane: number;
  readonly laneName: string;
  /** Of Kafka the partitions of what failed, otherwise the shard of the lane. */
  readonly shards: readonly number[];
  /** Of these, those that it still blocks. */
  readonly held: Set<number>;
  readonly from: Micros;
  /** Records of the failed batch. */
  readonly records: number;
  /** Of these, how many are not done with. */
  left: number;
  /** The record that is to blame as far as is known. */
  head: number;
  /** Invocations that have failed. */
  failures: number;
  isBisected: boolean;
  /** Whether the batch that failed last is tried again as it is. */
  isRetried: boolean;
}

interface BlockedShard {
  /** Lanes that are blocked now. */
  lanes: number;
  since: Micros;
  /** Time with at least one blocked lane that is over. */
  time: Micros;
  /** The greatest number of blocked lanes since this was last taken. */
  peak: number;
  /** When a block last ended because its record expired: what expires with it lay behind it. */
  expiredAt: Micros;
}

export class BlockedLanes {
  /** Blocks that began. */
  readonly count = new Tally();
  readonly #clock: Clock;
  readonly #idOf: (slot: number) => string;
  readonly #shardOf: ((slot: number) => number) | undefined;
  readonly #blocks = new Map<number, Block>();
  readonly #byHead = new Map<number, Block>();
  readonly #shards = new Map<number, BlockedShard>();
  /** The greatest number of blocked lanes since it was last taken. */
  #peak = 0;
  /** The longest of those that are over, longest first. */
  readonly #longest: BlockedSpan[] = [];

  /** `shardOf`: of Kafka, the partition of a record; undefined: a lane is of one shard. */
  constructor(clock: Clock, idOf: (slot: number) => string, shardOf?: (slot: number) => number) {
    this.#clock = clock;
    this.#shardOf = shardOf;
    this.#idOf = idOf;
  }

  /** The warm-up ends: times begin anew, spans go on. */
  restart(now: Micros): void {
    this.count.restart();
    for (const shard of this.#shards.values()) {
      shard.time = 0;
      shard.since = now;
    }
  }

  /** An invocation begins; true when it tries a failed batch again as it is. */
  invoked(batch: Batch): boolean {
    const block = this.#blocks.get(batch.lane);
    const isRetry = block !== undefined && block.isRetried && block.head === batch.slots[0];
    if (block !== undefined) block.isRetried = false;
    return isRetry;
  }

  /** An invocation has ended, well or not. */
  finished(batch: Batch): void {
    const first = firstFailed(batch);
    if (first === batch.size) return;
    const block = this.#blocks.get(batch.lane);
    if (block === undefined) return this.#begin(batch, first);
    if (first > 0 && !block.isBisected) {
      // It got past what blocked it, and the next record that failed is another.
      this.#end(block, 'succeeded');
      return this.#begin(batch, first);
    }
    block.failures++;
    block.isRetried = first === 0;
    block.left = block.isBisected ? block.left - first : batch.size;
    // Of a bisected batch the other parts are still to come.
    if (!block.isBisected) this.#release(block, this.#blockedBy(batch, first).shards);
    this.#blame(block, batch.slots[first]!);
  }

  bisected(batch: Batch): void {
    const block = this.#blocks.get(batch.lane);
    if (block === undefined) return;
    block.isBisected = true;
    block.isRetried = false;
  }

  /** The first `count` records of the batch are done with. */
  passed(batch: Batch, count: number): void {
    const block = this.#blocks.get(batch.lane);
    // What came before a failed record was looked at when the invocation ended.
    if (block === undefined || count < batch.size) return;
    block.left -= count;
    if (block.isBisected && block.left > 0 && count < batch.held) this.#blame(block, batch.slots[count]!);
    else this.#end(block, 'succeeded');
  }

  gaveUp(batch: Batch, end: BlockEnd): void {
    const block = this.#byHead.get(batch.slots[0]!);
    if (block !== undefined && block.lane === batch.lane) this.#end(block, end);
  }

  /** A record was lost to expiry; true when it lay behind a blocked one. */
  lost(slot: number, shard: number): boolean {
    const block = this.#byHead.get(slot);
    if (block !== undefined) {
      this.#end(block, 'expired');
      this.#shards.get(shard)!.expiredAt = this.#clock.now;
      return false;
    }
    const of = this.#shards.get(shard);
    return of !== undefined && (of.lanes > 0 || of.expiredAt === this.#clock.now);
  }

  /** Time in which at least one lane was blocked, by shard. */
  times(now: Micros): Map<number, Micros> {
    return new Map(
      [...this.#shards].map(([shard, { lanes, since, time }]) => [shard, time + (lanes > 0 ? now - since : 0)]),
    );
  }

  /** The greatest number of blocked lanes since this was last asked, of the mapping and of each shard where there were any. */
  takePeaks(): { total: number; byShard: Map<number, number> } {
    const byShard = new Map<number, number>();
    for (const [shard, of] of this.#shards) {
      if (of.peak > 0) byShard.set(shard, of.peak);
      of.peak = of.lanes;
    }
    const total = this.#peak;
    this.#peak = this.#blocks.size;
    return { total, byShard };
  }

  /** The longest, longest first; those that last are among them. */
  spans(now: Micros): BlockedSpan[] {
    const lasting = [...this.#blocks.values()].map((block) => this.#span(block, null));
    const length = ({ from, until }: BlockedSpan): Micros => (until ?? now) - from;
    return [...this.#longest, ...lasting].sort((a, b) => length(b) - length(a) || a.from - b.from).slice(0, MOST_SPANS);
  }

  #begin(batch: Batch, first: number): void {
    const { lane, slots, laneName } = batch;
    const { shards: held, records } = this.#blockedBy(batch, first);
    const shards = [...held];
    const { now } = this.#clock;
    const head = slots[first]!;
    const block: Block = {
      ...{ lane, laneName: laneName!, shards, held, from: now, records, left: records, head },
      ...{ failures: 1, isBisected: false, isRetried: first === 0 },
    };
    this.count.add();
    this.#blocks.set(lane, block);
    this.#byHead.set(head, block);
    for (const shard of shards) this.#blockShard(shard, now);
    if (this.#blocks.size > this.#peak) this.#peak = this.#blocks.size;
  }

  /** What a failed batch blocks: of Kafka, after a report, only partitions with a failure, from the first of each on (KAF-07). */
  #blockedBy(batch: Batch, first: number): { shards: Set<number>; records: number } {
    const { outcome, shard, slots, failed, size } = batch;
    if (this.#shardOf === undefined) return { shards: new Set([shard]), records: size - first };
    const shards = new Set<number>();
    let records = 0;
    for (let i = first; i < size; i++) {
      const partition = this.#shardOf(slots[i]!);
      if (outcome !== Outcome.partial || failed[i] === 1) shards.add(partition);
      if (shards.has(partition)) records++;
    }
    return { shards, records };
  }

  /** It goes on without all but these. */
  #release({ held }: Block, still: ReadonlySet<number>): void {
    if (this.#shardOf === undefined) return;
    for (const shard of [...held]) {
      if (still.has(shard)) continue;
      held.delete(shard);
      this.#freeShard(shard);
    }
  }

  #blockShard(shard: number, now: Micros): void {
    let of = this.#shards.get(shard);
    if (of === undefined) this.#shards.set(shard, (of = { lanes: 0, since: now, time: 0, peak: 0, expiredAt: -1 }));
    if (of.lanes++ === 0) of.since = now;
    if (of.lanes > of.peak) of.peak = of.lanes;
  }

  #freeShard(shard: number): void {
    const of = this.#shards.get(shard)!;
    if (--of.lanes === 0) of.time += this.#clock.now - of.since;
  }

  #blame(block: Block, head: number): void {
    this.#byHead.delete(block.head);
    block.head = head;
    this.#byHead.set(head, block);
  }

  #end(block: Block, end: BlockEnd): void {
    const { now } = this.#clock;
    this.#blocks.delete(block.lane);
    this.#byHead.delete(block.head);
    for (const shard of block.held) this.#freeShard(shard);
    const length = now - block.from;
    const longest = this.#longest;
    const place = longest.findIndex(({ from, until }) => until! - from < length);
    if (place < 0 && longest.length === MOST_SPANS) return;
    longest.splice(place < 0 ? longest.length : place, 0, this.#span(block, end));
    if (longest.length > MOST_SPANS) longest.pop();
  }

  #span({ shards, laneName, from, head, records, failures }: Block, end: BlockedSpan['end']): BlockedSpan {
    const until = end === null ? null : this.#clock.now;
    const [shard] = shards as [number];
    const partitions = this.#shardOf === undefined ? {} : { partitions: [...shards] };
    return { shard, ...partitions, lane: laneName, record: this.#idOf(head), records, failures, from, until, end };
  }
}

/** Place of the first record that the invocation did not do; the size of the batch: it did all. */
function firstFailed({ outcome, size, failed }: Batch): number {
  if (outcome === Outcome.succeeded) return size;
  if (outcome !== Outcome.partial) return 0;
  const first = failed.subarray(0, size).indexOf(1);
  return first < 0 ? size : first;
}
