/**
 * What happens to an event at its end: a success goes to the onSuccess destination; what is given up goes to the onFailure
 * destination and to the function's dead-letter queue, to both where both are set (ASY-07, inferred).
 *
 * A destination gets a record about the event, with the event in it (ASY-13); a dead-letter queue gets the event itself (ASY-12).
 * What cannot be delivered is lost.
 */
import type { Condition, EventEnd, Named } from '../../observer.ts';
import type { World } from '../../world.ts';
import { sendOn, type Destination } from '../destination.ts';

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
    this.#by.trail = functionError === null ? before : trails.after(before, fn.index);
    const destination = condition === 'Success' ? onSuccess : onFailure;
    const lastResort = condition === 'Success' ? undefined : deadLetterQueue;
    const delivered =
      destination !== undefined &&
      sendOn(this.#world, slot, destination, size + this.#envelope, 'attributes', this.#by);
    const deadLettered = lastResort !== undefined && sendOn(this.#world, slot, lastResort, size, 'body', this.#by);
    return this.#told(condition, functionError, { destination, delivered }, { lastResort, deadLettered });
  }

  #told(
    condition: Condition,
    functionError: boolean | null,
    { destination, delivered }: { destination: Named | undefined; delivered: boolean },
    { lastResort, deadLettered }: { lastResort: Named | undefined; deadLettered: boolean },
  ): EventEnd {
    const known = this.#ends.find(
      (end) =>
        end.condition === condition &&
        end.functionError === functionError &&
        end.delivered === delivered &&
        end.deadLettered === deadLettered,
    );
    if (known !== undefined) return known;
    const end = { condition, functionError, destination, delivered, deadLetterQueue: lastResort, deadLettered };
    this.#ends.push(end);
    return end;
  }
}
