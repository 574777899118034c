/** What single strategies promise: vectors, laws of chance, movement when queues are added, caps (AP-2.5 to 2.12, AP-4.6). */
import { describe, expect, test } from 'vitest';
import { capOf } from '../../../../src/model/tier/placement/bounded-load.ts';
import { HashRing } from '../../../../src/model/tier/placement/hash-ring.ts';
import { hashKey, unitOf } from '../../../../src/model/tier/placement/hash.ts';
import { jumpHash } from '../../../../src/model/tier/placement/jump.ts';
import { choose, overlapOf } from '../../../../src/model/tier/placement/overlap.ts';
import { deal } from '../../../../src/model/tier/placement/shards.ts';
import { ATTEMPTS } from '../../../../src/model/tier/placement/shuffle.ts';
import type { StrategyName } from '../../../../src/model/tier/placement/strategies.ts';
import { deviation, make, shardOf } from './parts.ts';
import type { Said } from './parts.ts';

test('AP-2.7 vectors of jump hash', () => {
  const vectors = [
    [1, 1, 0],
    [42, 57, 43],
    [0xdead10cc, 1, 0],
    [0xdead10cc, 666, 361],
    [256, 1024, 520],
    [0, 100, 0],
    [1, 100, 55],
    [1000, 100, 93],
    // Not published: the lower half becomes zero and carries; by exact arithmetic.
    [1717769131, 1000000, 91669],
  ] as const;
  for (const [key, buckets, bucket] of vectors) expect(jumpHash({ high: 0, low: key }, buckets)).toBe(bucket);
});

describe('AP-2.9 dealer', () => {
  const dealt = (low: number, cards: number, hand: number) => {
    const shard = new Int32Array(hand);
    deal({ high: 0, low }, cards, hand, shard, 0);
    return [...shard];
  };

  test('vectors', () => {
    expect([0, 1, 99, 100, 12345].map((hash) => dealt(hash, 100, 2))).toEqual([
      [0, 1],
      [1, 0],
      [99, 0],
      [0, 2],
      [45, 24],
    ]);
    expect(dealt(12345, 100, 4)).toEqual([45, 24, 1, 0]);
  });

  test('gives each set equally often', () => {
    const sets = new Map<string, number>();
    for (let hash = 0; hash < 7 * 6 * 5; hash++) {
      const set = dealt(hash, 7, 3).sort().join();
      sets.set(set, (sets.get(set) ?? 0) + 1);
    }
    expect(sets.size).toBe(choose(7, 3));
    expect(new Set(sets.values())).toEqual(new Set([6]));
  });

  test('deals distinct cards where one hash has too little chance in it', () => {
    // 2^60 hands are used up with the third card of a million: without more chance all later cards would be the first that are left.
    const shard = new Int32Array(6);
    const last: number[] = [];
    for (let tenant = 0; tenant < 200; tenant++) {
      deal(hashKey('test', String(tenant)), 1_000_000, 6, shard, 0);
      expect(new Set(shard).size).toBe(6);
      last.push(shard[5]!);
    }
    expect(Math.max(...last)).toBeGreaterThan(950_000);
    expect(Math.min(...last)).toBeLessThan(50_000);
  });
});

describe('AP-2.9 shuffle sharding', () => {
  test.each([
    ['rendezvous', 6, 2],
    ['rendezvous', 7, 3],
    ['dealer', 6, 2],
    ['dealer', 7, 3],
  ] as const)('%s: each shard of %i queues and size %i is as likely', (shardConstruction, queues, size) => {
    const tenants = 100 * choose(queues, size);
    const made = make('shuffle', { shardConstruction, shardSize: size, sample: size }, { queues, tenants });
    const counts = new Map<string, number>();
    for (let tenant = 0; tenant < tenants; tenant++) {
      const shard = shardOf(made, tenant);
      if (shard.length !== size) expect.fail(`a shard of ${shard.join()}`);
      counts.set(shard.join(), (counts.get(shard.join()) ?? 0) + 1);
    }
    expect(counts.size).toBe(choose(queues, size));
    expect(deviation([...counts.values()], () => 100)).toBeLessThan(5);
  });

  test('ring: each pair as likely as the shares of the ring have it, and never one queue twice', () => {
    const queues = 6;
    const tenants = 10_000;
    const ring = new HashRing(queues, 5);
    const expected = pairsOf(ring, queues);
    const options = { shardConstruction: 'ring', virtualNodes: 5 };
    const made = make('shuffle', options, { queues, tenants });
    const counts = new Float64Array(queues * queues);
    for (let tenant = 0; tenant < tenants; tenant++) {
      const [first, second] = shardOf(made, tenant) as [number, number];
      if (!(second > first)) expect.fail(`a shard of ${first}, ${second}`);
      counts[first * queues + second]!++;
    }
    const pairs = [...expected.keys()].filter((pair) => expected[pair]! > 0);
    expect(pairs.length).toBe(15);
    expect(
      deviation(
        pairs.map((pair) => counts[pair]!),
        (i) => tenants * expected[pairs[i]!]!,
      ),
    ).toBeLessThan(5);
    // The ring is so uneven that this tells it from equal pairs.
    expect(
      deviation(
        pairs.map((pair) => counts[pair]!),
        () => tenants / 15,
      ),
    ).toBeGreaterThan(20);
  });

  test('two tenants share as many queues as the closed form has it', () => {
    const tenants = 400;
    const made = make('shuffle', { shardSize: 4, sample: 4 }, { queues: 20, tenants });
    const shards = Array.from({ length: tenants }, (_, tenant) => shardOf(made, tenant));
    const counts = new Float64Array(4);
    let pairs = 0;
    for (let a = 0; a < tenants; a++) {
      for (let b = 0; b < a; b++, pairs++) {
        const shared = shards[a]!.filter((queue) => shards[b]!.includes(queue)).length;
        if (shared < 4) counts[shared]!++;
      }
    }
    for (let shared = 0; shared < 3; shared++) {
      expect(counts[shared]! / pairs / overlapOf(20, 4, shared)).toBeCloseTo(1, 1);
    }
  });

  test('each set of a sample is as likely', () => {
    const made = make('shuffle', { shardSize: 4, sample: 2 }, { tenants: 1, tieBreak: 'lowestIndex' });
    const shard = shardOf(make('shuffle', { shardSize: 4, sample: 4 }, { tenants: 1 }), 0);
    shard.forEach((queue, i) => (made.view.loads[queue] = i));
    const counts = new Float64Array(3);
    for (let event = 0; event < 12_000; event++) counts[shard.indexOf(made.placement.place(0, 0))]!++;
    // Of six pairs three have the least loaded, two the second least, one the third.
    expect(deviation(counts, (i) => [6000, 4000, 2000][i]!)).toBeLessThan(5);
    made.view.dead.add(shard[0]!);
    counts.fill(0);
    for (let event = 0; event < 12_000; event++) counts[shard.indexOf(made.placement.place(0, 0)) - 1]!++;
    expect(deviation(counts.slice(0, 2), (i) => [8000, 4000][i]!)).toBeLessThan(5);
  });

  test.each(['rendezvous', 'dealer', 'ring'] as const)('%s: at most one queue in each zone', (shardConstruction) => {
    const options = { shardConstruction, shardSize: 3, sample: 3, zones: 3 };
    const made = make('shuffle', options, { queues: 20, tenants: 500 });
    const used = new Set<number>();
    for (let tenant = 0; tenant < 500; tenant++) {
      const shard = shardOf(made, tenant);
      expect(shard.map((queue) => queue % 3).sort()).toEqual([0, 1, 2]);
      for (const queue of shard) used.add(queue);
    }
    expect(used.size).toBe(20);
    const two = make('shuffle', { ...options, zones: 2 }, { queues: 20 });
    expect(shardOf(two, 0).length).toBe(2);
  });

  test('rendezvous in zones takes the first of the order without them that fit', () => {
    for (let tenant = 0; tenant < 50; tenant++) {
      const order = orderOf(tenant, 12);
      const zones = new Set<number>();
      const fit = order.filter((queue) => !zones.has(queue % 4) && zones.add(queue % 4)).slice(0, 3);
      const made = make('shuffle', { shardSize: 3, sample: 3, zones: 4 }, { queues: 12 });
      expect(shardOf(made, tenant)).toEqual(fit.sort((a, b) => a - b));
    }
  });

  test('no two shards share more than they may, as long as there are such shards', () => {
    const options = { shardSize: 3, sample: 3, maximumOverlap: 1 };
    const overlaps = (said: Said) => {
      const made = make('shuffle', said, { queues: 100, tenants: 100 });
      const shards = Array.from({ length: 100 }, (_, tenant) => shardOf(made, tenant));
      return shards.flatMap((a, i) => shards.slice(0, i).map((b) => a.filter((queue) => b.includes(queue)).length));
    };
    expect(Math.max(...overlaps(options))).toBe(1);
    expect(Math.max(...overlaps({ ...options, maximumOverlap: undefined }))).toBeGreaterThan(1);
  });

  test('where there are none left, the first that was tried is kept', () => {
    const free = make('shuffle', {}, { queues: 3, tenants: 20 });
    const kept = make('shuffle', { maximumOverlap: 0 }, { queues: 3, tenants: 20 });
    expect(ATTEMPTS).toBeGreaterThan(3);
    for (let tenant = 0; tenant < 20; tenant++) expect(shardOf(kept, tenant)).toEqual(shardOf(free, tenant));
  });

  test('all queues of a shard are down: the first of the rendezvous order that is not, counted as an escape', () => {
    const made = make('shuffle', { shardSize: 2 }, { queues: 12 });
    for (let tenant = 0; tenant < 20; tenant++) {
      const order = orderOf(tenant, 12);
      made.view.dead.clear();
      made.view.dead.add(order[0]!);
      expect(made.placement.place(tenant, 0)).toBe(order[1]);
      expect(made.placement.escapes).toBe(tenant);
      made.view.dead.add(order[1]!).add(order[2]!);
      expect(made.placement.place(tenant, 0)).toBe(order[3]);
      expect(made.placement.escapes).toBe(tenant + 1);
    }
  });
});

/** All queues in a tenant's rendezvous order, taken down one after the other. */
function orderOf(tenant: number, queues: number): number[] {
  const { view, placement } = make('rendezvous', {}, { queues });
  const order: number[] = [];
  while (order.length < queues) {
    order.push(placement.place(tenant, 0));
    view.dead.add(order.at(-1)!);
  }
  return order;
}

/** By pair of queues, the lower first: how likely a shard on a ring is, from a fine grid of hashes. */
function pairsOf(ring: HashRing, queues: number): Float64Array {
  const grid = 4096;
  const points = new Float64Array(ring.owners.length);
  for (let i = 0; i < grid; i++) points[ring.pointOf({ high: i * (2 ** 32 / grid), low: 0 })]! += 1 / grid;
  const shares = new Float64Array(queues);
  ring.owners.forEach((owner, point) => (shares[owner]! += points[point]!));
  const pairs = new Float64Array(queues * queues);
  const add = (a: number, b: number, share: number) => (pairs[Math.min(a, b) * queues + Math.max(a, b)]! += share);
  for (let first = 0; first < queues; first++) {
    ring.owners.forEach((owner, point) => {
      let walk = point;
      while (ring.owners[walk] === first) walk = ring.after(walk);
      add(first, owner === first ? ring.owners[walk]! : owner, shares[first]! * points[point]!);
    });
  }
  return pairs;
}

describe('AP-4.6 who moves when there are 101 queues instead of 100', () => {
  const TENANTS = 5000;
  const moved = (name: StrategyName, options: Said = {}) => {
    const before = make(name, options, { queues: 100, tenants: TENANTS });
    const after = make(name, options, { queues: 101, tenants: TENANTS });
    let changed = 0;
    let most = 0;
    for (let tenant = 0; tenant < TENANTS; tenant++) {
      const old = shardOf(before, tenant);
      const fresh = shardOf(after, tenant).filter((queue) => !old.includes(queue));
      if (fresh.length > 0) changed++;
      most = Math.max(most, fresh.length);
      if (!['dealer'].includes(String(options['shardConstruction'])) && fresh.length > 0) expect(fresh).toContain(100);
    }
    return { share: changed / TENANTS, most };
  };
  /** Five standard deviations of a count. */
  const around = (share: number) => 5 * Math.sqrt((share * (1 - share)) / TENANTS);

  test.each([1, 2, 4])('rendezvous shards of %i: r/(N+1), one queue each', (shardSize) => {
    const { share, most } = moved('shuffle', { shardSize, sample: shardSize });
    expect(Math.abs(share - shardSize / 101)).toBeLessThan(around(shardSize / 101));
    expect(most).toBe(1);
  });

  test.each(['rendezvous', 'jump'] as const)('%s: 1/(N+1)', (name) => {
    expect(Math.abs(moved(name).share - 1 / 101)).toBeLessThan(around(1 / 101));
  });

  test('ring: the share of the new queue, about 1/(N+1)', () => {
    const share = new HashRing(101, 100).shares()[100]!;
    expect(share).toBeGreaterThan(0.6 / 101);
    expect(share).toBeLessThan(1.5 / 101);
    expect(Math.abs(moved('ring').share - share)).toBeLessThan(around(share));
  });

  test('dealer: nearly all, and with one card, a hash modulo the number of queues, 99 %', () => {
    const { share } = moved('shuffle', { shardConstruction: 'dealer', shardSize: 1 });
    expect(Math.abs(share - 0.99)).toBeLessThan(around(0.99));
    expect(moved('shuffle', { shardConstruction: 'dealer' }).share).toBeGreaterThan(0.988);
  });
});

describe('AP-4.6 shares of a ring', () => {
  test.each([
    [1, 150, 5.29, 0.99],
    [10, 60, 1.98, 0.31],
    [40, 15, 1.45, 0.156],
    [100, 8, 1.27, 0.099],
    [160, 5, 1.21, 0.079],
  ])(
    '%i points for each of 100 queues: the largest against the mean, and the relative deviation',
    (points, rings, most, spread) => {
      let mostMean = 0;
      let spreadMean = 0;
      for (let i = 0; i < rings; i++) {
        const shares = new HashRing(100, points, `ring${i}`).shares().map((share) => share * 100);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(100, 9);
        mostMean += Math.max(...shares) / rings;
        spreadMean += Math.sqrt(shares.reduce((sum, share) => sum + (share - 1) * (share - 1), 0) / 100) / rings;
      }
      expect(mostMean / most).toBeGreaterThan(0.95);
      expect(mostMean / most).toBeLessThan(1.05);
      expect(spreadMean / spread).toBeGreaterThan(0.93);
      expect(spreadMean / spread).toBeLessThan(1.07);
    },
  );

  test('a hash belongs to the point at it or behind it, around the end', () => {
    const ring = new HashRing(5, 3);
    const points = Array.from({ length: 15 }, (_, point) => ({
      queue: Math.floor(point / 3),
      hash: hashKey('ring', `${Math.floor(point / 3)}#${point % 3}`),
    })).sort((a, b) => a.hash.high - b.hash.high);
    points.forEach(({ queue, hash }, i) => {
      expect(ring.owners[ring.pointOf(hash)]).toBe(queue);
      const behind = { high: hash.high, low: hash.low + 1 };
      expect(ring.owners[ring.pointOf(behind)]).toBe(points[(i + 1) % 15]!.queue);
    });
  });
});

describe('AP-4.6 balls and bins', () => {
  /** Mean of the largest load over some repetitions. */
  const most = (name: StrategyName, options: Said, balls: number, queues: number, repetitions: number) => {
    let sum = 0;
    for (let seed = 0; seed < repetitions; seed++) {
      const { view, placement } = make(name, options, { queues, seed });
      for (let ball = 0; ball < balls; ball++) view.loads[placement.place(0, 0)]!++;
      sum += Math.max(...view.loads);
    }
    return sum / repetitions;
  };
  test.each([
    [100, 100, 150, [4.2, 2.6, 2.1], 0.2],
    [1000, 1000, 25, [5.5, 3.0, 2.5], 0.4],
    [1000, 100, 40, [18.6, 11.9, 11.1], 0.7],
    [10_000, 100, 20, [125.7, 101.9, 101.1], 3],
  ] as const)('%i balls, %i bins: random, best of two, best of three', (balls, queues, repetitions, row, tolerance) => {
    const means = [
      most('random', {}, balls, queues, repetitions),
      most('bestOf', {}, balls, queues, repetitions),
      most('bestOf', { d: 3 }, balls, queues, repetitions),
    ];
    means.forEach((mean, i) => {
      expect(Math.abs(mean - row[i]!), `${mean}, not ${row[i]}`).toBeLessThan(
        i === 0 ? tolerance : Math.min(tolerance, 0.3),
      );
    });
  });

  test('1,000 equal tenants on 100 queues by a hash: the fullest has 18.7, the emptiest 3.1', () => {
    let fullest = 0;
    let emptiest = 0;
    for (let i = 0; i < 60; i++) {
      const { view, placement } = make('jump', {}, { queues: 100, tenants: 1000, prefix: `round${i}` });
      for (let tenant = 0; tenant < 1000; tenant++) view.loads[placement.place(tenant, 0)]!++;
      fullest += Math.max(...view.loads) / 60;
      emptiest += Math.min(...view.loads) / 60;
    }
    expect(Math.abs(fullest - 18.7)).toBeLessThan(1);
    expect(Math.abs(emptiest - 3.1)).toBeLessThan(0.6);
  });
});

describe('AP-2.8 bounded loads', () => {
  test.each([1, 1.1, 1.25, 2])('with a factor of %f no queue is ever above the cap, whoever sends', (boundFactor) => {
    const { view, placement } = make('boundedLoad', { boundFactor }, { queues: 20, tenants: 100 });
    let total = 0;
    let spilled = 0;
    for (let event = 0; event < 3000; event++) {
      // Half of what comes is from one tenant.
      const tenant = event % 2 === 0 ? 0 : event % 100;
      const queue = placement.place(tenant, 0);
      const cap = capOf(boundFactor, total, 20);
      view.loads[queue]!++;
      total++;
      if (view.loads[queue]! > cap) expect.fail(`${view.loads[queue]} above ${cap}`);
      if (tenant === 0 && view.loads[queue] === 1) spilled++;
      const served = (event * 13) % 20;
      if (event % 3 > 0 && view.loads[served]! > 0) {
        view.loads[served]!--;
        total--;
      }
    }
    expect(spilled).toBeGreaterThan(1);
  });

  test('the cap is exact, and whole numbers are not rounded up by accident', () => {
    expect([capOf(1.25, 0, 100), capOf(1.25, 79, 100), capOf(1.25, 80, 100), capOf(1.1, 99, 10)]).toEqual([
      1, 1, 2, 11,
    ]);
    expect(capOf(1.1, 100, 10)).toBe(12);
  });

  test('an idle tier is that of the ring; an own queue at the cap spills to the next along the ring', () => {
    const bounded = make('boundedLoad', {}, { queues: 10 });
    const plain = make('ring', {}, { queues: 10 });
    for (let tenant = 0; tenant < 50; tenant++) {
      bounded.view.loads.fill(0);
      plain.view.dead.clear();
      const own = plain.placement.place(tenant, 0);
      expect(bounded.placement.place(tenant, 0)).toBe(own);
      bounded.view.loads[own] = 1;
      plain.view.dead.add(own);
      expect(bounded.placement.place(tenant, 0)).toBe(plain.placement.place(tenant, 0));
    }
  });
});

test('AP-2.4 round robin goes on by one at each host, from places of their own', () => {
  const { placement } = make('roundRobin', {}, { queues: 20, hosts: 30 });
  const starts = Array.from({ length: 30 }, (_, host) => placement.place(0, host));
  expect(new Set(starts).size).toBeGreaterThan(10);
  for (let turn = 1; turn < 45; turn++) expect(placement.place(turn, 3)).toBe((starts[3]! + turn) % 20);
});

describe('AP-2.12 join the idle queue', () => {
  test('queues are taken in order of registration, once for each, then any', () => {
    const { placement, random } = make('jiq', {}, { queues: 4, hosts: 1 });
    expect([0, 1, 2, 3].map(() => placement.place(0, 0))).toEqual([0, 1, 2, 3]);
    for (const queue of [2, 0, 2]) placement.emptied!(queue);
    random.draws = 0;
    expect([0, 1, 2].map(() => placement.place(0, 0))).toEqual([2, 0, 2]);
    expect(random.draws).toBe(0);
    placement.place(0, 0);
    expect(random.draws).toBe(1);
  });

  test('queues register at hosts by chance, and a host takes only its own', () => {
    const { placement } = make('jiq', {}, { queues: 10_000, hosts: 2 });
    const taken = new Set<number>();
    let own = 0;
    for (; own < 10_000; own++) {
      const queue = placement.place(0, 0);
      if (taken.has(queue)) break;
      taken.add(queue);
    }
    // Half of them are this host's; the first by chance may be new still.
    expect(Math.abs(own - 5000)).toBeLessThan(300);
  });
});

test('AP-2.12 the shortest of all; of two that are as short, either', () => {
  const { view, placement } = make('jsq', {}, { queues: 5 });
  view.loads.set([3, 1, 2, 1, 9]);
  const counts = new Float64Array(5);
  for (let event = 0; event < 2000; event++) counts[placement.place(0, 0)]!++;
  expect(counts[1]! + counts[3]!).toBe(2000);
  expect(Math.abs(counts[1]! - 1000)).toBeLessThan(110);
});

test('AP-2.12 a share β of the events looks at two queues', () => {
  const { view, placement } = make('onePlusBeta', { beta: 0.3 }, { queues: 20 });
  for (let event = 0; event < 10_000; event++) placement.place(0, 0);
  expect(Math.abs(view.looks / 20_000 - 0.3)).toBeLessThan(0.025);
});

test('a hash as a number between 0 and 1 is uniform', () => {
  const counts = new Float64Array(20);
  for (let tenant = 0; tenant < 20_000; tenant++)
    counts[Math.floor(unitOf(hashKey('test', `tenant-${tenant}`)) * 20)]!++;
  expect(deviation(counts, () => 1000)).toBeLessThan(5);
});
