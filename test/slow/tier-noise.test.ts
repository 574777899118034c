/** The noisy neighbour: who suffers, by placement, discipline and rate of noise; and K noisy neighbours by the recursion of their union. */
import { describe, expect, it } from 'vitest';
import { covered, errorOf, harmOf, meanHarm, twoInCommon, type Noise } from '../theory/noise.ts';
import { fullCover } from '../../src/model/tier/placement/overlap.ts';
import { near } from '../theory/tier-models.ts';

const SINGLE = { placement: 'single', queues: 1, slots: 100 };
const shuffle = (shardSize: number, sample: number) => ({ placement: { strategy: 'shuffle', shardSize, sample } });
const HASH = { placement: 'rendezvous' };

type Row = readonly [title: string, setup: Omit<Noise, 'rate'>];

/** Strategies that send everybody everywhere: nobody is harmed below capacity, everybody above. */
const SPREADING: readonly Row[] = [
  ['single, FIFO', SINGLE],
  ['random', { placement: 'random' }],
  ['round robin', { placement: 'roundRobin' }],
  ['best of 2', { placement: { strategy: 'bestOf', d: 2 } }],
  ['JSQ', { placement: 'jsq' }],
];

/** Nobody is harmed, whatever the noise. */
const ISOLATING: readonly Row[] = [
  ['shuffle 2 of 2', shuffle(2, 2)],
  ['shuffle 3 of 3', shuffle(3, 3)],
  ['shuffle 4 of 4', shuffle(4, 4)],
  ['single, DRR', { ...SINGLE, discipline: 'drr' }],
  ['hash, DRR', { ...HASH, discipline: 'drr' }],
];

describe('one noisy tenant', () => {
  it.each(SPREADING)('%s', (title, setup) => {
    expect(harmOf({ ...setup, rate: 1000, burst: 30 }).share).toBe(0);
    const { share, p50, p99 } = harmOf({ ...setup, rate: 9000 });
    expect(share).toBe(1);
    // Within the spread of single bursts: 60 000 events more or less than can be worked off, give or take a per cent of 660 000.
    expect(p50).toBeGreaterThan(0.4);
    expect(p50).toBeLessThan(1);
    near(`p99, ${title}`, p99, title === 'random' ? 7.1 : title === 'round robin' ? 6.6 : 6, 0.15);
  });

  it.each(ISOLATING)('%s', (title, setup) => {
    for (const rate of [200, 9000]) {
      const { share, p99 } = harmOf({ ...setup, rate, burst: rate > 5000 ? 30 : 60 });
      expect(share, `${title} at ${rate}/s`).toBeLessThanOrEqual(title === 'shuffle 2 of 2' ? 0.001 : 0);
      expect(p99).toBeLessThan(0.1);
    }
  });

  it.each([
    ['hash, FIFO', HASH, 0.01],
    ['hash, LIFO', { ...HASH, discipline: 'lifo' }, 0.01],
    ['shuffle, 2 of 4 looked at', shuffle(4, 2), twoInCommon(100, 4)],
    ['shuffle, 2 of 8 looked at', shuffle(8, 2), twoInCommon(100, 8)],
  ] as const)('%s, mean of five', (_title, setup, expected) => {
    for (const rate of [1000, 9000]) {
      const seeds = rate > 5000 ? 2 : 5;
      const found = meanHarm({ ...setup, rate, burst: rate > 5000 ? 15 : expected > 0.1 ? 60 : 30 }, seeds);
      // At 1 000/s the tenant of 8 queues leaves all of them barely above what they can run: with a minute of noise 10.4 % are harmed,
      // for 12.3 % that have two in common with it; with less noise fewer are.
      const share = expected > 0.1 && rate === 1000 ? 0.104 : expected;
      expect(Math.abs(found - share), `${found} for ${share}`).toBeLessThan(
        3 * errorOf({ mean: share, deviation: 0 }, seeds),
      );
    }
  });

  it('LIFO in a single queue spares the newest and harms all', () => {
    const { share, p50 } = harmOf({ ...SINGLE, discipline: 'lifo', rate: 9000 });
    expect(share).toBeGreaterThan(0.98);
    expect(p50).toBeLessThan(0.001);
  });
});

describe('K noisy tenants of 1 000/s each', () => {
  const cells = [
    [5, 1],
    [5, 2],
    [5, 3],
    [10, 1],
    [10, 2],
    [10, 3],
    [10, 4],
    [20, 2],
    [20, 4],
    [30, 2],
  ] as const;

  it.each(cells)('K = %i, %i queues for each tenant', (noisy, r) => {
    const seeds = 5;
    const expected = covered(100, r, noisy);
    expect(fullCover(100, r, noisy)).toBeCloseTo(expected.mean, 12);
    const found = meanHarm({ ...shuffle(r, r), rate: 1000 * noisy, noisy, burst: 8 }, seeds);
    expect(Math.abs(found - expected.mean), `${found} for ${expected.mean}`).toBeLessThan(3 * errorOf(expected, seeds));
  });

  it('the recursion gives the table of Kubernetes', () => {
    expect(covered(64, 8, 4).mean).toBeCloseTo(0.0004886697053040446, 15);
    expect(covered(32, 12, 16).mean).toBeCloseTo(0.9935089607656024, 12);
    expect(covered(256, 7, 1).mean / 7.597695465552631e-14).toBeCloseTo(1, 12);
  });
});
