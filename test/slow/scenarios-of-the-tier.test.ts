/** Scenarios of the gallery with a tier, and variants of them, against formulas and published figures. */
import { describe, expect, it } from 'vitest';
import { outcome, type Data } from '../support/gallery.ts';
import type { TierResult } from '../../src/metrics/tier/result.ts';

const SECOND = 1e6;

const tierOf = (file: string, change?: (data: Data) => void): TierResult => outcome(file, change).tier!;
const meanAge = (tier: TierResult): number => tier.groups['all']!.firstAttemptAge.mean! / SECOND;
const meanTime = (tier: TierResult): number => tier.groups['all']!.completionAge.mean! / SECOND;

function choose(n: number, k: number): number {
  let ways = 1;
  for (let i = 1; i <= k; i++) ways = (ways * (n - k + i)) / i;
  return ways;
}

/** That shards of r in N queues have j in common. */
const overlap = (N: number, r: number, j: number): number => (choose(r, j) * choose(N - r, r - j)) / choose(N, r);

/** How many of N queues k random shards of r cover: the chance of each number. */
function covered(N: number, r: number, k: number): Map<number, number> {
  let chances = new Map([[r, 1]]);
  for (let shard = 1; shard < k; shard++) {
    const next = new Map<number, number>();
    for (const [u, p] of chances)
      for (let more = Math.max(0, r - u); more <= Math.min(r, N - u); more++) {
        const way = (choose(u, r - more) * choose(N - u, more)) / choose(N, r);
        next.set(u + more, (next.get(u + more) ?? 0) + p * way);
      }
    chances = next;
  }
  return chances;
}

/** Mean and standard deviation of the share of `tenants` whose shards are covered by those of k others. */
function fullCover(N: number, r: number, k: number, tenants: number): { mean: number; deviation: number } {
  const all = [...covered(N, r, k)].map(([u, p]) => ({ p, f: choose(u, r) / choose(N, r) }));
  const mean = all.reduce((sum, { p, f }) => sum + p * f, 0);
  const variance = all.reduce((sum, { p, f }) => sum + p * ((f - mean) ** 2 + (f * (1 - f)) / tenants), 0);
  return { mean, deviation: Math.sqrt(variance) };
}

describe('S1 to S3, noisy neighbours', () => {
  const quieter = (data: Data): void => {
    data.tier.tenants.noisy.arrivals[0].rate = { poisson: '1000/s' };
  };

  it.each([
    ['40-noisy-neighbour-one-queue.yaml', 0, 0],
    ['41-noisy-neighbour-best-of-two.yaml', 0, 0],
    ['42-noisy-neighbour-consistent-hash.yaml', 1, 19],
    ['43-noisy-neighbour-shuffle-sharding.yaml', 0, 1],
  ])('%s at 1,000/s, when there is room for all: only hashing harms anybody', (file, least, most) => {
    const { harmed } = tierOf(file, quieter).harm;
    expect(harmed).toBeGreaterThanOrEqual(least);
    expect(harmed).toBeLessThanOrEqual(most);
  });

  it('one queue with a turn for each tenant harms nobody either', () => {
    const { harm } = tierOf('40-noisy-neighbour-one-queue.yaml', (data) => (data.tier.discipline = 'drr'));
    expect(harm.harmed).toBe(0);
  });

  it('the recursion has the figures of the table of full cover', () => {
    const of = (r: number, k: number): number => fullCover(100, r, k, 1000).mean;
    expect([of(1, 5), of(2, 5), of(2, 30), of(8, 30)].map((share) => share.toPrecision(3))).toEqual([
      '0.0490',
      '0.00839',
      '0.205',
      '0.502',
    ]);
  });

  it.each([
    ['44-five-noisy-tenants-shards-of-two.yaml', 2, 5],
    ['45-five-noisy-tenants-shards-of-eight.yaml', 8, 5],
    ['46-thirty-noisy-tenants-shards-of-two.yaml', 2, 30],
  ])('%s: those suffer whose queues are all covered', (file, r, k) => {
    const { mean, deviation } = fullCover(100, r, k, 1000);
    expect(Math.abs(tierOf(file).harm.blastRadius! - mean)).toBeLessThan(3 * deviation);
  });

  it('49: of eight queues, two looked at: C(j,2)/C(8,2) of the events are stuck, and two are too many', () => {
    const share = 120; // events of a tenant, 2/s for a minute
    const harmedWith = (j: number): number => {
      const mean = (share * choose(j, 2)) / choose(8, 2);
      return 1 - Math.exp(-mean) * (1 + mean);
    };
    let expected = 0;
    for (let j = 2; j <= 8; j++) expected += overlap(100, 8, j) * harmedWith(j);
    expect(expected).toBeCloseTo(0.115, 3);
    const { blastRadius } = tierOf('49-shards-of-eight-look-at-two.yaml').harm;
    expect(Math.abs(blastRadius! - expected)).toBeLessThan(3 * Math.sqrt((expected * (1 - expected)) / 1000));
  });
});

describe('S4, depths that are old', () => {
  /** Brooker’s model, recomputed: interval, best of all and best of two. By chance 17.6 whatever the interval. */
  it.each([
    [1, 4.5, 6.2],
    [40, 41.3, 13.9],
  ])('every %i s', (every, all, two) => {
    const refresh = (data: Data): void => {
      data.tier.depth.refreshEvery = `${every} s`;
    };
    expect(Math.abs(meanAge(tierOf('50-stale-depths-best-of-all.yaml', refresh)) / all - 1)).toBeLessThan(0.07);
    expect(Math.abs(meanAge(tierOf('51-stale-depths-best-of-two.yaml', refresh)) / two - 1)).toBeLessThan(0.07);
  });

  it('by chance', () => {
    const mean = meanAge(tierOf('51-stale-depths-best-of-two.yaml', (data) => (data.tier.placement = 'random')));
    expect(Math.abs(mean / 17.6 - 1)).toBeLessThan(0.05);
  });
});

describe('S5, a herd of front hosts', () => {
  /** Time in the system by simulation, of a hundred queues, load 0.9, interval 10. */
  it.each<[string, number, (data: Data) => void]>([
    ['shortest', 23.2, () => {}],
    ['shortest, corrected', 3.06, ({ tier }) => (tier.depth.inFlightCorrection = true)],
    ['best of two', 5.1, ({ tier }) => (tier.placement = 'bestOf')],
    ['live', 1.067, ({ tier }) => (tier.depth = 'live')],
    [
      'shortest, corrected, by a hundred hosts in turn',
      6.22,
      ({ tier }) => {
        tier.frontHosts = 100;
        tier.depth = { ...tier.depth, inFlightCorrection: true, phase: 'staggered' };
      },
    ],
  ])('%s: %d', (_label, expected, change) => {
    expect(Math.abs(meanTime(tierOf('52-herd-on-stale-depths.yaml', change)) / expected - 1)).toBeLessThan(0.04);
  });
});

describe('S6, a concurrency of one', () => {
  const file = '54-concurrency-of-one-without-jitter.yaml';

  /** Attempts at 0, 1, 3, 7 … s, as long as they are not too old. */
  function wavesIn(seconds: number): number {
    let waves = 0;
    for (let at = 0, wait = 1; at < seconds; at += Math.min(wait, 300), wait *= 2) waves++;
    return waves;
  }

  it('has as many waves as the published schedule, and one winner in each', () => {
    expect([60, 300, 3600, 21600].map(wavesIn)).toEqual([6, 9, 20, 80]);
    for (const age of [60, 300, 3600]) {
      const { succeeded, throttled } = tierOf(file, (data) => (data.tier.maximumEventAge = `${age} s`)).groups[
        'serial'
      ]!;
      const waves = wavesIn(age);
      expect(succeeded).toBe(waves);
      // The i-th wave has one fewer than the one before, and all but one of it are throttled.
      expect(throttled).toBe(waves * 5000 - (waves * (waves - 1)) / 2 - waves);
    }
  });
});

describe('S7, a retry storm', () => {
  const file = '58-retry-storm.yaml';
  const goodput = (change: (data: Data) => void): number => tierOf(file, change).work.goodput;
  const at = (rate: number) => (data: Data) =>
    (data.tier.tenants.clients.arrivals = [{ rate: { poisson: `${rate}/s` } }]);
  const outage = (length: string) => (data: Data) => (data.tier.incidents[0].for = length);

  it('ends by itself below half the capacity, and above it never', () => {
    expect(goodput(at(140))).toBeGreaterThan(135);
    expect(goodput(at(155))).toBe(0);
  });

  it('takes an outage of a second', () => {
    expect(goodput(outage('500 ms'))).toBeGreaterThan(270);
    expect(goodput(outage('1 s'))).toBe(0);
  });

  it.each<[string, number, number, (data: Data) => void]>([
    ['no retry', 270, 290, ({ tier }) => (tier.tenants.clients.callers.retries = 0)],
    ['a queue of at most 100, a third of a second', 270, 290, ({ tier }) => (tier.queueLimit = 100)],
    ['last in, first out', 265, 290, ({ tier }) => (tier.discipline = 'lifo')],
    ['dropping what is too old', 0, 50, ({ tier }) => (tier.discipline = { type: 'ttl', ttl: '1 s' })],
  ])('%s', (_label, least, most, change) => {
    const good = goodput(change);
    expect(good).toBeGreaterThanOrEqual(least);
    expect(good).toBeLessThanOrEqual(most);
  });
});

describe('S8, a visibility timeout that forks work', () => {
  const file = '60-visibility-fork-bomb.yaml';

  it.each([
    [2900, 0, 0],
    [3500, 10, 30],
  ])('%i ahead: safe below what runs in a visibility timeout', (prefetch, least, most) => {
    const { duplicateRate, goodput } = tierOf(file, (data) => (data.tier.pollers.prefetch = prefetch)).work;
    expect(duplicateRate! * goodput).toBeGreaterThanOrEqual(least);
    expect(duplicateRate! * goodput).toBeLessThanOrEqual(most);
  });

  it('a load of 55 % is got over', () => {
    const slower = (data: Data): void => {
      data.tier.tenants.clients.arrivals[0].rate = { poisson: '55/s' };
    };
    expect(tierOf(file, slower).work.duplicateRate).toBe(0);
  });
});

describe('S9, after an outage of L = 6 min, λ = 100/s', () => {
  const [L, rate] = [360, 100];

  it.each([15, 30])('%i slots of ten a second', (slots) => {
    const capacity = 10 * slots;
    const drain = (L * rate) / (capacity - rate);
    const change = (data: Data): void => {
      data.tier.pollers.slots = slots;
    };
    const first = tierOf('62-outage-first-in-first-out.yaml', change);
    expect(first.groups['clients']!.dropped).toBe(0);
    expect(Math.abs(first.work.drainTime! / SECOND / drain - 1)).toBeLessThan(0.02);
    const last = tierOf('63-outage-last-in-first-out.yaml', change);
    // (L − a) · μ/(μ − λ) is above L for who came in the first λ/μ of the outage.
    expect(Math.abs(last.groups['clients']!.dropped / ((L * rate * rate) / capacity) - 1)).toBeLessThan(0.02);
  });
});

describe('S10, one queue', () => {
  it.each([
    ['drr', 0, 0.2],
    ['sfq', 0, 0.2],
    ['sqsFair', 0, 0.12],
    ['fifo', 255, 275],
    ['lifo', 450, 545],
  ])('%s', (discipline, least, most) => {
    const { groups, work } = tierOf(
      '64-one-queue-first-in-first-out.yaml',
      (data) => (data.tier.discipline = discipline),
    );
    const p99 = groups['quiet']!.firstAttemptAge.p99! / SECOND;
    expect(p99).toBeGreaterThanOrEqual(least);
    expect(p99).toBeLessThan(most);
    // Nothing is idle, so the whole is done at the same time: 27,000 at 100/s, of which 50/s are needed for what comes.
    expect(Math.abs(work.drainTime! / SECOND / 540 - 1)).toBeLessThan(0.02);
  });
});

describe('S11, leases', () => {
  const file = '66-zone-lost-leases-run-out.yaml';
  const serviceDown = [{ at: '100 s', for: '60 s', leaseServiceDown: true }];

  it('what is busy to three quarters cannot lose a third', () => {
    const { groups, work } = tierOf(file, ({ tier }) => {
      tier.leases.evacuateAfter = '5 s';
      tier.tenants.all.arrivals = [{ rate: { poisson: '743/s' } }];
    });
    // 743/s come and 660 go for 145 s after the evacuation, so somebody waits for 83 × 145/660 s at least.
    expect(groups['all']!.firstAttemptAge.max! / SECOND).toBeGreaterThan(18);
    expect(work.drainTime).toBeNull();
  });

  it('hosts that keep their queues do not notice that the lease service is away; others stop', () => {
    const sticky = tierOf(file, ({ tier }) => (tier.incidents = serviceDown));
    expect([sticky.leases.moved, sticky.leases.lapsed]).toEqual([0, 0]);
    expect(sticky.groups['all']!.firstAttemptAge.max!).toBeLessThan(0.1 * SECOND);
    const loose = tierOf(file, ({ tier }) => {
      tier.incidents = serviceDown;
      tier.leases.sticky = false;
    });
    expect(loose.leases.lapsed).toBe(99);
    expect(loose.groups['all']!.firstAttemptAge.max!).toBeGreaterThan(30 * SECOND);
  });
});

describe('S12, an express lane', () => {
  const file = '68-express-lane.yaml';

  it('opens after three windows of 5 s, with what has come to a queue by then', () => {
    const { lanes, queueing } = tierOf(file);
    expect(lanes.firstAt).toBe(75 * SECOND);
    expect(Math.abs(queueing.deepest / ((100 - 20) * 15) - 1)).toBeLessThan(0.05);
  });

  it('without it, nine pulses add up', () => {
    const { queueing } = tierOf(file, (data) => (data.tier.isolation = 'off'));
    // 80/s more in each minute on, and 20/s less in each of the eight between.
    expect(Math.abs(queueing.deepest / (9 * 80 * 60 - 8 * 20 * 60) - 1)).toBeLessThan(0.03);
  });
});

describe('best of d', () => {
  /** Time in the system of infinitely many queues: the sum over k from 1 of λ^((d^k − d)/(d − 1)). */
  function limit(load: number, d: number): number {
    if (d === 1) return 1 / (1 - load);
    let time = 0;
    for (let k = 1, power = d; k < 30 && power < 1e9; k++, power *= d) time += load ** ((power - d) / (d - 1));
    return time;
  }

  it.each([
    ['71-best-of-two.yaml', 2, 3.383, 3.469, 0.02],
    ['72-best-of-three.yaml', 3, 2.5351, 2.632, 0.02],
    ['73-best-of-five.yaml', 5, 1.9888, 2.09, 0.02],
  ])('%s', (file, d, infinite, hundred, error) => {
    expect(Math.abs(limit(0.95, d) / infinite - 1)).toBeLessThan(1e-4);
    const tier = tierOf(file);
    expect(Math.abs(meanTime(tier) / hundred - 1)).toBeLessThan(error);
    expect(tier.work.looksPerEvent).toBe(d === 1 ? 0 : d);
  });
});
