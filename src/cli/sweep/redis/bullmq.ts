/** How BullMQ's queues are named and set up here. Leaves out what is in them. */
import type { JobsOptions, QueueOptions, WorkerOptions } from 'bullmq';
import type { Redis } from 'ioredis';
import type { BullMq } from './packages.ts';

/** What each job carries: a worker that is not meant for it does not run it. */
export interface CellJob {
  readonly cell: number;
  readonly version: string;
  readonly scenario: string;
}

/** All keys begin with it. */
const PREFIX = 'lagcast';
/** A cell is tried so often before it has failed for good; with so many vanished workers, too. */
export const ATTEMPTS = 3;
/** What somebody who is killed had is free after LOCK_MS + STALLED_MS at the latest; whoever lives renews in half of it. */
const LOCK_MS = 4000;
const STALLED_MS = 2000;
/** Tried again after so long when Redis was away. */
const AGAIN_MS = 1000;

/** The keys that belong to a sweep as a whole, and how each of its cells is called. */
export const INDEX_KEY = `${PREFIX}:sweeps`;
export const queueName = (id: string): string => `sweep-${id}`;
export const sweepKey = (id: string): string => `${PREFIX}:${queueName(id)}`;
/** BullMQ takes neither whole numbers nor colons. */
export const jobId = (cell: number): string => `cell-${cell}`;

/** The keys that BullMQ keeps of a queue beside those of its jobs. */
export function queueKeys({ QueueKeys }: BullMq, id: string): string[] {
  return Object.values(new QueueKeys(PREFIX).getKeys(queueName(id))).filter((key) => key !== `${sweepKey(id)}:`);
}

/** BullMQ closes a connection that it was given no more than it opened it. */
export function queueOptions(connection: Redis): QueueOptions {
  // The version was looked at when we came; nobody reads the events.
  return { connection, prefix: PREFIX, skipVersionCheck: true, streams: { events: { maxLen: 100 } } };
}

export function workerOptions(connection: Redis, concurrency: number, name: string): WorkerOptions {
  return {
    ...{ connection, prefix: PREFIX, skipVersionCheck: true },
    ...{ concurrency, name, lockDuration: LOCK_MS, stalledInterval: STALLED_MS, maxStalledCount: ATTEMPTS - 1 },
    ...{ runRetryDelay: AGAIN_MS, drainDelay: 2 },
  };
}

export function jobOptions(cell: number): JobsOptions {
  return { jobId: jobId(cell), attempts: ATTEMPTS, removeOnComplete: false, removeOnFail: false, stackTraceLimit: 1 };
}
