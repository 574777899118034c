/**
 * The observer that measures streams, and what each mapping reads of them: books, iterator ages, reads, blocked lanes. It listens
 * only to runs that have streams, so that all others pay nothing for it. What all sources and mappings have is the recorder's.
 */
import type { Clock } from '../../engine/time.ts';
import type { Batch } from '../../model/batch.ts';
import { Listener, type GivenUp, type Named } from '../../model/observer.ts';
import type { Column, Records } from '../../model/records.ts';
import { ConsumerRecord, StreamRecord } from './ledgers.ts';
import { OffsetLag } from './offset-lag.ts';
import type { StreamProbes, StreamReading } from './reading.ts';

/** What there is to measure, by number; undefined for a source or a mapping that has nothing to do with streams. */
export interface StreamParts {
  /** Of each stream its shards at the beginning. */
  readonly shards: readonly (number | undefined)[];
  /** Of each mapping the number of the stream that it reads. */
  readonly streamOf: readonly (number | undefined)[];
  /** Of each mapping whether records are pushed to it, by enhanced fan-out. */
  readonly isPushed: readonly boolean[];
  /** Of each mapping whether it reads a topic of Kafka. */
  readonly isKafka: readonly boolean[];
}

export class StreamRecorder extends Listener {
  readonly streams: readonly (StreamRecord | undefined)[];
  readonly mappings: readonly (ConsumerRecord | undefined)[];
  readonly #records: Records;
  readonly #clock: Clock;
  readonly #isPushed: readonly boolean[];
  /** Of each source that is a topic, the offset lags of those that read it. */
  readonly #lags: readonly OffsetLag[][];
  /** What Kafka calls the partition of a record. */
  readonly #partition: Column | undefined;
  #probes: StreamProbes | undefined;

  constructor(
    { shards, streamOf, isPushed, isKafka }: StreamParts,
    records: Records,
    clock: Clock,
    idOf: (slot: number) => string,
  ) {
    super();
    this.#records = records;
    this.#clock = clock;
    this.#isPushed = isPushed;
    this.streams = shards.map((n) => (n === undefined ? undefined : new StreamRecord(n)));
    this.mappings = streamOf.map((source, i) => {
      if (source === undefined) return undefined;
      const partitionOf = (slot: number): number => this.#partition!.values[slot]!;
      const kafka = isKafka[i]! ? { offsetLag: new OffsetLag(shards[source]!), partitionOf } : undefined;
      return new ConsumerRecord(this.streams[source]!, clock, idOf, kafka);
    });
    if (isKafka.includes(true)) this.#partition = records.column('residue');
    this.#lags = shards.map((_, source) =>
      this.mappings.flatMap((one, i) =>
        streamOf[i] === source && one?.offsetLag !== undefined ? [one.offsetLag] : [],
      ),
    );
  }

  /** The model is put together: from now on it can be asked. */
  watch(probes: StreamProbes): void {
    this.#probes = probes;
  }

  /** A look at each mapping; undefined of those that read no stream. */
  takeReadings(): (StreamReading | undefined)[] {
    const { now } = this.#clock;
    return this.mappings.map((record, i) => {
      if (record === undefined) return undefined;
      const oldest = new Map<number, number>();
      this.#probes?.oldest[i]!((shard, since) => oldest.set(shard, now - since));
      const { total, byShard } = record.blocked.takePeaks();
      const running = record.running.takePeak();
      const lag = record.offsetLag;
      const offsetLag = lag && { most: lag.most.takePeak(), sum: lag.sum.takePeak() };
      return { sent: record.takeRecentAges(), oldest, blocked: byShard, blockedLanes: total, running, offsetLag };
    });
  }

  /** The warm-up ends. */
  restart(now: number): void {
    for (const record of [...this.streams, ...this.mappings]) record?.restart(now);
  }

  #of({ owner }: Batch): ConsumerRecord | undefined {
    return owner.mapping === undefined ? undefined : this.mappings[owner.mapping.index];
  }

  override sent(source: Named, slot: number): void {
    const stream = this.streams[source.index];
    if (stream === undefined) return;
    stream.arrived.total++;
    for (const lag of this.#lags[source.index]!) lag.sent(this.#partition!.values[slot]!, this.#records.sentAt[slot]!);
    if (stream.refusedAt.size === 0) return;
    const since = stream.refusedAt.get(slot);
    if (since === undefined) return;
    stream.refusedAt.delete(slot);
    stream.putDelay.add(this.#records.sentAt[slot]! - since);
  }

  override refused(source: Named, slot: number, _shard: number, again: boolean): void {
    const refusedAt = this.streams[source.index]?.refusedAt;
    if (refusedAt === undefined) return;
    if (again && !refusedAt.has(slot)) refusedAt.set(slot, this.#records.sentAt[slot]!);
  }

  override began(_source: Named, mapping: Named, passedOver: number): void {
    const consumer = this.mappings[mapping.index]!;
    consumer.beforeStart += passedOver;
    consumer.offsetLag?.begin(this.#clock.now);
  }

  override read(source: Named, mapping: Named, _shard: number, count: number, behind: number): void {
    const stream = this.streams[source.index]!;
    stream.recordsPerRead.add(count);
    // A push is no GetRecords.
    if (!this.#isPushed[mapping.index]!) stream.getRecordsAge.add(behind);
    const consumer = this.mappings[mapping.index]!;
    consumer.reads.total++;
    consumer.recordsPerRead.add(count);
  }

  override emptyReceives(_source: Named, mapping: Named, count: number): void {
    this.mappings[mapping.index]?.emptyReads.add(count);
  }

  override readThrottled(source: Named, mapping: Named): void {
    this.streams[source.index]!.readsThrottled.add();
    this.mappings[mapping.index]!.readsThrottled.add();
  }

  override filtered(_source: Named, mapping: Named): void {
    this.mappings[mapping.index]?.filtered.add();
  }

  override invoked(_fn: Named, batch: Batch): void {
    const consumer = this.#of(batch);
    if (consumer === undefined) return;
    consumer.running.add(1, this.#clock.now);
    if (batch.size > 0) {
      const age = this.#ageOf(batch);
      consumer.ageAtSend.add(age);
      if (this.#probes?.ageAt !== 'finish') consumer.noteAge(batch.shard, age);
    }
    consumer.lanesUsed.add(batch.lane);
    if (consumer.blocked.invoked(batch)) consumer.retries.add();
  }

  override finished(_fn: Named, batch: Batch): void {
    const consumer = this.#of(batch);
    if (consumer === undefined) return;
    consumer.running.add(-1, this.#clock.now);
    if (batch.size > 0) {
      const age = this.#ageOf(batch);
      consumer.ageAtFinish.add(age);
      if (this.#probes?.ageAt === 'finish') consumer.noteAge(batch.shard, age);
    }
    consumer.blocked.finished(batch);
  }

  /** Age of the last record (KIN-34), which the last call for a window has not; that of a DynamoDB stream counts from a whole second (DDB-09). */
  #ageOf({ slots, size }: Batch): number {
    return this.#clock.now - this.#records.agedFrom[slots[size - 1]!]!;
  }

  override checkpointed(_source: Named, batch: Batch, count: number): void {
    const consumer = this.#of(batch)!;
    let unprocessed = 0;
    for (let i = 0; i < count; i++) unprocessed += batch.unprocessed[i]!;
    consumer.succeeded.total += count - unprocessed;
    consumer.acknowledged.total += unprocessed;
    consumer.blocked.passed(batch, count);
  }

  override bisected(_source: Named, batch: Batch): void {
    const consumer = this.#of(batch)!;
    consumer.bisects.add();
    consumer.blocked.bisected(batch);
  }

  override gaveUp(_source: Named, batch: Batch, count: number, { delivered }: GivenUp): void {
    const consumer = this.#of(batch)!;
    (delivered ? consumer.toDestination : consumer.skipped).add(count);
    consumer.blocked.gaveUp(batch, delivered ? 'toDestination' : 'skipped');
  }

  override lost(_source: Named, mapping: Named, slot: number, shard: number): void {
    const consumer = this.mappings[mapping.index]!;
    consumer.expired.add();
    if (consumer.blocked.lost(slot, shard)) consumer.expiredBehindBlocked.add();
  }

  override committed(_source: Named, mapping: Named, partition: number, offset: number): void {
    this.mappings[mapping.index]!.offsetLag!.committed(partition, offset, this.#clock.now);
  }

  override rebalanced(_source: Named, mapping: Named, _consumers: number, moved: number): void {
    // At first, all partitions are nobody's.
    if (moved > 0) this.mappings[mapping.index]!.offsetLag!.rebalances.add();
  }

  override resharded(source: Named, closed: readonly string[], opened: readonly string[]): void {
    this.streams[source.index]!.reshard(this.#clock.now, closed, opened);
  }
}
