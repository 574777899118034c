/**
 * Ages of very many tenants in little room: one small histogram each, made when its tenant has a first value, in one array for all.
 *
 * Bins are those of stats/histogram.ts, 128 to each power of two, taken 8 at a time (16 where there are more than 50,000 tenants),
 * from about a millisecond up: a quantile is off by at most 3.1 % (6.3 %), and ages below a millisecond count as none. Who needs
 * the least or the greatest exactly keeps it beside.
 */
import type { Micros } from '../../engine/time.ts';
import { binFloor, binOf } from '../../stats/histogram.ts';

/** Bin of 1.024 ms, from which on there are some. */
const LOWEST = binOf(1024);
const MANY = 50_000;

export class TenantAges {
  /** By how many bits bins are wider than those of a histogram. */
  readonly #shift: number;
  /** Bins of one tenant; bin 0 is all below a millisecond. */
  readonly #bins: number;
  /** Where the bins of a tenant begin; 0: it has none yet. */
  readonly #starts: Float64Array;
  #counts: Uint32Array<ArrayBuffer>;
  #used: number;

  /** `longest`: greatest age there can be. */
  constructor(tenants: number, longest: Micros) {
    this.#shift = tenants > MANY ? 4 : 3;
    this.#bins = Math.max(0, (binOf(longest) - LOWEST) >> this.#shift) + 2;
    this.#starts = new Float64Array(tenants);
    this.#counts = new Uint32Array(64 * this.#bins);
    this.#used = 1;
  }

  add(tenant: number, age: Micros): void {
    let start = this.#starts[tenant]!;
    if (start === 0) start = this.#begin(tenant);
    const bin = binOf(age) - LOWEST;
    this.#counts[bin < 0 ? start : start + (bin >> this.#shift) + 1]!++;
  }

  #begin(tenant: number): number {
    const start = this.#used;
    this.#used += this.#bins;
    if (this.#used > this.#counts.length) {
      const more = new Uint32Array(Math.max(this.#used, this.#counts.length * 2));
      more.set(this.#counts);
      this.#counts = more;
    }
    this.#starts[tenant] = start;
    return start;
  }

  /** The `rank`-th greatest value, from 1, of a tenant that has as many: the middle of its bin. */
  fromTop(tenant: number, rank: number): Micros {
    const start = this.#starts[tenant]!;
    let bin = this.#bins;
    for (let left = rank; left > 0 && bin > 0;) left -= this.#counts[start + --bin]!;
    if (bin === 0) return 0;
    const first = LOWEST + ((bin - 1) << this.#shift);
    return (binFloor(first) + binFloor(first + (1 << this.#shift))) / 2;
  }
}
