/** Where the tier puts events, against some cells of the tables; the validation has the others. */
import { describe, expect, it } from 'vitest';
import { tierScenario, TierListener, tierOf, watchTier, sends } from '../../support/tiers.ts';
import { erlangC, timeInMM1 } from '../../theory/formulas.ts';
import { brooker, fullest, meanTimeOf, near } from '../../theory/tier-models.ts';
import {
  BROOKER,
  HOSTS,
  idleQueueTime,
  LIVE,
  meanFieldTime,
  onePlusBetaTime,
  STALE,
  type MeanTime,
} from '../../theory/tier-tables.ts';

const BEST_2 = { strategy: 'bestOf', d: 2 };

function cell(table: readonly MeanTime[], title: string): MeanTime {
  return table.find((one) => one.title === title)!;
}

describe('closed forms', () => {
  it('are what has been published', () => {
    expect(meanFieldTime(0.9, 2)).toBeCloseTo(2.6141, 4);
    expect(meanFieldTime(0.99, 5)).toBeCloseTo(2.9017, 4);
    expect(onePlusBetaTime(0.9, 0.5)).toBeCloseTo(3.725, 3);
    expect(onePlusBetaTime(0.9, 0)).toBeCloseTo(10, 6);
    expect(idleQueueTime(0.9, 10)).toBeCloseTo(1.818, 3);
    expect(idleQueueTime(0.9, 2)).toBeCloseTo(4, 6);
  });
});

describe('mean time in system', () => {
  it.each(['best of 2 at 0.9', 'JIQ at 0.7'])('%s', (title) => {
    const one = cell(LIVE, title);
    near(title, meanTimeOf(one, 600), one.expected, one.tolerance);
  });

  it.each(['best of 2, refreshed every 5', 'JSQ, corrected, refreshed every 1'])('%s', (title) => {
    const one = cell(STALE, title);
    near(title, meanTimeOf(one, 500), one.expected, 0.06);
  });

  it('JSQ of 10 hosts staggered, corrected', () => {
    const one = cell(HOSTS, 'JSQ of 10 hosts staggered, corrected');
    near(one.title, meanTimeOf(one, 500), one.expected, 0.06);
  });

  it('what is seen is old: best of two stands it better than the best of all', () => {
    near('Brooker', brooker(BEST_2, 10, 15_000), BROOKER.best2[10], 0.06);
    expect(brooker('jsq', 30, 15_000)).toBeGreaterThan(1.3 * brooker('random', 30, 15_000));
  });
});

describe('one queue', () => {
  it('of several slots lets wait as many as Erlang C says, and of one as M/M/1 does', () => {
    const found = tierOf({
      duration: 3000,
      warmUp: 100,
      queues: 1,
      pollers: { slots: 5 },
      tenants: { t: sends(8, 0.5) },
    });
    const ages = found.of('t').firstAttemptAge;
    const atOnce = ages.histogram!.find(([value]) => value === 0)![1];
    near('share that waits', 1 - atOnce / ages.count, erlangC(4, 5), 0.06);
    const one = tierOf({
      duration: 6000,
      warmUp: 100,
      queues: 1,
      pollers: { slots: 1 },
      tenants: { t: sends(5, 0.1) },
    });
    near('p99', one.of('t').completionAge.p99! / 1e6, timeInMM1(5, 0.1, 0.99), 0.06);
  });
});

it('balls into bins: two choices make the fullest bin a little fuller than the mean, and chance much', () => {
  near('by chance', fullest(1000, 100, 'random', 6), 18.6, 0.1);
  near('by two choices', fullest(1000, 100, BEST_2, 4), 11.9, 0.05);
});

it('bounded load never exceeds its cap at a placement', () => {
  class Cap extends TierListener {
    worst = -Infinity;
    #stored = 0;
    readonly #depths: Int32Array;

    constructor(depths: Int32Array) {
      super();
      this.#depths = depths;
    }

    override accepted(_slot: number, _tenant: number, queue: number): void {
      this.#stored++;
      this.worst = Math.max(this.worst, this.#depths[queue]! - Math.ceil((1.25 * this.#stored) / 20));
    }

    override concluded(): void {
      this.#stored--;
    }
  }
  const scenario = tierScenario({
    ...{ duration: 150, queues: 20, placement: { strategy: 'boundedLoad', boundFactor: 1.25 }, pollers: { slots: 1 } },
    incidents: [{ at: '50 s', for: '20 s', pollersDown: true }],
    tenants: { t: sends(90, 0.2, { count: 200, popularity: { zipf: 1 } }) },
  });
  const { worst } = watchTier(scenario, ({ probe }) => new Cap(probe.depths));
  // Never above it, and at it now and then.
  expect(worst).toBe(0);
});
