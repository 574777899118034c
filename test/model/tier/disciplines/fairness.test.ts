/** Bounds of the literature on how far fair disciplines are from fair, and what each of them is for. Section 4.8 of the specification. */
import { describe, expect, it } from 'vitest';
import { RandomStreams } from '../../../../src/engine/random.ts';
import type { DisciplineName } from '../../../../src/model/tier/disciplines/disciplines.ts';
import { bucketOf } from '../../../../src/model/tier/disciplines/stochastic.ts';
import { make, Setup, type OptionValues } from './setup.ts';

const SECOND = 1_000_000;

/** Work that each of some tenants has had after each of so many receives, while all have events; costs by chance, up to `maxCost`. */
function shares(
  name: DisciplineName,
  own: OptionValues,
  weights: number[],
  maxCost: number,
  receives: number,
): number[][] {
  const random = new RandomStreams(1).stream('test', name);
  const setup = new Setup(1, weights.length);
  setup.weights.push(...weights);
  const discipline = make(name, setup, own);
  const send = (tenant: number) => setup.send(discipline, tenant, 1, 0, 1 + random.below(maxCost));
  for (let i = 0; i < 3; i++) weights.forEach((_, tenant) => send(tenant));
  const served = weights.map(() => 0);
  return Array.from({ length: receives }, () => {
    const slot = discipline.pop(0);
    served[setup.tenant[slot]!]! += setup.cost[slot]!;
    send(setup.tenant[slot]!);
    return [...served];
  });
}

/** The greatest difference of what two tenants get by their weights, over any interval at all. */
function greatestDifference(history: number[][], weights: number[], a: number, b: number): number {
  const differences = [0, ...history.map((served) => served[a]! / weights[a]! - served[b]! / weights[b]!)];
  return Math.max(...differences) - Math.min(...differences);
}

function pairs(n: number): [number, number][] {
  return Array.from({ length: n * n }, (_, i): [number, number] => [Math.floor(i / n), i % n]).filter(
    ([a, b]) => a < b,
  );
}

describe('deficit round robin', () => {
  it('differs by one event at the most where all cost the same', () => {
    const history = shares('drr', {}, [1, 1, 1, 1, 1], 1, 300);
    for (const [a, b] of pairs(5)) expect(greatestDifference(history, [1, 1, 1, 1, 1], a, b)).toBe(1);
  });

  it('differs by less than twice the greatest cost and a quantum, by weight', () => {
    const weights = [1, 2, 3, 1.5];
    const history = shares('drr', { by: 'work', quantumTime: 20 }, weights, 50, 1500);
    for (const [a, b] of pairs(4)) expect(greatestDifference(history, weights, a, b)).toBeLessThan(2 * 50 + 20);
  });

  it('makes a tenant that asks for less than its share wait for one round at the most', () => {
    const setup = new Setup(1, 21);
    const discipline = make('drr', setup);
    for (let tenant = 0; tenant < 20; tenant++) setup.send(discipline, tenant, 100);
    let longest = 0;
    for (let i = 0; i < 40; i++) {
      setup.receive(discipline, i % 23);
      setup.send(discipline, 20);
      const before = setup.receive(discipline, 21);
      longest = Math.max(longest, before.indexOf(20));
      expect(before).toContain(20);
    }
    expect(longest).toBe(20);
  });

  it('does not go through millions of rounds one by one', () => {
    const setup = new Setup(1, 3);
    let asked = 0;
    const parts = { ...setup, costOf: (slot: number) => (asked++, setup.cost[slot]!) };
    const discipline = make('drr', parts, { by: 'work', quantumTime: 1 });
    setup.send(discipline, 0, 1, 0, 900 * SECOND);
    setup.send(discipline, 1, 1, 0, 800 * SECOND);
    setup.send(discipline, 2, 2, 0, 300 * SECOND);
    expect(setup.receive(discipline, 4)).toEqual([2, 2, 1, 0]);
    expect(asked).toBeLessThan(100);
  });
});

describe('start-time fair queueing', () => {
  it('differs by the greatest cost of either by its weight', () => {
    const weights = [1, 2, 3, 0.5];
    const history = shares('sfq', { by: 'work' }, weights, 50, 1500);
    for (const [a, b] of pairs(4))
      expect(greatestDifference(history, weights, a, b)).toBeLessThanOrEqual(
        50 / weights[a]! + 50 / weights[b]! + 1e-6,
      );
  });

  it('gives no credit for having been away', () => {
    const setup = new Setup(1, 2);
    const discipline = make('sfq', setup);
    setup.send(discipline, 0, 100);
    setup.receive(discipline, 50);
    setup.send(discipline, 1, 100);
    const next = setup.receive(discipline, 20);
    expect(next.filter((tenant) => tenant === 1)).toHaveLength(10);
  });

  it('remembers who has just been served, until a queue is idle', () => {
    const served = (whileRunning: boolean) => {
      const setup = new Setup(1, 2);
      const discipline = make('sfq', setup);
      setup.send(discipline, 0, 2);
      const [, slot] = [discipline.pop(0), discipline.pop(0)];
      discipline.began!(0, slot);
      if (!whileRunning) discipline.ended!(0, slot, 1);
      setup.send(discipline, 0);
      setup.send(discipline, 1);
      return setup.receive(discipline, 2);
    };
    expect([served(true), served(false)]).toEqual([
      [1, 0],
      [0, 1],
    ]);
  });
});

describe('with demands of 10, 20 and 500 a second and a capacity of 100', () => {
  /** Events a second that each gets, over 30 seconds. */
  function throughput(name: DisciplineName): number[] {
    const setup = new Setup(1, 3);
    const discipline = make(name, setup);
    const demands = [10, 20, 500];
    const served = [0, 0, 0];
    let waiting = 0;
    for (let tick = 0; tick < 3000; tick++) {
      setup.clock.now = tick * 10_000;
      demands.forEach((demand, tenant) => {
        const due = Math.floor(((tick + 1) * demand) / 100) - Math.floor((tick * demand) / 100);
        setup.send(discipline, tenant, due);
        waiting += due;
      });
      if (waiting-- > 0) served[setup.receive(discipline, 1)[0]!]!++;
    }
    return served.map((count) => count / 30);
  }

  it.each(['drr', 'sfq', 'stochastic'] as const)('%s is max-min fair: 10, 20 and 70', (name) => {
    // Three events more or less.
    throughput(name).forEach((rate, i) => expect(Math.abs(rate - [10, 20, 70][i]!)).toBeLessThan(0.11));
  });

  it('fifo is not', () => {
    expect(throughput('fifo')[0]).toBeCloseTo((100 * 10) / 530, 1);
  });
});

describe('the rule of SQS fair queues', () => {
  /** Tenant 0 has so many in flight of all; five more of it wait, and behind them two of tenant 1, which has none. */
  function crowded(inFlight: number, all = 100) {
    const setup = new Setup(1, 200);
    const discipline = make('sqsFair', setup);
    for (let i = 0; i < all; i++) {
      setup.send(discipline, i < inFlight ? 0 : 100 + i);
      discipline.began!(0, discipline.pop(0));
    }
    setup.clock.now = SECOND;
    setup.send(discipline, 0, 5);
    setup.send(discipline, 1, 2);
    return { setup, discipline };
  }

  it('SQS-69, SQS-70: with thirty in flight and more than a tenth, others go first; nothing is held back', () => {
    const { setup, discipline } = crowded(30);
    expect(setup.receive(discipline, 7)).toEqual([1, 1, 0, 0, 0, 0, 0]);
  });

  it.each([
    ['29 in flight', 29, 100],
    ['a tenth and no more', 30, 300],
  ])('SQS-69: not with %s', (_, own, all) => {
    const { setup, discipline } = crowded(own, all);
    expect(setup.receive(discipline, 7)).toEqual([0, 0, 0, 0, 0, 1, 1]);
  });

  it('SQS-69: nor when the others end, until its turn comes and it has more than a tenth', () => {
    const { setup, discipline } = crowded(30, 300);
    setup.receive(discipline, 1);
    for (let slot = 30; slot < 60; slot++) discipline.ended!(0, slot, 0);
    expect(setup.receive(discipline, 6)).toEqual([1, 1, 0, 0, 0, 0]);
  });

  it('SQS-69: with more than a tenth of the recent processing time, and no longer when that is long ago', () => {
    const first = (later: number) => {
      const setup = new Setup(1, 20);
      const discipline = make('sqsFair', setup);
      for (let tenant = 0; tenant < 10; tenant++) setup.send(discipline, tenant);
      const slots = Array.from({ length: 10 }, () => discipline.pop(0));
      for (const slot of slots) discipline.began!(0, slot);
      for (const slot of slots) discipline.ended!(0, slot, setup.tenant[slot] === 0 ? 2 * SECOND : SECOND);
      setup.clock.now = later;
      setup.send(discipline, 0);
      setup.send(discipline, 1);
      return setup.receive(discipline, 2);
    };
    expect([first(SECOND), first(120 * SECOND)]).toEqual([
      [1, 0],
      [0, 1],
    ]);
  });

  it('SQS-70: of two that are noisy the one with fewer in flight goes first', () => {
    const setup = new Setup(1, 2);
    const discipline = make('sqsFair', setup);
    for (let i = 0; i < 90; i++) discipline.began!(0, setup.tenant.push(i < 50 ? 0 : 1) - 1);
    setup.send(discipline, 0, 20);
    setup.send(discipline, 1, 20);
    const next = Array.from({ length: 20 }, () => {
      const slot = discipline.pop(0);
      discipline.began!(0, slot);
      return setup.tenant[slot]!;
    });
    expect(next.slice(0, 10)).toEqual(new Array(10).fill(1));
    expect(next.slice(10).filter((tenant) => tenant === 1)).toHaveLength(5);
  });

  it('SQS-69: is quiet again when nothing of it waits, or five minutes after it had anything in flight', () => {
    const again = (pause: number) => {
      const { setup, discipline } = crowded(30);
      setup.send(discipline, 1, 50);
      // Tenant 0 is noisy by now.
      expect(setup.receive(discipline, 1)).toEqual([1]);
      for (let slot = 0; slot < 30; slot++) discipline.ended!(0, slot, 0);
      setup.clock.now += pause;
      return setup.receive(discipline, 1)[0];
    };
    expect([again(300 * SECOND - 1), again(300 * SECOND)]).toEqual([1, 0]);
  });
});

describe('moving aside by rate', () => {
  it('lets tenants go first that keep to the rate, and the rest when nothing else waits', () => {
    const setup = new Setup(1, 3);
    const discipline = make('sideline', setup, { by: 'rate', rate: 1, burst: 2, moveCost: 10 });
    setup.send(discipline, 0, 5);
    setup.send(discipline, 1, 2);
    expect(setup.receive(discipline, 7)).toEqual([0, 0, 1, 1, 0, 0, 0]);
    expect(discipline.takeSpent!()).toBe(30);
    // A second brings one token.
    setup.clock.now = SECOND;
    setup.send(discipline, 0, 2);
    setup.send(discipline, 2, 1);
    expect(setup.receive(discipline, 3)).toEqual([0, 2, 0]);
    expect(discipline.takeSpent!()).toBe(10);
  });

  it('moves so many in one receive and no more', () => {
    const setup = new Setup(1, 2);
    const discipline = make('sideline', setup, { by: 'rate', rate: 0, burst: 1, moveCost: 1, mostMoved: 3 });
    setup.send(discipline, 0, 6);
    setup.send(discipline, 1, 1);
    expect(setup.receive(discipline, 2)).toEqual([0, 0]);
    expect(discipline.takeSpent!()).toBe(3);
    expect(setup.receive(discipline, 5)).toEqual([1, 0, 0, 0, 0]);
  });
});

it('stochastic fair queueing spreads tenants evenly, and in each queue in another way', () => {
  const counts = new Array<number>(64).fill(0);
  let together = 0;
  for (let tenant = 0; tenant < 64_000; tenant++) {
    counts[bucketOf(0, tenant, 64)]!++;
    if (bucketOf(0, tenant, 64) === bucketOf(1, tenant, 64)) together++;
  }
  // A thousand each, and a standard deviation of 31.4; of the second, one in 64.
  const chi = counts.reduce((sum, n) => sum + ((n - 1000) * (n - 1000)) / 1000, 0);
  expect(chi).toBeLessThan(103);
  expect(Math.abs(together - 1000)).toBeLessThan(130);
});
