/** Queues by themselves: one call of the service's interface at a time, by somebody who does nothing with what he receives. */
import { Batch, Fate, Outcome, type BatchOwner } from '../../../model/batch.ts';
import type { Named } from '../../../model/observer.ts';
import { Outages } from '../../../model/outages.ts';
import { FifoQueue, type FifoSettings } from '../../../model/sources/fifo/fifo-queue.ts';
import { SqsQueue, type SqsSettings } from '../../../model/sources/sqs.ts';
import type { World } from '../../../model/world.ts';
import { carry, makeRecord } from './world.ts';

const DEFAULTS: SqsSettings = {
  visibilityTimeout: 30e6,
  messageRetentionPeriod: 345_600e6,
  delay: 0,
  maximumMessageSize: 1_048_576,
  maxReceiveCount: Infinity,
};

export function makeQueue(world: World, settings: Partial<SqsSettings> = {}, name = 'q', index = 0): SqsQueue {
  return new SqsQueue(name, index, { ...DEFAULTS, ...settings }, world);
}

export interface FifoGiven {
  readonly times?: Partial<SqsSettings>;
  readonly deduplication?: Partial<FifoSettings['deduplication']>;
  readonly throughput?: Partial<FifoSettings['throughput']>;
  readonly onThrottle?: 'retry' | 'drop';
  readonly outages?: Outages;
  readonly waits?: boolean;
}

/** Its groups and deduplication ids are the attributes `group` and `dedup`. */
export function makeFifo(world: World, given: FifoGiven = {}, name = 'q', index = 0): FifoQueue {
  const deduplication = { contentBased: false, scope: 'queue', hasRepeats: false, ...given.deduplication } as const;
  const throughput = {
    isHigh: false,
    ofRegion: 'fifo.highThroughput.us-east-1',
    sendBatch: 1,
    ...given.throughput,
  } as const;
  const fifo: FifoSettings = {
    group: world.records.attribute('group'),
    deduplication: { id: world.records.attribute('dedup'), ...deduplication },
    throughput,
    onThrottle: given.onThrottle ?? 'retry',
    outages: given.outages ?? new Outages([]),
    waits: given.waits ?? true,
  };
  return new FifoQueue(name, index, { ...DEFAULTS, ...given.times }, fifo, world);
}

export interface Sent {
  readonly id: string;
  readonly group?: string | number;
  readonly dedup?: string;
  readonly body?: string;
}

/** Sends a message now; returns its slot. `delay`: of the message itself, in microseconds. */
export function sendTo(world: World, queue: SqsQueue, { id, group, dedup, body }: Sent, delay?: number): number {
  const slot = makeRecord(world, queue.index, id);
  if (group !== undefined) carry(world, slot, 'group', group);
  if (dedup !== undefined) carry(world, slot, 'dedup', dedup);
  if (body !== undefined) world.records.giveBody(slot, body);
  queue.accept(slot, world.sim.now, delay);
  return slot;
}

/** Somebody who takes batches and does nothing with them. */
export function ownerOf(source: Named): BatchOwner {
  return { name: 'test', ownerIndex: 0, source, mapping: undefined, isRateLimited: true, finished: () => {} };
}

/** One ReceiveMessage; the batch keeps slots and receipts. */
export function receive(
  world: World,
  queue: SqsQueue,
  most = 10,
  visibility = queue.settings.visibilityTimeout,
): Batch {
  const batch = new Batch(ownerOf(queue), 0, world.batches.length);
  queue.receiveHidden(most, visibility, batch);
  batch.size = batch.held;
  return batch;
}

/** The ids a batch holds. */
export function idsIn(world: World, batch: Batch): string[] {
  return [...batch.slots.subarray(0, batch.held)].map((slot) =>
    String(world.records.labels.valueAt(world.records.label[slot]!)),
  );
}

/** One DeleteMessage: whether it deleted. */
export function deleteFrom(world: World, queue: SqsQueue, slot: number, receipt: number): boolean {
  const batch = new Batch(ownerOf(queue), 0, world.batches.length);
  batch.add(slot, receipt);
  batch.size = 1;
  batch.outcome = Outcome.succeeded;
  // The batch that received it holds it as well, and is not settled.
  world.records.hold(slot);
  queue.settle(batch);
  return batch.fates[0] !== Fate.kept;
}
