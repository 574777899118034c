/**
 * How many calls a FIFO queue takes in a second (SQS-44): so many of each action, or with high throughput as many as its region gives,
 * and of those that send so many for each partition. Counted by the whole second, as requests are (decision 13).
 *
 * Sends are counted by the message: with `sendBatch` messages to a call, that many times the calls. So the messages of one call are
 * taken or refused each by itself, and calls that are not full cost no more than their share.
 */
import { SECOND } from '../../../engine/time.ts';
import type { Rules } from '../../../aws/rules.ts';
import type { FactPath } from '../../../aws/facts.ts';
import { RequestRate } from '../../lambda/request-rate.ts';

/** What decides on the quotas of a queue. */
export interface Throughput {
  /** Whether each message group counts by itself (FifoThroughputLimit): high throughput. */
  readonly isHigh: boolean;
  /** Fact with the calls a second of each action that the region gives with high throughput. */
  readonly ofRegion: FactPath;
  /** Messages of one call of a producer. */
  readonly sendBatch: number;
}

export interface Quotas {
  /** Calls a second of each action. */
  readonly calls: number;
  /** Places that a group may be in, and the calls a second that each takes. */
  readonly partitions: number;
  readonly partitionCalls: number;
}

/** The quotas under a set of rules; without high throughput the queue is one partition. */
export function quotasOf({ isHigh, ofRegion }: Throughput, rules: Rules): Quotas {
  if (!isHigh) {
    const calls = rules.number('fifo.calls');
    return { calls, partitions: 1, partitionCalls: calls };
  }
  const calls = rules.number(ofRegion);
  const partitionCalls = rules.number('fifo.partition.calls');
  const given = rules.number('fifo.partitions');
  const partitions = given > 0 ? given : Math.max(1, Math.ceil(calls / partitionCalls));
  return { calls, partitions: Number.isFinite(partitions) ? partitions : 1, partitionCalls };
}

/** A limit of so many a second, counted by the whole second. */
export function perSecond(limit: number): RequestRate {
  const rate = new RequestRate(SECOND);
  rate.limit(limit);
  return rate;
}

/** Spreads whole numbers over 32 bits: the golden ratio times 2^32. */
const SPREAD = 0x9e3779b1;

/** The partition that a group lives in: the same for all its messages. How the service chooses it is not public (assumed). */
export function partitionOf(group: number, partitions: number): number {
  return partitions === 1 ? 0 : Math.floor(((Math.imul(group, SPREAD) >>> 0) / 0x1_0000_0000) * partitions);
}
