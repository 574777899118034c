/**
 * How evenly tenants are served, by Jain's index over those that offered something in the window: of each the share of what it
 * offered that was done within the window, and one over its slowdown, the time its events took over the time they ran. Who offered
 * something of which nothing was done has 0 in both.
 */
import type { Micros } from '../../engine/time.ts';
import { jain } from '../../stats/jain.ts';

export class Fairness {
  readonly #until: Micros;
  readonly #offered: Uint32Array;
  readonly #served: Uint32Array;
  /** Time that successful first runs took, and from acceptance until their ends. */
  readonly #ran: Float64Array;
  readonly #took: Float64Array;

  constructor(tenants: number, until: Micros) {
    this.#until = until;
    this.#offered = new Uint32Array(tenants);
    this.#served = new Uint32Array(tenants);
    this.#ran = new Float64Array(tenants);
    this.#took = new Float64Array(tenants);
  }

  /** An event of the window was accepted or rejected. */
  offered(tenant: number): void {
    this.#offered[tenant]!++;
  }

  /** An event of the window has succeeded for the first time, `age` after it was accepted, by a run of that length. */
  served(tenant: number, now: Micros, age: Micros, ran: Micros): void {
    if (now < this.#until) this.#served[tenant]!++;
    this.#ran[tenant]! += ran;
    this.#took[tenant]! += age;
  }

  satisfaction(): number | null {
    return jain(this.#each((tenant) => this.#served[tenant]! / this.#offered[tenant]!));
  }

  /** An event that took no time at all was not slowed down. */
  slowdown(): number | null {
    return jain(
      this.#each((tenant) =>
        this.#took[tenant] === 0 ? this.#untimed(tenant) : this.#ran[tenant]! / this.#took[tenant]!,
      ),
    );
  }

  #untimed(tenant: number): number {
    return this.#served[tenant]! > 0 ? 1 : 0;
  }

  *#each(of: (tenant: number) => number): Generator<number> {
    for (let tenant = 0; tenant < this.#offered.length; tenant++) if (this.#offered[tenant]! > 0) yield of(tenant);
  }
}
