/**
 * The observer that counts what provisioned concurrency is asked for, over time. It listens only to runs in which some function has any.
 *
 * Paid is from when it is enabled until it is disabled, used or not, ready or not, and that time is rounded up. A period that lasts
 * beyond the run is not rounded: nobody knows how long it will be.
 */
import type { Clock, Micros } from '../../engine/time.ts';
import { Listener, type Named } from '../../model/observer.ts';
import { Level } from '../../stats/level.ts';
import { Tally } from '../tally.ts';

class Capacity {
  readonly environments = new Level();
  /** Environments times microseconds that rounding adds. */
  readonly rounding = new Tally();
  since: Micros = 0;
}

export class CapacityUsage extends Listener {
  readonly #functions: readonly Capacity[];
  readonly #clock: Clock;
  readonly #roundedTo: Micros;

  /** `roundedTo`: above 0. */
  constructor(functions: number, clock: Clock, roundedTo: Micros) {
    super();
    this.#functions = Array.from({ length: functions }, () => new Capacity());
    this.#clock = clock;
    this.#roundedTo = roundedTo;
  }

  /** What a function asks for when the run begins. */
  begin(fn: number, environments: number): void {
    this.#functions[fn]!.environments.set(environments, 0);
  }

  override provisionedRequested(fn: Named, environments: number): void {
    const { now } = this.#clock;
    const capacity = this.#functions[fn.index]!;
    const before = capacity.environments.value;
    if (before === 0) capacity.since = now;
    else if (environments === 0) {
      const length = now - capacity.since;
      const whole = Math.ceil(length / this.#roundedTo) * this.#roundedTo;
      capacity.rounding.add(before * (whole - length));
    }
    capacity.environments.set(environments, now);
  }

  /** The warm-up ends. */
  restart(now: Micros): void {
    for (const { environments, rounding } of this.#functions) {
      environments.restart(now);
      rounding.restart();
    }
  }

  /** Environments times microseconds of a function that are paid for so far. */
  areaOf(fn: number, now: Micros): number {
    const { environments, rounding } = this.#functions[fn]!;
    return environments.area(now) + rounding.counted;
  }
}
