/** Where the tier puts events, against the whole tables of the literature: with loads as they are, and as they were. */
import { describe, expect, it } from 'vitest';
import { brooker, fullest, meanTimeOf, near, tails } from '../theory/tier-models.ts';
import { BROOKER, HOSTS, LIVE, PARTIAL, STALE } from '../theory/tier-tables.ts';

const BEST_2 = { strategy: 'bestOf', d: 2 };

describe('mean time in system', () => {
  it.each(LIVE)('of $title, loads as they are', (one) => {
    // Near saturation a run says little: it takes hundreds of service times to forget, and three runs have a standard error of 3 %.
    const seeds = one.load > 0.98 ? [1, 2, 3] : [1];
    const length = one.load > 0.98 ? 6000 : one.load > 0.9 ? 4000 : 2000;
    const mean = seeds.reduce((sum, seed) => sum + meanTimeOf(one, length, seed), 0) / seeds.length;
    near(one.title, mean, one.expected, one.tolerance);
  });

  it.each(PARTIAL)('of $title', (one) => {
    near(one.title, meanTimeOf(one, 200_000 / (one.queues ?? 100)), one.expected, one.tolerance);
  });

  it.each([...STALE, ...HOSTS])('of $title', (one) => {
    near(one.title, meanTimeOf(one, one.expected > 9 ? 6000 : 2500), one.expected, one.tolerance);
  });
});

it('has the double exponential tail of two choices, and the fullest queue', () => {
  const two = tails(BEST_2, 0.9, 2000, 6);
  [0.9, 0.73, 0.483, 0.218, 0.05].forEach((share, i) => {
    near(`two choices, ${i + 1} and more`, two.shares[i]!, share, i < 3 ? 0.02 : 0.1);
  });
  near('fullest of two choices', two.max, 5.1, 0.05);
  const one = tails('random', 0.9, 4000, 6);
  [0.9, 0.81, 0.729, 0.656, 0.59].forEach((share, i) => near(`chance, ${i + 1} and more`, one.shares[i]!, share, 0.03));
});

describe('Brooker: what is seen is old', () => {
  const strategies = {
    random: 'random',
    jsq: 'jsq',
    best2: BEST_2,
    best3: { strategy: 'bestOf', d: 3 },
  };
  const cells = Object.entries(BROOKER).flatMap(([name, times]) =>
    Object.entries(times).map(([every, expected]) => ({
      name: name as keyof typeof strategies,
      every: Number(every),
      expected,
    })),
  );

  it.each(cells)('$name every $every s', ({ name, every, expected }) => {
    near(`Brooker, ${name}, ${every} s`, brooker(strategies[name], every, 120_000), expected, 0.05);
  });

  it('best of two would lose to chance between 60 s and 75 s', () => {
    const chance = brooker('random', 1, 150_000);
    expect(brooker(BEST_2, 60, 150_000)).toBeLessThan(chance);
    expect(brooker(BEST_2, 75, 150_000)).toBeGreaterThan(chance);
  });
});

it.each([
  [100, 100, 'random', 4.2],
  [100, 100, BEST_2, 2.6],
  [100, 100, { strategy: 'bestOf', d: 3 }, 2.1],
  [1000, 1000, 'random', 5.5],
  [1000, 1000, BEST_2, 3.0],
  [1000, 100, 'random', 18.6],
  [1000, 100, BEST_2, 11.9],
  [10_000, 100, 'random', 125.7],
  [10_000, 100, BEST_2, 101.9],
])('%i balls into %i bins by %j: the fullest has %f', (balls, bins, placement, expected) => {
  const seeds = balls > 5000 ? 10 : balls > 500 ? 25 : 60;
  near(`${balls} into ${bins}`, fullest(balls, bins, placement, seeds), expected, placement === 'random' ? 0.05 : 0.03);
});
