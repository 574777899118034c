/**
 * The observer that counts what only metrics by the period want of streams. It listens only to runs that have streams and whose
 * metrics are wanted, and begins anew with every period.
 */
import type { Clock } from '../../engine/time.ts';
import type { Batch } from '../../model/batch.ts';
import { Listener, type GivenUp, type Named } from '../../model/observer.ts';
import type { Records } from '../../model/records.ts';
import { Extremes } from '../../stats/extremes.ts';
import type { StreamParts } from './stream-recorder.ts';
import type { IteratorAgeAt } from './summary.ts';

/** Of one stream, in the present period. */
export class StreamCounts {
  incoming = 0;
  incomingBytes = 0;
  writesRefused = 0;
  /** Records and bytes that GetRecords returned; pushes are counted apart. */
  records = 0;
  bytes = 0;
  readsThrottled = 0;
  pushed = 0;
  /** One value a GetRecords that was not refused. */
  readonly ages = new Extremes();

  reset(): void {
    this.incoming = 0;
    this.incomingBytes = 0;
    this.writesRefused = 0;
    this.records = 0;
    this.bytes = 0;
    this.readsThrottled = 0;
    this.pushed = 0;
    this.ages.reset();
  }
}

/** Of one mapping. */
export class StreamMappingCounts {
  polled = 0;
  polls = 0;
  /** Given up and gone, given up and sent to the destination: records. */
  dropped = 0;
  delivered = 0;
  /** Records that were handled, given up or filtered, of Kafka; undefined: it has no offsets that are committed. */
  committed: number | undefined;
  readonly ages = new Extremes();

  constructor(isKafka: boolean) {
    if (isKafka) this.committed = 0;
  }

  reset(): void {
    this.polled = 0;
    this.polls = 0;
    this.dropped = 0;
    this.delivered = 0;
    if (this.committed !== undefined) this.committed = 0;
    this.ages.reset();
  }
}

/** Of one function, over the mappings of streams that invoke it. */
export class StreamFunctionCounts {
  deliveryFailures = 0;
  /** Records that were dropped because no invocation can hold them. */
  oversized = 0;
  readonly ages = new Extremes();

  reset(): void {
    this.deliveryFailures = 0;
    this.oversized = 0;
    this.ages.reset();
  }
}

export class StreamPeriodCounts extends Listener {
  /** Of Kinesis; what AWS/DynamoDB has of streams is left out. */
  readonly streams: readonly (StreamCounts | undefined)[];
  readonly mappings: readonly (StreamMappingCounts | undefined)[];
  readonly functions: readonly StreamFunctionCounts[];
  readonly #functionOf: readonly number[];
  readonly #isPushed: readonly boolean[];
  readonly #ageAt: IteratorAgeAt;
  readonly #records: Records;
  readonly #clock: Clock;

  /** `functionOf`: of each mapping the number of its function. */
  constructor(
    parts: StreamParts & {
      readonly isKinesis: readonly boolean[];
      readonly functions: number;
      readonly functionOf: readonly number[];
    },
    ageAt: IteratorAgeAt,
    records: Records,
    clock: Clock,
  ) {
    super();
    this.streams = parts.isKinesis.map((is) => (is ? new StreamCounts() : undefined));
    this.mappings = parts.streamOf.map((source, i) =>
      source === undefined ? undefined : new StreamMappingCounts(parts.isKafka[i]!),
    );
    this.functions = Array.from({ length: parts.functions }, () => new StreamFunctionCounts());
    this.#functionOf = parts.functionOf;
    this.#isPushed = parts.isPushed;
    this.#ageAt = ageAt;
    this.#records = records;
    this.#clock = clock;
  }

  /** A period has ended. */
  reset(): void {
    for (const counts of [...this.streams, ...this.mappings, ...this.functions]) counts?.reset();
  }

  override sent(source: Named, slot: number): void {
    const stream = this.streams[source.index];
    if (stream === undefined) return;
    stream.incoming++;
    stream.incomingBytes += this.#records.size[slot]!;
  }

  override refused(source: Named): void {
    const stream = this.streams[source.index];
    if (stream !== undefined) stream.writesRefused++;
  }

  override read(source: Named, mapping: Named, _shard: number, count: number, behind: number, bytes: number): void {
    const consumer = this.mappings[mapping.index]!;
    consumer.polled += count;
    consumer.polls++;
    const stream = this.streams[source.index];
    if (stream === undefined) return;
    if (this.#isPushed[mapping.index]!) {
      stream.pushed += count;
      return;
    }
    stream.records += count;
    stream.bytes += bytes;
    stream.ages.add(behind);
  }

  override emptyReceives(source: Named, mapping: Named, count: number): void {
    const consumer = this.mappings[mapping.index];
    if (consumer === undefined) return;
    consumer.polls += count;
    const stream = this.streams[source.index];
    // Nothing is behind a read that finds nothing (KIN-35).
    if (stream !== undefined && !this.#isPushed[mapping.index]!) stream.ages.addMany(0, count);
  }

  override readThrottled(source: Named): void {
    const stream = this.streams[source.index];
    if (stream !== undefined) stream.readsThrottled++;
  }

  override invoked(fn: Named, batch: Batch): void {
    if (this.#ageAt === 'send') this.#age(fn, batch);
  }

  override finished(fn: Named, batch: Batch): void {
    if (this.#ageAt === 'finish') this.#age(fn, batch);
  }

  #age(fn: Named, { owner, slots, size }: Batch): void {
    const mapping = owner.mapping === undefined ? undefined : this.mappings[owner.mapping.index];
    // The last call for a window has no records, and so no age.
    if (mapping === undefined || size === 0) return;
    // Kafka has its offset lag instead.
    if (mapping.committed !== undefined) return;
    const age = this.#clock.now - this.#records.agedFrom[slots[size - 1]!]!;
    mapping.ages.add(age);
    this.functions[fn.index]!.ages.add(age);
  }

  override checkpointed(_source: Named, { owner }: Batch, count: number): void {
    this.#commit(owner.mapping!, count);
  }

  override filtered(_source: Named, mapping: Named): void {
    this.#commit(mapping, 1);
  }

  #commit({ index }: Named, count: number): void {
    const mapping = this.mappings[index];
    if (mapping?.committed !== undefined) mapping.committed += count;
  }

  override gaveUp(_source: Named, { owner }: Batch, count: number, end: GivenUp): void {
    const { delivered, destination, condition } = end;
    const { index } = owner.mapping!;
    const mapping = this.mappings[index]!;
    const fn = this.functions[this.#functionOf[index]!]!;
    if (condition === 'Oversized') fn.oversized += count;
    if (delivered) mapping.delivered += count;
    else mapping.dropped += count;
    if (mapping.committed !== undefined) mapping.committed += count;
    if (!delivered && destination !== undefined) fn.deliveryFailures++;
  }
}
