import { describe, expect, it } from 'vitest';
import { defaultFigures } from '../../src/plan/default-figures.ts';
import { valueOf } from '../../src/plan/estimate.ts';
import { simulate } from '../../src/simulate.ts';
import { scenarioOf } from '../support/run.ts';

const head = { lagcast: 1, duration: '1 min' };
const fn = { coldStart: 'none', handler: { perRecord: '10 ms' } };
const texts = (value: object) => defaultFigures(scenarioOf({ ...head, ...value })).map(({ text }) => text);

describe('the figures people ask of a scenario', () => {
  it('are those of its objectives first, and none twice', () => {
    const scenario = {
      functions: { f: fn },
      sources: {
        q: { type: 'sqs', redrivePolicy: { maxReceiveCount: 3, deadLetterQueue: 'dlq' } },
        dlq: { type: 'sqs' },
      },
      mappings: { m: { source: 'q', function: 'f' } },
      objectives: ['f.errors == 0', 'p99(q.latency) < 1 s', 'f.errors < 5'],
    };
    // Nobody reads the dead-letter queue: it has no latency.
    expect(texts(scenario)).toEqual([
      ...[
        'f.errors',
        'p99(q.latency)',
        'p50(q.latency)',
        'q.deadLettered',
        'q.expired',
        'q.waiting',
        'f.throttles',
        'cost.perMonth',
      ],
    ]);
  });

  it('are of what there is: streams have an age, direct calls can be refused', () => {
    const scenario = {
      functions: { f: fn, g: fn },
      sources: {
        s: { type: 'kinesis', shards: 1 },
        calls: { type: 'sync', function: 'g', arrivals: [{ rate: '1/s' }] },
      },
      mappings: { m: { source: 's', function: 'f', startingPosition: 'LATEST' } },
    };
    const all = texts(scenario);
    expect(all).toContain('max(m.iteratorAge)');
    expect(all).toContain('calls.refused');
    expect(all).not.toContain('s.deadLettered');
    const result = simulate(scenarioOf({ ...head, ...scenario }));
    for (const figure of defaultFigures(scenarioOf({ ...head, ...scenario })))
      expect([figure.text, valueOf(result, figure) === undefined]).toEqual([figure.text, false]);
  });

  it('leave out names that are of several parts, and the thirteenth of a kind', () => {
    const sources = Object.fromEntries(Array.from({ length: 14 }, (_, i) => [`q${i}`, { type: 'sqs' }]));
    const mappings = Object.fromEntries(
      Object.keys(sources).map((source, i) => [i === 0 ? 'q0' : `m${i}`, { source, function: 'f' }]),
    );
    const all = texts({ functions: { f: fn }, sources, mappings });
    expect(all).toContain('p99(q11.latency)');
    expect(all).not.toContain('p99(q12.latency)');
    expect(all).not.toContain('p99(q0.latency)');
  });
});
