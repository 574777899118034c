/**
 * How evenly tenants are served, by Jain's index over those that offered something in the window: of each the share of what it
 * offered that was done within the window, and one over its slowdown, the time its events took over the time they ran. Who offered
 * something of which nothing was done has 0 in both.
 */
import type { Micros } from '../../engine/time.ts';
import { jain } from '../../stats/jain.ts';

/** Where what is of a tenant. */
const FIELDS = 4;
const OFFERED = 0;
const SERVED = 1;
const RAN = 2;
const TOOK = 3;

export class Fairness {
  readonly #until: Micros;
  /**
   * By tenant, side by side so that an event touches one place in memory: offered, served, time that successful first runs took, and
   * time from acceptance until their ends.
   */
  readonly #of: Float64Array;

  constructor(tenants: number, until: Micros) {
    this.#until = until;
    this.#of = new Float64Array(tenants * FIELDS);
  }

  /** An event of the window was accepted or rejected. */
  offered(tenant: number): void {
    this.#of[tenant * FIELDS + OFFERED]!++;
  }

  /** An event of the window has succeeded for the first time, `age` after it was accepted, by a run of that length. */
  served(tenant: number, now: Micros, age: Micros, ran: Micros): void {
    if (now < this.#until) this.#of[tenant * FIELDS + SERVED]!++;
    this.#of[tenant * FIELDS + RAN]! += ran;
    this.#of[tenant * FIELDS + TOOK]! += age;
  }

  satisfaction(): number | null {
    return jain(this.#each((tenant) => this.#of[tenant * FIELDS + SERVED]! / this.#of[tenant * FIELDS + OFFERED]!));
  }

  /** An event that took no time at all was not slowed down. */
  slowdown(): number | null {
    return jain(
      this.#each((tenant) =>
        this.#of[tenant * FIELDS + TOOK] === 0
          ? this.#untimed(tenant)
          : this.#of[tenant * FIELDS + RAN]! / this.#of[tenant * FIELDS + TOOK]!,
      ),
    );
  }

  #untimed(tenant: number): number {
    return this.#of[tenant * FIELDS + SERVED]! > 0 ? 1 : 0;
  }

  *#each(of: (tenant: number) => number): Generator<number> {
    for (let tenant = 0; tenant < this.#of.length / FIELDS; tenant++)
      if (this.#of[tenant * FIELDS + OFFERED]! > 0) yield of(tenant);
  }
}
