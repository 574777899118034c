/**
 * How shards overlap, in closed form: what shuffle sharding promises, for reports and for comparing runs with. All shards of a size are
 * taken to be equally likely and independent. No loads: a queue is either clean or that of a noisy tenant.
 */

/** How many sets of k there are among n; exact below 2^53. */
export function choose(n: number, k: number): number {
  if (k < 0 || k > n) return 0;
  let sets = 1;
  for (let i = 1; i <= Math.min(k, n - k); i++) sets = (sets * (n - Math.min(k, n - k) + i)) / i;
  return sets;
}

/** The probability that two tenants share exactly `shared` of their queues. */
export function overlapOf(queues: number, shardSize: number, shared: number): number {
  return hitsOf(queues, shardSize, shardSize, shared);
}

/** The probability that a shard has exactly `hits` of `marked` queues: hypergeometric. */
function hitsOf(queues: number, marked: number, shardSize: number, hits: number): number {
  return (choose(marked, hits) * choose(queues - marked, shardSize - hits)) / choose(queues, shardSize);
}

/** The expected number among `others` tenants that have exactly the same shard. */
export function expectedTwins(queues: number, shardSize: number, others: number): number {
  return others / choose(queues, shardSize);
}

/** The expected number among `others` tenants that share at least one queue with a tenant. */
export function expectedNeighbours(queues: number, shardSize: number, others: number): number {
  return others * (1 - overlapOf(queues, shardSize, 0));
}

/** The expected number of pairs with the same shard among some tenants. */
export function expectedTwinPairs(queues: number, shardSize: number, tenants: number): number {
  return choose(tenants, 2) / choose(queues, shardSize);
}

/** By number of queues: the probability that the shards of some noisy tenants have that many queues between them. */
export function unionOf(queues: number, shardSize: number, noisy: number): Float64Array {
  let sizes = new Float64Array(queues + 1);
  sizes[0] = 1;
  for (let tenant = 0; tenant < noisy; tenant++) {
    const next = new Float64Array(queues + 1);
    for (let size = 0; size <= queues; size++) {
      if (sizes[size] === 0) continue;
      for (let fresh = 0; fresh <= Math.min(shardSize, queues - size); fresh++) {
        next[size + fresh]! += sizes[size]! * hitsOf(queues, size, shardSize, shardSize - fresh);
      }
    }
    sizes = next;
  }
  return sizes;
}

/** By number of queues: the probability that a quiet tenant shares that many of its own with any of some noisy tenants. */
export function coveredOf(queues: number, shardSize: number, noisy: number): Float64Array {
  const covered = new Float64Array(shardSize + 1);
  unionOf(queues, shardSize, noisy).forEach((probability, size) => {
    if (probability === 0) return;
    for (let hits = 0; hits <= shardSize; hits++) covered[hits]! += probability * hitsOf(queues, size, shardSize, hits);
  });
  return covered;
}

/** The probability that a quiet tenant has no queue to itself, with some noisy tenants. */
export function fullCover(queues: number, shardSize: number, noisy: number): number {
  return coveredOf(queues, shardSize, noisy)[shardSize]!;
}

/**
 * The probability that an event finds nothing but backlog, where `sample` queues of a shard are looked at and `backlogged` of the shard's
 * have one.
 */
export function stuckShare(shardSize: number, sample: number, backlogged: number): number {
  return choose(backlogged, sample) / choose(shardSize, sample);
}

/**
 * The expected number of quiet tenants that noisy ones harm: of whose events a share above `tolerated` is stuck, 0.01 for a 99th
 * percentile. Queues of noisy tenants are taken to be backlogged, all others to be clean.
 */
export function expectedHarmed(
  shape: { readonly queues: number; readonly shardSize: number; readonly sample: number },
  noisy: number,
  quiet: number,
  tolerated = 0.01,
): number {
  const { queues, shardSize, sample } = shape;
  let harmed = 0;
  coveredOf(queues, shardSize, noisy).forEach((probability, hits) => {
    if (stuckShare(shardSize, sample, hits) > tolerated) harmed += probability;
  });
  return quiet * harmed;
}
