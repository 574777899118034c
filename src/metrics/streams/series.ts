/**
 * What the series of a result have of streams: by mapping the iterator age, invocations at once and blocked lanes, the age and the
 * blocked lanes by shard as well; by stream its shards, refused puts and throttled reads. A stream may have ten thousand shards, so
 * neighbours share a row where they would be too many: of ages the greatest, of lanes the sum.
 */
import type { SourceRecord } from '../ledgers.ts';
import { Steps } from '../steps.ts';
import type { ConsumerRecord, StreamRecord } from './ledgers.ts';
import type { StreamReading } from './reading.ts';
import { MOST_SHARDS, type ShardSeries, type StreamMappingSeries, type StreamSeries } from './result.ts';

/** All mappings together have no more rows of shards than this, but for a few each. */
const MOST_ROWS = 512;
const LEAST_ROWS = 4;

interface Row {
  readonly iteratorAge: (number | null)[];
  readonly blockedLanes: number[];
}

/** Rows of one or more shards each, in order of their numbers; filled interval by interval. */
export class ShardRows {
  readonly #most: number;
  #perRow = 1;
  #rows: Row[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  get perRow(): number {
    return this.#perRow;
  }

  note(shard: number, interval: number, age: number | null, blockedLanes: number): void {
    while (Math.floor(shard / this.#perRow) >= this.#most) this.#halve();
    const number = Math.floor(shard / this.#perRow);
    while (this.#rows.length <= number) this.#rows.push({ iteratorAge: [], blockedLanes: [] });
    const row = this.#rows[number]!;
    row.iteratorAge[interval] = greater(row.iteratorAge[interval], age);
    row.blockedLanes[interval] = (row.blockedLanes[interval] ?? 0) + blockedLanes;
  }

  /** All rows, of so many intervals; null and 0 where nothing was noted. */
  toResult(intervals: number): ShardSeries[] {
    return this.#rows.map(({ iteratorAge, blockedLanes }) => ({
      iteratorAge: Array.from({ length: intervals }, (_, i) => iteratorAge[i] ?? null),
      blockedLanes: Array.from({ length: intervals }, (_, i) => blockedLanes[i] ?? 0),
    }));
  }

  #halve(): void {
    this.#perRow *= 2;
    const halves: Row[] = [];
    for (let i = 0; i < this.#rows.length; i += 2) halves.push(merged(this.#rows[i]!, this.#rows[i + 1]));
    this.#rows = halves;
  }
}

function merged(one: Row, other: Row | undefined): Row {
  if (other === undefined) return one;
  const length = Math.max(one.iteratorAge.length, other.iteratorAge.length);
  return {
    iteratorAge: Array.from({ length }, (_, i) => greater(one.iteratorAge[i], other.iteratorAge[i] ?? null)),
    blockedLanes: Array.from({ length }, (_, i) => (one.blockedLanes[i] ?? 0) + (other.blockedLanes[i] ?? 0)),
  };
}

function greater(one: number | null | undefined, other: number | null): number | null {
  return one === null || one === undefined ? other : Math.max(one, other ?? 0);
}

/** Of one mapping. */
export class StreamMappingRows {
  readonly #record: ConsumerRecord;
  readonly #steps = new Steps();
  readonly #shards: ShardRows;
  readonly #rows = {
    iteratorAge: [] as (number | null)[],
    running: [] as number[],
    blockedLanes: [] as number[],
    readsThrottled: [] as number[],
  };
  readonly #offsetLags: number[] = [];
  /** Of the present interval: the greatest age that was sent, and the age of the oldest at the last reading, by shard. */
  readonly #sent = new Map<number, number>();
  #oldest: ReadonlyMap<number, number> = new Map();
  readonly #blocked = new Map<number, number>();
  #running = 0;
  #blockedLanes = 0;
  #offsetLag = 0;

  /** `mappings`: how many of them the run has. */
  constructor(record: ConsumerRecord, mappings: number) {
    this.#record = record;
    this.#shards = new ShardRows(Math.min(MOST_SHARDS, Math.max(LEAST_ROWS, Math.floor(MOST_ROWS / mappings))));
  }

  note({ sent, oldest, blocked, blockedLanes, running, offsetLag }: StreamReading): void {
    for (const [shard, age] of sent) this.#sent.set(shard, Math.max(this.#sent.get(shard) ?? 0, age));
    for (const [shard, lanes] of blocked) this.#blocked.set(shard, Math.max(this.#blocked.get(shard) ?? 0, lanes));
    this.#oldest = oldest;
    if (offsetLag !== undefined) this.#offsetLag = Math.max(this.#offsetLag, offsetLag.most);
    this.#running = Math.max(this.#running, running);
    this.#blockedLanes = Math.max(this.#blockedLanes, blockedLanes);
  }

  close(): void {
    const rows = this.#rows;
    const interval = rows.running.length;
    let greatest: number | null = null;
    for (const shard of new Set([...this.#sent.keys(), ...this.#oldest.keys(), ...this.#blocked.keys()])) {
      const blocked = this.#blocked.get(shard) ?? 0;
      const [sent, oldest] = [this.#sent.get(shard), this.#oldest.get(shard) ?? null];
      // Lanes that go on would hide one that does not.
      const age = sent === undefined || blocked > 0 ? greater(sent, oldest) : sent;
      greatest = greater(greatest, age);
      this.#shards.note(shard, interval, age, blocked);
    }
    rows.iteratorAge.push(greatest);
    rows.running.push(this.#running);
    rows.blockedLanes.push(this.#blockedLanes);
    rows.readsThrottled.push(this.#steps.take('throttled', this.#record.readsThrottled.total));
    this.#offsetLags.push(this.#offsetLag);
    this.#offsetLag = 0;
    this.#sent.clear();
    this.#blocked.clear();
    this.#running = 0;
    this.#blockedLanes = 0;
  }

  toResult(): StreamMappingSeries {
    const shards = this.#shards.toResult(this.#rows.running.length);
    const offsetLag = this.#record.offsetLag === undefined ? {} : { offsetLag: this.#offsetLags };
    return { ...this.#rows, ...offsetLag, shardsPerRow: this.#shards.perRow, shards };
  }
}

/** Of one stream. */
export class StreamRows {
  readonly #record: StreamRecord;
  readonly #source: SourceRecord;
  readonly #steps = new Steps();
  readonly #rows = { shards: [] as number[], putsRefused: [] as number[], readsThrottled: [] as number[] };

  constructor(record: StreamRecord, source: SourceRecord) {
    this.#record = record;
    this.#source = source;
  }

  close(): void {
    this.#rows.shards.push(this.#record.shards.takePeak());
    this.#rows.putsRefused.push(this.#steps.take('refused', this.#source.putsRefused.total));
    this.#rows.readsThrottled.push(this.#steps.take('throttled', this.#record.readsThrottled.total));
  }

  toResult(): StreamSeries {
    return this.#rows;
  }
}
