/**
 * What one mapping is to a stream: a consumer of its own, with a reader for each shard, a lane for each key hash, and a checkpoint
 * for each lane. What other mappings do with the same records is nothing to it, except that they read from the same shards.
 *
 * A lane has one batch at a time; what is left of a failed batch is delivered again before anything that came later (KIN-22).
 * A lane's checkpoint moves over what succeeded or was given up; the shard's is the lowest of its lanes (KIN-21, UNK-06).
 * Left out: that a mapping enabled anew reads again what lanes ahead of the shard's checkpoint have handled already.
 */
import type { RandomStream } from '../../../engine/random.ts';
import { Rank } from '../../../engine/rank.ts';
import type { Timer } from '../../../engine/simulation.ts';
import type { Micros } from '../../../engine/time.ts';
import type { Batch } from '../../batch.ts';
import type { Named } from '../../observer.ts';
import type { Column } from '../../records.ts';
import type { World } from '../../world.ts';
import type { EventSource, Poller } from '../source.ts';
import { Lane } from './lane.ts';
import type { Shard } from './shard.ts';
import { firstFailed, Settlement, type SettlementSettings, type Settling } from './settlement.ts';
import { ShardReader, type Reading } from './shard-reader.ts';
import { startOf, type StartingPosition } from './starting-position.ts';
import type { Stream } from './stream.ts';
import type { Subscriber } from './subscriber.ts';
import type { StreamTraits } from './traits.ts';
import { TumblingWindow, type TumblingSettings } from './tumbling-window.ts';

export interface ConsumerSettings extends SettlementSettings {
  readonly parallelizationFactor: number;
  readonly startingPosition: StartingPosition;
  /** Whether the handler asks how often it was given a record. */
  readonly countsDeliveries: boolean;
  /** Undefined: calls pass no state on. */
  readonly tumbling: TumblingSettings | undefined;
  /** Draws the time of a push by enhanced fan-out; undefined: it polls. */
  readonly pushTime: ((random: RandomStream) => Micros) | undefined;
  /** Whether a record is for this mapping; undefined: all are. */
  readonly filter: ((slot: number) => boolean) | undefined;
}

export class StreamConsumer implements EventSource, Subscriber, Reading, Settling<Lane> {
  readonly name: string;
  readonly index: number;
  readonly pollersPerLane = 1;
  readonly mostPerReceive: number = 0;
  readonly stream: Stream;
  readonly traits: StreamTraits;
  readonly pushTime: (() => Micros) | undefined;
  readonly settings: ConsumerSettings;
  readonly #world: World;
  readonly mapping: Named;
  readonly #phases: RandomStream;
  readonly #readers: ShardReader[] = [];
  readonly #lanes: Lane[] = [];
  /** Of each record, how often this mapping has delivered it; undefined: nobody asks. */
  readonly #deliveries: Column | undefined;
  readonly #settlement: Settlement<Lane>;
  readonly #start: Timer;
  #poller: Poller | undefined;
  #isOn = false;
  #hasBegun = false;
  /** Records that were there when it began, before its starting position. */
  #passedOver = 0;

  constructor(stream: Stream, mapping: Named, settings: ConsumerSettings, world: World) {
    const { rules, sim } = world;
    this.name = stream.name;
    this.index = stream.index;
    this.stream = stream;
    this.traits = stream.traits;
    this.mostPerReceive = rules.number('stream.batchSize.max');
    this.settings = settings;
    this.mapping = mapping;
    this.#world = world;
    this.#phases = sim.random(`mappings.${mapping.name}`, 'polls');
    if (settings.pushTime !== undefined) {
      const random = sim.random(`mappings.${mapping.name}`, 'fanOut');
      this.pushTime = () => settings.pushTime!(random);
    }
    if (settings.countsDeliveries) this.#deliveries = world.records.column(`deliveries of ${mapping.name}`);
    this.#settlement = new Settlement(this, this.#deliveries, world);
    this.#start = sim.timer(Rank.scenario, this.#beginNow);
    for (const shard of stream.shards) this.addShard(shard);
    stream.join(this);
  }

  // — what a mapping asks of any source —

  get lanes(): number {
    let lanes = 0;
    for (const reader of this.#readers) if (!reader.isDone) lanes += reader.lanes.length;
    return lanes;
  }

  get visible(): number {
    return this.held - this.inFlight;
  }

  get inFlight(): number {
    return this.#lanes.reduce((sum, lane) => sum + (lane.batch?.size ?? 0), 0);
  }

  /** Records of the stream that this mapping is not done with. */
  get held(): number {
    if (!this.#hasBegun) return this.stream.accepted;
    return this.#readers.reduce((sum, reader) => sum + (reader.isDone ? 0 : reader.held), 0);
  }

  /** For each shard with records that it is not done with, from when the age of the first of them counts. */
  oldestSince(visit: (shard: number, since: Micros) => void): void {
    if (!this.#hasBegun) return;
    const { agedFrom } = this.#world.records;
    for (const reader of this.#readers) {
      const { index, log } = reader.shard;
      const low = reader.low();
      if (low < log.end) visit(index, agedFrom[log.at(low)]!);
    }
  }

  /** Other settings from now on; what is being retried keeps its count. */
  change(settings: Partial<Pick<ConsumerSettings, 'maximumRetryAttempts' | 'maximumRecordAge'>>): void {
    Object.assign(this.settings, settings);
  }

  payloadOf(slot: number): number {
    return Math.ceil(this.#world.records.size[slot]! * this.traits.inflation) + this.traits.envelope;
  }

  /** A record under way has no timer that could be put off. */
  putOff(): void {}

  polling(isOn: boolean, poller: Poller): void {
    if (this.#isOn === isOn) return;
    this.#isOn = isOn;
    this.#poller = poller;
    if (!isOn) this.#stop();
    else if (!this.#hasBegun) this.#begin();
    else this.#wakeLanes();
  }

  #stop(): void {
    this.#start.clear();
    for (const reader of this.#readers) reader.stop();
  }

  /** All of them: the mapping has never seen those of shards that began while it did not poll. */
  #wakeLanes(): void {
    for (const { isDone, lanes } of this.#readers) {
      if (!isDone) for (const lane of lanes) this.#poller!.wake(lane.number);
    }
  }

  get isOn(): boolean {
    return this.#isOn;
  }

  await(_poller: Poller, lane: number): void {
    const { reader } = this.#lanes[lane]!;
    reader.await(this.#lanes[lane]!);
  }

  available(lane: number): boolean {
    const { waiting, window } = this.#lanes[lane]!;
    return waiting.size > 0 || window?.isDue === true;
  }

  receive(number: number, most: number, batch: Batch): number {
    const lane = this.#lanes[number]!;
    const from = batch.held;
    if (lane.waiting.size < most) lane.reader.topUp();
    const end = from + Math.min(most, lane.waiting.size);
    if (lane.window !== undefined) this.#seal(lane, lane.window, batch);
    if (end === from || batch.isSealed) return 0;
    batch.shard = lane.reader.shard.index;
    batch.laneName = lane.name;
    while (batch.held < end && !batch.isSealed) {
      const slot = lane.waiting.shift();
      this.#world.records.hold(slot);
      batch.add(slot, 0);
      batch.bytes += this.payloadOf(slot);
      lane.window?.open(this.#world.records.agedFrom[slot]!);
      if (lane.window !== undefined) this.#seal(lane, lane.window, batch);
    }
    lane.batch = batch;
    lane.reader.serve(lane);
    this.#world.tell.received(this.stream, batch, from);
    return batch.held - from;
  }

  /** A batch ends where a window does; an empty one is then the last call for that window. */
  #seal(lane: Lane, window: TumblingWindow, batch: Batch): void {
    batch.needsState = true;
    const { waiting } = lane;
    const isOver = waiting.size > 0 ? !window.admits(this.#world.records.agedFrom[waiting.peek()]!) : window.isDue;
    if (!isOver) return;
    batch.isSealed = true;
    if (batch.held > 0) return;
    batch.isFinal = true;
    batch.endsEarly = window.isEarly;
    batch.shard = lane.reader.shard.index;
    batch.laneName = lane.name;
    lane.batch = batch;
    lane.reader.serve(lane);
  }

  // — where reading begins, and what becomes of shards —

  /** A shard that has come into being. */
  addShard(shard: Shard): void {
    const reader = new ShardReader(shard, this, this.#world, this.#phases);
    this.#readers.push(reader);
    // One that will begin with the latest needs nothing until then.
    if (this.#hasBegun || this.settings.startingPosition.kind !== 'LATEST') shard.iterators.push(reader);
  }

  /** Shards were closed, and others have come into being. */
  shardsChanged(): void {
    if (!this.#hasBegun) return;
    for (const reader of [...this.#readers]) this.mayBeDone(reader);
    this.#beginChildren();
  }

  #begin(): void {
    const delay = this.#world.rules.number('stream.startDelay');
    if (delay === 0) this.#beginNow();
    else this.#start.set(this.#world.sim.now + delay);
  }

  readonly #beginNow = (): void => {
    if (this.#hasBegun || !this.#isOn) return;
    this.#hasBegun = true;
    this.stream.catchUp();
    for (const reader of this.#readers) this.#place(reader);
    this.#world.tell.began(this.stream, this.mapping, this.#passedOver);
    // Readers of one mapping do not poll all at the same instant.
    this.#beginChildren(() =>
      Math.floor(this.#phases.next() * (this.pushTime === undefined ? this.traits.pollEvery : 0)),
    );
    this.stream.trim();
  };

  #place(reader: ShardReader): void {
    const { shard } = reader;
    if (!shard.iterators.includes(reader)) shard.iterators.push(reader);
    // What has expired is gone, though another mapping may still hold it.
    reader.position = Math.max(
      reader.position,
      startOf(shard.log, this.settings.startingPosition, this.#world.records.sentAt),
    );
    this.#passedOver += reader.position;
  }

  /** Begins shards whose parents are done with: never before, so that a key's records stay in order (KIN-32). */
  #beginChildren(phase: () => Micros = () => 0): void {
    const done = new Set(this.#readers.filter(({ isDone }) => isDone).map(({ shard }) => shard));
    const ready = this.#readers.filter((reader) => {
      return !reader.hasBegun && !reader.isDone && reader.shard.parents.every((parent) => done.has(parent));
    });
    for (const reader of ready) reader.begin(this.#makeLanes(reader), phase());
    if (ready.length === 0) return;
    this.#poller!.lanesChanged();
    for (const { lanes } of ready) for (const lane of lanes) this.#poller!.wake(lane.number);
  }

  #makeLanes(reader: ShardReader): Lane[] {
    const { parallelizationFactor } = this.settings;
    return Array.from({ length: parallelizationFactor }, (_, i) => {
      const name = parallelizationFactor === 1 ? reader.shard.id : `${reader.shard.id}/${i}`;
      const lane = new Lane(this.#lanes.length, name, reader, this.#makeWindow(this.#lanes.length));
      this.#lanes.push(lane);
      return lane;
    });
  }

  #makeWindow(lane: number): TumblingWindow | undefined {
    const { tumbling } = this.settings;
    return tumbling && new TumblingWindow(tumbling, this.#world, () => this.#poller!.wake(lane));
  }

  mayBeDone(reader: ShardReader): void {
    if (!reader.shard.isClosed || !reader.hasBegun || reader.isDone || reader.held > 0) return;
    if (this.#endsWindows(reader)) return;
    reader.isDone = true;
    reader.stop();
    this.#poller!.lanesChanged();
    this.#beginChildren();
  }

  /** Windows do not go on in child shards: whether the last call of some is still to come. */
  #endsWindows({ lanes }: ShardReader): boolean {
    const open = lanes.filter(({ window }) => window?.isOpen === true);
    for (const { window, number } of open) {
      window!.isDue = true;
      this.#poller!.wake(number);
    }
    return open.length > 0;
  }

  // — what readers bring —

  take(slot: number, { lanes }: ShardReader): void {
    const { filter } = this.settings;
    if (filter !== undefined && !filter(slot)) return this.#world.tell.filtered(this.stream, this.mapping, slot);
    const lane = lanes.length === 1 ? lanes[0]! : lanes[this.stream.residue.values[slot]! % lanes.length]!;
    if (this.#deliveries !== undefined) this.#deliveries.values[slot] = 0;
    lane.waiting.push(slot);
  }

  hasRead(reader: ShardReader, count: number, behind: Micros, bytes: number, leaves: boolean): void {
    if (count > 0) this.#world.tell.read(this.stream, this.mapping, reader.shard.index, count, behind, bytes, leaves);
    for (const lane of reader.lanes) if (lane.isIdle && lane.waiting.size > 0) this.#poller!.wake(lane.number);
    this.#advance(reader);
  }

  wasRefused(reader: ShardReader): void {
    this.#world.tell.readThrottled(this.stream, this.mapping, reader.shard.index);
  }

  foundNothing(reads: number): void {
    this.#world.tell.emptyReceives(this.stream, this.mapping, reads);
  }

  countReads(): void {
    for (const reader of this.#readers) reader.countIdle();
  }

  #advance(reader: ShardReader): void {
    this.stream.trimShard(reader.shard);
    this.mayBeDone(reader);
  }

  // — before and after an invocation —

  prepare(batch: Batch): void {
    this.#settlement.prepare(batch, this.#lanes[batch.lane]!);
  }

  settle(batch: Batch): Micros {
    return this.#settlement.settle(batch, this.#lanes[batch.lane]!);
  }

  shardOf(_slot: number, { reader }: Lane): number {
    return reader.shard.index;
  }

  /** Records of a lane are done with in their order. */
  doneFirst(batch: Batch): number {
    return firstFailed(batch);
  }

  /** What is too old is at the front anyway. */
  unfitFirst(): void {}

  settled({ reader }: Lane): void {
    this.#advance(reader);
  }

  /** What was gathered or tried and is not done with waits in its lane again, before all that came later. */
  abandon(batch: Batch): void {
    const lane = this.#lanes[batch.lane]!;
    for (let i = batch.held - 1; i >= 0; i--) {
      lane.waiting.unshift(batch.slots[i]!);
      this.#world.records.letGo(batch.slots[i]!);
    }
    batch.held = 0;
    batch.size = 0;
    lane.batch = undefined;
    lane.parts.length = 0;
    lane.beginAnew();
  }

  // — retention —

  /** Records of the shard that were put by `until` are gone: all but those that are with the function. */
  loseUntil(shard: Shard, until: Micros): void {
    const reader = this.#readers.find((one) => one.shard === shard)!;
    if (reader.isDone) return;
    const { log } = shard;
    const { agedFrom } = this.#world.records;
    // Nobody has asked for them yet: they will lie before where the mapping begins.
    if (!this.#hasBegun) {
      reader.position = log.search(log.first, (slot) => agedFrom[slot]! > until);
      return;
    }
    for (const { waiting } of reader.lanes) {
      while (waiting.size > 0 && agedFrom[waiting.peek()]! <= until) this.#lose(waiting.shift(), shard);
    }
    while (reader.position < log.end && agedFrom[log.at(reader.position)]! <= until)
      this.#lose(log.at(reader.position++), shard);
    this.mayBeDone(reader);
  }

  #lose(slot: number, shard: Shard): void {
    this.#world.tell.lost(this.stream, this.mapping, slot, shard.index);
  }
}
