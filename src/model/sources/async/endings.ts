/**
 * What happens to an event at its end: a success goes to the onSuccess destination; what is given up goes to the onFailure
 * destination and to the function's dead-letter queue, to both where both are set (ASY-07, inferred).
 *
 * A destination gets a record about the event, with the event in it (ASY-13); a dead-letter queue gets the event itself (ASY-12).
 * What cannot be delivered is lost.
 */
import type { Condition, EventEnd, Named } from '../../observer.ts';
import type { World } from '../../world.ts';
import { sendOn, type Carries, type Destination } from '../destination.ts';

export interface EndingSettings {
  readonly onSuccess: Destination | undefined;
  readonly onFailure: Destination | undefined;
  readonly deadLetterQueue: Destination | undefined;
}

export class Endings {
  readonly #settings: EndingSettings;
  readonly #world: World;
  readonly #envelope: number;
  readonly #by = { fn: undefined, trail: 0, replaced: [] };
  /** Ends as they have been told before: there are a few kinds of them, and events without number. */
  readonly #ends: EventEnd[] = [];

  constructor(settings: EndingSettings, world: World) {
    this.#settings = settings;
    this.#world = world;
    this.#envelope = world.rules.number('async.destination.envelope');
  }

  /** Sends what is due, now. `functionError`: see {@link EventEnd}; `fn`: whose event it is. */
  end(slot: number, condition: Condition, functionError: boolean | null, fn: Named): EventEnd {
    const { onSuccess, onFailure, deadLetterQueue } = this.#settings;
    const { records, trails } = this.#world;
    const size = records.size[slot]!;
    // What follows a run of the function is the next link of its chain; an event that never ran makes none.
    const before = records.lineage?.trailOf(slot) ?? 0;
    this.#by.trail = records.attempts[slot] === 0 ? before : trails.after(before, fn.index);
    const hasFailed = condition !== 'Success';
    const delivered = this.#send(slot, hasFailed ? onFailure : onSuccess, size + this.#envelope, 'attributes');
    const deadLettered = hasFailed && this.#send(slot, deadLetterQueue, size, 'body');
    return this.#told(condition, functionError, delivered, deadLettered);
  }

  #send(slot: number, to: Destination | undefined, size: number, carries: Carries): boolean {
    return to !== undefined && sendOn(this.#world, slot, to, size, carries, this.#by);
  }

  #told(condition: Condition, functionError: boolean | null, delivered: boolean, deadLettered: boolean): EventEnd {
    for (const end of this.#ends) {
      const isSame = end.condition === condition && end.functionError === functionError;
      if (isSame && end.delivered === delivered && end.deadLettered === deadLettered) return end;
    }
    const { onSuccess, onFailure } = this.#settings;
    const destination = condition === 'Success' ? onSuccess : onFailure;
    const deadLetterQueue = condition === 'Success' ? undefined : this.#settings.deadLetterQueue;
    const end = { condition, functionError, destination, delivered, deadLetterQueue, deadLettered };
    this.#ends.push(end);
    return end;
  }
}
