/** The decisions about provisioned pollers, and when they are asked for: SQS-23, SQS-28. */
import { describe, expect, it } from 'vitest';
import { RandomStreams } from '../../src/engine/random.ts';
import { Rank } from '../../src/engine/rank.ts';
import { Simulation } from '../../src/engine/simulation.ts';
import { SECOND } from '../../src/engine/time.ts';
import { ProvisionedScaling, type ProvisionedPool } from '../../src/model/mapping/provisioned-scaling.ts';
import {
  grownPollers,
  shrunkPollers,
  useOf,
  withinLimits,
  type ProvisionedLimits,
} from '../../src/model/mapping/provisioned.ts';
import type { World } from '../../src/model/world.ts';

const LIMITS: ProvisionedLimits = {
  least: 2,
  most: 50,
  detect: 5 * SECOND,
  rampEvery: 0.6 * SECOND,
  shrinkBelow: 0.5,
  shrinkAfter: 60 * SECOND,
  shrinkEvery: 10 * SECOND,
  shrinkBy: 0.1,
};

describe('decisions', () => {
  it('SQS-23: one more at a time, up to the most', () => {
    expect(grownPollers(2, LIMITS)).toBe(3);
    expect(grownPollers(50, LIMITS)).toBe(50);
  });

  it('SQS-28: after a minute a tenth goes, rounded up, down to the least', () => {
    expect(shrunkPollers(40, 59 * SECOND, LIMITS)).toBe(40);
    expect(shrunkPollers(40, 60 * SECOND, LIMITS)).toBe(36);
    expect(shrunkPollers(3, 60 * SECOND, LIMITS)).toBe(2);
    expect(shrunkPollers(2, 60 * SECOND, LIMITS)).toBe(2);
  });

  it('other limits bring them within', () => {
    expect([1, 20, 60].map((pollers) => withinLimits(pollers, LIMITS))).toEqual([2, 20, 50]);
  });

  it('SQS-22: use of each of the three limits', () => {
    // Two pollers for 10 s: 20 of 200 s of invocations, 100 of 200 receives, 5 of 20 MB.
    const work = { invokeTime: 20 * SECOND, polls: 100, bytes: 5e6 };
    expect(useOf(work, 20 * SECOND, { invokes: 10, polls: 10, bytes: 1e6 })).toEqual({
      invokes: 0.1,
      polls: 0.5,
      bytes: 0.25,
    });
    expect(useOf(work, 20 * SECOND, { invokes: 5, polls: Infinity, bytes: Infinity }).polls).toBe(0);
  });
});

/** A pool by hand: each size is written down with its second. */
function pool(limits = LIMITS) {
  const due = { until: 300 * SECOND, budget: 1e5, perInstant: 1e3 };
  const sim = new Simulation(new RandomStreams(1), due);
  const sizes: [number, number][] = [];
  const state = { hasWork: false, use: 1, awaited: 0, pollers: 0 };
  const made: ProvisionedPool = {
    get pollers() {
      return state.pollers;
    },
    get hasWork() {
      return state.hasWork;
    },
    takeUse: () => state.use,
    resize: (pollers) => {
      state.pollers = pollers;
      sizes.push([sim.now / SECOND, pollers]);
    },
    awaitWork: () => void state.awaited++,
  };
  const held = { limits };
  const scaling = new ProvisionedScaling({ sim } as unknown as World, made, () => held.limits);
  const at = (seconds: number, what: () => void) => sim.at(seconds * SECOND, sim.action(Rank.scenario, what), 0);
  /** To the end; sizes after so many seconds are forgotten. */
  const run = (seconds = 300) => {
    sim.advance(1e5);
    while (sizes.length > 0 && sizes.at(-1)![0] > seconds) sizes.pop();
  };
  scaling.start();
  return { scaling, state, sizes, at, run, held };
}

describe('SQS-23: the ramp', () => {
  it('begins when something has waited for as long as it takes to detect, and adds at an even pace', () => {
    const { scaling, state, sizes, run } = pool();
    state.hasWork = true;
    scaling.shortage();
    scaling.shortage();
    run(6.5);
    expect(sizes).toEqual([
      [0, 2],
      [5, 3],
      [5.6, 4],
      [6.2, 5],
    ]);
  });

  it('ends at the most, and goes on when that is raised', () => {
    const { scaling, state, sizes, at, run, held } = pool({ ...LIMITS, most: 3 });
    state.hasWork = true;
    scaling.shortage();
    at(20, () => {
      held.limits = { ...LIMITS, most: 4 };
      scaling.changed(true);
      scaling.shortage();
    });
    run(100);
    expect(sizes).toEqual([
      [0, 2],
      [5, 3],
      [25, 4],
    ]);
  });

  it('is called off when nothing waits any more, and detected anew', () => {
    const { scaling, state, sizes, at, run } = pool();
    state.hasWork = true;
    scaling.shortage();
    at(4, () => scaling.satisfied());
    at(5, () => scaling.shortage());
    run(10.3);
    expect(sizes).toEqual([
      [0, 2],
      [10, 3],
    ]);
  });

  it('asks to be told when all pollers are at work and nothing waits', () => {
    const { scaling, state, sizes, run } = pool();
    scaling.shortage();
    run(100);
    expect(state.awaited).toBe(1);
    expect(sizes).toEqual([[0, 2]]);
  });

  it('stops with the mapping', () => {
    const { scaling, state, sizes, at, run } = pool();
    state.hasWork = true;
    scaling.shortage();
    at(5.3, () => scaling.stop());
    run(100);
    expect(sizes.at(-1)).toEqual([5, 3]);
  });
});

describe('SQS-28: giving back', () => {
  /** Grown to ten at 10 s, which are used as `use` says. */
  function grown(use: number) {
    const made = pool({ ...LIMITS, detect: 0, rampEvery: SECOND / 2 });
    made.state.hasWork = true;
    made.state.use = use;
    made.scaling.shortage();
    made.at(3.6, () => {
      made.state.hasWork = false;
      made.scaling.satisfied();
    });
    return made;
  }

  it('a tenth each ten seconds, once they were little used for a minute, down to the least', () => {
    const { sizes, run } = grown(0.49);
    run();
    expect(sizes.filter(([at]) => at > 3.5)).toEqual([
      [60, 9],
      [70, 8],
      [80, 7],
      [90, 6],
      [100, 5],
      [110, 4],
      [120, 3],
      [130, 2],
    ]);
  });

  it('not while half of what they can do is used', () => {
    const { state, run } = grown(0.5);
    run();
    expect(state.pollers).toBe(10);
  });

  it('a minute is counted from the last look that found them used', () => {
    const { state, sizes, at, run } = grown(0.1);
    at(35, () => (state.use = 0.8));
    at(45, () => (state.use = 0.1));
    run(105);
    expect(sizes.at(-1)).toEqual([100, 9]);
  });

  it('to fewer at once where the most is lowered, and to more where the least is raised', () => {
    const { scaling, held, state } = pool();
    held.limits = { ...LIMITS, least: 8 };
    scaling.changed(true);
    expect(state.pollers).toBe(8);
    held.limits = { ...LIMITS, most: 5 };
    scaling.changed(true);
    expect(state.pollers).toBe(5);
    held.limits = { ...LIMITS, least: 20 };
    scaling.changed(false);
    expect(state.pollers).toBe(5);
  });
});
