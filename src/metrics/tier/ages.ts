/**
 * Ages of very many tenants in little room: one small histogram each, made when its tenant has a first value, in one array for all.
 *
 * Bins are those of stats/histogram.ts, 128 to each power of two, taken 8 at a time (16 where there are more than 50,000 tenants),
 * from about a millisecond up: a quantile is off by at most 3.1 % (6.3 %), and ages below a millisecond count as none. Who needs
 * the least or the greatest exactly keeps it beside. Counts are of 16 bits, because all tenants are to fit into the cache of a processor; how often
 * one of them has gone round is kept apart.
 */
import type { Micros } from '../../engine/time.ts';
import { binFloor, binOf } from '../../stats/histogram.ts';

/** Bin of 1.024 ms, from which on there are some. */
const LOWEST = binOf(1024);
const MANY = 50_000;
/** Where a count of 16 bits goes round. */
const ROUND = 1 << 16;

export class TenantAges {
  /** By how many bits bins are wider than those of a histogram. */
  readonly #shift: number;
  /** Bins of one tenant; bin 0 is all below a millisecond. */
  readonly #bins: number;
  /** Where the bins of a tenant begin; 0: it has none yet. */
  readonly #starts: Float64Array;
  #counts: Uint16Array<ArrayBuffer>;
  /** By place in the counts: how often it has gone round; of very few. */
  readonly #rounds = new Map<number, number>();
  #used: number;

  /** `longest`: greatest age there can be. */
  constructor(tenants: number, longest: Micros) {
    this.#shift = tenants > MANY ? 4 : 3;
    this.#bins = Math.max(0, (binOf(longest) - LOWEST) >> this.#shift) + 2;
    this.#starts = new Float64Array(tenants);
    this.#counts = new Uint16Array(64 * this.#bins);
    this.#used = 1;
  }

  add(tenant: number, age: Micros): void {
    let start = this.#starts[tenant]!;
    if (start === 0) start = this.#begin(tenant);
    const bin = binOf(age) - LOWEST;
    const place = bin < 0 ? start : start + (bin >> this.#shift) + 1;
    this.#counts[place]!++;
    if (this.#counts[place] === 0) this.#rounds.set(place, (this.#rounds.get(place) ?? 0) + 1);
  }

  #begin(tenant: number): number {
    const start = this.#used;
    this.#used += this.#bins;
    if (this.#used > this.#counts.length) {
      const more = new Uint16Array(Math.max(this.#used, this.#counts.length * 2));
      more.set(this.#counts);
      this.#counts = more;
    }
    this.#starts[tenant] = start;
    return start;
  }

  #countAt(place: number): number {
    return this.#counts[place]! + ROUND * (this.#rounds.get(place) ?? 0);
  }

  /** The `rank`-th greatest value, from 1, of a tenant that has as many: the middle of its bin. */
  fromTop(tenant: number, rank: number): Micros {
    const start = this.#starts[tenant]!;
    let bin = this.#bins;
    for (let left = rank; left > 0 && bin > 0;) left -= this.#countAt(start + --bin);
    if (bin === 0) return 0;
    const first = LOWEST + ((bin - 1) << this.#shift);
    return (binFloor(first) + binFloor(first + (1 << this.#shift))) / 2;
  }
}
