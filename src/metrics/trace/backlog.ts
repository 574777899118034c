/**
 * What waits and what is in flight in every source, counted from what the model tells, by the rules of metrics/recorder.ts: that one
 * keeps columns of the records for itself, so there can be no second one beside it.
 */
import { Fate, type Batch } from '../../model/batch.ts';
import { State, type Records } from '../../model/records.ts';
import type { SourceRole } from '../ledgers.ts';

export class Backlog {
  /** Of each source: can be received now; received or running; sent with a delay that is not over. */
  readonly waiting: Int32Array;
  readonly inFlight: Int32Array;
  readonly delayed: Int32Array;
  readonly #roles: readonly SourceRole[];
  readonly #records: Records;

  constructor(roles: readonly SourceRole[], records: Records) {
    this.#roles = roles;
    this.#records = records;
    this.waiting = new Int32Array(roles.length);
    this.inFlight = new Int32Array(roles.length);
    this.delayed = new Int32Array(roles.length);
  }

  sent(source: number, isDelayed: boolean): void {
    if (this.#roles[source] === 'calls') return;
    (isDelayed ? this.delayed : this.waiting)[source]! += 1;
  }

  appeared(source: number): void {
    this.delayed[source]! -= 1;
    this.waiting[source]! += 1;
  }

  /** Of a stream, what is received stays where it is. */
  received(source: number, count: number): void {
    if (this.#roles[source] === 'queue') this.#take(source, count);
  }

  invoked(source: number): void {
    if (this.#roles[source] === 'calls') this.inFlight[source]! += 1;
    else if (this.#roles[source] === 'events') this.#take(source, 1);
  }

  /** `count` records are in flight from now on, or no longer below 0. */
  #take(source: number, count: number): void {
    this.waiting[source]! -= count;
    this.inFlight[source]! += count;
  }

  /** A direct call that ran is over. */
  answered(source: number): void {
    this.inFlight[source]! -= 1;
  }

  returned(source: number): void {
    this.#take(source, -1);
  }

  /** An event waits for its next attempt. */
  retrying(source: number, slot: number): void {
    if (this.#records.state[slot] !== State.waiting) this.#take(source, -1);
  }

  /** A record is done with: an event, or what a mapping of a queue does not want. */
  concluded(source: number, slot: number): void {
    if (this.#roles[source] === 'stream') return;
    const level = this.#records.state[slot] === State.waiting ? this.waiting : this.inFlight;
    level[source]! -= 1;
  }

  deleted(source: number, { fates, size }: Batch): void {
    for (let i = 0; i < size; i++) {
      const fate = fates[i]! & 3;
      if (fate === Fate.kept || fate === Fate.goneBefore) continue;
      (fates[i]! >= Fate.wasVisible ? this.waiting : this.inFlight)[source]! -= 1;
    }
  }

  /** Records that waited leave a source, and may enter another. */
  left(source: number, count: number): void {
    this.waiting[source]! -= count;
  }

  entered(source: number): void {
    this.waiting[source]! += 1;
  }
}
