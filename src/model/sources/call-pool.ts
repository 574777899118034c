/** The invocations of a source that calls by itself: batches of one record each, one object for each that ever ran beside others. */
import { Batch, type BatchOwner } from '../batch.ts';
import type { World } from '../world.ts';

export class CallPool {
  /** All of them, in the order of their making. */
  readonly all: Batch[] = [];
  readonly #owner: BatchOwner;
  readonly #world: World;
  /** Those that hold no record now. */
  readonly #free: Batch[] = [];

  constructor(owner: BatchOwner, world: World) {
    this.#owner = owner;
    this.#world = world;
  }

  /** Those that hold a record. */
  get held(): number {
    return this.all.length - this.#free.length;
  }

  /** One that holds this record, and nothing else. `tries`: the number of the attempt, from 1. */
  take(slot: number, tries: number): Batch {
    const call = this.#free.pop() ?? this.#make();
    call.add(slot, 0);
    call.size = 1;
    call.bytes = this.#world.records.size[slot]!;
    call.tries = tries;
    return call;
  }

  /** Its invocation is over, or did not begin. */
  release(call: Batch): void {
    call.clear();
    this.#free.push(call);
  }

  #make(): Batch {
    const { batches } = this.#world;
    const call = new Batch(this.#owner, this.all.length, batches.length);
    batches.push(call);
    this.all.push(call);
    return call;
  }
}
