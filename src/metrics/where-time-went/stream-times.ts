/**
 * Where the time of records went that one mapping reads from a stream: of Kinesis, DynamoDB Streams, Kafka, DocumentDB. Other
 * mappings of the stream have times of their own.
 *
 * Records wait in lines, of which one batch at a time is at work: a lane of a shard, a partition. What a record waits while its line is
 * busy, it is blocked; what its shard was being refused reads, or is read as fast as it gives, is the shard's; the rest is the wait for
 * the next poll. What two of them explain counts as the first that is named here.
 */
import type { Clock, Micros } from '../../engine/time.ts';
import type { Batch } from '../../model/batch.ts';
import type { Column, Records } from '../../model/records.ts';
import { Course } from './course.ts';
import { Ledgers } from './ledgers.ts';
import { Part } from './parts.ts';
import type { PartSums } from './part-sums.ts';
import { Trip } from './trip.ts';

/** States of lines, shards and the mapping: nothing stands in the way, or something. */
const FREE = 0;
const HELD = 1;

export interface LineSettings {
  /** Batches of a line that may be at work at once, from 1. */
  readonly atOnce: number;
  /** What a record has to wait in any case for a poll or a push; beyond that it waits for a poller. Infinity: never. */
  readonly longestPoll: Micros;
}

/** A lane or a partition. */
interface Line {
  readonly course: Course;
  /** Batches at work that hold records of it. */
  batches: number;
}

export class StreamTimes {
  readonly #records: Records;
  readonly #clock: Clock;
  /** Of each record, its partition, where lines are partitions; undefined: lines are the lanes of batches. */
  readonly #partitions: Column | undefined;
  /** Known before the first event. */
  settings: LineSettings = { atOnce: 1, longestPoll: Infinity };
  readonly #sums: PartSums;
  readonly #ledgers = new Ledgers();
  /** Whether somebody polls. */
  readonly #polling = new Course(2);
  readonly #lines: Line[] = [];
  readonly #shards: Course[] = [];
  /** By number of the batch: the present trip last, before it those of the parts of a bisected batch that come after. */
  readonly #trips: Trip[][] = [];
  /** By number of the batch: of each line, how many of its records it holds. */
  readonly #holds: Map<number, number>[] = [];
  /** When it was received; and before: since when it has waited. */
  #since = new Float64Array(0);
  /** Whether it is in a batch: its number plus 1. */
  #batch = new Int32Array(0);
  /** Of records that came back to their line. */
  readonly #carried = new Map<number, { readonly row: number; readonly since: Micros }>();
  #isOut = false;
  #isOn = false;

  constructor(records: Records, clock: Clock, partitions: Column | undefined, sums: PartSums) {
    this.#records = records;
    this.#clock = clock;
    this.#partitions = partitions;
    this.#sums = sums;
    this.#polling.set(HELD, 0);
  }

  // — who polls, and what gives —

  enabled(isOn: boolean): void {
    this.#isOn = isOn;
    this.#look();
  }

  outage(isOut: boolean): void {
    this.#isOut = isOut;
    this.#look();
  }

  #look(): void {
    this.#polling.set(this.#isOn && !this.#isOut ? FREE : HELD, this.#clock.now);
  }

  /** A read of a shard has brought something, and may have left something. */
  read(shard: number, leaves: boolean): void {
    this.#shardOf(shard).set(leaves ? HELD : FREE, this.#clock.now);
  }

  readThrottled(shard: number): void {
    this.#shardOf(shard).set(HELD, this.#clock.now);
  }

  #shardOf(shard: number): Course {
    return (this.#shards[shard] ??= new Course(2));
  }

  #line(number: number): Line {
    return (this.#lines[number] ??= { course: new Course(2), batches: 0 });
  }

  // — the life of a batch —

  received(batch: Batch, from: number): void {
    const { now } = this.#clock;
    for (let i = from; i < batch.held; i++) {
      const slot = batch.slots[i]!;
      if (slot >= this.#since.length) this.#grow(slot + 1);
      this.#since[slot] = now;
      this.#batch[slot] = batch.number + 1;
    }
  }

  batched(batch: Batch, number: number): void {
    const { now } = this.#clock;
    const trips = (this.#trips[batch.number] ??= [new Trip(batch.owner.ownerIndex)]);
    trips.length = 1;
    trips[0]!.begin(number, now);
    trips[0]!.left = batch.size;
    this.#hold(batch);
  }

  /** The lines of a batch are busy. */
  #hold(batch: Batch): void {
    const holds = (this.#holds[batch.number] ??= new Map<number, number>());
    const partitions = this.#partitions;
    if (partitions === undefined) {
      if (batch.size > 0) holds.set(batch.lane, batch.size);
    } else {
      for (let i = 0; i < batch.size; i++) {
        const partition = partitions.values[batch.slots[i]!]!;
        holds.set(partition, (holds.get(partition) ?? 0) + 1);
      }
    }
    for (const line of holds.keys()) this.#occupy(line, 1);
  }

  /** The trip that is at work; undefined: the batch was never closed. */
  tripOf(batch: Batch): Trip | undefined {
    return this.#trips[batch.number]?.at(-1);
  }

  /** What comes after the first records waits until they are done with. */
  bisected(batch: Batch, left: number): void {
    const trips = this.#trips[batch.number]!;
    const after = trips.at(-1)!;
    const first = new Trip(batch.owner.ownerIndex);
    after.until(this.#clock.now);
    first.copy(after);
    first.left = left;
    after.left -= left;
    after.now(Part.blocked, this.#clock.now);
    trips.push(first);
  }

  checkpointed(batch: Batch, count: number): void {
    for (let i = 0; i < count; i++) if (batch.unprocessed[i] === 0) this.#succeeded(batch.slots[i]!, batch);
    this.gaveUp(batch, count);
  }

  /** Adds what the record in that place of a batch has gone through until now, which has not succeeded. */
  soFar(batch: Batch, i: number, sums: PartSums): void {
    this.#addAll(batch.slots[i]!, batch, this.#tripAt(batch, i), sums, (part, time) => sums.add(part, time));
  }

  /** The trip of the record in that place; undefined: its batch is not closed. */
  #tripAt({ number }: Batch, i: number): Trip | undefined {
    let closed = 0;
    return this.#trips[number]?.findLast(({ left }) => i < (closed += left));
  }

  /** The first records are done with. */
  gaveUp(batch: Batch, count: number): void {
    for (let i = 0; i < count; i++) this.#forget(batch.slots[i]!);
    this.#goOn(batch.number, count);
    const partitions = this.#partitions;
    if (partitions === undefined) return this.#leave(batch.number, batch.lane, count);
    for (let i = 0; i < count; i++) this.#leave(batch.number, partitions.values[batch.slots[i]!]!, 1);
  }

  /** It is gone, from its line or from the front of a batch. */
  lost(slot: number): void {
    const number = slot < this.#batch.length ? this.#batch[slot]! - 1 : -1;
    this.#forget(slot);
    const holds = this.#holds[number];
    if (holds === undefined || holds.size === 0) return;
    this.#goOn(number, 1);
    const partitions = this.#partitions;
    // In a lane the whole batch is of one line.
    const line = partitions === undefined ? [...holds.keys()][0]! : partitions.values[slot]!;
    this.#leave(number, line, 1);
  }

  /** What a poller holds of a batch goes back to where it came from. */
  abandoned(batch: Batch): void {
    const { now } = this.#clock;
    const trips = this.#trips[batch.number];
    for (let i = 0; i < batch.held; i++) this.#carry(batch.slots[i]!, batch, this.#tripAt(batch, i), now);
    for (const [line, count] of this.#holds[batch.number] ?? []) this.#leave(batch.number, line, count);
    for (const trip of trips ?? []) trip.left = 0;
  }

  // — accounts —

  #succeeded(slot: number, batch: Batch): void {
    this.#addAll(slot, batch, this.tripOf(batch)!, this.#sums, this.#addToSums);
    this.#forgetBefore(slot, batch);
  }

  readonly #addToSums = (part: number, time: Micros): void => this.#sums.add(part, time);

  /** Adds what a record has gone through until now. `trip`: undefined while its batch is being filled; `add` adds to the sums. */
  #addAll(
    slot: number,
    batch: Batch,
    trip: Trip | undefined,
    sums: PartSums,
    add: (part: number, time: Micros) => void,
  ): void {
    const { now } = this.#clock;
    trip?.until(now);
    sums.open(now - this.#records.sentAt[slot]!, slot);
    const since = this.#since[slot]!;
    this.#wait(slot, batch, since, add);
    const closedAt = trip?.begunAt ?? now;
    if (closedAt > since) sums.add(Part.batch, closedAt - since);
    for (let bits = trip?.used ?? 0; bits !== 0; bits &= bits - 1) {
      const part = 31 - Math.clz32(bits & -bits);
      sums.add(part, trip!.times[part]!);
    }
    const carried = this.#carried.size === 0 ? undefined : this.#carried.get(slot);
    if (carried !== undefined) this.#ledgers.addTo(sums, carried.row);
  }

  /** The parts of what it waited until it was received at `to`. */
  #wait(slot: number, batch: Batch, to: Micros, add: (part: number, time: Micros) => void): void {
    const from = this.#carried.get(slot)?.since ?? this.#records.sentAt[slot]!;
    let rest = to - from;
    if (rest === 0) return;
    const take = (part: number, most: Micros): void => {
      const time = Math.min(rest, most);
      if (time <= 0) return;
      rest -= time;
      add(part, time);
    };
    const partition = this.#partitions?.values[slot];
    take(Part.notPolled, this.#polling.between(HELD, from, to));
    take(Part.blocked, this.#courseFor(slot, batch).between(HELD, from, to));
    take(Part.shardRead, this.#shardOf(partition ?? batch.shard).between(HELD, from, to));
    take(Part.nextPoll, this.settings.longestPoll);
    take(Part.poller, Infinity);
  }

  /** That of the line that a record is in. */
  #courseFor(slot: number, { lane }: Batch): Course {
    return this.#line(this.#partitions?.values[slot] ?? lane).course;
  }

  /** Nobody asks for earlier ones: records of a line are received in their order, but for those that come back. */
  #forgetBefore(slot: number, batch: Batch): void {
    this.#courseFor(slot, batch).forget(this.#records.sentAt[slot]!);
  }

  #carry(slot: number, batch: Batch, trip: Trip | undefined, now: Micros): void {
    const row = this.#carried.get(slot)?.row ?? this.#ledgers.open();
    const since = this.#since[slot]!;
    const add = (part: number, time: Micros): void => this.#ledgers.add(row, part, time);
    this.#wait(slot, batch, since, add);
    this.#forgetBefore(slot, batch);
    if (trip !== undefined) {
      trip.until(now);
      add(Part.batch, trip.begunAt - since);
      this.#ledgers.addTrip(row, trip);
    } else add(Part.batch, now - since);
    this.#batch[slot] = 0;
    this.#carried.set(slot, { row, since: now });
  }

  #forget(slot: number): void {
    if (slot < this.#batch.length) this.#batch[slot] = 0;
    if (this.#carried.size === 0) return;
    const carried = this.#carried.get(slot);
    if (carried === undefined) return;
    this.#ledgers.close(carried.row);
    this.#carried.delete(slot);
  }

  /** Some of the present trip is done with; what is left of it is tried again, or else the next part is. */
  #goOn(number: number, count: number): void {
    const trips = this.#trips[number];
    if (trips === undefined) return;
    trips.at(-1)!.left -= count;
    if (trips.at(-1)!.left <= 0 && trips.length > 1) trips.pop();
    trips.at(-1)!.now(Part.retry, this.#clock.now);
  }

  /** A batch holds so many records of a line less. */
  #leave(number: number, line: number, count: number): void {
    const holds = this.#holds[number];
    const held = holds?.get(line);
    if (held === undefined) return;
    if (held > count) {
      holds!.set(line, held - count);
      return;
    }
    holds!.delete(line);
    this.#occupy(line, -1);
  }

  /** One batch at work more, or less, that holds records of the line. */
  #occupy(number: number, change: 1 | -1): void {
    const line = this.#line(number);
    line.batches += change;
    line.course.set(line.batches >= this.settings.atOnce ? HELD : FREE, this.#clock.now);
  }

  #grow(least: number): void {
    const length = Math.max(least, this.#records.state.length);
    const since = new Float64Array(length);
    since.set(this.#since);
    this.#since = since;
    const batch = new Int32Array(length);
    batch.set(this.#batch);
    this.#batch = batch;
  }
}
