/** What every strategy of placement keeps (AP-2.0): the same suite over all entries of STRATEGIES. */
import { describe, expect, test } from 'vitest';
import { STRATEGIES } from '../../../../src/model/tier/placement/strategies.ts';
import type { StrategyName } from '../../../../src/model/tier/placement/strategies.ts';
import { deviation, make, shardOf } from './parts.ts';
import type { Made } from './parts.ts';

const NAMES = Object.keys(STRATEGIES) as StrategyName[];
/** Who is where by a hash or a number alone. */
const FIXED: readonly StrategyName[] = ['single', 'perTenant', 'ring', 'rendezvous', 'jump', 'shuffle'];
/** Who never asks chance, whatever the loads. */
const WITHOUT_CHANCE: readonly StrategyName[] = [
  'single',
  'perTenant',
  'roundRobin',
  'ring',
  'rendezvous',
  'jump',
  'boundedLoad',
];
const TENANTS = 50;
const HOSTS = 3;

/** Places events of all tenants at all hosts by turns; loads rise with each and fall now and then, as nobody's chance has it. */
function placements({ view, placement }: Made, events: number): number[] {
  const queues: number[] = [];
  for (let event = 0; event < events; event++) {
    const queue = placement.place((event * 7) % TENANTS, event % HOSTS);
    queues.push(queue);
    if (queue < view.queues) view.loads[queue]!++;
    const served = (event * 13) % view.queues;
    if (event % 2 === 0 && view.loads[served]! > 0 && --view.loads[served]! === 0) placement.emptied?.(served);
  }
  return queues;
}

describe.each(NAMES)('%s', (name) => {
  test('gives queues that there are', () => {
    for (const queues of [1, 2, 3, 20]) {
      const made = make(name, {}, { queues });
      const isQueue = (queue: number) => Number.isInteger(queue) && queue >= 0 && queue < made.view.queues;
      expect(placements(made, 500).filter((queue) => !isQueue(queue))).toEqual([]);
    }
  });

  test('does the same with the same chance', () => {
    expect(placements(make(name), 500)).toEqual(placements(make(name), 500));
  });

  test('never gives a queue that is down while another is not', () => {
    for (const living of [[0], [19], [3, 4, 11], [0, 2, 4, 6, 8, 10, 12, 14, 16, 18]]) {
      const made = make(name, {}, { tenants: TENANTS });
      placements(made, 50);
      for (let queue = 0; queue < made.view.queues; queue++) if (!living.includes(queue)) made.view.dead.add(queue);
      if (name === 'single') continue;
      expect(placements(made, 300).filter((queue) => !living.includes(queue))).toEqual([]);
    }
  });

  test('gives some queue when all are down, and is as before when they are back', () => {
    const made = make(name);
    const own = Array.from({ length: TENANTS }, (_, tenant) => made.placement.place(tenant, 0));
    for (let queue = 0; queue < made.view.queues; queue++) made.view.dead.add(queue);
    expect(placements(made, 100).filter((queue) => !(queue >= 0 && queue < made.view.queues))).toEqual([]);
    expect(made.placement.escapes ?? 0).toBe(0);
    made.view.dead.clear();
    made.view.loads.fill(0);
    if (!FIXED.includes(name) || name === 'shuffle') return;
    expect(Array.from({ length: TENANTS }, (_, tenant) => made.placement.place(tenant, 0))).toEqual(own);
  });

  test('spreads events over all queues that live, and over those alone, without preferring any for its number', () => {
    if (['single', 'perTenant'].includes(name)) return;
    const tenants = 9000;
    const made = make(name, {}, { queues: 10, tenants, hosts: 1 });
    made.view.dead.add(4);
    const counts = new Float64Array(10);
    for (let tenant = 0; tenant < tenants; tenant++) {
      const queue = made.placement.place(tenant, 0);
      counts[queue]!++;
      // An idle system: each event is done before the next.
      made.placement.emptied?.(queue);
    }
    expect(counts[4]).toBe(0);
    const living = counts.filter((_, queue) => queue !== 4);
    // Rings are uneven by themselves: only that each has its share.
    if (['ring', 'boundedLoad'].includes(name)) expect(Math.min(...living)).toBeGreaterThan(tenants / 9 / 2);
    else expect(deviation(living, () => tenants / 9)).toBeLessThan(5);
  });
});

test.each(FIXED)('%s: tenants that are added move nobody', (name) => {
  const few = make(name, {}, { tenants: TENANTS, seed: 1 });
  const many = make(name, {}, { tenants: 1000, queues: 20, seed: 2 });
  if (name === 'perTenant') expect(many.view.queues).toBe(1000);
  for (let tenant = 999; tenant >= TENANTS; tenant--) many.placement.place(tenant, 0);
  for (let tenant = 0; tenant < TENANTS; tenant++) {
    expect(shardOf(many, tenant)).toEqual(shardOf(few, tenant));
  }
});

test.each(WITHOUT_CHANCE)('%s: never asks chance', (name) => {
  const made = make(name);
  placements(made, 500);
  made.view.dead.add(0).add(7);
  placements(made, 500);
  expect(made.random.draws).toBe(0);
});

describe('chance and looks of an event', () => {
  const spread = (made: Made) => made.view.loads.forEach((_, queue) => (made.view.loads[queue] = (queue * 7) % 20));
  test.each([
    ['single', {}, 0, 0],
    ['perTenant', {}, 0, 0],
    ['roundRobin', {}, 0, 0],
    ['rendezvous', {}, 0, 0],
    ['random', {}, 1, 0],
    ['bestOf', {}, 2, 2],
    ['bestOf', { d: 1 }, 1, 0],
    ['bestOf', { d: 5 }, 5, 5],
    ['bestOf', { d: 50 }, 20, 20],
    ['jsq', {}, 0, 20],
    ['jiq', {}, 0, 0],
    ['shuffle', {}, 0, 2],
    ['shuffle', { shardSize: 1 }, 0, 0],
    ['shuffle', { shardSize: 4, sample: 4 }, 0, 4],
    ['shuffle', { shardSize: 4, sample: 2 }, 2, 2],
    ['shuffle', { shardSize: 4, sample: 1 }, 1, 0],
  ] as const)('%s %o: %i draws, %i looks, where no loads are equal', (name, options, draws, looks) => {
    const made = make(name, options, { queues: 20 });
    spread(made);
    made.random.draws = 0;
    for (let i = 0; i < 5; i++) made.placement.place(1, 0);
    expect(made.random.draws).toBe(5 * draws);
    expect(made.view.looks).toBe(5 * looks);
  });
});

describe('equal loads', () => {
  const EVENTS = 20_000;
  const counted = (name: StrategyName, options: object, tieBreak: 'random' | 'lowestIndex' | 'firstSampled') => {
    const { placement } = make(name, { ...options }, { queues: 10, tieBreak });
    const counts = new Float64Array(10);
    for (let event = 0; event < EVENTS; event++) counts[placement.place(0, 0)]!++;
    return counts;
  };
  test.each([
    ['bestOf', {}],
    ['bestOf', { d: 3 }],
    ['bestOf', { d: 10 }],
    ['bestOf', { d: 3, withReplacement: true }],
    ['onePlusBeta', {}],
    ['jsq', {}],
    ['shuffle', { shardSize: 10, sample: 10 }],
    ['shuffle', { shardSize: 10, sample: 3 }],
  ] as const)('%s %o: by chance each is as likely; by number the low ones are not', (name, options) => {
    expect(deviation(counted(name, options, 'random'), () => EVENTS / 10)).toBeLessThan(5);
    expect(deviation(counted(name, options, 'lowestIndex'), () => EVENTS / 10)).toBeGreaterThan(100);
  });

  test('the first that was looked at: any of a draw, and the first of a shard', () => {
    expect(deviation(counted('bestOf', { d: 3 }, 'firstSampled'), () => EVENTS / 10)).toBeLessThan(5);
    const ofShard = counted('shuffle', { shardSize: 3, sample: 3 }, 'firstSampled');
    expect(ofShard.filter((count) => count > 0)).toEqual(Float64Array.of(EVENTS));
  });
});
