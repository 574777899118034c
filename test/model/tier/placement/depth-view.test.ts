/** Views of loads: live, periodic, delayed and pushed, with their corrections (AP-2.13). Times in milliseconds here. */
import { describe, expect, test } from 'vitest';
import { RandomStreams } from '../../../../src/engine/random.ts';
import { Rank } from '../../../../src/engine/rank.ts';
import { Simulation } from '../../../../src/engine/simulation.ts';
import { MILLISECOND, SECOND } from '../../../../src/engine/time.ts';
import { DepthView } from '../../../../src/model/tier/depth-view.ts';

const QUEUES = 4;
const LIVE = {
  metric: 'visibleAndInFlight',
  view: 'live',
  refreshEvery: SECOND,
  phase: 'together',
  delay: 0,
  inFlightCorrection: false,
  driftCorrection: false,
} as const;
type Settings = ConstructorParameters<typeof DepthView>[1];

/** A view of four queues, and things to do at instants. */
function stage(settings: Partial<Settings>, hosts = 2) {
  const sim = new Simulation(new RandomStreams(1), { until: 60 * SECOND, budget: 1e6, perInstant: 1e4 });
  const loads = {
    visible: new Int32Array(QUEUES),
    depths: new Int32Array(QUEUES),
    rates: new Float64Array(QUEUES),
    since: new Float64Array(QUEUES).fill(-1),
    drainRateOf: (queue: number) => loads.rates[queue]!,
    oldestSince: (queue: number) => loads.since[queue]!,
  };
  const view = new DepthView(loads, { ...LIVE, ...settings }, QUEUES, hosts, sim);
  const todo: (() => void)[] = [];
  const ranks = new Map<Rank, number>();
  const at = (ms: number, act: () => void, rank: Rank = Rank.sample) => {
    if (!ranks.has(rank))
      ranks.set(
        rank,
        sim.action(rank, (i) => todo[i]!()),
      );
    sim.at(ms * MILLISECOND, ranks.get(rank)!, todo.push(act) - 1);
  };
  /** Sets a depth as the tier would: an arrival at a host first says that it is placed. */
  const set = (queue: number, depth: number, by?: number) => {
    if (by !== undefined) view.placed(queue, by);
    loads.depths[queue] = depth;
    view.changed(queue);
  };
  /** Sees a load at an instant, after all else. */
  const seen: number[] = [];
  const look = (ms: number, queue = 0, host = 0) => at(ms, () => seen.push(view.loadOf(queue, host)));
  const run = () => {
    expect(sim.advance(1e6)).toBe('finished');
    return seen;
  };
  return { sim, loads, view, at, set, look, run };
}

describe('live', () => {
  test('shows what is there, and counts looks', () => {
    const { view, loads } = stage({});
    expect([view.needsChanges, view.needsPlacements]).toEqual([false, false]);
    expect(view.loadOf(2, 0)).toBe(0);
    loads.depths[2] = 7;
    loads.visible[2] = 3;
    expect(view.loadOf(2, 1)).toBe(7);
    expect(view.looks).toBe(2);
  });

  test('metrics: visible; expected wait; age of the oldest', () => {
    const visible = stage({ metric: 'visible' });
    visible.loads.visible[1] = 3;
    visible.loads.depths[1] = 9;
    expect(visible.view.loadOf(1, 0)).toBe(3);
    const wait = stage({ metric: 'estimatedWait' });
    wait.loads.depths.fill(30);
    wait.loads.rates[1] = 20;
    // Nothing is known of the rate of queue 0: one a second.
    expect([wait.view.loadOf(0, 0), wait.view.loadOf(1, 0)]).toEqual([30, 1.5]);
    const age = stage({ metric: 'oldestAge' });
    age.at(1000, () => (age.loads.since[0] = 1000 * MILLISECOND));
    age.look(1500);
    age.look(1500, 1);
    expect(age.run()).toEqual([0.5, 0]);
  });

  test('queues that are down', () => {
    const { view } = stage({});
    view.kill(1, 2, true);
    view.kill(2, 100, true);
    const alive = () => [0, 1, 2, 3].map((queue) => view.isAlive(queue));
    expect([view.allAlive, ...alive()]).toEqual([false, true, false, false, false]);
    view.kill(1, 2, false);
    expect([view.allAlive, ...alive()]).toEqual([false, true, true, false, false]);
    view.kill(2, 100, false);
    view.kill(0, 1, false);
    expect([view.allAlive, ...alive()]).toEqual([true, true, true, true, true]);
  });

  test.each(['live', 'delayed'] as const)('%s without delay: corrections change nothing', (view) => {
    const it = stage({ view, inFlightCorrection: true, driftCorrection: true });
    it.loads.rates.fill(100);
    it.set(0, 5, 0);
    it.look(2000);
    expect(it.run()).toEqual([5]);
  });
});

describe('periodic', () => {
  test('is what it was at the last refresh, after all that happened at that instant', () => {
    const { at, set, look, run, view } = stage({ view: 'periodic' });
    expect([view.needsChanges, view.needsPlacements]).toEqual([false, false]);
    at(0, () => set(0, 1), Rank.arrival);
    at(500, () => set(0, 2), Rank.arrival);
    at(1000, () => set(0, 3), Rank.poll);
    at(1500, () => set(0, 4), Rank.arrival);
    for (const ms of [0, 999, 1000, 1999, 2000]) look(ms);
    expect(run()).toEqual([1, 1, 3, 3, 4]);
  });

  test('staggered: host h of four refreshes at h quarters of the interval', () => {
    const { at, set, look, run } = stage({ view: 'periodic', phase: 'staggered' }, 4);
    // The depth is the instant in hundreds of milliseconds.
    for (let ms = 0; ms <= 3000; ms += 50) at(ms, () => set(0, ms), Rank.arrival);
    for (let host = 0; host < 4; host++) look(1200, 0, host);
    for (let host = 0; host < 4; host++) look(2250, 0, host);
    expect(run()).toEqual([1000, 250, 500, 750, 2000, 2250, 1500, 1750]);
  });

  test('with a delay, a refresh shows what was that long before', () => {
    const { at, set, look, run, view } = stage({ view: 'periodic', delay: 300 * MILLISECOND });
    expect(view.needsChanges).toBe(true);
    at(600, () => set(0, 6));
    at(700, () => set(0, 7));
    at(701, () => set(0, 8));
    for (const ms of [999, 1000, 2000]) look(ms);
    expect(run()).toEqual([0, 7, 8]);
  });

  test('in-flight correction: a host adds its own placements until the next refresh', () => {
    const { at, set, look, run, view } = stage({ view: 'periodic', inFlightCorrection: true });
    expect([view.needsChanges, view.needsPlacements]).toEqual([false, true]);
    at(100, () => set(0, 1, 0));
    at(200, () => set(0, 2, 0));
    at(300, () => set(0, 3, 1));
    at(400, () => set(0, 1));
    for (const ms of [150, 500, 1000]) for (const host of [0, 1]) look(ms, 0, host);
    look(500, 1, 0);
    expect(run()).toEqual([1, 0, 2, 1, 0, 1, 1]);
  });

  test('drift correction: what is probably worked off is taken off, never below zero, and only from then on', () => {
    const it = stage({ view: 'periodic', refreshEvery: 10 * SECOND, inFlightCorrection: true, driftCorrection: true });
    it.loads.rates[0] = 2;
    it.at(0, () => it.set(0, 10), Rank.arrival);
    // 10 − 2·1; 10 − 2·2 + 1; 0; one more at 8 s on top of nothing, half of it worked off 0.25 s later; as it is at 10 s.
    it.look(1000);
    it.at(2000, () => it.set(0, 11, 0));
    it.look(2000);
    it.look(7000);
    it.at(8000, () => it.set(0, 12, 0));
    it.look(8250);
    it.look(8250, 0, 1);
    it.look(10_000);
    expect(it.run()).toEqual([8, 7, 0, 0.5, 0, 12]);
  });

  test('corrections of an expected wait are in its unit', () => {
    const it = stage({ metric: 'estimatedWait', view: 'periodic', inFlightCorrection: true, driftCorrection: true });
    it.loads.rates[0] = 4;
    it.at(0, () => it.set(0, 4), Rank.arrival);
    it.at(0, () => it.view.placed(0, 0));
    it.look(0);
    it.look(500);
    expect(it.run()).toEqual([1.25, 0.75]);
  });
});

describe('delayed', () => {
  test('is always as old, and begins empty', () => {
    const { at, set, look, run, view } = stage({ view: 'delayed', delay: 300 * MILLISECOND });
    expect([view.needsChanges, view.needsPlacements]).toEqual([true, false]);
    // Enough changes for the log to grow while it wraps around.
    for (let ms = 0; ms <= 2000; ms++) at(ms, () => set(0, ms + 1), Rank.arrival);
    for (const ms of [0, 299, 300, 301, 1234, 2300, 9000]) look(ms);
    expect(run()).toEqual([0, 0, 1, 2, 935, 2001, 2001]);
  });

  test('corrections: own placements of that time, less what such a time works off', () => {
    const it = stage({ view: 'delayed', delay: 300 * MILLISECOND, inFlightCorrection: true });
    it.at(100, () => it.set(0, 1, 0));
    it.at(200, () => it.set(0, 2, 1));
    for (const ms of [250, 400, 500]) for (const host of [0, 1]) it.look(ms, 0, host);
    expect(it.run()).toEqual([1, 1, 1, 2, 2, 2]);
    const drift = stage({ view: 'delayed', delay: 300 * MILLISECOND, driftCorrection: true });
    drift.loads.rates[0] = 10;
    drift.at(0, () => drift.set(0, 5));
    drift.at(100, () => drift.set(0, 2));
    for (const ms of [300, 400]) drift.look(ms);
    expect(drift.run()).toEqual([2, 0]);
  });

  test('the age of the oldest goes on growing', () => {
    const it = stage({ metric: 'oldestAge', view: 'delayed', delay: 300 * MILLISECOND });
    it.at(1000, () => {
      it.loads.since[0] = 1000 * MILLISECOND;
      it.view.changed(0);
    });
    for (const ms of [1299, 1300, 1500]) it.look(ms);
    expect(it.run()).toEqual([0, 0, 0.2]);
  });
});

describe('pushed', () => {
  test('only when it crosses a power of two, to all hosts at once', () => {
    const { set, view } = stage({ view: 'push' });
    expect(view.needsChanges).toBe(true);
    const shown = [1, 2, 3, 4, 5, 7, 8, 7, 6, 4, 3, 2, 1, 0].map((depth) => {
      set(0, depth);
      expect(view.loadOf(0, 1)).toBe(view.loadOf(0, 0));
      return view.loadOf(0, 0);
    });
    expect(shown).toEqual([1, 2, 2, 4, 4, 4, 8, 7, 7, 7, 3, 3, 1, 0]);
  });

  test('in-flight correction: own placements since the last push', () => {
    const { set, view } = stage({ view: 'push', inFlightCorrection: true });
    for (const depth of [1, 2, 3, 4]) set(0, depth, 0);
    expect([view.loadOf(0, 0), view.loadOf(0, 1)]).toEqual([4, 4]);
    for (const depth of [5, 6]) set(0, depth, 0);
    set(0, 7, 1);
    expect([view.loadOf(0, 0), view.loadOf(0, 1)]).toEqual([6, 5]);
    set(0, 8, 1);
    expect([view.loadOf(0, 0), view.loadOf(0, 1)]).toEqual([8, 8]);
  });

  test('an expected wait counts in thousandths of a second', () => {
    const { set, view, loads } = stage({ metric: 'estimatedWait', view: 'push' });
    loads.rates[0] = 1000;
    const shown = [1, 3, 3000, 4000, 4100].map((depth) => {
      set(0, depth);
      return view.loadOf(0, 0);
    });
    expect(shown).toEqual([0.001, 0.003, 3, 3, 4.1]);
  });
});
