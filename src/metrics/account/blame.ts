/**
 * Throttles of one owner by the limit they met, and by who held what was full: each throttle is shared among the holders in proportion to what
 * they held. Of fixed size.
 */
import { LIMITS, type Limit } from '../../model/batch.ts';

export class Blame {
  readonly #owners: number;
  /** By limit, then holder; the last is nobody. */
  readonly #shares: Float64Array;
  /** Sums of what each held. */
  readonly #held: Float64Array;
  readonly #throttles = new Float64Array(LIMITS.length);

  constructor(owners: number) {
    this.#owners = owners;
    this.#shares = new Float64Array(LIMITS.length * (owners + 1));
    this.#held = new Float64Array(LIMITS.length * (owners + 1));
  }

  /** A throttle; `weights`: what each owner holds, in all `total`. Nobody is to blame where that is 0. */
  add(limit: Limit, weights: Float64Array, total: number): void {
    this.#throttles[limit]!++;
    const first = limit * (this.#owners + 1);
    if (total === 0) {
      this.#shares[first + this.#owners]!++;
      return;
    }
    for (let owner = 0; owner < this.#owners; owner++) {
      const weight = weights[owner]!;
      if (weight === 0) continue;
      this.#shares[first + owner]! += weight / total;
      this.#held[first + owner]! += weight;
    }
  }

  restart(): void {
    this.#shares.fill(0);
    this.#held.fill(0);
    this.#throttles.fill(0);
  }

  throttles(limit: Limit): number {
    return this.#throttles[limit]!;
  }

  /** Whole throttles for each owner and, last, nobody: they add up to all of them (largest remainders). */
  shares(limit: Limit): number[] {
    const first = limit * (this.#owners + 1);
    return apportioned([...this.#shares.subarray(first, first + this.#owners + 1)], this.#throttles[limit]!);
  }

  /** What each owner held on average when a throttle met the limit. */
  held(limit: Limit): number[] {
    const first = limit * (this.#owners + 1);
    const n = Math.max(1, this.#throttles[limit]!);
    return [...this.#held.subarray(first, first + this.#owners)].map((sum) => sum / n);
  }
}

/** Whole numbers near the shares that add up to the total, which is what the shares add up to but for rounding. */
export function apportioned(shares: readonly number[], total: number): number[] {
  const whole = shares.map((share) => Math.floor(share + 1e-6));
  let left = total - whole.reduce((sum, one) => sum + one, 0);
  const order = shares.map((share, i) => ({ rest: share - whole[i]!, i })).sort((a, b) => b.rest - a.rest || a.i - b.i);
  for (const { i } of order) {
    if (left <= 0) break;
    whole[i]!++;
    left--;
  }
  return whole;
}
