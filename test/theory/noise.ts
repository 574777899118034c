/**
 * The noisy neighbour: a hundred queues of 100/s, a thousand quiet tenants of 2/s each, and noise for a while. Tenants find their queues by hash
 * of their names alone, so that other luck is other names. Who waits more than a second is known a second after the last event that is looked
 * at; the runs end then. With it, how many tenants K noisy ones leave without a clean queue, exactly.
 */
import { sends, tierOf } from '../support/tiers.ts';

export interface Noise {
  readonly placement: unknown;
  readonly discipline?: unknown;
  readonly queues?: number;
  readonly slots?: number;
  /** Events a second of all noisy tenants together, and how many these are. */
  readonly rate: number;
  readonly noisy?: number;
  /** Seconds of noise; as long again is looked at. */
  readonly burst?: number;
  readonly seed?: number;
  readonly threshold?: string;
}

const QUIET_FIRST = 10;

export interface Harm {
  readonly share: number;
  /** Of all events of quiet tenants in the window, in seconds. */
  readonly p50: number;
  readonly p99: number;
}

export function harmOf(noise: Noise): Harm {
  const { placement, discipline = 'fifo', queues = 100, slots = 1, rate, noisy = 1, burst = 60 } = noise;
  const { seed = 1, threshold = '1 s' } = noise;
  const [startAt, until] = [QUIET_FIRST, QUIET_FIRST + 2 * burst];
  const [quiet, loud] = [`quiet${seed}`, `loud${seed}`];
  const { tier, of } = tierOf({
    ...{ duration: until + 1.001, seed, queues, placement, discipline, pollers: { slots } },
    measure: { threshold, from: `${startAt} s`, until: `${until} s`, excess: false },
    tenants: {
      [quiet]: sends(2000, 0.01, { count: 1000 }),
      [loud]: {
        ...sends(rate, 0.01, { count: noisy, noisy: true }),
        arrivals: [{ rate: { poisson: `${rate}/s` }, startAt: `${startAt} s`, endAt: `${startAt + burst} s` }],
      },
    },
  });
  const { p50, p99 } = of(quiet).firstAttemptAgeInWindow;
  return { share: tier.harm.blastRadius!, p50: p50! / 1e6, p99: p99! / 1e6 };
}

/** Mean over seeds of the share that is harmed. */
export function meanHarm(noise: Noise, seeds: number): number {
  let sum = 0;
  for (let seed = 1; seed <= seeds; seed++) sum += harmOf({ ...noise, seed }).share;
  return sum / seeds;
}

function choose(n: number, k: number): number {
  if (k < 0 || k > n) return 0;
  let ways = 1;
  for (let i = 1; i <= k; i++) ways = (ways * (n - k + i)) / i;
  return ways;
}

/**
 * Share of tenants all of whose r queues of n are among those of K others, and the standard deviation of that share from one
 * choice of the K to another: shards are added one by one to their union, whose size has this distribution.
 */
export function covered(n: number, r: number, noisy: number): { mean: number; deviation: number } {
  let sizes = new Map([[r, 1]]);
  for (let shard = 1; shard < noisy; shard++) {
    const next = new Map<number, number>();
    for (const [size, chance] of sizes) {
      for (let fresh = 0; fresh <= r; fresh++) {
        const ways = (choose(size, r - fresh) * choose(n - size, fresh)) / choose(n, r);
        if (ways > 0) next.set(size + fresh, (next.get(size + fresh) ?? 0) + chance * ways);
      }
    }
    sizes = next;
  }
  let [mean, square] = [0, 0];
  for (const [size, chance] of sizes) {
    const share = choose(size, r) / choose(n, r);
    mean += chance * share;
    square += chance * share * share;
  }
  return { mean, deviation: Math.sqrt(Math.max(0, square - mean * mean)) };
}

/** Standard error of the mean over seeds of a share among a thousand tenants. */
export function errorOf({ mean, deviation }: { mean: number; deviation: number }, seeds: number): number {
  return Math.sqrt(((mean * (1 - mean)) / 1000 + deviation * deviation) / seeds);
}
