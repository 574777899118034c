/**
 * The order in which the messages of a queue are received: the seam between what all queues of SQS share (sqs.ts: visibility, receive
 * counts, retention, delays, moves) and what standard, fair and FIFO queues do differently.
 *
 * The queue puts in line whatever can be received, and takes out what is received, moved or expired. A line that also has to know of
 * messages that are not in it names {@link Away} hooks; a queue whose line has none pays nothing for them.
 */
import type { Micros } from '../../engine/time.ts';
import type { Named } from '../observer.ts';
import type { World } from '../world.ts';

export interface Line {
  /** Messages in line: what the service counts as visible. */
  readonly size: number;
  /** Whether {@link shift} would give one now. Never when there is none; a line may hold back those it has. */
  readonly isReady: boolean;
  /** Told of messages that are not in line; undefined: nobody has to be. Does not change. */
  readonly away: Away | undefined;
  /**
   * Nothing may break its order: a message is never sent to the back, an expired receipt deletes nothing (R-FQ-09), and one that is moved
   * here because it was received too often is as old as the move (SQS-48). Does not change.
   */
  readonly isStrict?: true;
  /** What a fair queue can be asked besides; undefined: it is none. */
  readonly quiet: QuietGroups | undefined;
  /** Puts a message in line at its age: it was sent, its delay is over, it is visible again, or it was moved here. */
  add(slot: number): void;
  /** Puts a message at the end of the line (SQS-49); its `due` is now. */
  addBehind(slot: number): void;
  /** Takes out the message whose turn it is; the line must be ready. */
  shift(): number;
  /** When the oldest message was sent that was not sent to the back; Infinity when there is none. */
  frontSentAt(): Micros;
  /** The message that was sent first, wherever it stands; there must be one. */
  oldest(): number;
  /** Takes out what {@link oldest} gives. */
  takeOldest(): number;
  /** A message in line is about to be removed: by an old receipt. `isBehind`: it was sent to the back. */
  abandon(slot: number, isBehind: boolean): void;
  /** Calls `visit` for all that were not sent to the back, in no particular order. */
  forEachInFront(visit: (slot: number) => void): void;
}

/** Groups that are not noisy, of a fair queue. */
export interface QuietGroups {
  /** Whether the group of a message is one of them. */
  has(slot: number): boolean;
  /** From when the age counts of the oldest message in line that is of one; Infinity when there is none. */
  oldestSince(): Micros;
}

/** What happens to messages that are not in line. */
export interface Away {
  /** A message was sent that cannot be received yet; {@link Line.add} follows when its delay is over. */
  delayed(slot: number): void;
  /** A receive begins: what is taken until {@link received} belongs together. */
  receiving(): void;
  /** It is over, and has been told of. */
  received(): void;
  /** A message that was just taken out is in flight: it was received, and is hidden. */
  took(slot: number): void;
  /** A message that was just taken out leaves the queue: to a dead-letter queue, or from one. */
  moved(slot: number): void;
  /** A message in flight is visible again; {@link Line.add} or {@link Line.addBehind} follows. */
  returned(slot: number): void;
  /** A message in flight is deleted; its fields can still be read. */
  left(slot: number): void;
}

/** Makes the line of a queue, which is still being made itself and has no more than name and number. */
export type LineMaker = (world: World, queue: Named) => Line;
