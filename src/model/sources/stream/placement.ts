/**
 * Which shard a record goes to: of Kinesis and DynamoDB by the hash of its key (keys.ts), of a topic of Kafka by its partitioner
 * (../kafka/partitioner.ts).
 */
import type { Shard } from './shard.ts';

export interface Placement {
  /** Of the record looked up last: its shard, what chooses its lane there, and the bytes of its key that count as written. */
  readonly shard: Shard;
  readonly residue: number;
  readonly length: number;
  /** These are the shards that take records from now on. */
  place(open: readonly Shard[]): void;
  /** Looks up where a record goes. */
  look(slot: number): void;
}
