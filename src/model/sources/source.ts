/**
 * Where records come from: what every source is to the run, and a source that is polled to its mappings: the seam between the story that queues and streams share and what differs.
 *
 * A queue has one lane that any number of pollers may read; a stream has one lane for each shard and key hash, read by
 * one poller each. What happens to a record after its invocation is the source's business alone: `settle` says whether
 * the mapping is rid of the batch or has to deliver what is left of it again, and when.
 */
import type { Micros } from '../../engine/time.ts';
import type { Arrivals } from '../arrivals/producer.ts';
import type { Batch } from '../batch.ts';
import type { Named } from '../observer.ts';

/** `settle` gives this when the batch is finished with: deleted, returned, checkpointed, given up. */
export const DONE: Micros = -1;

/** Who polls a source. */
export interface Poller {
  /** A lane may have work again. */
  wake(lane: number): void;
  /** The source has other lanes than before. */
  lanesChanged(): void;
  /** Of a queue: how many could receive now. Absent: one. */
  readonly idle?: number;
}

/** Any source, whoever takes its records away: what a run needs of it from beginning to end. */
export interface Source extends Named {
  /** Who sends to it. */
  producer: Arrivals | undefined;
  /** Records that have arrived by now and are not done with. */
  readonly held: number;
  /** From when the age of the oldest of them counts; Infinity when there is none. May look at all of them. */
  oldestSince(): Micros;
  /** It is out from now on, or works again. That nothing is sent meanwhile is seen to by the arrivals. */
  outage(isOut: boolean): void;
  /** Other values of options from now on, by name; only of those that its kind says may be set. */
  change(options: Readonly<Record<string, number | undefined>>): void;
}

/** A source that mappings poll. */
export interface EventSource extends Named {
  /** Lanes that can be polled side by side now. They are numbered from 0; a stream closes some and opens others. */
  readonly lanes: number;
  /** The most lanes there can be; absent: those there are. */
  readonly mostLanes?: number;
  /** Pollers that may read one lane at the same time. */
  readonly pollersPerLane: number;
  /** Bytes that a record takes up in the invocation payload. */
  payloadOf(slot: number): number;
  /** Records a single receive returns at the most; a larger batch takes several. */
  readonly mostPerReceive: number;
  /** Records that can be received now. */
  readonly visible: number;
  /** Records received, and neither done with nor visible again. */
  readonly inFlight: number;
  /** Whether a receive on this lane would find something now. */
  available(lane: number): boolean;
  /** Takes up to `most` records, and their bytes, into the batch; returns how many. Fewer than `most`: there were no more. */
  receive(lane: number, most: number, batch: Batch): number;
  /** What runs since a record was received runs `by` longer; nothing does when the receipt is no longer valid. */
  putOff(slot: number, receipt: number, by: Micros): void;
  /** The mapping polls from now on, or no longer: what is received between is received in vain. */
  polling(isOn: boolean, poller: Poller): void;
  /** Brings the count of reads that found nothing up to date, where the source makes them by itself. */
  countReads(): void;
  /** Asks that the poller be woken once when the lane has work again. */
  await(poller: Poller, lane: number): void;
  /** Called before each delivery: drops what must no longer be delivered. The batch may be empty afterwards. */
  prepare(batch: Batch): void;
  /** The poller goes: what it has received and not delivered is no longer in its hands. Leaves the batch empty. */
  abandon(batch: Batch): void;
  /** Takes the outcome of a delivery. Returns the pause before what is left is to be delivered again, or {@link DONE}. */
  settle(batch: Batch): Micros;
}
