/** Shuffle sharding by exact counting: how likely shards of hashed tenants overlap, and how likely noisy tenants leave no queue free. */

/** N choose k, exactly. */
export function choose(n: number, k: number): bigint {
  if (k < 0 || k > n) return 0n;
  let product = 1n;
  for (let i = 1; i <= k; i++) product = (product * BigInt(n - k + i)) / BigInt(i);
  return product;
}

function quotient(a: bigint, b: bigint): number {
  return Number(a) / Number(b);
}

/** That two shards of `size` of `queues` share exactly `common`. */
export function sharing(queues: number, size: number, common: number): number {
  return quotient(choose(size, common) * choose(queues - size, size - common), choose(queues, size));
}

/** That they share so many or more. */
export function sharingAtLeast(queues: number, size: number, common: number): number {
  let sum = 0;
  for (let j = size; j >= common; j--) sum += sharing(queues, size, j);
  return sum;
}

/** That a shard of `size` lies wholly in the queues of `noisy` other shards. */
export function fullCover(queues: number, size: number, noisy: number): number {
  // How likely the shards so far cover so many queues.
  let covered = new Map([[size, 1]]);
  for (let i = 1; i < noisy; i++) covered = withOneMore(covered, queues, size);
  let sum = 0;
  for (const [u, p] of covered) sum += p * quotient(choose(u, size), choose(queues, size));
  return sum;
}

function withOneMore(covered: ReadonlyMap<number, number>, queues: number, size: number): Map<number, number> {
  const after = new Map<number, number>();
  for (const [u, p] of covered) {
    for (let fresh = 0; fresh <= size; fresh++) {
      const q = quotient(choose(u, size - fresh) * choose(queues - u, fresh), choose(queues, size));
      if (q > 0) after.set(u + fresh, (after.get(u + fresh) ?? 0) + p * q);
    }
  }
  return after;
}
