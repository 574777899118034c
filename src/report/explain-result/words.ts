/** What limits are called. Pure. */
import type { LimitName, Place } from '../../explain/limits.ts';

/** In a table; and as a sentence goes on after "what bound it was". `of`: the place that it is of. */
interface LimitWords {
  readonly name: string;
  readonly was: (of: string, isOfLosses: boolean) => string;
}

export const LIMIT_WORDS: Readonly<Record<LimitName, LimitWords>> = {
  blockedByRecord: { name: 'blocked by a record', was: (m) => `a record that could not be handled and held up ${m}` },
  functionTimeout: {
    name: 'function timeout',
    was: (f) => `the timeout of ${f}, which stopped invocations before they were done`,
  },
  downstream: { name: 'downstream', was: (d) => `the downstream ${d}: its limits, or that it was out` },
  retryBackOff: {
    name: 'retry back-off',
    was: (f, isOfLosses) =>
      isOfLosses
        ? `that ${f} failed on records until they were given up`
        : `that ${f} failed and records waited to be tried again`,
  },
  activeKeys: { name: 'active keys', was: (s) => `how few keys of ${s} had records at a time` },
  shardWrite: { name: 'shard write', was: (s) => `what the shards of ${s} take` },
  readersPerStream: { name: 'readers per stream', was: (m) => `that ${m} shares its shards with other readers` },
  shardRead: { name: 'shard read', was: (s) => `what the shards of ${s} hand out` },
  inFlightQuota: { name: 'in-flight quota', was: (s) => `how many messages of ${s} may be in flight` },
  batchWindow: { name: 'batch window', was: (m) => `the batching window of ${m}` },
  maximumConcurrency: { name: 'maximumConcurrency', was: (m) => `the maximumConcurrency of ${m}` },
  reserved: { name: 'reserved', was: (f) => `the reserved concurrency of ${f}` },
  unreservedPool: { name: 'unreserved pool', was: () => 'the concurrency of the account that nobody has reserved' },
  requestsPerSecond: { name: 'requests per second', was: (of) => `how many requests a second ${of} takes` },
  scalingRate: { name: 'scaling rate', was: (f) => `how fast environments of ${f} may start` },
  coldStart: { name: 'cold start', was: (f) => `the cold starts of ${f}` },
  pollerRamp: { name: 'poller ramp', was: (m) => `how fast ${m} gets more pollers` },
  pollerThroughput: { name: 'poller throughput', was: (m) => `what all pollers of ${m} can do at once` },
  arrivalShape: {
    name: 'arrival shape',
    was: (s) => `that records came to ${s} all at once: no single limit is to blame`,
  },
  none: { name: 'none', was: () => 'nothing' },
};

/** What a limit of a place is called in a table. */
export function limitAt(limit: LimitName, where: Place | null): string {
  const { name } = LIMIT_WORDS[limit];
  return where === null || where.kind === 'account' ? name : `${name} of ${where.name}`;
}
