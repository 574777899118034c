/**
 * The closed vocabulary of what can bind: every answer of `explain` names one of these, and nothing else. The order is that of causes: of two
 * whose removal helps alike, the earlier one is told first, because the later one follows from it. What they are called is for the reports.
 */
export const LIMITS = [
  /** A record that cannot be handled keeps those behind it from being handled. */
  'blockedByRecord',
  /** Invocations are stopped before they are done, and their records come again. */
  'functionTimeout',
  /** What handlers call has a limit, or was out. */
  'downstream',
  /** Attempts fail, and their records wait for the next one. */
  'retryBackOff',
  /** Too few keys, partitions' worth or groups have records: one may only have one batch at a time, or one shard. */
  'activeKeys',
  /** Shards refuse what is put. */
  'shardWrite',
  /** Several mappings share what a shard hands out. */
  'readersPerStream',
  /** A shard hands out no more. */
  'shardRead',
  /** As many messages are received and not done with as the service allows. */
  'inFlightQuota',
  /** Batches wait to be filled. */
  'batchWindow',
  'maximumConcurrency',
  /** Before the concurrency that it is counted by: more of that brings more of both, and only lifting the rate alone tells them apart. */
  'requestsPerSecond',
  'reserved',
  'unreservedPool',
  'scalingRate',
  'coldStart',
  /** Pollers are still being added. */
  'pollerRamp',
  /** All pollers there can be are busy: those of a queue, the lanes of a shard, the consumers of a topic. */
  'pollerThroughput',
  /** Arrivals come in bursts that no single limit is to blame for. */
  'arrivalShape',
  'none',
] as const;
export type LimitName = (typeof LIMITS)[number];

/** Limits of the room for invocations: who finds none is refused. */
const OF_ROOM: ReadonlySet<LimitName> = new Set(['requestsPerSecond', 'reserved', 'unreservedPool', 'scalingRate']);

export function isOfRoom(limit: LimitName): boolean {
  return OF_ROOM.has(limit);
}

/** What the limit is a limit of. */
export interface Place {
  readonly kind: 'function' | 'mapping' | 'source' | 'downstream' | 'account';
  /** `account` of the account. */
  readonly name: string;
}

/** Where in the order of causes a limit stands. */
export function rankOf(limit: LimitName): number {
  return LIMITS.indexOf(limit);
}
