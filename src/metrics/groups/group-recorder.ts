/**
 * The observer that measures the message groups of queues: what was sent, received and handled of each, how long messages dwelt until they
 * were first received, and which groups were noisy. It listens only to runs that have such queues. What all sources have is the
 * recorder's.
 *
 * Dwell is that of messages that were sent to the queue, or moved back into it: of one that came as a dead letter none is measured.
 */
import type { Clock, Micros } from '../../engine/time.ts';
import { Fate, type Batch } from '../../model/batch.ts';
import { Listener, type Named } from '../../model/observer.ts';
import { State, type Records } from '../../model/records.ts';
import { GroupsRecord, type GroupedQueue, type Place } from './ledger.ts';
import { OF } from './tallies.ts';

/** One look at a fair queue: the greatest since the look before. */
export interface FairReading {
  readonly noisyGroups: number;
  /** Messages of groups that are not noisy. */
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
  /** Of those that left as well as of those that are there. */
  readonly ageOfOldest: Micros;
}

export class GroupRecorder extends Listener {
  /** By number of the source; undefined of those without groups. */
  readonly queues: readonly (GroupsRecord | undefined)[];
  readonly #records: Records;
  readonly #clock: Clock;
  /** By number of the source: from when the age counts of the oldest message of groups that are not noisy. */
  #oldestSince: readonly (() => Micros)[] = [];

  /** `longest`: greatest dwell there can be. */
  constructor(queues: readonly (GroupedQueue | undefined)[], records: Records, clock: Clock, longest: Micros) {
    super();
    this.queues = queues.map((one) => one && new GroupsRecord(one, longest));
    this.#records = records;
    this.#clock = clock;
  }

  /** The model is put together: from now on it can be asked. */
  watch(oldestSince: readonly (() => Micros)[]): void {
    this.#oldestSince = oldestSince;
  }

  /** A look at each fair queue. */
  takeReadings(): (FairReading | undefined)[] {
    return this.queues.map((queue, i) => {
      const fair = queue?.fair;
      if (fair === undefined) return undefined;
      const since = this.#oldestSince[i]?.() ?? Infinity;
      const ageOfOldest = Math.max(fair.recentAge, since === Infinity ? 0 : this.#clock.now - since);
      fair.recentAge = 0;
      const { noisyGroups, visible, inFlight, delayed } = fair;
      return {
        noisyGroups: noisyGroups.takePeak(),
        ...{ visible: visible.takePeak(), inFlight: inFlight.takePeak(), delayed: delayed.takePeak() },
        ageOfOldest,
      };
    });
  }

  /** The warm-up ends. */
  restart(now: Micros): void {
    for (const queue of this.queues) queue?.restart(now);
  }

  #groupOf({ queue, groups }: GroupsRecord, slot: number): number {
    return groups.placeOf(this.#records.attributes[queue.column]!.column[slot]!);
  }

  override sent(source: Named, slot: number, delayed: boolean): void {
    const queue = this.queues[source.index];
    if (queue === undefined) return;
    const group = this.#groupOf(queue, slot);
    queue.groups.add(group, OF.sent, 1);
    queue.step(group, delayed ? 'delayed' : 'visible', 1, Math.max(0, this.#records.sentAt[slot]!));
  }

  override appeared(source: Named, slot: number): void {
    this.#moves(source, slot, 'delayed', 'visible', Math.max(0, this.#records.due[slot]!));
  }

  override returned(source: Named, slot: number): void {
    this.#moves(source, slot, 'inFlight', 'visible', this.#clock.now);
  }

  #moves({ index }: Named, slot: number, from: Place, to: Place, at: Micros): void {
    const queue = this.queues[index];
    if (queue === undefined) return;
    const group = this.#groupOf(queue, slot);
    queue.step(group, from, -1, at);
    queue.step(group, to, 1, at);
  }

  override received(source: Named, batch: Batch, from: number): void {
    const queue = this.queues[source.index];
    if (queue === undefined) return;
    const { now } = this.#clock;
    for (let i = from; i < batch.held; i++) {
      const slot = batch.slots[i]!;
      const group = this.#groupOf(queue, slot);
      queue.groups.add(group, OF.received, 1);
      queue.step(group, 'visible', -1, now);
      queue.step(group, 'inFlight', 1, now);
      // Receives are counted over all queues a message has been in.
      if (batch.receipts[i] === 1) queue.dwelt(group, now - this.#records.sentAt[slot]!);
    }
  }

  override deleted(source: Named, batch: Batch): void {
    const queue = this.queues[source.index];
    if (queue === undefined) return;
    for (let i = 0; i < batch.size; i++) {
      const fate = batch.fates[i]! & 3;
      if (fate === Fate.kept || fate === Fate.goneBefore) continue;
      const slot = batch.slots[i]!;
      const group = this.#groupOf(queue, slot);
      if (fate === Fate.deleted) queue.groups.add(group, OF.handled, 1);
      this.#leaves(queue, group, slot, batch.fates[i]! >= Fate.wasVisible ? 'visible' : 'inFlight');
    }
  }

  override filtered(source: Named, _mapping: Named, slot: number): void {
    // A delivery that was doubled is visible again already.
    this.#lost(source, slot, undefined, this.#records.state[slot] === State.waiting ? 'visible' : 'inFlight');
  }

  override deadLettered(source: Named, target: Named, slot: number): void {
    this.#lost(source, slot, OF.deadLettered);
    this.#enters(target, slot);
  }

  override redriven(from: Named, to: Named, slot: number): void {
    this.#lost(from, slot, undefined);
    this.#enters(to, slot);
  }

  override expired(source: Named, slot: number): void {
    this.#lost(source, slot, OF.expired);
  }

  override noisy(source: Named, value: string | number | boolean, isNoisy: boolean): void {
    const { queue, groups, fair } = this.queues[source.index]!;
    const { now } = this.#clock;
    const group = groups.placeOf(this.#records.attributes[queue.column]!.table.indexOf(value));
    const step = isNoisy ? 1 : -1;
    fair!.noisyGroups.add(step, now);
    for (const where of ['visible', 'inFlight', 'delayed'] as const)
      fair![where].add(-step * groups.get(group, OF[where]), now);
    groups.set(group, OF.isNoisy, isNoisy ? 1 : 0);
    if (isNoisy) {
      groups.set(group, OF.noisySince, now);
      return groups.add(group, OF.noisyTimes, 1);
    }
    const from = groups.get(group, OF.noisySince);
    groups.add(group, OF.noisyTime, now - from);
    fair!.keep({ group: value, from, until: now });
  }

  #enters({ index }: Named, slot: number): void {
    const queue = this.queues[index];
    if (queue !== undefined) queue.step(this.#groupOf(queue, slot), 'visible', 1, this.#clock.now);
  }

  #lost({ index }: Named, slot: number, as: (typeof OF)['deadLettered' | 'expired'] | undefined, from?: Place): void {
    const queue = this.queues[index];
    if (queue === undefined) return;
    const group = this.#groupOf(queue, slot);
    if (as !== undefined) queue.groups.add(group, as, 1);
    this.#leaves(queue, group, slot, from ?? 'visible');
  }

  #leaves(queue: GroupsRecord, group: number, slot: number, from: Place): void {
    queue.step(group, from, -1, this.#clock.now);
    queue.leaves(group, this.#clock.now - this.#records.agedFrom[slot]!);
  }
}
