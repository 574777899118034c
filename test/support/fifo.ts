/** A FIFO queue by itself, driven step by step. */
import { Batch, Fate, Outcome } from '../../src/model/batch.ts';
import { Outages } from '../../src/model/outages.ts';
import { FifoQueue, type FifoSettings } from '../../src/model/sources/fifo/fifo-queue.ts';
import type { SqsSettings } from '../../src/model/sources/sqs.ts';
import type { World } from '../../src/model/world.ts';
import { ownerOf } from './queue.ts';

const TIMES: SqsSettings = {
  visibilityTimeout: 30e6,
  messageRetentionPeriod: 345_600e6,
  delay: 0,
  maximumMessageSize: 1_048_576,
  maxReceiveCount: Infinity,
};

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
  return new FifoQueue(name, index, { ...TIMES, ...given.times }, fifo, world);
}

export interface Sent {
  readonly id: string;
  readonly group: string | number;
  readonly dedup?: string;
  readonly body?: string;
}

/** Sends a message now; returns its slot. */
export function sendTo(world: World, queue: FifoQueue, { id, group, dedup, body }: Sent): number {
  const { records, sim } = world;
  const slot = records.add(sim.now, queue.index);
  records.label[slot] = records.labels.indexOf(id);
  carry(world, slot, 'group', group);
  if (dedup !== undefined) carry(world, slot, 'dedup', dedup);
  if (body !== undefined) records.giveBody(slot, body);
  queue.accept(slot, sim.now);
  return slot;
}

function carry({ records }: World, slot: number, name: string, value: string | number): void {
  const { table, column } = records.attributes[records.attribute(name)]!;
  column[slot] = table.indexOf(value);
}

/** One DeleteMessage: whether it deleted. */
export function deleteFrom(world: World, queue: FifoQueue, slot: number, receipt: number): boolean {
  const batch = new Batch(ownerOf(queue), 0, world.batches.length);
  batch.add(slot, receipt);
  batch.size = 1;
  batch.outcome = Outcome.succeeded;
  // The batch that received it holds it as well, and is not settled.
  world.records.hold(slot);
  queue.settle(batch);
  return batch.fates[0] !== Fate.kept;
}
