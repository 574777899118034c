/** Claims about who suffers from noisy tenants: strategies, full cover by several, and shards of which only some queues are looked at. */
import { groupOf, seconds, share, tierOf, type Claim, type Play, type Row, type Tier } from './claim.ts';
import { fullCover, sharingAtLeast } from './combinatorics.ts';
import type { Result } from '../../src/metrics/result.ts';

const WORK = { exponential: { mean: '10 ms' } };

/** When the noise ends, which begins at 60 s; the end of the window that counts; that of the run, all in seconds. */
interface Times {
  readonly noise: number;
  readonly window: number;
  readonly run: number;
}

const LONG: Times = { noise: 120, window: 180, run: 400 };
/** Enough where all that was accepted in the window has been run soon after it, or has waited too long by then. */
const SOON: Times = { ...LONG, run: 200 };
/** Whether all queues of a tenant are full of noise shows in half a minute. */
const BRIEF: Times = { noise: 90, window: 120, run: 130 };

/** A thousand quiet tenants at 2/s each, noise from 60 s on, a hundred queues of 100/s. */
export function neighbours(tier: Tier, noisy: number, rate: number, times = LONG): Parameters<Play>[0] {
  const tenants = {
    quiet: { count: 1000, service: WORK, arrivals: [{ rate: { poisson: '2000/s' } }] },
    noisy: {
      ...{ count: noisy, noisy: true, service: WORK },
      arrivals: [{ rate: { poisson: `${noisy * rate}/s` }, startAt: '60 s', endAt: `${times.noise} s` }],
    },
  };
  const measure = { from: '60 s', until: `${times.window} s`, excess: false };
  return { duration: `${times.run} s`, tier: { queues: 100, measure, tenants, ...tier } };
}

export const SINGLE: Tier = { queues: 1, placement: 'single', pollers: { slots: 100 } };

export function shuffled(shardSize: number, sample: number): Tier {
  return { placement: { strategy: 'shuffle', shardSize, sample } };
}

/** What, its key in a scenario, and B(1 s) at 1,000/s and 9,000/s and the median and p99 at 9,000/s, recomputed independently of lagcast. */
const STRATEGIES: readonly (readonly [string, string, Tier, string, string, string])[] = [
  ['one queue', '`single`', SINGLE, '0', '100 %', '0.64 / 5.8'],
  ['by chance', '`random`', { placement: 'random' }, '0', '100 %', '0.66 / 7.1'],
  ['in turn', '`roundRobin`', { placement: 'roundRobin' }, '0', '100 %', '0.67 / 6.6'],
  ['best of two of all', '`bestOf`', { placement: 'bestOf' }, '0', '100 %', '0.69 / 6.0'],
  ['1 + β', '`onePlusBeta`', { placement: 'onePlusBeta' }, '', '', ''],
  ['shortest', '`jsq`', { placement: 'jsq' }, '0', '100 %', '0.66 / 6.0'],
  ['idle', '`jiq`', { placement: 'jiq' }, '', '', ''],
  ['ring', '`ring`', { placement: 'ring' }, '0.94 %', '0.94 %', '0 / 46'],
  ['rendezvous', '`rendezvous`', { placement: 'rendezvous' }, '0.94 %', '0.94 %', '0 / 46'],
  ['jump', '`jump`', { placement: 'jump' }, '0.94 %', '0.94 %', '0 / 46'],
  ['ring with a bound', '`boundedLoad`', { placement: 'boundedLoad' }, '', '', ''],
  ['shuffle, 2 of 2', '`shuffle`', shuffled(2, 2), '0', '0', '0 / 0.017'],
  ['shuffle, 3 of 3', '`shardSize: 3, sample: 3`', shuffled(3, 3), '0', '0', '0 / 0.003'],
  ['shuffle, 4 of 4', '`shardSize: 4, sample: 4`', shuffled(4, 4), '0', '0', '0 / 0.000'],
  ['shuffle, 2 of 4', '`shardSize: 4, sample: 2`', shuffled(4, 2), '0.64 %', '0.64 %', '0 / 0.019'],
  ['shuffle, 2 of 8', '`shardSize: 8, sample: 2`', shuffled(8, 2), '10.4 %', '11.5 %', '0 / 0.028'],
  ['one queue, tenants in turn', '`discipline: drr`', { ...SINGLE, discipline: 'drr' }, '0', '0', '0 / 0.001'],
  [
    ...(['rendezvous, tenants in turn', '`discipline: drr`'] as const),
    ...([{ placement: 'rendezvous', discipline: 'drr' }, '0', '0', '0 / 0.043'] as const),
  ],
  ['one queue, newest first', '`discipline: lifo`', { ...SINGLE, discipline: 'lifo' }, '0', '99.8 %', '0 / 52'],
  [
    ...(['rendezvous, newest first', '`discipline: lifo`'] as const),
    ...([{ placement: 'rendezvous', discipline: 'lifo' }, '0.94 %', '0.94 %', '0 / 0.063'] as const),
  ],
];

/** Strategies that leave all of the noise to one queue, which has not worked it off long after. */
const HASHES: readonly unknown[] = ['ring', 'rendezvous', 'jump'];
const flooded = (tier: Tier) => neighbours(tier, 1, 9000, HASHES.includes(tier['placement']) ? LONG : SOON);

const harmOf = (result: Result): string => share(tierOf(result).harm.blastRadius);

export const WHO_SUFFERS: Claim = {
  name: 'who-suffers',
  head: [
    ...['strategy', 'key', 'at 1,000/s: recomputed', 'at 9,000/s', 'median / p99 at 9,000/s, in s'],
    ...['lagcast: at 1,000/s', 'at 9,000/s', 'median / p99, in s'],
  ],
  rows: STRATEGIES.map(([what, key, tier, ...recomputed]): Row => ({
    fixed: [what, key, ...recomputed],
    run: (play) => {
      const [some, most] = [play(neighbours(tier, 1, 1000, SOON)), play(flooded(tier))];
      const { p50, p99 } = groupOf(most, 'quiet').firstAttemptAgeInWindow;
      return [harmOf(some), harmOf(most), `${seconds(p50, 3)} / ${seconds(p99, 3)}`];
    },
  })),
};

const SIZES = [1, 2, 3, 4, 8] as const;

export const FULL_COVER: Claim = {
  name: 'full-cover',
  head: ['noisy tenants', ...SIZES.map((r) => `shards of ${r}: exact`), ...SIZES.map((r) => `lagcast: ${r}`)],
  rows: [5, 10, 20, 30].map((noisy) => ({
    fixed: [String(noisy), ...SIZES.map((r) => share(fullCover(100, r, noisy), 2))],
    run: (play) => SIZES.map((r) => harmOf(play(neighbours(shuffled(r, r), noisy, 1000, BRIEF)))),
  })),
};

const SAMPLES = [
  [2, 2, '0'],
  [4, 4, '0'],
  [4, 2, '0.64 %'],
  [8, 8, '0'],
  [8, 2, '11.5 %'],
] as const;

export const SAMPLED_SHARD: Claim = {
  name: 'sampled-shard',
  head: ['queues of a tenant', 'looked at', 'tenants who can be stuck: exact', 'harmed: recomputed', 'lagcast'],
  rows: SAMPLES.map(([size, sample, recomputed]) => ({
    fixed: [String(size), String(sample), share(sharingAtLeast(100, size, sample), 2), recomputed],
    run: (play) => [harmOf(play(flooded(shuffled(size, sample))))],
  })),
};
