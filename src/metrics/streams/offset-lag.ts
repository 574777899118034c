/**
 * The offset lag of a mapping of Kafka (KAF-10): of each partition, the records that were written and are not committed. Kept exactly, as the greatest
 * over the partitions and as their sum, from when the mapping begins to read.
 */
import { Level } from '../../stats/level.ts';
import { Tally } from '../tally.ts';
import type { KafkaResult } from './result.ts';
import { levelResult } from '../summary.ts';

export class OffsetLag {
  /** Of the partition where it is greatest. */
  readonly most = new Level();
  readonly sum = new Level();
  readonly rebalances = new Tally();
  /** By partition: records written so far, and the committed offset. */
  readonly #ends: number[];
  readonly #committed: number[];
  #hasBegun = false;
  #changed = 0;

  constructor(partitions: number) {
    this.#ends = Array<number>(partitions).fill(0);
    this.#committed = Array<number>(partitions).fill(0);
  }

  /** A record was written at that instant. */
  sent(partition: number, at: number): void {
    const lag = ++this.#ends[partition]! - this.#committed[partition]!;
    if (!this.#hasBegun) return;
    const time = this.#at(at);
    this.sum.add(1, time);
    if (lag > this.most.value) this.most.set(lag, time);
  }

  committed(partition: number, offset: number, now: number): void {
    const before = this.#ends[partition]! - this.#committed[partition]!;
    const moved = offset - this.#committed[partition]!;
    this.#committed[partition] = offset;
    if (!this.#hasBegun) return;
    const time = this.#at(now);
    this.sum.add(-moved, time);
    if (before === this.most.value) this.most.set(this.#greatest(), time);
  }

  /** The mapping begins to read, at the committed offsets there are. */
  begin(now: number): void {
    this.#hasBegun = true;
    const lags = this.#ends.map((end, partition) => end - this.#committed[partition]!);
    const time = this.#at(now);
    this.sum.set(
      lags.reduce((sum, lag) => sum + lag, 0),
      time,
    );
    this.most.set(this.#greatest(), time);
  }

  restart(now: number): void {
    this.#changed = now;
    for (const one of [this.most, this.sum]) one.restart(now);
    this.rebalances.restart();
  }

  toResult(now: number): KafkaResult {
    const [offsetLag, offsetLagSum] = [levelResult(this.most, now), levelResult(this.sum, now)];
    return { offsetLag, offsetLagSum, rebalances: this.rebalances.counted };
  }

  /** What was written is told late at times. */
  #at(time: number): number {
    this.#changed = Math.max(this.#changed, time);
    return this.#changed;
  }

  #greatest(): number {
    let greatest = 0;
    for (let i = 0; i < this.#ends.length; i++) {
      const lag = this.#ends[i]! - this.#committed[i]!;
      if (lag > greatest) greatest = lag;
    }
    return greatest;
  }
}
