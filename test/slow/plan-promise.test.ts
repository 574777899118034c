/**
 * What `lagcast plan` promises, counted over many searches with other luck: a setting that misses more often than it may is recommended
 * with the probability 1 − confidence at most, however the search found it.
 */
import { describe, expect, it } from 'vitest';
import { binomialAtMost } from '../../src/stats/binomial.ts';
import { searchIn, type World } from '../support/search.ts';

const C = 'mappings.m.maximumConcurrency';
const EXPERIMENTS = 100;

interface Case {
  readonly name: string;
  readonly risk: number;
  readonly confidence: number;
  /** The true share of runs that miss, of 1 to 12. */
  readonly misses: (value: number) => number;
  readonly minimise?: 'price';
}

const CASES: readonly Case[] = [
  { name: 'all just too bad', risk: 0.05, confidence: 0.95, misses: () => 0.0501 },
  { name: 'all just too bad, a great risk', risk: 0.2, confidence: 0.9, misses: () => 0.201 },
  { name: 'all just too bad, by price', risk: 0.1, confidence: 0.9, misses: () => 0.101, minimise: 'price' },
  { name: 'ever better, the last is good', risk: 0.05, confidence: 0.95, misses: (c) => Math.max(0, 0.12 - 0.01 * c) },
  { name: 'bad and good in turn', risk: 0.1, confidence: 0.95, misses: (c) => (c % 2 === 0 ? 0.02 : 0.11) },
  { name: 'a small risk', risk: 0.02, confidence: 0.95, misses: (c) => (c < 12 ? 0.0205 : 0) },
];

describe('a setting that misses too often', () => {
  it.each(CASES)('is seldom recommended: $name', ({ risk, confidence, misses, minimise }) => {
    const world: World = {
      misses: (settings) => misses(settings[C] as number),
      price: (settings) => settings[C] as number,
      luck: 'own',
    };
    const vary = [{ path: C, values: Array.from({ length: 12 }, (_, i) => i + 1) }];
    let [wrong, right] = [0, 0];
    for (let seed = 1; seed <= EXPERIMENTS; seed++) {
      const options = { risk, confidence, seed, maxRuns: 20_000, ...(minimise === undefined ? {} : { minimise }) };
      const { winner } = searchIn(world, vary, options).outcome;
      if (winner === null) continue;
      if (misses(winner.values[C] as number) > risk) wrong += 1;
      else right += 1;
    }
    // So many would be an accident of one in a thousand, if the promise were just kept.
    const implausible = 1 - binomialAtMost(wrong - 1, EXPERIMENTS, 1 - confidence);
    expect(implausible, `${wrong} of ${EXPERIMENTS} wrong, ${right} right`).toBeGreaterThan(0.001);
  });
});

describe('a setting that seldom misses', () => {
  it('is found as a rule, and not the next one above it', () => {
    const world: World = { misses: (settings) => ((settings[C] as number) >= 6 ? 0.005 : 1) };
    const vary = [{ path: C, values: Array.from({ length: 12 }, (_, i) => i + 1) }];
    let found = 0;
    for (let seed = 1; seed <= 500; seed++) {
      const { winner } = searchIn(world, vary, { seed }).outcome;
      if (winner?.values[C] === 6) found += 1;
    }
    expect(found).toBeGreaterThan(460);
  });
});
