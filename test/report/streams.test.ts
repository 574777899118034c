/** What people are told of streams: sentences, tables and charts, and that the words of queues are not among them. */
import { describe, expect, it } from 'vitest';
import type { Result } from '../../src/metrics/result.ts';
import { charts } from '../../src/report/charts/charts.ts';
import { terminalReport } from '../../src/report/terminal.ts';
import { verdict } from '../../src/report/verdict.ts';
import { expectTaken } from '../support/chart-contract.ts';
import { run } from '../support/run.ts';

const bad = { attributes: { bad: true } };

function scenario(mapping: object = {}, source: object = {}, more: object = {}): object {
  return {
    lagcast: 1,
    duration: '1 min',
    facts: { 'kinesis.fanOut.latency': 'off', 'stream.continuation': '0 s' },
    functions: {
      f: { timeout: '1 min', coldStart: 'none', handler: { duration: '100 ms', when: [{ ...bad, then: 'throw' }] } },
    },
    sources: {
      s: {
        type: 'kinesis',
        shards: 1,
        arrivals: [
          {
            records: [
              { id: 'a', ...bad },
              { id: 'b', at: '10 s' },
            ],
          },
        ],
        ...source,
      },
    },
    mappings: { m: { source: 's', function: 'f', startingPosition: 'TRIM_HORIZON', enhancedFanOut: true, ...mapping } },
    ...more,
  };
}

const skipped = run(scenario({ maximumRetryAttempts: 4 }));
const stuck = run(scenario());
/** A line broken anywhere is one text again. */
const told = (result: Result): string => terminalReport(result).replace(/\s+/g, ' ');

describe('the verdict', () => {
  it('says what each mapping made of the records, and what was skipped', () => {
    const said = verdict(skipped);
    expect(said[0]).toBe(
      'Of 2 records of s, m handled 1 (50 %): half within 100 ms, 99 % within 100 ms, the slowest after 100 ms; 1 was skipped.',
    );
    expect(said).toContain('m skipped 1 record of s: given up, and sent nowhere.');
  });

  it('says which record blocked which shard, until when, and how that ended', () => {
    // Fails at 0.1, 0.35, 0.75, 1.45 and 2.75 s.
    expect(verdict(skipped)).toContain(
      'Record a of s blocked shardId-000000000000 for m from 100 ms on, after 5 failures, until 2.75 s, when it was skipped.',
    );
    expect(verdict(stuck).find((sentence) => sentence.includes('blocked'))).toMatch(/and still is at the end\.$/);
  });

  it('says that a mapping falls behind, and how fast', () => {
    // Nothing is sent between two tries: it grows by a second a second.
    expect(verdict(stuck)).toContain(
      'm fell behind: its iterator age was greatest at the end, 1 min: it grew by 1 s a second in the last third of the run.',
    );
    expect(verdict(skipped).find((sentence) => sentence.startsWith('The iterator age'))).toBe(
      'The iterator age of m was 2.65 s at worst, around 2.8 s, and 0 µs when it was given its last records.',
    );
  });

  it('says what was lost in silence, behind which record', () => {
    const lost = run(
      scenario(
        { batchSize: 1 },
        {
          arrivals: [
            {
              records: [
                { id: 'a', ...bad },
                { id: 'b', at: '1 s' },
                { id: 'c', at: '2 h' },
              ],
            },
          ],
        },
        { duration: '25 h' },
      ),
    );
    expect(verdict(lost)).toContain(
      'Silent loss: 2 records of s outlived the retention before m was done with them, 1 of them behind a record that blocked their shard; no destination is told.',
    );
  });

  it('says why reads were throttled, and that puts were refused', () => {
    const mapping = (fn: string) => ({ source: 's', function: fn, startingPosition: 'TRIM_HORIZON' });
    const quick = { handler: { duration: '1 ms' } };
    const result = run({
      lagcast: 1,
      duration: '1 min',
      functions: { f: quick, g: quick, h: quick },
      sources: { s: { type: 'dynamodbStreams', shards: 1, arrivals: [{ rate: '50/s' }] } },
      mappings: { a: mapping('f'), b: mapping('g'), c: mapping('h') },
    });
    expect(verdict(result).find((sentence) => sentence.includes('throttled'))).toMatch(
      /^\d+ reads of s \([\d.]+ %\) were throttled: 3 mappings share what a shard gives\.$/,
    );
    const facts = {
      'kinesis.write.records': 1,
      'kinesis.put.retry.first': '600 ms',
      'kinesis.put.retry.max': '600 ms',
    };
    const puts = run(scenario({}, { arrivals: [{ records: [{ id: 'x' }, { id: 'y' }] }] }, { facts }));
    expect(verdict(puts)).toContain('Shards of s refused 2 puts; those that were tried again came up to 1.2 s late.');
  });

  it('says that keys are too few for the lanes', () => {
    const records = Array.from({ length: 900 }, (_, i) => ({ key: `k${i % 3}` }));
    const source = { shards: 4, partitionKey: 'key', arrivals: [{ records }] };
    const said = verdict(run(scenario({ parallelizationFactor: 10 }, source)));
    expect(said.find((sentence) => sentence.includes('possible'))).toBe(
      'm ran at most 3 at once of 40 possible: only 3 lanes ever had records, for all records of a key go through one lane.',
    );
  });

  it('has no words of queues', () => {
    for (const result of [skipped, stuck]) {
      const [answer] = told(result).split('relied on');
      expect(answer).not.toMatch(/message|dead-letter|visib|receive|concurrent batch|pollers/);
    }
  });
});

describe('the terminal', () => {
  it('has a row for the stream and for its reader, with books that balance', () => {
    const text = told(skipped);
    expect(text).toContain('stream arrived shards read reads throttled puts refused dropped oldest s 2 1 2 0 0 0');
    expect(text).toContain('reader p50 p99 age p50 age max blocked retries at once lanes used m');
    expect(text).toContain('books in = handled unprocessed destination skipped expired waiting m 2 = 1 0 0 1 0 0');
    expect(text).toContain('iterator age');
    expect(text).toContain('blocked lanes');
    expect(text).toContain('lanes mean/max');
  });
});

describe('charts', () => {
  const many = (shards: number): Result =>
    run(
      scenario(
        { enhancedFanOut: undefined, parallelizationFactor: 2 },
        {
          ...{ shards, partitionKey: 'key' },
          arrivals: [
            { rate: '40/s', attributes: { key: { uniform: { min: 1, max: 500 } } } },
            { records: [{ id: 'bad', at: '20 s', attributes: { bad: true, key: 7 } }] },
          ],
        },
      ),
    );

  it.each([
    [1, ['iterator-age-m', 'parallelism-m']],
    [4, ['iterator-age-m', 'shards-m', 'parallelism-m']],
    [64, ['iterator-age-m', 'shards-m', 'parallelism-m']],
    [100, ['iterator-age-m', 'shards-m', 'parallelism-m']],
  ])('of %i shards are as Vega-Lite’s schema has them', (shards, ids) => {
    const all = charts(many(shards));
    expect(
      all.filter(({ part, id }) => part.kind === 'mapping' && !id.startsWith('batches')).map(({ id }) => id),
    ).toEqual(ids);
    expect(all.map(({ id }) => id).filter((id) => /^(age|backlog)/.test(id))).toEqual([]);
    for (const chart of all) expectTaken(chart);
  });

  it('tell what is left at the end from what was old when the last records came', () => {
    const titleOf = (duration: string): string => {
      const slow = scenario({ batchSize: 1 }, { arrivals: [{ rate: '20/s', endAt: '10 s' }] }, { duration });
      return charts(run(slow)).find(({ id }) => id === 'iterator-age-m')!.title;
    };
    expect(titleOf('1 min')).toMatch(/with its last records/);
    expect(titleOf('12 s')).toMatch(/at the end/);
  });

  it('map the shards: a row for each, marked while it is blocked', () => {
    const result = many(4);
    const { blockedShards } = result.mappings['m']!.stream!;
    const map = charts(result).find(({ id }) => id === 'shards-m')!;
    expect(map.title).toMatch(
      new RegExp(`^Shards of m: shard ${blockedShards[0]!.shard} was blocked for 39[.\\d]* s, no other$`),
    );
    const { layer } = map.spec as unknown as {
      layer: { data: { values: { from: number; to: number; row: number; age?: number }[] } }[];
    };
    const [ages, blocked] = layer.map(({ data }) => data.values);
    expect(new Set(ages!.map(({ row }) => row))).toEqual(new Set([0, 1, 2, 3]));
    expect(blocked!.map(({ row }) => Math.floor(row))).toEqual([blockedShards[0]!.shard]);
    expect(blocked![0]!.to).toBe(60);
    // The oldest is that of the blocked one at the end: some 40 s.
    const oldest = ages!.toSorted((a, b) => b.age! - a.age!)[0]!;
    expect([oldest.row, oldest.to]).toEqual([blockedShards[0]!.shard, 60]);
    expect(oldest.age).toBeGreaterThan(32);
  });

  it('say how many shards share a row where they are many', () => {
    const map = charts(many(100)).find(({ id }) => id === 'shards-m')!;
    expect(map.subtitle).toContain('Each row is 2 shards that follow each other.');
  });

  it('are not there where there are no streams', () => {
    const result = run({
      lagcast: 1,
      duration: '1 min',
      functions: { f: { handler: { duration: '1 ms' } } },
      sources: { q: { type: 'sqs', arrivals: [{ rate: '1/s' }] } },
      mappings: { m: { source: 'q', function: 'f' } },
    });
    expect(charts(result).filter(({ id }) => /^(iterator|shard|parallel)/.test(id))).toEqual([]);
  });
});
