/**
 * The observer that counts what streams are charged for: open shards over time, what is put, what is read and pushed, and how long it is
 * kept. It listens only to runs that have streams.
 *
 * What keeping records costs beyond what is included is counted when they are put, for the retention that holds then: what a stream that
 * goes on like that comes to in the long run, and not what was stored in a run that may be shorter than the retention.
 */
import type { Clock, Micros } from '../../engine/time.ts';
import { Listener, type Named } from '../../model/observer.ts';
import type { Records } from '../../model/records.ts';
import { Level } from '../../stats/level.ts';
import { Tally } from '../tally.ts';

export interface StreamBilling {
  /** Bytes of one PUT payload unit, and of what each record is rounded up to on demand. */
  readonly putUnit: number;
  readonly roundedTo: number;
  /** Retention that is included, and from which on it is for the long term. */
  readonly included: Micros;
  readonly longAfter: Micros;
}

export interface StreamToBill {
  readonly shards: number;
  readonly retention: Micros;
  /** What its retention becomes later, in order of time. */
  readonly changes: readonly { readonly at: Micros; readonly to: Micros }[];
}

/** What is counted of one stream. */
export class StreamUsage {
  readonly shards: Level;
  /** Open shards while the retention is more than is included. */
  readonly extended: Level;
  readonly putUnits = new Tally();
  /** Bytes put, each record rounded up. */
  readonly bytesIn = new Tally();
  /** Bytes times microseconds for which what was put is kept beyond what is included, without the long term, and in the long term. */
  readonly kept = new Tally();
  readonly keptLong = new Tally();
  readonly #stream: StreamToBill;
  readonly #billing: StreamBilling;
  #retention: Micros;
  #changes = 0;

  constructor(stream: StreamToBill, billing: StreamBilling) {
    this.#stream = stream;
    this.#billing = billing;
    this.#retention = stream.retention;
    this.shards = new Level();
    this.extended = new Level();
    this.#open(stream.shards, 0);
  }

  put(bytes: number, at: Micros): void {
    this.catchUp(at);
    const { putUnit, roundedTo, included, longAfter } = this.#billing;
    this.putUnits.total += Math.max(1, Math.ceil(bytes / putUnit));
    this.bytesIn.total += Math.max(1, Math.ceil(bytes / roundedTo)) * roundedTo;
    if (this.#retention <= included) return;
    this.kept.total += bytes * (Math.min(this.#retention, Math.max(included, longAfter)) - included);
    this.keptLong.total += bytes * Math.max(0, this.#retention - Math.max(included, longAfter));
  }

  resharded(step: number, now: Micros): void {
    this.catchUp(now);
    this.#open(this.shards.value + step, now);
  }

  /** The retention is what it is at that instant. */
  catchUp(now: Micros): void {
    const { changes } = this.#stream;
    while (this.#changes < changes.length && changes[this.#changes]!.at <= now) {
      const { at, to } = changes[this.#changes++]!;
      this.#retention = to;
      this.#open(this.shards.value, at);
    }
  }

  #open(shards: number, at: Micros): void {
    this.shards.set(shards, at);
    this.extended.set(this.#retention > this.#billing.included ? shards : 0, at);
  }

  restart(now: Micros): void {
    this.catchUp(now);
    for (const level of [this.shards, this.extended]) level.restart(now);
    for (const tally of [this.putUnits, this.bytesIn, this.kept, this.keptLong]) tally.restart();
  }
}

/** What is counted of one mapping that reads a stream. */
export class ReaderUsage {
  readonly bytes = new Tally();
  /** Reads, those that found nothing included. */
  readonly reads = new Tally();
}

export class StreamUsages extends Listener {
  /** By source and by mapping; undefined of those that have nothing to do with streams. */
  readonly streams: readonly (StreamUsage | undefined)[];
  readonly mappings: readonly ReaderUsage[];
  readonly #records: Records;
  readonly #clock: Clock;

  constructor(
    streams: readonly (StreamToBill | undefined)[],
    mappings: number,
    billing: StreamBilling,
    { records, clock }: { readonly records: Records; readonly clock: Clock },
  ) {
    super();
    this.streams = streams.map((stream) => stream && new StreamUsage(stream, billing));
    this.mappings = Array.from({ length: mappings }, () => new ReaderUsage());
    this.#records = records;
    this.#clock = clock;
  }

  override sent(source: Named, slot: number): void {
    const { size, sentAt } = this.#records;
    // What was sent before the run began was put before, and is told at its beginning.
    this.streams[source.index]?.put(size[slot]!, Math.max(0, sentAt[slot]!));
  }

  override read(_source: Named, mapping: Named, _shard: number, _count: number, _behind: Micros, bytes: number): void {
    const reader = this.mappings[mapping.index]!;
    reader.reads.total++;
    reader.bytes.total += bytes;
  }

  override emptyReceives(_source: Named, mapping: Named, count: number): void {
    this.mappings[mapping.index]!.reads.add(count);
  }

  override resharded(source: Named, closed: readonly string[], opened: readonly string[]): void {
    this.streams[source.index]!.resharded(opened.length - closed.length, this.#clock.now);
  }

  /** The warm-up ends. */
  restart(now: Micros): void {
    for (const stream of this.streams) stream?.restart(now);
    for (const { bytes, reads } of this.mappings) for (const tally of [bytes, reads]) tally.restart();
  }
}
