/**
 * The one poller of a lane: it gathers or carries a batch, or waits for the next. Order within a lane is its doing: while it
 * carries a batch nothing else of the lane is received. What its empty reads cost is the source's business.
 */
import type { Batch, BatchOwner } from '../batch.ts';
import type { World } from '../world.ts';
import type { PollerFleet } from './fleet.ts';
import { Roster } from './roster.ts';

export class SinglePoller implements PollerFleet {
  readonly #batch: Batch;
  #isWanted: boolean;
  #isCarrying = false;

  /** `isWanted`: whether the mapping polls. */
  constructor(owner: BatchOwner, world: World, isWanted: boolean) {
    const roster = new Roster(owner, world);
    this.#batch = roster.batchOf(roster.hire());
    this.#isWanted = isWanted;
  }

  get isTooLarge(): boolean {
    return !this.#isWanted;
  }

  get hasIdle(): boolean {
    return this.#isWanted && !this.#isCarrying;
  }

  get idle(): number {
    return this.hasIdle ? 1 : 0;
  }

  /** `target`: 1, or 0 when nothing is to be received any more. */
  resize(target: number): void {
    this.#isWanted = target > 0;
  }

  take(): Batch {
    this.#isCarrying = true;
    return this.#batch;
  }

  takeGathering(): void {
    this.#isCarrying = true;
  }

  wait(): void {
    this.#isCarrying = false;
  }

  free(): void {
    this.#isCarrying = false;
  }

  countWaits(): void {}
}
