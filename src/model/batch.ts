/**
 * What a poller carries: the records it has received, and what became of them. One reused object for each poller, and one
 * for each direct call that runs.
 *
 * Records [0, size) are the batch; [size, held) stay in the poller's buffer, because the payload was full, and begin the
 * next batch. A receipt is the receive count a record had when this batch took it: when the two differ, the record has
 * become visible since and somebody else may have it.
 */
import type { Micros } from '../engine/time.ts';
import type { Environment } from './lambda/environments.ts';
import type { Named } from './observer.ts';

/** Why a batch was closed. */
export const CloseReason = {
  /** There is no batching window: invoke as soon as something was received. */
  noWindow: 0,
  full: 1,
  window: 2,
  /** The next record would not fit into the invocation payload. */
  payload: 3,
} as const;
export type CloseReason = (typeof CloseReason)[keyof typeof CloseReason];
/** Names by number, for people and the journal. */
export const CLOSE_REASONS = Object.keys(CloseReason) as readonly (keyof typeof CloseReason)[];

/** How an invocation ended. */
export const Outcome = {
  succeeded: 0,
  /** Returned, and reported some of its records as failed. */
  partial: 1,
  /** Threw, or its process ended. */
  failed: 2,
  /** Returned an answer that fails the whole batch (SQS-54 to SQS-57). */
  unusableAnswer: 3,
  timedOut: 4,
  /** There was no invocation: the function refused. */
  throttled: 5,
  /** Its process was killed because it needed more memory than its environment has. */
  outOfMemory: 6,
} as const;
export type Outcome = (typeof Outcome)[keyof typeof Outcome];
/** Whether the invocation counts as an error of the function: it threw, or was stopped or killed. */
export function isError(outcome: Outcome): boolean {
  return outcome === Outcome.failed || outcome === Outcome.timedOut || outcome === Outcome.outOfMemory;
}

/** Names by number, for people and the journal. */
export const OUTCOMES = Object.keys(Outcome) as readonly (keyof typeof Outcome)[];

/** Who brings batches to a function, and is told when their invocations have ended. */
export interface BatchOwner {
  readonly name: string;
  /** Number among all owners of a run: its mappings in the order of the scenario, then those that call by themselves. */
  readonly ownerIndex: number;
  /** Where the records of its batches come from. */
  readonly source: Named;
  /** The mapping that the owner is; undefined for one that calls by itself. */
  readonly mapping: Named | undefined;
  /** Whether its invocations count against limits of requests a second (CON-08): not those that nobody waits for (ASY-11). */
  readonly isRateLimited: boolean;
  finished(batch: Batch): void;
}

/** Which limit an invocation met that was refused; the reason in the answer does not always tell (UNK-16). */
export const Limit = {
  /** The unreserved part of the account is in use. */
  account: 0,
  /** The function's reserved concurrency is in use. */
  reserved: 1,
  /** The account's invocations a second are used up. */
  accountRate: 2,
  /** Those of the function's reserved concurrency are. */
  reservedRate: 3,
  /** No more environments may start now. */
  scaling: 4,
} as const;
export type Limit = (typeof Limit)[keyof typeof Limit];
/** Names by number. */
export const LIMITS = Object.keys(Limit) as readonly (keyof typeof Limit)[];

/** What became of a record of a batch when it was settled. */
export const Fate = {
  /** Not deleted: it failed, or nothing was settled. */
  kept: 0,
  deleted: 1,
  /** Handled again although it was already gone: a duplicate delivery. */
  goneBefore: 2,
  /** Deleted although the handler never worked on it. */
  acknowledged: 3,
  /** Added to one of the others: the record had become visible again before it was deleted. */
  wasVisible: 4,
} as const;

export class Batch {
  readonly owner: BatchOwner;
  /** Number of the poller within its lane, from 0. */
  readonly poller: number;
  /** Number among all batches of the run: the subject of events. */
  readonly number: number;
  /** Lane of the source it serves: always 0 for a queue. */
  lane = 0;
  /** Shard of the stream it was received from, and the name of its lane; of a queue: −1 and none. */
  shard = -1;
  laneName: string | undefined = undefined;
  size = 0;
  held = 0;
  /** Payload of records [0, held) while it is gathered, of [0, size) once it is closed. */
  bytes = 0;
  slots = new Int32Array(16);
  receipts = new Int32Array(16);
  /** Records that the function reported as failed; meaningful when the outcome is `partial`. */
  failed = new Uint8Array(16);
  /** Records the handler passed over although it reported no failure. */
  unprocessed = new Uint8Array(16);
  /** Records that were passed over because somebody knew their keys: they are handled, and nothing more comes of them. */
  skipped = new Uint8Array(16);
  /** See {@link Fate}; meaningful once settled. */
  fates = new Uint8Array(16);

  /** Whether it must go as it is, because what comes next is of another window of time. */
  isSealed = false;
  /** The last call for a tumbling window: it has no records. `endsEarly`: before the window is over. */
  isFinal = false;
  endsEarly = false;
  /** There was no invocation, because Lambda took the chain of one of its records for a loop (ASY-16); its outcome is `failed`. */
  isStopped = false;
  /** Whether the answer has to bring a state along. */
  needsState = false;

  /** When its first record was received; NaN while it is empty. */
  openedAt: Micros = NaN;
  closedBy: CloseReason = CloseReason.noWindow;
  /** Whether it holds messages of one group only, of a FIFO queue. */
  oneGroup = false;
  /** Its invocation has ended, and its source was not told yet: it refused the call. */
  isUnsettled = false;
  /** Whether the mapping listens to `batchItemFailures`. */
  reportsItemFailures = false;
  /** Tries to invoke with what it holds now, refused ones included. */
  tries = 0;

  /** The limit that the last try met; meaningful when it was refused. */
  refusedBy: Limit = Limit.account;

  /** Number of the invocation within its function, from 1. */
  invocation = 0;
  /** When the function accepted it. */
  invokedAt: Micros = 0;
  /** Where it runs, and the number of that. */
  host: Environment | undefined = undefined;
  environment = -1;
  cold = false;
  /** Time before the handler could begin: the cold start. */
  initDuration: Micros = 0;
  /** Of that, what came before INIT and is not billed (CLD-02). */
  platformDuration: Micros = 0;
  /** Of `duration`, an INIT that was run again in the invocation (ENV-04, ENV-07); the timeout may have cut it off. */
  suppressedInit: Micros = 0;
  /** Time of the handler, without the cold start. */
  duration: Micros = 0;
  /**
   * Of `duration`, what the handler waited for downstreams; where it works on several records at once, their share of the time that
   * it worked on records.
   */
  downstreamTime: Micros = 0;
  /** The process ended: the environment is reset. */
  crashed = false;
  /** Most memory the invocation needed at once, in bytes; NaN where the handler says nothing about memory. */
  memoryUsed = NaN;
  /** What its records took each by itself, summed; 0 where nobody asks for it: only strategies that learn do. */
  recordTime: Micros = 0;
  outcome: Outcome = Outcome.succeeded;

  constructor(owner: BatchOwner, poller: number, number: number) {
    this.owner = owner;
    this.poller = poller;
    this.number = number;
  }

  /** Takes a record just received. */
  add(slot: number, receipt: number): void {
    const i = this.held++;
    if (i === this.slots.length) this.#grow();
    this.slots[i] = slot;
    this.receipts[i] = receipt;
  }

  /** Keeps the records for which `keep` holds, in their order; the payload is not counted again. */
  filter(keep: (slot: number, receipt: number) => boolean): void {
    let kept = 0;
    let size = 0;
    for (let i = 0; i < this.held; i++) {
      const slot = this.slots[i]!;
      const receipt = this.receipts[i]!;
      if (!keep(slot, receipt)) continue;
      this.slots[kept] = slot;
      this.receipts[kept++] = receipt;
      if (i < this.size) size++;
    }
    this.held = kept;
    this.size = size;
  }

  /** Lets go of the first `count` records; what comes after them moves to the front, and what the batch is made of is up to the caller. */
  dropFirst(count: number): void {
    this.slots.copyWithin(0, count, this.held);
    this.receipts.copyWithin(0, count, this.held);
    this.held -= count;
    this.size = Math.max(0, this.size - count);
  }

  /** Makes room for the next batch: what was buffered moves to the front. */
  clear(): void {
    const buffered = this.held - this.size;
    if (buffered > 0) {
      this.slots.copyWithin(0, this.size, this.held);
      this.receipts.copyWithin(0, this.size, this.held);
    }
    this.held = buffered;
    this.size = 0;
    this.bytes = 0;
    this.tries = 0;
    this.isSealed = false;
    this.isFinal = false;
    this.endsEarly = false;
    this.isStopped = false;
    this.openedAt = NaN;
  }

  #grow(): void {
    const capacity = this.slots.length * 2;
    this.slots = copied(this.slots, new Int32Array(capacity));
    this.receipts = copied(this.receipts, new Int32Array(capacity));
    this.failed = copied(this.failed, new Uint8Array(capacity));
    this.unprocessed = copied(this.unprocessed, new Uint8Array(capacity));
    this.skipped = copied(this.skipped, new Uint8Array(capacity));
    this.fates = copied(this.fates, new Uint8Array(capacity));
  }
}

function copied<A extends Int32Array | Uint8Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
