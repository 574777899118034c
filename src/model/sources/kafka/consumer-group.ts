/**
 * What one mapping is to a topic: a consumer group with committed offsets of its own, whose members have the partitions among them. A partition is read
 * by one member, and its records are in as many batches at a time as `perPartition` allows: one, which keeps their order (KAF-02).
 *
 * A batch may be of several partitions of its member. A partition changes hands only when no batch holds records of it. Records that filters pass
 * over are committed as soon as nothing before them is under way (KAF-09). Left out: pauses of all members while a group rebalances, and
 * commits that fail.
 */
import { Rank } from '../../../engine/rank.ts';
import type { Timer } from '../../../engine/simulation.ts';
import type { Micros } from '../../../engine/time.ts';
import { Outcome, type Batch } from '../../batch.ts';
import type { Named } from '../../observer.ts';
import type { Column } from '../../records.ts';
import type { World } from '../../world.ts';
import { DONE, type EventSource, type Poller } from '../source.ts';
import { Settlement, type Settling } from '../stream/settlement.ts';
import { startOf } from '../stream/starting-position.ts';
import type { Shard } from '../stream/shard.ts';
import type { Stream } from '../stream/stream.ts';
import type { Subscriber } from '../stream/subscriber.ts';
import { assignmentOf } from './assignment.ts';
import { bringForward } from './bring-forward.ts';
import type { GroupLane } from './group-lane.ts';
import type { GroupScaling, GroupSettings, ScaledGroup } from './group-settings.ts';
import { GroupWork } from './group-work.ts';
import { Member } from './member.ts';
import { Partition } from './partition.ts';

/** What events call the limits of provisioned mode. */
const LEAST = 'provisionedPollerConfig.minimumPollers';
const MOST = 'provisionedPollerConfig.maximumPollers';

export class ConsumerGroup implements EventSource, Subscriber, Settling<GroupLane>, ScaledGroup {
  readonly name: string;
  readonly index: number;
  readonly pollersPerLane = 1;
  readonly mostPerReceive: number = 0;
  readonly stream: Stream;
  readonly mapping: Named;
  readonly settings: GroupSettings;
  readonly work = new GroupWork();
  readonly #world: World;
  readonly #all: Partition[] = [];
  readonly #members: Member[] = [];
  /** Of each record, how often this mapping has delivered it; undefined: nobody asks. */
  readonly #deliveries: Column | undefined;
  readonly #settlement: Settlement<GroupLane>;
  readonly #scaling: GroupScaling;
  readonly #start: Timer;
  readonly #latency: Micros;
  readonly #payload: number;
  readonly #envelope: number;
  #consumers = 0;
  #poller: Poller | undefined;
  #isOn = false;
  #hasBegun = false;
  #passedOver = 0;

  constructor(stream: Stream, mapping: Named, settings: GroupSettings, world: World) {
    const { rules, sim, records } = world;
    this.name = stream.name;
    this.index = stream.index;
    this.stream = stream;
    this.mapping = mapping;
    this.settings = settings;
    this.#world = world;
    this.mostPerReceive = rules.number('stream.batchSize.max');
    this.#latency = stream.traits.propagation;
    this.#payload = rules.number('mapping.payload');
    this.#envelope = stream.traits.envelope;
    if (settings.countsDeliveries) this.#deliveries = records.column(`deliveries of ${mapping.name}`);
    this.#settlement = new Settlement(this, this.#deliveries, world);
    this.#start = sim.timer(Rank.scenario, this.#beginNow);
    for (const shard of stream.shards) this.addShard(shard);
    this.#scaling = settings.scaling(this);
    stream.join(this);
  }

  // — what a mapping asks of any source —

  /** Members: each has as many lanes as it may have batches at once. */
  get lanes(): number {
    return this.#consumers;
  }

  get mostLanes(): number {
    return Math.min(this.partitions, this.#scaling.most);
  }

  get visible(): number {
    return this.held - this.inFlight;
  }

  get inFlight(): number {
    return this.#sumOfLanes(({ batch }) => batch?.size ?? 0);
  }

  get held(): number {
    if (!this.#hasBegun) return this.stream.accepted;
    const unread = this.#all.reduce((sum, partition) => sum + partition.unread, 0);
    return unread + this.#sumOfLanes(({ batch }) => batch?.held ?? 0);
  }

  #sumOfLanes(of: (lane: GroupLane) => number): number {
    let sum = 0;
    for (const { lanes } of this.#members) for (const lane of lanes) sum += of(lane);
    return sum;
  }

  payloadOf(slot: number): number {
    return Math.ceil(this.#world.records.size[slot]! * this.stream.traits.inflation) + this.#envelope;
  }

  /** A record under way has no timer that could be put off. */
  putOff(): void {}

  /** A fetch waits until there is something. */
  countReads(): void {}

  /** Members tell by themselves of what they have to read. */
  await(): void {}

  polling(isOn: boolean, poller: Poller): void {
    if (this.#isOn === isOn) return;
    this.#isOn = isOn;
    this.#poller = poller;
    if (!isOn) this.#stop();
    else if (!this.#hasBegun) this.#begin();
    else this.#goOn();
  }

  #stop(): void {
    this.#start.clear();
    this.#scaling.stop();
    for (const { timer } of this.#all) timer.clear();
    for (const { timer } of this.#members) timer.clear();
  }

  #goOn(): void {
    this.#scaling.start();
    for (const partition of this.#all) this.#consider(partition);
    for (const member of this.#members) this.#wake(member);
  }

  #laneOf(number: number): GroupLane {
    const { lanes } = this.settings;
    return this.#members[Math.floor(number / lanes)]!.lanes[number % lanes]!;
  }

  available(number: number): boolean {
    const { lanes } = this.settings;
    const member = this.#members[Math.floor(number / lanes)];
    if (member === undefined || (member.gathering !== undefined && member.gathering.number !== number)) return false;
    return member.limit.freeAt <= this.#world.sim.now && member.front() !== undefined;
  }

  receive(number: number, most: number, batch: Batch): number {
    const lane = this.#laneOf(number);
    const { member } = lane;
    const from = batch.held;
    this.stream.catchUp();
    const end = from + most;
    let read = 0;
    while (batch.held < end && batch.bytes <= this.#payload) {
      const partition = member.front();
      if (partition === undefined) break;
      read += this.#read(lane, partition, end, batch);
    }
    member.limit.take(this.#world.sim.now, read);
    this.work.read(read);
    // What is left has to wait for its turn.
    if (member.limit.freeAt > this.#world.sim.now) this.#wake(member);
    if (batch.held > from) this.#world.tell.received(this.stream, batch, from);
    return batch.held - from;
  }

  /** Reads what there is of a partition, as far as there is room; returns the bytes. */
  #read(lane: GroupLane, partition: Partition, end: number, batch: Batch): number {
    const { sim, records, tell } = this.#world;
    const { filter } = this.settings;
    const until = sim.now - this.#latency;
    let [count, bytes] = [0, 0];
    while (batch.held < end && batch.bytes <= this.#payload && partition.hasReadable(records.sentAt, until)) {
      const isNew = partition.returned.size === 0;
      const slot = partition.take();
      if (isNew) {
        count++;
        bytes += records.size[slot]!;
      }
      if (isNew && filter !== undefined && !filter(slot)) tell.filtered(this.stream, this.mapping, slot);
      else this.#add(slot, lane, partition, batch, isNew);
    }
    if (count > 0) tell.read(this.stream, this.mapping, partition.shard.index, count, 0, bytes, false);
    if (!partition.hasReadable(records.sentAt, until)) {
      partition.isQueued = false;
      this.#consider(partition);
    }
    if (filter !== undefined) this.#commit(partition);
    return bytes;
  }

  #add(slot: number, lane: GroupLane, partition: Partition, batch: Batch, isNew: boolean): void {
    if (batch.held === 0) this.#open(lane, partition, batch);
    if (isNew && this.#deliveries !== undefined) this.#deliveries.values[slot] = 0;
    lane.begin(partition, this.stream.sequence.values[slot]!);
    this.#world.records.hold(slot);
    batch.add(slot, 0);
    batch.bytes += this.payloadOf(slot);
  }

  #open(lane: GroupLane, { shard }: Partition, batch: Batch): void {
    lane.batch = batch;
    lane.member.gathering = lane;
    batch.shard = shard.index;
    batch.laneName = lane.name;
  }

  // — where reading begins —

  addShard(shard: Shard): void {
    const { sim } = this.#world;
    const timer = (look: () => void): Timer => sim.timer(Rank.poll, look);
    const partition = new Partition(shard, this.stream.sequence, timer, this.#consider);
    this.#all.push(partition);
    // One that will begin with the latest needs nothing until then.
    if (this.settings.startingPosition.kind !== 'LATEST') shard.iterators.push(partition);
  }

  /** A topic keeps its partitions. */
  shardsChanged(): void {}

  #begin(): void {
    const delay = this.#world.rules.number('stream.startDelay');
    if (delay === 0) this.#beginNow();
    else this.#start.set(this.#world.sim.now + delay);
  }

  readonly #beginNow = (): void => {
    if (this.#hasBegun || !this.#isOn) return;
    this.#hasBegun = true;
    this.stream.catchUp();
    for (const partition of this.#all) this.#place(partition);
    this.#world.tell.began(this.stream, this.mapping, this.#passedOver);
    this.resize(Math.min(this.partitions, this.#scaling.first));
    this.stream.trim();
    this.#scaling.start();
  };

  #place(partition: Partition): void {
    const { shard } = partition;
    if (!shard.iterators.includes(partition)) shard.iterators.push(partition);
    const start = startOf(shard.log, this.settings.startingPosition, this.#world.records.sentAt);
    // What has expired is gone, though another mapping may still hold it.
    partition.position = Math.max(partition.position, start);
    this.#passedOver += partition.position;
    this.#commit(partition);
  }

  // — who has which partitions —

  get partitions(): number {
    return this.#all.length;
  }

  get consumers(): number {
    return this.#consumers;
  }

  get waiting(): number {
    this.stream.catchUp();
    return this.#all.reduce((sum, { unread }) => sum + unread, 0);
  }

  /** A partition that is in as many batches as it may be, or has its member for itself, gains nothing from another. */
  waitingSince(): Micros {
    this.stream.catchUp();
    const { sentAt } = this.#world.records;
    const shares = this.#shares();
    let since = Infinity;
    for (const partition of this.#all) {
      if (partition.closed >= this.settings.perPartition || shares[ownerOf(partition)!.number]! < 2) continue;
      const next = partition.front();
      if (next >= 0) since = Math.min(since, sentAt[next]!);
    }
    return since;
  }

  /** Of each member, how many partitions it has, or will have. */
  #shares(): number[] {
    const shares = Array<number>(this.#members.length).fill(0);
    for (const partition of this.#all) shares[ownerOf(partition)!.number]!++;
    return shares;
  }

  resize(consumers: number): void {
    if (consumers === this.#consumers) return;
    while (this.#members.length < consumers) this.#members.push(this.#newMember(this.#members.length));
    this.#consumers = consumers;
    const { lanes, perPartition } = this.settings;
    const atOnce = Math.min(consumers * lanes, this.partitions * perPartition);
    this.work.resize(consumers, atOnce, this.#world.sim.now);
    const before = this.#all.map((partition) => ownerOf(partition)?.number);
    const owners = assignmentOf(this.partitions, consumers, before);
    const moved = owners.filter((to, i) => this.#assign(this.#all[i]!, to)).length;
    this.#world.tell.rebalanced(this.stream, this.mapping, consumers, moved);
    this.#poller!.lanesChanged();
  }

  #newMember(number: number): Member {
    const { lanes, bytes } = this.settings;
    const timer = this.#world.sim.timer(Rank.poll, () => this.#wake(this.#members[number]!));
    return new Member(number, lanes, bytes, this.#all, timer);
  }

  /** True when it is another's from now on, or will be. */
  #assign(partition: Partition, to: number): boolean {
    const member = this.#members[to]!;
    const before = ownerOf(partition);
    partition.next = undefined;
    if (partition.member === member) this.#consider(partition);
    else if (partition.holders.length > 0) {
      partition.next = member;
      partition.isQueued = false;
    } else this.#hand(partition, member);
    return before !== undefined && before !== member;
  }

  #hand(partition: Partition, member: Member): void {
    partition.member = member;
    partition.next = undefined;
    partition.isQueued = false;
    this.#consider(partition);
  }

  /** There may be something to read of a partition: tells its member, or sees to it that it will be told. */
  readonly #consider = (partition: Partition): void => {
    const { member, next, shard } = partition;
    if (!this.#isOn || member === undefined || next !== undefined || partition.isQueued) return;
    if (partition.closed >= this.settings.perPartition) return;
    const { sim, records } = this.#world;
    const { now, end } = sim;
    if (partition.hasReadable(records.sentAt, now - this.#latency)) {
      member.queue(partition);
      this.#wake(member);
    } else if (partition.position < shard.log.end) {
      const at = records.sentAt[shard.log.at(partition.position)]! + this.#latency;
      if (at <= end) partition.timer.set(at);
    } else if (!partition.isAwaiting) {
      partition.isAwaiting = true;
      this.stream.awaitRecord(shard, partition);
    }
  };

  /** Has the lane that gathers, or one without a batch, look for records, as soon as the member may read again. */
  #wake(member: Member): void {
    if (!this.#isOn || member.front() === undefined) return;
    const { freeAt } = member.limit;
    const lane = member.gathering ?? member.idle;
    if (lane === undefined) return;
    if (freeAt <= this.#world.sim.now) this.#poller!.wake(lane.number);
    else if (freeAt <= this.#world.sim.end) member.timer.set(freeAt);
  }

  // — before and after an invocation —

  prepare(batch: Batch): void {
    const lane = this.#laneOf(batch.lane);
    if (lane.isGathering) this.#close(lane, batch);
    this.#settlement.prepare(batch, lane);
  }

  /** A batch is complete: what it does not hold comes back, its partitions wait for it, and the member begins the next. */
  #close(lane: GroupLane, batch: Batch): void {
    lane.member.gathering = undefined;
    this.work.begin(1, this.#world.sim.now);
    const isCut = batch.held > batch.size;
    while (batch.held > batch.size) this.#giveBack(batch.slots[--batch.held]!);
    if (isCut) this.#lookAgain(lane, true);
    for (const partition of lane.partitions) {
      partition.closed++;
      if (partition.closed >= this.settings.perPartition) partition.isQueued = false;
      else this.#consider(partition);
    }
    this.#wake(lane.member);
  }

  #giveBack(slot: number): void {
    this.#all[this.stream.residue.values[slot]!]!.giveBack(slot);
    this.#world.records.letGo(slot);
  }

  settle(batch: Batch): Micros {
    this.#scaling.ended(batch.outcome);
    const pause = this.#settlement.settle(batch, this.#laneOf(batch.lane));
    if (pause === DONE) this.#wake(this.#laneOf(batch.lane).member);
    return pause;
  }

  /** What was gathered or tried and is not done with is read again, before all that came later. */
  abandon(batch: Batch): void {
    const lane = this.#laneOf(batch.lane);
    const wasOpen = lane.isGathering;
    if (wasOpen) lane.member.gathering = undefined;
    while (batch.held > 0) this.#giveBack(batch.slots[--batch.held]!);
    batch.size = 0;
    lane.batch = undefined;
    lane.parts.length = 0;
    lane.beginAnew();
    this.#lookAgain(lane, wasOpen);
  }

  shardOf(slot: number): number {
    return this.stream.residue.values[slot]!;
  }

  settled(lane: GroupLane): void {
    this.#lookAgain(lane);
  }

  /** Its batch holds less than before: partitions it is rid of go on, or to whom they are to go. */
  #lookAgain(lane: GroupLane, wasOpen = lane.isGathering): void {
    const { sequence, residue } = this.stream;
    const before = [...lane.partitions];
    const rid = lane.lookAgain(
      (slot) => this.#all[residue.values[slot]!]!,
      (slot) => sequence.values[slot]!,
    );
    this.stream.catchUp();
    if (!wasOpen && lane.batch === undefined && before.length > 0) this.work.begin(-1, this.#world.sim.now);
    for (const partition of rid) {
      if (!wasOpen) partition.closed--;
      if (partition.next !== undefined && partition.holders.length === 0) this.#hand(partition, partition.next);
      else this.#consider(partition);
    }
    for (const partition of before) this.#commit(partition);
  }

  /** Nobody needs any more what lies before the first record that is not done with. */
  #commit(partition: Partition): void {
    const low = partition.low();
    if (low === partition.committed) return;
    partition.committed = low;
    this.#world.tell.committed(this.stream, this.mapping, partition.shard.index, low);
    this.stream.trimShard(partition.shard);
  }

  /** In each partition, what lies before the first record that was reported is done with. */
  doneFirst(batch: Batch): number {
    if (batch.outcome !== Outcome.partial) return batch.size;
    const stopped = new Set<number>();
    return bringForward(batch, (i) => {
      const partition = this.shardOf(batch.slots[i]!);
      if (batch.failed[i] === 1) stopped.add(partition);
      return !stopped.has(partition);
    });
  }

  unfitFirst(batch: Batch, isUnfit: (slot: number) => boolean): void {
    // Nearly always all are fit.
    for (let i = 0; i < batch.size; i++) {
      if (isUnfit(batch.slots[i]!)) return void bringForward(batch, (j) => isUnfit(batch.slots[j]!));
    }
  }

  // — as a subscriber of the stream —

  oldestSince(visit: (shard: number, since: Micros) => void): void {
    if (!this.#hasBegun) return;
    const { agedFrom } = this.#world.records;
    for (const partition of this.#all) {
      const { index, log } = partition.shard;
      const low = partition.low();
      if (low < log.end) visit(index, agedFrom[log.at(low)]!);
    }
  }

  change(settings: Readonly<Partial<Record<string, number>>>): void {
    const { maximumRetryAttempts, maximumRecordAge, ...others } = settings;
    if (maximumRetryAttempts !== undefined) this.settings.maximumRetryAttempts = maximumRetryAttempts;
    if (maximumRecordAge !== undefined) this.settings.maximumRecordAge = maximumRecordAge;
    const [minimumPollers, maximumPollers] = [others[LEAST], others[MOST]];
    // Before it begins it has no members.
    const isReading = this.#isOn && this.#hasBegun;
    if (minimumPollers !== undefined) this.#scaling.change({ minimumPollers }, isReading);
    if (maximumPollers !== undefined) this.#scaling.change({ maximumPollers }, isReading);
  }

  loseUntil(shard: Shard, until: Micros): void {
    const partition = this.#all[shard.index]!;
    const { log } = shard;
    const { agedFrom } = this.#world.records;
    // Nobody has asked for them yet: they will lie before where the mapping begins.
    if (!this.#hasBegun) {
      partition.position = log.search(log.first, (slot) => agedFrom[slot]! > until);
      return;
    }
    const lose = (slot: number): void => this.#world.tell.lost(this.stream, this.mapping, slot, shard.index);
    const { returned } = partition;
    while (returned.size > 0 && agedFrom[returned.peek()]! <= until) lose(returned.shift());
    while (partition.position < log.end && agedFrom[log.at(partition.position)]! <= until)
      lose(log.at(partition.position++));
    this.#commit(partition);
  }
}

/** Who reads it, or will as soon as it can; undefined before reading begins. */
function ownerOf({ member, next }: Partition): Member | undefined {
  return next ?? member;
}
