/** The bill: worked examples to the cent, tiers and allowances, and what is counted in small runs that one works out by hand. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MONTH } from '../../src/assemble-cost.ts';
import { FACTS, type FactPath } from '../../src/aws/facts.ts';
import { Rules } from '../../src/aws/rules.ts';
import { HOUR, MINUTE, SECOND } from '../../src/engine/time.ts';
import { factsOf, ITEMS, type ItemName } from '../../src/metrics/cost/items.ts';
import { bill, type FactOf, type Quantity } from '../../src/metrics/cost/price.ts';
import { ofFunction, ofQueue, ofStream, pollerHours, type BilledFunction } from '../../src/metrics/cost/quantities.ts';
import type { CostLine, CostResult } from '../../src/metrics/cost/result.ts';
import type { Result } from '../../src/metrics/result.ts';
import { figureOf } from '../../src/metrics/figure.ts';
import { readScenarioValue } from '../../src/scenario/read.ts';
import { journaled, run } from '../support/run.ts';

const rules = new Rules('current');
const factOf: FactOf = (path) => ({ value: rules.number(path as FactPath), id: FACTS[path as FactPath].id });

/** A month that was measured as a whole. */
function monthOf(quantities: readonly Quantity[], freeTier = false): CostResult {
  return bill(quantities, factOf, { span: MONTH, month: MONTH, freeTier }, 0);
}

function fn(some: Partial<BilledFunction>): BilledFunction {
  const requests = { mapping: 0, async: 0, sync: 0 };
  const counts = { largeEvents: 0, onDemand: 0, provisioned: 0, capacity: 0, coldStarts: 0 };
  return {
    ...{ name: 'f', architecture: 'x86_64', memory: 128, extraStorage: 0, paysForSnapshots: false, requests },
    ...counts,
    ...some,
  };
}

const amounts = ({ lines }: CostResult): number[] => lines.map(({ amount }) => Number(amount.toFixed(4)));

describe('the worked examples of the price lists', () => {
  const million = { requests: { mapping: 1e6, async: 0, sync: 0 }, onDemand: 1e6 * 100_000 };

  it('a million invocations of 100 ms with 128 MB on x86_64: 0.2000 and 0.2083', () => {
    const cost = monthOf(ofFunction(fn(million), MONTH));
    expect(amounts(cost)).toEqual([0.2, 0.2083]);
    expect(cost.total).toBeCloseTo(0.40833375, 10);
  });

  it('the same on arm64: 0.2000 and 0.1667', () => {
    expect(amounts(monthOf(ofFunction(fn({ ...million, architecture: 'arm64' }), MONTH)))).toEqual([0.2, 0.1667]);
  });

  it('a shard for a month: 10.95', () => {
    const stream = { name: 's', isOnDemand: false, extended: 0, putUnits: 0, bytesIn: 0, kept: 0, keptLong: 0 };
    expect(amounts(monthOf(ofStream({ ...stream, shards: MONTH, readers: [] }, MONTH, MONTH)))).toEqual([10.95]);
  });

  it('two provisioned pollers of a queue for a month: 13.505; a poller unit of Kafka: 135.05', () => {
    const least = rules.number('price.lambda.pollers.least');
    const sqs = monthOf([{ item: 'lambda.pollers.sqs', resource: 'm', quantity: pollerHours(2, MONTH, least) }]);
    const kafka = monthOf([{ item: 'lambda.pollers.kafka', resource: 'm', quantity: pollerHours(1, MONTH, least) }]);
    expect([sqs.total, kafka.total]).toEqual([expect.closeTo(13.505, 9), expect.closeTo(135.05, 9)]);
    // A minute at the least, then by the second.
    expect(pollerHours(1, SECOND, least) * 3600).toBeCloseTo(60, 9);
    expect(pollerHours(3, 61_000_001, least) * 3600).toBeCloseTo(3 * 62, 9);
    expect(pollerHours(5, 0, least)).toBe(0);
  });

  it('five pollers that find nothing make 21,600 calls a day: 0.26 in thirty days', () => {
    const calls = 5 * 3 * 60 * 24 * 30;
    expect(calls).toBe(648_000);
    expect(monthOf([{ item: 'sqs.emptyReceives', resource: 'q', quantity: calls }]).total).toBeCloseTo(0.2592, 10);
  });

  it('ten provisioned environments of 1,024 MB for a day, idle: 3.60', () => {
    const day = 24 * HOUR;
    const cost = monthOf(ofFunction(fn({ memory: 1024, capacity: 10 * day }), day));
    expect(cost.total).toBeCloseTo(10 * 86_400 * 0.0000041667, 10);
    expect(cost.lines.map(({ item }) => item)).toEqual(['lambda.provisioned.x86_64']);
  });

  it('ephemeral storage counts beyond what is included, snapshots unless the runtime is Java', () => {
    const storage = monthOf(ofFunction(fn({ extraStorage: 512, onDemand: 1000 * SECOND }), MONTH));
    expect(storage.lines[1]).toMatchObject({ item: 'lambda.storage', quantity: 500, price: 0.0000000309 });
    const snapshots = monthOf(ofFunction(fn({ memory: 2048, paysForSnapshots: true, coldStarts: 30 }), HOUR));
    expect(snapshots.lines.map(({ item, quantity }) => [item, quantity])).toEqual([
      ['lambda.snapStart.cache', 7200],
      ['lambda.snapStart.restores', 60],
    ]);
    expect(monthOf(ofFunction(fn({ memory: 2048, coldStarts: 30 }), HOUR)).lines).toEqual([]);
  });
});

describe('a month', () => {
  it('goes through the tiers, with the part of each in every line', () => {
    const two: Quantity[] = [
      { item: 'lambda.duration.x86_64', resource: 'a', quantity: 12e9 },
      { item: 'lambda.duration.x86_64', resource: 'b', quantity: 4e9 },
    ];
    const { lines, perMonth } = monthOf(two);
    // 6 B at the first price, 9 B at the second, 1 B at the third; a has three quarters of each.
    expect(lines[0]!.inMonth.tiers.map(({ quantity, price }) => [quantity, price])).toEqual([
      [4.5e9, 0.0000166667],
      [6.75e9, 0.000015],
      [0.75e9, 0.0000133334],
    ]);
    expect(perMonth).toBeCloseTo(100_000.2 + 135_000 + 13_333.4, 4);
    expect(lines[0]!.inMonth.amount).toBeCloseTo(0.75 * perMonth, 6);
    // The run itself is priced at the first tier.
    expect(lines[0]!.amount).toBeCloseTo(12e9 * 0.0000166667, 4);
  });

  it('sends, receives and deletes of all queues fill the tiers of SQS together', () => {
    const { lines, perMonth } = monthOf([
      { item: 'sqs.sends', resource: 'a', quantity: 90e9 },
      { item: 'sqs.deletes', resource: 'b', quantity: 30e9 },
    ]);
    expect(perMonth).toBeCloseTo(100_000 * 0.4 + 20_000 * 0.3, 6);
    expect(lines[1]!.inMonth.tiers.map(({ quantity }) => Math.round(quantity))).toEqual([25e9, 5e9]);
  });

  it('has free allowances only where the scenario asks for them, shared by what they are for', () => {
    const all: Quantity[] = [
      { item: 'lambda.requests.mapping', resource: 'a', quantity: 1_500_000 },
      { item: 'lambda.requests.sync', resource: 'b', quantity: 500_000 },
      { item: 'lambda.duration.x86_64', resource: 'a', quantity: 300_000 },
      { item: 'lambda.duration.arm64', resource: 'b', quantity: 500_000 },
      { item: 'lambda.provisioned.duration.x86_64', resource: 'a', quantity: 1000 },
    ];
    const { lines, total } = monthOf(all, true);
    expect(lines.map(({ inMonth }) => inMonth.tiers[0]!.quantity)).toEqual([750_000, 250_000, 150_000, 250_000, 1000]);
    expect(lines[4]!.inMonth.tiers[0]!.price).toBe(0.0000097222);
    expect(lines[0]!.inMonth.amount).toBeCloseTo(0.15, 10);
    expect(total).toBe(monthOf(all).total);
    expect(monthOf(all).lines[0]!.inMonth.tiers).toHaveLength(1);
    // Less than what is free costs nothing, and is shown.
    const [little] = monthOf([{ item: 'sqs.sends', resource: 'q', quantity: 999_999 }], true).lines;
    expect(little!.inMonth).toMatchObject({ amount: 0, tiers: [{ quantity: 999_999, fact: 'price.sqs.free' }] });
  });

  it('has quantities in proportion to time', () => {
    const cost = bill(
      [{ item: 'sqs.sends', resource: 'q', quantity: 1000 }],
      factOf,
      { span: 10 * MINUTE, month: MONTH, freeTier: false },
      500,
    );
    expect(cost.lines[0]!.inMonth.quantity).toBeCloseTo(1000 * 6 * 730, 6);
    expect(cost.perMonth).toBeCloseTo(cost.total * 6 * 730, 9);
    expect(cost.perMillion).toBeCloseTo((cost.total / 500) * 1e6, 9);
  });
});

describe('any quantities', () => {
  const quantities = fc.array(
    fc.record({
      item: fc.constantFrom(...(Object.keys(ITEMS) as ItemName[])),
      resource: fc.constantFrom('a', 'b'),
      quantity: fc.double({ min: 0, max: 1e11, noNaN: true }),
    }),
    { maxLength: 12 },
  );

  it('lines add up to the totals, tiers to their lines, and quantity × price is the amount', () => {
    fc.assert(
      fc.property(quantities, fc.boolean(), (all, freeTier) => {
        const cost = monthOf(all, freeTier);
        const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
        expect(sum(cost.lines.map(({ amount }) => amount))).toBe(cost.total);
        expect(sum(cost.lines.map(({ inMonth }) => inMonth.amount))).toBe(cost.perMonth);
        for (const { quantity, price, per, amount, inMonth } of cost.lines) {
          expect(amount).toBe((quantity / per) * price);
          expect(inMonth.quantity).toBe(quantity);
          const inTiers = sum(inMonth.tiers.map((tier) => tier.quantity));
          expect(Math.abs(inTiers - quantity)).toBeLessThanOrEqual(1e-9 * quantity);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('more of anything never costs less, and free allowances never make it dearer', () => {
    fc.assert(
      fc.property(quantities, fc.nat(11), fc.double({ min: 1, max: 10, noNaN: true }), (all, at, times) => {
        const more = all.map((one, i) => (i === at ? { ...one, quantity: one.quantity * times } : one));
        for (const freeTier of [false, true])
          expect(monthOf(more, freeTier).perMonth).toBeGreaterThanOrEqual(monthOf(all, freeTier).perMonth * (1 - 1e-9));
        expect(monthOf(all, true).perMonth).toBeLessThanOrEqual(monthOf(all).perMonth * (1 + 1e-9));
      }),
      { numRuns: 100 },
    );
  });

  it('every item has its facts', () => {
    for (const item of Object.keys(ITEMS) as ItemName[])
      for (const path of factsOf(item)) expect(FACTS).toHaveProperty([path]);
  });
});

const none: Record<string, never> = {};

function lineOf({ cost }: Result, resource: string, item: string): CostLine | undefined {
  return cost.lines.find((line) => line.resource === resource && line.item === item);
}

function quantity(result: Result, resource: string, item: string): number | undefined {
  return lineOf(result, resource, item)?.quantity;
}

describe('a small run', () => {
  const scenario = {
    duration: '1 min',
    functions: {
      f: {
        timeout: '1 s',
        memory: '512 MB',
        coldStart: { platform: '70 ms', init: '200 ms' },
        handler: { perRecord: '50100 us' },
      },
    },
    sources: {
      q: {
        type: 'sqs',
        arrivals: [
          {
            records: [
              { id: 'm1', at: '1 s', size: '64 KiB' },
              { id: 'm2', at: '2 s', size: '65 KiB' },
              { id: 'm3', at: '2 s', size: '1 KiB' },
            ],
          },
        ],
      },
    },
    mappings: { m: { source: 'q', function: 'f', batchSize: 10 } },
  };

  it('is what one works out by hand from its journal', () => {
    const { result, lines } = journaled(scenario);
    const begun = lines.filter(({ event }) => event === 'invoked').map(({ cold }) => cold);
    const deletes = lines.filter(({ event }) => event === 'deleted').length;
    expect([begun, deletes]).toEqual([[true, false], 2]);
    expect(quantity(result, 'f', 'lambda.requests.mapping')).toBe(2);
    // 200 + 50.1 ms are 251, twice 50.1 ms are 101: the platform's 70 ms cost nothing. Half a GB.
    expect(quantity(result, 'f', 'lambda.duration.x86_64')).toBeCloseTo(0.352 / 2, 12);
    // 65 KiB are two, and so is a receive of 66.
    expect(quantity(result, 'q', 'sqs.sends')).toBe(4);
    expect(quantity(result, 'q', 'sqs.receives')).toBe(3);
    expect(quantity(result, 'q', 'sqs.deletes')).toBe(2);
    expect(quantity(result, 'q', 'sqs.emptyReceives')).toBe(result.sources['q']!.emptyReceives);
    const requests = 4 + 3 + 2 + result.sources['q']!.emptyReceives;
    const total = (2 * 0.2) / 1e6 + 0.176 * 0.0000166667 + (requests * 0.4) / 1e6;
    expect(result.cost.total).toBeCloseTo(total, 15);
    expect(result.cost).toMatchObject({ records: 3, span: MINUTE, month: MONTH, freeTier: false });
    expect(result.cost.perMonth).toBeCloseTo(total * 60 * 730, 9);
  });

  it('of a fair queue has a surcharge on what is about its messages (PR-23)', () => {
    const { q } = scenario.sources;
    const fair = run({ ...scenario, sources: { q: { ...q, messageGroupId: 'tenant' } } });
    const [plain] = [run(scenario)];
    expect(quantity(plain, 'q', 'sqs.fair')).toBeUndefined();
    expect(lineOf(fair, 'q', 'sqs.fair')).toMatchObject({ quantity: 4 + 3 + 2, price: 0.1, id: 'PR-23' });
    expect(fair.cost.total - plain.cost.total).toBeCloseTo(0.9e-6, 15);
    // It is on top: of the free requests it takes none, and it is not free itself.
    const free = run({ ...scenario, sources: { q: { ...q, messageGroupId: 'tenant' } }, cost: { freeTier: true } });
    expect(lineOf(free, 'q', 'sqs.sends')!.inMonth.tiers.map(({ fact }) => fact)).toContain('price.sqs.free');
    expect(lineOf(free, 'q', 'sqs.fair')!.inMonth.amount).toBeCloseTo(0.9e-6 * 60 * 730, 12);
  });

  it('of a FIFO queue has prices and tiers of its own (PR-21)', () => {
    const counts = { sends: 90e9, receives: 30e9, emptyReceives: 0, deletes: 0 };
    const { lines, perMonth } = monthOf([
      ...ofQueue({ name: 'a', kind: 'fifo', ...counts }),
      ...ofQueue({ name: 'b', kind: 'standard', ...counts, receives: 0 }),
    ]);
    expect(lines.map(({ item }) => item)).toEqual(['sqs.fifo.sends', 'sqs.fifo.receives', 'sqs.sends']);
    // 120 thousand million FIFO requests: 100 at $0.50, 20 at $0.40; those of the other queue begin at their own first tier.
    expect(perMonth).toBeCloseTo(100e3 * 0.5 + 20e3 * 0.4 + 90e3 * 0.4, 3);
  });

  it('of a FIFO queue counts calls: of ten messages at the most, and by their payload together (PR-22)', () => {
    const sendsOf = (records: readonly object[], queue: object = {}): number | undefined => {
      const fifo = { type: 'sqsFifo', arrivals: [{ records }], ...queue };
      const { functions } = scenario;
      const sources = { fifo };
      return quantity(run({ lagcast: 1, duration: '1 min', functions, sources }), 'fifo', 'sqs.fifo.sends');
    };
    const records = Array.from({ length: 23 }, (_, i) => ({ group: 'a', size: '10 KiB', dedup: i }));
    expect(sendsOf(records)).toBe(23);
    // Ten of 10 KiB are two requests, and so are the next ten; three more are one.
    expect(sendsOf(records, { sendBatch: 10 })).toBe(5);
    expect(sendsOf(records, { sendBatch: 5 })).toBe(5);
    expect(sendsOf(records, { sendBatch: 3 })).toBe(8);
    // What is not delivered was sent (SQS-66).
    const repeats = records.map((record) => ({ ...record, dedup: 'same' }));
    expect(sendsOf(repeats)).toBe(23);
    expect(sendsOf(repeats, { sendBatch: 10 })).toBe(5);
  });

  it('before August 2025 INIT was free', () => {
    expect(quantity(run({ ...scenario, rules: '2023-10' }), 'f', 'lambda.duration.x86_64')).toBeCloseTo(0.152 / 2, 12);
  });

  it('takes prices and roundings from the facts of the scenario, and says so', () => {
    const facts = { 'price.sqs.standard.first': '$1', 'price.lambda.rounding': '100 ms', 'price.sqs.unit': '1 MiB' };
    const result = run({ ...scenario, facts });
    expect(lineOf(result, 'q', 'sqs.sends')).toMatchObject({ price: 1, quantity: 3, amount: 3 / 1e6 });
    expect(quantity(result, 'f', 'lambda.duration.x86_64')).toBeCloseTo((0.3 + 0.2) / 2, 12);
    const overridden = result.assumptions.filter((one) => one.overridden).map(({ path }) => path);
    expect(overridden).toEqual(expect.arrayContaining(Object.keys(facts)));
    const listed = result.facts.map(({ path }) => path);
    expect(listed).toContain('price.lambda.request');
    expect(listed).not.toContain('price.kinesis.shardHour');
  });

  it('leaves the warm-up out', () => {
    const warm = run({ ...scenario, warmUp: '1500 ms' });
    expect(warm.cost).toMatchObject({ span: 58_500_000, records: 2 });
    expect(quantity(warm, 'f', 'lambda.requests.mapping')).toBe(1);
    expect(quantity(warm, 'f', 'lambda.duration.x86_64')).toBeCloseTo(0.101 / 2, 12);
    expect(quantity(warm, 'q', 'sqs.sends')).toBe(3);
  });

  it('has figures for objectives, even where a part is called cost', () => {
    const objectives = ['cost.total < 0.01 USD', 'cost.perMillion > $1', 'cost.perMonth < 1 USD', 'cost.arrived == 3'];
    const { q } = scenario.sources;
    const named = { ...scenario, sources: { cost: q }, mappings: { m: { ...scenario.mappings.m, source: 'cost' } } };
    const result = run({ ...named, objectives });
    expect(result.objectives.map(({ met, unit }) => [met, unit])).toEqual([
      [true, 'money'],
      [true, 'money'],
      [true, 'money'],
      [true, 'count'],
    ]);
    expect(result.objectives[0]!.value).toBe(result.cost.total);
    expect(figureOf(result, 'cost', 'nothing', undefined)).toBeUndefined();
    expect(figureOf(result, 'cost', 'total', 'max')).toBeUndefined();
  });
});

describe('what is counted', () => {
  it('an idle queue: five pollers, two after a while, three long polls a minute each', () => {
    const idle = run({
      duration: '2 h',
      warmUp: '1 h',
      functions: { f: { handler: { perRecord: '1 ms' } } },
      sources: { q: { type: 'sqs' } },
      mappings: { m: { source: 'q', function: 'f' } },
    });
    expect(quantity(idle, 'q', 'sqs.emptyReceives')).toBe(2 * 180);
    // 262,800 calls.
    expect(idle.cost.perMonth).toBeCloseTo((2 * 180 * 730 * 0.4) / 1e6, 10);
    expect(idle.cost.perMillion).toBeNull();
    const first = run({
      duration: '1 h',
      facts: { 'sqs.pollers.floor': 5 },
      functions: { f: { handler: { perRecord: '1 ms' } } },
      sources: { q: { type: 'sqs' } },
      mappings: { m: { source: 'q', function: 'f' } },
    });
    expect(quantity(first, 'q', 'sqs.emptyReceives')).toBe(900);
  });

  it('timeouts and errors are billed, an INIT that is run again is part of the duration, refusals are not', () => {
    const result = run({
      duration: '2 min',
      functions: {
        f: {
          timeout: '1 s',
          memory: '1024 MB',
          coldStart: { platform: '50 ms', init: '300 ms' },
          handler: { perRecord: '100 ms', script: ['timeout', 'throw', 'succeed'] },
        },
        off: { reservedConcurrency: 0, handler: { perRecord: '1 s' } },
      },
      sources: {
        a: { type: 'sync', function: 'f', arrivals: [{ records: [1, 5, 9].map((s) => ({ at: `${s} s` })) }] },
        b: { type: 'sync', function: 'off', arrivals: [{ rate: '1/s' }] },
      },
    });
    const { f } = result.functions;
    expect(f).toMatchObject({ invocations: 3, timeouts: 1, errors: 2, suppressedInits: 1 });
    // 300 + 1,000 ms; again 300 and what the handler took; 100 ms.
    const taken = f!.duration.mean! * 3;
    expect(quantity(result, 'f', 'lambda.duration.x86_64')).toBeCloseTo((300_000 + taken) / 1e6, 9);
    expect(quantity(result, 'f', 'lambda.requests.sync')).toBe(3);
    expect(result.cost.lines.filter(({ resource }) => resource === 'off')).toEqual([]);
    expect(result.cost.records).toBe(1);
  });

  it('a batch of 25 is received by three calls and deleted by three; what a handler sends and dead letters that wait', () => {
    const result = run({
      duration: '5 min',
      functions: {
        f: { timeout: '20 s', handler: { perRecord: '1 ms', sends: [{ to: 'next', share: '100 %' }] } },
      },
      sources: {
        q: { type: 'sqs', visibilityTimeout: '2 min', arrivals: [{ records: sent(25, '1 s') }] },
        next: { type: 'sqs' },
      },
      mappings: { m: { source: 'q', function: 'f', batchSize: 25, maximumBatchingWindow: '2 s' } },
    });
    expect(result.mappings['m']!.batchSize).toMatchObject({ count: 1, max: 25 });
    expect(quantity(result, 'q', 'sqs.receives')).toBe(3);
    expect(quantity(result, 'q', 'sqs.deletes')).toBe(3);
    expect(quantity(result, 'next', 'sqs.sends')).toBe(25);
    expect(quantity(result, 'next', 'sqs.receives')).toBeUndefined();
    expect(result.cost.records).toBe(25);
  });

  it('moves to a dead-letter queue and back cost nothing, what a filter keeps out is received and deleted', () => {
    const result = run({
      duration: '5 min',
      functions: { f: { timeout: '1 s', handler: { perRecord: '1 ms', script: ['throw', 'throw', 'succeed'] } } },
      sources: {
        q: {
          type: 'sqs',
          visibilityTimeout: '6 s',
          redrivePolicy: { maxReceiveCount: 1, deadLetterQueue: 'dlq' },
          arrivals: [{ records: [{ at: '1 s', attributes: { kind: 'a' } }] }],
        },
        dlq: { type: 'sqs' },
        filtered: { type: 'sqs', arrivals: [{ records: sent(10, '1 s'), attributes: { kind: 'b' } }] },
      },
      mappings: {
        m: { source: 'q', function: 'f' },
        n: { source: 'filtered', function: 'f', filters: [{ body: { kind: ['c'] } }] },
      },
      events: [{ at: '1 min', redrive: { from: 'dlq' } }],
    });
    expect(result.sources['q']!.books.in).toMatchObject({ arrived: 1, redrivenIn: 1 });
    expect(result.cost.lines.filter(({ resource }) => resource === 'dlq')).toEqual([]);
    expect(quantity(result, 'q', 'sqs.sends')).toBe(1);
    expect(result.sources['filtered']!.filtered).toBe(10);
    expect(quantity(result, 'filtered', 'sqs.receives')).toBe(1);
    expect(quantity(result, 'filtered', 'sqs.deletes')).toBe(1);
  });

  it('asynchronous invocation: a request for each run, and one more for each 64 KiB above 256 KiB', () => {
    const sizes = ['256 KiB', '257 KiB', '1 MiB'];
    const result = run({
      duration: '10 min',
      functions: { f: { timeout: '1 s', handler: { perRecord: '1 ms', script: ['throw', 'succeed'] } } },
      sources: {
        e: {
          type: 'async',
          function: 'f',
          arrivals: [{ records: sizes.map((size, i) => ({ at: `${i + 1} s`, size })) }],
        },
      },
    });
    expect(result.functions['f']!.invocations).toBe(4);
    expect(quantity(result, 'f', 'lambda.requests.async')).toBe(4);
    expect(quantity(result, 'f', 'lambda.requests.largeEvents')).toBe(0 + 1 + 12);
    expect(result.cost.records).toBe(3);
  });

  it('provisioned concurrency: what was asked for, rounded up to five minutes when it ends, and its own price of duration', () => {
    const base = {
      duration: '20 min',
      functions: {
        f: {
          architecture: 'arm64',
          memory: '1 GB',
          provisionedConcurrency: { environments: 4, readyAt: '0 s' },
          handler: { perRecord: '100 ms' },
        },
      },
      sources: { c: { type: 'sync', function: 'f', arrivals: [{ rate: '1/s', endAt: '100 s' }] } },
    };
    const whole = run(base);
    expect(quantity(whole, 'f', 'lambda.provisioned.arm64')).toBeCloseTo(4 * 1200, 9);
    const calls = whole.functions['f']!.invocations;
    expect(quantity(whole, 'f', 'lambda.provisioned.duration.arm64')).toBeCloseTo(calls * 0.1, 9);
    expect(lineOf(whole, 'f', 'lambda.duration.arm64')).toBeUndefined();
    const events = [
      { at: '6 min', set: { 'functions.f.provisionedConcurrency': 2 } },
      { at: '11 min', set: { 'functions.f.provisionedConcurrency': null } },
    ];
    // Four for 6 min, two for 5, and two for the 4 that are missing to 15.
    const part = run({ ...base, events });
    expect(quantity(part, 'f', 'lambda.provisioned.arm64')).toBeCloseTo((4 * 6 + 2 * 5 + 2 * 4) * 60, 9);
  });

  it('snapshots: kept over time and restored, but not those of Java', () => {
    const with_ = (runtime: string): Result =>
      run({
        duration: '1 min',
        functions: {
          f: {
            memory: '2 GB',
            coldStart: { runtime, snapStart: true, restore: '300 ms' },
            handler: { perRecord: '1 ms' },
          },
        },
        sources: { c: { type: 'sync', function: 'f', arrivals: [{ records: [{ at: '1 s' }] }] } },
      });
    const python = with_('python3.13');
    expect(quantity(python, 'f', 'lambda.snapStart.cache')).toBeCloseTo(120, 12);
    expect(quantity(python, 'f', 'lambda.snapStart.restores')).toBe(2);
    // The restore is no billed time.
    expect(quantity(python, 'f', 'lambda.duration.x86_64')).toBeCloseTo(0.002, 12);
    expect(with_('java21').cost.lines.filter(({ item }) => item.startsWith('lambda.snap'))).toEqual([]);
  });

  it('a Kinesis stream: shard-hours, units of 25 KiB, two mappings, of which one is pushed to, and longer retention', () => {
    const result = run({
      duration: '1 h',
      functions: { f: { handler: { perRecord: '1 ms' } } },
      sources: {
        s: {
          type: 'kinesis',
          shards: 2,
          retentionPeriod: '9 d',
          arrivals: [{ records: [1, 2, 3].map((s) => ({ at: `${s} min`, size: `${s === 3 ? 26 : 25} KiB` })) }],
        },
      },
      mappings: {
        plain: { source: 's', function: 'f', startingPosition: 'TRIM_HORIZON' },
        pushed: { source: 's', function: 'f', startingPosition: 'TRIM_HORIZON', enhancedFanOut: true },
      },
      events: [{ at: '30 min', reshard: { stream: 's', shards: 4 } }],
    });
    const shards = quantity(result, 's', 'kinesis.shards')!;
    expect(shards).toBeGreaterThan(2.9);
    expect(shards).toBeCloseTo(result.sources['s']!.stream!.shards.mean, 9);
    expect(quantity(result, 's', 'kinesis.puts')).toBe(1 + 1 + 2);
    expect(quantity(result, 's', 'kinesis.retention')).toBeCloseTo(shards, 9);
    const gb = (76 * 1024) / (1024 * 1024 * 1024);
    expect(quantity(result, 's', 'kinesis.retention.long')).toBeCloseTo((gb * 48) / 730, 12);
    expect(quantity(result, 'pushed', 'kinesis.fanOut.shards')).toBeCloseTo(shards, 9);
    expect(quantity(result, 'pushed', 'kinesis.fanOut.data')).toBeCloseTo(gb, 12);
    expect(result.cost.lines.filter(({ resource }) => resource === 'plain')).toEqual([]);
    // Each mapping handles all three.
    expect(result.sources['s']!.succeeded).toBe(6);
    expect(result.cost.records).toBe(3);
  });

  it('a stream on demand: hours, data by the KiB, what is read, and what is kept beyond a day', () => {
    const result = run({
      duration: '1 h',
      functions: { f: { handler: { perRecord: '1 ms' } } },
      sources: {
        s: {
          type: 'kinesis',
          mode: 'onDemand',
          arrivals: [{ records: [1, 2, 3].map((s) => ({ at: `${s} min`, size: '1025 B' })) }],
        },
      },
      mappings: { m: { source: 's', function: 'f', startingPosition: 'TRIM_HORIZON' } },
    });
    const gb = 1024 * 1024 * 1024;
    expect(result.cost.lines.map(({ item, quantity: of }) => [item, of])).toEqual(
      expect.arrayContaining([
        ['kinesis.onDemand.streams', 1],
        ['kinesis.onDemand.in', (3 * 2048) / gb],
        ['kinesis.onDemand.out', (3 * 1025) / gb],
      ]),
    );
    expect(quantity(result, 's', 'kinesis.onDemand.retention')).toBeUndefined();
    expect(quantity(result, 's', 'kinesis.shards')).toBeUndefined();
  });

  it('mappings read the stream of a table for nothing', () => {
    const result = run({
      duration: '10 min',
      functions: { f: { handler: { perRecord: '1 ms' } } },
      sources: { t: { type: 'dynamodbStreams', shards: 1, arrivals: [{ rate: '1/min' }] } },
      mappings: { m: { source: 't', function: 'f', startingPosition: 'TRIM_HORIZON' } },
    });
    const { reads, emptyReads } = result.mappings['m']!.stream!;
    expect(lineOf(result, 'm', 'dynamodb.lambdaReads')).toMatchObject({ quantity: reads + emptyReads, amount: 0 });
  });

  it('a run in which nothing happens costs nothing', () => {
    const result = run({ duration: '1 min', sources: { q: { type: 'sqs' } } });
    expect(result.cost).toMatchObject({ total: 0, perMillion: null, perMonth: 0, records: 0, lines: [] });
  });
});

describe('what a scenario may say', () => {
  const base = { lagcast: 1, duration: '1 min', sources: { q: { type: 'sqs', arrivals: [{ rate: '1/s' }] } } };

  function complaint(some: object): string {
    const read = readScenarioValue({ ...base, ...some });
    return read.ok ? 'fine' : read.problems.map(({ message, hint }) => `${message}|${hint ?? ''}`).join('; ');
  }

  it.each([
    [{ cost: { freeTier: true } }, /^fine$/],
    [{ cost: none }, /^fine$/],
    [{ cost: { freeTier: 'yes' } }, /found "yes"/],
    [{ cost: { freetier: true } }, /nothing is called "freetier" here\|did you mean freeTier/],
    [{ cost: 5 }, /found 5/],
    [{ facts: { 'price.lambda.request': '0.20 USD' } }, /^fine$/],
    [{ facts: { 'price.lambda.request': 0.2 } }, /money needs a unit; did you mean 0.2 USD\?/],
    [{ facts: { 'price.lambda.request': '0.2 €' } }, /prices are in US dollars/],
    [{ facts: { 'price.lambda.request': '-1 USD' } }, /money cannot be negative/],
    [{ facts: { 'price.lambda.request': '$' } }, /money is a number and USD, or \$ and a number/],
    [{ facts: { 'price.lambda.rounding': '0 s' } }, /more than 0 s is due/],
    [{ objectives: ['cost.total < 5'] }, /its limit: money needs a unit; did you mean 5 USD\?/],
    [
      { objectives: ['cost.permonth < 5 USD'] },
      /cost is the bill and has no figure "permonth"\|did you mean perMonth\?/,
    ],
    [{ objectives: ['max(cost.total) < 5 USD'] }, /cost.total is a single number and needs no statistic/],
    [{ objectives: ['total(cost) < $5'] }, /^fine$/],
    [{ objectives: ['costs.total < $5'] }, /did you mean cost\?/],
  ])('%j', (some, expected) => expect(complaint(some)).toMatch(expected));
});

function sent(n: number, at: string): { at: string }[] {
  return Array.from({ length: n }, () => ({ at }));
}
