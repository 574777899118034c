/**
 * A lane: the records of some keys of one shard, in order, of which one batch at a time is with the function. Holds what has been
 * read and not received yet, and how far the batch has got.
 */
import { Ring } from '../../../engine/ring.ts';
import type { Batch } from '../../batch.ts';
import type { Progress } from './settlement.ts';
import type { ShardReader } from './shard-reader.ts';
import type { TumblingWindow } from './tumbling-window.ts';

export class Lane implements Progress {
  /** Number among the lanes of its mapping. */
  readonly number: number;
  readonly name: string;
  readonly reader: ShardReader;
  /** Undefined: calls pass no state on. */
  readonly window: TumblingWindow | undefined;
  /** Read, and not in a batch yet. */
  readonly waiting = new Ring();
  /** What is gathered or delivered; undefined: nothing. */
  batch: Batch | undefined;
  /** Whether its poller waits for records. */
  isIdle = false;
  /** Invocations of the batch as it is now that have failed. */
  attempts = 0;
  /** Refusals since one was accepted. */
  refusals = 0;
  /** Sizes of the parts of a bisected batch that come after the present one, the next one last. */
  readonly parts: number[] = [];

  constructor(number: number, name: string, reader: ShardReader, window: TumblingWindow | undefined) {
    this.number = number;
    this.name = name;
    this.reader = reader;
    this.window = window;
  }

  /** Records it is not done with. */
  get held(): number {
    return this.waiting.size + (this.batch?.held ?? 0);
  }

  /** The first record it is not done with; −1: none. */
  first(): number {
    if (this.batch !== undefined && this.batch.held > 0) return this.batch.slots[0]!;
    return this.waiting.size > 0 ? this.waiting.peek() : -1;
  }

  /** Another batch, or another part of one: nothing of it has failed. */
  beginAnew(): void {
    this.attempts = 0;
    this.refusals = 0;
  }
}
