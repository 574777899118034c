/** The placement section: its data, its formulas, some quick cases, and that a wrong model would be found. `lagcast validate placement` runs all. */
import { describe, expect, it } from 'vitest';
import { balanceCase } from '../../src/validation/placement/balance.ts';
import type { BalanceReference } from '../../src/validation/placement/balance-reference.ts';
import { ballsCase, type BallsReference } from '../../src/validation/placement/balls.ts';
import { controlled } from '../../src/validation/control-variates.ts';
import { familyDefects } from '../../src/validation/families.ts';
import { placementSection } from '../../src/validation/placement/section.ts';
import { shardsCase, type ShardsReference } from '../../src/validation/placement/shards.ts';
import type { Row } from '../../src/validation/row.ts';
import { estimateOf } from '../../src/validation/statistics.ts';
import { fullCover, overlapOf } from '../../src/model/tier/placement/overlap.ts';
import { bestOfTails, bestOfTime, onePlusBetaTails } from '../support/supermarket.ts';
import { FILES } from '../support/validation-files.ts';

function data<T>(name: string): readonly T[] {
  return JSON.parse(FILES.readText(`validation/placement/${name}.json`)) as readonly T[];
}

const BALANCE = data<BalanceReference>('balance');
const SHARDS = data<ShardsReference>('shards');

describe('what is expected has a closed form, which gives all six digits', () => {
  const fixedPoints = BALANCE.filter(({ source }) => source === 'mean field' || source === '(1 + β) mean field');
  it.each(fixedPoints)('$id', ({ placement, load, figure, from, expected }) => {
    const { d, beta } = placement as { d?: number; beta?: string };
    const tails = d === undefined ? onePlusBetaTails(load, Number.parseFloat(beta!) / 100) : bestOfTails(load, d);
    if (figure === 'tail') expect(tails[from!]! / (expected as number[])[0]!).toBeCloseTo(1, 5);
    else if (figure === 'time') expect(bestOfTime(load, d!) / (expected as number)).toBeCloseTo(1, 5);
    else expect(tails.slice(1).reduce((a, b) => a + b, 0) / (expected as number)).toBeCloseTo(1, 5);
  });

  it.each(SHARDS.filter(({ figure }) => 'shared' in figure))('$id', ({ queues, size, figure, expected }) => {
    const { shared, others = 1 } = figure as { shared: number; others?: number };
    expect((others * overlapOf(queues, size, shared)) / expected).toBeCloseTo(1, 5);
  });

  it.each(SHARDS.filter(({ figure }) => 'coveredBy' in figure))('$id', ({ queues, size, figure, expected }) => {
    // The reference prints three digits.
    expect(fullCover(queues, size, (figure as { coveredBy: number }).coveredBy) / expected).toBeCloseTo(1, 2);
  });
});

describe('control variates', () => {
  it('take off exactly what follows a control, and leave what does not', () => {
    const noise = [0.3, -0.2, 0.1, -0.4, 0.2, 0.5, -0.1, -0.4];
    const control = [1, 2, -1, 0.5, -2, 3, 1, 0.2];
    const exact = controlled(
      control.map((x) => 7 + 3 * x),
      [control],
    );
    expect(exact.mean).toBeCloseTo(7, 12);
    expect(exact.standardError).toBeCloseTo(0, 12);
    expect(controlled(noise, [])).toEqual(estimateOf(noise));
    // A control that never varies, or is another over again, says nothing.
    const once = controlled(noise, [control]);
    expect(controlled(noise, [control, control.map(() => 0), control]).mean).toBeCloseTo(once.mean, 12);
  });
});

it.each(BALANCE)('$id is judged with its family, or says why it is not', ({ family, unjudged }) => {
  expect([family, unjudged].filter((one) => one !== undefined)).toHaveLength(1);
});

describe('quick cases', () => {
  const quick = [
    'P-SHUF-03',
    'P-SHUF-05',
    'P-BALLS-01',
    'P-BALLS-05',
    'P-BALLS-09',
    'P-RING-01',
    'P-RING-08',
    'P-TRANS-06',
  ];
  const { cases } = placementSection(FILES);
  it.each(quick)('%s', (id) => {
    const rows = cases.find((one) => one.id === id)!.run();
    for (const row of rows) expect(row, row.found).toMatchObject({ id, verdict: 'pass' });
  });

  it('each case has an id of its own', () => {
    expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
  });
});

describe('a wrong model is found', () => {
  const brief: BalanceReference = {
    ...BALANCE.find(({ id }) => id === 'P-SM-02')!,
    ...{ queues: 200, run: { warmUp: 20, length: 60, replications: 5 } },
  };

  it('three choices instead of two, and a load that is not the one of the reference', () => {
    expect(balanceCase(brief).run()[0]!.error).toBeCloseTo(0, 1);
    for (const wrong of [{ placement: { strategy: 'bestOf', d: 3 } }, { load: 0.75 }]) {
      expect(balanceCase({ ...brief, ...wrong }).run()[0]!.verdict).toBe('miss');
    }
  });

  it('another number of choices, of balls into bins', () => {
    const balls = data<BallsReference>('balls').find(({ id }) => id === 'P-BALLS-05')!;
    expect(ballsCase({ ...balls, choices: 3, replications: 100 }).run()[0]!.verdict).toBe('miss');
  });

  it('shards of another size', () => {
    const shards = SHARDS.find(({ id }) => id === 'P-SHUF-05')!;
    expect(shardsCase({ ...shards, size: 3 }).run()[0]!.verdict).toBe('miss');
  });

  it('a sign that repeats, and errors that are not what they say', () => {
    const rowsOf = (zs: readonly number[]): Row[] =>
      zs.map((z) => ({ family: 'f', statistics: { z } }) as unknown as Row);
    expect(familyDefects(rowsOf([1, -1, 0.8, -1.2, 0.9, -0.7, 1.3, -1, 0.6, -0.9]))).toEqual([]);
    // Of the family, and of all together, which are the same here.
    expect(familyDefects(rowsOf([1, 1, 0.8, 1.2, 0.9, 0.7, 1.3, 1, 0.6, 0.9]))).toEqual([
      'f: 10 of 10 are above what they should be',
      'all cases together: 10 of 10 are above what they should be',
    ]);
    expect(familyDefects(rowsOf([3, -3, 3, -3, 3, -3, 3, -3]))[0]).toMatch(/^f: the mean z² of 8 is 9.00/);
  });
});
