import { describe, expect, it } from 'vitest';
import { FRESH } from '../../src/plan/experiment.ts';
import { levelOf, nextStage, stagesOf } from '../../src/plan/search/stages.ts';
import { binomialAtMost, shareAtMost } from '../../src/stats/binomial.ts';
import { searchIn } from '../support/search.ts';

const CASES = [
  [0.05, 0.04],
  [0.05, 0.008],
  [0.01, 0.04],
  [0.2, 0.1],
  [0.5, 0.04],
  [0.001, 0.0001],
] as const;

/** The probability that a setting is accepted which misses with the probability `share`: run by run, by counting all ways. */
function accepted(stages: readonly { runs: number; misses: number }[], share: number): number {
  const last = stages.at(-1)!;
  let ways = new Array<number>(last.misses + 2).fill(0);
  ways[0] = 1;
  let total = 0;
  for (let runs = 1; runs <= last.runs; runs++) {
    ways = ways.map((way, k) => way * (1 - share) + (k > 0 ? ways[k - 1]! * share : 0));
    const stage = stages.find((one) => one.runs === runs);
    if (stage === undefined) continue;
    for (let k = 0; k <= stage.misses; k++) {
      total += ways[k]!;
      ways[k] = 0;
    }
  }
  return total;
}

describe('stages of a confirmation', () => {
  it.each(CASES)('of a risk of %d accept what misses just so often with a probability of %d at most', (risk, level) => {
    const stages = stagesOf(risk, level);
    expect(accepted(stages, risk)).toBeLessThanOrEqual(level);
    // And not much less, where so few runs allow it: one run less at the first stage would be too few.
    const [first] = stages;
    expect((1 - risk) ** (first!.runs - 1)).toBeGreaterThan(0.8 * level);
    // What misses more often is accepted less often.
    expect(accepted(stages, risk * 1.5)).toBeLessThan(accepted(stages, risk));
  });

  it('take 68 runs without a miss at the first attempt, where 59 would do for one attempt and one stage', () => {
    const stages = stagesOf(0.05, levelOf(1, 0.95));
    expect(stages.map(({ misses }) => misses)).toEqual([0, 1, 2, 3]);
    // ln(0.05 · 0.8 · 0.8) / ln 0.95 = 67.1
    expect(stages[0]!.runs).toBe(68);
    expect(stages.map(({ runs }) => runs)).toEqual(stages.map(({ runs }) => runs).toSorted((a, b) => a - b));
  });

  it('accept only where the bound of Clopper and Pearson is below the risk', () => {
    for (const [risk, level] of CASES)
      for (const { runs, misses } of stagesOf(risk, level))
        expect(shareAtMost(misses, runs, 1 - level)).toBeLessThanOrEqual(risk + 1e-12);
  });

  it('accept what seldom misses more often than a single stage does', () => {
    const stages = stagesOf(0.05, 0.04);
    expect(accepted(stages, 0.005)).toBeGreaterThan(0.97);
    expect(accepted(stages.slice(0, 1), 0.005)).toBeLessThan(0.75);
  });

  it('share the permitted error among attempts', () => {
    const levels = Array.from({ length: 12 }, (_, i) => levelOf(i + 1, 0.95));
    expect(levels[0]).toBeCloseTo(0.04, 12);
    expect(levels[1]).toBeCloseTo(0.008, 12);
    expect(levels.reduce((sum, level) => sum + level, 0)).toBeLessThanOrEqual(0.05);
  });
});

describe('nextStage', () => {
  const stages = [
    { runs: 68, misses: 0 },
    { runs: 105, misses: 1 },
    { runs: 140, misses: 2 },
  ];

  it('goes on to the first stage that can still be passed', () => {
    expect(nextStage(stages, 0, 0)).toEqual(stages[0]);
    expect(nextStage(stages, 68, 1)).toEqual(stages[1]);
    expect(nextStage(stages, 68, 2)).toEqual(stages[2]);
  });

  it('accepts and refuses', () => {
    expect(nextStage(stages, 68, 0)).toBe('accepted');
    expect(nextStage(stages, 105, 1)).toBe('accepted');
    expect(nextStage(stages, 68, 3)).toBe('rejected');
    expect(nextStage(stages, 140, 3)).toBe('rejected');
  });
});

it('a setting that misses just too often is confirmed as seldom as the level says, counted over seeds', () => {
  const [path, experiments] = ['mappings.m.maximumConcurrency', 150];
  let accepted = 0;
  for (let seed = 1; seed <= experiments; seed++) {
    // The search sees nothing of it: only fresh runs miss.
    const misses = (_: unknown, replication: number): number => (replication >= FRESH ? 0.0501 : 0);
    const { status } = searchIn({ misses }, [{ path, values: [5] }], { seed }).outcome;
    if (status === 'found') accepted += 1;
  }
  const level = levelOf(1, 0.95);
  // More, or fewer, would be an accident of one in a thousand.
  expect(1 - binomialAtMost(accepted - 1, experiments, level)).toBeGreaterThan(0.001);
  expect(binomialAtMost(accepted, experiments, level)).toBeGreaterThan(0.001);
});
