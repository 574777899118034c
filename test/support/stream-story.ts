/**
 * What the journal of a stream tells, put together anew: which record went to which shard, where each mapping began, and what became
 * of every record for it. Nothing here knows the model but for the ranges of shards, which the journal does not tell.
 */
import { hash } from 'node:crypto';
import { Listener, type Named } from '../../src/model/observer.ts';
import { Stream } from '../../src/model/sources/stream/stream.ts';
import type { Watched } from '../../src/simulate.ts';
import type { Line } from './run.ts';

/** What a record ended as, for a mapping. */
export type End = 'passedOver' | 'filtered' | 'succeeded' | 'unprocessed' | 'toDestination' | 'skipped' | 'expired';

/** Notes where records are put, by the platform's own MD5. */
export class Placement extends Listener {
  /** By record: the id of its shard. */
  readonly shardOf = new Map<string, string>();
  /** By shard: its parents. */
  readonly parents = new Map<string, readonly string[]>();
  #watched!: Watched;

  watch(watched: Watched): this {
    this.#watched = watched;
    return this;
  }

  override sent(source: Named, slot: number): void {
    if (!(source instanceof Stream)) return;
    const id = this.#watched.idOf(slot);
    const position = BigInt(`0x${hash('md5', keyOf(id))}`);
    const holders = source.shards.filter((shard) => !shard.isClosed && position >= shard.from && position < shard.to);
    if (holders.length !== 1) throw new Error(`${holders.length} open shards have the key of ${id}`);
    this.shardOf.set(id, holders[0]!.id);
  }

  override resharded(source: Named, closed: readonly string[], opened: readonly string[]): void {
    if (source instanceof Stream) for (const id of opened) this.parents.set(id, closed);
  }
}

/** The key that an id of a generated record begins with. */
export function keyOf(id: string): string {
  return id.slice(0, id.indexOf('.'));
}

/** How a mapping of the scenario begins, as written. */
export interface Start {
  readonly position: string;
  /** Microseconds, with AT_TIMESTAMP. */
  readonly timestamp: number;
  /** Microseconds a record is kept, and to what its arrival is rounded down. */
  readonly retention: number;
  readonly resolution: number;
}

/** What became of the records of a stream for one mapping. Throws when a record ends twice. */
export class Story {
  readonly ends = new Map<string, End>();
  readonly passedOver: number;
  /** In the order in which they were put. */
  readonly records: readonly string[];
  /** Breaches of what must hold, in words; empty when all is well. */
  readonly breaches: string[] = [];
  /** Keys by lane number, where there is a parallelization factor. */
  readonly lanes: Set<string>[] = [];
  readonly #byKey = new Map<string, string[]>();
  readonly #placement: Placement;
  /** By record: its place in the order of putting. */
  readonly #order = new Map<string, number>();

  constructor(lines: readonly Line[], source: string, mapping: string, start: Start, placement: Placement) {
    this.#placement = placement;
    const sent = lines.filter((line) => line.event === 'sent' && line.source === source);
    this.records = sent.map((line) => line.records![0]!);
    this.records.forEach((id, i) => {
      this.#order.set(id, i);
      const key = keyOf(id);
      if (!this.#byKey.has(key)) this.#byKey.set(key, []);
      this.#byKey.get(key)!.push(id);
    });
    const began = lines.findIndex((line) => line.event === 'began' && line.mapping === mapping);
    this.passedOver = began < 0 ? 0 : lines[began]!.passedOver!;
    if (began >= 0) this.#passOver(lines.slice(0, began), lines[began]!.t, source, start);
    for (const line of lines) if (line.source === source && line.mapping === mapping) this.#tell(line);
  }

  #passOver(
    before: readonly Line[],
    now: number,
    source: string,
    { position, timestamp, retention, resolution }: Start,
  ) {
    for (const line of before) {
      if (line.event !== 'sent' || line.source !== source) continue;
      const agedFrom = Math.floor(line.t / resolution) * resolution;
      const isOld = position === 'LATEST' || (position === 'AT_TIMESTAMP' && line.t < timestamp);
      if (isOld || agedFrom + retention <= now) this.ends.set(line.records![0]!, 'passedOver');
    }
  }

  #tell(line: Line): void {
    const { event, records = [], unprocessed = [] } = line;
    if (event === 'invoked') this.#invoked(line);
    else if (event === 'filtered') this.#end(records, 'filtered');
    else if (event === 'delivered') this.#end(records, 'toDestination');
    else if (event === 'skipped') this.#end(records, 'skipped');
    else if (event === 'expired') this.#end(records, 'expired');
    else if (event === 'checkpointed') {
      this.#end(
        records.filter((id) => !unprocessed.includes(id)),
        'succeeded',
      );
      this.#end(unprocessed, 'unprocessed');
    }
  }

  #end(records: readonly string[], end: End): void {
    for (const id of records) {
      const before = this.ends.get(id);
      if (before !== undefined) this.breaches.push(`${id} ended as ${before}, and then as ${end}`);
      if (!this.#order.has(id)) this.breaches.push(`${id} ended and was never put`);
      this.ends.set(id, end);
    }
  }

  /** Nothing of a batch comes before an earlier record of its key, nor before its parents' last (KIN-15, KIN-32). */
  #invoked({ records, lane, t }: Line): void {
    const [shard, factor] = lane!.split('/') as [string, string | undefined];
    const earlier = new Set<string>();
    for (const id of records!) {
      const { shardOf } = this.#placement;
      if (shardOf.get(id) !== shard) this.breaches.push(`${id} of ${shardOf.get(id)} came in ${lane}`);
      if (this.ends.has(id)) this.breaches.push(`${id} was handed over at ${t} and had ended before`);
      for (const other of this.#byKey.get(keyOf(id))!) {
        if (other === id) break;
        if (!this.ends.has(other) && !earlier.has(other))
          this.breaches.push(`${id} was handed over at ${t} and ${other} had not ended`);
      }
      earlier.add(id);
    }
    for (const id of records!) if (factor !== undefined) (this.lanes[Number(factor)] ??= new Set()).add(keyOf(id));
    for (const parent of this.#ancestors(shard)) {
      const left = this.records.filter((id) => this.#placement.shardOf.get(id) === parent && !this.ends.has(id));
      if (left.length > 0)
        this.breaches.push(`${records!.join()} of ${shard} at ${t} before ${left.join()} of ${parent}`);
    }
  }

  #ancestors(shard: string): string[] {
    const parents = this.#placement.parents.get(shard) ?? [];
    return parents.flatMap((parent) => [parent, ...this.#ancestors(parent)]);
  }

  count(...ends: End[]): number {
    return [...this.ends.values()].filter((end) => ends.includes(end)).length;
  }
}
