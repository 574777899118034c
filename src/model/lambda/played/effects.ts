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
export type Written = 'written' | 'skipped' | 'reported' | 'failed';

/** Effects of one invocation that wait for its transaction to end. */
export class Pending {
  count = 0;
  /** Of each effect: the record's place in the batch, its slot, and the time that was worked on it. */
  records = new Int32Array(16);
  slots = new Int32Array(16);
  worked = new Float64Array(16);
  /** Keys of them: a transaction sees what it has written itself. */
  readonly keys = new Set<number>();

  clear(): void {
    this.count = 0;
    this.keys.clear();
  }

  add(record: number, slot: number, worked: Micros): void {
    if (this.count === this.slots.length) this.#grow();
    this.records[this.count] = record;
    this.slots[this.count] = slot;
    this.worked[this.count++] = worked;
  }

  #grow(): void {
    const [records, slots, worked] = [this.records, this.slots, this.worked];
    this.records = new Int32Array(this.count * 2);
    this.slots = new Int32Array(this.count * 2);
    this.worked = new Float64Array(this.count * 2);
    this.records.set(records);
    this.slots.set(slots);
    this.worked.set(worked);
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

  /** The work on record `record` of a batch is done; `worked`: time it took. With `pending` it waits for the transaction. */
  write(record: number, slot: number, worked: Micros, pending: Pending | undefined): Written {
    const key = this.#keyOf(slot);
    if (this.#isUnique && (this.#taken.has(key) || pending?.keys.has(key) === true)) return this.#refuse(slot, worked);
    if (pending === undefined) this.#take(slot, worked);
    else {
      pending.add(record, slot, worked);
      if (this.#isUnique) pending.keys.add(key);
    }
    return 'written';
  }

  /**
   * The transaction ends well, unless another has written one of its unique keys meanwhile and that is an error: then it returns false, and
   * nothing has taken effect. `reported` is told the records that are to be reported for that.
   */
  commit(pending: Pending, reported: (record: number) => void): boolean {
    const isTaken = (i: number): boolean => this.#isUnique && this.#taken.has(this.#keyOf(pending.slots[i]!));
    if (this.#settings.onDuplicateKey === 'fail') {
      for (let i = 0; i < pending.count; i++) if (isTaken(i)) return false;
    }
    for (let i = 0; i < pending.count; i++) {
      const [slot, worked] = [pending.slots[i]!, pending.worked[i]!];
      if (!isTaken(i)) this.#take(slot, worked);
      else if (this.#refuse(slot, worked) === 'reported') reported(pending.records[i]!);
    }
    pending.clear();
    return true;
  }

  /** The transaction is rolled back: the work has been for nothing. */
  rollBack(pending: Pending, batch: Batch): void {
    if (pending.count === 0) return;
    let worked = 0;
    for (let i = 0; i < pending.count; i++) worked += pending.worked[i]!;
    this.#world.tell.rolledBack(this.#fn, batch, pending.count, worked);
    pending.clear();
  }

  get #isUnique(): boolean {
    return this.#settings.onDuplicateKey !== 'repeat';
  }

  /** The store refuses a key that it has. */
  #refuse(slot: number, worked: Micros): Written {
    const { onDuplicateKey } = this.#settings;
    this.passOver(slot, worked);
    if (onDuplicateKey === 'fail') return 'failed';
    return onDuplicateKey === 'report' ? 'reported' : 'skipped';
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
