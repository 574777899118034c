/**
 * Where the time of one record went, part by part: what the observer of where-time-went/ tells of it, for each mapping of a stream by itself,
 * and anew from when the record was sent anew.
 *
 * Not known: of a stream what a record waits that no mapping has received, or that was lost.
 */
import type { Micros } from '../../engine/time.ts';
import type { Batch } from '../../model/batch.ts';
import { Listener, type Named } from '../../model/observer.ts';
import type { RecordTime, TellRest, TimeHearer } from '../where-time-went/heard.ts';
import { PARTS, type PartName } from '../where-time-went/parts.ts';
import type { Witness } from './witness.ts';

export interface LifeTime {
  /** Who has brought it to a function, or would have: a mapping, or a source that calls by itself; absent: nobody would have. */
  readonly by?: string;
  /** When it was sent; below 0 before the run. */
  readonly from: Micros;
  /** When it succeeded; otherwise when it was done with, was sent anew, or the run ended. */
  readonly to: Micros;
  readonly hasSucceeded: boolean;
  /** They add up to the time from `from` to `to`. A part that is not there is 0. */
  readonly parts: Readonly<Partial<Record<PartName, Micros>>>;
}

export class LifeTimes extends Listener implements TimeHearer {
  readonly #names: readonly string[];
  readonly #heard: RecordTime[] = [];
  /** Of those that are not done with: in queues their slots; of streams by mapping the batch that has one. */
  readonly #slots = new Set<number>();
  readonly #batches = new Map<number, Batch>();
  #tellRest!: TellRest;
  /** Known when the record is heard of first: it is asked before this one whether a slot is that of the record. */
  witness: Witness | undefined;

  /** `names`: of the mappings, then of the sources that call by themselves. */
  constructor(names: readonly string[]) {
    super();
    this.#names = names;
  }

  /** To be asked when the run is over, once. */
  all(): LifeTime[] {
    this.#tellRest([...this.#slots], [...this.#batches.values()]);
    return this.#heard.map(({ owner, from, to, hasSucceeded, parts }) => {
      const named = PARTS.flatMap((name, i) => (parts[i]! > 0 ? [[name, parts[i]!] as const] : []));
      const by = this.#names[owner];
      return { ...(by === undefined ? {} : { by }), from, to, hasSucceeded, parts: Object.fromEntries(named) };
    });
  }

  begins(tellRest: TellRest): void {
    this.#tellRest = tellRest;
  }

  wants(slot: number): boolean {
    return this.witness?.isIn(slot) === true;
  }

  hears(time: RecordTime): void {
    this.#heard.push(time);
    this.#slots.delete(time.slot);
    this.#batches.delete(time.owner);
  }

  override sent(_source: Named, slot: number): void {
    this.#goesOn(slot);
  }

  override deadLettered(_source: Named, _target: Named, slot: number): void {
    this.#goesOn(slot);
  }

  override redriven(_from: Named, _to: Named, slot: number): void {
    this.#goesOn(slot);
  }

  #goesOn(slot: number): void {
    if (this.wants(slot)) this.#slots.add(slot);
  }

  override received(_source: Named, batch: Batch, from: number): void {
    if (batch.shard < 0) return;
    for (let i = from; i < batch.held; i++)
      if (this.wants(batch.slots[i]!)) this.#batches.set(batch.owner.ownerIndex, batch);
  }

  override abandoned(batch: Batch): void {
    if (this.#batches.get(batch.owner.ownerIndex) === batch) this.#batches.delete(batch.owner.ownerIndex);
  }
}
