/** The clock: what runs when, what counts, and what ends a run. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Defect } from '../../src/engine/assert.ts';
import { RandomStreams } from '../../src/engine/random.ts';
import { Rank } from '../../src/engine/rank.ts';
import { Simulation, type Limits, type Pause } from '../../src/engine/simulation.ts';

function simulation(limits: Partial<Limits> = {}): Simulation {
  return new Simulation(new RandomStreams('test'), { until: 1000, budget: 100_000, perInstant: 10_000, ...limits });
}

/** Advances to the end in slices of the given lengths, over and over; gives what ended it. */
function advanced(sim: Simulation, slices: readonly number[] = [1e9]): Pause {
  for (let i = 0; ; i++) {
    const pause = sim.advance(slices[i % slices.length]!);
    if (pause !== 'sliceUsed') return pause;
  }
}

/** A simulation whose actions write down what ran: "time label subject". */
function recorded(limits: Partial<Limits> = {}) {
  const sim = simulation(limits);
  const log: string[] = [];
  const action = (rank: Rank, label: string, then: (subject: number) => void = () => {}) =>
    sim.action(rank, (subject) => {
      log.push(`${sim.now} ${label} ${subject}`);
      then(subject);
    });
  return { sim, log, action };
}

describe('the order of events', () => {
  it('is by time, then rank, then the order of scheduling', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(4), fc.nat(7)), { maxLength: 60, size: 'max' }), (plan) => {
        const { sim, log, action } = recorded();
        const actions = Object.entries(Rank).map(([label, rank]) => action(rank, label));
        const labels = Object.keys(Rank);
        plan.forEach(([time, rank], i) => sim.at(time, actions[rank]!, i));
        advanced(sim);
        const sorted = plan.map(([time, rank], i) => ({ time, rank, i }));
        sorted.sort((a, b) => a.time - b.time || a.rank - b.rank || a.i - b.i);
        expect(log).toEqual(sorted.map(({ time, rank, i }) => `${time} ${labels[rank]} ${i}`));
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  it('of ranks is the one that has meaning: scenario, completion, cut-off, visibility, age, arrival, poll, controller, sample', () => {
    expect(Object.entries(Rank).sort((a, b) => a[1] - b[1])).toEqual(
      ['scenario', 'completion', 'cutOff', 'visibility', 'age', 'arrival', 'poll', 'controller', 'sample'].map(
        (r, i) => [r, i],
      ),
    );
  });

  it('lets an event without delay run in the same instant, before later ranks', () => {
    const { sim, log, action } = recorded();
    const done = action(Rank.completion, 'done');
    const tick = action(Rank.controller, 'tick');
    const poll = action(Rank.poll, 'poll', () => sim.after(0, done, 1));
    sim.at(5, tick, 0);
    sim.at(5, poll, 0);
    advanced(sim);
    expect(log).toEqual(['5 poll 0', '5 done 1', '5 tick 0']);
  });

  it('counts a delay from now', () => {
    const { sim, log, action } = recorded();
    const late = action(Rank.poll, 'late');
    sim.at(
      10,
      action(Rank.poll, 'first', () => sim.after(7, late, 3)),
      0,
    );
    advanced(sim);
    expect(log).toEqual(['10 first 0', '17 late 3']);
  });

  it('tells the rank of what runs', () => {
    const sim = simulation();
    const seen: Rank[] = [];
    const look = () => seen.push(sim.rank);
    sim.at(1, sim.action(Rank.age, look), 0);
    sim.timer(Rank.controller, look).set(1);
    sim.at(2, sim.action(Rank.visibility, look), 0);
    advanced(sim);
    expect(seen).toEqual([Rank.age, Rank.controller, Rank.visibility]);
    expect(sim.rank).toBe(Rank.sample);
  });
});

describe('what is asked for soon', () => {
  it('runs after all ranks up to poll of its instant, and before controllers', () => {
    const { sim, log, action } = recorded();
    const soon = action(Rank.scenario, 'soon');
    for (const [label, rank] of Object.entries(Rank).reverse()) sim.at(5, action(rank, label), 0);
    sim.at(
      5,
      action(Rank.scenario, 'asks', () => sim.soon(soon, 7)),
      0,
    );
    advanced(sim);
    expect(log).toEqual([
      '5 scenario 0',
      '5 asks 0',
      '5 completion 0',
      '5 cutOff 0',
      '5 visibility 0',
      '5 age 0',
      '5 arrival 0',
      '5 poll 0',
      '5 soon 7',
      '5 controller 0',
      '5 sample 0',
    ]);
  });

  it('waits for events of the instant that come up only now', () => {
    const { sim, log, action } = recorded();
    const done = action(Rank.completion, 'done');
    const soon = action(Rank.poll, 'soon', (subject) => subject === 1 && sim.after(0, done, 0));
    sim.at(
      5,
      action(Rank.poll, 'asks', () => {
        sim.soon(soon, 1);
        sim.soon(soon, 2);
      }),
      0,
    );
    advanced(sim);
    expect(log).toEqual(['5 asks 0', '5 soon 1', '5 done 0', '5 soon 2']);
  });

  it('runs at its instant when the next event is later, and also when there is none', () => {
    const { sim, log, action } = recorded();
    const soon = action(Rank.poll, 'soon');
    sim.at(
      5,
      action(Rank.poll, 'asks', () => sim.soon(soon, 1)),
      0,
    );
    sim.at(
      6,
      action(Rank.completion, 'last', () => sim.soon(soon, 2)),
      0,
    );
    advanced(sim);
    expect(log).toEqual(['5 asks 0', '5 soon 1', '6 last 0', '6 soon 2']);
  });

  it('by a controller, runs before the other controllers', () => {
    const { sim, log, action } = recorded();
    const soon = action(Rank.poll, 'soon');
    const tick = action(Rank.controller, 'tick', (subject) => subject === 1 && sim.soon(soon, 0));
    sim.at(5, tick, 1);
    sim.at(5, tick, 2);
    advanced(sim);
    expect(log).toEqual(['5 tick 1', '5 soon 0', '5 tick 2']);
  });

  it('before the run, runs at its beginning', () => {
    const { sim, log, action } = recorded();
    sim.soon(action(Rank.poll, 'soon'), 4);
    sim.at(0, action(Rank.completion, 'done'), 0);
    advanced(sim);
    expect(log).toEqual(['0 done 0', '0 soon 4']);
  });

  it('runs in the order of asking, hundreds at once and over and over', () => {
    const { sim, log, action } = recorded();
    const soon = action(Rank.poll, 'soon', (subject) => subject < 300 && sim.soon(soon, subject + 300));
    for (let i = 0; i < 300; i++) sim.soon(soon, i);
    advanced(sim);
    expect(log).toEqual(Array.from({ length: 600 }, (_, i) => `0 soon ${i}`));
  });

  it('counts as an event of rank poll', () => {
    const sim = simulation();
    let rank: Rank | undefined;
    sim.soon(
      sim.action(Rank.arrival, () => (rank = sim.rank)),
      0,
    );
    advanced(sim);
    expect(rank).toBe(Rank.poll);
    expect(sim.events).toBe(1);
  });
});

describe('a timer', () => {
  it('runs when it is due, once', () => {
    const { sim, log } = recorded();
    sim.timer(Rank.poll, () => log.push(`${sim.now}`)).set(12);
    advanced(sim);
    expect(log).toEqual(['12']);
  });

  it('moves earlier or later instead of running twice', () => {
    const sim = simulation();
    const times: number[] = [];
    const timer = sim.timer(Rank.poll, () => times.push(sim.now));
    timer.set(12);
    timer.set(30);
    timer.set(20);
    advanced(sim);
    expect(times).toEqual([20]);
  });

  it('cleared does not run', () => {
    const sim = simulation();
    const timer = sim.timer(Rank.poll, () => expect.fail('ran'));
    timer.set(12);
    expect(timer.isSet).toBe(true);
    timer.clear();
    expect(timer.isSet).toBe(false);
    expect(advanced(sim)).toBe('finished');
    expect(sim.events).toBe(0);
  });

  it('is not set while it runs, and may be set again there: a beat', () => {
    const sim = simulation({ until: 35 });
    const times: number[] = [];
    const timer = sim.timer(Rank.controller, () => {
      expect(timer.isSet).toBe(false);
      times.push(sim.now);
      timer.set(sim.now + 10);
      expect(timer.isSet).toBe(true);
    });
    timer.set(10);
    advanced(sim);
    expect(times).toEqual([10, 20, 30]);
    expect(timer.isSet).toBe(true);
  });

  it('set to now while it runs, runs again in the same instant', () => {
    const sim = simulation();
    let left = 3;
    const timer = sim.timer(Rank.poll, () => {
      if (--left > 0) timer.set(sim.now);
    });
    timer.set(4);
    advanced(sim);
    expect(left).toBe(0);
    expect(sim.events).toBe(3);
  });

  it('set and cleared while it runs does not run again; clearing alone is harmless', () => {
    const sim = simulation();
    let runs = 0;
    const timer = sim.timer(Rank.poll, () => {
      runs++;
      timer.clear();
      timer.set(sim.now + 5);
      timer.clear();
    });
    timer.set(4);
    advanced(sim);
    expect(runs).toBe(1);
    expect(timer.isSet).toBe(false);
  });

  it('can be cleared by an event of its own instant that runs before it, and moved', () => {
    const sim = simulation();
    const times: number[] = [];
    const cleared = sim.timer(Rank.poll, () => expect.fail('ran'));
    const moved = sim.timer(Rank.poll, () => times.push(sim.now));
    for (const timer of [cleared, moved]) timer.set(8);
    sim
      .timer(Rank.completion, () => {
        cleared.clear();
        moved.set(9);
      })
      .set(8);
    advanced(sim);
    expect(times).toEqual([9]);
  });

  it('moved to its own instant goes behind the others of its rank', () => {
    const sim = simulation();
    const order: string[] = [];
    const first = sim.timer(Rank.poll, () => order.push('first'));
    const second = sim.timer(Rank.poll, () => order.push('second'));
    first.set(8);
    second.set(8);
    first.set(8);
    advanced(sim);
    expect(order).toEqual(['second', 'first']);
  });

  it('takes its place among actions by rank and the order of setting', () => {
    const { sim, log, action } = recorded();
    const poll = action(Rank.poll, 'poll');
    const early = sim.timer(Rank.completion, () => log.push('early'));
    const middle = sim.timer(Rank.poll, () => log.push('middle'));
    sim.at(3, poll, 1);
    middle.set(3);
    sim.at(3, poll, 2);
    early.set(3);
    advanced(sim);
    expect(log).toEqual(['early', '3 poll 1', 'middle', '3 poll 2']);
  });
});

/** What actions may do, so that they cannot tell a simulation from its twin. */
type Machine = Pick<Simulation, 'now' | 'action' | 'at' | 'after' | 'soon'> & {
  timer(rank: Rank, run: () => void): { set(at: number): void; clear(): void; readonly isSet: boolean };
};

interface Pending {
  readonly time: number;
  readonly rank: Rank;
  readonly run: () => void;
}

/** The simulation as one would write it without a thought of speed: a list, of which the first in order is looked for. */
class NaiveSimulation implements Machine {
  now = 0;
  readonly #actions: { rank: Rank; run: (subject: number) => void }[] = [];
  #pending: Pending[] = [];
  readonly #soon: (() => void)[] = [];

  action(rank: Rank, run: (subject: number) => void): number {
    return this.#actions.push({ rank, run }) - 1;
  }

  at(time: number, action: number, subject: number): void {
    const { rank, run } = this.#actions[action]!;
    this.#pending.push({ time, rank, run: () => run(subject) });
  }

  after(delay: number, action: number, subject: number): void {
    this.at(this.now + delay, action, subject);
  }

  soon(action: number, subject: number): void {
    this.#soon.push(() => this.#actions[action]!.run(subject));
  }

  timer(rank: Rank, run: () => void) {
    let set: Pending | undefined;
    const clear = () => {
      this.#pending = this.#pending.filter((pending) => pending !== set);
      set = undefined;
    };
    return {
      clear,
      set: (time: number) => {
        clear();
        const ring = () => {
          set = undefined;
          run();
        };
        set = { time, rank, run: ring };
        this.#pending.push(set);
      },
      get isSet() {
        return set !== undefined;
      },
    };
  }

  run(until: number): void {
    for (;;) {
      const next = this.#pending.toSorted((a, b) => a.time - b.time || a.rank - b.rank)[0];
      const early = next !== undefined && next.time === this.now && next.rank < Rank.controller;
      if (this.#soon.length > 0 && !early) {
        this.#soon.shift()!();
      } else {
        if (next === undefined || next.time > until) return;
        this.#pending = this.#pending.filter((pending) => pending !== next);
        this.now = next.time;
        next.run();
      }
    }
  }
}

const TIMER_RANKS = [Rank.completion, Rank.age, Rank.poll, Rank.poll, Rank.controller, Rank.sample];

/** Fills a machine with events that beget others by every means there is, led by chance; gives the log they will write. */
function fill(sim: Machine, seed: number): string[] {
  const log: string[] = [];
  const random = new RandomStreams(seed).stream('steps', '');
  const ranks = Object.values(Rank);
  const actions = ranks.map((rank) =>
    sim.action(rank, (subject) => {
      log.push(`${sim.now} ${rank} ${subject}`);
      spawn(subject);
    }),
  );
  const timers = TIMER_RANKS.map((rank, i) =>
    sim.timer(rank, () => {
      log.push(`${sim.now} timer ${i}${timers.map((timer) => (timer.isSet ? '+' : '-')).join('')}`);
      if (random.next() < 0.5) timers[i]!.set(sim.now + random.below(3));
    }),
  );
  function spawn(subject: number): void {
    const any = actions[random.below(actions.length)]!;
    const timer = timers[random.below(timers.length)]!;
    if (random.next() < 0.3) timer.set(sim.now + random.below(4));
    else if (random.next() < 0.2) timer.clear();
    if (random.next() < 0.3) sim.soon(any, subject);
    else sim.after(random.below(5), any, subject);
  }
  for (let i = 0; i < 12; i++) sim.at(random.below(5), actions[i % actions.length]!, i);
  return log;
}

it('a simulation does what one does that keeps a plain list, whatever its actions do', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const sim = simulation({ until: 60 });
      const twin = new NaiveSimulation();
      const [log, expected] = [fill(sim, seed), fill(twin, seed)];
      advanced(sim);
      twin.run(60);
      expect(expected.length).toBeGreaterThan(200);
      expect(log).toEqual(expected);
    }),
    { numRuns: 100, seed: 2 },
  );
});

describe('advancing in slices', () => {
  it('gives the order, the digest and the count of one go, whatever the slices', () => {
    const slices = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.nat(), slices, (seed, slices) => {
        const [whole, sliced] = [simulation({ until: 100 }), simulation({ until: 100 })];
        const [expected, log] = [fill(whole, seed), fill(sliced, seed)];
        advanced(whole);
        expect(advanced(sliced, slices)).toBe('finished');
        expect(expected.length).toBeGreaterThan(400);
        expect(log).toEqual(expected);
        expect([sliced.digest, sliced.events, sliced.now]).toEqual([whole.digest, whole.events, whole.now]);
      }),
      { numRuns: 60, seed: 3 },
    );
  });

  it('runs as many events as the slice has', () => {
    const { sim, log, action } = recorded();
    const act = action(Rank.poll, 'act');
    for (let i = 0; i < 5; i++) sim.at(i, act, i);
    expect(sim.advance(3)).toBe('sliceUsed');
    expect(log).toHaveLength(3);
    expect(sim.now).toBe(2);
    expect(sim.advance(3)).toBe('finished');
    expect(log).toHaveLength(5);
  });
});

describe('the end of a run', () => {
  it('is after the events of `until`, those that come up in it included', () => {
    const { sim, log, action } = recorded({ until: 50 });
    const act = action(Rank.poll, 'act', (subject) => {
      if (subject > 0) sim.soon(act, subject - 1);
    });
    sim.at(50, act, 2);
    sim.at(51, act, 0);
    expect(sim.end).toBe(50);
    expect(advanced(sim)).toBe('finished');
    expect(log).toEqual(['50 act 2', '50 act 1', '50 act 0']);
    expect(sim.now).toBe(50);
  });

  it('comes with the clock at `until`, though the last event was earlier', () => {
    const sim = simulation({ until: 50 });
    sim.at(
      3,
      sim.action(Rank.poll, () => {}),
      0,
    );
    expect(advanced(sim)).toBe('finished');
    expect(sim.now).toBe(50);
    expect(sim.advance(10)).toBe('finished');
  });

  it('is the budget when that is used up first, in any slices', () => {
    for (const slice of [1, 3, 10, 1000]) {
      const sim = simulation({ budget: 10 });
      const act = sim.action(Rank.poll, () => sim.after(1, act, 0));
      sim.at(0, act, 0);
      expect(advanced(sim, [slice])).toBe('budgetUsed');
      expect(sim.events).toBe(10);
      expect(sim.now).toBe(9);
      expect(sim.advance(5)).toBe('budgetUsed');
      expect(sim.events).toBe(10);
    }
  });

  it('is time standing still when one instant takes more events than allowed', () => {
    const sim = simulation({ perInstant: 20 });
    const act = sim.action(Rank.poll, () => sim.after(0, act, 0));
    sim.at(7, act, 0);
    expect(advanced(sim)).toBe('timeStoodStill');
    expect(sim.now).toBe(7);
    expect(sim.events).toBe(21);
  });

  it('is time standing still also when `soon` asks for itself for ever, seen in slices too', () => {
    const sim = simulation({ perInstant: 20 });
    const act = sim.action(Rank.poll, () => sim.soon(act, 0));
    sim.soon(act, 0);
    expect(advanced(sim, [6])).toBe('timeStoodStill');
    expect(sim.events).toBe(21);
  });

  it('does not come while instants keep to what they may take', () => {
    const sim = simulation({ perInstant: 20 });
    const act = sim.action(Rank.poll, () => {});
    for (let i = 0; i < 60; i++) sim.at(1 + Math.floor(i / 20), act, i);
    expect(advanced(sim)).toBe('finished');
    expect(sim.events).toBe(60);
  });
});

describe('counting', () => {
  it('adds what is spent on arrivals to the events, the slice and the budget', () => {
    const sim = simulation({ budget: 100 });
    const act = sim.action(Rank.poll, () => {
      sim.spend(30);
      sim.after(1, act, 0);
    });
    sim.at(0, act, 0);
    expect(sim.advance(31)).toBe('sliceUsed');
    expect(sim.events).toBe(31);
    expect(advanced(sim)).toBe('budgetUsed');
    expect(sim.events).toBe(124);
    expect(sim.now).toBe(3);
  });

  it('leaves out wake-ups of arrivals and readings, and so does the digest', () => {
    const watched = (readings: number) => {
      const sim = simulation();
      const act = sim.action(Rank.completion, () => {});
      const silent = [Rank.arrival, Rank.sample].map((rank) => sim.action(rank, () => {}));
      for (let i = 0; i < 10; i++) sim.at(i, act, i);
      for (let i = 0; i < readings; i++) for (const action of silent) sim.at(i, action, i);
      sim.timer(Rank.sample, () => {}).set(readings);
      advanced(sim);
      return [sim.events, sim.digest];
    };
    expect(watched(0)[0]).toBe(10);
    expect(watched(40)).toEqual(watched(0));
  });
});

describe('the digest', () => {
  const digestOf = (plan: readonly (readonly [time: number, rank: Rank])[]): string => {
    const sim = simulation();
    for (const [time, rank] of plan)
      sim.at(
        time,
        sim.action(rank, () => {}),
        0,
      );
    advanced(sim);
    return sim.digest;
  };
  const counted = fc.constantFrom(
    Rank.scenario,
    Rank.completion,
    Rank.visibility,
    Rank.age,
    Rank.poll,
    Rank.controller,
  );

  it('is sixteen hexadecimal digits, the same for the same events', () => {
    const plan = [
      [1, Rank.poll],
      [2, Rank.age],
    ] as const;
    expect(digestOf(plan)).toMatch(/^[0-9a-f]{16}$/);
    expect(digestOf(plan)).toBe(digestOf(plan));
  });

  it('differs when two different events change places', () => {
    fc.assert(
      fc.property(fc.array(counted, { minLength: 2, maxLength: 20 }), fc.nat(), (ranks, where) => {
        const i = where % (ranks.length - 1);
        fc.pre(ranks[i] !== ranks[i + 1]);
        const swapped = [...ranks];
        [swapped[i], swapped[i + 1]] = [ranks[i + 1]!, ranks[i]!];
        const timed = (all: Rank[]) => all.map((rank, time) => [time, rank] as const);
        expect(digestOf(timed(swapped))).not.toBe(digestOf(timed(ranks)));
      }),
      { numRuns: 200, seed: 4 },
    );
  });

  it('differs when one event is a microsecond later, is missing, or comes twice', () => {
    const plan: [number, Rank][] = Array.from({ length: 12 }, (_, i) => [10 * i, Rank.poll]);
    const digests = new Set([digestOf(plan)]);
    plan.forEach(([time, rank], i) => {
      digests.add(digestOf(plan.with(i, [time + 1, rank])));
      digests.add(digestOf(plan.toSpliced(i, 1)));
      digests.add(digestOf(plan.toSpliced(i, 0, [time, rank])));
    });
    expect(digests.size).toBe(1 + 3 * plan.length);
  });

  it('tells the order of `soon` from that of the event set', () => {
    const digest = (early: boolean) => {
      const sim = simulation();
      const act = sim.action(Rank.poll, () => {});
      const asks = sim.action(Rank.completion, () => (early ? sim.soon(act, 0) : sim.after(1, act, 0)));
      sim.at(5, asks, 0);
      advanced(sim);
      return sim.digest;
    };
    expect(digest(true)).not.toBe(digest(false));
  });
});

describe('a defect is thrown', () => {
  const inside = (act: (sim: Simulation, run: number) => void) => () => {
    const sim = simulation();
    const run = sim.action(Rank.poll, () => act(sim, run));
    sim.at(10, run, 0);
    advanced(sim);
  };

  it('for an event in the past', () => expect(inside((sim, run) => sim.at(9, run, 0))).toThrow(Defect));
  it('for a negative delay', () => expect(inside((sim, run) => sim.after(-1, run, 0))).toThrow(Defect));
  it('for an event at no time', () => expect(inside((sim, run) => sim.at(NaN, run, 0))).toThrow(Defect));
  it('for a timer in the past', () =>
    expect(inside((sim) => sim.timer(Rank.poll, () => {}).set(9))).toThrow('a timer was set in the past'));
  it('for a timer at no time', () => expect(inside((sim) => sim.timer(Rank.poll, () => {}).set(NaN))).toThrow(Defect));
  it('but not for now', () => {
    let runs = 0;
    inside((sim, run) => void (runs++ < 1 && sim.at(sim.now, run, 0)))();
    expect(runs).toBe(2);
  });
});

it('the streams of a simulation are those of its seed', () => {
  const expected = new RandomStreams('test').stream('queue', 'sizes');
  const actual = simulation().random('queue', 'sizes');
  for (let i = 0; i < 10; i++) expect(actual.next()).toBe(expected.next());
});
