/** What a result has of a FIFO queue, and of no other: docs/fifo.md, docs/result.md. */
import type { LevelResult, Spread } from '../result.ts';
import { levelResult, spread } from '../summary.ts';
import type { FifoRecord } from './fifo-recorder.ts';

export interface FifoResult {
  /** Groups that had messages in the queue, and those with some in flight: the most batches that can run at once. */
  readonly groupsPresent: LevelResult;
  readonly groupsInFlight: LevelResult;
  /** Messages that waited at their producers: refused by the quota of calls, or behind one that was. They are no messages of the queue yet. */
  readonly sendsHeld: LevelResult;
  /** How long they waited there, of those that were accepted in the end: from the first try, or the wish to send, until then. */
  readonly sendDelay: Spread;
  /** Sends that were accepted and not delivered, because their deduplication id was known. They are no messages of the queue. */
  readonly deduplicated: number;
  /** Messages that were handled and deleted while an earlier message of their group was still in the queue. */
  readonly outOfOrder: number;
  /** Receives and deletes that were over the quota of calls. */
  readonly receivesThrottled: number;
  readonly deletesThrottled: number;
}

/** The counts, in the order of the result. */
export const FIFO_COUNTS = ['deduplicated', 'outOfOrder', 'receivesThrottled', 'deletesThrottled'] as const;

export function fifoResult(record: FifoRecord, now: number): FifoResult {
  return {
    groupsPresent: levelResult(record.groups, now),
    groupsInFlight: levelResult(record.groupsInFlight, now),
    sendsHeld: levelResult(record.sendsHeld, now),
    sendDelay: spread(record.sendDelay),
    deduplicated: record.deduplicated.counted,
    outOfOrder: record.outOfOrder.counted,
    receivesThrottled: record.receivesThrottled.counted,
    deletesThrottled: record.deletesThrottled.counted,
  };
}
