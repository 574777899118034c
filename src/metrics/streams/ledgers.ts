/** What is kept of a stream, and of what a mapping reads of it, while a run goes on: of fixed size but for shards and lanes. */
import type { Clock } from '../../engine/time.ts';
import { Histogram } from '../../stats/histogram.ts';
import { Level } from '../../stats/level.ts';
import { Tally } from '../tally.ts';
import { BlockedLanes } from './blocked-lanes.ts';
import type { OffsetLag } from './offset-lag.ts';
import { MOST_RESHARDS, type StreamResult } from './result.ts';

/** Of one stream. */
export class StreamRecord {
  readonly arrived = new Tally();
  readonly readsThrottled = new Tally();
  readonly recordsPerRead = new Histogram();
  readonly getRecordsAge = new Histogram();
  readonly putDelay = new Histogram();
  readonly shards = new Level();
  readonly reshards: StreamResult['reshards'][number][] = [];
  reshardsLeftOut = 0;
  /** When each of the records that are held back was first refused, by slot. */
  readonly refusedAt = new Map<number, number>();

  /** `shards`: at the beginning. */
  constructor(shards: number) {
    this.shards.set(shards, 0);
    this.shards.restart(0);
  }

  restart(now: number): void {
    for (const tally of [this.arrived, this.readsThrottled]) tally.restart();
    for (const histogram of [this.recordsPerRead, this.getRecordsAge, this.putDelay]) histogram.reset();
    this.shards.restart(now);
  }

  reshard(at: number, closed: readonly string[], opened: readonly string[]): void {
    this.shards.add(opened.length - closed.length, at);
    if (this.reshards.length < MOST_RESHARDS) this.reshards.push({ at, closed: [...closed], opened: [...opened] });
    else this.reshardsLeftOut++;
  }
}

/** What is measured of a mapping of Kafka only. */
export interface KafkaMeasured {
  readonly offsetLag: OffsetLag;
  readonly partitionOf: (slot: number) => number;
}

/** Of one mapping that reads a stream. */
export class ConsumerRecord {
  readonly stream: StreamRecord;
  beforeStart = 0;
  readonly filtered = new Tally();
  readonly succeeded = new Tally();
  readonly acknowledged = new Tally();
  readonly toDestination = new Tally();
  readonly skipped = new Tally();
  readonly expired = new Tally();
  readonly expiredBehindBlocked = new Tally();
  /** Greatest iterator age by shard since it was last taken. */
  #recentAges = new Map<number, number>();
  readonly ageAtSend = new Histogram();
  readonly ageAtFinish = new Histogram();
  readonly reads = new Tally();
  readonly emptyReads = new Tally();
  readonly readsThrottled = new Tally();
  readonly recordsPerRead = new Histogram();
  readonly running = new Level();
  /** By number. */
  readonly lanesUsed = new Set<number>();
  readonly retries = new Tally();
  readonly bisects = new Tally();
  readonly blocked: BlockedLanes;
  /** Of Kafka only. */
  readonly offsetLag: OffsetLag | undefined;

  constructor(stream: StreamRecord, clock: Clock, idOf: (slot: number) => string, kafka: KafkaMeasured | undefined) {
    this.stream = stream;
    this.offsetLag = kafka?.offsetLag;
    this.blocked = new BlockedLanes(clock, idOf, kafka?.partitionOf);
  }

  noteAge(shard: number, age: number): void {
    if (age > (this.#recentAges.get(shard) ?? -1)) this.#recentAges.set(shard, age);
  }

  takeRecentAges(): ReadonlyMap<number, number> {
    const ages = this.#recentAges;
    this.#recentAges = new Map();
    return ages;
  }

  restart(now: number): void {
    const { filtered, succeeded, acknowledged, toDestination, skipped, expired, expiredBehindBlocked } = this;
    for (const tally of [filtered, succeeded, acknowledged, toDestination, skipped]) tally.restart();
    for (const tally of [expired, expiredBehindBlocked, this.reads, this.emptyReads]) tally.restart();
    for (const tally of [this.readsThrottled, this.retries, this.bisects]) tally.restart();
    for (const histogram of [this.ageAtSend, this.ageAtFinish, this.recordsPerRead]) histogram.reset();
    this.running.restart(now);
    this.blocked.restart(now);
    this.offsetLag?.restart(now);
  }
}
