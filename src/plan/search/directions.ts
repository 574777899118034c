/**
 * Which settings make it easier to meet objectives when there is more of them, or less. A search leans on that to leave out settings
 * that are harder than one that failed; then it checks whether it was true, for none of this is a law: more pollers than a
 * reservation lets run are refused, and what they hold may end in the dead-letter queue.
 */
import { at } from '../../scenario/plain.ts';

export interface Direction {
  readonly easier: 'more' | 'less';
  /** As a clause: `because …`. */
  readonly why: string;
  /** What a setting that is left away stands for; absent: nobody can say. */
  readonly without?: 'most' | 'least';
}

const CONCURRENT = 'more can run at once';

const DIRECTIONS: Readonly<Record<string, Direction>> = {
  maximumConcurrency: { easier: 'more', why: CONCURRENT, without: 'most' },
  reservedConcurrency: { easier: 'more', why: CONCURRENT, without: 'most' },
  concurrency: { easier: 'more', why: CONCURRENT },
  provisionedConcurrency: { easier: 'more', why: 'fewer wait for a cold start', without: 'least' },
  memory: { easier: 'more', why: 'a larger environment is not slower' },
  timeout: { easier: 'more', why: 'fewer invocations are cut off' },
  visibilityTimeout: { easier: 'more', why: 'messages come back before they are done less often' },
  maxReceiveCount: { easier: 'more', why: 'a message may be received more often before it is given up' },
  messageRetentionPeriod: { easier: 'more', why: 'messages are kept longer' },
  retentionPeriod: { easier: 'more', why: 'records are kept longer' },
  maximumEventAge: { easier: 'more', why: 'events are kept longer', without: 'most' },
  shards: { easier: 'more', why: 'each shard has limits and a reader of its own' },
  partitions: { easier: 'more', why: 'each partition has a reader of its own' },
  parallelizationFactor: { easier: 'more', why: CONCURRENT },
  minimumPollers: { easier: 'more', why: 'more is polled from the beginning' },
  maximumPollers: { easier: 'more', why: 'more can be polled' },
  connections: { easier: 'more', why: 'fewer calls find no connection', without: 'most' },
  requestRate: { easier: 'more', why: 'fewer calls are too many', without: 'most' },
  parallel: { easier: 'more', why: 'records of a batch are worked on at once' },
  maximumBatchingWindow: { easier: 'less', why: 'messages wait less for others', without: 'least' },
};

/** By the last name of a path; undefined of settings that cut both ways, such as batchSize, and of all that are not known. */
export function directionOf(path: string): Direction | undefined {
  return at(DIRECTIONS, path.slice(path.lastIndexOf('.') + 1)) as Direction | undefined;
}
