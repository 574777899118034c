/** Turns what the event recorder has kept into the parts of a result, and says whether it adds up. Pure. */
import { CONDITIONS, RETRY_CAUSES } from '../../model/observer.ts';
import type { Tally } from '../tally.ts';
import { spread } from '../summary.ts';
import type { DeliveryRecord, EventRecord } from './ledger.ts';
import type { DeliveryResult, Dropped, EventResult } from './result.ts';

/** The conditions of events that are given up. */
export const DROPPED: readonly Dropped[] = CONDITIONS.filter((condition) => condition !== 'Success');

export function eventResult(record: EventRecord): EventResult {
  const { parts, executions, throttled, systemErrors, stopped } = record;
  return {
    function: parts.function,
    origin: parts.origin,
    maximumRetryAttempts: record.settings!.maximumRetryAttempts,
    maximumEventAge: record.settings!.maximumEventAge,
    settingChanges: parts.settingChanges,
    published: record.published.counted,
    upstream: {
      waiting: record.upstreamWaiting,
      refused: record.upstreamRefused.counted,
      dropped: record.upstreamDropped.counted,
    },
    received: record.received.counted,
    dropped: DROPPED.reduce((sum, condition) => sum + record.ended[condition].counted, 0),
    droppedBy: counted(DROPPED, record.ended),
    droppedUnrun: record.droppedUnrun.counted,
    droppedUntried: record.droppedUntried.counted,
    attempts: executions.counted + throttled.counted + systemErrors.counted + stopped.counted,
    throttled: throttled.counted,
    systemErrors: systemErrors.counted,
    stopped: stopped.counted,
    executions: executions.counted,
    functionErrors: record.functionErrors.counted,
    retries: counted(RETRY_CAUSES, record.retries),
    longestBackOff: record.longestBackOff === 0 ? null : record.longestBackOff,
    duplicates: record.duplicates.counted,
    eventAge: spread(record.age),
    onSuccess: deliveryResult(record.onSuccess),
    onFailure: deliveryResult(record.onFailure),
    deadLetterQueue: deliveryResult(record.deadLetterQueue),
  };
}

/**
 * What is wrong with what was counted over the whole run, given how many events the model holds and how many have yet to be handed
 * over; undefined when it adds up.
 */
export function discrepancy(record: EventRecord, held: number, handingOver: number): string | undefined {
  const { received, published, upstreamDropped, upstreamWaiting, ended } = record;
  const done = CONDITIONS.reduce((sum, condition) => sum + ended[condition].total, 0);
  if (received.total !== done + held) return `${received.total} were received, ${done} ended, and it holds ${held}`;
  if (upstreamWaiting !== handingOver) return `${upstreamWaiting} wait in front, and it has ${handingOver} there`;
  if (published.total !== received.total + upstreamDropped.total + handingOver)
    return `${published.total} were published, ${received.total} received, ${upstreamDropped.total} dropped before, and ${handingOver} wait in front`;
  return undefined;
}

function counted<K extends string>(keys: readonly K[], tallies: Readonly<Record<K, Tally>>): Record<K, number> {
  return Object.fromEntries(keys.map((key) => [key, tallies[key].counted])) as Record<K, number>;
}

function deliveryResult(record: DeliveryRecord | undefined): DeliveryResult | null {
  if (record === undefined) return null;
  return { name: record.name, delivered: record.delivered.counted, failed: record.failed.counted };
}
