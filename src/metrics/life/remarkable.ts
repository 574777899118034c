/**
 * The observer that finds records worth a look, of each source: the slowest that was handled, the one that was invoked most often, and the
 * first of each kind of bad end; and the ids there are. Keeps some records of each source, however many there are.
 */
import type { Clock, Micros } from '../../engine/time.ts';
import { Fate, type Batch } from '../../model/batch.ts';
import type { NotInvoked } from '../../model/lambda/refusal.ts';
import { Listener, type EventEnd, type GivenUp, type Named } from '../../model/observer.ts';
import type { Records } from '../../model/records.ts';

/** Why a record is worth a look; `value`: microseconds of `slowest`, a number of `mostInvoked`, nothing otherwise. */
export interface Remark {
  readonly id: string;
  readonly what: 'slowest' | 'mostInvoked' | 'deadLettered' | 'expired' | 'givenUp' | 'refused' | 'failed' | 'dropped';
  readonly value: number;
}

export interface Remarked {
  readonly source: string;
  /** Records that it took. */
  readonly count: number;
  /** Ids of the first and the last of them; undefined where there was none. */
  readonly first: string | undefined;
  readonly last: string | undefined;
  /** Records of others that were moved in, because they were dead-lettered. */
  readonly movedIn: number;
  readonly remarks: readonly Remark[];
}

export interface RemarkableModel {
  readonly records: Records;
  readonly clock: Clock;
  readonly idOf: (slot: number) => string;
}

/** What is kept of one source, or of one group of tenants. */
export class Finds {
  count = 0;
  movedIn = 0;
  first: string | undefined;
  last: string | undefined;
  readonly #remarks = new Map<Remark['what'], Remark>();

  met(id: string): void {
    this.count += 1;
    this.first ??= id;
    this.last = id;
  }

  /** Kept when there was none of its kind, or when it is above that; of equals the first. */
  find(what: Remark['what'], value: number, id: () => string): void {
    const known = this.#remarks.get(what);
    if (known === undefined || value > known.value) this.#remarks.set(what, { id: id(), what, value });
  }

  of(source: string): Remarked {
    const { count, first, last, movedIn } = this;
    return { source, count, first, last, movedIn, remarks: [...this.#remarks.values()] };
  }
}

export class Remarkable extends Listener {
  readonly #records: Records;
  readonly #clock: Clock;
  readonly #idOf: (slot: number) => string;
  readonly #names: readonly string[];
  readonly #finds: readonly Finds[];

  /** `names` of the sources. */
  constructor(names: readonly string[], { records, clock, idOf }: RemarkableModel) {
    super();
    this.#records = records;
    this.#clock = clock;
    this.#idOf = idOf;
    this.#names = names;
    this.#finds = names.map(() => new Finds());
  }

  /** By source. */
  get found(): Remarked[] {
    return this.#finds.map((finds, i) => finds.of(this.#names[i]!));
  }

  /** Ids that the scenario gave. */
  get given(): string[] {
    const { labels } = this.#records;
    return Array.from({ length: labels.size }, (_, i) => String(labels.valueAt(i + 1)));
  }

  override sent({ index }: Named, slot: number): void {
    this.#finds[index]!.met(this.#idOf(slot));
  }

  override invoked(_fn: Named, batch: Batch): void {
    const finds = this.#finds[batch.owner.source.index]!;
    for (let i = 0; i < batch.size; i++) {
      const slot = batch.slots[i]!;
      // Once is nothing; and the function has not counted this one yet.
      const before = this.#records.attempts[slot]!;
      if (before > 0) finds.find('mostInvoked', before + 1, () => this.#idOf(slot));
    }
  }

  override deleted({ index }: Named, batch: Batch): void {
    for (let i = 0; i < batch.size; i++) {
      if ((batch.fates[i]! & 3) === Fate.deleted) this.#handled(index, batch.slots[i]!);
    }
  }

  override checkpointed({ index }: Named, batch: Batch, count: number): void {
    for (let i = 0; i < count; i++) if (batch.unprocessed[i] === 0) this.#handled(index, batch.slots[i]!);
  }

  override answered({ index }: Named, call: Batch, why: NotInvoked | undefined): void {
    const slot = call.slots[0]!;
    if (why !== undefined) this.#find(index, 'refused', slot);
    else if (call.outcome > 1) this.#find(index, 'failed', slot);
    else this.#handled(index, slot);
  }

  override concluded({ index }: Named, slot: number, { condition }: EventEnd): void {
    if (condition === 'Success') this.#handled(index, slot);
    else this.#find(index, condition === 'EventAgeExceeded' ? 'expired' : 'givenUp', slot);
  }

  override deadLettered({ index }: Named, target: Named, slot: number): void {
    this.#finds[target.index]!.movedIn += 1;
    this.#find(index, 'deadLettered', slot);
  }

  override expired({ index }: Named, slot: number): void {
    this.#find(index, 'expired', slot);
  }

  override lost({ index }: Named, _mapping: Named, slot: number): void {
    this.#find(index, 'expired', slot);
  }

  override gaveUp({ index }: Named, batch: Batch, _count: number, _end: GivenUp): void {
    this.#find(index, 'givenUp', batch.slots[0]!);
  }

  override refused({ index }: Named, slot: number, _shard: number, again: boolean): void {
    if (!again) this.#find(index, 'dropped', slot);
  }

  #handled(source: number, slot: number): void {
    const age: Micros = this.#clock.now - this.#records.sentAt[slot]!;
    this.#finds[source]!.find('slowest', age, () => this.#idOf(slot));
  }

  #find(source: number, what: Remark['what'], slot: number): void {
    this.#finds[source]!.find(what, 0, () => this.#idOf(slot));
  }
}
