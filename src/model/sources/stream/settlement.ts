/**
 * What becomes of a batch of a stream before and after an invocation: what is too old or too large is taken out, and what
 * verdict.ts decides is done. A batch that is bisected stays in one piece: the sizes of the parts to come are a stack in its lane.
 */
import type { Micros } from '../../../engine/time.ts';
import { isError, type Batch } from '../../batch.ts';
import { doubling } from '../../mapping/back-off.ts';
import type { GivenUp, Named } from '../../observer.ts';
import type { Column } from '../../records.ts';
import type { World } from '../../world.ts';
import { sendOn } from '../destination.ts';
import { DONE } from '../source.ts';
import type { Destination } from '../destination.ts';
import type { TumblingWindow } from './tumbling-window.ts';
import type { Stream } from './stream.ts';
import { verdict } from './verdict.ts';

export interface SettlementSettings {
  /** Infinity: no limit. */
  maximumRetryAttempts: number;
  /** Infinity: no limit. */
  maximumRecordAge: Micros;
  readonly bisectBatchOnFunctionError: boolean;
  /** Undefined: what is given up is gone. */
  readonly destination: Destination | undefined;
}

/** How far a batch has got. */
export interface Progress {
  /** What is gathered or delivered; undefined: nothing. */
  batch: Batch | undefined;
  /** Undefined: calls pass no state on. */
  readonly window: TumblingWindow | undefined;
  /** Invocations of the batch as it is now that have failed; refusals since one was accepted. */
  attempts: number;
  refusals: number;
  /** Sizes of the parts of a bisected batch that come after the present one, the next one last. */
  readonly parts: number[];
  /** Another batch, or another part of one: nothing of it has failed. */
  beginAnew(): void;
}

/** What a settlement needs from whose batches it settles. */
export interface Settling<L extends Progress> {
  readonly stream: Stream;
  readonly mapping: Named;
  readonly settings: SettlementSettings;
  payloadOf(slot: number): number;
  /** Number of the shard that a record of the lane's batch is in. */
  shardOf(slot: number, lane: L): number;
  /** Of a batch of which some records were reported: how many are done with; they come first from now on. */
  doneFirst(batch: Batch): number;
  /** Records for which `isUnfit` come first from now on. */
  unfitFirst(batch: Batch, isUnfit: (slot: number) => boolean): void;
  /** Some of the lane's batch is done with; it has no batch any more when that was the last. */
  settled(lane: L): void;
}

export class Settlement<L extends Progress> {
  readonly #world: World;
  readonly #of: Settling<L>;
  /** Of each record, how often this mapping has delivered it; undefined: nobody asks. */
  readonly #deliveries: Column | undefined;
  readonly #retryFirst: Micros;
  readonly #retryLongest: Micros;
  readonly #continuation: Micros;
  readonly #payload: number;

  constructor(of: Settling<L>, deliveries: Column | undefined, world: World) {
    const { rules } = world;
    this.#of = of;
    this.#deliveries = deliveries;
    this.#world = world;
    this.#retryFirst = rules.number('stream.retry.first');
    this.#retryLongest = rules.number('stream.retry.max');
    this.#continuation = rules.number('stream.continuation');
    this.#payload = rules.number('mapping.payload');
  }

  /** Takes out what has become too old, from the front, one by one (R-KIN-07): records are in order of age. */
  prepare(batch: Batch, lane: L): void {
    const before = batch.held;
    if (batch.size > 0) this.#of.unfitFirst(batch, this.#isUnfit);
    while (batch.size > 0) {
      const slot = batch.slots[0]!;
      const age = this.#world.sim.now - this.#world.records.agedFrom[slot]!;
      if (age >= this.#of.stream.retention)
        this.#world.tell.lost(this.#of.stream, this.#of.mapping, slot, this.#of.shardOf(slot, lane));
      else if (age > this.#of.settings.maximumRecordAge)
        this.#giveUp(batch, 1, 'RecordAgeExceeded', Math.max(1, lane.attempts), null);
      // No invocation can hold it.
      else if (this.#of.payloadOf(slot) > this.#payload)
        this.#giveUp(batch, 1, this.#of.stream.traits.tooLarge, 1, null);
      else break;
      this.#letGo(batch, 1);
      if (batch.size > 0) continue;
      this.#nextPart(lane, batch);
      batch.tries = 0;
      if (batch.size > 0) this.#of.unfitFirst(batch, this.#isUnfit);
    }
    if (batch.held < before) {
      this.#weigh(batch);
      this.#settled(lane, batch);
    }
    if (this.#deliveries !== undefined) this.#countDeliveries(batch, this.#deliveries.values, 1);
  }

  readonly #isUnfit = (slot: number): boolean => {
    const age = this.#world.sim.now - this.#world.records.agedFrom[slot]!;
    const { stream, settings } = this.#of;
    return age >= stream.retention || age > settings.maximumRecordAge || this.#of.payloadOf(slot) > this.#payload;
  };

  /** What a handler reads as the receive count of a record is how often its own mapping has delivered it, this time included. */
  #countDeliveries({ slots, size }: Batch, deliveries: Float64Array, step: number): void {
    const { receiveCount } = this.#world.records;
    for (let i = 0; i < size; i++) receiveCount[slots[i]!] = deliveries[slots[i]!]! += step;
  }

  /** Takes the outcome of a delivery: see EventSource.settle. */
  settle(batch: Batch, lane: L): Micros {
    const { outcome, size, isFinal } = batch;
    const { attempts } = lane;
    const is = verdict({ outcome, size, firstFailed: this.#of.doneFirst(batch), attempts }, this.#of.settings);
    switch (is.kind) {
      case 'refused':
        if (this.#deliveries !== undefined) this.#countDeliveries(batch, this.#deliveries.values, -1);
        return this.#pause(++lane.refusals);
      case 'retry':
        lane.refusals = 0;
        return this.#pause(++lane.attempts);
      case 'bisect':
        return this.#bisect(lane, batch, is.left);
      case 'giveUp':
        if (isFinal) return this.#endWindow(lane, batch);
        this.#giveUp(batch, size, 'RetryAttemptsExhausted', attempts + 1, isError(outcome));
        return this.#goOn(lane, batch, size);
      case 'progress':
      case 'passed': {
        if (isFinal) return this.#endWindow(lane, batch);
        const count = is.kind === 'passed' ? size : is.count;
        lane.window?.grow(count);
        this.#world.tell.checkpointed(this.#of.stream, batch, count);
        return this.#goOn(lane, batch, count);
      }
    }
  }

  /** The last call for a window has succeeded, or there will be no other: its state is gone. */
  #endWindow(lane: L, batch: Batch): Micros {
    lane.window!.close();
    batch.isFinal = false;
    lane.beginAnew();
    this.#settled(lane, batch);
    return DONE;
  }

  #pause(times: number): Micros {
    return doubling(times, this.#retryFirst, this.#retryLongest);
  }

  #bisect(lane: L, batch: Batch, left: number): Micros {
    this.#world.tell.bisected(this.#of.stream, batch, left);
    lane.parts.push(batch.size - left);
    batch.size = left;
    return this.#again(lane, batch);
  }

  /** The first `count` records are done with; what is left goes on at once. */
  #goOn(lane: L, batch: Batch, count: number): Micros {
    this.#letGo(batch, count);
    if (batch.size === 0) this.#nextPart(lane, batch);
    this.#settled(lane, batch);
    return batch.size > 0 ? this.#again(lane, batch) : DONE;
  }

  #nextPart(lane: L, batch: Batch): void {
    batch.size = lane.parts.pop() ?? 0;
    lane.beginAnew();
  }

  /** Another batch for the function: none of its tries so far were of this one. */
  #again(lane: L, batch: Batch): Micros {
    lane.beginAnew();
    batch.tries = 0;
    this.#weigh(batch);
    return this.#continuation;
  }

  #weigh(batch: Batch): void {
    batch.bytes = 0;
    for (let i = 0; i < batch.size; i++) batch.bytes += this.#of.payloadOf(batch.slots[i]!);
  }

  #letGo(batch: Batch, count: number): void {
    for (let i = 0; i < count; i++) this.#world.records.letGo(batch.slots[i]!);
    batch.dropFirst(count);
  }

  #settled(lane: L, batch: Batch): void {
    if (batch.held === 0) lane.batch = undefined;
    this.#of.settled(lane);
  }

  #giveUp(
    batch: Batch,
    count: number,
    condition: GivenUp['condition'],
    approximateInvokeCount: number,
    unhandled: boolean | null,
  ): void {
    const { destination } = this.#of.settings;
    const delivered = destination !== undefined && sendOn(this.#world, batch.slots[0]!, destination, 0, 'nothing');
    this.#world.tell.gaveUp(this.#of.stream, batch, count, {
      condition,
      approximateInvokeCount,
      destination,
      delivered,
      unhandled,
    });
  }
}

/** Place of the first record that was reported; the size of the batch when none was. */
export function firstFailed({ failed, size }: Batch): number {
  let first = 0;
  while (first < size && failed[first] === 0) first++;
  return first;
}
