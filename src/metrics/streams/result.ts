/**
 * What a result has of streams and of the mappings that read them, beside what all sources and mappings have: a part of
 * metrics/result.ts, described with it in `docs/result.md`. Units, warm-up and nulls are as there.
 */
import type { LevelResult, Spread } from '../result.ts';

/** Of a source that is a stream. */
export interface StreamResult {
  /** Shards that take records. */
  readonly shards: LevelResult;
  /** In order of time over the whole run, at most {@link MOST_RESHARDS}: ids of the shards that were closed, and of those that were opened. */
  readonly reshards: readonly {
    readonly at: number;
    readonly closed: readonly string[];
    readonly opened: readonly string[];
  }[];
  readonly reshardsLeftOut: number;
  /** Reads that were refused, of all mappings. */
  readonly readsThrottled: number;
  /** One value a read that returned records. */
  readonly recordsPerRead: Spread;
  /** GetRecords.IteratorAgeMilliseconds (KIN-35): how long the last record of a read had been there; 0 for the last there is. */
  readonly getRecordsAge: Spread;
  /** From the first try to put a record until a shard took it, of those that were refused before. */
  readonly putDelay: Spread;
}

/** Reshards that a result has at most: rollovers of large tables make many. */
export const MOST_RESHARDS = 100;

/** Where every record of a stream went for one mapping, over the whole run, warm-up included; the two sides are equal. */
export interface StreamBooks {
  /** What the stream took. */
  readonly in: { readonly arrived: number };
  readonly out: {
    /** Lay before where the mapping began to read. */
    readonly beforeStart: number;
    readonly filtered: number;
    readonly succeeded: number;
    /** Passed over because the handler returned, although it never worked on them or had failed on them. */
    readonly acknowledgedUnprocessed: number;
    /** Given up and sent to the destination; given up and gone. */
    readonly toDestination: number;
    readonly skipped: number;
    /** Outlived the retention of the stream before the mapping was done with them. */
    readonly expired: number;
    /** Not done with at the end. */
    readonly waiting: number;
  };
}

/** Of a mapping that reads a stream. */
export interface StreamMappingResult {
  readonly books: StreamBooks;
  readonly acknowledged: number;
  readonly toDestination: number;
  readonly discarded: number;
  readonly expired: number;
  /** Of the expired ones, those that lay behind a record that blocked their shard. */
  readonly expiredBehindBlocked: number;
  /** IteratorAge of AWS/Lambda, by the definition that the rules choose (KIN-34): one of the two below. */
  readonly iteratorAge: Spread;
  /** Age of the last record of each invocation when it is sent to the function. */
  readonly iteratorAgeAtSend: Spread;
  /** The same when the function has finished: the definition until 2023. */
  readonly iteratorAgeAtFinish: Spread;
  /** Reads that returned records, reads that returned none, reads that were refused. */
  readonly reads: number;
  readonly emptyReads: number;
  readonly readsThrottled: number;
  readonly recordsPerRead: Spread;
  /** Invocations at once: `pollers` of the mapping has the lanes there are. */
  readonly running: LevelResult;
  /** Lanes that ever had a batch, over the whole run. */
  readonly lanesUsed: number;
  /** Invocations that tried a failed batch again as it was, and batches that were bisected. */
  readonly retries: number;
  readonly bisects: number;
  /** Time with at least one blocked lane, summed over the shards. */
  readonly blocked: number;
  /** How often a lane was blocked. */
  readonly blockings: number;
  /** The most blocked shards, at most {@link MOST_SHARDS}, the most blocked first; those that never were are not there. */
  readonly blockedShards: readonly { readonly shard: number; readonly time: number }[];
  /** The longest, over the whole run, the longest first. */
  readonly blockedSpans: readonly BlockedSpan[];
  /** Of a mapping of Kafka only. Its shards are partitions, and its lanes those of its consumers. */
  readonly kafka?: KafkaResult;
}

/** What only mappings of Kafka have. `pollers` of the mapping are its consumers. */
export interface KafkaResult {
  /** Records written and not committed, of the partition that has most of them; and of all partitions. */
  readonly offsetLag: LevelResult;
  readonly offsetLagSum: LevelResult;
  /** Changes of the number of consumers, the first one not among them. */
  readonly rebalances: number;
}

/** Shards that a result has by themselves, at most. */
export const MOST_SHARDS = 64;

/** A lane that could not get past a record. */
export interface BlockedSpan {
  /** Number of the shard in its stream. */
  readonly shard: number;
  /** Of Kafka only: all partitions of what failed; `shard` is the first of them. */
  readonly partitions?: readonly number[];
  readonly lane: string;
  /** The record at the head of what failed; of a bisected batch, of the part that failed last. */
  readonly record: string;
  /** Records of the batch when it failed first. */
  readonly records: number;
  /** Invocations that failed. */
  readonly failures: number;
  readonly from: number;
  /** Null: at the end of the run it still is. */
  readonly until: number | null;
  readonly end: 'succeeded' | 'toDestination' | 'skipped' | 'expired' | null;
}

/** Of a stream, in the series of its source. */
export interface StreamSeries {
  /** Shards that take records. */
  readonly shards: readonly number[];
  readonly putsRefused: readonly number[];
  /** Of all mappings. */
  readonly readsThrottled: readonly number[];
}

/** Of a mapping that reads a stream, in its series. */
export interface StreamMappingSeries {
  /** The greatest over its shards: see {@link ShardSeries}. */
  readonly iteratorAge: readonly (number | null)[];
  /** Invocations at once. */
  readonly running: readonly number[];
  readonly blockedLanes: readonly number[];
  readonly readsThrottled: readonly number[];
  /** Of a mapping of Kafka only: the greatest of its partitions. */
  readonly offsetLag?: readonly number[];
  /** Shards by row: row i has those from i · shardsPerRow on. 1 unless they are more than {@link MOST_SHARDS}. */
  readonly shardsPerRow: number;
  readonly shards: readonly ShardSeries[];
}

/** Of one shard, or of some that follow each other. */
export interface ShardSeries {
  /**
   * The greatest iterator age of the invocations in the interval; where there were none, or a lane was blocked, also the age at its end
   * of the oldest record that the mapping is not done with; null when there is neither. Of several shards the greatest.
   */
  readonly iteratorAge: readonly (number | null)[];
  /** Of several shards the sum. */
  readonly blockedLanes: readonly number[];
}
