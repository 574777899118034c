/**
 * How long the handler's own work takes: what comes before the records, and each of them. Calls of downstreams come on top.
 */
import type { Distribution } from '../../engine/distributions.ts';
import type { RandomStream } from '../../engine/random.ts';
import type { Micros } from '../../engine/time.ts';
import type { World } from '../world.ts';
import { WorkTime, type TimeRule } from './work-time.ts';

export interface TimeSettings {
  /** Time of an invocation whatever it holds; records that carry their own take that instead. */
  readonly duration: Distribution | undefined;
  readonly perInvocation: Distribution | undefined;
  /** Time of a record: the first rule that matches decides. */
  readonly perRecord: readonly TimeRule[];
  /** Time for each KiB of a record. */
  readonly perKiB: Distribution | undefined;
  /** Whether records may carry their own time. */
  readonly recordsCarryWork: boolean;
  /** What all of these are multiplied by, because of the function's memory (ENV-02); 1 as a rule. */
  readonly slowdown: number;
}

export class Times {
  readonly #settings: TimeSettings;
  readonly #world: World;
  readonly #random: RandomStream;
  readonly #work: WorkTime;

  constructor(fn: string, settings: TimeSettings, world: World) {
    this.#settings = settings;
    this.#world = world;
    this.#random = world.sim.random(`functions.${fn}`, 'duration');
    this.#work = new WorkTime(fn, settings.perRecord, settings.perKiB, this.#random, world);
  }

  /** Time before the records. */
  beforeRecords(): Micros {
    const { perInvocation } = this.#settings;
    return perInvocation === undefined ? 0 : this.#scaled(whole(perInvocation(this.#random)));
  }

  /** Time of one record. */
  of(slot: number): Micros {
    return this.#scaled(this.carries(slot) ? this.#world.records.work[slot]! : this.#work.of(slot));
  }

  /** Whether the record brings its own time. */
  carries(slot: number): boolean {
    return this.#settings.recordsCarryWork && this.#world.records.work[slot]! >= 0;
  }

  /** Time of the whole invocation, where that is given; undefined: it is the sum of its parts. */
  ofAll(): Micros | undefined {
    const { duration } = this.#settings;
    return duration === undefined ? undefined : this.#scaled(whole(duration(this.#random)));
  }

  #scaled(time: Micros): Micros {
    const { slowdown } = this.#settings;
    return slowdown === 1 ? time : Math.round(time * slowdown);
  }
}

function whole(exact: number): number {
  return Math.max(0, Math.round(exact));
}
