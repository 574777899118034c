/** Advice that takes a calculation: timeouts against batches (ENV-01), what is there against what the load needs (PLN-01). */
import { describe, expect, it } from 'vitest';
import { meanOf, varianceOf, type DistributionSpec } from '../../src/engine/distributions.ts';
import { formatProblems } from '../../src/scenario/problem.ts';
import { readScenarioValue } from '../../src/scenario/read.ts';

interface Parts {
  readonly fn?: object;
  readonly handler?: object;
  readonly mapping?: object;
  readonly arrivals?: readonly object[];
  readonly source?: object;
  readonly more?: object;
}

const told = ({ fn, handler = {}, mapping, arrivals = [{ rate: '1/s' }], source, more }: Parts): string[] => {
  const { problems } = readScenarioValue({
    lagcast: 1,
    duration: '10 min',
    functions: { f: { timeout: '30 s', handler, ...fn } },
    sources: { q: { type: 'sqs', visibilityTimeout: '1 h', arrivals, ...source } },
    mappings: { m: { source: 'q', function: 'f', batchSize: 100, maximumBatchingWindow: '1 s', ...mapping } },
    ...more,
  });
  return formatProblems('', problems)
    .split('\n')
    .filter((line) => /ENV-01|PLN-01|error/.test(line))
    .map((line) => line.replace(/^:/, '').trim());
};

describe('a timeout against a full batch', () => {
  const records = { perInvocation: '200 ms', perRecord: '400 ms' };

  it('says what it takes, and what would do', () => {
    expect(told({ handler: records })).toEqual([
      'warning: mappings.m: an invocation with 100 records one by one at 400 ms each + 200 ms takes 40.2 s, more than the timeout of 30 s of f: it times out (timeout: 41 s or more, or batchSize: 74 at most) [ENV-01]',
    ]);
    expect(told({ handler: records, mapping: { batchSize: 74 } })).toEqual([]);
    expect(told({ handler: records, mapping: { batchSize: 75 } })).toHaveLength(1);
    expect(told({ handler: records, fn: { timeout: '41 s' } })).toEqual([]);
  });

  it('counts those at once, calls, sizes and too little CPU', () => {
    expect(told({ handler: { ...records, parallel: 2 } })).toEqual([]);
    const db = { downstreams: { db: { latency: '100 ms' } } };
    expect(told({ handler: { perRecord: '200 ms', uses: ['db'] }, more: db })).toEqual([]);
    expect(told({ handler: { perRecord: '201 ms', uses: ['db'] }, more: db })[0]).toContain(
      'at 301 ms each takes 30.1 s',
    );
    const sized = [{ rate: '1/s', attributes: { size: '4 KiB' } }];
    expect(told({ handler: { perKiB: '76 ms' }, arrivals: sized })[0]).toContain('at 304 ms each takes 30.4 s');
    // Half of it computes, with an eighth of a CPU: 0.5 + 0.5 × 1769 / 221 = 4.5 times as long.
    const slow = { memory: '221 MB', cpuShare: '50 %', timeout: '44 s' };
    expect(told({ handler: { perRecord: '100 ms' }, fn: slow })[0]).toContain('at 450 ms each takes 45 s');
    // The calls are not slower for it.
    expect(told({ handler: { perRecord: '0 ms', uses: ['db'] }, fn: slow, more: db })).toEqual([]);
  });

  it('goes by the strategy, where that does not look at the batch', () => {
    const slow = { perRecord: '400 ms' };
    expect(told({ handler: { ...slow, strategy: 'oneByOne' } })[0]).toContain('100 records one by one');
    expect(told({ handler: { ...slow, strategy: { pool: 2 } } })).toEqual([]);
    expect(told({ handler: { perRecord: '31 s', strategy: 'allAtOnce' } })[0]).toContain(
      '100 records all at once at 31 s',
    );
    expect(told({ handler: { perRecord: '7 s', strategy: { chunks: 20 } } })[0]).toContain('100 records 20 at a time');
    const adaptive = { adaptive: { target: '1 s' } };
    expect(
      told({ handler: { perRecord: '31 s', strategy: adaptive } }).filter((line) => !line.startsWith('error')),
    ).toEqual([]);
  });

  it('counts no more records than fit into 6 MiB', () => {
    const large = [{ rate: '1/s', attributes: { size: '512 KiB' } }];
    expect(told({ handler: { perRecord: '1 s' }, arrivals: large })).toEqual([]);
    expect(told({ handler: { perRecord: '3 s' }, arrivals: large })[0]).toContain('with 12 records');
  });

  it('notes the hundredth batch, and batches of the slowest records', () => {
    // 100 exponentials of 250 ms: mean 25 s, deviation 2.5 s, so 25 + 2.326 × 2.5 = 30.8 s.
    expect(told({ handler: { perRecord: { exponential: { mean: '250 ms' } } } })).toEqual([
      'note: mappings.m: a full batch of 100 takes 25 s on average, and about one in a hundred 30.8 s or more, more than the timeout of 30 s of f (timeout: 31 s or more, or batchSize: 97 at most) [ENV-01]',
    ]);
    expect(told({ handler: { perRecord: { exponential: { mean: '240 ms' } } } })).toEqual([]);
    const rules = [{ when: { type: 'dear' }, time: '1 s' }, { time: '10 ms' }];
    const typed = [{ rate: '1/s', attributes: { type: { choice: { dear: '1 %', cheap: '99 %' } } } }];
    expect(told({ handler: { perRecord: rules }, arrivals: typed })[0]).toMatch(
      /^note: .*all of the slowest kind, takes 100 s/,
    );
  });

  it('looks at one record of a direct call, and at nothing where records bring their times', () => {
    const api = { api: { type: 'sync', function: 'f', arrivals: [{ rate: '0.1/s' }] } };
    const calls = { sources: api, mappings: {} };
    expect(told({ handler: { perInvocation: '31 s' }, more: calls })).toEqual([
      'warning: sources.api: an invocation takes 31 s, more than the timeout of 30 s of f: it times out (timeout: 31 s or more) [ENV-01]',
    ]);
    expect(told({ handler: { perInvocation: '30 s' }, more: calls })).toEqual([]);
    const own = [{ records: [{ duration: '1 s' }] }];
    expect(told({ handler: records, arrivals: own })).toEqual([]);
    const attribute = [{ rate: '1/s', attributes: { cost: '99 s' } }];
    const byAttribute = { perRecord: { attribute: 'cost' } };
    expect(told({ handler: byAttribute, arrivals: attribute })).toEqual([]);
  });

  it('is no business of the ideal model', () => {
    expect(told({ handler: records, more: { rules: 'ideal' } })).toEqual([]);
  });
});

describe('what is reserved against what is needed', () => {
  const one = { batchSize: 1 };
  const handler = { duration: '500 ms' };
  const eighty = [{ rate: '80/s' }];

  it('names the number (PLN-01: 80 / s × 0.5 s)', () => {
    expect(told({ handler, mapping: one, arrivals: eighty, fn: { reservedConcurrency: 39 } })).toEqual([
      'warning: functions.f.reservedConcurrency: 80 messages/s of q that take 500 ms each: that needs 40 at once, more than the 39 that it reserves, and it falls behind (reservedConcurrency: 40 at least) [PLN-01]',
    ]);
    expect(told({ handler, mapping: one, arrivals: eighty, fn: { reservedConcurrency: 40 } })).toEqual([]);
    expect(told({ handler, mapping: one, arrivals: eighty, fn: { reservedConcurrency: 0 } })).toEqual([]);
  });

  it('counts full batches, and all that comes to the function', () => {
    const batches = { handler: { perRecord: '100 ms' }, arrivals: [{ rate: '200/s' }] };
    expect(told({ ...batches, fn: { reservedConcurrency: 19 } })[0]).toContain(
      '200 messages/s of q in full batches of 100 that take 10 s: that needs 20 at once',
    );
    const two = {
      sources: {
        q: { type: 'sqs', visibilityTimeout: '1 h', arrivals: eighty },
        api: { type: 'sync', function: 'f', arrivals: [{ rate: '10/s' }] },
      },
    };
    expect(told({ handler, mapping: one, fn: { reservedConcurrency: 44 }, more: two })[0]).toContain(
      'that needs 45 at once',
    );
    expect(told({ handler, mapping: one, fn: { reservedConcurrency: 45 }, more: two })).toEqual([]);
  });

  it('looks at maximumConcurrency and at shards in the same way (PLN-08)', () => {
    expect(told({ handler, mapping: { ...one, maximumConcurrency: 39 }, arrivals: eighty })[0]).toMatch(
      /^warning: mappings.m: .*more than the 39 that maximumConcurrency allows.*\(maximumConcurrency: 40 at least\) \[PLN-01]$/,
    );
    const stream = {
      sources: {
        s: { type: 'kinesis', shards: 3, partitionKey: 'k', arrivals: [{ rate: '80/s', attributes: { k: 'a' } }] },
      },
      mappings: {
        m: { source: 's', function: 'f', startingPosition: 'TRIM_HORIZON', batchSize: 1, parallelizationFactor: 10 },
      },
    };
    expect(told({ handler, more: stream })[0]).toContain(
      'that needs 40 at once, more than the 30 of 3 shards × factor 10',
    );
  });

  it('notes a peak, and what is far too much', () => {
    const peak = [
      {
        rate: {
          steps: [
            { at: '0 s', rate: '10/s' },
            { at: '5 min', rate: '100/s' },
            { at: '6 min', rate: '10/s' },
          ],
        },
      },
    ];
    expect(told({ handler, mapping: one, arrivals: peak, fn: { reservedConcurrency: 20 } })).toEqual([
      'note: functions.f.reservedConcurrency: 100 messages/s of q that take 500 ms each at the most: that needs 50 at once, more than the 20 that it reserves, and a backlog builds up meanwhile [PLN-01]',
    ]);
    expect(told({ handler, mapping: one, arrivals: peak, fn: { reservedConcurrency: 50 } })).toEqual([]);
    expect(told({ handler, mapping: one, arrivals: peak, fn: { reservedConcurrency: 500 } })).toEqual([
      'note: functions.f.reservedConcurrency: 500 are reserved, and its load needs about 50 at the most: no other function can have the rest [PLN-01]',
    ]);
    expect(told({ handler, mapping: one, arrivals: peak, fn: { reservedConcurrency: 499 } })).toEqual([]);
  });

  it('says nothing of what it does not know', () => {
    const filters = [{ body: { type: ['a'] } }];
    const typed = [{ rate: '80/s', attributes: { type: 'a' } }];
    expect(told({ handler, mapping: { ...one, filters }, arrivals: typed, fn: { reservedConcurrency: 5 } })).toEqual(
      [],
    );
    const records = [{ records: [{}] }];
    expect(told({ handler, mapping: one, arrivals: records, fn: { reservedConcurrency: 800 } })).toEqual([]);
    const ideal = { rules: 'ideal' };
    expect(told({ handler, mapping: one, arrivals: eighty, fn: { reservedConcurrency: 5 }, more: ideal })).toEqual([]);
  });
});

describe('the variance of a distribution', () => {
  it.each<[DistributionSpec, number]>([
    [{ kind: 'constant', value: 5 }, 0],
    [{ kind: 'uniform', min: 0, max: 12 }, 12],
    [{ kind: 'exponential', mean: 3 }, 9],
    [{ kind: 'gamma', mean: 6, shape: 4 }, 9],
    [{ kind: 'hyperexponential', mean: 2, squaredVariation: 5 }, 20],
    [{ kind: 'lognormal', mu: 0, sigma: 1 }, (Math.E - 1) * Math.E],
    [{ kind: 'pareto', min: 1, shape: 3 }, 0.75],
    [{ kind: 'pareto', min: 1, shape: 2 }, Infinity],
    [{ kind: 'weibull', scale: 2, shape: 1 }, 4],
    [
      {
        kind: 'quantiles',
        points: [
          [0, 0],
          [1, 12],
        ],
      },
      12,
    ],
    [
      {
        kind: 'quantiles',
        points: [
          [0, 4],
          [0.5, 4],
          [1, 4],
        ],
      },
      0,
    ],
    [{ kind: 'choice', values: [0, 10], weights: [1, 1] }, 25],
  ])('of %j is %f', (spec, variance) => {
    if (variance === Infinity) expect(varianceOf(spec)).toBe(Infinity);
    else expect(varianceOf(spec)).toBeCloseTo(variance, 9);
    expect(meanOf(spec)).toBeGreaterThan(0);
  });
});
