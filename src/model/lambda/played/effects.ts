/**
 * What the work on a record leaves behind: a row, a payment, an e-mail. It takes effect once the work and all calls for it have
 * succeeded; a record that is delivered again takes effect again, unless something knows its key.
 *
 * A unique key knows at the very instant of writing. In a transaction the effects of an invocation take place together at its
 * end, or not at all. What was written by a transaction that has not ended yet is seen by nobody; where two of them write the
 * same unique key, the one that ends first has it, and the other passes over it. Left out: locks that one transaction holds another up with.
 */
import type { Micros } from '../../../engine/time.ts';
import type { Batch } from '../../batch.ts';
import type { Named } from '../../observer.ts';
import type { World } from '../../world.ts';
import { keyOf, type Key } from './key.ts';
import { KeySet } from './key-set.ts';

export interface EffectSettings {
  readonly key: Key;
  /** What becomes of a record whose key has had its effect: it has it again, is passed over, or fails. */
  readonly onDuplicateKey: OnDuplicateKey;
}

export type OnDuplicateKey =
  /** There is no unique key. */
  | 'repeat'
  /** Passed over, and counted as handled. */
  | 'skip'
  /** Passed over, and reported as failed although it is there. */
  | 'report'
  /** An error like any other. */
  | 'fail';

/** What writing came to. */
export type Written = 'written' | 'skipped' | 'failed';

/** Effects of one invocation that wait for its transaction to end. */
export class Pending {
  count = 0;
  slots = new Int32Array(16);
  worked = new Float64Array(16);

  add(slot: number, worked: Micros): void {
    if (this.count === this.slots.length) this.#grow();
    this.slots[this.count] = slot;
    this.worked[this.count++] = worked;
  }

  #grow(): void {
    const slots = new Int32Array(this.count * 2);
    const worked = new Float64Array(this.count * 2);
    slots.set(this.slots);
    worked.set(this.worked);
    this.slots = slots;
    this.worked = worked;
  }
}

export class Effects {
  readonly #fn: Named;
  readonly #settings: EffectSettings;
  readonly #world: World;
  readonly #taken = new KeySet();
  /** Keys of which records were passed over before they had any effect, with how many. */
  readonly #awaited = new Map<number, number>();

  constructor(fn: Named, settings: EffectSettings, world: World) {
    this.#fn = fn;
    this.#settings = settings;
    this.#world = world;
  }

  /** A record is passed over because somebody says that its key is known: it counts on an effect that may be still to come. */
  passOver(slot: number, worked: Micros): void {
    const key = this.#keyOf(slot);
    const hadEffect = this.#taken.has(key);
    if (!hadEffect) this.#awaited.set(key, (this.#awaited.get(key) ?? 0) + 1);
    this.#world.tell.passedOver(this.#fn, slot, hadEffect, worked);
  }

  /** The work on a record is done; `worked`: time it took. With `pending` it waits for the transaction. */
  write(slot: number, worked: Micros, pending: Pending | undefined): Written {
    const { onDuplicateKey } = this.#settings;
    if (onDuplicateKey !== 'repeat' && this.#taken.has(this.#keyOf(slot))) {
      this.passOver(slot, worked);
      return onDuplicateKey === 'skip' ? 'skipped' : 'failed';
    }
    if (pending === undefined) this.#take(slot, worked);
    else pending.add(slot, worked);
    return 'written';
  }

  /** The transaction ends well. */
  commit(pending: Pending): void {
    const isUnique = this.#settings.onDuplicateKey !== 'repeat';
    for (let i = 0; i < pending.count; i++) {
      const slot = pending.slots[i]!;
      if (isUnique && this.#taken.has(this.#keyOf(slot))) this.passOver(slot, pending.worked[i]!);
      else this.#take(slot, pending.worked[i]!);
    }
    pending.count = 0;
  }

  /** The transaction is rolled back: the work has been for nothing. */
  rollBack(pending: Pending, batch: Batch): void {
    if (pending.count === 0) return;
    let worked = 0;
    for (let i = 0; i < pending.count; i++) worked += pending.worked[i]!;
    this.#world.tell.rolledBack(this.#fn, batch, pending.count, worked);
    pending.count = 0;
  }

  #take(slot: number, worked: Micros): void {
    const key = this.#keyOf(slot);
    const again = this.#taken.has(key);
    if (!again) this.#taken.add(key);
    const awaited = this.#awaited.get(key) ?? 0;
    if (awaited > 0) this.#awaited.delete(key);
    this.#world.tell.tookEffect(this.#fn, slot, again, worked, awaited);
  }

  #keyOf(slot: number): number {
    return keyOf(this.#settings.key, this.#world.records, slot);
  }
}
