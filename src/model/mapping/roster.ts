/**
 * The pollers that one fleet has: each is a number and the batch object that it carries, made once and used again.
 * Whether a poller waits, sleeps or works is the fleet's concern.
 */
import { Batch, type BatchOwner } from '../batch.ts';
import type { World } from '../world.ts';

export class Roster {
  /** Pollers that there are at present. */
  size = 0;
  readonly #owner: BatchOwner;
  readonly #world: World;
  readonly #batches: Batch[] = [];
  /** Pollers that do not run at present. */
  readonly #spare: number[] = [];

  constructor(owner: BatchOwner, world: World) {
    this.#owner = owner;
    this.#world = world;
  }

  /** What a poller carries. */
  batchOf(poller: number): Batch {
    return this.#batches[poller]!;
  }

  /** One poller more; returns its number. */
  hire(): number {
    this.size++;
    return this.#spare.pop() ?? this.#make();
  }

  /** A poller goes. */
  dismiss(poller: number): void {
    this.size--;
    this.#spare.push(poller);
  }

  #make(): number {
    const all = this.#world.batches;
    const batch = new Batch(this.#owner, this.#batches.length, all.length);
    all.push(batch);
    return this.#batches.push(batch) - 1;
  }
}
