/**
 * How one mapping reads one shard: when the next read is due, what it returns, and which lane gets it.
 *
 * A reader that is not behind reads at a steady interval, one that is behind reads on at once, as fast as the shard gives
 * (KIN-11, KIN-16, DDB-01). It reads while some lane waits for records; a read that came due while all lanes were busy takes place
 * when the first is free. A record can be read some time after it was put: what publishing takes beside the wait for the
 * next read (inferred, KIN-11). By fan-out nothing is polled: records are pushed when that time is over, which is then drawn (KIN-12).
 * Reads that would find nothing have no events of their own unless they would be refused; they are counted when somebody looks.
 */
import type { RandomStream } from '../../../engine/random.ts';
import { Rank } from '../../../engine/rank.ts';
import type { Timer } from '../../../engine/simulation.ts';
import { SECOND, type Micros } from '../../../engine/time.ts';
import type { World } from '../../world.ts';
import type { Lane } from './lane.ts';
import { ReadLimit, type IdleReads } from './read-limit.ts';
import type { Iterator, Shard } from './shard.ts';
import type { Stream } from './stream.ts';
import type { StreamTraits } from './traits.ts';

/** Who reads. */
export interface Reading {
  readonly stream: Stream;
  readonly traits: StreamTraits;
  /** Whether the mapping polls now. */
  readonly isOn: boolean;
  /** Draws how long a push takes; undefined: it polls. */
  readonly pushTime: (() => Micros) | undefined;
  /** A record was read, in order: whoever reads gives it to a lane, or passes over it. */
  take(slot: number, reader: ShardReader): void;
  /**
   * A read returned so many records and bytes; the last of them had been there for `behind`, 0 for the last there is. `leaves`: more could
   * be read already.
   */
  hasRead(reader: ShardReader, count: number, behind: Micros, bytes: number, leaves: boolean): void;
  wasRefused(reader: ShardReader): void;
  foundNothing(reads: number): void;
  /** There may be nothing left of a closed shard. */
  mayBeDone(reader: ShardReader): void;
}

export class ShardReader implements Iterator, IdleReads {
  readonly shard: Shard;
  /** By the hash of the key; empty until reading begins. */
  readonly lanes: Lane[] = [];
  /** Sequence number that is read next. */
  position = 0;
  /** Whether all of the shard is read and done with. */
  isDone = false;
  readonly #world: World;
  readonly #reading: Reading;
  readonly #limit: ReadLimit;
  readonly #every: Micros;
  /** Records that may wait in lanes when more are read. */
  readonly #readAhead: number;
  readonly #random: RandomStream;
  readonly #timer: Timer;
  /** When the reads that follow each other at a steady interval began to; NaN while nobody waits for records. */
  #nextTick: Micros = NaN;
  #lastReadAt: Micros = -Infinity;
  /** A reader keeps to what a shard gives by itself. */
  readonly #own: ReadLimit;
  #ownFreeAt: Micros = 0;
  #isBehind = false;
  /** From the put of the next record until it can be read. */
  #latency: Micros = 0;
  #isLatencyDrawn = false;

  constructor(shard: Shard, reading: Reading, world: World, random: RandomStream) {
    const { traits, pushTime } = reading;
    this.shard = shard;
    this.#world = world;
    this.#reading = reading;
    this.#random = random;
    this.#every = pushTime === undefined ? traits.pollEvery : 0;
    this.#readAhead = world.rules.number('stream.readAhead');
    this.#latency = traits.propagation;
    this.#own = new ReadLimit(Infinity, pushTime === undefined ? traits.readBytes : traits.fanOutBytes);
    this.#limit = pushTime === undefined ? shard.reads : new ReadLimit(Infinity, Infinity);
    this.#timer = world.sim.timer(Rank.poll, this.#read);
  }

  /** Whether reading has begun. */
  get hasBegun(): boolean {
    return this.lanes.length > 0;
  }

  /** Reads from now on, first after `after`. */
  begin(lanes: readonly Lane[], after: Micros): void {
    this.lanes.push(...lanes);
    this.#lastReadAt = this.#world.sim.now + after - this.#every;
    if (this.#reading.pushTime === undefined) this.#limit.readers.push(this);
  }

  low(): number {
    if (this.isDone) return Infinity;
    let low = this.position;
    const sequence = this.#reading.stream.sequence.values;
    for (const lane of this.lanes) {
      const first = lane.first();
      if (first >= 0 && sequence[first]! < low) low = sequence[first]!;
    }
    return low;
  }

  /** Records that are not done with. */
  get held(): number {
    let held = this.shard.log.end - this.position;
    for (const lane of this.lanes) held += lane.held;
    return held;
  }

  /** A lane has no records and waits for some. */
  await(lane: Lane): void {
    lane.isIdle = true;
    this.plan();
  }

  /** A lane has taken what it waited for. */
  serve(lane: Lane): void {
    lane.isIdle = false;
    // It has made room for more.
    if (this.#isHungry) return this.#readAhead === Infinity ? undefined : this.plan();
    this.countIdle();
    this.#nextTick = NaN;
  }

  /** Nobody polls from now on. */
  stop(): void {
    this.countIdle();
    for (const lane of this.lanes) lane.isIdle = false;
    this.#nextTick = NaN;
    this.#timer.clear();
  }

  /** Sees to it that the next read takes place. */
  plan(): void {
    if (!this.#reading.isOn || this.isDone || this.#timer.isSet || !this.#isHungry) return;
    if (Number.isNaN(this.#nextTick)) this.#nextTick = Math.max(this.#lastReadAt + this.#every, this.#world.sim.now);
    const { stream } = this.#reading;
    stream.catchUp();
    const at = this.#nextReadAt();
    if (at <= this.#world.sim.end) this.#timer.set(at);
    else if (at === Infinity && this.shard.isClosed) this.#reading.mayBeDone(this);
    else if (at === Infinity) stream.awaitRecord(this.shard, this);
  }

  /** Whether some lane waits for records, and no more are read ahead of the others than may be. */
  get #isHungry(): boolean {
    for (const lane of this.lanes) if (lane.isIdle) return this.#ahead < this.#readAhead;
    return false;
  }

  /** Records that wait in lanes. */
  get #ahead(): number {
    let ahead = 0;
    for (const lane of this.lanes) ahead += lane.waiting.size;
    return ahead;
  }

  /** Infinity: when there is something to read, which nobody can know. */
  #nextReadAt(): Micros {
    const { now } = this.#world.sim;
    const { log } = this.shard;
    const isAtTip = this.position === log.end;
    // Between two reads at the steady interval there is a gap anyway.
    const earliest = Math.max(now, this.#isBehind ? this.#ownFreeAt : this.#own.freeAt);
    if (isAtTip && this.shard.isClosed) return Infinity;
    if (!isAtTip) {
      const readable = this.#world.records.sentAt[log.at(this.position)]! + this.#drawnLatency();
      const at = Math.max(earliest, readable);
      return this.#isBehind ? at : this.#tickFrom(at);
    }
    if (this.#reading.pushTime !== undefined) return Infinity;
    const tick = this.#tickFrom(earliest);
    // Where readers are too many, also those that find nothing take reads from each other.
    return this.#isCrowded || this.#reading.stream.nextAt + this.#latency <= tick ? tick : Infinity;
  }

  get #isCrowded(): boolean {
    return (this.#limit.readers.length * SECOND) / this.#every > this.#reading.traits.readCalls;
  }

  /** Time until the next read; where readers are too many it varies a little, so that none of them is always the one too many (assumed). */
  #untilNext(): Micros {
    return this.#isCrowded ? Math.round(this.#every * (0.9 + 0.2 * this.#random.next())) : this.#every;
  }

  #tickFrom(at: Micros): Micros {
    if (this.#every === 0 || at <= this.#nextTick) return Math.max(at, this.#nextTick);
    return this.#nextTick + Math.ceil((at - this.#nextTick) / this.#every) * this.#every;
  }

  /** One draw for each push. */
  #drawnLatency(): Micros {
    const { pushTime } = this.#reading;
    if (pushTime !== undefined && !this.#isLatencyDrawn) {
      this.#latency = pushTime();
      this.#isLatencyDrawn = true;
    }
    return this.#latency;
  }

  /**
   * A lane takes less than it wants: a read that has come due while lanes were busy takes place before that, so that batches of a backlog
   * are full whatever a read brought (inferred, B.3).
   */
  topUp(): void {
    const { now } = this.#world.sim;
    this.#reading.stream.catchUp();
    if (!this.#reading.isOn || this.position === this.shard.log.end || this.#ahead >= this.#readAhead) return;
    const waited = this.#nextTick;
    if (Number.isNaN(waited)) this.#nextTick = Math.max(this.#lastReadAt + this.#every, now);
    if (this.#nextReadAt() > now || !this.#limit.allows(now)) this.#nextTick = waited;
    else this.#readNow(now);
  }

  readonly #read = (): void => {
    if (!this.#isHungry) return;
    const { now } = this.#world.sim;
    this.#reading.stream.catchUp();
    if (this.#limit.allows(now)) return this.#readNow(now);
    this.countIdle();
    this.#beRefused(now);
  };

  #readNow(now: Micros): void {
    this.countIdle();
    this.#timer.clear();
    const from = this.position;
    const bytes = this.#takeReadable(now - this.#latency);
    this.#limit.take(now, bytes);
    this.#own.take(now, bytes);
    this.#ownFreeAt = Math.max(this.#own.freeAt, now + (this.#every === 0 ? 0 : this.#reading.traits.readGap));
    this.#lastReadAt = now;
    this.#nextTick = now + this.#untilNext();
    this.#isLatencyDrawn = false;
    const count = this.position - from;
    const { log } = this.shard;
    const behind =
      this.position < log.end && count > 0 ? now - this.#world.records.sentAt[log.at(this.position - 1)]! : 0;
    this.#isBehind = this.position < log.end && this.#isReadable(log.at(this.position), now - this.#latency);
    if (count === 0) this.#reading.foundNothing(1);
    this.#reading.hasRead(this, count, behind, bytes, this.#isBehind);
    this.plan();
  }

  /** Reads all that was put by `until`, as much as one read brings; returns the bytes. */
  #takeReadable(until: Micros): number {
    const { mostRecords, mostBytes } = this.#reading.traits;
    const { log } = this.shard;
    const last = this.position + mostRecords;
    let bytes = 0;
    while (this.position < log.end && this.position < last) {
      const slot = log.at(this.position);
      const more = bytes + this.#world.records.size[slot]!;
      if (!this.#isReadable(slot, until) || (bytes > 0 && more > mostBytes)) break;
      bytes = more;
      this.position++;
      this.#reading.take(slot, this);
    }
    return bytes;
  }

  #isReadable(slot: number, until: Micros): boolean {
    return this.#world.records.sentAt[slot]! <= until;
  }

  /** It tries again after about the time between two reads; that it is about that time is assumed. */
  #beRefused(now: Micros): void {
    this.#reading.wasRefused(this);
    this.#nextTick = now + Math.round(this.#every * (0.5 + this.#random.next()));
    this.#lastReadAt = now;
    this.#timer.set(this.#nextTick);
  }

  // — reads that find nothing —

  idleReads(since: Micros, now: Micros): number {
    if (Number.isNaN(this.#nextTick) || this.#every === 0) return 0;
    return this.#ticksBefore(now) - this.#ticksBefore(since);
  }

  /** Tells of those so far. */
  countIdle(): void {
    if (Number.isNaN(this.#nextTick) || this.#every === 0) return;
    const reads = this.#ticksBefore(this.#world.sim.now);
    if (reads === 0) return;
    this.#nextTick += reads * this.#every;
    this.#lastReadAt = this.#nextTick - this.#every;
    this.#reading.foundNothing(reads);
  }

  #ticksBefore(at: Micros): number {
    return at <= this.#nextTick ? 0 : Math.ceil((at - this.#nextTick) / this.#every);
  }
}
