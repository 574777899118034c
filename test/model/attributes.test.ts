/** What records carry: how values are kept, how they are drawn, and that rules find them again. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrivalStreams } from '../../src/assemble-arrivals.ts';
import { AttributeTable, LARGEST_PLAIN, type Records } from '../../src/model/records.ts';
import { Outages } from '../../src/model/outages.ts';
import { readScenario } from '../../src/scenario/read.ts';
import { simulate } from '../../src/simulate.ts';
import { chiSquareDeviate } from '../support/engine-statistics.ts';
import { makeWorld } from '../support/queue.ts';
import { run, scenarioOf } from '../support/run.ts';

describe('a table of values', () => {
  const value = fc.oneof(
    fc.integer({ min: 0, max: LARGEST_PLAIN }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(0, 1, LARGEST_PLAIN, LARGEST_PLAIN + 1, -1, 0.5, '0', '1', '', true, false),
    fc.string(),
  );

  it('gives equal values equal numbers, others other ones, none of them 0, and finds the value again', () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 50 }), (values) => {
        const table = new AttributeTable('any');
        const indexes = values.map((one) => table.indexOf(one));
        // A column has 32 bits.
        expect([...Int32Array.from(indexes)]).toEqual(indexes);
        expect(indexes).not.toContain(0);
        // −0 is 0, here as in a comparison.
        values.forEach((one, i) => expect(table.valueAt(indexes[i]!) === one).toBe(true));
        expect(new Set(indexes).size).toBe(new Set(values).size);
      }),
      { seed: 1 },
    );
    expect(new AttributeTable('none').valueAt(0)).toBeUndefined();
  });

  it('holds no whole numbers: a million of them take no memory', () => {
    const table = new AttributeTable('amount');
    for (let n = 0; n < 1_000_000; n++) table.indexOf(n * 2147);
    expect(table.size).toBe(0);
    table.indexOf(-1);
    table.indexOf(LARGEST_PLAIN + 1);
    expect(table.size).toBe(2);
  });
});

/** Draws what so many records of an entry carry: attributes by name. */
function drawn(attributes: object, records: number): { values: (name: string) => unknown[]; tables: Records } {
  const scenario = scenarioOf({
    lagcast: 1,
    duration: '1 min',
    sources: { q: { type: 'sqs', arrivals: [{ rate: '1/s', attributes }] } },
  });
  const world = makeWorld();
  const [stream] = arrivalStreams(scenario.sources[0]!, new Outages([]), world);
  const all = stream!.attributes.map(() => [] as unknown[]);
  for (let n = 0; n < records; n++) {
    stream!.attributes.forEach(({ column, draw }, i) => {
      all[i]!.push(world.records.attributes[column]!.table.valueAt(draw()));
    });
    stream!.size?.();
  }
  const names = Object.keys(attributes).filter((name) => name !== 'size');
  return { values: (name) => all[names.indexOf(name)]!, tables: world.records };
}

/** How often each of the numbers from `first` on came; the last cell has the rest. */
function tally(values: readonly unknown[], first: number, cells: number): number[] {
  const counts = Array.from({ length: cells }, () => 0);
  for (const value of values) counts[Math.min(cells - 1, (value as number) - first)]!++;
  return counts;
}

const DRAWS = 20_000;
/** Beyond this in two of a thousand good samples. */
const FAR = 3.09;

describe('a number', () => {
  it('of a uniform distribution: all whole numbers are as likely, those at the ends included', () => {
    const counts = tally(drawn({ n: { uniform: { min: 1, max: 6 } } }, DRAWS).values('n'), 1, 6);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(DRAWS);
    expect(Math.abs(chiSquareDeviate(counts, new Array(6).fill(1 / 6)))).toBeLessThan(FAR);
  });

  it('from 0 to 0 is 0', () => {
    expect(new Set(drawn({ n: { uniform: { min: 0, max: 0 } } }, 100).values('n'))).toEqual(new Set([0]));
  });

  it('of an exponential distribution of mean 3, rounded: P(n ≥ k) = e^(−(k − ½)/3)', () => {
    const counts = tally(drawn({ n: { exponential: { mean: 3 } } }, DRAWS).values('n'), 0, 15);
    const beyond = (k: number) => (k === 0 ? 1 : Math.exp(-(k - 0.5) / 3));
    const shares = counts.map((_, k) => (k === 14 ? beyond(k) : beyond(k) - beyond(k + 1)));
    expect(Math.abs(chiSquareDeviate(counts, shares))).toBeLessThan(FAR);
  });

  it('of Zipf’s law: the k-th with a weight of 1/k', () => {
    const counts = tally(drawn({ n: { zipf: { values: 8, exponent: 1 } } }, DRAWS).values('n'), 1, 8);
    const total = 761 / 280;
    expect(
      Math.abs(
        chiSquareDeviate(
          counts,
          counts.map((_, k) => 1 / (k + 1) / total),
        ),
      ),
    ).toBeLessThan(FAR);
  });

  it('is cut to the largest there is', () => {
    const values = drawn({ n: { pareto: { min: 2_147_483_000, shape: 0.01 } } }, 100).values('n') as number[];
    expect(Math.max(...values)).toBe(LARGEST_PLAIN);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(2_147_483_000);
  });

  it('takes no place in a table', () => {
    const numbers = { a: { lognormal: { median: 20_000, p99: 400_000 } }, b: { zipf: { values: 9999, exponent: 0 } } };
    const { tables, values } = drawn(numbers, 5000);
    expect(new Set(values('a')).size).toBeGreaterThan(3000);
    expect(tables.attributes.map(({ table }) => table.size)).toEqual([0, 0]);
  });
});

it('a sequence gives its values in turn, and begins anew', () => {
  expect(drawn({ shard: { sequence: ['a', 'b', 3] } }, 7).values('shard')).toEqual(['a', 'b', 3, 'a', 'b', 3, 'a']);
  expect(drawn({ only: { sequence: [true] } }, 2).values('only')).toEqual([true, true]);
});

it('another attribute, and a size, leave the luck of the others as it was', () => {
  const type = { choice: { order: '50 %', refund: '50 %' } };
  const amount = { uniform: { min: 0, max: 1e9 } };
  const alone = drawn({ type }, 50).values('type');
  const more = drawn({ amount, size: { exponential: { mean: '1 KiB' } }, type }, 50);
  expect(more.values('type')).toEqual(alone);
  expect(drawn({ amount }, 50).values('amount')).toEqual(more.values('amount'));
  expect(drawn({ amount, other: amount }, 50).values('other')).not.toEqual(more.values('amount'));
});

describe('a rule of a handler', () => {
  /** Messages that failed, of those that the entries send. */
  const failed = (when: object, entries: readonly object[], file = ''): number => {
    const scenario = {
      lagcast: 1,
      duration: '1 min',
      rules: 'ideal',
      functions: { f: { handler: { outcome: [{ when, fails: '100 %' }] } } },
      sources: { q: { type: 'sqs', visibilityTimeout: '5 min', arrivals: entries } },
      mappings: { m: { source: 'q', function: 'f', batchSize: 1 } },
    };
    const read = readScenario(JSON.stringify(scenario), { ports: { readText: () => file } });
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    return simulate(read.scenario).mappings['m']!.failedInvocations;
  };
  const records = (...values: unknown[]) => [{ records: values.map((n) => ({ attributes: { n } })) }];

  it('that says 5 means the number and the text; one that says "5" means the text', () => {
    expect(failed({ n: 5 }, records(5, '5', 5.5, -5, 4, true))).toBe(2);
    expect(failed({ n: '5' }, records(5, '5'))).toBe(1);
    expect(failed({ n: [5.5, -5, 0] }, records(5.5, '5.5', -5, '-5', 0, '0', 5))).toBe(6);
    expect(failed({ n: 4_000_000_000 }, records(4_000_000_000, '4000000000', 4))).toBe(2);
  });

  it('finds drawn numbers, those of a sequence, and those of a trace', () => {
    const ten = { rate: '1/s', endAt: '10 s' };
    expect(failed({ n: 7 }, [{ ...ten, attributes: { n: { uniform: { min: 7, max: 7 } } } }])).toBe(10);
    expect(failed({ n: 2 }, [{ ...ten, attributes: { n: { sequence: [1, 2, '2', 3, 4] } } }])).toBe(4);
    expect(failed({ n: 1 }, [{ ...ten, attributes: { n: { zipf: { values: 1, exponent: 1 } } } }])).toBe(10);
    const replay = { file: 'any.csv', time: 'at', attributes: { n: 'amount' } };
    expect(failed({ n: 5 }, [{ replay }], 'at,amount\n1 s,5\n2 s,6\n3 s,5\n')).toBe(2);
  });
});

describe('a handler time in a drawn number', () => {
  const scenario = (attribute: object | string, work: object) => ({
    lagcast: 1,
    duration: '1 min',
    rules: 'ideal',
    functions: { f: { timeout: '5 s', handler: { perRecord: { attribute } } } },
    sources: { q: { type: 'sqs', arrivals: [{ rate: '1/s', endAt: '10 s', attributes: { work } }] } },
    mappings: { m: { source: 'q', function: 'f', batchSize: 1 } },
  });

  const inUnit = (unit: string) => ({ name: 'work', unit });

  it('is in the unit that is named', () => {
    const { duration } = run(scenario(inUnit('ms'), { uniform: { min: 40, max: 42 } })).functions['f']!;
    expect(duration).toMatchObject({ count: 10, min: 40_000, max: 42_000 });
  });

  it('of more hours than whole microseconds hold ends at the timeout, as any does that is too long', () => {
    const work = { uniform: { min: LARGEST_PLAIN, max: LARGEST_PLAIN } };
    const { duration } = run(scenario(inUnit('h'), work)).functions['f']!;
    expect(duration).toMatchObject({ min: 5_000_000, max: 5_000_000 });
  });

  it('needs a unit', () => {
    expect(() => scenarioOf(scenario('work', { exponential: { mean: 3 } }))).toThrow('has no unit');
  });
});
