/**
 * What happens to one record, as plain data: the moments of its life in order, each with its instant in whole microseconds and the names of
 * the parts of the scenario that have to do with it. docs/trace.md lists them; `lagcast trace --json` prints them.
 */
import type { Micros } from '../../engine/time.ts';

/** A batch that the record is in. Of what calls a function by itself there is no mapping, and the record is alone. */
interface InBatch {
  readonly source: string;
  readonly mapping?: string;
  /** Of a stream: the shard or partition, or the part of one. */
  readonly lane?: string;
  /** Of a queue: number of the poller that has it, from 1. */
  readonly poller?: number;
}

export type Moment = { readonly at: Micros } & Happening;

export type Happening =
  // — on its way in —
  /** It is made out of another: by the handler of `by`, or because that one is given up. */
  | { readonly event: 'madeOutOf'; readonly parent: string; readonly by?: string }
  /** The relay of an outbox sends it, so long after it was committed. */
  | { readonly event: 'relayed'; readonly source: string; readonly waited: Micros; readonly again: boolean }
  /** A service in front of Lambda has it. */
  | { readonly event: 'published'; readonly source: string }
  /** Its producer keeps it, to send it later: the queue is at its quota. */
  | { readonly event: 'heldBack'; readonly source: string }
  /** The source has it. `before`: it was sent so long before the run began. */
  | { readonly event: 'sent'; readonly source: string; readonly delayed: boolean; readonly before: Micros }
  | { readonly event: 'deduplicated'; readonly source: string }
  /** A shard took no more, or Lambda could not be reached. */
  | {
      readonly event: 'putRefused';
      readonly source: string;
      readonly why: 'shard' | 'unreachable';
      readonly again: boolean;
    }
  | { readonly event: 'appeared'; readonly source: string }
  // — in a batch —
  | ({ readonly event: 'received'; readonly receiveCount?: number; readonly others: number } & InBatch)
  | { readonly event: 'filtered'; readonly source: string; readonly mapping: string }
  | ({
      readonly event: 'batched';
      readonly records: number;
      readonly reason: 'noWindow' | 'full' | 'window' | 'payload';
      /** Since the first record of the batch was received. */
      readonly gatheredFor: Micros;
    } & InBatch)
  /** The function refused. `running`: executions that were running then, of the function and over all. */
  | ({
      readonly event: 'throttled';
      readonly function: string;
      readonly reason: string;
      readonly limit: 'account' | 'reserved' | 'accountRate' | 'reservedRate' | 'scaling';
      readonly running: number;
      readonly runningInAll: number;
      readonly attempt: number;
      readonly records: number;
    } & InBatch)
  /** A system error, or the chain of a record of the batch was taken for a loop. */
  | ({
      readonly event: 'notInvoked';
      readonly function: string;
      readonly reason: string;
      readonly attempt: number;
    } & InBatch)
  | ({
      readonly event: 'invoked';
      readonly function: string;
      readonly invocation: number;
      readonly environment: number;
      readonly provisioned: boolean;
      readonly cold: boolean;
      /** Before the handler begins: a cold start, and an INIT that is run again. */
      readonly initDuration: Micros;
      readonly suppressedInit: Micros;
      /** Invocations that this record was in, this one included. */
      readonly number: number;
      readonly records: number;
    } & InBatch)
  | ({
      readonly event: 'finished';
      readonly function: string;
      readonly invocation: number;
      readonly outcome: string;
      /** Since the function accepted it. */
      readonly took: Micros;
      /** Whether the function reported this very record as failed. */
      readonly reported: boolean;
      /** Whether the handler passed over it. */
      readonly unprocessed: boolean;
      readonly records: number;
    } & InBatch)
  // — effects —
  | { readonly event: 'tookEffect'; readonly function: string; readonly again: boolean }
  | { readonly event: 'passedOver'; readonly function: string; readonly hadEffect: boolean }
  | { readonly event: 'foundInProgress'; readonly function: string }
  // — others are made out of it —
  | { readonly event: 'followedBy'; readonly child: string; readonly by?: string }
  | { readonly event: 'sendFailed'; readonly function: string; readonly target: string }
  // — what becomes of it —
  /** It was handled, and is not deleted: the queue was out, or the receipt is no longer valid. */
  | { readonly event: 'notDeleted'; readonly source: string }
  | { readonly event: 'deleted'; readonly source: string; readonly unprocessed: boolean }
  /** It was deleted before: somebody else had handled it as well. */
  | { readonly event: 'goneBefore'; readonly source: string }
  | { readonly event: 'overtook'; readonly source: string }
  | { readonly event: 'returned'; readonly source: string; readonly receiveCount: number }
  | {
      readonly event: 'deadLettered';
      readonly source: string;
      readonly target: string;
      readonly receives: number;
      readonly invocations: number;
    }
  | { readonly event: 'redriven'; readonly source: string; readonly target: string }
  | { readonly event: 'expired'; readonly source: string }
  | { readonly event: 'checkpointed'; readonly mapping: string; readonly unprocessed: boolean }
  | {
      readonly event: 'bisected';
      readonly mapping: string;
      readonly parts: readonly [number, number];
      readonly part: 1 | 2;
    }
  | {
      readonly event: 'gaveUp';
      readonly mapping: string;
      readonly condition: string;
      readonly invokeCount: number;
      readonly destination?: string;
      readonly delivered: boolean;
    }
  | { readonly event: 'lost'; readonly mapping: string }
  | { readonly event: 'answered'; readonly source: string; readonly outcome: string }
  | { readonly event: 'retrying'; readonly source: string; readonly cause: string; readonly wait: Micros }
  | {
      readonly event: 'concluded';
      readonly source: string;
      readonly condition: string;
      readonly invocations: number;
      readonly destination?: string;
      readonly delivered: boolean;
      readonly deadLetterQueue?: string;
      readonly deadLettered: boolean;
    }
  // — in the tier —
  | ({ readonly event: 'tierAccepted' | 'tierReceived' | 'tierThrottled' | 'tierAppeared' } & InTier)
  | ({ readonly event: 'tierBegan'; readonly repeat: boolean } & InTier)
  | ({ readonly event: 'tierEnded'; readonly outcome: string; readonly took: Micros } & InTier)
  | ({ readonly event: 'tierHidden'; readonly cause: string; readonly wait: Micros } & InTier)
  | ({ readonly event: 'tierConcluded'; readonly condition: string } & InTier);

interface InTier {
  readonly tenant: string;
  /** From 0. */
  readonly queue: number;
}

export type MomentOf<E extends Happening['event']> = Extract<Moment, { readonly event: E }>;

/** The life of one record, or of all that had the same id where several did. */
export interface Life {
  readonly id: string;
  readonly moments: readonly Moment[];
  /** Moments after the first so many, which are left out. */
  readonly leftOut: number;
  /** When the run ended. */
  readonly end: Micros;
}
