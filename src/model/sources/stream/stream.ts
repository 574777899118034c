/**
 * A stream: shards that records are put into by their keys, and kept in for their retention, however often they are
 * read. What mappings do with them is theirs (consumer.ts); a record that all of them are done with takes no room any more.
 *
 * Puts that a shard refuses are tried again or dropped, as producers choose (KIN-01). Left out: calls of PutRecords, which
 * bring up to 500 records at once (KIN-03), and records that the KPL puts together (KIN-19).
 */
import { Rank } from '../../../engine/rank.ts';
import type { Timer } from '../../../engine/simulation.ts';
import type { Micros } from '../../../engine/time.ts';
import type { Arrivals, Sink } from '../../arrivals/producer.ts';
import type { Outages } from '../../outages.ts';
import { State, type Column } from '../../records.ts';
import type { World } from '../../world.ts';
import type { Destination } from '../destination.ts';
import type { Source } from '../source.ts';
import { HASH_SPACE } from './hash.ts';
import type { Placement } from './placement.ts';
import { PutRetries } from './put-retries.ts';
import { ReadLimit } from './read-limit.ts';
import { Resharding } from './resharding.ts';
import { Shard, type Iterator } from './shard.ts';
import type { Subscriber } from './subscriber.ts';
import type { StreamTraits } from './traits.ts';
import { WriteLimit } from './write-limit.ts';

export interface StreamSettings {
  /** Shards at the beginning, of equal ranges. */
  readonly shards: number;
  /** What a shard is called, by its number. */
  readonly idOf: (shard: number) => string;
  retentionPeriod: Micros;
  /** What producers do with a record that a shard refuses. */
  readonly onThrottle: 'retry' | 'drop';
  /** When nothing can be put; whether refused records that are due then wait for the end, or are lost. */
  readonly outages: Outages;
  readonly waits: boolean;
  /** Bytes of the largest record it takes. */
  readonly mostBytes: number;
}

/** Column of what chooses a record's lane: of a topic, the number of its partition. */
export const RESIDUE = 'residue';

export class Stream implements Source, Sink, Destination {
  readonly name: string;
  readonly index: number;
  readonly traits: StreamTraits;
  readonly settings: StreamSettings;
  /** Lambda loses sight of a chain in a stream (ASY-16). */
  readonly keepsTrail = false;
  readonly shards: Shard[] = [];
  /** Records taken so far. */
  accepted = 0;
  /** Of each record: its sequence number within its shard, and what chooses its lane. */
  readonly sequence: Column;
  readonly residue: Column;
  readonly #world: World;
  readonly #placement: Placement;
  readonly #retries: PutRetries;
  readonly #consumers: Subscriber[] = [];
  readonly #ageTimer: Timer;
  /** Shards with records that a reader at their tip waits for. */
  readonly #awaited: Shard[] = [];
  readonly #resharding: Resharding;
  #readersWaiting = 0;
  #isCatchingUp = false;
  #held = 0;
  #producer: Arrivals | undefined;

  constructor(
    name: string,
    index: number,
    settings: StreamSettings,
    traits: StreamTraits,
    placement: Placement,
    world: World,
  ) {
    this.name = name;
    this.index = index;
    this.settings = settings;
    this.traits = traits;
    this.#world = world;
    this.sequence = world.records.column('sequence');
    this.residue = world.records.column(RESIDUE);
    this.#placement = placement;
    this.#retries = new PutRetries(world, { ...settings, traits }, this.#put, this.wake);
    this.#resharding = new Resharding(world, this);
    this.#ageTimer = world.sim.timer(Rank.age, this.#expire);
    const n = BigInt(settings.shards);
    for (let i = 0n; i < n; i++) {
      this.#make({ from: (HASH_SPACE * i) / n, to: (HASH_SPACE * (i + 1n)) / n }, []);
    }
    this.#placement.place(this.shards);
  }

  /** Records that some mapping is not done with. */
  get held(): number {
    this.catchUp();
    return this.#held;
  }

  get retention(): Micros {
    return this.settings.retentionPeriod;
  }

  set producer(producer: Arrivals | undefined) {
    this.#producer = producer;
  }

  get producer(): Arrivals | undefined {
    return this.#producer;
  }

  change(settings: Partial<StreamSettings>): void {
    Object.assign(this.settings, settings);
    this.#watchAge();
  }

  /** That nothing is put and read meanwhile is seen to by those who would. Records grow old. */
  outage(): void {}

  join(consumer: Subscriber): void {
    this.#consumers.push(consumer);
  }

  oldestSince(): Micros {
    this.catchUp();
    const { agedFrom } = this.#world.records;
    let oldest = Infinity;
    for (const { log } of this.shards) if (log.size > 0) oldest = Math.min(oldest, agedFrom[log.at(log.first)]!);
    return oldest;
  }

  // — putting —

  /** When the next record may come that nobody knows of yet; Infinity: none. */
  get nextAt(): Micros {
    return this.#producer?.nextAt ?? Infinity;
  }

  accept(slot: number, at: Micros): void {
    this.#retries.runUntil(at);
    this.#world.records.receiveCount[slot] = 0;
    this.#put(slot, at);
  }

  get isOut(): boolean {
    return this.settings.outages.isOut(this.#world.sim.now);
  }

  get mostBytes(): number {
    return this.settings.mostBytes;
  }

  /** A record that the model makes is put, now; a shard may refuse it as it may refuse any. What was put before is there already. */
  take(slot: number): void {
    this.#put(slot, this.#world.sim.now);
    this.wake();
  }

  readonly #put = (slot: number, at: Micros): void => {
    const { records, tell } = this.#world;
    this.#placement.look(slot);
    const { shard, residue, length } = this.#placement;
    if (!shard.writes.take(at, records.size[slot]! + length)) return this.#refuse(slot, at, shard);
    records.receiveCount[slot] = 0;
    records.sendAt(slot, at);
    records.state[slot] = State.waiting;
    if (this.traits.resolution > 1)
      records.countAgeFrom(slot, Math.floor(at / this.traits.resolution) * this.traits.resolution);
    this.sequence.values[slot] = shard.log.end;
    this.residue.values[slot] = residue;
    shard.log.push(slot);
    this.accepted++;
    this.#held++;
    tell.sent(this, slot, false);
    this.#watchAgeOf(slot);
    if (shard.iterators.length === 0) this.trimShard(shard, at);
    else if (shard.awaiting.length > 0 && !this.#awaited.includes(shard)) this.#awaited.push(shard);
  };

  #refuse(slot: number, at: Micros, shard: Shard): void {
    const { records, tell } = this.#world;
    const again = this.settings.onThrottle === 'retry' && this.#retries.canTry(at, records.receiveCount[slot]! + 1);
    records.state[slot] = State.delayed;
    records.sendAt(slot, at);
    tell.refused(this, slot, shard.index, again);
    if (!again) return records.remove(slot);
    this.#retries.add(slot, at, ++records.receiveCount[slot]!);
    if (this.#world.promptArrivals) this.#retries.arm();
  }

  /** All that was put by now is there. */
  catchUp(): void {
    if (this.#isCatchingUp) return;
    this.#isCatchingUp = true;
    const { sim } = this.#world;
    this.#producer?.catchUp();
    this.#retries.runUntil(sim.rank >= Rank.arrival ? sim.now : sim.now - 1);
    this.#isCatchingUp = false;
    if (this.#awaited.length > 0) this.#wakeReaders();
  }

  /** Something was put, or refused records are due. */
  readonly wake = (): void => {
    this.catchUp();
    if (this.#readersWaiting > 0 || this.#world.promptArrivals) this.#watch();
  };

  #watch(): void {
    this.#producer?.arm();
    this.#retries.arm();
  }

  /** A reader that has read all there is wants to be told of the next record. */
  awaitRecord(shard: Shard, iterator: Iterator): void {
    if (!shard.awaiting.includes(iterator)) {
      shard.awaiting.push(iterator);
      this.#readersWaiting++;
    }
    this.#watch();
  }

  #wakeReaders(): void {
    while (this.#awaited.length > 0) {
      const readers = this.#awaited.pop()!.awaiting.splice(0);
      this.#readersWaiting -= readers.length;
      for (const reader of readers) reader.plan();
    }
  }

  // — shards —

  #make(range: { from: bigint; to: bigint }, parents: readonly Shard[]): Shard {
    const { writeRecords, writeBytes, readCalls, readBytes } = this.traits;
    const limits = { writes: new WriteLimit(writeRecords, writeBytes), reads: new ReadLimit(readCalls, readBytes) };
    const shard = new Shard(this.shards.length, this.settings.idOf(this.shards.length), range, parents, limits);
    this.shards.push(shard);
    for (const consumer of this.#consumers) consumer.addShard(shard);
    return shard;
  }

  /** Shards that take records. */
  get open(): readonly Shard[] {
    return this.shards.filter(({ isClosed }) => !isClosed);
  }

  /** Splits an open shard: `at`, within its range, is where the second child begins. */
  split(shard: Shard, at: bigint): void {
    this.#replace(
      [shard],
      [
        { from: shard.from, to: at },
        { from: at, to: shard.to },
      ],
    );
  }

  /** Merges two open shards whose ranges touch, `first` being the lower one. */
  merge(first: Shard, second: Shard): void {
    this.#replace([first, second], [{ from: first.from, to: second.to }]);
  }

  /** Brings it to so many equal shards, one split or merge after another (UpdateShardCount, KIN-08). */
  reshard(shards: number): void {
    this.#resharding.to(shards);
  }

  /** An open shard goes on under another name, as those of DynamoDB do after some hours (DDB-06). */
  rollOver(shard: Shard): Shard {
    return this.#replace([shard], [shard])[0]!;
  }

  #replace(parents: readonly Shard[], ranges: readonly { from: bigint; to: bigint }[]): Shard[] {
    this.catchUp();
    for (const parent of parents) parent.isClosed = true;
    const children = ranges.map((range) => this.#make(range, parents));
    this.#placement.place(this.open);
    this.#world.tell.resharded(
      this,
      parents.map(({ id }) => id),
      children.map(({ id }) => id),
    );
    for (const consumer of this.#consumers) consumer.shardsChanged();
    return children;
  }

  // — letting go —

  /** Lets go of what no mapping needs any more. */
  trim(): void {
    for (const shard of this.shards) this.trimShard(shard);
  }

  /** `since`: when the last of it was put and nobody wanted it; now unless said, after all that was put before. */
  trimShard(shard: Shard, since?: Micros): void {
    const { log } = shard;
    const low = shard.low();
    if (log.first >= low) return;
    // What was put before is told before.
    if (since === undefined) this.catchUp();
    const before = log.size;
    while (log.first < low && log.size > 0) this.#world.records.remove(log.shift());
    const count = before - log.size;
    this.#held -= count;
    this.#world.tell.trimmed(this, count, since ?? this.#world.sim.now);
  }

  /** A record was put: the timer is never later than the first expiry. */
  #watchAgeOf(slot: number): void {
    const at = this.#world.records.agedFrom[slot]! + this.retention;
    if (at <= this.#world.sim.end && !this.#ageTimer.isSet) this.#ageTimer.set(Math.max(at, this.#world.sim.now));
  }

  /** Sets the timer to the first expiry; what is too old already and still there is with the function. */
  #watchAge(): void {
    const { sim, records } = this.#world;
    const until = sim.now - this.retention;
    let next = Infinity;
    for (const { log } of this.shards) {
      const first = log.search(log.first, (slot) => records.agedFrom[slot]! > until);
      if (first < log.end) next = Math.min(next, records.agedFrom[log.at(first)]!);
    }
    const at = next + this.retention;
    if (at <= sim.end) this.#ageTimer.set(Math.max(at, sim.now));
    else this.#ageTimer.clear();
  }

  readonly #expire = (): void => {
    this.catchUp();
    const until = this.#world.sim.now - this.retention;
    for (const shard of this.shards) {
      for (const consumer of this.#consumers) consumer.loseUntil(shard, until);
      this.trimShard(shard);
    }
    this.#watchAge();
  };
}
