/** Searches whose answer is known: values have a known share of runs that miss, and a known price. */
import { describe, expect, it } from 'vitest';
import { FRESH } from '../../src/plan/experiment.ts';
import type { Demand } from '../../src/plan/search/demands.ts';
import type { SearchOutcome } from '../../src/plan/search/outcome.ts';
import { searchSentences } from '../../src/report/experiments/plan-search.ts';
import { isFresh, searchIn, type World } from '../support/search.ts';

const C = 'mappings.m.maximumConcurrency';
const DEMAND = { text: 'q.deadLettered == 0', unit: 'count', operator: '==', limit: 0 } as const;
const ASKED = { minimise: 'settings', risk: 0.05, confidence: 0.95, maxRuns: 2000 };
const BATCH = 'mappings.m.batchSize';
const MEMORY = 'functions.f.memory';

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

/** Meets from so much on. */
function from(least: number): World {
  return { misses: (settings) => ((settings[C] as number) >= least ? 0 : 1) };
}

function winnerOf({ winner }: SearchOutcome): unknown {
  return winner === null
    ? null
    : Object.values(winner.values).length === 1
      ? Object.values(winner.values)[0]
      : winner.values;
}

function runsOf({ candidates }: SearchOutcome, value: number): number {
  return candidates.find(({ values }) => values[C] === value)?.runs ?? 0;
}

describe('one setting with a direction', () => {
  it.each([2, 77, 200])('finds the least that will do: %d', (least) => {
    const { outcome } = searchIn(from(least), [{ path: C, values: range(2, 200) }]);
    expect(outcome.status).toBe('found');
    expect(winnerOf(outcome)).toBe(least);
    expect(outcome.directions).toBe('held');
    expect(outcome.next?.values[C]).toBe(least === 2 ? undefined : least - 1);
  });

  it('gives bad ones two runs, and does not look at most', () => {
    const { outcome } = searchIn(from(77), [{ path: C, values: range(2, 200) }]);
    const bad = outcome.candidates.filter(({ standing }) => standing === 'bad');
    expect(bad.filter(({ runs }) => runs === 2).length).toBeGreaterThan(5);
    // The next one runs more, so that one knows how often it misses.
    expect(runsOf(outcome, 76)).toBe(20);
    expect(outcome.notLookedAt).toBeGreaterThan(170);
    expect(outcome.runs).toBeLessThan(300);
  });

  it('runs all candidates on the same luck, and confirms on luck that no search used', () => {
    const { outcome, cells } = searchIn(from(10), [{ path: C, values: range(2, 20) }]);
    const searched = cells.filter(([, replication]) => !isFresh(replication));
    for (const value of [9, 10]) {
      const replications = searched.filter(([settings]) => settings[C] === value).map(([, replication]) => replication);
      expect(replications).toEqual(replications.map((_, i) => i));
    }
    const fresh = cells.filter(([, replication]) => isFresh(replication));
    expect(new Set(fresh.map(([settings]) => settings[C]))).toEqual(new Set([10]));
    expect(new Set(fresh.map(([, replication]) => replication)).size).toBe(68);
    expect(outcome.winner).toMatchObject({ runs: 68, misses: 0, accepted: true });
    expect(cells.length).toBe(outcome.runs);
  });

  it('begins at a hint, and finds the same when the hint is nonsense', () => {
    const vary = [{ path: C, values: range(2, 2000) }];
    const plain = searchIn(from(700), vary).outcome;
    const hinted = searchIn(from(700), vary, { hints: { [C]: 690 } }).outcome;
    const misled = searchIn(from(700), vary, { hints: { [C]: 3 } }).outcome;
    expect([plain, hinted, misled].map(winnerOf)).toEqual([700, 700, 700]);
    expect(hinted.candidates.length).toBeLessThan(plain.candidates.length + 3);
    expect(hinted.candidates.map(({ values }) => values[C])).toContain(689);
  });

  it('counts a setting that is left away as the most', () => {
    const world: World = { misses: (settings) => (settings[C] === undefined ? 0 : 1) };
    const { outcome } = searchIn(world, [{ path: C, values: [...range(2, 50), null] }]);
    expect(winnerOf(outcome)).toBe(null);
    expect(outcome.status).toBe('found');
  });

  it('prefers the first of a list that counts down', () => {
    const world: World = { misses: (settings) => ((settings[C] as number) >= 10 ? 0 : 1) };
    const { outcome } = searchIn(world, [{ path: C, values: range(2, 30).toReversed() }]);
    expect(winnerOf(outcome)).toBe(30);
    expect(outcome.next).toBe(null);
  });
});

describe('expectations that do not hold', () => {
  it('is caught when less is good after all, and each is tried', () => {
    // More pollers than a reservation of 10 lets run: refused, and dead-lettered, unless there are so many that none waits long.
    const world: World = {
      misses: (settings) => {
        const c = settings[C] as number;
        return (c >= 4 && c <= 10) || c >= 40 ? 0 : 1;
      },
    };
    const { outcome } = searchIn(world, [{ path: C, values: range(2, 50) }]);
    expect(outcome.directions).toBe('broken');
    expect(winnerOf(outcome)).toBe(4);
    expect(outcome.surprises).toHaveLength(1);
    expect(outcome.surprises[0]).toMatchObject({ found: 'good' });
    // Both that are smaller ran.
    expect(runsOf(outcome, 2)).toBeGreaterThan(0);
    expect(runsOf(outcome, 3)).toBeGreaterThan(0);
  });

  it('is caught when nothing is good where it should be', () => {
    const world: World = { misses: (settings) => ([5, 6].includes(settings[C] as number) ? 0 : 1) };
    const { outcome } = searchIn(world, [{ path: C, values: range(2, 60) }]);
    expect(winnerOf(outcome)).toBe(5);
    expect(outcome.directions).toBe('broken');
  });

  it('is caught when more than the winner is bad', () => {
    const world: World = {
      misses: (settings) => ((settings[C] as number) < 20 || (settings[C] as number) > 55 ? 1 : 0),
    };
    const { outcome } = searchIn(world, [{ path: C, values: range(2, 60) }]);
    expect(outcome.surprises[0]).toMatchObject({ found: 'bad', values: { [C]: 60 } });
    expect(winnerOf(outcome)).toBe(20);
  });

  it('does not expect anything of what has to be just so', () => {
    const just: World = { misses: (settings) => (settings[C] === 5 ? 0 : 1) };
    const demand = { text: 'max(f.concurrency) == 5', unit: 'count', operator: '==', limit: 5 } as const;
    const read = (result: unknown) => ({ met: !(result as { isMissed: boolean }).isMissed, value: 5 });
    const { outcome } = searchIn(just, [{ path: C, values: range(2, 200) }], { demands: [{ ...demand, read }] });
    expect(outcome.directions).toBe('unused');
    expect(winnerOf(outcome)).toBe(5);
  });
});

describe('several settings', () => {
  const vary = [
    { path: C, values: range(2, 21) },
    { path: BATCH, values: [1, 5, 10, 50] },
  ];
  /** Needs c · batch of 40; batches of 50 are too slow. */
  const need = (settings: Record<string, unknown>): number => {
    const [c, batch] = [settings[C] as number, settings[BATCH] as number];
    return batch < 50 && c * batch >= 40 ? 0 : 1;
  };

  it('finds the least of the first, then of the second', () => {
    const { outcome } = searchIn({ misses: need }, vary);
    expect(winnerOf(outcome)).toEqual({ [C]: 4, [BATCH]: 10 });
    expect(outcome.candidates.length).toBeLessThan(40);
  });

  it('finds the cheapest, and leaves out the hopeless with little', () => {
    const price = (settings: Record<string, unknown>) => (settings[C] as number) * 3 + 40 / (settings[BATCH] as number);
    const { outcome } = searchIn({ misses: need, price, noise: 0.01 }, vary, { minimise: 'price' });
    // 4 · 3 + 4 = 16; 8 · 3 + 8 = 32.
    expect(winnerOf(outcome)).toEqual({ [C]: 4, [BATCH]: 10 });
    expect(outcome.winner?.price?.mean).toBeCloseTo(16, 1);
    expect(outcome.runs).toBeLessThan(600);
  });

  it('looks at what was left out as hopeless, and finds the cheapest where there is no telling', () => {
    // Of memory more is said to be easier; here only little is good.
    const world: World = {
      misses: (settings) => ((settings[MEMORY] as string) === '256 MB' ? 0 : 1),
      price: (settings) => Number.parseInt(settings[MEMORY] as string, 10),
    };
    const values = ['128 MB', '256 MB', '512 MB', '1024 MB', '2048 MB'];
    const { outcome } = searchIn(world, [{ path: MEMORY, values }], { minimise: 'price' });
    expect(winnerOf(outcome)).toBe('256 MB');
    expect(outcome.directions).toBe('broken');
  });
});

describe('prices', () => {
  const vary = [{ path: MEMORY, values: ['128 MB', '256 MB', '512 MB', '1024 MB'] }];
  const always = (): number => 0;
  const by = (prices: Record<string, number>) => (settings: Record<string, unknown>) =>
    prices[settings[MEMORY] as string]!;

  it('are compared on common luck: noise that all share hides nothing', () => {
    const price = by({ '128 MB': 10.5, '256 MB': 10, '512 MB': 11, '1024 MB': 12 });
    const { outcome } = searchIn({ misses: always, price, noise: 5 }, vary, { minimise: 'price' });
    expect(winnerOf(outcome)).toBe('256 MB');
  });

  it('that differ by less than 1 % are the same: the smaller settings win, and the others are named', () => {
    const price = by({ '128 MB': 10.05, '256 MB': 10, '512 MB': 10.02, '1024 MB': 12 });
    const { outcome } = searchIn({ misses: always, price, noise: 0.01 }, vary, { minimise: 'price' });
    expect(winnerOf(outcome)).toBe('128 MB');
    expect(outcome.equal).toEqual([{ [MEMORY]: '256 MB' }, { [MEMORY]: '512 MB' }]);
  });

  it('of settings that miss do not count', () => {
    const price = by({ '128 MB': 1, '256 MB': 10, '512 MB': 11, '1024 MB': 12 });
    const misses = (settings: Record<string, unknown>) => (settings[MEMORY] === '128 MB' ? 0.5 : 0);
    const { outcome } = searchIn({ misses, price }, vary, { minimise: 'price' });
    expect(winnerOf(outcome)).toBe('256 MB');
    expect(outcome.next?.values).toEqual({ [MEMORY]: '128 MB' });
    expect(outcome.next?.misses).toBeGreaterThan(0);
  });
});

describe('confirmation', () => {
  it('finds nothing where no run has anything to measure, however well all of them went', () => {
    const empty: Demand = { ...DEMAND, read: () => ({ met: true, value: null }) };
    const { outcome } = searchIn({ misses: () => 0 }, [{ path: C, values: [2, 3] }], { demands: [empty] });
    expect(outcome).toMatchObject({ status: 'silent', winner: null, confirmations: [{ accepted: false, misses: 0 }] });
  });

  it('counts runs without a value, which an objective misses', () => {
    const some: Demand = { ...DEMAND, read: () => ({ met: false, value: null }) };
    const { outcome } = searchIn({ misses: () => 0 }, [{ path: C, values: [2] }], { demands: [some] });
    expect(outcome.closest!.demands).toMatchObject([{ missed: 2, withoutValue: 2, worst: null }]);
    expect(searchSentences(outcome, ASKED).join(' ')).toContain(
      'missed 2 of 2 runs: q.deadLettered == 0 (2 runs without a value)',
    );
  });

  it('takes other luck where it is told to', () => {
    const { cells } = searchIn(from(2), [{ path: C, values: [2] }], { fresh: 7 * FRESH });
    const fresh = cells.map(([, replication]) => replication).filter(isFresh);
    expect([fresh[0], fresh.length]).toEqual([7 * FRESH, 68]);
  });

  it('refuses what looked good, and goes on to the next on luck of its own', () => {
    // Misses whenever it is fresh: the search cannot know.
    const fresh: World = { misses: (settings) => ((settings[C] as number) >= 6 ? 0 : 0.04) };
    const seeds = range(1, 25).map((seed) => searchIn(fresh, [{ path: C, values: range(5, 6) }], { seed }));
    const refused = seeds.filter(({ outcome }) => outcome.confirmations.length > 1);
    expect(refused.length).toBeGreaterThan(5);
    for (const { outcome, cells } of refused) {
      expect(outcome.confirmations[0]).toMatchObject({
        values: { [C]: 5 },
        accepted: false,
        level: expect.closeTo(0.04, 9),
      });
      expect(outcome.confirmations[1]).toMatchObject({
        values: { [C]: 6 },
        accepted: true,
        level: expect.closeTo(0.008, 9),
      });
      const own = [5, 6].map((value) => {
        return cells.filter(([settings, one]) => isFresh(one) && settings[C] === value).map(([, one]) => one);
      });
      expect(own[0]!.filter((one) => own[1]!.includes(one))).toEqual([]);
    }
  });

  it('says what is to spare, and how often the true share of misses is at most', () => {
    const { outcome } = searchIn(from(5), [{ path: C, values: range(2, 20) }]);
    expect(outcome.winner!.missesAtMost).toBeGreaterThan(0.04);
    expect(outcome.winner!.missesAtMost).toBeLessThanOrEqual(0.05);
    expect(outcome.winner!.demands).toEqual([
      {
        text: 'q.deadLettered == 0',
        unit: 'count',
        limit: 0,
        withoutValue: 0,
        missed: 0,
        mean: 0,
        worst: 0,
        margin: null,
      },
    ]);
  });
});

describe('ends without a winner', () => {
  it('when nothing meets: the closest is named', () => {
    const world: World = { misses: (settings) => ((settings[C] as number) === 7 ? 0.4 : 1) };
    const { outcome } = searchIn(world, [{ path: C, values: range(2, 20) }]);
    expect(outcome.status).toBe('nothing');
    expect(outcome.winner).toBe(null);
    expect(outcome.closest?.values).toEqual({ [C]: 7 });
    // All ran, for there was room.
    expect(outcome.notLookedAt).toBe(0);
  });

  it('when runs are used up: what is known is said, and no run more was made', () => {
    const { outcome, cells } = searchIn(from(10), [{ path: C, values: range(2, 20) }], { maxRuns: 100 });
    expect(outcome.status).toBe('runs');
    expect(cells.length).toBeLessThanOrEqual(100);
    expect(outcome.closest?.standing).toBe('good');
  });

  it('when so few runs cannot confirm anything, before the first', () => {
    expect(() => searchIn(from(10), [{ path: C, values: range(2, 20) }], { maxRuns: 80 })).toThrow(
      /nothing can be confirmed: 68 runs/,
    );
    expect(() => searchIn(from(10), [{ path: C, values: range(2, 20) }], { risk: 0.001 })).toThrow(
      /nothing can be confirmed/,
    );
  });

  it('when there are too many combinations', () => {
    const many = [
      { path: C, values: range(1, 1000) },
      { path: BATCH, values: range(1, 1000) },
    ];
    expect(() => searchIn(from(10), many)).toThrow(/1000000 combinations/);
    expect(() => searchIn(from(10), [{ path: C, values: range(1, 1000) }], { minimise: 'price' })).toThrow(
      /runs of each/,
    );
  });
});

describe('combinations that are no scenario', () => {
  it('are left out, and told', () => {
    const world: World = { ...from(5), refuses: (settings) => (settings[C] as number) % 2 === 1 };
    const { outcome } = searchIn(world, [{ path: C, values: range(2, 40) }]);
    expect(winnerOf(outcome)).toBe(6);
    expect(outcome.refused.count).toBeGreaterThan(0);
    expect(outcome.refused.first?.why).toBe('somewhere: is refused');
  });
});

it('is the same whenever it is asked again', () => {
  const world: World = {
    misses: (settings) => 1 / (settings[C] as number),
    price: (settings) => settings[C] as number,
    noise: 1,
  };
  const ask = () => searchIn(world, [{ path: C, values: range(2, 200) }], { minimise: 'price' }).outcome;
  expect(JSON.stringify(ask())).toBe(JSON.stringify(ask()));
});
