/** Turns what the stream recorder has kept into the parts of a result. Pure. */
import { levelResult, spread } from '../summary.ts';
import type { ConsumerRecord, StreamRecord } from './ledgers.ts';
import { MOST_SHARDS, type StreamBooks, type StreamMappingResult, type StreamResult } from './result.ts';

/** When an iterator age is taken (KIN-34). */
export type IteratorAgeAt = 'send' | 'finish';

export function streamResult(stream: StreamRecord, now: number): StreamResult {
  return {
    shards: levelResult(stream.shards, now),
    reshards: stream.reshards,
    reshardsLeftOut: stream.reshardsLeftOut,
    readsThrottled: stream.readsThrottled.counted,
    recordsPerRead: spread(stream.recordsPerRead),
    getRecordsAge: spread(stream.getRecordsAge),
    putDelay: spread(stream.putDelay),
  };
}

/** `waiting`: records that the mapping is not done with. */
export function streamBooks(mapping: ConsumerRecord, waiting: number): StreamBooks {
  const { beforeStart, filtered, succeeded, acknowledged, toDestination, skipped, expired } = mapping;
  return {
    in: { arrived: mapping.stream.arrived.total },
    out: {
      beforeStart,
      filtered: filtered.total,
      succeeded: succeeded.total,
      acknowledgedUnprocessed: acknowledged.total,
      toDestination: toDestination.total,
      skipped: skipped.total,
      expired: expired.total,
      waiting,
    },
  };
}

export function streamMappingResult(
  mapping: ConsumerRecord,
  waiting: number,
  ageAt: IteratorAgeAt,
  now: number,
): StreamMappingResult {
  const [iteratorAgeAtSend, iteratorAgeAtFinish] = [spread(mapping.ageAtSend), spread(mapping.ageAtFinish)];
  const times = [...mapping.blocked.times(now)].filter(([, time]) => time > 0);
  return {
    books: streamBooks(mapping, waiting),
    acknowledged: mapping.acknowledged.counted,
    toDestination: mapping.toDestination.counted,
    discarded: mapping.skipped.counted,
    expired: mapping.expired.counted,
    expiredBehindBlocked: mapping.expiredBehindBlocked.counted,
    iteratorAge: ageAt === 'finish' ? iteratorAgeAtFinish : iteratorAgeAtSend,
    iteratorAgeAtSend,
    iteratorAgeAtFinish,
    reads: mapping.reads.counted,
    emptyReads: mapping.emptyReads.counted,
    readsThrottled: mapping.readsThrottled.counted,
    recordsPerRead: spread(mapping.recordsPerRead),
    running: levelResult(mapping.running, now),
    lanesUsed: mapping.lanesUsed.size,
    retries: mapping.retries.counted,
    bisects: mapping.bisects.counted,
    blocked: times.reduce((sum, [, time]) => sum + time, 0),
    blockings: mapping.blocked.count.counted,
    blockedShards: times
      .map(([shard, time]) => ({ shard, time }))
      .sort((a, b) => b.time - a.time || a.shard - b.shard)
      .slice(0, MOST_SHARDS),
    blockedSpans: mapping.blocked.spans(now),
    ...(mapping.offsetLag === undefined ? {} : { kafka: mapping.offsetLag.toResult(now) }),
  };
}
