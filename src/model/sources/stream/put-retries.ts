/**
 * Records that a shard refused and whose producer tries again (KIN-01): after a pause that doubles, until they are taken.
 * They are put between the arrivals in the order of time, though nobody looks until later: see {@link PutRetries.runUntil}.
 *
 * Those refused equally often wait equally long, so they form a list that is sorted by being filled at its end.
 */
import { Rank } from '../../../engine/rank.ts';
import { Ring } from '../../../engine/ring.ts';
import type { Timer } from '../../../engine/simulation.ts';
import type { Micros } from '../../../engine/time.ts';
import type { Outages } from '../../outages.ts';
import type { World } from '../../world.ts';
import type { StreamTraits } from './traits.ts';

export class PutRetries {
  readonly #world: World;
  readonly #settings: { readonly outages: Outages; readonly waits: boolean };
  readonly #put: (slot: number, at: Micros) => void;
  readonly #first: Micros;
  readonly #longest: Micros;
  /** By the pause they wait, shortest first. */
  readonly #lists: Ring[] = [];
  readonly #pauses: Micros[] = [];
  readonly #timer: Timer;

  /** `settings`: when nothing can be put, and whether what is due then waits; `put` tries one again; `look` is called when one is due. */
  constructor(
    world: World,
    settings: {
      readonly outages: Outages;
      readonly waits: boolean;
      readonly traits: Pick<StreamTraits, 'putRetryFirst' | 'putRetryLongest'>;
    },
    put: (slot: number, at: Micros) => void,
    look: () => void,
  ) {
    this.#world = world;
    this.#settings = settings;
    this.#put = put;
    this.#first = settings.traits.putRetryFirst;
    this.#longest = settings.traits.putRetryLongest;
    this.#timer = world.sim.timer(Rank.arrival, look);
  }

  /** Whether there is a next try of a record that is refused at that instant: not where it is due in an outage and sends are lost then. */
  canTry(at: Micros, times: number): boolean {
    return this.#settings.waits || !this.#settings.outages.isOut(at + this.#pauses[this.#stepOf(times)]!);
  }

  /** Refused at the instant `at`, for the `times`-th time, from 1. Called in order of time. */
  add(slot: number, at: Micros, times: number): void {
    const step = this.#stepOf(times);
    const due = at + this.#pauses[step]!;
    this.#world.records.due[slot] = this.#settings.outages.endAfter(due) ?? due;
    this.#lists[step]!.push(slot);
  }

  /** Tries all that are due by `until`, in order; those refused again are due later. */
  runUntil(until: Micros): void {
    for (let list = this.#next(); list !== undefined && this.#dueOf(list) <= until; list = this.#next()) {
      const slot = list.shift();
      this.#put(slot, this.#world.records.due[slot]!);
    }
  }

  /** Sees to it that somebody looks when the next is due. */
  arm(): void {
    const list = this.#next();
    if (list === undefined) return;
    const { sim } = this.#world;
    const at = this.#dueOf(list);
    if (at <= sim.end) this.#timer.set(Math.max(at, sim.now));
  }

  /** The list whose head is due first; of several the one of the shortest pause. */
  #next(): Ring | undefined {
    let next: Ring | undefined;
    for (const list of this.#lists) {
      if (list.size > 0 && (next === undefined || this.#dueOf(list) < this.#dueOf(next))) next = list;
    }
    return next;
  }

  #dueOf(list: Ring): Micros {
    return this.#world.records.due[list.peek()]!;
  }

  /** Which list a pause belongs to: it doubles with each refusal up to the longest. */
  #stepOf(times: number): number {
    while (this.#lists.length < times && this.#pauses.at(-1) !== this.#longest) {
      const pause = this.#pauses.length === 0 ? this.#first : this.#pauses.at(-1)! * 2;
      this.#pauses.push(Math.min(pause, this.#longest));
      this.#lists.push(new Ring());
    }
    return Math.min(times, this.#lists.length) - 1;
  }
}
