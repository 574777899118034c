/** The relay of a transactional outbox: when it looks, what it sends, and what it sends twice. */
import { describe, expect, it } from 'vitest';
import { journaled, run } from '../support/run.ts';

interface Given {
  readonly outbox: object;
  readonly arrivals: readonly object[];
  readonly type?: object;
}

function scenario({ outbox, arrivals, type = { type: 'sqs' } }: Given) {
  return { lagcast: 1, name: 'outbox', duration: '60 s', sources: { s: { ...type, outbox, arrivals } } };
}

function sent(given: Given): [number, string][] {
  const { lines } = journaled(scenario(given));
  return lines.filter(({ event }) => event === 'sent').map(({ t, records }) => [t / 1e6, records![0]!]);
}

const at = (...times: number[]): object[] => [{ records: times.map((t, i) => ({ id: `r${i + 1}`, at: `${t} s` })) }];

it('sends what was committed by each look, in order, after its latency', () => {
  expect(sent({ outbox: { every: '2 s', latency: '100 ms' }, arrivals: at(0, 1, 2, 2.001) })).toEqual([
    [0.1, 'r1'],
    [2.1, 'r2'],
    [2.1, 'r3'],
    [4.1, 'r4'],
  ]);
});

it('sends no more than its batch in one look', () => {
  const outbox = { every: '1 s', latency: '0 s', batchSize: 2 };
  expect(sent({ outbox, arrivals: at(0.5, 0.5, 0.5, 0.5, 0.5) }).map(([t]) => t)).toEqual([1, 1, 2, 2, 3]);
});

it('is a bottleneck of batchSize records every so often', () => {
  const outbox = { every: '1 s', batchSize: 30 };
  const result = run(scenario({ outbox, arrivals: [{ rate: '100/s' }] }));
  // Looks at 0 s (one record is there) to 59 s.
  expect(result.sources['s']!.arrived).toBe(1 + 59 * 30);
});

it('has the age of a record begin when it is sent, whatever other sources there are', () => {
  const ages = (others: object) => {
    const { result } = journaled({
      ...scenario({ outbox: { every: '40 s', latency: '0 s' }, arrivals: at(1), type: { type: 'kinesis', shards: 1 } }),
      functions: { f: { coldStart: 'none', handler: { duration: '1 ms' } } },
      mappings: { m: { source: 's', function: 'f', startingPosition: 'TRIM_HORIZON' } },
      ...others,
    });
    return result.mappings['m']!.stream!.iteratorAge;
  };
  const { sources } = scenario({ outbox: { every: '40 s', latency: '0 s' }, arrivals: at(1) });
  const s = { ...sources.s, type: 'kinesis', shards: 1 };
  // Ages of a table count from whole seconds, so that all records have an instant of their own.
  const table = { type: 'dynamodbStreams', shards: 1, arrivals: at(0) };
  expect(ages({ sources: { s, table } })).toEqual(ages({}));
  expect(ages({}).max).toBeLessThan(1.2e6);
});

describe('what the relay did not mark', () => {
  const repeating = { every: '1 s', latency: '0 s', repeats: '30 %' };

  it('is sent again with the next look, before the rest, under an id of its own', () => {
    const lines = sent({ outbox: repeating, arrivals: at(...Array.from({ length: 40 }, (_, i) => i + 0.5)) });
    const ids = lines.map(([, id]) => id);
    const repeats = lines.filter(([, id]) => id.includes('~'));
    expect(repeats.length).toBeGreaterThan(4);
    for (const [t, id] of repeats) {
      const [first, times] = id.split('~') as [string, string];
      const before = times === '2' ? first : `${first}~${Number(times) - 1}`;
      expect(lines.find(([, other]) => other === before)![0]).toBe(t - 1);
    }
    // Each was sent for the first time in the order of commits.
    expect(ids.filter((id) => !id.includes('~'))).toEqual(Array.from({ length: 40 }, (_, i) => `r${i + 1}`));
  });

  it('has the body of the first, for filters to look at', () => {
    const { lines } = journaled({
      ...scenario({
        outbox: { every: '1 s', repeats: '100 %' },
        arrivals: [{ records: [{ id: 'a', body: { type: 'x' } }] }],
        type: { type: 'kinesis', shards: 1 },
      }),
      functions: { f: { handler: { duration: '1 ms' } } },
      mappings: {
        m: { source: 's', function: 'f', startingPosition: 'TRIM_HORIZON', filters: [{ data: { type: ['x'] } }] },
      },
    });
    expect(lines.filter(({ event }) => event === 'filtered')).toEqual([]);
    expect(lines.filter(({ event }) => event === 'checkpointed').flatMap(({ records }) => records)).toContain('a~2');
  });

  it('goes to the shard of the first, with a key of its own or without', () => {
    for (const key of [{}, { partitionKey: 'user' }]) {
      const type = { type: 'kinesis', shards: 8, ...key };
      const arrivals = [{ rate: '5/s', attributes: { user: { zipf: { values: 50, exponent: 1 } } } }];
      const { lines } = journaled({
        ...scenario({ outbox: repeating, arrivals, type }),
        functions: { f: { handler: {} } },
        mappings: { m: { source: 's', function: 'f', startingPosition: 'TRIM_HORIZON' } },
      });
      const lane = new Map<string, string>();
      let repeats = 0;
      for (const { event, records, lane: name } of lines) {
        if (event !== 'received') continue;
        for (const id of records!) {
          const [first, times] = id.split('~') as [string, string?];
          if (times !== undefined) repeats++;
          expect(lane.get(first) ?? name).toBe(name);
          lane.set(first, name!);
        }
      }
      expect(repeats).toBeGreaterThan(10);
    }
  });
});

it('gives the same result with a journal and without', () => {
  const type = { type: 'kinesis', shards: 3 };
  const outbox = { every: '700 ms', batchSize: 20, repeats: '20 %' };
  const given = {
    ...scenario({ outbox, arrivals: [{ rate: { poisson: '25/s' } }], type }),
    functions: { f: { handler: { perRecord: '20 ms' } } },
    mappings: { m: { source: 's', function: 'f', startingPosition: 'TRIM_HORIZON', batchSize: 5 } },
  };
  expect(run(given)).toEqual(journaled(given).result);
});
